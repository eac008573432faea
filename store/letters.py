"""What a paper says in full, for the form that is signed and filed: 督办通知单."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from plans.errors.words import LetterNotFound
from store import papers
from store.lines import (
    DeadlineLine,
    EventLine,
    ObservanceLine,
    deadline_lines,
    event_lines,
    observance_lines,
)
from store.notices import items_of
from store.tables.notices import Notice, Paper
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper with all that stands on its form."""

    paper: Paper
    root: Notice
    """the digest that was not signed"""
    department: str
    """its name, or the chat's title"""
    office: str
    """who issues it: the title of the coordinators' group, empty where there is none"""
    before: Paper | None
    """the paper of the stage before"""
    tasks: Sequence[DeadlineLine]
    observances: Sequence[ObservanceLine]
    events: Sequence[EventLine]

    @property
    def deadline(self) -> date | None:
        """The earliest day by which something is to be done."""
        days = (
            *(line.due for line in self.tasks),
            *(line.last for line in self.observances),
            *(line.day for line in self.events),
        )
        return min(days, default=None)


async def numbered(session: AsyncSession, *, code: str, year: int, number: int) -> Letter:
    """Return the paper of that number; raises LetterNotFound."""
    query = _papers().where(Paper.code == code, Paper.year == year, Paper.number == number)
    paper = (await session.exec(query)).first()
    if paper is None:
        raise LetterNotFound(code=code, year=year, number=number)
    return await _letter(session, paper)


async def about(session: AsyncSession, roots: Collection[int], *, code: str) -> list[Letter]:
    """Return the latest paper with *code* about each of those digests, by number, each once."""
    query = _papers().where(Paper.code == code, col(Paper.about_id).in_(roots))
    latest = {paper.about_id: paper for paper in (await session.exec(query)).all()}
    once = {paper.number: paper for paper in latest.values()}
    return [await _letter(session, once[number]) for number in sorted(once, key=lambda n: n or 0)]


def _papers() -> SelectOfScalar[Paper]:
    """Papers in the order of making; that of a group before that of the department's robot."""
    return (
        select(Paper)
        .join(Notice, col(Paper.about_id) == col(Notice.id))
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .order_by(col(Chat.kind) == ChatKind.ROBOT, col(Paper.id))
    )


async def _letter(session: AsyncSession, paper: Paper) -> Letter:
    root = await session.get_one(Notice, paper.about_id)
    chat = await session.get_one(Chat, root.chat_id)
    department = await session.get(Department, chat.department_id or 0)
    offices = select(Chat.title).where(col(Chat.is_coordinators)).order_by(col(Chat.id))
    items = await items_of(session, root.id or 0)
    return Letter(
        paper=paper,
        root=root,
        department=department.name if department else chat.title,
        office=(await session.exec(offices)).first() or "",
        before=await papers.before(session, paper),
        tasks=await deadline_lines(session, items),
        observances=await observance_lines(session, items, today=root.day),
        events=await event_lines(session, items, today=root.day),
    )
