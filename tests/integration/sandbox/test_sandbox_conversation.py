"""The real library, polling, in conversation with people of the sandbox."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

SIGN = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="sign")]])


async def tasks(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    words = " ".join(context.args)
    await update.message.reply_text(f"<b>{words}</b>", parse_mode="HTML", reply_markup=SIGN)


async def sign(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("已签收", show_alert=True)
    await update.callback_query.edit_message_text(f"签收:{update.effective_user.first_name}")


async def receive(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    file = await update.message.document.get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(data[::-1], filename="back.txt", caption="收到")


async def find(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    content = InputTextMessageContent("<i>3</i> 提升服务质量", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("3", "任务 3", content)])


@pytest.fixture
async def application(stage):
    api = stage.sandbox.api_url
    application = (
        ApplicationBuilder()
        .token(stage.sandbox.token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(HTTPXRequest(httpx_kwargs={"trust_env": False}))
        .get_updates_request(HTTPXRequest(httpx_kwargs={"trust_env": False}))
        .job_queue(None)
        .build()
    )
    application.add_handler(CommandHandler("tasks", tasks))
    application.add_handler(CallbackQueryHandler(sign))
    application.add_handler(MessageHandler(filters.Document.ALL, receive))
    application.add_handler(InlineQueryHandler(find))
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=5)
        yield application
        await application.updater.stop()
        await application.stop()


async def answer(stage, *, after: int, chat: int | None = None):
    """Return the first message of the bot after message *after*."""
    async with asyncio.timeout(5):
        while True:
            for message in await stage.get("messages", chat_id=chat or stage.group):
                if message["from"]["is_bot"] and message["message_id"] > after:
                    return message


async def test_a_command_in_a_group_is_answered_with_formatting_and_a_button(stage, application):
    [said] = await stage.say("/tasks 市商务局")
    reply = await answer(stage, after=said["message_id"])
    assert reply["text"] == "市商务局"
    assert reply["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert reply["reply_markup"]["inline_keyboard"][0][0]["text"] == "签收"


async def test_a_press_is_answered_and_changes_the_message(stage, application):
    [said] = await stage.say("/tasks 市商务局")
    reply = await answer(stage, after=said["message_id"])
    outcome = await stage.post(
        "press",
        chat_id=stage.group,
        user_id=stage.contact,
        message_id=reply["message_id"],
        data="sign",
    )
    assert (outcome["text"], outcome["show_alert"]) == ("已签收", True)
    async with asyncio.timeout(5):
        while (changed := await answer(stage, after=said["message_id"]))["text"] == "市商务局":
            continue
    assert changed["text"] == "签收:王敏"
    assert "reply_markup" not in changed
    assert changed["edit_date"] >= changed["date"]  # the clock of a sandbox runs


async def test_a_file_goes_to_the_bot_and_another_comes_back(stage, application):
    private = stage.cast.private.id
    form = {"chat_id": str(private), "user_id": str(private)}
    sent = await stage.client.post(
        "/sandbox/say", data=form, files={"file": ("plan.txt", b"abc", "text/plain")}
    )
    [said] = sent.json()
    assert said["document"]["file_name"] == "plan.txt"
    reply = await answer(stage, after=said["message_id"], chat=private)
    assert reply["caption"] == "收到"
    kept = await stage.client.get(f"/sandbox/files/{reply['document']['file_id']}")
    assert kept.content == b"cba"
    assert kept.headers["content-disposition"] == "attachment"


async def test_an_inline_search_offers_results_that_can_be_posted(stage, application):
    place = {"chat_id": stage.group, "user_id": stage.contact}
    found = await stage.post("inline", query="服务", **place)
    assert found["results"][0]["title"] == "任务 3"
    posted = await stage.post("choose", result=found["results"][0]["result"], **place)
    assert posted["text"] == "3 提升服务质量"
    assert posted["via_bot"]["is_bot"]


async def test_a_press_that_nobody_answers_ends_unanswered(stage, bot):
    message = await bot.send_message(stage.group, "1", reply_markup=SIGN)
    stage.sandbox.world.queries.within = 0.05
    outcome = await stage.post(
        "press",
        chat_id=stage.group,
        user_id=stage.contact,
        message_id=message.message_id,
        data="sign",
    )
    assert outcome == {"answered": False}
