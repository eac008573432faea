"""A town to talk in: a plan of Huizhou's with three departments, one of Dongguan's, and people."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import select

from plans.model import Role
from store import contacts
from store.database import Database
from store.tables.people import Access, Chat, ChatKind, Contact
from store.tables.plans import Department, Duty, Plan, Task
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Person, Room

SETTLED = datetime(2017, 11, 27, 1, 0, tzinfo=UTC)
WATER_ROOM = Room(-1002, "市水务局工作群")
OFFICE_ROOM = Room(-1003, "质强办")
STRANGE_ROOM = Room(-1009, "家长群")
ZHANG_SAN = Person(13, "张三")
NOBODY = Person(19, "路人")


async def settle(database: Database) -> None:
    """Import the plans, appoint 李强 coordinator, bind the group of 市商务局."""
    async with database.begin() as session:
        for place, key, names in (
            ("惠州市", "huizhou-2017", ("市商务局", "市水务局", "市经济和信息化局")),
            ("东莞市", "dongguan-2017", ("市商务局", "市体育局")),
        ):
            plan = Plan(
                key=key,
                source=f"{key}.txt",
                place=place,
                title="计划",
                digest=key,
                imported_at=SETTLED,
            )
            session.add(plan)
            await session.flush()
            for position, name in enumerate(names):
                department = Department(place=place, name=name, identity=name[1:])
                task = Task(
                    plan_id=plan.id,
                    number=str(position + 1),
                    position=position,
                    title=f"{name[1:]}牵头的事",
                    due=date(2017, 12, 31),
                )
                session.add_all([department, task])
                await session.flush()
                session.add(Duty(task_id=task.id, department_id=department.id, role=Role.LEAD))
    await appoint(database, LI_QIANG, Access.COORDINATOR)
    await bind_room(database, COMMERCE_ROOM, "市商务局")


async def appoint(
    database: Database, person: Person, access: Access, department: str | None = None
) -> Contact:
    of = await department_id(database, department) if department else None
    async with database.begin() as session:
        contact = await contacts.meet(session, telegram_id=person.id, name=person.name, now=SETTLED)
        await contacts.grant(session, contact, access, now=SETTLED, department_id=of)
        return contact


async def department_id(database: Database, name: str, place: str = "惠州市") -> int:
    async with database.begin() as session:
        query = select(Department.id).where(Department.name == name, Department.place == place)
        return (await session.exec(query)).one()


async def bind_room(
    database: Database,
    room: Room,
    department: str,
    *,
    thread: int = 0,
    place: str = "惠州市",
) -> None:
    of = await department_id(database, department, place)
    async with database.begin() as session:
        session.add(
            Chat(
                telegram_id=room.id,
                thread_id=thread,
                kind=ChatKind.GROUP,
                title=room.title,
                department_id=of,
                bound_at=SETTLED,
            )
        )


async def chat_rows(database: Database, room: Room) -> list[Chat]:
    async with database.begin() as session:
        query = select(Chat).where(Chat.telegram_id == room.id).order_by(Chat.thread_id)
        return list((await session.exec(query)).all())


async def grants_of(database: Database, person: Person) -> set[tuple[str, str | None]]:
    async with database.begin() as session:
        held = await contacts.holdings(session, telegram_id=person.id)
        return {(grant.access.value, of.name if of else None) for grant, of in held}
