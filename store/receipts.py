"""签收: who signed which notice, in the order of signing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.robots import BadSignature, TooManySigners
from plans.errors.words import StaleButton
from store import broadcasts, contacts, papers, robots
from store.bulk import fetch, insert_new
from store.follow_up import between, to_be_signed
from store.notices import again, of_day
from store.papers import Reached
from store.robots import FIRST
from store.tables.notices import Notice, NoticeKind, NoticeState, Receipt
from store.tables.people import Chat, ChatKind, Contact
from store.tables.plans import Department
from store.types import row_id

MOST_BY_NAME = 20
"""people who may sign a notice by its link"""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, and when."""

    name: str
    signed_at: datetime


async def notice_in(session: AsyncSession, *, notice_id: int, telegram_id: int) -> Notice:
    """Return the notice that was sent to that chat; raises StaleButton for any other."""
    query = (
        select(Notice)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .where(Notice.id == row_id(notice_id), Chat.telegram_id == telegram_id)
    )
    notice = (await session.exec(query)).first()
    if notice is None:
        raise StaleButton
    return notice


async def sign(session: AsyncSession, notice: Notice, *, contact_id: int, now: datetime) -> None:
    """Record that a contact has signed all that a message asks to be signed.

    The department has signed, so it has on its other messengers too. Signing twice changes
    nothing: the first time stands.
    """
    columns = ("notice_id", "contact_id", "signed_at")
    lines = [(root, contact_id, now) for root in await covered(session, notice)]
    await insert_new(session, Receipt, columns, lines)
    await broadcasts.touch(session, notice.broadcast_id, now=now)


async def covered(session: AsyncSession, notice: Notice) -> list[int]:
    """The digests that a message's signature counts for: its own, and those it brings up again.

    The same digests at the department's other messengers are among them.
    """
    about = [paper.about_id for paper, _ in await papers.carried(session, notice.id or 0)]
    roots = [*dict.fromkeys((signed_id(notice), *again(notice), *about))]
    return [*roots, *await beside(session, roots)]


async def sign_by_name(
    session: AsyncSession, notice: Notice, *, name: str, now: datetime
) -> Contact:
    """Record the signature of somebody who opened a robot's link and gave a name.

    The same name at the same robot is the same person, who is on record like any other and is
    forgotten like any other. Raises TooManySigners: whoever holds a link may write many names.
    """
    there = {signer.name for signer in await signers(session, notice)}
    if name not in there and len(there) >= MOST_BY_NAME:
        raise TooManySigners(most=MOST_BY_NAME)
    seen = hashlib.sha256(f"{notice.chat_id}:{name}".encode()).digest()
    telegram_id = FIRST - int.from_bytes(seen[:7])
    person = await contacts.meet(session, telegram_id=telegram_id, name=name, now=now)
    await sign(session, notice, contact_id=person.id, now=now)
    return person


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as somebody sees it who opens its link."""

    notice: Notice
    department: str
    sender: str | None
    """the title of the coordinators' group, None where there is none"""
    signers: Sequence[Signer]


async def letter(session: AsyncSession, notice_id: int) -> Letter:
    """Return what a link is for; raises BadSignature where it was taken back."""
    query = (
        select(Notice, Chat, Department)
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(Notice.id == notice_id, Notice.state != NoticeState.CANCELLED)
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise BadSignature
    notice, chat, department = found
    offices = select(Chat.title).where(col(Chat.is_coordinators)).order_by(col(Chat.id))
    return Letter(
        notice=notice,
        department=department.name if department else chat.title,
        sender=(await session.exec(offices)).first(),
        signers=await signers(session, notice),
    )


async def beside(session: AsyncSession, roots: Collection[int]) -> list[int]:
    """The same digests as *roots*, told the same department by its robot, or by its group."""
    told = select(Notice, Chat).join(Chat, col(Notice.chat_id) == col(Chat.id))
    found: list[int] = []
    for root, chat in (await session.exec(told.where(col(Notice.id).in_(roots)))).all():
        if chats := await _messengers_beside(session, chat):
            query = rows(col(Notice.id)).where(
                of_day(root.day),
                col(Notice.kind) == root.kind,
                col(Notice.broadcast_id).is_not_distinct_from(root.broadcast_id),
                col(Notice.chat_id).in_(chats),
                col(Notice.state) != NoticeState.CANCELLED,
            )
            found += [number for (number,) in await fetch(session, query)]
    return found


async def _messengers_beside(session: AsyncSession, chat: Chat) -> Sequence[int]:
    """The other chats of a chat's department, where one of the two is a robot."""
    if chat.department_id is None:
        return ()
    query = rows(col(Chat.id)).where(
        col(Chat.department_id) == chat.department_id, col(Chat.id) != chat.id
    )
    if chat.kind is not ChatKind.ROBOT:
        query = query.where(col(Chat.kind) == ChatKind.ROBOT)
    return [number for (number,) in await fetch(session, query)]


async def signers(session: AsyncSession, notice: Notice) -> Sequence[Signer]:
    """Who signed a notice, the earliest first."""
    query = (
        select(Contact.name, Receipt.signed_at)
        .join(Receipt, col(Receipt.contact_id) == Contact.id)
        .where(Receipt.notice_id == signed_id(notice))
        .order_by(col(Receipt.signed_at), col(Receipt.id))
    )
    return [Signer(name, signed_at) for name, signed_at in await session.exec(query)]


@dataclass(frozen=True, slots=True)
class Account:
    """One digest, and who signed it."""

    notice: Notice
    title: str
    """the department's name, or the chat's where it speaks for none"""
    signers: Sequence[Signer]
    reached: Reached | None = None
    """the last stage it came to without a signature"""


async def accounts(
    session: AsyncSession, *, limit: int, telegram_id: int | None = None, day: date | None = None
) -> list[Account]:
    """Digests that asked to be signed: of one chat, the newest first, or of one day, by title.

    Of a day, those that nobody has signed stand first.
    """
    query = to_be_signed().order_by(col(Notice.key).desc()).limit(limit)
    if telegram_id is not None:
        query = query.where(Chat.telegram_id == telegram_id)
    if day is not None:
        query = query.where(between(day, day))
    lines = (await session.exec(query)).all()
    stages = await papers.reached(session, [notice.id or 0 for notice, *_ in lines])
    found = [
        Account(
            notice=notice,
            title=department.name if department else chat.title,
            signers=await signers(session, notice),
            reached=stages.get(notice.id or 0),
        )
        for notice, chat, department in lines
    ]
    return found if day is None else await _one_a_department(session, found)


async def _one_a_department(session: AsyncSession, found: Sequence[Account]) -> list[Account]:
    """Leave out robots whose department's group is there; who has not signed stands first."""
    main = await robots.main_chats(session)
    told = {account.notice.chat_id for account in found}
    shown = [one for one in found if main.get(one.notice.chat_id) not in told]
    return sorted(shown, key=lambda account: (bool(account.signers), account.title))


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in Telegram that shows who has signed."""

    notice: Notice
    telegram_id: int
    """of its chat"""


async def others_of(session: AsyncSession, notice: Notice) -> Sequence[Shown]:
    """The other messages that the same signature counts for: a digest and what chased it."""
    roots = await covered(session, notice)
    query = (
        select(Notice, Chat.telegram_id)
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .where(
            col(Notice.id).in_(roots)
            | (
                col(Notice.about_id).in_(roots)
                & col(Notice.kind).in_((NoticeKind.CHASE, NoticeKind.BROADCAST))
            ),
            Notice.id != notice.id,
            Chat.kind != ChatKind.ROBOT,
            Notice.state == NoticeState.SENT,
            col(Notice.message_id).is_not(None),
        )
        .order_by(col(Notice.id))
    )
    return [Shown(*row) for row in (await session.exec(query)).all()]


def signed_id(notice: Notice) -> int:
    """The notice whose receipts count: itself, or the one a 催办 is about."""
    return notice.about_id or notice.id or 0
