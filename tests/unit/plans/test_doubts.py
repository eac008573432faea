"""What a coordinator is asked to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.doubts import doubts_of
from plans.model import Doubt, DoubtKind, PlanFacts
from plans.reader import read_plan

HEAD = "平川市建设质量强市2017年行动计划\n平府办〔2017〕8号\n一、实施质量提升工程\n"
WELL = "1.提升产品质量。到2017年，产品质量合格率达93%以上。(市质监局牵头，市商务局配合)\n"


def asked(body: str, *, known: tuple[str, ...] = ("市质监局", "市商务局")) -> list[Doubt]:
    facts = read_plan(HEAD + body, source="pingchuan-2017.txt")
    return list(doubts_of(facts, lambda name: name in known))


def kinds(doubts: list[Doubt]) -> list[tuple[str, str | None, str]]:
    return [(doubt.kind.value, doubt.task, doubt.words) for doubt in doubts]


def test_what_is_plain_is_not_asked() -> None:
    assert asked(WELL + "2.提升服务质量。加强监管。(市商务局负责)\n") == []


def test_a_task_without_a_department_among_tasks_with_one() -> None:
    body = WELL + "2.提升服务质量。加强监管。(市商务局负责)\n3.提升工程质量。(市商务局负责)\n"
    facts = read_plan(HEAD + body, source="a.txt")
    bare = replace(facts.tasks[1], duties=())
    some = replace(facts, tasks=(facts.tasks[0], bare, facts.tasks[2]))
    assert kinds(list(doubts_of(some, lambda _: True))) == [("no_department", "2", "提升服务质量")]
    none = replace(facts, tasks=tuple(replace(task, duties=()) for task in facts.tasks))
    assert doubts_of(none, lambda _: True) == ()


def test_an_item_that_was_not_taken_for_a_task_leaves_a_gap() -> None:
    body = WELL + "2.提升服务质量。加强监管。\n3.提升工程质量。(市商务局负责)\n"
    assert kinds(asked(body)) == [("numbering", "3", "1 → 3")]


def test_a_name_nobody_knows_is_asked_once() -> None:
    body = WELL + "2.提升服务。(市大数剧局负责)\n3.提升工程质量。(市大数剧局、商务局负责)\n"
    assert kinds(asked(body)) == [("unknown_department", "2", "市大数剧局")]


def test_a_number_without_a_day_in_its_paragraph() -> None:
    body = WELL + "2.提升服务。顾客满意度达75%以上，投诉办结率达98%以上。(市商务局负责)\n"
    [doubt] = asked(body)
    assert (doubt.kind, doubt.assumed) == (DoubtKind.GUESSED_DUE, "2017-12-31")
    assert doubt.words.startswith("顾客满意度达75%以上")
    assert "98%" in doubt.words


def test_an_area_before_an_area_s_office_may_be_one_body_or_two() -> None:
    body = WELL + "2.提升服务。(市商务局牵头，东湾开发区、西岭高新区管委会配合)\n"
    known = ("市质监局", "市商务局", "东湾开发区", "西岭高新区管委会")
    [doubt] = asked(body, known=known)
    assert kinds([doubt]) == [("odd_list", "2", "东湾开发区、西岭高新区管委会")]


@pytest.mark.parametrize(("numbers", "gaps"), [(("1", "2", "3"), []), (("1", "3"), ["1 → 3"])])
def test_a_gap_in_the_numbers(numbers: tuple[str, ...], gaps: list[str]) -> None:
    facts = read_plan(HEAD + WELL, source="a.txt")
    tasks = tuple(replace(facts.tasks[0], number=number) for number in numbers)
    found = doubts_of(replace(facts, tasks=tasks), lambda _: True)
    assert [doubt.words for doubt in found if doubt.kind is DoubtKind.NUMBERING] == gaps


def test_a_plan_without_a_year() -> None:
    facts: PlanFacts = replace(read_plan(HEAD + WELL, source="a.txt"), horizon=())
    assert [doubt.kind for doubt in doubts_of(facts, lambda _: True)] == [DoubtKind.NO_HORIZON]
