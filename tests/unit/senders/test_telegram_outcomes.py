import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.senders.telegram import outcome
from scheduler.senders import (
    ChatGone,
    ChatMoved,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    TopicGone,
)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("refused")), NotSent),
        (caused(TimedOut(), httpx.ConnectTimeout("slow")), NotSent),
        (caused(TimedOut("Pool timeout"), httpx.PoolTimeout("full")), NotSent),
        (caused(TimedOut(), httpx.ReadTimeout("slow")), OutcomeUnknown),
        (caused(TimedOut(), httpx.WriteTimeout("slow")), OutcomeUnknown),
        (caused(NetworkError("x"), httpx.ReadError("reset")), OutcomeUnknown),
        (caused(NetworkError("x"), httpx.WriteError("reset")), OutcomeUnknown),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("closed")), OutcomeUnknown),
        (NetworkError("Bad Gateway"), OutcomeUnknown),
        (InvalidToken("Unauthorized"), NotSent),
        (Forbidden("bot was kicked from the group chat"), ChatGone),
        (Forbidden("bot was blocked by the user"), ChatGone),
        (BadRequest("Chat not found"), ChatGone),
        (BadRequest("Not enough rights to send text messages to the chat"), ChatGone),
        (BadRequest("Message thread not found"), TopicGone),
        (BadRequest("Can't parse entities"), Rejected),
        (BadRequest("Message is too long"), Rejected),
    ],
)
def test_what_went_wrong_says_what_became_of_the_message(
    error: TelegramError, expected: type[DeliveryError]
) -> None:
    assert type(outcome(error)) is expected


def test_a_429_says_how_long_to_wait_and_a_migration_where_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it every RetryAfter warns
    limited, moved = outcome(RetryAfter(17)), outcome(ChatMigrated(-100123))
    assert isinstance(limited, RateLimited)
    assert limited.retry_after == 17
    assert isinstance(moved, ChatMoved)
    assert moved.new_id == -100123
