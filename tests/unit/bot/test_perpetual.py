"""What is done again and again goes on after a fault, and ends when it is told to."""

from __future__ import annotations

import asyncio

from bot.perpetual import again_and_again

PATIENCE = 5


async def test_a_round_that_fails_is_not_the_last() -> None:
    rounds = []
    third = asyncio.Event()

    async def fail() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            third.set()
        raise ValueError

    task = asyncio.create_task(again_and_again(fail, every=0))
    await asyncio.wait_for(third.wait(), PATIENCE)
    task.cancel()
    await asyncio.wait({task}, timeout=PATIENCE)
    assert task.done()


async def test_a_round_that_hides_its_cancellation_is_the_last() -> None:
    begun = asyncio.Event()

    async def hide() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectionError("closed in the middle of a statement") from None

    task = asyncio.create_task(again_and_again(hide, every=0))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    task.cancel()
    await asyncio.wait({task}, timeout=PATIENCE)
    assert task.done()
