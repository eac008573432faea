"""`duban run` and `duban sandbox`: a bot that is up until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import MovableClock, utc_now
from bot.documents import read_path
from bot.running import Duban, build, open_database, running
from bot.sandbox import stage
from bot.sandbox.server import Sandbox
from config.settings import Settings
from plans import library
from plans.departments import Directory
from plans.errors import PortTaken
from plans.model import PlanFacts
from plans.reader import read_plan
from scheduler.rehearsal import next_reminder
from store import access, chats, contacts, departments, invites
from store.database import Database
from store.imports import save_plan
from store.models import Access, ChatKind
from texts.catalogue import plain

SAMPLE = Path(stage.__file__).parent / "sample_plan.txt"
SAMPLE_LEAD = timedelta(days=40)
"""the sample plan is that of the year this far ahead, so that reminders lie before it"""
CURTAIN = time(8, 50)
"""wall time at which the sandbox begins: before the day's digest"""
GROUPS = 3
USUAL_PORT = 8300


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Run on Telegram, or in the sandbox where no token is set."""
    if settings.token is None:
        defaults = argparse.Namespace(plans=[], library=[], today=None, port=None)
        return await sandbox(defaults, settings)
    database = await open_database(settings.database_url)
    try:
        token = settings.token.get_secret_value()
        duban = build(settings, database, token=token, api_url=settings.api_url, clock=utc_now)
        await _admit_coordinators(duban, settings)
        async with running(duban):
            await _until_stopped()
    finally:
        await database.close()
    return 0


async def sandbox(arguments: argparse.Namespace, settings: Settings) -> int:
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
    async def on_moved(_: datetime) -> None:
        await duban.ticker.tick()

    async def coming(now: datetime) -> datetime | None:
        return await next_reminder(database, rules=duban.rules, now=now)

    world = Sandbox(
        clock,
        on_moved=on_moved,
        next_reminder=coming,
        next_working_day=lambda day: duban.rules.workdays.next(day),
        zone=settings.zone,
        port=port,
    )
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
            _say(plain(duban.services.texts.render("operation/sandbox", address=address)))
            await _until_stopped()
    finally:
        await world.stop()


async def _set_stage(session: AsyncSession, world: Sandbox, *, now: datetime) -> None:
    """Bind a group to each of the busiest departments; give contacts and coordinator their role."""
    busiest = await departments.busiest(session, limit=GROUPS)
    cast = stage.seed_world(world.world, [department.name for department in busiest])
    for department in busiest:
        group = cast.groups[department.name]
        chat = await chats.enter(
            session, telegram_id=group.id, kind=ChatKind.GROUP, title=group.title
        )
        await chats.bind(session, chat, department_id=department.id, now=now)
        person = cast.contacts[department.name]
        contact = await contacts.meet(session, telegram_id=person.id, name=person.name, now=now)
        await contacts.grant(session, contact, Access.CONTACT, now=now, department_id=department.id)
    coordinator = await contacts.meet(
        session, telegram_id=cast.coordinator.id, name=cast.coordinator.name, now=now
    )
    await contacts.grant(session, coordinator, Access.COORDINATOR, now=now)
    world.desk.tour = stage.tour_of(cast)


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


async def _admit_coordinators(duban: Duban, settings: Settings) -> None:
    """Grant the role to who is named in the settings; with nobody, print a one-time code."""
    now = duban.services.clock()
    async with duban.services.database.begin() as session:
        for telegram_id in settings.coordinators:
            await access.admit(session, telegram_id=telegram_id, now=now)
        if await contacts.coordinators(session):
            return
        await invites.withdraw(session, access=Access.COORDINATOR, now=now)
        invite = await invites.create(session, access=Access.COORDINATOR, now=now)
    _say(plain(duban.services.texts.render("operation/start_code", code=invite.code)))


async def _until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C raises there
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
