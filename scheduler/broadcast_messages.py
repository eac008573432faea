"""A broadcast's messages: to each chat, corrected or taken back there, and its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.fields import fields_in
from scheduler.amending import Change
from scheduler.hours import opening
from scheduler.message import Buttons, Draft, Message
from scheduler.owing import Rules
from store import broadcast_progress, follow_up, preferences, receipts, templates
from store.audiences import Choice
from store.contents import Content, File, caption_place
from store.tables.broadcasts import Broadcast, BroadcastState
from store.tables.notices import Notice, NoticeKind
from store.tables.people import ChatKind
from texts.broadcast_cards import PACE
from texts.broadcast_status import Moment, render_status
from texts.broadcasts import Wording, parts_of, sign_buttons
from texts.catalogue import Texts
from texts.fields import with_fields
from texts.messages import CAPTION_LIMIT, TELEGRAM_LIMIT, Part
from texts.notices import from_rows, with_signatures
from texts.reply import Reply


async def compose_broadcast(
    draft: Draft, *, rules: Rules, texts: Texts, now: datetime
) -> Message | None:
    """Return the messages of a notice that belongs to a broadcast; None: nothing left to say."""
    row = await draft.session.get_one(Broadcast, draft.notice.broadcast_id or 0)
    if draft.notice.kind is NoticeKind.STATUS:
        card = await status_of(draft.session, row, rules=rules, texts=texts, now=now)
        return Message((Part(card.text),), card.buttons)
    if draft.notice.kind is NoticeKind.AMENDMENT:
        return await _change(draft, row, rules=rules, texts=texts)
    return await _message(draft, row, rules=rules, texts=texts)


async def _message(draft: Draft, row: Broadcast, *, rules: Rules, texts: Texts) -> Message | None:
    """Write the broadcast itself, as it reads now; one that was signed is not sent again."""
    notice = draft.notice
    if row.state is BroadcastState.WITHDRAWN:
        return None
    if notice.about_id is not None and await follow_up.is_signed(draft.session, notice.about_id):
        return None
    parts = await _parts(draft, row, rules, texts)
    if notice.resent:
        late = texts.render("notices/again")
        parts = (Part(f"{late}\n{parts[0].text}".strip(), parts[0].files), *parts[1:])
    again = notice.about_id is not None
    return Message(parts, _buttons(draft, row, texts), row.version, replaces=again)


async def _parts(draft: Draft, row: Broadcast, rules: Rules, texts: Texts) -> tuple[Part, ...]:
    moment = Moment(draft.today, rules.zone)
    wording = Wording(
        title=row.title,
        urgency=row.urgency,
        wants_receipt=row.wants_receipt,
        by=moment.written(row.sign_by),
        amended=moment.written(row.amended_at),
        chases=draft.notice.kind is NoticeKind.BROADCAST and draft.notice.about_id is not None,
    )
    return parts_of(await _content(draft, row, texts), wording, texts)


async def _content(draft: Draft, row: Broadcast, texts: Texts) -> Content:
    """Return what a broadcast says to this chat, its department's fields filled in."""
    content = Content.from_json(row.content)
    if not fields_in(content.html):
        return content
    choice = Choice.from_json(row.audience)
    meaning = await templates.meaning(draft.session, draft.department, choice, today=draft.today)
    return replace(content, html=with_fields(content.html, meaning, today=draft.today, texts=texts))


def _buttons(draft: Draft, row: Broadcast, texts: Texts) -> Buttons:
    return sign_buttons(texts, draft.notice_id) if row.wants_receipt else ()


async def _change(draft: Draft, row: Broadcast, *, rules: Rules, texts: Texts) -> Message | None:
    """Write what stands in the place of a message from now on; one that is so already is left."""
    sent = await draft.session.get_one(Notice, draft.notice.about_id or 0)
    is_robot = draft.chat.kind is ChatKind.ROBOT  # whose messages have no ids
    if sent.version >= row.version or not (sent.message_ids or is_robot):
        return None
    content, ids = Content.from_json(row.content), tuple(sent.message_ids or ())
    album = content.is_album and len(ids) > 1
    files = content.files if album or content.is_caption else ()
    place = caption_place(content.files) if album else 0
    if row.state is BroadcastState.WITHDRAWN:
        text = texts.render("broadcasts/withdrawn", title=row.title if is_robot else "")
        taken = Change(ids, place, delete=True, text=text, rows=[])
        return Message((Part(text, files),), (), row.version, taken)
    of_sent = replace(draft, notice=sent)
    text = (await _parts(of_sent, row, rules, texts))[0].text
    kept = sent.text or "" if album else text
    change = Change(ids, place, delete=False, text=kept, rows=sent.buttons)
    shown = text if album else await _signed(draft.session, sent, text, files, rules, texts)
    buttons = () if album else from_rows(sent.buttons)
    return Message((Part(shown, files),), buttons, row.version, change)


async def _signed(
    session: AsyncSession,
    sent: Notice,
    text: str,
    files: Sequence[File],
    rules: Rules,
    texts: Texts,
) -> str:
    """Add who has signed already."""
    signers = await receipts.signers(session, sent)
    limit = CAPTION_LIMIT if files else TELEGRAM_LIMIT
    return with_signatures(text, signers, day=sent.day, texts=texts, zone=rules.zone, limit=limit)


async def status_of(
    session: AsyncSession, row: Broadcast, *, rules: Rules, texts: Texts, now: datetime
) -> Reply:
    """Write the card on which coordinators see how a broadcast stands."""
    found = await broadcast_progress.progress(session, row.id, version=row.version)
    opens_at = await preferences.earliest(session, rules.ladder.remind_at)
    opens = opening(now, row.urgency, rules, opens_at=opens_at)
    moment = Moment(now.astimezone(rules.zone).date(), rules.zone)
    return render_status(
        row,
        found,
        moment=moment,
        now=now,
        held=moment.written(opens) if opens > now else "",
        seconds=found.waiting / PACE,
        texts=texts,
    )
