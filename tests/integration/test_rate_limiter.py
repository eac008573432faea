import asyncio
from typing import Any

from bot.rate_limiter import PacedRequests
from scheduler.limiter import Lane, Limiter


async def call(paced: PacedRequests, chat: int, lane: Lane | None) -> Any:
    async def post() -> str:
        return "posted"

    data = {"chat_id": chat}
    return await paced.process_request(post, (), {}, "sendMessage", data, lane)


async def test_what_has_had_its_turn_does_not_wait_for_another() -> None:
    limiter = Limiter(seconds=lambda: 0.0, sleep=asyncio.sleep)
    limiter.pause(-7, 3600)
    paced = PacedRequests(limiter)
    assert await call(paced, -7, Lane.PASSED) == "posted"
    waiting = asyncio.create_task(call(paced, -7, None))
    await asyncio.wait({waiting}, timeout=0)
    assert not waiting.done()
    waiting.cancel()
