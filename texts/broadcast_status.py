"""How a broadcast stands: the coordinators' card, who has not signed, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from store.broadcast_progress import Progress
from store.tables.broadcasts import Broadcast, BroadcastSeries, BroadcastState
from texts.broadcast_cards import BROADCAST, render_duration
from texts.catalogue import Texts
from texts.dates import day
from texts.reply import Button, Reply


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a place, by which instants are written."""

    today: date
    zone: ZoneInfo

    def written(self, instant: datetime | None) -> str:
        """Write an instant with its day: 12月8日(周五) 17:00; empty for none."""
        if instant is None:
            return ""
        local = instant.astimezone(self.zone)
        return f"{day(local.date(), self.today)} {local:%H:%M}"


def render_status(
    row: Broadcast,
    progress: Progress,
    *,
    moment: Moment,
    now: datetime,
    held: str,
    seconds: float,
    texts: Texts,
) -> Reply:
    """Write the card; *held*: from when on it goes out, where that is not now."""
    text = texts.render(
        "broadcasts/status",
        row=row,
        progress=progress,
        urgency=row.urgency,
        begun=moment.written(row.begun_at),
        by=moment.written(row.sign_by),
        over=row.sign_by is not None and now > row.sign_by,
        amended=moment.written(row.amended_at),
        names=[one.title for one in progress.unsigned],
        held=held,
        duration=render_duration(seconds, texts),
    )
    return Reply(text, _buttons(row, progress, texts))


def _buttons(row: Broadcast, progress: Progress, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    def press(label: str, verb: str, **values: object) -> Button:
        return Button(texts.label(label, **values), data=f"{BROADCAST}:{row.id}:{verb}")

    going = row.state is BroadcastState.GOING and bool(progress.chats)
    first, second = [], []
    if going and row.wants_receipt and progress.unsigned:
        first.append(press("bc_chase", "chase"))
        second.append(press("bc_unsigned", "unsigned"))
    if going:
        first += [press("bc_amend", "amend"), press("bc_withdraw", "withdraw")]
    if progress.replies:
        second.append(press("bc_replies", "replies", count=progress.replies))
    return tuple(tuple(made) for made in (first, second) if made)


def render_sure(row: Broadcast, count: int, texts: Texts) -> Reply:
    """Ask whether a broadcast is really to be taken back."""
    text = texts.render("broadcasts/sure", row=row, count=count)
    data = f"{BROADCAST}:{row.id}"
    sure = Button(texts.label("bc_withdraw_sure"), data=f"{data}:sure")
    return Reply(text, ((sure, Button(texts.label("bc_keep"), data=f"{data}:keep")),))


def render_scheduled(row: Broadcast, moment: Moment, texts: Texts) -> Reply:
    """Show a broadcast that has no card: one that waits for its moment, or was called off."""
    text = texts.render("broadcasts/scheduled", row=row, at=moment.written(row.send_at))
    if row.state is not BroadcastState.WAITING:
        return Reply(text)
    cancel = Button(texts.label("bc_cancel"), data=f"{BROADCAST}:{row.id}:cancel")
    return Reply(text, ((cancel,),))


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to a broadcast."""

    title: str
    """the department's name, or the chat's"""
    name: str
    at: str
    text: str
    file: str
    """its name, empty for none"""


def render_replies(
    row: Broadcast, shown: Sequence[Answered], *, count: int, page: int, pages: int, texts: Texts
) -> Reply:
    """List answers, the latest first, a page at a time."""
    text = texts.render("broadcasts/replies", row=row, shown=shown, count=count)
    data = f"{BROADCAST}:{row.id}:replies"
    turns = []
    if page > 1:
        turns.append(Button(texts.label("previous_page"), data=f"{data}:{page - 1}"))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(Button(label, data=f"{data}:{page + 1}"))
    files = []
    if any(one.file for one in shown):
        files.append(Button(texts.label("bc_files"), data=f"{BROADCAST}:{row.id}:files:{page}"))
    return Reply(text, tuple(tuple(made) for made in (turns, files) if made))


def render_list(
    rows: Sequence[tuple[Broadcast, str]],
    series: Sequence[tuple[BroadcastSeries, str, str]],
    texts: Texts,
) -> Reply:
    """List broadcasts, each with its moment, and what comes again with its rule and next time."""
    text = texts.render("broadcasts/list", rows=rows, series=series)
    numbers = [Button(str(row.id), data=f"{BROADCAST}:{row.id}:show") for row, _ in rows]
    ends = [
        (Button(texts.label("bc_end_series", name=row.title), data=f"{BROADCAST}:{row.id}:end"),)
        for row, _, _ in series
    ]
    made = (tuple(numbers[:5]), tuple(numbers[5:]), *ends)
    return Reply(text, tuple(row for row in made if row))
