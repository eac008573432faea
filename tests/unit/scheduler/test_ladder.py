from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from config.errors import BadConfig
from config.reminders import REMINDERS_FILE, About, RungKind, load_ladder
from scheduler.ladder import steps_on
from scheduler.workdays import build_workdays

LADDER = load_ladder()
WORKDAYS = build_workdays()
RUNGS = LADDER.rungs[RungKind.TASK]


@pytest.mark.parametrize(
    ("day", "due", "rungs"),
    [
        (date(2017, 12, 1), date(2017, 12, 31), (30,)),
        (date(2017, 12, 28), date(2017, 12, 31), (3,)),
        (date(2017, 12, 29), date(2017, 12, 31), (1, 0)),  # Saturday's and Sunday's, on Friday
        (date(2017, 12, 30), date(2017, 12, 31), ()),
        (date(2017, 12, 2), date(2018, 1, 1), ()),
        (date(2026, 9, 30), date(2026, 10, 7), (7, 3, 1, 0)),  # the whole holiday's rungs
        (date(2026, 9, 20), date(2026, 9, 27), (7,)),  # a Sunday that is worked
        (date(2024, 2, 29), date(2024, 3, 30), (30,)),
    ],
)
def test_a_rung_on_a_day_off_moves_to_the_working_day_before(
    day: date, due: date, rungs: tuple[int, ...]
) -> None:
    assert steps_on(day, RUNGS, WORKDAYS).get(due, ()) == rungs


def test_over_a_year_every_rung_of_a_date_comes_once() -> None:
    start = date(2026, 1, 1)
    due = date(2026, 10, 4)
    days = [start + timedelta(days=offset) for offset in range(365)]
    met = Counter(rung for day in days for rung in steps_on(day, RUNGS, WORKDAYS).get(due, ()))
    assert met == Counter(RUNGS)


def test_the_quality_month_has_a_ladder_of_its_own() -> None:
    rungs = LADDER.for_observance("全国质量月")
    first = date(2026, 9, 1)
    assert [(first - timedelta(days=rung)).isoformat()[5:] for rung in rungs] == [
        "07-18", "08-18", "08-25", "08-31", "09-01", "09-15", "09-30",
    ]  # fmt: skip
    assert LADDER.for_observance("世界计量日") == (30, 7, 1, 0)


@pytest.mark.parametrize(
    ("left", "words"), [(-5, "已过期限"), (0, "反馈"), (30, "核对"), (90, "安排")]
)
def test_what_to_do_depends_on_the_days_left(left: int, words: str) -> None:
    ask = LADDER.ask(About.DEADLINE, left)
    assert ask is not None
    assert words in ask.text


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (time(7, 59), True),
        (time(8), False),
        (time(19, 59), False),
        (time(20), True),
        (time(0), True),
    ],
)
def test_quiet_hours_run_over_midnight(at: time, quiet: bool) -> None:
    assert LADDER.is_quiet(at) is quiet


@pytest.mark.parametrize(
    ("find", "replace", "complaint"),
    [
        ("remind_at = 09:00:00", "", "remind_at: is missing"),
        ("remind_at = 09:00:00", 'remind_at = "9"', "remind_at: a time such as 09:00:00"),
        ("remind_at = 09:00:00", "remind_at = 06:00:00", "lies in the quiet hours"),
        ("task = [90, 30, 14, 7, 3, 1, 0]", 'task = ["30"]', "rungs.task: a list of whole numbers"),
        ("task = [90, 30, 14, 7, 3, 1, 0]", "task = [3, 3]", "rungs.task: a list without repetit"),
        ("event = [30, 7, 1, 0]", "", "rungs.event: is missing"),
        ('names = ["全国质量月", "质量月"]', "names = 3", "observance[1].names: a list of names"),
        ("answer_in = 5", "", "ask[4].answer_in: {by} and answer_in need each other"),
        (
            'about = "deadline"\nwithin = -1',
            'about = "x"\nwithin = -1',
            "ask[1].about: 'x' is none",
        ),
        ("after = 2\n", "after = 1\n", "stage[3].after: more than the 1 of the stage before"),
        ("after = 1\n", "after = -1\n", "stage[2].after: a number from 0 on"),
        ('to = ["chat"]', "", "stage[2].to: is missing"),
        ('to = ["chat"]', 'to = ["mayor"]', "stage[2].to: a list of chat, coordinators"),
        ('code = "督办"', 'code = "催办"', "stage[3].code: a code of its own"),
        ('name = "督办通知单"', 'name = "催办单"', "stage[3].name: a name of its own"),
        ("after = 2\n", "afer = 2\n", "stage[3].after: is missing"),
        ("most = 1", "most = 0", "daily.most: a number from 1 on"),
        ("most = 1", "most = 1\nleast = 1", "daily.least: is not known here"),
        ("answer_in = 5", "anwser_in = 5", "ask[4].answer_in: {by} and answer_in need each other"),
        ("请按时参加。", "请按时参加{day}。", "ask[12].text: a text without any {…} but {by}"),
        ("at = 17:30:00", "at = 20:30:00", "report.at: lies in the quiet hours"),
        ("[report]", "[report", "reminders.toml: "),
        (
            'broken_from = "top"',
            'broken_from = "soon"',
            "quiet.broken_from: one of routine, urgent, top is needed, not 'soon'",
        ),
    ],
)
def test_a_faulty_ladder_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, find: str, replace: str, complaint: str
) -> None:
    text = REMINDERS_FILE.read_text("utf-8")
    assert find in text
    file = tmp_path / "reminders.toml"
    file.write_text(text.replace(find, replace, 1), "utf-8")
    with pytest.raises(BadConfig) as caught:
        load_ladder(file)
    assert complaint in str(caught.value)
