"""Duban, running: everything built once, opened in order and closed in the reverse order."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

from telegram.request import BaseRequest, HTTPXRequest

from bot.app import build_application
from bot.clock import Clock, utc_now
from bot.duty import Duty
from bot.heartbeat import heartbeat
from bot.inbox import Inbox, Letterbox
from bot.metrics import Metrics
from bot.office import Office
from bot.rate_limiter import PacedRequests
from bot.receiving import Polling, Pushed, Receiving
from bot.robots import desk_of, links_of, vault_of
from bot.senders.robots import RobotSender
from bot.senders.routes import Senders
from bot.senders.telegram import TelegramSender
from bot.updates import read_update
from bot.web.health import health_routes
from bot.web.receipts import receipt_routes
from bot.web.server import WebServer
from bot.web.telegram import telegram_routes
from config.errors import BadConfig
from config.reminders import Ladder, load_ladder
from config.settings import Settings
from handlers.context import BotApplication, Reminding, Services
from handlers.receipts import show_elsewhere
from plans.departments import Directory
from plans.observances import ObservanceCalendar, observance_calendar
from scheduler import rehearsal
from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.drafting import reminding_at
from scheduler.hours import opening
from scheduler.limiter import Limiter, Limits, Seconds
from scheduler.links import Links
from scheduler.owing import Occasion, Rules
from scheduler.retention import Retention
from scheduler.shared_limiter import SharedLimiter, pace_of
from scheduler.status_cards import StatusCards
from scheduler.tick import Ticker, silent
from scheduler.workdays import load_workdays
from store import schema
from store.baton import baton
from store.database import Database
from store.knowing import Knowing
from store.schema import Standing
from store.turns import Turns
from texts.catalogue import Texts
from texts.rehearsals import Performance

CONNECTIONS = 64
"""to the Bot API at once: the dispatcher's and people's"""
GRACE = timedelta(seconds=4)
"""for a process that has lost its office while requests of its were under way"""


@dataclass(frozen=True)
class Duban:
    """A bot that is up."""

    application: BotApplication
    services: Services
    rules: Rules
    ticker: Ticker
    retention: Retention
    inbox: Inbox
    office: Office
    robots: RobotSender
    web: WebServer | None = None
    """None where no port is set"""


async def open_database(url: str, *, upgrade: bool = False) -> Database:
    """Open the database by its URL; an empty one gets its tables, and SQLite its folder.

    Tables of an earlier version are changed where that is asked for, and else refused
    (docs/decisions/0014): so are those of a later one, always.
    """
    database = Database(url)
    if database.file:
        Path(database.file).parent.mkdir(parents=True, exist_ok=True)
    try:
        await _bring_up_to_date(database, upgrade=upgrade)
    except BaseException:
        await database.close()
        raise
    return database


async def _bring_up_to_date(database: Database, *, upgrade: bool) -> None:
    standing = await schema.standing(database)
    if standing is Standing.EMPTY or (standing is Standing.OLDER and upgrade):
        await schema.upgrade(database)
    else:
        await schema.require_current(database)


def reminder_rules(settings: Settings) -> Rules:
    """What planning goes by: the ladder, the working days, the observances, the place's zone."""
    calendar = observance_calendar()

    def occasions(year: int) -> tuple[Occasion, ...]:
        return tuple(Occasion(one.name, one.start(year), one.last(year)) for one in calendar.days)

    return Rules(
        ladder=_by_standard_names(load_ladder(settings.reminders_file), calendar, settings),
        workdays=load_workdays(settings.holidays_dir),
        occasions=occasions,
        zone=settings.zone,
    )


def _by_standard_names(ladder: Ladder, calendar: ObservanceCalendar, settings: Settings) -> Ladder:
    """Call observances with rungs of their own as the calendar does; an unknown one is a fault."""
    own = {}
    for name, rungs in ladder.own_rungs.items():
        if (known := calendar.find(name)) is None:
            raise BadConfig(settings.reminders_file, "observance.names", f"no {name!r} is known")
        own[known.name] = rungs
    return replace(ladder, own_rungs=own)


def requests(settings: Settings) -> tuple[BaseRequest, BaseRequest]:
    """The connections for calls and for updates, both through the proxy where one is set."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return (
        HTTPXRequest(connection_pool_size=CONNECTIONS, proxy=proxy, read_timeout=20),
        HTTPXRequest(connection_pool_size=2, proxy=proxy),
    )


def build(
    settings: Settings,
    database: Database,
    *,
    token: str,
    api_url: str,
    clock: Clock,
    seconds: Seconds = time.monotonic,
) -> Duban:
    """Put the bot together; nothing is connected yet.

    *seconds* is what the limits count by; the sandbox's run with its clock, so that a day's
    messages need not wait for those of the day before.
    """
    texts, rules, metrics = Texts(), reminder_rules(settings), Metrics()
    limiter = _limiter(database, seconds, metrics)
    calls, updates = requests(settings)
    vault, links = vault_of(settings), links_of(settings)
    robots = RobotSender(database, vault, now=utc_now, also=settings.robot_origins)

    async def performances(day: date) -> Sequence[Performance]:
        return await rehearsal.performances(database, day, rules=rules, texts=texts)

    directory = Directory.load()
    services = Services(
        database=database,
        texts=texts,
        directory=directory,
        knowing=Knowing(directory),
        clock=clock,
        zone=settings.zone,
        tick=lambda: ticker.tick(),
        tick_soon=lambda: ticker.soon(),
        reminding=Reminding(
            ladder=rules.ladder,
            workdays=rules.workdays,
            reminding_at=lambda wish, day: reminding_at(wish, day, rules),
            performances=performances,
            opening=partial(opening, rules=rules),
        ),
        robots=desk_of(settings, vault, robots, limiter),
        commands_good_for=timedelta(hours=settings.commands_good_for_hours),
        version=version("duban"),
        started_at=clock(),
        answered=metrics.answered,
    )
    letterbox = Letterbox()
    application = build_application(
        services,
        token=token,
        api_url=api_url,
        rate_limiter=PacedRequests(limiter),
        request=calls,
        updates_request=updates,
        letterbox=letterbox,
    )
    inbox = letterbox.inbox = Inbox(
        database,
        process=application.process_update,
        read=lambda body: read_update(body, application.bot),
        in_order=settings.webhook_url is None,
    )
    sender = Senders(TelegramSender(application.bot), robots)
    dispatcher = Dispatcher(
        database,
        sender,
        Composer(rules, texts, links),
        limiter=limiter,
        clock=clock,
        delivered=metrics.delivered,
        may_send=lambda: holder.holds(),
    )
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    beat = heartbeat(settings.heartbeat_url, proxy=proxy) if settings.heartbeat_url else silent
    holder = baton(database, heard=lambda: ticker.soon())
    ticker = Ticker(
        database,
        rules,
        dispatcher,
        clock,
        beat,
        is_in_office=holder.holds,
        ask_office=holder.call,
    )
    retention = Retention(
        database, texts, timedelta(days=settings.forget_after_days), clock, settings.zone
    )
    metrics.watch(holder)
    cards = StatusCards(database, sender, rules, texts, limiter, clock)
    duty = Duty(
        application,
        services,
        receiving(settings, application),
        ticker,
        {**ticker.jobs, "retention": retention.run, "cards": cards.run},
        grace=GRACE if database.is_server else timedelta(),
    )
    return Duban(
        application,
        services,
        rules,
        ticker,
        retention,
        inbox,
        Office(holder, duty),
        robots,
        web=web_server(settings, application, inbox, services, metrics, links),
    )


def _limiter(database: Database, seconds: Seconds, metrics: Metrics) -> Limiter:
    """Keep the limits alone, or together with the other processes on the database."""
    if not database.is_server:
        return Limiter(seconds=seconds, waited=metrics.waited)
    ledger = Turns(database, pace_of(Limits()))
    return SharedLimiter(ledger, seconds=seconds, waited=metrics.waited)


def receiving(settings: Settings, application: BotApplication) -> Receiving:
    """Updates are pushed where there is a public address and a secret; else they are asked for."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return Polling(application)
    return Pushed(application, settings.webhook_url, settings.webhook_secret.get_secret_value())


def web_server(
    settings: Settings,
    application: BotApplication,
    inbox: Inbox,
    services: Services,
    metrics: Metrics,
    links: Links | None,
) -> WebServer | None:
    """Make the web endpoint; the list below is its table of contents."""
    if settings.web_port is None:
        return None
    routes = health_routes(
        services.database,
        metrics,
        clock=services.clock,
        is_running=lambda: application.running,
    )
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        routes += telegram_routes(application.bot, inbox.put, secret=secret)
    if links is not None:
        signed = partial(show_elsewhere, application.bot, services)
        routes += receipt_routes(services, links, signed)
    return WebServer(routes, host=settings.web_host, port=settings.web_port)


@asynccontextmanager
async def running(duban: Duban) -> AsyncIterator[None]:
    """Answer people and, in office, keep the timetable; at the end finish what is under way."""
    async with duban.application, served(duban.web):
        await duban.application.start()
        try:
            await duban.office.start()  # first: it refuses a second process on one SQLite file
            await duban.inbox.start()
            yield
        finally:
            await duban.office.stop()
            await duban.inbox.stop()
            await duban.application.stop()
            await duban.robots.close()


@asynccontextmanager
async def served(web: WebServer | None) -> AsyncIterator[None]:
    """Keep the web endpoint open, where there is one."""
    if web is None:
        yield
        return
    await web.start()
    try:
        yield
    finally:
        await web.stop()
