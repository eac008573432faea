"""What the cards of a broadcast show, looked up and put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.context import BotContext
from plans.errors.broadcasts import (
    NobodyChosen,
    NoChats,
    NoSendingTime,
    SignBeforeSending,
    SignRelative,
)
from plans.fields import fields_in
from plans.repeats import Every, Repeat
from plans.sending import Sending, SignBy
from store import audiences, preferences, templates
from store.audiences import Choice, Whom
from store.broadcast_drafts import Said, said_in
from store.broadcasts import Order
from store.contents import Content
from store.tables.broadcasts import AudienceGroup, BroadcastDraft
from store.tables.people import Chat
from store.tables.plans import Department
from texts.broadcast_cards import PREVIEW_SPACE, ChoiceView, DraftView
from texts.broadcast_status import Moment
from texts.broadcasts import check, file_name, title_of
from texts.calendar import spoken
from texts.catalogue import Texts, plain
from texts.dates import WEEKDAYS, day
from texts.fields import with_fields


def moment_of(context: BotContext) -> Moment:
    """Return the day and place by which instants are written."""
    return Moment(context.today, context.services.zone)


async def draft_view(
    session: AsyncSession, context: BotContext, draft: BroadcastDraft
) -> DraftView:
    """Return a draft as its card shows it."""
    said, texts = said_in(draft.body), context.texts
    content = said.content
    words = " ".join(plain(content.html).split()) if content else ""
    return DraftView(
        number=draft.id,
        summary=words if len(words) <= PREVIEW_SPACE else f"{words[:PREVIEW_SPACE]}……",
        files=[file_name(file, texts) for file in content.files] if content else [],
        choice=await choice_view(session, context, said.choice),
        when=when_written(context, said.sending),
        sign=sign_written(context, said.sign, await _goes_at(session, context, said)),
        urgency=int(said.urgency),
        amends=draft.amends_id,
    )


async def choice_view(
    session: AsyncSession, context: BotContext, choice: Choice | None
) -> ChoiceView | None:
    """Return to whom it goes, with names and the number of chats it means today."""
    if choice is None:
        return None
    chats = await audiences.chats_of(session, choice, today=context.today)
    texts = context.texts
    group = await session.get(AudienceGroup, choice.number) if choice.whom is Whom.GROUP else None
    return ChoiceView(
        whom=choice.whom.value,
        chats=len(chats),
        names=await _names(session, choice.departments),
        task=choice.task.rpartition("#")[2],
        roles=texts.joined(texts.label(f"role_{role.value}") for role in choice.roles),
        until=day(choice.until, context.today) if choice.until else "",
        number=choice.number,
        group=group.name if group else "",
    )


async def _names(session: AsyncSession, departments: Sequence[int]) -> Sequence[str]:
    query = select(Department.name).where(col(Department.id).in_(departments))
    return (await session.exec(query.order_by(Department.place, Department.name))).all()


def when_written(context: BotContext, sending: Sending) -> str:
    """Write when it goes out as it was understood, with what is to be known of the day."""
    texts = context.texts
    if sending.is_now:
        return texts.label("when_at_once")
    workdays = context.services.reminding.workdays
    at = sending.instant(context.now, workdays, context.services.zone)
    said = spoken(at.date(), at.time(), today=context.today, texts=texts, workdays=workdays)
    if sending.repeat is None:
        return said
    return texts.render(
        "broadcasts/rule", rule=repeat_written(sending.repeat, texts), at=sending.at, next=said
    )


def repeat_written(repeat: Repeat, texts: Texts) -> str:
    """Write a rule: 每周一, 每季度最后一个工作日."""
    weekday = WEEKDAYS[repeat.number] if repeat.every is Every.WEEK else ""
    return texts.label(f"repeat_{repeat.every.value}", weekday=weekday, number=repeat.number)


def sign_written(context: BotContext, sign: SignBy | None, goes_at: datetime | None) -> str:
    """Write whether 签收 is asked for, and until when, with what is to be known of the day.

    *goes_at* is when it goes out; None for what comes again and again.
    """
    texts, workdays = context.texts, context.services.reminding.workdays
    if sign is None:
        return texts.label("sign_none")
    if goes_at is None:
        at = f"{sign.at:%H:%M}"
        label = "sign_within" if sign.working_days else "sign_that_day"
        return texts.label(label, days=sign.working_days, at=at)
    until = sign.instant(goes_at, workdays, context.services.zone)
    said = spoken(until.date(), until.time(), today=context.today, texts=texts, workdays=workdays)
    return texts.label("sign_until", day=said)


async def _goes_at(session: AsyncSession, context: BotContext, said: Said) -> datetime | None:
    """Return when a draft would go out; None where that is not once."""
    if said.sending.repeat is not None:
        return None
    reminding, zone = context.services.reminding, context.services.zone
    send_at = said.sending.instant(context.now, reminding.workdays, zone)
    opens_at = await preferences.earliest(session, reminding.ladder.remind_at)
    return reminding.opening(send_at, int(said.urgency), opens_at=opens_at)


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that can be sent."""

    order: Order
    goes_at: datetime
    """when it really goes out: later than it was to, in quiet hours and on days off"""
    chats: int


async def ready(session: AsyncSession, context: BotContext, said: Said) -> Ready:
    """Return what a draft orders; raises what is wrong with it."""
    content = check(said.content)
    if said.choice is None:
        raise NobodyChosen
    chats = await audiences.chats_of(session, said.choice, today=context.today)
    if not chats and said.sending.is_now:
        raise NoChats
    now, reminding, zone = context.now, context.services.reminding, context.services.zone
    send_at = said.sending.instant(now, reminding.workdays, zone)
    if send_at < now:
        raise NoSendingTime(words=when_written(context, said.sending))
    goes_at = await _goes_at(session, context, said) or send_at
    order = Order(
        title=title_of(content, context.texts),
        content=content,
        choice=said.choice,
        urgency=said.urgency,
        wants_receipt=said.sign is not None,
        sign_by=_sign_by(said, goes_at, context),
        send_at=send_at,
    )
    return Ready(order, goes_at, len(chats))


def _sign_by(said: Said, goes_at: datetime, context: BotContext) -> datetime | None:
    if said.sign is None:
        return None
    if said.sign.day is not None and said.sending.repeat is not None:
        raise SignRelative
    workdays = context.services.reminding.workdays
    sign_by = said.sign.instant(goes_at, workdays, context.services.zone)
    if sign_by <= goes_at:
        raise SignBeforeSending
    return sign_by


async def sampled(
    session: AsyncSession, context: BotContext, content: Content, choice: Choice
) -> Content:
    """Fill fields in as the first chat that is meant will read them."""
    if not fields_in(content.html):
        return content
    first = (await audiences.chats_of(session, choice, today=context.today))[:1]
    query = select(Department).join(Chat, col(Chat.department_id) == col(Department.id))
    department = (await session.exec(query.where(col(Chat.id).in_(first)))).first()
    meaning = await templates.meaning(session, department, choice, today=context.today)
    html = with_fields(content.html, meaning, today=context.today, texts=context.texts)
    return replace(content, html=html)
