"""The limits over all processes: the same rules, counted in the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.limiter import Lane, Limits
from scheduler.shared_limiter import SharedLimiter, pace_of
from store.turns import Turns, decide
from tests import databases

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PACE = pace_of(Limits())


def ago(*seconds: float) -> list[datetime]:
    return [NOON - timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("chat", "last", "own", "wait", "given"),
    [
        (7, None, [], 0.0, True),
        (7, 0.01, [], PACE.spacing - 0.01, True),
        (7, -0.24, [], 0.24 + PACE.spacing, False),
        (7, 0.5, [0.5], 0.55, False),
        (-7, 2.0, [2.0], 0.0, True),
        (-7, 2.0, [30.0] * 18 + [2.0], 30.5, False),
        (7, 2.0, [30.0] * 18 + [2.0], 0.0, True),
        (0, 2.0, [0.0], 0.0, True),
    ],
)
def test_a_turn_is_given_when_it_is_near(
    chat: int, last: float | None, own: list[float], wait: float, given: bool
) -> None:
    latest = None if last is None else ago(last)[0]
    answer = decide(PACE, chat, now=NOON, last=latest, own=ago(*own))
    assert answer.seconds == pytest.approx(wait)
    assert answer.given is given
    assert answer.of_chat is (not given and bool(own))


@pytest.mark.postgresql
async def test_two_processes_together_keep_the_pace_of_one(postgresql: databases.Server) -> None:
    loop = asyncio.get_running_loop()
    async with postgresql.database() as database:
        limiters = [SharedLimiter(Turns(database, PACE), seconds=loop.time) for _ in range(2)]
        moments = [loop.time()]

        async def send(limiter: SharedLimiter, chat: int) -> None:
            await limiter.acquire(chat, Lane.NOTICE)
            moments.append(loop.time())

        await asyncio.gather(
            *(
                send(limiter, chat + 100 * number)
                for number, limiter in enumerate(limiters)
                for chat in range(1, 21)
            )
        )
        moments.sort()
        assert moments[-1] - moments[1] >= 38 * PACE.spacing
        assert moments[-1] - moments[0] <= 3 * 40 * PACE.spacing


@pytest.mark.postgresql
async def test_a_chat_that_one_process_writes_to_waits_in_the_other(
    postgresql: databases.Server,
) -> None:
    loop = asyncio.get_running_loop()
    async with postgresql.database() as database:
        one, other = (SharedLimiter(Turns(database, PACE), seconds=loop.time) for _ in range(2))
        await one.acquire(-7)
        begun = loop.time()
        await other.acquire(-7)
        assert loop.time() - begun >= PACE.chat_spacing - 0.1


@pytest.mark.postgresql
async def test_what_the_messenger_asks_of_one_process_all_obey(
    postgresql: databases.Server,
) -> None:
    async with postgresql.database() as database:
        one, other = Turns(database, PACE), Turns(database, PACE)
        await one.hold(-7, 30)
        asked = await other.take(-7)
        assert not asked.given
        assert asked.of_chat
        assert asked.seconds == pytest.approx(30, abs=1)
        assert (await other.take(-8)).given
