"""`duban sandbox`: the real bot on a stage of its own, with a page in the browser."""

from __future__ import annotations

import argparse
import socket
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.building import build
from bot.clock import MovableClock, utc_now
from bot.commands.serve import say, until_stopped
from bot.documents import read_path
from bot.opening import open_database
from bot.running import Duban, running
from bot.sandbox import stage
from bot.sandbox.server import Sandbox
from config.settings import Settings
from plans import library
from plans.departments import Directory
from plans.errors.operation import PortTaken
from plans.model import PlanFacts
from plans.places import bare
from plans.reader import read_plan
from scheduler.rehearsal import next_reminder
from store import chats, contacts, departments
from store.database import Database
from store.imports import save_plan
from store.tables.people import Access, ChatKind
from store.tables.plans import Department
from texts.catalogue import plain

SAMPLE = Path(stage.__file__).parent / "sample_plan.txt"
SAMPLE_LEAD = timedelta(days=10)
"""from this long before its last day the sample plan is next year's: reminders must lie ahead"""
CURTAIN = time(8, 50)
"""wall time at which the sandbox begins: before the day's digest"""
GROUPS = 3
USUAL_PORT = 8300


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run the real bot against a Bot API server of our own, and print its page's address."""
    now = _curtain(arguments.today, settings)
    clock = MovableClock(now)
    plans = await _documents(arguments.plans, arguments.library, now.date())
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        database = await open_database(f"sqlite+aiosqlite:///{folder}/sandbox.db")
        try:
            await _play(settings, database, clock, plans, port=_port(arguments.port))
        finally:
            await database.close()
    return 0


async def _play(
    settings: Settings,
    database: Database,
    clock: MovableClock,
    plans: Sequence[PlanFacts],
    *,
    port: int,
) -> None:
    world = _world(settings, database, clock, lambda: duban, port=port)
    async with database.begin() as session:
        for facts in plans:
            await save_plan(session, facts, directory=Directory.load(), now=clock())
        await _set_stage(session, world, now=clock())
    try:
        address = await world.start()
    except OSError as error:
        raise PortTaken(port=port) from error
    try:
        duban = build(
            settings,
            database,
            token=world.token,
            api_url=world.api_url,
            clock=clock,
            seconds=lambda: clock().timestamp(),
        )
        async with running(duban):
            say(plain(duban.services.texts.render("operation/sandbox", address=address)))
            await until_stopped()
    finally:
        await world.stop()


def _world(
    settings: Settings,
    database: Database,
    clock: MovableClock,
    duban: Callable[[], Duban],
    *,
    port: int,
) -> Sandbox:
    """Build the stage; its time machine works on the bot that will play there."""

    async def on_moved(_: datetime) -> None:
        await duban().ticker.tick()

    async def coming(now: datetime) -> datetime | None:
        return await next_reminder(database, rules=duban().rules, now=now)

    return Sandbox(
        clock,
        on_moved=on_moved,
        next_reminder=coming,
        next_working_day=lambda day: duban().rules.workdays.next(day),
        zone=settings.zone,
        port=port,
    )


async def _set_stage(session: AsyncSession, world: Sandbox, *, now: datetime) -> None:
    """Bind a group to each of the busiest departments; give contacts and coordinator their role."""
    busiest = await departments.busiest(session, limit=GROUPS, on=now.date())
    labels = _labels(busiest)
    cast = stage.seed_world(world.world, labels)
    for label, department in zip(labels, busiest, strict=True):
        group = cast.groups[label]
        chat = await chats.enter(
            session, telegram_id=group.id, kind=ChatKind.GROUP, title=group.title
        )
        await chats.bind(session, chat, department_id=department.id, now=now)
        person = cast.contacts[label]
        contact = await contacts.meet(session, telegram_id=person.id, name=person.name, now=now)
        await contacts.grant(session, contact, Access.CONTACT, now=now, department_id=department.id)
    coordinator = await contacts.meet(
        session, telegram_id=cast.coordinator.id, name=cast.coordinator.name, now=now
    )
    await contacts.grant(session, coordinator, Access.COORDINATOR, now=now)
    world.desk.tour = stage.tour_of(cast)


def _labels(busiest: Sequence[Department]) -> list[str]:
    """What the groups are called: with their place where several places are on the stage."""
    if len({department.place for department in busiest}) == 1:
        return [department.name for department in busiest]
    return [bare(department.place) + department.name for department in busiest]


async def _documents(paths: Sequence[Path], keys: Sequence[str], today: date) -> list[PlanFacts]:
    """Read documents and plans of the library, or the sample plan of the year that lies ahead."""
    directory = Directory.load()
    if not paths and not keys:
        text = SAMPLE.read_text("utf-8").replace("{year}", str((today + SAMPLE_LEAD).year))
        return [read_plan(text, source="sample.txt", known=directory.known)]
    return [
        *map(library.plan, keys),
        *[await read_path(path, directory=directory) for path in paths],
    ]


def _port(wanted: int | None) -> int:
    """The port asked for; else the usual one, or any free one where that is taken."""
    if wanted is not None:
        return wanted
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", USUAL_PORT))
        except OSError:
            return 0
    return USUAL_PORT


def _curtain(today: date | None, settings: Settings) -> datetime:
    day = today or utc_now().astimezone(settings.zone).date()
    return datetime.combine(day, CURTAIN, settings.zone).astimezone(UTC)
