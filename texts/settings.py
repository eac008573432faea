"""The card of /settings: what a chat wishes now, and one page of buttons at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from config.reminders import Ladder, RungKind
from store.preferences import Group, Preference
from texts.catalogue import Texts
from texts.dates import short
from texts.reply import Button, Reply

SETTINGS = "set"
"""the buttons of the card: `set:17:rung:deadline:30`"""
TIMES = tuple(time(hour, minute) for hour in (8, 9, 10, 14, 15, 16) for minute in (0, 30))
PAUSES = (3, 7, 14, 30)
"""days that a button pauses or mutes for"""
TASKS = 8
"""tasks on a page"""
IN_ROW = 4
KINDS: Mapping[Group, tuple[RungKind, ...]] = {
    Group.DEADLINE: (RungKind.TASK, RungKind.TARGET, RungKind.MILESTONE, RungKind.YEARLY),
    Group.OBSERVANCE: (RungKind.OBSERVANCE,),
    Group.EVENT: (RungKind.EVENT,),
}


class Page(StrEnum):
    """What the buttons of the card are about."""

    HOME = "home"
    TIME = "time"
    RUNGS = "rungs"
    TASKS = "tasks"
    TASK = "task"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class TaskName:
    """A task of the chat as a line names it."""

    number: int
    """of its row, for buttons"""
    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the card shows."""

    card: int
    title: str
    base: Preference
    """what is in force"""
    draft: Preference
    """what 完成 puts in force"""
    ladder: Ladder
    tasks: Sequence[TaskName]
    today: date

    @property
    def remind_at(self) -> time:
        """The time of day, the ladder's where the chat has none of its own."""
        return self.draft.remind_at or self.ladder.remind_at

    def kept(self, group: Group) -> list[int]:
        """The rungs that the chat keeps, the farthest first."""
        without = self.draft.without.get(group, frozenset())
        return [rung for rung in rungs_of(self.ladder, group) if rung not in without]

    @property
    def muted(self) -> list[tuple[str, date]]:
        """The tasks that are muted, by name, and until when."""
        names = {task.ref: task.label for task in self.tasks}
        return [
            (names.get(ref, ref.rpartition("#")[2]), until)
            for ref, until in sorted(self.draft.muted.items())
        ]


def rungs_of(ladder: Ladder, group: Group) -> list[int]:
    """Every rung that anything of that group has, the farthest first."""
    rungs = {rung for kind in KINDS[group] for rung in ladder.rungs[kind]}
    if group is Group.OBSERVANCE:
        rungs |= {rung for own in ladder.own_rungs.values() for rung in own}
    return sorted(rungs, reverse=True)


def render_settings(sheet: Sheet, page: Page, argument: str = "", *, texts: Texts) -> Reply:
    """Write the card, open at a page of buttons."""
    pages = {
        Page.HOME: _home,
        Page.TIME: _times,
        Page.PAUSE: _pauses,
        Page.TASKS: _tasks,
        Page.TASK: _task,
        Page.RUNGS: _rungs,
    }
    text = texts.render("settings/card", sheet=sheet, page=page.value, spoken=_spoken(sheet, texts))
    rows = list(pages[page](sheet, argument, texts))
    if page is not Page.HOME:
        rows.append((_button(sheet, texts.label("settings_back"), Page.HOME),))
    ends = (
        _button(sheet, texts.label("settings_done"), "done"),
        _button(sheet, texts.label("settings_drop"), "drop"),
    )
    return Reply(text, (*rows, ends))


def render_saved(sheet: Sheet, changed: int, *, texts: Texts) -> Reply:
    """Write the card once it is closed: what is in force, without buttons."""
    spoken = _spoken(sheet, texts)
    return Reply(texts.render("settings/saved", sheet=sheet, spoken=spoken, changed=changed))


def _spoken(sheet: Sheet, texts: Texts) -> list[tuple[str, str]]:
    """Name each group with the rungs that are kept."""
    return [
        (texts.label(f"settings_{group.value}"), texts.joined(_days(sheet.kept(group), texts)))
        for group in Group
    ]


def _days(rungs: Sequence[int], texts: Texts) -> list[str]:
    """Name the rungs: 提前30、7天, 当天, 开始后第15天."""
    before = texts.joined(str(rung) for rung in rungs if rung > 0)
    after = texts.joined(str(1 - rung) for rung in rungs if rung < 0)
    named = [texts.label("rung_before", days=before)] if before else []
    named += [texts.label("rung_day")] if 0 in rungs else []
    return named + ([texts.label("rung_after", days=after)] if after else [])


def _rung(rung: int, texts: Texts) -> str:
    if rung > 0:
        return texts.label("rung_before", days=rung)
    return texts.label("rung_day") if rung == 0 else texts.label("rung_after", days=1 - rung)


def _home(sheet: Sheet, _: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    digest = "settings_digest_off" if sheet.draft.digest else "settings_digest_on"
    yield (
        _button(sheet, texts.label(digest), "digest"),
        _button(sheet, texts.label("settings_time"), Page.TIME),
    )
    yield tuple(
        _button(sheet, texts.label(f"settings_{group.value}"), Page.RUNGS, group.value)
        for group in Group
    )
    row = [_button(sheet, texts.label("settings_pause"), Page.PAUSE)]
    if sheet.tasks:
        row.insert(0, _button(sheet, texts.label("settings_mute"), Page.TASKS, "1"))
    yield tuple(row)


def _times(sheet: Sheet, _: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    choices = [at for at in TIMES if not sheet.ladder.is_quiet(at)]
    yield from _rows(
        _button(sheet, _ticked(f"{at:%H:%M}", at == sheet.remind_at, texts), "at", f"{at:%H%M}")
        for at in choices
    )


def _pauses(sheet: Sheet, _: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    yield tuple(
        _button(sheet, texts.label("settings_days", days=days), "stop", str(days))
        for days in PAUSES
    )
    if sheet.draft.paused_until:
        yield (_button(sheet, texts.label("settings_resume"), "resume"),)


def _rungs(sheet: Sheet, argument: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    group = Group(argument)
    kept = sheet.kept(group)
    yield from _rows(
        _button(
            sheet, _ticked(_rung(rung, texts), rung in kept, texts), "rung", group.value, str(rung)
        )
        for rung in rungs_of(sheet.ladder, group)
    )


def _tasks(sheet: Sheet, argument: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    pages = max(-(-len(sheet.tasks) // TASKS), 1)
    page = min(max(int(argument), 1), pages)
    for task in sheet.tasks[(page - 1) * TASKS : page * TASKS]:
        until = sheet.draft.muted.get(task.ref)
        note = texts.label("settings_until", day=short(until, sheet.today)) if until else ""
        yield (_button(sheet, f"{task.label}{note}", Page.TASK, str(task.number)),)
    turns = []
    if page > 1:
        turns.append(_button(sheet, texts.label("previous_page"), Page.TASKS, str(page - 1)))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(_button(sheet, label, Page.TASKS, str(page + 1)))
    if turns:
        yield tuple(turns)


def _task(sheet: Sheet, argument: str, texts: Texts) -> Iterable[tuple[Button, ...]]:
    task = next(task for task in sheet.tasks if str(task.number) == argument)
    yield tuple(
        _button(sheet, texts.label("settings_days", days=days), "mute", argument, str(days))
        for days in PAUSES
    )
    if task.ref in sheet.draft.muted:
        yield (_button(sheet, texts.label("settings_unmute"), "unmute", argument),)


def _ticked(label: str, is_on: bool, texts: Texts) -> str:
    return texts.label("ticked" if is_on else "unticked", label=label)


def _rows(buttons: Iterable[Button]) -> Iterable[tuple[Button, ...]]:
    found = list(buttons)
    for start in range(0, len(found), IN_ROW):
        yield tuple(found[start : start + IN_ROW])


def _button(sheet: Sheet, label: str, verb: str, *arguments: str) -> Button:
    return Button(label, data=":".join((SETTINGS, str(sheet.card), verb, *arguments)))
