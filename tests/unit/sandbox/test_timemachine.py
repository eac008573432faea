from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import MovableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.timemachine import TimeMachine

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2017, 12, 1, 10, 0, tzinfo=SHANGHAI)


class Journey:
    """A machine on a clock that stands still, and the stops it makes."""

    def __init__(self, reminder: datetime | None = None) -> None:
        self.stops: list[str] = []
        self.reminder = reminder
        self.machine = TimeMachine(
            MovableClock(FRIDAY.astimezone(UTC), real=lambda: FRIDAY.astimezone(UTC)),
            zone=SHANGHAI,
            on_moved=self.halt,
            next_reminder=self.next_reminder,
        )

    async def halt(self, now: datetime) -> None:
        self.stops.append(f"{now.astimezone(SHANGHAI):%m-%d %H:%M}")

    async def next_reminder(self, _: datetime) -> datetime | None:
        return self.reminder

    async def to(self, goal: str) -> list[str]:
        await self.machine.move(goal, passing=lambda: None)
        return self.stops


@pytest.mark.parametrize(
    ("goal", "last"),
    [
        ("working_day", "12-04 09:00"),
        ("day", "12-02 10:00"),
        ("week", "12-08 10:00"),
        ("2017-12-02", "12-02 09:00"),
        ("2017-12-02T15:30", "12-02 15:30"),
        ("2017-12-01T04:00:00+00:00", "12-01 12:00"),
    ],
)
async def test_every_goal_is_reached(goal, last):
    assert (await Journey().to(goal))[-1] == last


async def test_every_morning_and_evening_on_the_way_is_a_stop():
    stops = await Journey().to("2017-12-03T12:00")
    assert stops == [
        "12-01 17:30",
        "12-02 09:00",
        "12-02 17:30",
        "12-03 09:00",
        "12-03 12:00",
    ]


async def test_the_next_reminder_is_where_it_says():
    journey = Journey(FRIDAY + timedelta(days=3))
    assert (await journey.to("reminder"))[-1] == "12-04 10:00"


@pytest.mark.parametrize(
    ("goal", "why"),
    [
        ("reminder", "no reminder lies ahead"),
        ("2017-11-30", "the clock cannot go back"),
        ("2031-01-01", "too far ahead"),
        ("tomorrow", "not a date"),
    ],
)
async def test_a_goal_that_cannot_be_reached_is_refused(goal, why):
    journey = Journey()
    with pytest.raises(ApiError, match=why):
        await journey.to(goal)
    assert journey.stops == []


async def test_the_zone_of_the_place_may_change_its_clocks():
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2018, 3, 24, 10, 0, tzinfo=berlin)
    journey = Journey()
    machine = TimeMachine(
        MovableClock(start.astimezone(UTC), real=lambda: start.astimezone(UTC)),
        zone=berlin,
        on_moved=journey.halt,
    )
    await machine.move("day", passing=lambda: None)
    assert machine.here().isoformat() == "2018-03-25T10:00:00+02:00"
