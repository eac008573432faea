"""Whatever comes is answered, or ignored for a reason that is known; nothing ends in a fault.

Updates go the whole way: pushed to the web endpoint, kept in the inbox, handled by the
Application. A few hundred in the suite; `make fuzz` sends 10,000 and presses 1,000 buttons.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from starlette.applications import Starlette
from telegram import Message, Update

from bot.inbox import Inbox
from bot.updates import read_update
from bot.web.telegram import SECRET_HEADER, telegram_routes
from config.settings import WEBHOOK_PATH
from handlers.addressed import COMMAND, is_private, mentions_us
from handlers.desk import said
from handlers.manners import is_for_us
from handlers.roles import BUTTONS
from tests.conversation.any_update import as_sent, presses, updates
from tests.conversation.conftest import LI_QIANG, Talk
from tests.conversation.town import settle

SECRET = "a-secret-of-a-webhook"
TALK = (
    "/tasks 市商务局",
    "/settings",
    "/calendar",
    "/event 仪式 9月1日 9:30 会议室 市商务局",
    "/broadcast 通知",
    "/invite 市商务局",
    "/rehearse 2017-12-01",
    "/subscribe 1",
    "/subscriptions",
    "/events",
    "/status",
    "/contacts",
)
"""what was said before, so that there are cards, drafts and lists whose buttons can be pressed"""
PAUSE = timedelta(seconds=11)
"""between two updates: nobody asks too often"""
THOROUGH = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEVERAL = settings(THOROUGH, max_examples=max(THOROUGH.max_examples // 10, 50))


@dataclass
class Door:
    """Where Telegram pushes updates, and what came of each."""

    talk: Talk
    client: httpx.AsyncClient
    inbox: Inbox
    numbers: Iterable[int]
    faults: list[Any]

    async def push(self, body: dict[str, Any]) -> Update | None:
        """Push an update and wait until it is done; None where it was refused."""
        number = next(iter(self.numbers))
        self.talk.now += PAUSE
        self.talk.wire.calls.clear()
        sent = as_sent(body, number)
        headers = {SECRET_HEADER: SECRET}
        before = asyncio.all_tasks()
        response = await self.client.post(WEBHOOK_PATH, content=sent, headers=headers)
        await asyncio.gather(*(asyncio.all_tasks() - before - {asyncio.current_task()}))
        faults, self.faults[:] = [*self.faults], []
        assert faults == []
        assert response.status_code in (200, 400)
        return read_update({"update_id": number} | body, self.talk.application.bot)


@pytest.fixture
async def door(talk: Talk, faults: list[Any]) -> AsyncIterator[Door]:
    await settle(talk.database)
    for words in TALK:
        await talk.say(words, user=LI_QIANG)
    bot = talk.application.bot
    inbox = Inbox(
        talk.database,
        process=talk.application.process_update,
        read=lambda body: read_update(body, bot),
        in_order=True,
    )
    endpoint = Starlette(routes=telegram_routes(bot, inbox.put, secret=SECRET))
    transport = httpx.ASGITransport(endpoint)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban") as client:
        yield Door(talk, client, inbox, count(1000), faults)
    await inbox.stop()


def is_silence_known(update: Update | None) -> bool:
    """Whether nobody is owed an answer to that."""
    if update is None or not is_for_us(update):
        return True
    if update.callback_query is not None or update.inline_query is not None:
        return False
    message = update.message
    return message is None or not _is_said_to_us(message)


def _is_said_to_us(message: Message) -> bool:
    """Whether somebody has spoken to the bot, in words; a reply in a group may be thanks."""
    if message.from_user is None or not (message.text or "").strip():
        return False
    command = COMMAND.match(said(message))
    if command is not None and (command["bot"] or "duban_bot").lower() != "duban_bot":
        return False  # meant for another bot
    return is_private(message) or mentions_us(message)


def is_answered(door: Door) -> bool:
    """Whether anything went out."""
    return bool(door.talk.wire.calls)


@THOROUGH
@given(body=updates)
async def test_any_update_is_answered_or_left_for_a_reason(
    door: Door, body: dict[str, Any]
) -> None:
    update = await door.push(body)
    assert is_answered(door) or is_silence_known(update)


async def test_a_press_below_a_message_that_is_gone_is_answered(door: Door) -> None:
    for data in (data for prefix in BUTTONS for data in (prefix, f"{prefix}:1")):
        press = {"id": "7", "from": LI_QIANG.json(), "chat_instance": "1", "data": data}
        await door.push({"callback_query": press})
        assert [name for name, _ in door.talk.wire.calls] == ["answerCallbackQuery"], data


@SEVERAL
@given(body=presses)
async def test_any_press_is_answered(door: Door, body: dict[str, Any]) -> None:
    await door.push(body)
    assert "answerCallbackQuery" in [name for name, _ in door.talk.wire.calls]
