"""What a new version of a plan changes, and what only looks so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plans.model import ObservanceFact, PlanFacts, Role, Span
from plans.revision import days_of, difference
from tests.unit.plans.intake_facts import NOWHERE, YEARS_END, duty, milestone, plan, target, task

QUALITY = task(
    "1", "提升产品质量", duty("市质监局", Role.LEAD), duty("市商务局"), target("合格率", 93)
)
SERVICE = task("2", "提升服务质量", duty("市商务局", Role.LEAD))
BEFORE = plan(QUALITY, SERVICE)


def test_the_same_facts_are_no_change() -> None:
    assert difference(BEFORE, plan(QUALITY, SERVICE)).is_nothing


def test_places_in_the_text_and_zeros_of_a_number_are_no_change() -> None:
    moved = replace(
        QUALITY,
        span=Span(3, 9),
        targets=(replace(QUALITY.targets[0], value=Decimal("93.000000"), span=Span(4, 6)),),
    )
    assert difference(BEFORE, plan(moved, SERVICE)).is_nothing


def test_tasks_come_and_go() -> None:
    found = difference(BEFORE, plan(SERVICE, task("3", "夯实质量基础")))
    assert [one.number for one in found.removed] == ["1"]
    assert [one.number for one in found.added] == ["3"]
    assert found.changed == ()


def test_an_inserted_task_renumbers_the_rest_and_changes_nothing_else() -> None:
    found = difference(
        BEFORE,
        plan(task("1", "夯实质量基础"), replace(QUALITY, number="2"), replace(SERVICE, number="3")),
    )
    assert [one.title for one in found.added] == ["夯实质量基础"]
    assert [(c.before.number, c.after.number) for c in found.changed] == [("1", "2"), ("2", "3")]
    assert not any(change.parts or change.retitled or change.moved for change in found.changed)


def test_a_heading_that_is_reworded_keeps_its_task() -> None:
    found = difference(BEFORE, plan(replace(QUALITY, title="全面提升产品质量"), SERVICE))
    assert [change.retitled for change in found.changed] == [True]


def test_another_heading_under_the_same_number_is_another_task() -> None:
    found = difference(BEFORE, plan(task("1", "电梯安全监管"), SERVICE))
    assert [len(found.removed), len(found.added), len(found.changed)] == [1, 1, 0]


def test_tasks_without_headings_are_known_by_their_words() -> None:
    text = "推进甲事。推进乙事。推进丙事。"
    first = replace(task("1", None), span=Span(0, 5))
    second = replace(task("2", None), span=Span(5, 10))
    before = plan(first, second, text=text)
    found = difference(before, plan(replace(second, number="1"), text=text))
    assert [one.number for one in found.removed] == ["1"]
    assert [(c.before.number, c.after.number) for c in found.changed] == [("2", "1")]


def test_duties_change_hands_and_roles() -> None:
    after = replace(QUALITY, duties=(duty("市质监局", Role.SUPPORT), duty("市水务局")))
    [change] = difference(BEFORE, plan(after, SERVICE)).changed
    assert [(old.role, new.role) for old, new in change.duties.replaced] == [
        (Role.LEAD, Role.SUPPORT)
    ]
    assert [one.department for one in change.duties.removed] == ["市商务局"]
    assert [one.department for one in change.duties.added] == ["市水务局"]


def test_a_target_of_the_same_metric_was_replaced() -> None:
    after = replace(QUALITY, targets=(target("合格率", 95), target("抽检率", 10)))
    [change] = difference(BEFORE, plan(after, SERVICE)).changed
    assert [(int(old.value), int(new.value)) for old, new in change.targets.replaced] == [(93, 95)]
    assert [one.metric for one in change.targets.added] == ["抽检率"]


def test_dates_move() -> None:
    after = replace(SERVICE, due=date(2017, 9, 30), milestones=(milestone("建成平台"),))
    [change] = difference(BEFORE, plan(QUALITY, after)).changed
    assert change.moved
    assert [one.text for one in change.milestones.added] == ["建成平台"]
    assert days_of(after) == {date(2017, 9, 30), YEARS_END}


def test_the_plan_s_own_facts_count() -> None:
    after = replace(
        BEFORE,
        doc_number="平府办〔2017〕20号",
        plan_targets=(target("满意度", 80),),
        observances=(ObservanceFact("“质量月”", NOWHERE), ObservanceFact("世界计量日", NOWHERE)),
    )
    found = difference(BEFORE, after)
    assert [(c.name, c.after) for c in found.cover] == [("doc_number", "平府办〔2017〕20号")]
    assert [one.metric for one in found.targets.added] == ["满意度"]
    assert found.observances.added == ("世界计量日",)
    assert not found.observances.removed


def with_text(text: str) -> PlanFacts:
    return replace(BEFORE, text=text)


def test_other_words_of_the_document_are_told_where_facts_are_the_same() -> None:
    found = difference(with_text("建设质量强市。"), with_text("全面建设质量强市。"))
    assert found.wording
    assert not found.is_nothing


def test_other_line_breaks_and_a_version_without_words_are_no_change() -> None:
    assert difference(with_text("建设质量强市。"), with_text("建设 质量\n强市")).is_nothing
    assert difference(with_text("建设质量强市。"), BEFORE).is_nothing
