"""What a coordinator says to a doubt, and what becomes of the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plans.corrections import Verdict, answer_to, choices, corrected, new_names
from plans.errors.words import BadCorrection
from plans.keeping import from_kept, to_keep
from plans.model import Doubt, DoubtKind, PlanFacts, Role, Span
from tests.unit.plans.intake_facts import YEARS_END, doubt, duty, plan, target, task

HERE = Span(10, 20)


def said(facts: PlanFacts, verdict: Verdict, words: str = "") -> PlanFacts:
    """The facts after one answer to their only doubt."""
    return corrected(facts, [answer_to(facts.doubts[0], verdict, words, year=2017)])


def duties(facts: PlanFacts, number: int = 0) -> list[tuple[str, str]]:
    return [(one.department, one.role.value) for one in facts.tasks[number].duties]


UNKNOWN = plan(
    task("1", "甲", duty("市大数剧局", Role.LEAD), duty("市商务局", Role.SUPPORT)),
    task("2", "乙", duty("市大数剧局")),
    doubts=(doubt(DoubtKind.UNKNOWN_DEPARTMENT, "市大数剧局"),),
)


class TestUnknownDepartment:
    def test_accepted_it_stays_and_becomes_a_name(self) -> None:
        answer = answer_to(UNKNOWN.doubts[0], Verdict.ACCEPT, year=2017)
        after = corrected(UNKNOWN, [answer])
        assert after == replace(UNKNOWN, doubts=())
        assert new_names([answer]) == {"市大数剧局": "市大数剧局"}

    def test_corrected_it_is_renamed_wherever_the_document_writes_it(self) -> None:
        after = said(UNKNOWN, Verdict.CORRECT, "市大数据局")
        assert duties(after) == [("市大数据局", "lead"), ("市商务局", "support")]
        assert duties(after, 1) == [("市大数据局", "responsible")]

    def test_corrected_to_two_it_is_two(self) -> None:
        after = said(UNKNOWN, Verdict.CORRECT, "市大数据局，市统计局")
        assert [name for name, _ in duties(after)] == ["市大数据局", "市统计局", "市商务局"]

    @pytest.mark.parametrize(
        "words", ["又称 市政数局", "＝市政数局", "别名：市政数局", "= 市政数局"]
    )
    def test_as_another_name_it_stays_and_is_linked(self, words: str) -> None:
        answer = answer_to(UNKNOWN.doubts[0], Verdict.CORRECT, words, year=2017)
        assert answer.verdict is Verdict.ALIAS
        assert duties(corrected(UNKNOWN, [answer])) == duties(UNKNOWN)
        assert new_names([answer]) == {"市大数剧局": "市政数局"}

    def test_dropped_it_is_gone_everywhere(self) -> None:
        after = said(UNKNOWN, Verdict.DROP)
        assert duties(after) == [("市商务局", "support")]
        assert duties(after, 1) == []


class TestNoDepartment:
    FACTS = plan(task("1", "甲"), task("2", "乙"), doubts=(doubt(DoubtKind.NO_DEPARTMENT, "甲"),))

    def test_a_bare_list_makes_everyone_responsible(self) -> None:
        after = said(self.FACTS, Verdict.CORRECT, "市商务局、市教育局")
        assert duties(after) == [("市商务局", "responsible"), ("市教育局", "responsible")]

    def test_roles_are_understood(self) -> None:
        after = said(self.FACTS, Verdict.CORRECT, "牵头：市商务局；配合单位：市教育局、市水务局")
        assert duties(after) == [
            ("市商务局", "lead"),
            ("市教育局", "support"),
            ("市水务局", "support"),
        ]

    def test_dropped_it_is_no_task(self) -> None:
        assert [one.number for one in said(self.FACTS, Verdict.DROP).tasks] == ["2"]


class TestOddList:
    FACTS = plan(
        task(
            "1", "甲", duty("市委办"), duty("大亚湾区", span=HERE), duty("仲恺区管委会", span=HERE)
        ),
        doubts=(doubt(DoubtKind.ODD_LIST, "大亚湾区、仲恺区管委会", span=HERE),),
    )

    def test_joined_it_is_one_body(self) -> None:
        names = [name for name, _ in duties(said(self.FACTS, Verdict.JOIN))]
        assert names == ["市委办", "大亚湾区、仲恺区管委会"]

    def test_corrected_it_is_cut_anew(self) -> None:
        after = said(self.FACTS, Verdict.CORRECT, "大亚湾区管委会、仲恺区管委会")
        assert [name for name, _ in duties(after)] == ["市委办", "大亚湾区管委会", "仲恺区管委会"]

    def test_dropped_only_that_list_is_gone(self) -> None:
        assert duties(said(self.FACTS, Verdict.DROP)) == [("市委办", "responsible")]


def test_a_whole_clause_is_not_offered_as_one_name() -> None:
    clause = doubt(DoubtKind.ODD_LIST, "(牵头单位:市商务局;配合单位:教育局等)")
    assert Verdict.JOIN not in choices(clause)
    assert Verdict.JOIN in choices(TestOddList.FACTS.doubts[0])


class TestGuessedDue:
    FACTS = plan(
        task("1", "甲", target("合格率", 93, span=HERE), target("抽检率", 5, span=Span(30, 40))),
        doubts=(doubt(DoubtKind.GUESSED_DUE, "合格率达到93%以上", span=HERE),),
    )

    @pytest.mark.parametrize(
        ("words", "day"),
        [
            ("2018年6月底", date(2018, 6, 30)),
            ("2018-06-30", date(2018, 6, 30)),
            ("2018", date(2018, 12, 31)),
            ("２０１８年", date(2018, 12, 31)),
            ("20180630", date(2018, 6, 30)),
            ("9月底前", date(2017, 9, 30)),
        ],
    )
    def test_it_takes_the_day_that_was_written(self, words: str, day: date) -> None:
        after = said(self.FACTS, Verdict.CORRECT, words)
        assert [one.due for one in after.tasks[0].targets] == [day, YEARS_END]
        assert after.tasks[0].due == max(day, YEARS_END)

    def test_a_task_follows_its_only_target(self) -> None:
        alone = plan(task("1", "甲", target("合格率", 93, span=HERE)), doubts=self.FACTS.doubts)
        assert said(alone, Verdict.CORRECT, "9月底").tasks[0].due == date(2017, 9, 30)

    def test_dropped_it_is_no_target(self) -> None:
        assert [one.metric for one in said(self.FACTS, Verdict.DROP).tasks[0].targets] == ["抽检率"]


def test_a_plan_without_a_year_takes_the_one_that_is_given() -> None:
    facts = plan(
        replace(task("1", "甲", target("合格率", 93, due=None)), due=None),
        horizon=(),
        doubts=(doubt(DoubtKind.NO_HORIZON, "", number=None),),
    )
    after = said(facts, Verdict.CORRECT, "2019年")
    assert after.horizon == (date(2019, 12, 31),)
    assert after.tasks[0].due == after.tasks[0].targets[0].due == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DoubtKind.GUESSED_DUE, "尽快"),
        (DoubtKind.NO_HORIZON, ""),
        (DoubtKind.UNKNOWN_DEPARTMENT, "？"),
        (DoubtKind.UNKNOWN_DEPARTMENT, "又称"),
        (DoubtKind.NO_DEPARTMENT, "、"),
        (DoubtKind.NUMBERING, "3"),
    ],
)
def test_words_that_make_no_sense_are_refused(kind: DoubtKind, words: str) -> None:
    with pytest.raises(BadCorrection):
        answer_to(doubt(kind, "甲"), Verdict.CORRECT, words, year=2017)


def test_what_is_not_answered_stays_in_doubt() -> None:
    second = Doubt(DoubtKind.NO_DEPARTMENT, "2", "乙", None, Span(0, 0))
    facts = replace(UNKNOWN, doubts=(*UNKNOWN.doubts, second))
    assert said(facts, Verdict.ACCEPT).doubts == (second,)


def test_facts_are_kept_whole() -> None:
    for facts in (UNKNOWN, TestOddList.FACTS, replace(TestGuessedDue.FACTS, text="原文")):
        assert from_kept(to_keep(facts)) == facts
