"""The card of a reading stays within what a message and its buttons can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plans.corrections import Answer, Verdict
from plans.likeness import Cover
from plans.model import Doubt, DoubtKind, PlanFacts, Span
from plans.revision import difference
from store.intakes import Sheet
from store.unsent import Effect
from tests.unit.plans.intake_facts import duty, milestone, plan, target, task
from texts.catalogue import Texts
from texts.intake import render_card, render_prompt, render_tasks
from texts.reply import Reply

TODAY = date(2017, 11, 28)
TEXTS = Texts()
MOST = 2**31 - 1


def sheet(facts: PlanFacts, *, before: PlanFacts | None = None, **values: object) -> Sheet:
    whole = Sheet(
        intake_id=MOST,
        reading=facts,
        facts=facts,
        answers={},
        base=Cover.of(before) if before else None,
        maybe=None,
        difference=difference(before, facts) if before else None,
        effect=Effect((1, 2), 3) if before else None,
    )
    return replace(whole, **values)  # type: ignore[arg-type]


def pages(shown: Sheet) -> list[Reply]:
    """Every page, by the button that turns it."""
    found = [render_card(shown, 1, texts=TEXTS, today=TODAY)]
    while any("下一页" in b.label for row in found[-1].buttons for b in row):
        found.append(render_card(shown, len(found) + 1, texts=TEXTS, today=TODAY))
    return found


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


LONG = "推动重点产业和重点领域质量整体水平持续稳步提升" * 8
WORDY = plan(
    *(
        task(
            str(number),
            LONG,
            *(duty(f"市第{n}工作委员会办公室") for n in range(30)),
            *(target(LONG, n) for n in range(12)),
            *(milestone(LONG + str(n)) for n in range(9)),
        )
        for number in range(1, 40)
    ),
    text=LONG,
)
ASKED = tuple(
    Doubt(
        kind, str(n), LONG, LONG if kind is DoubtKind.ODD_LIST else "2017-12-31", Span(0, len(LONG))
    )
    for n, kind in enumerate((*DoubtKind, *DoubtKind), start=1)
)


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(sheet(WORDY), id="new"),
        pytest.param(sheet(replace(WORDY, doubts=ASKED)), id="in doubt"),
        pytest.param(sheet(WORDY, before=plan()), id="everything new"),
        pytest.param(sheet(plan(), before=WORDY), id="everything gone"),
        pytest.param(
            sheet(
                replace(
                    WORDY,
                    tasks=tuple(
                        replace(t, targets=(), duties=(), title=f"新{LONG}") for t in WORDY.tasks
                    ),
                ),
                before=WORDY,
            ),
            id="everything changed",
        ),
    ],
)
def test_messages_and_buttons_keep_telegram_s_limits(shown: Sheet) -> None:
    tasks = [render_tasks(shown, page, texts=TEXTS) for page in (1, 2, 99)]
    for reply in (*pages(shown), *tasks):
        assert len(reply.text) <= 4096
        assert all(len(row) <= 8 for row in reply.buttons)
        assert all(len((b.data or "").encode()) <= 64 for row in reply.buttons for b in row)


def test_doubts_come_before_changes_and_every_page_has_the_last_row() -> None:
    shown = sheet(replace(WORDY, doubts=ASKED[:4]), before=plan())
    found = pages(shown)
    assert "请确认" in found[0].text
    assert "新增  1" not in found[1].text
    assert "新增  1" in found[2].text
    assert all(labels(page)[-3:] == ["确认更新", "看全部任务", "取消"] for page in found)


def test_what_was_said_is_shown_beside_the_doubt() -> None:
    facts = replace(WORDY, doubts=ASKED[:1])
    said = Answer(ASKED[0].kind, ASKED[0].task, ASKED[0].words, Verdict.CORRECT, "市商务局")
    card = render_card(sheet(facts, answers={0: said}), 1, texts=TEXTS, today=TODAY)
    assert "存疑之处都已确认" in card.text
    assert "→ 改为 市商务局" in card.text
    assert labels(card)[0] == "1 重选"


@pytest.mark.parametrize("number", range(len(DoubtKind)))
def test_every_question_tells_how_to_answer(number: int) -> None:
    facts = replace(WORDY, doubts=ASKED)
    text = render_prompt(sheet(facts), number, texts=TEXTS, whom=(7, "李<强>"))
    assert '<a href="tg://user?id=7">李&lt;强&gt;</a>，请回复本条消息。' in text
    assert "<code>" in text


def test_a_document_s_own_marks_stay_text() -> None:
    card = render_card(sheet(plan(title="<b>计划</b>")), 1, texts=TEXTS, today=TODAY)
    assert "《&lt;b&gt;计划&lt;/b&gt;》" in card.text
