"""People without a role are forgotten in time, once a day, and nobody else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from scheduler.retention import Retention
from store import contacts
from store.database import Database
from store.models import Access, Audit, Contact
from texts.catalogue import Texts

NEW_YEAR = datetime(2017, 1, 1, 2, 0, tzinfo=UTC)


async def test_forgetting_keeps_roles_and_is_on_record(database: Database) -> None:
    async with database.begin() as session:
        for number, name in ((11, "李强"), (12, "路人")):
            person = await contacts.meet(session, telegram_id=number, name=name, now=NEW_YEAR)
            if number == 11:
                await contacts.grant(session, person, Access.COORDINATOR, now=NEW_YEAR)
    moment = [NEW_YEAR + timedelta(days=364)]
    retention = Retention(
        database, Texts(), timedelta(days=365), lambda: moment[0], ZoneInfo("Asia/Shanghai")
    )
    assert await retention.run() == 0
    moment[0] += timedelta(days=2)
    assert await retention.run() == 1
    assert await retention.run() == 0
    async with database.begin() as session:
        names = (await session.exec(select(Contact.name).order_by(Contact.id))).all()
        assert list(names) == ["李强", "（已删除）"]
        row = (await session.exec(select(Audit))).one()
        assert (row.actor, row.action, row.subject) == ("retention", "forget", "contact:2")
