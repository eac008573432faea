from __future__ import annotations

from handlers.recollection import Recollection

PLANS, OTHERS = object(), object()


def test_an_answer_is_found_again_for_the_same_plans_and_question_only() -> None:
    kept: Recollection[str] = Recollection()
    kept.keep(PLANS, "tasks", "nineteen")
    assert kept.find(PLANS, "tasks") == "nineteen"
    assert kept.find(PLANS, "targets") is None
    assert kept.find(OTHERS, "tasks") is None


def test_other_plans_end_all_that_was_known() -> None:
    kept: Recollection[str] = Recollection()
    kept.keep(PLANS, "tasks", "nineteen")
    kept.keep(OTHERS, "targets", "seven")
    assert kept.find(PLANS, "tasks") is None
    assert kept.find(OTHERS, "tasks") is None


def test_what_was_asked_for_longest_ago_gives_way() -> None:
    kept: Recollection[int] = Recollection(most=2)
    for number in (1, 2):
        kept.keep(PLANS, number, number)
    kept.find(PLANS, 1)
    kept.keep(PLANS, 3, 3)
    assert [kept.find(PLANS, number) for number in (1, 2, 3)] == [1, None, 3]
