"""People without a role are forgotten in time, once a day, and nobody else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from scheduler.retention import Retention
from store import contacts
from store.database import Database
from store.tables.events import EventDraft
from store.tables.intakes import Intake, IntakeState
from store.tables.people import Access, Contact
from store.tables.records import Audit
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


async def test_a_document_that_nobody_confirmed_is_gone_without_anybodys_doing(
    database: Database,
) -> None:
    moment = NEW_YEAR + timedelta(days=30)
    async with database.begin() as session:
        person = await contacts.meet(session, telegram_id=11, name="李强", now=moment)
        waiting = {"contact_id": person.id, "opened_at": NEW_YEAR, "key": "plan"}
        session.add(Intake(file_name="plan.txt", document=b"words", facts={"text": "x"}, **waiting))
        session.add(EventDraft(contact_id=person.id, opened_at=NEW_YEAR, telegram_id=11))
    keep = timedelta(days=365)
    await Retention(database, Texts(), keep, lambda: moment, ZoneInfo("Asia/Shanghai")).run()
    async with database.begin() as session:
        intake = (await session.exec(select(Intake))).one()
        assert (intake.state, intake.document, intake.facts) == (IntakeState.CANCELLED, None, {})
        assert (await session.exec(select(EventDraft))).all() == []
