from datetime import date, timedelta
from pathlib import Path

import pytest

from config.errors import BadConfig
from scheduler.workdays import Certainty, build_workdays, load_workdays

WORKDAYS = build_workdays()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),  # a Sunday, worked for the National Day holiday
        (date(2026, 9, 19), False),
        *[(date(2026, 10, day), False) for day in range(1, 8)],
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday, worked
        (date(2026, 10, 11), False),
        (date(2018, 12, 29), True),
        (date(2018, 12, 31), False),
    ],
)
def test_days_moved_by_a_notice_are_known(day: date, worked: bool) -> None:
    assert WORKDAYS.is_working(day) is worked
    assert WORKDAYS.certainty(day) is Certainty.CONFIRMED


@pytest.mark.parametrize(
    ("day", "worked", "certainty"),
    [
        (date(2026, 12, 25), True, Certainty.CONFIRMED),
        (date(2026, 12, 31), True, Certainty.PROVISIONAL),  # the notice for 2027 may move it
        (date(2025, 12, 31), True, Certainty.CONFIRMED),
        (date(2027, 1, 1), False, Certainty.PROVISIONAL),
        (date(2027, 2, 5), False, Certainty.PROVISIONAL),
        (date(2027, 5, 3), True, Certainty.PROVISIONAL),
        (date(2027, 10, 1), False, Certainty.PROVISIONAL),
        (date(2035, 9, 16), False, Certainty.PROVISIONAL),
        (date(2050, 10, 1), False, Certainty.UNKNOWN),
        (date(2050, 3, 7), True, Certainty.UNKNOWN),
        (date(1999, 3, 5), True, Certainty.UNKNOWN),
    ],
)
def test_years_without_a_notice_are_reckoned_and_say_so(
    day: date, worked: bool, certainty: Certainty
) -> None:
    assert WORKDAYS.is_working(day) is worked
    assert WORKDAYS.certainty(day) is certainty


def test_every_day_of_a_century_has_neighbours() -> None:
    for offset in range(0, 36_500, 3):
        day = date(1990, 1, 1) + timedelta(days=offset)
        assert WORKDAYS.previous(day) < day < WORKDAYS.next(day)


def test_each_day_leads_to_exactly_one_working_day() -> None:
    first, last = date(2026, 1, 5), date(2026, 12, 30)
    led = [shifted for day in WORKDAYS.between(first, last) for shifted in WORKDAYS.led_to(day)]
    assert led == [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def test_the_days_off_that_follow_a_working_day_fall_to_it() -> None:
    assert WORKDAYS.led_to(date(2026, 9, 30)) == tuple(
        date(2026, 9, 30) + timedelta(days=offset) for offset in range(8)
    )
    assert WORKDAYS.led_to(date(2026, 10, 3)) == ()


def test_working_days_are_counted_over_a_holiday() -> None:
    assert WORKDAYS.after(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert len(WORKDAYS.between(date(2026, 9, 28), date(2026, 10, 10))) == 6
    assert WORKDAYS.on_or_before(date(2017, 12, 31)) == date(2017, 12, 29)


def test_an_administrators_notice_settles_its_year(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        "year = 2027\nwork = [2026-12-27]\n"
        "off = [{ from = 2026-12-31, to = 2027-01-02 }, 2027-02-05]\n",
        "utf-8",
    )
    workdays = load_workdays(tmp_path)
    assert not workdays.is_working(date(2026, 12, 31))
    assert workdays.is_working(date(2026, 12, 27))
    assert workdays.certainty(date(2026, 12, 30)) is Certainty.CONFIRMED
    assert workdays.is_working(date(2027, 2, 8))  # not off by this notice, whatever the law says
    assert workdays.certainty(date(2027, 12, 30)) is Certainty.PROVISIONAL


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("off = []", "2027.toml: year"),
        ("year = 2027\noff = 3", "2027.toml: off: a list"),
        ('year = 2027\noff = ["2027-01-01"]', "neither a date nor"),
        ("year = 2027\noff = [2072-01-01]", "2072-01-01 is not in 2027"),
        ("year = 2027\noff = [2027-01-01]\nwork = [2027-01-01]", "also listed under off"),
        ("year = 2027\noff = [{ from = 2027-01-03, to = 2027-01-01 }]", "not a holiday's length"),
        ("year = ", "2027.toml: "),
    ],
)
def test_a_faulty_notice_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, content: str, complaint: str
) -> None:
    (tmp_path / "2027.toml").write_text(content, "utf-8")
    with pytest.raises(BadConfig) as caught:
        load_workdays(tmp_path)
    assert complaint in str(caught.value)
