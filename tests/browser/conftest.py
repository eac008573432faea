"""A real page in a real browser: `duban sandbox` in a process of its own, headless Chromium.

Skipped, with the reason, where no Chromium is found (DUBAN_CHROMIUM names one).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

ROOT = Path(__file__).parents[2]
PLANS = ROOT.parent / "shared" / "plans"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

BUSY = 30_000
"""milliseconds that a page may take on a machine that has much else to do"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    expect.set_options(timeout=BUSY)


def chromium() -> str:
    """The browser's path; skips the test where there is none."""
    named = os.environ.get("DUBAN_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: install it, or name one in DUBAN_CHROMIUM")
    return found


@contextmanager
def sandbox(*arguments: str) -> Iterator[str]:
    """Run `duban sandbox` with *arguments*, and yield the address it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--port", "0", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"http://\S+", first)
        assert address is not None, f"no address in {first!r}"
        yield address.group()
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def huizhou() -> Iterator[str]:
    """The sandbox with Huizhou's plan, on 28 November 2017."""
    chromium()
    plan = PLANS / "huizhou-2017.txt"
    if not plan.exists():
        pytest.skip("the published plans are not here (../shared/plans)")
    with sandbox("--plans", str(plan), "--today", "2017-11-28") as address:
        yield address


@pytest.fixture(scope="module")
def sample() -> Iterator[str]:
    """The sandbox as `make run` opens it: the sample plan, today."""
    chromium()
    with sandbox() as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on a desk; a fault in the page's own code fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A page on a phone."""
    return await browser.new_page(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN"
    )
