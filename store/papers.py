"""Numbered papers about what nobody has signed, and the messages that carry them.

A chat that is sent a digest that day finds its papers in it; another gets a message of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.stages import Addressee, Stage, Stages
from store import numbering
from store.bulk import chunks
from store.notices import COUNTED, again, hold, of_day, unsent
from store.tables.notices import Notice, NoticeKind, NoticeState, Paper

ON_ITS_WAY = frozenset({NoticeState.PENDING, NoticeState.CLAIMED})


@dataclass(frozen=True, slots=True)
class Reached:
    """The furthest stage that a digest without signature has come to."""

    stage: int
    name: str
    day: date
    """on which its paper was made"""
    on: datetime | date
    """when that went out; its day where no message carried it"""
    is_under_way: bool
    """its paper has not gone out yet"""


async def reached(session: AsyncSession, notices: Collection[int]) -> dict[int, Reached]:
    """How far each of *notices* has come, by id; those without any paper are not in it."""
    found: dict[int, Reached] = {}
    for chunk in chunks(sorted(notices)):
        query = (
            select(Paper, Notice)
            .outerjoin(Notice, col(Paper.notice_id) == col(Notice.id))
            .where(col(Paper.about_id).in_(chunk))
            .order_by(col(Paper.id))
        )
        for paper, carrier in await session.exec(query):
            before = found.get(paper.about_id)
            found[paper.about_id] = Reached(
                stage=max(paper.stage, before.stage if before else 0),
                name=paper.name,
                day=paper.day,
                on=(carrier.sent_at if carrier else None) or paper.day,
                is_under_way=carrier is not None and carrier.state in ON_ITS_WAY,
            )
    return found


class Root(Protocol):
    """A digest that a paper is about."""

    @property
    def notice_id(self) -> int:
        """Its number."""

    @property
    def chat_id(self) -> int:
        """Whose it is."""

    @property
    def matter(self) -> int:
        """The digest that it shares a number with: a department's robot and group have one."""


async def send_out(
    session: AsyncSession,
    due: Iterable[tuple[Root, int]],
    stages: Stages,
    *,
    day: date,
    carriers: Mapping[int, int | None],
    due_at: Callable[[int], datetime],
) -> None:
    """Make a paper for each digest and the stage it comes to, and owe each chat its own.

    *due_at* is when a message of papers alone goes out to a chat.
    """
    by_chat: dict[int, list[Paper]] = defaultdict(list)
    for place, roots in _by_stage(due).items():
        made = await _issue(session, roots, stages.papers[place - 1], place, day)
        if stages.tells(place, Addressee.CHAT):
            for root, paper in zip(roots, made, strict=True):
                by_chat[root.chat_id].append(paper)
    for chat_id, found in by_chat.items():
        carrier = carriers[chat_id]
        if carrier is None:
            carrier = await _own_message(session, chat_id, found[0], due_at(chat_id))
        for paper in found:
            paper.notice_id = carrier
    await session.flush()


def _by_stage(due: Iterable[tuple[Root, int]]) -> Mapping[int, list[Root]]:
    """Put the gravest first."""
    found: dict[int, list[Root]] = defaultdict(list)
    for root, place in sorted(due, key=lambda one: -one[1]):
        found[place].append(root)
    return found


async def _issue(
    session: AsyncSession, roots: Sequence[Root], stage: Stage, place: int, day: date
) -> list[Paper]:
    """Make a paper about each of *roots*, with the next numbers where the stage has them."""
    matters = [*dict.fromkeys(root.matter for root in roots)]
    numbers: Iterable[int | None] = [None] * len(matters)
    if stage.code:
        numbers = await numbering.take(session, code=stage.code, year=day.year, count=len(matters))
    by_matter = dict(zip(matters, numbers, strict=True))
    made = [
        Paper(
            about_id=root.notice_id,
            stage=place,
            name=stage.name,
            code=stage.code,
            year=day.year,
            number=by_matter[root.matter],
            day=day,
        )
        for root in roots
    ]
    session.add_all(made)
    await session.flush()
    return made


async def _own_message(
    session: AsyncSession, chat_id: int, first: Paper, due_at: datetime
) -> int | None:
    notice = Notice(
        key=f"{first.day}:{NoticeKind.CHASE.value}:{chat_id}:{first.id}",
        chat_id=chat_id,
        kind=NoticeKind.CHASE,
        day=first.day,
        since=first.day,
        due_at=due_at,
        wants_receipt=True,
        about_id=first.about_id,
    )
    session.add(notice)
    await session.flush()
    return notice.id


async def carriers(
    session: AsyncSession, chats: Collection[int], *, day: date, until: datetime, most: int
) -> dict[int, int | None]:
    """By chat, the message that papers of *day* travel in; None: they get one of their own.

    A chat that has had its *most* for the day, and that nothing waits for, is not in it. What goes
    out after *until*, the end of the day, is not for papers: a pause does not hold them up.
    """
    told: Counter[int] = Counter()
    waiting: dict[int, int] = {}
    for chunk in chunks(sorted(chats)):
        query = (
            select(Notice)
            .where(
                col(Notice.chat_id).in_(chunk),
                col(Notice.kind).in_(COUNTED),
                col(Notice.due_at) < until,
                or_(and_(of_day(day), col(Notice.state) != NoticeState.CANCELLED), unsent()),
            )
            .order_by(col(Notice.id))
        )
        found = (await session.exec(query)).all()
        held = await hold(session, [one.id or 0 for one in found])
        told.update(one.chat_id for one in found if one.day == day)
        waiting |= {one.chat_id: one.id or 0 for one in found if one.id in held}
    return {
        chat: None if told[chat] < most and not (most == 1 and chat in waiting) else waiting[chat]
        for chat in chats
        if told[chat] < most or chat in waiting
    }


async def carried(session: AsyncSession, notice_id: int) -> Sequence[tuple[Paper, Notice]]:
    """The papers in a message, each with the digest it is about, the gravest first."""
    query = (
        select(Paper, Notice)
        .join(Notice, col(Paper.about_id) == col(Notice.id))
        .where(Paper.notice_id == notice_id)
        .order_by(col(Paper.stage).desc(), col(Paper.id))
    )
    return (await session.exec(query)).all()


async def before(session: AsyncSession, paper: Paper) -> Paper | None:
    """The paper of the stage before, about the same digest."""
    query = (
        select(Paper)
        .where(Paper.about_id == paper.about_id, Paper.stage < paper.stage)
        .order_by(col(Paper.stage).desc(), col(Paper.id).desc())
    )
    return (await session.exec(query)).first()


async def overtaken(session: AsyncSession, notice: Notice) -> Sequence[Notice]:
    """The messages that a newer one takes the place of: what it repeats, and older papers."""
    roots = {paper.about_id for paper, _ in await carried(session, notice.id or 0)}
    roots |= {*again(notice), *((notice.about_id,) if notice.about_id else ())}
    if not roots:
        return ()
    chasing = col(Notice.kind).in_((NoticeKind.CHASE, NoticeKind.BROADCAST))
    chased = and_(chasing, col(Notice.about_id).in_(roots))
    query = (
        select(Notice)
        .where(
            or_(col(Notice.id).in_(roots), chased),
            Notice.id != notice.id,
            Notice.state == NoticeState.SENT,
            col(Notice.message_id).is_not(None),
        )
        .order_by(col(Notice.id))
    )
    return [one for one in (await session.exec(query)).all() if one.buttons]
