"""The main road, as a person walks it: ask, wait, be reminded, sign."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

ROOM = "市商务局"


async def enter(page: Page, address: str, room: str = ROOM) -> None:
    await page.goto(address)
    rooms = page.get_by_role("navigation", name="会话")  # a name goes on with the last words there
    await rooms.get_by_role("link", name=re.compile(f"^{room}")).click()


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="发言")
    await box.fill(words)
    await box.press("Enter")


def conversation(page: Page) -> Locator:
    return page.get_by_role("log")


async def test_a_contact_asks_is_reminded_and_signs(page: Page, huizhou: str) -> None:
    await enter(page, huizhou)
    await say(page, "/tasks 市商务局")
    talk = conversation(page)
    await expect(talk).to_contain_text("市商务局 · 19 项任务")
    answer = talk.locator("article, li, .message").filter(has_text="19 项任务").last
    for number, title in (
        ("3", "提升服务质量"),
        ("20", "构建以落实首负责任为核心的责任追溯体系"),
        ("32", "实施电子商务产业提质升级工程"),
    ):
        await expect(answer).to_contain_text(number)
        await expect(answer).to_contain_text(title)

    await talk.get_by_role("button", name="只看牵头").last.click()
    await expect(talk).to_contain_text("3 项任务")

    await page.get_by_role("button", name="到下次提醒").click()
    await expect(page.get_by_role("timer")).to_contain_text("2017年12月1日")
    await expect(talk).to_contain_text("市商务局 · 质量工作提醒")
    await expect(talk).to_contain_text("还有30天")

    await talk.get_by_role("button", name="签收").last.click()
    await expect(talk).to_contain_text("已签收：陈志远 09:00")


async def test_every_department_group_gets_its_digest(page: Page, huizhou: str) -> None:
    await enter(page, huizhou, "市质监局")
    await page.get_by_role("textbox", name="选日期").fill("2017-12-31")
    await page.get_by_role("button", name="到下次提醒").click()
    await expect(conversation(page)).to_contain_text("市质监局 · 质量工作提醒")


async def test_one_task_shows_who_what_when_and_where_it_stands(page: Page, huizhou: str) -> None:
    await enter(page, huizhou)
    await say(page, "/task 3")
    talk = conversation(page)
    await expect(talk).to_contain_text("生产性服务业顾客满意度 ≥ 75%")
    await expect(talk).to_contain_text("惠府办函〔2017〕35号")
    await talk.get_by_role("button", name="全部单位").last.click()
    await expect(talk).to_contain_text("惠州出入境检验检疫局")


async def test_what_is_typed_at_once_belongs_to_the_chat_just_opened(
    page: Page, huizhou: str
) -> None:
    late = "const frame = requestAnimationFrame.bind(window);"
    late += "window.requestAnimationFrame = (draw) => setTimeout(() => frame(draw), 700);"
    await page.add_init_script(late)  # as on a machine that has much else to do
    await enter(page, huizhou, "市质监局")
    await expect(page.get_by_role("heading", name="市质监局")).to_be_visible()
    rooms = page.get_by_role("navigation", name="会话")
    await rooms.get_by_role("link", name=re.compile(f"^{ROOM}")).click()
    box = page.get_by_role("textbox", name="发言")
    await box.fill("/task 31")
    await page.wait_for_timeout(1500)
    await expect(box).to_have_value("/task 31")


async def test_an_unknown_name_offers_the_nearest(page: Page, huizhou: str) -> None:
    await enter(page, huizhou)
    await say(page, "/tasks 市商物局")
    talk = conversation(page)
    await expect(talk).to_contain_text("市商物局")
    await talk.get_by_role("button", name="市商务局", exact=True).last.click()
    await expect(talk).to_contain_text("19 项任务")


async def test_the_sample_plan_opens_on_a_phone_with_a_tour(phone: Page, sample: str) -> None:
    await phone.goto(sample)
    await expect(phone.get_by_text("试试这五件事")).to_be_visible()
    await phone.get_by_role("link", name="市商务局").click()
    await say(phone, "/tasks")
    await expect(conversation(phone)).to_contain_text("项任务")
    width = await phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
