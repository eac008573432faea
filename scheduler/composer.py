"""From a stored notice to the messages that are sent: what it says now, and its buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.amending import Change
from scheduler.bulletins import compose_bulletin, render_bulletin
from scheduler.digests import compose_digest, render_digest
from scheduler.drafting import drafts_for
from scheduler.owing import SIGNERS, Rules, owed_by_audience
from store import cards, follow_up, notices, preferences
from store.follow_up import Form
from store.lines import Item, deadline_lines, observance_lines
from store.models import Chat, ChatKind, Department, Notice, NoticeKind
from store.notices import items_of
from texts.catalogue import Texts
from texts.events import render_correction
from texts.messages import Part, split
from texts.notices import chase_buttons, digest_buttons, list_buttons, report_buttons
from texts.reply import Button

Buttons: TypeAlias = tuple[tuple[Button, ...], ...]
Written: TypeAlias = tuple[str, Buttons]


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice that is being written."""

    session: AsyncSession
    notice: Notice
    chat: Chat
    today: date

    @property
    def notice_id(self) -> int:
        """The notice's number, which its buttons carry."""
        return self.notice.id or 0

    async def department(self) -> Department | None:
        """The department the chat speaks for."""
        return await self.session.get(Department, self.chat.department_id or 0)


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out for one notice; the buttons stand under the last part."""

    parts: tuple[Part, ...]
    buttons: Buttons
    version: int = 0
    """of the broadcast that is sent"""
    change: Change | None = None
    """what was delivered is changed; the part is posted where that is not to be had"""


@dataclass(frozen=True)
class Composer:
    """Writes notices: the words are those of the moment of sending."""

    rules: Rules
    texts: Texts

    async def compose(
        self, session: AsyncSession, notice: Notice, chat: Chat, *, today: date
    ) -> Message | None:
        """Return the messages of *notice*, None where there is nothing left to say."""
        text, buttons = await self._by_kind[notice.kind](Draft(session, notice, chat, today))
        if not text:
            return None
        if notice.resent:
            text = f"{self.texts.render('notices/again')}\n{text}"
        return Message(tuple(map(Part, split(text))), buttons)

    @property
    def _by_kind(self) -> Mapping[NoticeKind, Callable[[Draft], Awaitable[Written]]]:
        return {
            NoticeKind.DIGEST: self._digest,
            NoticeKind.CHASE: self._chase,
            NoticeKind.ESCALATION: self._escalation,
            NoticeKind.REPORT: self._report,
            NoticeKind.ALERT: self._alert,
            NoticeKind.SNOOZE: self._snooze,
            NoticeKind.CORRECTION: self._correction,
        }

    async def _digest(self, draft: Draft) -> Written:
        return await self._reminder(draft, draft.notice_id, since=draft.notice.since)

    async def _snooze(self, draft: Draft) -> Written:
        """Write a digest once more, as things stand today."""
        root = await draft.session.get_one(Notice, draft.notice.about_id or 0)
        text, buttons = await self._reminder(draft, root.id or 0, since=draft.today)
        again = self.texts.render("settings/snoozed", day=root.day, today=draft.today)
        return (f"{again}\n{text}" if text else ""), buttons

    async def _reminder(self, draft: Draft, items_id: int, *, since: date) -> Written:
        """Write what the items of a notice say to this chat."""
        items = await items_of(draft.session, items_id)
        if draft.chat.kind is ChatKind.PRIVATE:
            return await self._bulletin(draft, items, since=since)
        department = await draft.department()
        digest = await compose_digest(
            draft.session,
            items,
            department=department.name if department else None,
            today=draft.today,
            since=since,
            rules=self.rules,
        )
        card = await _tasks_card(draft.session, department) if digest.tasks else None
        buttons = digest_buttons(
            self.texts,
            draft.notice_id,
            sign=draft.notice.wants_receipt,
            tasks=digest.tasks,
            card=card,
        )
        return render_digest(digest, self.texts), buttons

    async def _bulletin(self, draft: Draft, items: Sequence[Item], *, since: date) -> Written:
        """Write to a subscriber, who is asked for nothing."""
        bulletin = await compose_bulletin(
            draft.session,
            items,
            chat_id=draft.chat.id,
            today=draft.today,
            since=since,
            rules=self.rules,
            texts=self.texts,
        )
        buttons = digest_buttons(self.texts, draft.notice_id, sign=False, tasks=0, card=None)
        return render_bulletin(bulletin, self.texts), buttons

    async def _correction(self, draft: Draft) -> Written:
        details = draft.notice.details or {}
        return render_correction(details, texts=self.texts, today=draft.today), ()

    async def _chase(self, draft: Draft) -> Written:
        """Write a 催办 or 督办通知单; one signed before it went out says nothing."""
        session = draft.session
        root = await session.get_one(Notice, draft.notice.about_id or 0)
        if not await follow_up.unsigned(session, first=root.day, last=root.day, ids=[root.id or 0]):
            return "", ()
        items = await items_of(session, root.id or 0)
        lines = await deadline_lines(session, items)
        department = await draft.department()
        text = self.texts.render(
            "notices/chase",
            notice=draft.notice,
            form=(draft.notice.details or {}).get("form", Form.CHASE),
            root=root,
            lines=[line for line in lines if line.role in SIGNERS],
            observances=await observance_lines(session, items, today=root.day),
            department=department.name if department else "",
            today=draft.today,
            answer_by=self.rules.ladder.chase.answer_by,
        )
        return text, chase_buttons(self.texts, draft.notice_id)

    async def _escalation(self, draft: Draft) -> Written:
        ids = list((draft.notice.details or {}).get("notices", ()))
        waiting = await follow_up.unsigned(
            draft.session, first=draft.notice.day - follow_up.LOOK_BACK, last=draft.today, ids=ids
        )
        if not waiting:
            return "", ()
        text = self.texts.render("notices/escalation", waiting=waiting, today=draft.today)
        return text, list_buttons(self.texts, draft.notice_id, phoned=True)

    async def _report(self, draft: Draft) -> Written:
        """Account for a day; one that could not be sent that evening is not sent any more."""
        session, day = draft.session, draft.notice.day
        if draft.today > day:
            return "", ()
        next_day = self.rules.workdays.next(day)
        waiting = await follow_up.unsigned(session, first=day, last=day)
        text = self.texts.render(
            "notices/report",
            day=day,
            today=draft.today,
            counts=await follow_up.counts_of(session, day),
            waiting=waiting,
            next_day=next_day,
            coming=await self._load_of(session, next_day),
        )
        return text, report_buttons(self.texts, draft.notice_id, waiting=bool(waiting))

    async def _load_of(self, session: AsyncSession, day: date) -> int:
        owed = await owed_by_audience(session, (day,), self.rules)
        recipients = await notices.recipients(session)
        wishes = await preferences.everyones(session)
        drafts = drafts_for(recipients, owed, (), day, self.rules, wishes)
        return sum(draft.why_not is None for draft in drafts)

    async def _alert(self, draft: Draft) -> Written:
        return self.texts.render("notices/alert", **(draft.notice.details or {})), ()


async def _tasks_card(session: AsyncSession, department: Department | None) -> int | None:
    """Keep the command that lists a department's tasks."""
    if department is None:
        return None
    return await cards.keep(session, {"do": "tasks", "words": department.name})
