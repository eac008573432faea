from __future__ import annotations

import pytest

from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Allowance, Limits

GROUP = -100


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def limits(time: Time) -> Limits:
    limits = Limits(clock=time)
    limits.enforce = True
    return limits


def waits(limits: Limits, chat: int) -> int:
    """Return for how long a message is refused, 0 when it passes."""
    try:
        limits.admit(chat)
    except ApiError as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_thirty_a_second_pass_to_different_chats_and_a_few_more_if_they_come_bunched(limits, time):
    assert [waits(limits, chat) for chat in range(1, 38)] == [0] * 36 + [1]
    time.now += 1
    assert waits(limits, 37) == 0
    assert limits.report()["violations"] == {"overall": 1}


def test_more_than_three_hundred_in_ten_seconds_are_refused(limits, time):
    passed = 0
    for chat in range(1, 400):
        if waits(limits, chat):
            break
        passed += 1
        time.now += 1 / 34
    assert passed == 300
    assert limits.report()["peak_ten_seconds"] == 300


def test_one_a_second_passes_in_a_chat_after_a_short_burst(limits, time):
    assert [waits(limits, 1) for _ in range(4)] == [0, 0, 0, 1]
    passed = []
    for _ in range(10):
        time.now += 1
        passed.append(waits(limits, 1))
    assert passed == [0] * 10


def test_twenty_a_minute_pass_in_a_group(limits, time):
    for _ in range(20):
        assert waits(limits, GROUP) == 0
        time.now += 1.0
    assert waits(limits, GROUP) == 40
    assert limits.report()["peak_group_minute"] == 20


def test_twenty_a_minute_do_not_bind_a_private_chat(limits, time):
    for _ in range(40):
        assert waits(limits, 1) == 0
        time.now += 1.0


def test_who_does_not_wait_is_refused_again(limits, time):
    limits.pause(1, 5)
    assert waits(limits, 1) == 5
    time.now += 2
    assert waits(limits, 1) == 3
    time.now += 3
    assert waits(limits, 1) == 0
    assert limits.report()["violations"] == {"impatience": 2}
    assert limits.ignored == [time.now - 5] * 2


def test_a_pause_in_one_chat_leaves_the_others_alone(limits):
    limits.pause(1, 5)
    assert waits(limits, 2) == 0


def test_what_is_not_enforced_is_still_counted(limits):
    limits.enforce = False
    for _ in range(5):
        limits.admit(1)
    assert limits.report() == {
        "enforce": False,
        "admitted": 5,
        "violations": {"chat": 2},
        "peak_second": 5,
        "peak_ten_seconds": 5,
        "peak_group_minute": 0,
    }


def test_an_album_counts_as_many_messages_as_it_has(limits):
    limits.admit(GROUP, messages=3)
    assert limits.report()["admitted"] == 3
    assert waits(limits, GROUP) == 1


def test_another_allowance_begins_a_new_count(limits):
    limits.admit(1)
    limits.allow(Allowance(overall=1))
    assert [waits(limits, chat) for chat in (1, 2, 3)] == [0, 0, 1]


def test_a_steady_rate_just_at_the_limit_survives_jitter_on_the_way(limits, time):
    for number in range(300):
        assert waits(limits, number % 100 + 1) == 0
        time.now += 1 / 30 * (0.7 if number % 2 else 1.3)
