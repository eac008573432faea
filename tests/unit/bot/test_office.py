"""Who has the baton does its duty and ends it when it is gone; one that fails is taken up again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.office import Office


@dataclass
class Hand:
    """A baton that is given and taken at will."""

    here: bool = False
    dropped: bool = False
    faults: list[Exception] = field(default_factory=list)
    """raised by one beat after another"""

    def holds(self) -> bool:
        return self.here

    async def beat(self) -> bool:
        if self.faults:
            raise self.faults.pop()
        return self.here

    async def call(self) -> None: ...

    async def drop(self) -> None:
        self.dropped = True


@dataclass
class Work:
    """A duty that notes when it begins and ends; `faults` are raised one after another."""

    said: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    faults: list[Exception] = field(default_factory=list)

    async def __call__(self, over: asyncio.Event) -> None:
        await self.said.put("began")
        if self.faults:
            raise self.faults.pop()
        await over.wait()
        await self.said.put("ended")

    async def next(self) -> str:
        async with asyncio.timeout(5):
            return await self.said.get()


async def test_the_duty_is_done_while_the_baton_is_here_and_begins_anew_when_it_returns() -> None:
    hand, work = Hand(), Work()
    office = Office(hand, work, beat=0)
    await office.start()
    assert not office.is_held
    hand.here = True
    assert await work.next() == "began"
    hand.here = False
    assert await work.next() == "ended"
    hand.here = True
    assert await work.next() == "began"
    await office.stop()
    assert await work.next() == "ended"
    assert hand.dropped


async def test_a_duty_that_fails_is_taken_up_again() -> None:
    hand, work = Hand(here=True), Work(faults=[RuntimeError("no network")])
    office = Office(hand, work, beat=0)
    await office.start()
    assert [await work.next(), await work.next()] == ["began", "began"]
    await office.stop()
    assert await work.next() == "ended"


async def test_a_beat_that_fails_is_not_the_last() -> None:
    hand, work = Hand(), Work()
    office = Office(hand, work, beat=0)
    await office.start()
    hand.faults = [RuntimeError("of the driver"), RuntimeError("and again")]
    hand.here = True
    assert await work.next() == "began"
    assert hand.faults == []
    await office.stop()
