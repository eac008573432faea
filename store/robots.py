"""Group robots of other messengers: chats of departments that are written to by an address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.robots import RobotTwice
from plans.errors.words import RobotNotFound
from plans.webhooks import Vendor
from store import audit, chats
from store.tables.notices import Notice, NoticeState
from store.tables.people import Chat, ChatKind, ChatState, Contact, Robot
from store.tables.plans import Department
from store.types import row_id

FIRST = -(2**60)
"""robots' chats have ids at and below this, which Telegram never gives"""
REMOVED = "robot removed"
"""why a chat is frozen and what it was owed is cancelled"""
STILL_OWED = (NoticeState.PENDING, NoticeState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class NewRobot:
    """A robot as it is to be stored."""

    vendor: Vendor
    address: str
    """as the vault keeps it"""
    secret: str | None
    fingerprint: str
    hint: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A robot with the chat it is and the department it belongs to."""

    robot: Robot
    chat: Chat
    department: Department


def is_robot(telegram_id: int) -> bool:
    """Tell whether a chat's id is a robot's."""
    return telegram_id <= FIRST


async def add(
    session: AsyncSession,
    made: NewRobot,
    *,
    department: Department,
    title: str,
    actor: Contact,
    now: datetime,
) -> Robot:
    """Let a robot speak to *department*; raises RobotTwice where that address is in use."""
    await _refuse_twice(session, made.fingerprint)
    chat = await _chat_for(session, department, title=title, now=now)
    robot = Robot(
        chat_id=chat.id,
        vendor=made.vendor,
        address=made.address,
        secret=made.secret,
        fingerprint=made.fingerprint,
        hint=made.hint,
        added_at=now,
    )
    session.add(robot)
    await audit.record(
        session,
        actor=actor,
        action="robot_add",
        subject=chat,
        at=now,
        vendor=made.vendor.value,
        department=department,
    )
    await session.flush()
    return robot


async def _chat_for(
    session: AsyncSession, department: Department, *, title: str, now: datetime
) -> Chat:
    """Make the chat that a robot of *department* is."""
    chat = Chat(
        telegram_id=FIRST - secrets.randbelow(2**48),
        kind=ChatKind.ROBOT,
        title=title,
        department_id=department.id,
        bound_at=now,
    )
    session.add(chat)
    await session.flush()
    return chat


async def _refuse_twice(session: AsyncSession, fingerprint: str) -> None:
    query = (
        select(Department.name)
        .join(Chat, col(Chat.department_id) == col(Department.id))
        .join(Robot, col(Robot.chat_id) == col(Chat.id))
        .where(Robot.fingerprint == fingerprint)
    )
    if (name := (await session.exec(query)).first()) is not None:
        raise RobotTwice(name=name)


async def listing(session: AsyncSession) -> list[Listed]:
    """Every robot, by department and then in the order of adding."""
    query = (
        select(Robot, Chat, Department)
        .join(Chat, col(Robot.chat_id) == col(Chat.id))
        .join(Department, col(Chat.department_id) == col(Department.id))
        .order_by(Department.place, Department.name, col(Robot.id))
    )
    return [Listed(*row) for row in (await session.exec(query)).all()]


async def get(session: AsyncSession, number: int) -> Listed:
    """Return the robot of that number; raises RobotNotFound."""
    query = (
        select(Robot, Chat, Department)
        .join(Chat, col(Robot.chat_id) == col(Chat.id))
        .join(Department, col(Chat.department_id) == col(Department.id))
        .where(Robot.id == row_id(number))
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise RobotNotFound(number=number)
    return Listed(*found)


async def at(session: AsyncSession, telegram_id: int) -> Robot | None:
    """Return the robot whose chat has that id."""
    query = select(Robot).join(Chat, col(Robot.chat_id) == col(Chat.id))
    return (await session.exec(query.where(Chat.telegram_id == telegram_id))).first()


async def vendor_of(session: AsyncSession, chat: Chat) -> Vendor | None:
    """Return whose robot a chat is; None for a chat of Telegram's."""
    if chat.kind is not ChatKind.ROBOT:
        return None
    robot = (await session.exec(select(Robot).where(Robot.chat_id == chat.id))).first()
    return robot.vendor if robot else None


async def main_chats(session: AsyncSession) -> dict[int, int]:
    """By robot, the chat of its department that is counted for both: a group, or another robot."""
    with_robots = select(Chat.department_id).where(Chat.kind == ChatKind.ROBOT)
    query = select(Chat).where(col(Chat.department_id).in_(with_robots)).order_by(col(Chat.id))
    found = sorted((await session.exec(query)).all(), key=lambda chat: chat.kind is ChatKind.ROBOT)
    first: dict[int | None, int] = {}
    for chat in found:
        first.setdefault(chat.department_id, chat.id)
    return {
        chat.id: first[chat.department_id]
        for chat in found
        if chat.kind is ChatKind.ROBOT and first[chat.department_id] != chat.id
    }


async def works(session: AsyncSession, robot: Robot) -> bool:
    """Note that a robot can be written to; True where it could not before."""
    chat = await chats.get(session, robot.chat_id)
    was_frozen = chat.state is ChatState.FROZEN
    chat.state, chat.frozen_reason = ChatState.ACTIVE, None
    session.add(chat)
    return was_frozen


async def remove(session: AsyncSession, listed: Listed, *, actor: Contact, now: datetime) -> None:
    """Forget a robot's address and key; what it was told stays on record, what it is owed is not.

    The chat's row stays, as those of groups do, and speaks for nobody.
    """
    chat = listed.chat
    await session.exec(delete(Robot).where(col(Robot.id) == listed.robot.id))
    await session.exec(
        update(Notice)
        .where(col(Notice.chat_id) == chat.id, col(Notice.state).in_(STILL_OWED))
        .values(state=NoticeState.CANCELLED, failure=REMOVED)
    )
    chat.state, chat.frozen_reason = ChatState.FROZEN, REMOVED
    await chats.bind(session, chat, department_id=None, now=now)
    await audit.record(
        session,
        actor=actor,
        action="robot_remove",
        subject=chat,
        at=now,
        vendor=listed.robot.vendor.value,
        department=listed.department,
    )
