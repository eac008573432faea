"""The page by itself: what a bot sends is shown as Telegram shows it, and people can act on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bot.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.stage import Cast, seed_world, tour_of

ROOM = "市商务局"
SIGN = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="sign")]])


@dataclass
class Play:
    """A sandbox, its cast, and the bot, played by the test."""

    sandbox: Sandbox
    cast: Cast
    bot: Bot

    @property
    def group(self) -> int:
        return self.cast.groups[ROOM].id

    async def send(self, text: str, **values) -> None:
        await self.bot.send_message(self.group, text, parse_mode="HTML", **values)


async def still(_: datetime) -> None:
    """Nothing is due on any day."""


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    sandbox = Sandbox(MovableClock(datetime(2017, 11, 28, 1, 0, tzinfo=UTC)), on_moved=still)
    cast = seed_world(sandbox.world, [ROOM, "市水务局"])
    sandbox.desk.tour = tour_of(cast)
    await sandbox.start()
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    async with Bot(sandbox.token, f"{sandbox.api_url}/bot", request=request) as bot:
        yield Play(sandbox, cast, bot)
    await sandbox.stop()


async def enter(page: Page, play: Play) -> Locator:
    """Open the department's group, and return the conversation."""
    await page.goto(f"{play.sandbox.url}#{play.group}")
    await expect(page.get_by_role("heading", name=ROOM)).to_be_visible()
    return page.get_by_role("log")


async def test_formatting_is_shown_and_markup_in_words_stays_words(page: Page, play: Play) -> None:
    talk = await enter(page, play)
    await play.send(
        "<b>牵头</b> &lt;img src=x onerror=alert(1)&gt; <code>/task 3</code>\n"
        "<blockquote expandable>到2017年\n二\n三\n四\n五</blockquote>\n出处"
    )
    bubble = talk.get_by_role("article").last
    await expect(bubble.locator("strong")).to_have_text("牵头")
    await expect(bubble).to_contain_text("<img src=x onerror=alert(1)>")
    assert await bubble.locator("img").count() == 0
    await bubble.get_by_role("button", name="展开").click()
    await expect(bubble.get_by_role("button", name="收起")).to_be_visible()


async def test_a_press_is_busy_until_the_bot_answers_and_the_answer_is_shown(
    page: Page, play: Play
) -> None:
    talk = await enter(page, play)
    await play.send("请签收", reply_markup=SIGN)
    button = talk.get_by_role("button", name="签收", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    [update] = await play.bot.get_updates(timeout=5)
    assert update.callback_query.from_user.first_name == "王敏"
    await play.bot.answer_callback_query(update.callback_query.id, "已签收")
    await expect(page.get_by_role("status")).to_contain_text("已签收")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_waits_to_be_read(page: Page, play: Play) -> None:
    talk = await enter(page, play)
    await play.send("请签收", reply_markup=SIGN)
    await talk.get_by_role("button", name="签收", exact=True).click()
    [update] = await play.bot.get_updates(timeout=5)
    await play.bot.answer_callback_query(
        update.callback_query.id, "只有本群成员可以签收", show_alert=True
    )
    alert = page.get_by_role("dialog")
    await expect(alert).to_contain_text("只有本群成员可以签收")
    await alert.get_by_role("button", name="知道了").click()
    await expect(alert).to_have_count(0)


async def test_an_edited_message_changes_in_place(page: Page, play: Play) -> None:
    talk = await enter(page, play)
    message = await play.bot.send_message(play.group, "第一页")
    await expect(talk.get_by_role("article")).to_contain_text("第一页")
    await message.edit_text("第二页")
    await expect(talk.get_by_role("article")).to_contain_text("第二页")
    await expect(talk.get_by_role("article")).to_contain_text("已编辑")
    await expect(talk.get_by_role("article")).to_have_count(1)


async def test_somebody_else_can_speak_and_what_the_bot_cannot_hear_is_said(
    page: Page, play: Play
) -> None:
    talk = await enter(page, play)
    await page.get_by_role("button", name="以谁的身份发言").click()
    await page.get_by_role("option", name="李强 协调员").click()
    await page.get_by_role("textbox", name="李强").fill("大家好")
    await page.get_by_role("button", name="发送").click()
    await expect(talk).to_contain_text("机器人收不到这句")
    [chat] = [one for one in play.sandbox.world.chats.values() if one.id == play.group]
    assert [one.sender_id for one in chat.messages.values()] == [play.cast.coordinator.id]


async def test_another_chats_message_is_counted_and_read_when_opened(
    page: Page, play: Play
) -> None:
    await enter(page, play)
    await play.bot.send_message(play.cast.groups["市水务局"].id, "提醒")
    other = page.get_by_role("navigation").get_by_role("link", name="市水务局")
    await expect(other.get_by_label("1 条未读")).to_be_visible()
    await other.click()
    await expect(other.get_by_label("1 条未读")).to_have_count(0)


async def test_the_menu_lists_the_bots_commands_and_sends_the_chosen_one(
    page: Page, play: Play
) -> None:
    await play.bot.set_my_commands([BotCommand("help", "用法"), BotCommand("tasks", "任务")])
    talk = await enter(page, play)
    box = page.get_by_role("textbox", name="王敏")
    await box.fill("/t")
    await expect(page.get_by_role("option")).to_have_count(1)
    await box.press("ArrowDown")
    await box.press("Enter")
    await expect(talk).to_contain_text("/tasks")
    await page.get_by_role("button", name="命令", exact=True).click()
    await page.get_by_role("option", name="/help").click()
    await expect(talk.get_by_role("article")).to_have_count(2)


async def test_enter_sends_what_is_typed_although_a_longer_command_is_listed(
    page: Page, play: Play
) -> None:
    await play.bot.set_my_commands([BotCommand("events", "活动")])
    talk = await enter(page, play)
    box = page.get_by_role("textbox", name="王敏")
    await box.fill("/event")
    await expect(page.get_by_role("option")).to_have_count(1)
    await box.press("Enter")
    await expect(talk.get_by_role("article")).to_contain_text(["/event"])
    [update] = await play.bot.get_updates(timeout=5)
    assert update.message.text == "/event"


async def test_a_file_is_attached_and_comes_to_the_bot(
    page: Page, play: Play, tmp_path: Path
) -> None:
    await page.goto(f"{play.sandbox.url}#{play.cast.private.id}")
    document = tmp_path / "方案.txt"
    document.write_text("一、主要任务", encoding="utf-8")
    await page.get_by_label("添加附件").last.set_input_files(document)
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_role("log")).to_contain_text("方案.txt")
    [update] = await play.bot.get_updates(timeout=5)
    assert update.message.document.file_name == "方案.txt"


async def test_the_clock_moves_and_days_are_set_apart(page: Page, play: Play) -> None:
    talk = await enter(page, play)
    await play.send("一")
    await page.get_by_role("button", name="下一工作日").click()
    await expect(page.get_by_role("timer")).to_contain_text("2017年11月29日")
    await play.send("二")
    await expect(talk.get_by_role("separator")).to_have_text(
        ["昨天 · 11月28日 周二", "今天 · 11月29日 周三"]
    )
    await page.get_by_role("button", name="到下次提醒").click()
    await expect(page.get_by_role("status")).to_contain_text("后面没有要发的提醒了")


async def test_the_tour_fills_in_what_to_try_and_can_be_put_away(page: Page, play: Play) -> None:
    await page.goto(play.sandbox.url)
    await page.get_by_role("button", name="直接用话问").click()
    await expect(page.get_by_role("textbox", name="李强")).to_have_value(
        f"{ROOM}年底前要完成哪些指标"
    )
    await page.get_by_role("button", name="收起导览").click()
    await expect(page.get_by_role("region", name="导览")).to_have_count(0)
    await page.get_by_role("button", name="导览").click()
    await expect(page.get_by_role("region", name="导览")).to_be_visible()


async def test_a_phone_shows_one_screen_at_a_time(phone: Page, play: Play) -> None:
    await phone.goto(play.sandbox.url)
    await expect(phone.get_by_role("log")).not_to_be_visible()
    await phone.get_by_role("link", name=ROOM).click()
    await expect(phone.get_by_role("log")).to_be_visible()
    await expect(phone.get_by_role("navigation")).not_to_be_visible()
    for number in range(12):
        await play.send(f"第 {number} 条\n\n\n")
    await expect(phone.get_by_role("log").get_by_text("第 11 条")).to_be_in_viewport()
    await expect(phone.get_by_role("textbox", name="王敏")).to_be_in_viewport(ratio=1)
    await phone.get_by_role("button", name="返回会话列表").click()
    await expect(phone.get_by_role("navigation")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390


async def test_who_reads_further_up_is_not_pulled_down(page: Page, play: Play) -> None:
    talk = await enter(page, play)
    for number in range(30):
        await play.send(f"第 {number} 条\n\n\n")
    await expect(talk).to_contain_text("第 29 条")
    await talk.evaluate("log => log.scrollTo({ top: 0 })")
    await play.send("新的一条")
    await expect(page.get_by_role("button", name="1 条新消息")).to_be_visible()
    assert await talk.evaluate("log => log.scrollTop") == 0
    await page.get_by_role("button", name="1 条新消息").click()
    await expect(talk.get_by_text("新的一条")).to_be_in_viewport()
