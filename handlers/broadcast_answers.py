"""The parts of a broadcast that are written: asked for by a message, given by a reply to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Message, Update

from handlers.broadcast_cards import show
from handlers.broadcast_content import content_in
from handlers.context import BotContext
from handlers.event_replies import ears_of
from handlers.event_words import departments_in
from handlers.prompting import Prompt
from handlers.speakers import speaker
from plans.errors.broadcasts import BadGroupName, NobodyChosen, NoSendingTime, UnsupportedAttachment
from plans.errors.words import DepartmentNotFound, NoMoment
from plans.model import Role
from plans.moments import day_in
from plans.sending import sending_in, sign_by_in
from store import audiences, broadcast_drafts, drafts
from store.audiences import Choice, Whom
from store.broadcast_drafts import Said, said_in
from store.tables.broadcasts import BroadcastDraft
from texts.broadcast_cards import DRAFT

LONGEST_NAME = 20
"""characters of a group's name"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to a question about a draft."""

    session: AsyncSession
    update: Update
    context: BotContext
    message: Message
    said: Said

    @property
    def words(self) -> str:
        """What it says."""
        return (self.message.text or self.message.caption or "").strip()


async def _take(
    update: Update, context: BotContext, message: Message, draft: BroadcastDraft
) -> None:
    """Keep an answer; the question stays open, so that it can be answered anew."""
    async with context.services.database.begin() as session:
        read = PARTS[draft.asking or ""]
        parts = await read(Answer(session, update, context, message, said_in(draft.body)))
        row = await drafts.get(
            session, BroadcastDraft, draft.id, telegram_id=draft.telegram_id, now=context.now
        )
        await broadcast_drafts.say(session, row, **parts)
    await show(update, context, row.id)


async def _content(answered: Answer) -> dict[str, Any]:
    """Take what is to be sent; further files of its album come by themselves (note_album)."""
    content = content_in(answered.message)
    return {"content": content, "album": answered.message.media_group_id or ""}


async def _amend(answered: Answer) -> dict[str, Any]:
    """Take the words that are to stand instead; files stay as they are."""
    if answered.message.text is None:
        raise UnsupportedAttachment
    return {"content": content_in(answered.message)}


async def _departments(answered: Answer) -> dict[str, Any]:
    ears = await ears_of(answered.session, answered.context)
    named = departments_in(answered.words, ears)
    if named.unsure is not None or not named.found:
        raise DepartmentNotFound(name=named.unsure or answered.words, nearest=())
    whom = Choice(Whom.DEPARTMENTS, named.rows) if named.rows else Choice(Whom.ALL)
    return {"choice": whom}


async def _lead(answered: Answer) -> dict[str, Any]:
    return await _of_task(answered, (Role.LEAD, Role.RESPONSIBLE))


async def _support(answered: Answer) -> dict[str, Any]:
    return await _of_task(answered, (Role.SUPPORT,))


async def _of_task(answered: Answer, roles: tuple[Role, ...]) -> dict[str, Any]:
    plan, task = await audiences.task_meant(answered.session, answered.words)
    return {"choice": Choice(Whom.TASK, task=f"{plan.key}#{task.number}", roles=roles)}


async def _until(answered: Answer) -> dict[str, Any]:
    today = answered.context.today
    day = day_in(answered.words, today)
    if day is None or day < today:
        raise NoMoment(words=answered.words)
    return {"choice": Choice(Whom.DUE, until=day)}


async def _when(answered: Answer) -> dict[str, Any]:
    context, now = answered.context, answered.context.now
    workdays = context.services.reminding.workdays
    sending = sending_in(answered.words, context.today, workdays)
    where = (now, workdays, context.services.zone)
    if sending is None or sending.instant(*where) < now:
        raise NoSendingTime(words=answered.words)
    return {"sending": sending}


async def _sign(answered: Answer) -> dict[str, Any]:
    sign = sign_by_in(answered.words, answered.context.today)
    if sign is None:
        raise NoMoment(words=answered.words)
    return {"sign": sign}


async def _group(answered: Answer) -> dict[str, Any]:
    """Keep the chosen departments under a name; the draft goes to that group from now on."""
    context, name = answered.context, answered.words
    if answered.said.choice is None:
        raise NobodyChosen
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadGroupName(most=LONGEST_NAME)
    row = await audiences.keep_group(
        answered.session,
        name,
        answered.said.choice,
        actor=await speaker(answered.session, answered.update, now=context.now),
        now=context.now,
    )
    return {"choice": Choice(Whom.GROUP, number=row.id)}


PARTS: Mapping[str, Callable[[Answer], Awaitable[dict[str, Any]]]] = {
    "content": _content,
    "amend": _amend,
    "departments": _departments,
    "lead": _lead,
    "support": _support,
    "until": _until,
    "when": _when,
    "sign": _sign,
    "group": _group,
}

PROMPT = Prompt(DRAFT, partial(drafts.asked_by, kind=BroadcastDraft), _take, takes_files=True)
"""for a part of a broadcast"""
