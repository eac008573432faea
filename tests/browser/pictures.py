"""Makes the pictures of README and guide from the running sandbox: `make pictures`.

A published plan of the library is on the stage, and a document of our own is handed over: no
picture shows a published sentence. Some only: python -m tests.browser.pictures coordinator
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.browser.conftest import ARGUMENTS, ROOT, chromium, sandbox
from tests.browser.test_main_road import conversation, enter, say

PICTURES = ROOT / "docs" / "pictures"
DESK = {"width": 1180, "height": 820}
PHONE = {"width": 390, "height": 844}
STAGE = ("--library", "huizhou-2017", "--today", "2017-11-28")
DOCUMENT = ROOT / "tests/data/plans/qushan-points.txt"
SPEAKER = "李强"
"""the coordinator, whose private chat bears the name"""
DEPARTMENT = "市商务局"


async def settle(page: Page, words: str) -> None:
    """Wait until the conversation says *words*, and for the page to stop moving."""
    await conversation(page).get_by_text(words).last.wait_for()
    await page.wait_for_timeout(800)


async def press(page: Page, label: str, words: str) -> None:
    """Press the newest button of that label and wait for what comes of it."""
    await button(page, label).click()
    await settle(page, words)


def button(page: Page, label: str) -> Locator:
    return conversation(page).get_by_role("button", name=label).last


async def take(page: Page, name: str, *, height: int | None = None) -> None:
    """Take a picture; with *height* the phone is for once so long that the whole card fits."""
    await page.keyboard.press("Escape")  # offers of commands
    size = page.viewport_size or PHONE
    if height:
        await page.set_viewport_size({"width": size["width"], "height": height})
        await page.wait_for_timeout(800)
    await page.screenshot(path=PICTURES / f"{name}.png")
    if height:
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})


async def at_the_desk(page: Page) -> None:
    """The whole page: a department's group, a task, and the day's digest with its signature."""
    await say(page, f"/tasks {DEPARTMENT}")
    await settle(page, "19 项任务")
    await say(page, "/task 3")
    await settle(page, "出处")
    await page.get_by_role("button", name="到下次提醒").click()
    await settle(page, "质量工作提醒")
    await press(page, "签收", "已签收")
    await page.get_by_role("status").filter(has_text="已签收").wait_for(state="hidden")
    await take(page, "sandbox")


async def as_a_contact(page: Page) -> None:
    """What a contact sees in the group on a phone."""
    await take(page, "digest")
    await say(page, "@duban_sandbox_bot 年底前我们要完成哪些指标")
    await settle(page, "理解为")
    await take(page, "question", height=1240)
    await say(page, "/settings")
    await settle(page, "提醒设置")
    await take(page, "settings")


async def as_a_coordinator(page: Page) -> None:
    """What a coordinator does in private on a phone."""
    await page.locator("#composer-file").set_input_files(str(DOCUMENT))
    await page.get_by_role("textbox", name="发言").press("Enter")
    await settle(page, "请确认")
    await take(page, "import", height=1240)
    await say(page, "/rehearse 12月29日")
    await settle(page, "预计发出")
    await take(page, "rehearse")
    await say(page, "/broadcast 请各单位于12月8日前报送质量工作总结。")
    await settle(page, "通知草稿")
    await press(page, "发给", "发给谁")
    await press(page, "全部单位", "3 个群")
    await press(page, "签收", "是否要求签收")
    await press(page, "下一工作日17:00", "通知草稿")
    await press(page, "预览", "预览")
    await take(page, "broadcast-preview")
    await press(page, "发送", "已送达 3")
    await take(page, "broadcast", height=960)
    await say(page, "/receipts")
    await settle(page, "签收情况")
    await take(page, "receipts")
    await say(page, "/status")
    await settle(page, "系统状态")
    await take(page, "status")


Walk = Callable[[Page], Awaitable[None]]
WALKS: dict[str, tuple[dict[str, int], str, Walk]] = {
    "desk": (DESK, DEPARTMENT, at_the_desk),
    "contact": (PHONE, DEPARTMENT, as_a_contact),
    "coordinator": (PHONE, SPEAKER, as_a_coordinator),
}


async def walk(browser: Browser, address: str, name: str) -> None:
    """Take the pictures of one walk; a later one finds what an earlier one did."""
    size, room, act = WALKS[name]
    page = await browser.new_page(viewport=size, has_touch=size is PHONE, locale="zh-CN")
    await enter(page, address, room)
    await page.wait_for_timeout(800)
    try:
        await act(page)
    except Exception:
        await take(page, f"failed-{name}")
        raise
    await page.close()


async def draw(address: str) -> None:
    """Walk all walks in one sandbox."""
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name in sys.argv[1:] or WALKS:
            await walk(browser, address, name)
        await browser.close()


if __name__ == "__main__":
    with sandbox(*STAGE) as where:
        asyncio.run(draw(where))
