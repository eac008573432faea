"""While the database is away, what was said is put off; it is not answered with an incident."""

from __future__ import annotations

import asyncio

from bot.app import build_application
from bot.rate_limiter import PacedRequests
from handlers.context import BotContext
from handlers.errors import on_error
from handlers.postponing import handling
from scheduler.shared_limiter import SharedLimiter
from store.away import DatabaseAway
from store.turns import Answer
from tests.conversation.conftest import TOKEN, Talk


class Gone:
    """A ledger of turns in a database that is away."""

    async def take(self, _: int) -> Answer:
        raise DatabaseAway("gone")

    async def hold(self, _: int, __: float) -> None:
        raise DatabaseAway("gone")


async def test_an_update_is_put_off_while_the_database_is_away(talk: Talk) -> None:
    context = BotContext.from_error(object(), DatabaseAway("gone"), talk.application)
    with handling() as attempt:
        await on_error(object(), context)
    assert attempt.is_postponed


async def test_an_answer_whose_turn_cannot_be_agreed_upon_is_put_off(talk: Talk) -> None:
    services = talk.application.bot_data.services
    assert services is not None
    limiter = SharedLimiter(Gone(), seconds=asyncio.get_running_loop().time)
    talk.application = build_application(
        services,
        token=TOKEN,
        request=talk.wire,
        updates_request=talk.wire,
        rate_limiter=PacedRequests(limiter),
    )
    async with talk.application:
        with handling() as attempt:
            assert await talk.say("/nonsense") == []
    assert attempt.is_postponed
