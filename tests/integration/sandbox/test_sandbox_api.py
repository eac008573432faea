"""What the Bot API of the sandbox accepts and refuses, as the real library sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="s")]])


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=one)] for one in data])


async def test_the_bot_knows_itself_and_its_privacy(bot):
    me = await bot.get_me()
    assert me.is_bot
    assert me.can_read_all_group_messages is False


async def test_a_wrong_token_is_refused(stage, bot):
    answer = await stage.client.get("/bot1:wrong/getMe")
    assert answer.status_code == 401
    bot._base_url = bot._base_url[:-3] + "xxx"
    with pytest.raises(InvalidToken):
        await bot.get_me()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Message text is empty"),
        ("<b></b>", "Message text is empty"),
        ("字" * 4097, "Message is too long"),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag"),
        ("a < b", "Can't parse entities: unsupported start tag"),
    ],
)
async def test_bad_text_is_refused_in_telegrams_words(stage, bot, text, why):
    with pytest.raises(BadRequest) as refusal:
        await bot.send_message(stage.group, text, parse_mode="HTML")
    assert refusal.value.message.lower().startswith(why.lower())


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (keyboard("督" * 22), "Button_data_invalid"),
        (keyboard(*["x"] * 101), "Reply markup is too long"),
    ],
)
async def test_bad_keyboards_are_refused(stage, bot, markup, why):
    with pytest.raises(BadRequest, match=why):
        await bot.send_message(stage.group, "x", reply_markup=markup)


async def test_tags_do_not_count_towards_the_limit(stage, bot):
    message = await bot.send_message(stage.group, f"<b>{'字' * 4096}</b>", parse_mode="HTML")
    assert len(message.text) == 4096


async def test_an_edit_must_change_something(stage, bot):
    message = await bot.send_message(stage.group, "一", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_text("一", reply_markup=BUTTON)
    edited = await message.edit_text("一")
    assert edited.reply_markup is None


@pytest.mark.parametrize("method", ["edit_message_text", "edit_message_reply_markup"])
async def test_what_is_gone_cannot_be_edited(stage, bot, method):
    words = {"text": "x"} if method == "edit_message_text" else {}
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await getattr(bot, method)(chat_id=stage.group, message_id=99, **words)


async def test_somebody_elses_message_cannot_be_edited(stage, bot):
    [said] = await stage.say("/start")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", stage.group, said["message_id"])


async def test_a_message_can_be_deleted_for_two_days(stage, bot):
    first = await bot.send_message(stage.group, "1")
    second = await bot.send_message(stage.group, "2")
    await stage.post("clock", to="day")
    assert await first.delete()
    stage.sandbox.world.clock.move_to(second.date + timedelta(hours=48, seconds=2))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await second.delete()


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        ("kicked", "bot was kicked from the group chat"),
        ("left", "bot is not a member of the group chat"),
    ],
)
async def test_a_bot_that_is_not_there_may_not_write(stage, bot, standing, why):
    await stage.post(
        "members", chat_id=stage.group, user_id=stage.cast.coordinator.id, standing=standing
    )
    [update] = await stage.heard()
    assert update["my_chat_member"]["new_chat_member"]["status"] == standing
    with pytest.raises(Forbidden, match=why):
        await bot.send_message(stage.group, "x")


async def test_a_bot_cannot_begin_a_private_conversation(stage, bot):
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stage.contact, "x")
    await stage.say("/start", chat=stage.contact)
    assert await bot.send_message(stage.contact, "x")


async def test_a_group_that_has_moved_says_where_to(stage, bot):
    moved = await stage.post("migrate", chat_id=stage.group, user_id=stage.cast.coordinator.id)
    with pytest.raises(ChatMigrated) as refusal:
        await bot.send_message(stage.group, "x")
    assert refusal.value.new_chat_id == moved["id"]
    told = [update["message"] for update in await stage.heard()]
    assert [one.get("migrate_to_chat_id") for one in told] == [moved["id"], None]
    assert await bot.send_message(moved["id"], "x")


async def test_a_quiet_migration_is_learnt_only_by_writing(stage, bot):
    await stage.post("migrate", chat_id=stage.group, user_id=stage.contact, quiet=True)
    assert await stage.heard() == []
    with pytest.raises(ChatMigrated):
        await bot.send_message(stage.group, "x")


async def test_topics_are_named_by_number_and_general_by_none(stage, bot):
    forum = await stage.post(
        "chats", title="专题", forum=True, bot=True, user_id=stage.cast.coordinator.id
    )
    place = {"chat_id": forum["id"], "user_id": stage.cast.coordinator.id}
    topic = (await stage.post("topics", name="质量月", **place))["topic"]
    message = await bot.send_message(forum["id"], "x", message_thread_id=topic)
    assert message.is_topic_message
    assert message.message_thread_id == topic
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum["id"], "x", message_thread_id=1)
    await stage.post("topics/delete", topic=topic, **place)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum["id"], "x", message_thread_id=topic)


async def test_the_menu_of_commands_is_that_of_the_narrowest_scope(stage, bot):
    await bot.set_my_commands([BotCommand("help", "用法")])
    await bot.set_my_commands(
        [BotCommand("tasks", "任务")], scope=BotCommandScopeAllGroupChats(), language_code="zh"
    )
    await bot.set_my_commands(
        [BotCommand("broadcast", "群发")], scope=BotCommandScopeChat(stage.cast.private.id)
    )
    seen = [
        (await stage.get("commands", chat_id=chat, user_id=person))[0]["command"]
        for chat, person in [
            (stage.group, stage.contact),
            (stage.contact, stage.contact),
            (stage.cast.private.id, stage.cast.private.id),
        ]
    ]
    assert seen == ["tasks", "help", "broadcast"]
    assert (await bot.get_my_commands())[0].description == "用法"


async def test_chats_and_members_are_told_as_telegram_tells_them(stage, bot):
    chat = await bot.get_chat(stage.group)
    assert chat.title.startswith("市商务局")
    owner = (await bot.get_chat_administrators(stage.group))[0]
    assert (owner.user.first_name, owner.status) == ("李强", "creator")
    assert (await bot.get_chat_member(stage.group, stage.contact)).status == "member"
    assert (await bot.get_chat_member(stage.group, stage.cast.private.id)).status == "creator"
    assert await bot.get_chat_member_count(stage.group) == 3


async def test_documents_albums_and_copies_arrive(stage, bot):
    album = await bot.send_media_group(
        stage.group, [InputMediaDocument(b"1", filename="1.txt"), InputMediaDocument(b"2")]
    )
    assert len({message.media_group_id for message in album}) == 1
    again = await bot.send_document(stage.group, album[0].document.file_id, caption="再发")
    assert again.document.file_name == "1.txt"
    copied = await bot.copy_message(stage.cast.private.id, stage.group, again.message_id)
    logged = await stage.get("deliveries")
    assert [one["method"] for one in logged][-1] == "copyMessage"
    assert logged[-1]["message_id"] == copied.message_id
    assert logged[-1]["text"] == "再发"


async def test_a_webhook_excludes_polling(stage, bot):
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
