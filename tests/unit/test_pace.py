"""A limit a person and minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.pace import QUESTIONS_A_MINUTE, REMEMBERED, Pace, Paces

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_the_first_one_too_many_is_told_and_the_next_are_not() -> None:
    paces = Paces()
    said = [paces.count(7, now=NOW) for _ in range(QUESTIONS_A_MINUTE + 3)]
    assert said == [Pace.ANSWER] * QUESTIONS_A_MINUTE + [Pace.SLOW_DOWN, Pace.IGNORE, Pace.IGNORE]


def test_the_minute_ends_on_its_second() -> None:
    paces = Paces(most=1)
    paces.count(7, now=NOW)
    assert paces.count(7, now=NOW + timedelta(seconds=59)) is Pace.SLOW_DOWN
    assert paces.left(7, now=NOW + timedelta(seconds=59)) == 1
    assert paces.count(7, now=NOW + timedelta(seconds=60)) is Pace.ANSWER


def test_a_clock_that_was_set_back_holds_nobody_up() -> None:
    paces = Paces(most=1)
    paces.count(7, now=NOW)
    assert paces.count(7, now=NOW - timedelta(days=1)) is Pace.ANSWER


def test_each_person_has_a_minute_of_their_own() -> None:
    paces = Paces(most=1)
    assert {paces.count(person, now=NOW) for person in range(50)} == {Pace.ANSWER}


def test_whose_minute_is_over_is_forgotten() -> None:
    paces = Paces()
    for person in range(REMEMBERED):
        paces.count(person, now=NOW)
    paces.count(-1, now=NOW + timedelta(minutes=2))
    # that memory is bounded shows nowhere else
    assert len(paces._minutes) == 1
