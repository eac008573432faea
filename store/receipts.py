"""签收: who signed which notice, in the order of signing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors import StaleButton
from store import papers
from store.bulk import insert_new
from store.follow_up import between
from store.models import (
    Chat,
    Contact,
    Department,
    Notice,
    NoticeKind,
    NoticeState,
    Receipt,
)
from store.notices import again
from store.papers import Reached


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
        .where(Notice.id == notice_id, Chat.telegram_id == telegram_id)
    )
    notice = (await session.exec(query)).first()
    if notice is None:
        raise StaleButton
    return notice


async def sign(session: AsyncSession, notice: Notice, *, contact_id: int, now: datetime) -> None:
    """Record that a contact has signed all that a message asks to be signed.

    Signing twice changes nothing: the first time stands.
    """
    columns = ("notice_id", "contact_id", "signed_at")
    lines = [(root, contact_id, now) for root in await covered(session, notice)]
    await insert_new(session, Receipt, columns, lines)


async def covered(session: AsyncSession, notice: Notice) -> list[int]:
    """The digests that a message's signature counts for: its own, and those it brings up again."""
    about = [paper.about_id for paper, _ in await papers.carried(session, notice.id or 0)]
    return [*dict.fromkeys((signed_id(notice), *again(notice), *about))]


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
    reached: Reached | None
    """the last stage it came to without a signature"""


async def accounts(
    session: AsyncSession, *, limit: int, telegram_id: int | None = None, day: date | None = None
) -> list[Account]:
    """Digests that asked to be signed: of one chat, the newest first, or of one day, by title.

    Of a day, those that nobody has signed stand first.
    """
    query = (
        select(Notice, Chat, Department)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(Notice.kind == NoticeKind.DIGEST, col(Notice.wants_receipt))
        .where(Notice.state == NoticeState.SENT)
        .order_by(col(Notice.key).desc())
        .limit(limit)
    )
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
    if day is None:
        return found
    return sorted(found, key=lambda account: (bool(account.signers), account.title))


async def others_of(session: AsyncSession, notice: Notice) -> Sequence[Notice]:
    """The other messages that the same signature counts for: a digest and what chased it."""
    roots = await covered(session, notice)
    query = (
        select(Notice)
        .where(
            col(Notice.id).in_(roots)
            | (
                col(Notice.about_id).in_(roots)
                & col(Notice.kind).in_((NoticeKind.CHASE, NoticeKind.BROADCAST))
            ),
            Notice.id != notice.id,
            Notice.chat_id == notice.chat_id,
            Notice.state == NoticeState.SENT,
            col(Notice.message_id).is_not(None),
        )
        .order_by(col(Notice.id))
    )
    return (await session.exec(query)).all()


def signed_id(notice: Notice) -> int:
    """The notice whose receipts count: itself, or the one a 催办 is about."""
    return notice.about_id or notice.id or 0
