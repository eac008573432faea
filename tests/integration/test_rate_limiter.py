import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter, TelegramError

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


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "answerInlineQuery"])
@pytest.mark.parametrize(
    "refusal",
    [
        lambda: BadRequest("Query is too old and response timeout expired or query ID is invalid"),
        lambda: RetryAfter(2),
    ],
    ids=["late", "flood"],
)
async def test_a_press_that_cannot_be_told_anything_is_no_fault(
    endpoint: str, refusal: Callable[[], TelegramError]
) -> None:
    async def refuse() -> None:
        raise refusal()

    paced = PacedRequests(Limiter(seconds=lambda: 0.0))
    assert await paced.process_request(refuse, (), {}, endpoint, {}, None) is True


async def test_any_other_refusal_of_an_answer_is_raised() -> None:
    async def refuse() -> None:
        raise BadRequest("MESSAGE_TOO_LONG")

    paced = PacedRequests(Limiter(seconds=lambda: 0.0))
    with pytest.raises(BadRequest):
        await paced.process_request(refuse, (), {}, "answerCallbackQuery", {}, None)
