"""From a stored notice to the messages that are sent: what it says now, and its buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.broadcast_messages import compose_broadcast
from scheduler.bulletins import compose_bulletin, render_bulletin
from scheduler.digests import compose_digest, numbered, render_digest
from scheduler.drafting import drafts_for
from scheduler.links import Links
from scheduler.message import Buttons, Draft, Message
from scheduler.owing import Rules, owed_by_audience
from scheduler.paperwork import write_papers
from scheduler.robot_messages import for_robot
from store import cards, follow_up, notices, preferences, robots
from store.lines import Item
from store.notices import again, items_of
from store.outbox import Claimed
from store.tables.notices import Notice, NoticeKind
from store.tables.people import ChatKind
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.events import render_correction
from texts.messages import Part, split
from texts.notices import digest_buttons, list_buttons, report_buttons, with_signing

Written: TypeAlias = tuple[str, Buttons]


@dataclass(frozen=True)
class Composer:
    """Writes notices: the words are those of the moment of sending."""

    rules: Rules
    texts: Texts
    links: Links | None = None
    """to sign by where there are no buttons; None: nobody can reach the web endpoint"""

    async def compose(
        self, session: AsyncSession, claimed: Claimed, *, now: datetime
    ) -> Message | None:
        """Return the messages of a notice, None where there is nothing left to say."""
        notice = claimed.notice
        today = now.astimezone(self.rules.zone).date()
        draft = Draft(session, notice, claimed.chat, claimed.department, today)
        if notice.broadcast_id is not None:
            message = await compose_broadcast(draft, rules=self.rules, texts=self.texts, now=now)
        else:
            message = await self._written(draft, carries=claimed.carries)
        vendor = await robots.vendor_of(session, claimed.chat)
        if message is None or vendor is None:
            return message
        return for_robot(message, vendor, notice, links=self.links, texts=self.texts, today=today)

    async def _written(self, draft: Draft, *, carries: bool) -> Message | None:
        """Write what the clock brings; *carries*: whether papers travel in it."""
        notice = draft.notice
        text, buttons = await self._by_kind[notice.kind](draft)
        pressed_for = await self._papers(draft) if carries else ""
        if not (text or pressed_for):
            return None
        text = "\n\n".join(part for part in (pressed_for, text) if part)
        if pressed_for:
            buttons = with_signing(self.texts, notice.id or 0, buttons)
        if notice.resent:
            text = f"{self.texts.render('notices/again')}\n{text}"
        replaces = carries or notice.about_id is not None or bool(again(notice))
        return Message(tuple(map(Part, split(text))), buttons, replaces=replaces)

    @property
    def _by_kind(self) -> Mapping[NoticeKind, Callable[[Draft], Awaitable[Written]]]:
        return {
            NoticeKind.DIGEST: self._digest,
            NoticeKind.CHASE: self._papers_alone,
            NoticeKind.ESCALATION: self._escalation,
            NoticeKind.REPORT: self._report,
            NoticeKind.ALERT: self._alert,
            NoticeKind.SNOOZE: self._snooze,
            NoticeKind.CORRECTION: self._correction,
        }

    async def _digest(self, draft: Draft) -> Written:
        """Write the day's digest, and below it the earlier ones that are to be seen again."""
        notice = draft.notice
        text, buttons = await self._reminder(draft, notice, since=notice.since)
        parts = [text, *[(await self._again(draft, root))[0] for root in again(notice)]]
        return "\n\n".join(part for part in parts if part), buttons

    async def _snooze(self, draft: Draft) -> Written:
        """Write digests once more, as things stand today."""
        wanted = [draft.notice.about_id or 0, *again(draft.notice)]
        written = [await self._again(draft, root) for root in wanted]
        return "\n\n".join(text for text, _ in written if text), written[0][1]

    async def _again(self, draft: Draft, root_id: int) -> Written:
        root = await draft.session.get_one(Notice, root_id)
        text, buttons = await self._reminder(draft, root, since=draft.today)
        heading = self.texts.render("settings/snoozed", day=root.day, today=draft.today)
        return (f"{heading}\n{text}" if text else ""), buttons

    async def _papers(self, draft: Draft) -> str:
        return await write_papers(
            draft.session,
            draft.notice,
            department=draft.department.name if draft.department else "",
            today=draft.today,
            rules=self.rules,
            texts=self.texts,
            hears=draft.chat.kind is not ChatKind.ROBOT,
        )

    async def _reminder(self, draft: Draft, root: Notice, *, since: date) -> Written:
        """Write what the items of a digest say to this chat."""
        items = await items_of(draft.session, root.id or 0)
        if draft.chat.kind is ChatKind.PRIVATE:
            return await self._bulletin(draft, items, since=since)
        department = draft.department
        digest = await compose_digest(
            draft.session,
            items,
            department=department.name if department else None,
            today=draft.today,
            since=since,
            rules=self.rules,
        )
        if root.number:
            digest = replace(digest, numbered=numbered(root.day, root.number, self.rules))
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

    async def _papers_alone(self, _: Draft) -> Written:
        return "", ()

    async def _escalation(self, draft: Draft) -> Written:
        ids = list((draft.notice.details or {}).get("notices", ()))
        waiting = await follow_up.unsigned(
            draft.session, first=draft.notice.day - follow_up.LOOK_BACK, last=draft.today, ids=ids
        )
        if not waiting:
            return "", ()
        named = [one for one in waiting if one.is_counted]
        text = self.texts.render("notices/escalation", waiting=named, today=draft.today)
        return text, list_buttons(self.texts, draft.notice_id, phoned=True)

    async def _report(self, draft: Draft) -> Written:
        """Account for a day that had or brings anything; not any more on the next morning."""
        session, day = draft.session, draft.notice.day
        if draft.today > day:
            return "", ()
        next_day = self.rules.workdays.next(day)
        waiting = await follow_up.unsigned(session, first=day, last=day)
        counts = await follow_up.counts_of(session, day)
        coming = await self._load_of(session, next_day)
        if not (counts.owed or waiting or coming):
            return "", ()
        text = self.texts.render(
            "notices/report",
            day=day,
            today=draft.today,
            counts=counts,
            waiting=[one for one in waiting if one.is_counted],
            next_day=next_day,
            coming=coming,
        )
        may_chase = bool(waiting and self.rules.ladder.stages.by_hand)
        return text, report_buttons(self.texts, draft.notice_id, waiting=may_chase)

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
