"""The card of a plan that was read: what it says, what is in doubt, what it would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.corrections import Answer, Verdict, choices
from plans.model import Doubt, DoubtKind, PlanFacts
from plans.revision import Difference
from store.intakes import Sheet
from store.revisions import Applied
from texts.catalogue import Texts
from texts.quotes import around, cut
from texts.reply import Button, Reply

INTAKE = "intake"
"""the buttons of a card: `intake:17:accept:3`"""
UNDO = "undo"
DOUBTS = 3
"""on one page: about a screen of a phone with their quotations"""
CHANGES = 6
TASKS = 10
QUOTED = 90
"""characters of a sentence in doubt"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt on the card: its number there, the sentence behind it, what was said to it."""

    number: int
    doubt: Doubt
    sentence: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change on the card, and the part of the template that writes it."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one page of the card holds besides head and foot."""

    asked: Sequence[Asked] = ()
    entries: Sequence[Entry] = ()


def render_card(sheet: Sheet, page: int, *, texts: Texts, today: date) -> Reply:
    """Write the card of a reading, open at *page*."""
    leaves = list(_leaves(sheet)) or [Leaf()]
    page = min(max(page, 1), len(leaves))
    leaf = leaves[page - 1]
    text = texts.render(
        "intake/card",
        sheet=sheet,
        plan=sheet.facts,
        departments=len(departments(sheet.facts)),
        targets=len(targets(sheet.facts)),
        leaf=leaf,
        today=today,
    )
    rows = [_choices(sheet, asked, texts) for asked in leaf.asked]
    if sheet.open_doubts > 1:
        rows.append((_button(sheet, texts.label("intake_rest"), "rest", page=page),))
    rows += [_turning(sheet, "page", page, len(leaves), texts), *_ends(sheet, texts)]
    return Reply(text, tuple(row for row in rows if row))


def render_report(facts: PlanFacts, *, texts: Texts) -> str:
    """Write all that was read from a document, what is in doubt first: for the command line."""
    doubts = enumerate(facts.doubts, start=1)
    return texts.render(
        "reading/report",
        plan=facts,
        departments=len(departments(facts)),
        targets=len(targets(facts)),
        asked=[Asked(number, one, _sentence(facts.text, one), None) for number, one in doubts],
    )


def render_imported(applied: Applied, facts: PlanFacts, *, texts: Texts) -> str:
    """Account for an import at the command line: what was added, changed, removed, doubted."""
    changes = list(entries(applied.difference)) if applied.difference else []
    return texts.render(
        "reading/imported",
        plan=facts,
        applied=applied,
        entries=changes,
        departments=len(departments(facts)),
        targets=len(targets(facts)),
    )


def render_tasks(sheet: Sheet, page: int, *, texts: Texts) -> Reply:
    """List the tasks that were read."""
    tasks = sheet.facts.tasks
    pages = max(-(-len(tasks) // TASKS), 1)
    page = min(max(page, 1), pages)
    shown = tasks[(page - 1) * TASKS : page * TASKS]
    text = texts.render(
        "intake/tasks", plan=sheet.facts, shown=shown, departments=len(departments(sheet.facts))
    )
    back = (_button(sheet, texts.label("intake_back"), "page", 1),)
    rows = (_turning(sheet, "tasks", page, pages, texts), back)
    return Reply(text, tuple(row for row in rows if row))


def render_prompt(sheet: Sheet, number: int, *, texts: Texts, whom: tuple[int, str] | None) -> str:
    """Ask for the right words of one doubt; in a group *whom*, by id and name."""
    return texts.render("intake/prompt", asked=_asked(sheet, number), whom=whom)


def render_noted(sheet: Sheet, number: int, *, texts: Texts) -> str:
    """Say how the words for one doubt were understood."""
    return texts.render("intake/noted", asked=_asked(sheet, number))


def departments(facts: PlanFacts) -> set[str]:
    """Return every body named."""
    return {duty.department for task in facts.tasks for duty in task.duties}


def targets(facts: PlanFacts) -> list[Any]:
    """Return every target, the plan's own first."""
    return [*facts.plan_targets, *(target for task in facts.tasks for target in task.targets)]


def entries(changes: Difference) -> Iterator[Entry]:
    """List what a new version changes, the plan's own facts first."""
    yield from (Entry("cover", change) for change in changes.cover)
    yield from (Entry("added", task) for task in changes.added)
    yield from (Entry("removed", task) for task in changes.removed)
    yield from (Entry("changed", change) for change in changes.changed)
    if changes.targets:
        yield Entry("targets", changes.targets)
    if changes.observances:
        yield Entry("observances", changes.observances)
    if changes.wording:
        yield Entry("wording", None)


def page_of(doubt: int) -> int:
    """Return the page on which a doubt stands."""
    return doubt // DOUBTS + 1


def _leaves(sheet: Sheet) -> Iterator[Leaf]:
    """Doubts come first, since they are asked; then what the new version changes."""
    asked = [_asked(sheet, number) for number in range(len(sheet.reading.doubts))]
    for start in range(0, len(asked), DOUBTS):
        yield Leaf(asked=asked[start : start + DOUBTS])
    changes = list(entries(sheet.difference)) if sheet.difference else []
    for start in range(0, len(changes), CHANGES):
        yield Leaf(entries=changes[start : start + CHANGES])


def _asked(sheet: Sheet, number: int) -> Asked:
    doubt = sheet.reading.doubts[number]
    return Asked(number + 1, doubt, _sentence(sheet.reading.text, doubt), sheet.answers.get(number))


def _sentence(text: str, doubt: Doubt) -> str:
    """Return the sentence in which the doubtful words stand."""
    words = doubt.span.of(text).partition("\n")[0]
    start = text.rfind("\n", 0, doubt.span.start) + 1
    end = text.find("\n", doubt.span.start)
    line = text[start : end if end >= 0 else len(text)]
    return cut(around(line, words.strip()) if words.strip() else "", QUOTED)


def _choices(sheet: Sheet, asked: Asked, texts: Texts) -> tuple[Button, ...]:
    """The buttons of one doubt: what can be said to it, or to choose again."""
    number = asked.number - 1
    if asked.answer is not None:
        label = texts.label("intake_again", number=asked.number)
        return (_button(sheet, label, "again", number),)
    return tuple(
        _button(
            sheet,
            texts.label(_label(verdict, asked.doubt.kind), number=asked.number),
            "ask" if verdict is Verdict.CORRECT else verdict.value,
            number,
        )
        for verdict in choices(asked.doubt)
    )


def _label(verdict: Verdict, kind: DoubtKind) -> str:
    own = {DoubtKind.UNKNOWN_DEPARTMENT, DoubtKind.NO_DEPARTMENT, DoubtKind.ODD_LIST}
    if verdict is Verdict.ACCEPT and kind in own:
        return f"intake_accept_{kind.value}"
    return "intake_ask" if verdict is Verdict.CORRECT else f"intake_{verdict.value}"


def _ends(sheet: Sheet, texts: Texts) -> Iterator[tuple[Button, ...]]:
    """The last rows: is it the same plan, then confirm, look, give up."""
    look = _button(sheet, texts.label("intake_tasks"), "tasks", 1)
    cancel = _button(sheet, texts.label("intake_cancel"), "cancel")
    if sheet.maybe is not None:
        yield (
            _button(sheet, texts.label("intake_same"), "same"),
            _button(sheet, texts.label("intake_other"), "other"),
        )
        yield (look, cancel)
    elif sheet.is_nothing:
        yield (look, cancel)
    else:
        name = "intake_update" if sheet.base else "intake_confirm"
        yield (_button(sheet, texts.label(name), "confirm"), look, cancel)


def _turning(sheet: Sheet, verb: str, page: int, pages: int, texts: Texts) -> tuple[Button, ...]:
    row = []
    if page > 1:
        row.append(_button(sheet, texts.label("previous_page"), verb, page - 1))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        row.append(_button(sheet, label, verb, page + 1))
    return tuple(row)


def _button(sheet: Sheet, label: str, verb: str, number: int = 0, *, page: int = 0) -> Button:
    return Button(label, data=f"{INTAKE}:{sheet.intake_id}:{verb}:{number or page}")
