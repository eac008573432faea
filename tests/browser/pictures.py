"""Makes the pictures of README and guide from the running sandbox: `make pictures`."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, async_playwright

from tests.browser.conftest import ARGUMENTS, PLANS, ROOT, chromium, sandbox
from tests.browser.test_main_road import conversation, enter, say

PICTURES = ROOT / "docs" / "pictures"
DESK = {"width": 1180, "height": 820}
PHONE = {"width": 390, "height": 844}


async def settle(page: Page, words: str) -> None:
    """Wait until the conversation says *words*, and for the page to stop moving."""
    await conversation(page).get_by_text(words).last.wait_for()
    await page.wait_for_timeout(600)


async def draw(address: str) -> None:
    """Walk the main road and take a picture at each stop."""
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = await browser.new_page(viewport=DESK, locale="zh-CN")
        await enter(page, address)
        await say(page, "/tasks 市商务局")
        await settle(page, "19 项任务")
        await page.screenshot(path=PICTURES / "tasks.png")
        await say(page, "/task 3")
        await settle(page, "出处")
        await page.screenshot(path=PICTURES / "task.png")
        await page.get_by_role("button", name="到下次提醒").click()
        await settle(page, "质量工作提醒")
        await conversation(page).get_by_role("button", name="签收").last.click()
        await settle(page, "已签收")
        await page.screenshot(path=PICTURES / "sandbox.png")
        phone = await browser.new_page(viewport=PHONE, has_touch=True, locale="zh-CN")
        await phone.goto(address)
        await phone.get_by_role("link", name="市商务局").click()
        await settle(phone, "已签收")
        await phone.screenshot(path=PICTURES / "phone.png")
        await browser.close()


if __name__ == "__main__":
    with sandbox("--plans", str(PLANS / "huizhou-2017.txt"), "--today", "2017-11-28") as where:
        asyncio.run(draw(where))
