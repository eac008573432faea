import asyncio
from collections import defaultdict

import pytest

from scheduler.limiter import Lane, Limiter


class Clock:
    """Time that passes only while everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.targets: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        target = self.now + seconds
        self.targets.append(target)
        try:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            while target > min(self.targets):  # noqa: ASYNC110 - the loop's own turns are the clock
                await asyncio.sleep(0)
            self.now = max(self.now, target)
        finally:
            self.targets.remove(target)


async def sent(
    limiter: Limiter, clock: Clock, chats: list[int], lane: Lane = Lane.NOTICE
) -> list[tuple[float, int]]:
    """When a message to each of *chats* was let through."""
    times: list[tuple[float, int]] = []

    async def one(chat: int) -> None:
        await limiter.acquire(chat, lane)
        times.append((clock.now, chat))

    await asyncio.gather(*(one(chat) for chat in chats))
    return times


def most_within(times: list[float], span: float) -> int:
    return max(sum(start <= time < start + span for time in times) for start in times)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return Limiter(seconds=clock, sleep=clock.sleep)


async def test_thirty_a_second_are_not_exceeded_and_nearly_reached(
    limiter: Limiter, clock: Clock
) -> None:
    times = [time for time, _ in await sent(limiter, clock, list(range(1, 301)))]
    assert most_within(times, 1.0) <= 30
    assert 300 / times[-1] >= 0.95 * 30


async def test_a_chat_gets_one_a_second_and_a_group_twenty_a_minute(
    limiter: Limiter, clock: Clock
) -> None:
    times = await sent(limiter, clock, [-1] * 45 + [7] * 45)
    by_chat = defaultdict(list)
    for time, chat in times:
        by_chat[chat].append(time)
    assert most_within(by_chat[7], 1.0) == 1
    assert most_within(by_chat[-1], 60.0) <= 20
    assert by_chat[7][-1] < 60


async def test_answers_to_people_go_first(limiter: Limiter, clock: Clock) -> None:
    order: list[str] = []

    async def one(chat: int, lane: Lane, name: str) -> None:
        await limiter.acquire(chat, lane)
        order.append(name)

    notices = [one(chat, Lane.NOTICE, "notice") for chat in range(10, 40)]
    answers = [one(chat, Lane.ANSWER, "answer") for chat in range(1, 4)]
    await asyncio.gather(*notices, *answers)
    assert order[:4] == ["answer", "answer", "answer", "notice"]


async def test_an_answer_waits_no_longer_than_the_turns_that_are_given_ahead(
    limiter: Limiter, clock: Clock
) -> None:
    notices = asyncio.create_task(sent(limiter, clock, list(range(10, 110))))
    while clock.now < 1:  # noqa: ASYNC110 - the loop's own turns are the clock
        await asyncio.sleep(0)
    asked = clock.now
    ((answered, _),) = await sent(limiter, clock, [1], Lane.ANSWER)
    assert answered - asked <= 0.35
    await notices


async def test_a_turn_is_given_ahead_of_its_moment(limiter: Limiter, clock: Clock) -> None:
    moments = [await limiter.reserve(chat) for chat in range(1, 6)]
    assert clock.now == 0
    assert moments == pytest.approx([number / 29 for number in range(5)])
    await limiter.until(moments[-1])
    assert clock.now == moments[-1]


async def test_a_chat_told_to_wait_waits_alone(limiter: Limiter, clock: Clock) -> None:
    limiter.pause(-5, 20)
    times = {chat: time for time, chat in await sent(limiter, clock, [-5, 1, 2, 3])}
    assert times[-5] >= 20
    assert max(times[chat] for chat in (1, 2, 3)) < 1


async def test_who_gives_up_waiting_leaves_the_others_be(limiter: Limiter, clock: Clock) -> None:
    limiter.pause(-5, 20)
    waiting = asyncio.create_task(limiter.acquire(-5))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert [chat for _, chat in await sent(limiter, clock, [1])] == [1]


async def test_chats_written_to_long_ago_are_not_remembered(limiter: Limiter, clock: Clock) -> None:
    for chat in range(1, 100):
        limiter.pause(-chat, 5)
    await sent(limiter, clock, list(range(1, 100)))
    clock.now += 61
    await limiter.acquire(100)
    assert limiter.remembered == 1
