"""Templates of broadcasts, and what their fields mean to a department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.broadcasts import TemplateTwice
from plans.errors.words import TemplateNotFound
from plans.model import Role
from store import audit
from store.audiences import Choice, Whom
from store.deadlines import Audience
from store.kin import kin_of_all
from store.tables.people import Contact
from store.tables.plans import Department, Duty, Plan, Task
from store.tables.templates import Template
from store.types import row_id

RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 0, Role.SUPPORT: 1}
"""whose tasks are meant first"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the fields of a template stand for in one department's chat."""

    department: str
    tasks: Sequence[Task]
    """those due first, led before supported; none where nothing lies ahead"""

    @property
    def due(self) -> date | None:
        """When they are due."""
        return self.tasks[0].due if self.tasks else None


async def listing(session: AsyncSession) -> Sequence[Template]:
    """Every template, by number."""
    return (await session.exec(select(Template).order_by(col(Template.id)))).all()


async def get(session: AsyncSession, number: int) -> Template:
    """Return the template of that number; raises TemplateNotFound."""
    row = await session.get(Template, row_id(number))
    if row is None:
        raise TemplateNotFound(number=number)
    return row


async def add(
    session: AsyncSession, *, name: str, html: str, actor: Contact, now: datetime
) -> Template:
    """Keep words under a name; raises TemplateTwice."""
    query = select(Template.id).where(Template.name == name)
    if (number := (await session.exec(query)).first()) is not None:
        raise TemplateTwice(name=name, number=number)
    row = Template(name=name, html=html, changed_at=now)
    session.add(row)
    await session.flush()
    await audit.record(session, actor=actor, action="template_add", subject=row, at=now)
    return row


async def change(
    session: AsyncSession, row: Template, *, html: str, actor: Contact, now: datetime
) -> None:
    """Put other words in its place."""
    row.html, row.changed_at = html, now
    session.add(row)
    await audit.record(session, actor=actor, action="template_change", subject=row, at=now)


async def remove(session: AsyncSession, row: Template, *, actor: Contact, now: datetime) -> None:
    """Forget it; what was sent by it stays."""
    await audit.record(
        session, actor=actor, action="template_remove", subject=row, at=now, name=row.name
    )
    await session.delete(row)


async def meaning(
    session: AsyncSession, department: Department | None, choice: Choice, *, today: date
) -> Meaning:
    """Return what fields mean to *department*: the task that was chosen, else what is due next."""
    if department is None:
        return Meaning("", ())
    query = select(Task, Duty.role).join(Duty, col(Duty.task_id) == col(Task.id))
    query = query.join(Department, col(Duty.department_id) == col(Department.id))
    own = Audience(department.place, department.name)
    names = (await kin_of_all(session)).get(own, (own,))
    query = query.where(
        col(Department.place).in_({one.place for one in names}),
        col(Department.name).in_({one.name for one in names}),
    )
    if choice.whom is Whom.TASK:
        key, _, number = choice.task.rpartition("#")
        query = query.join(Plan, col(Task.plan_id) == col(Plan.id))
        query = query.where(Plan.key == key, Task.number == number)
    else:
        query = query.where(col(Task.due) >= today)
    found = (await session.exec(query.order_by(col(Task.due), col(Task.position)))).all()
    return Meaning(department.name, _first([(task, Role(role)) for task, role in found]))


def _first(found: Sequence[tuple[Task, Role]]) -> Sequence[Task]:
    """Keep the tasks that are due on the first day, those of the stronger role."""
    if not found:
        return ()
    rank = min(RANK[role] for _, role in found)
    own = [task for task, role in found if RANK[role] == rank]
    return [task for task in own if task.due == own[0].due]
