"""What people do in the sandbox, and which updates come of it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/tasks", True),
        ("/tasks@duban_sandbox_bot 市商务局", True),
        ("/tasks@other_bot", False),
        ("@duban_sandbox_bot 任务", True),
        ("任务 市商务局", False),
        ("a/tasks", False),
    ],
)
async def test_privacy_mode_lets_commands_and_mentions_through(stage, text, heard):
    [said] = await stage.say(text)
    assert said["heard"] is heard
    assert len(await stage.heard()) == heard


async def test_a_reply_to_the_bot_is_heard(stage, bot):
    message = await bot.send_message(stage.group, "请签收")
    [said] = await stage.say("有困难", reply_to=message.message_id)
    assert said["heard"]
    [update] = await stage.heard()
    assert update["message"]["reply_to_message"]["text"] == "请签收"


async def test_everything_is_heard_without_privacy_and_by_administrators(stage):
    await stage.post("privacy", on=False)
    [said] = await stage.say("你好")
    assert said["heard"]
    await stage.post("privacy", on=True)
    await stage.post(
        "members", chat_id=stage.group, user_id=stage.contact, standing="administrator"
    )
    [said] = await stage.say("你好")
    assert said["heard"]


async def test_an_anonymous_administrator_writes_in_the_groups_name(stage):
    [said] = await stage.say("/tasks", anonymous=True)
    assert said["from"]["username"] == "GroupAnonymousBot"
    assert said["sender_chat"]["id"] == stage.group


async def test_a_reply_in_a_supergroup_carries_a_thread_that_is_no_topic(stage):
    group = await stage.post(
        "chats", title="大群", supergroup=True, bot=True, user_id=stage.contact
    )
    [first] = await stage.say("/a", chat=group["id"])
    [second] = await stage.say("/b", chat=group["id"], reply_to=first["message_id"])
    assert second["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in second


async def test_a_new_group_tells_the_bot_that_it_came(stage):
    await stage.post("chats", title="新群", bot=True, user_id=stage.contact)
    mine, service = await stage.heard()
    assert mine["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["is_bot"]


async def test_a_corrected_message_is_an_edited_one(stage):
    [said] = await stage.say("/task 3")
    await stage.post("correct", chat_id=stage.group, message_id=said["message_id"], text="/task 4")
    assert (await stage.heard())[-1]["edited_message"]["text"] == "/task 4"


async def test_an_update_is_forgotten_when_a_later_one_is_asked_for(stage, bot):
    await stage.say("/a")
    await stage.say("/b")
    first, second = await bot.get_updates()
    assert [one.message.text for one in await bot.get_updates(offset=second.update_id)] == ["/b"]
    assert first.update_id + 1 == second.update_id


async def test_a_press_on_a_button_that_is_not_there_is_refused(stage, bot):
    message = await bot.send_message(stage.group, "x")
    refusal = await stage.post(
        "press",
        chat_id=stage.group,
        user_id=stage.contact,
        message_id=message.message_id,
        data="x",
    )
    assert refusal["ok"] is False
