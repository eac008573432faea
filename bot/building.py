"""Duban, put together: the one place that knows every part. Nothing is connected yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version

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
from bot.rules import reminder_rules
from bot.running import Duban
from bot.senders.robots import RobotSender
from bot.senders.routes import Senders
from bot.senders.telegram import TelegramSender
from bot.updates import read_update
from bot.web.health import health_routes
from bot.web.receipts import receipt_routes
from bot.web.server import WebServer
from bot.web.telegram import telegram_routes
from config.settings import Settings
from handlers.context import BotApplication, Reminding, RobotDesk, Services
from handlers.receipts import show_elsewhere
from plans.departments import Directory
from scheduler import rehearsal
from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.drafting import reminding_at
from scheduler.hours import opening
from scheduler.limiter import Limiter, Limits, Seconds
from scheduler.links import Links
from scheduler.owing import Rules
from scheduler.retention import Retention
from scheduler.shared_limiter import SharedLimiter, pace_of
from scheduler.status_cards import StatusCards
from scheduler.tick import Ticker, silent
from store.baton import Baton, baton
from store.database import Database
from store.knowing import Knowing
from store.turns import Turns
from texts.catalogue import Texts
from texts.rehearsals import Performance

CONNECTIONS = 64
"""to the Bot API at once: the dispatcher's and people's"""
GRACE = timedelta(seconds=4)
"""for a process that has lost its office while requests of its were under way"""


@dataclass(frozen=True)
class _Ground:
    """What every part stands on."""

    settings: Settings
    database: Database
    clock: Clock
    texts: Texts
    rules: Rules
    metrics: Metrics
    limiter: Limiter
    links: Links | None


def build(
    settings: Settings,
    database: Database,
    *,
    token: str,
    api_url: str,
    clock: Clock,
    seconds: Seconds = time.monotonic,
) -> Duban:
    """Put the bot together.

    *seconds* is what the limits count by; the sandbox's run with its clock, so that a day's
    messages need not wait for those of the day before.
    """
    ground = _ground(settings, database, clock, seconds)
    vault = vault_of(settings)
    robots = RobotSender(database, vault, now=utc_now, also=settings.robot_origins)
    desk = desk_of(settings, vault, robots, ground.limiter)
    services = _services(ground, desk, lambda: ticker)
    application, inbox = _conversation(ground, services, token=token, api_url=api_url)
    sender = Senders(TelegramSender(application.bot), robots)
    holder = baton(database, heard=lambda: ticker.soon())
    ground.metrics.watch(holder)
    ticker = _ticker(ground, sender, holder)
    retention = Retention(
        database, ground.texts, timedelta(days=settings.forget_after_days), clock, settings.zone
    )
    duty = _duty(ground, application, services, ticker, retention, sender)
    return Duban(
        application=application,
        services=services,
        rules=ground.rules,
        ticker=ticker,
        retention=retention,
        inbox=inbox,
        office=Office(holder, duty),
        robots=robots,
        web=_web_server(ground, application, inbox, services),
    )


def _ground(settings: Settings, database: Database, clock: Clock, seconds: Seconds) -> _Ground:
    metrics = Metrics()
    return _Ground(
        settings=settings,
        database=database,
        clock=clock,
        texts=Texts(),
        rules=reminder_rules(settings),
        metrics=metrics,
        limiter=_limiter(database, seconds, metrics),
        links=links_of(settings),
    )


def _limiter(database: Database, seconds: Seconds, metrics: Metrics) -> Limiter:
    """Keep the limits alone, or together with the other processes on the database."""
    if not database.is_server:
        return Limiter(seconds=seconds, waited=metrics.waited)
    ledger = Turns(database, pace_of(Limits()))
    return SharedLimiter(ledger, seconds=seconds, waited=metrics.waited)


def _services(ground: _Ground, desk: RobotDesk, ticker: Callable[[], Ticker]) -> Services:
    """What handlers work with; the ticker is made after them."""
    directory = Directory.load()
    return Services(
        database=ground.database,
        texts=ground.texts,
        directory=directory,
        knowing=Knowing(directory),
        clock=ground.clock,
        zone=ground.settings.zone,
        tick=lambda: ticker().tick(),
        tick_soon=lambda: ticker().soon(),
        reminding=_reminding(ground),
        robots=desk,
        commands_good_for=timedelta(hours=ground.settings.commands_good_for_hours),
        version=version("duban"),
        started_at=ground.clock(),
        answered=ground.metrics.answered,
    )


def _reminding(ground: _Ground) -> Reminding:
    rules = ground.rules

    async def performances(day: date) -> Sequence[Performance]:
        return await rehearsal.performances(ground.database, day, rules=rules, texts=ground.texts)

    return Reminding(
        ladder=rules.ladder,
        workdays=rules.workdays,
        reminding_at=lambda wish, day: reminding_at(wish, day, rules),
        performances=performances,
        opening=partial(opening, rules=rules),
    )


def _conversation(
    ground: _Ground, services: Services, *, token: str, api_url: str
) -> tuple[BotApplication, Inbox]:
    """PTB's application, and the inbox through which every update reaches it."""
    calls, updates = requests(ground.settings)
    letterbox = Letterbox()
    application = build_application(
        services,
        token=token,
        api_url=api_url,
        rate_limiter=PacedRequests(ground.limiter),
        request=calls,
        updates_request=updates,
        letterbox=letterbox,
    )
    letterbox.inbox = Inbox(
        ground.database,
        process=application.process_update,
        read=lambda body: read_update(body, application.bot),
        in_order=ground.settings.webhook_url is None,
    )
    return application, letterbox.inbox


def requests(settings: Settings) -> tuple[BaseRequest, BaseRequest]:
    """The connections for calls and for updates, both through the proxy where one is set."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return (
        HTTPXRequest(connection_pool_size=CONNECTIONS, proxy=proxy, read_timeout=20),
        HTTPXRequest(connection_pool_size=2, proxy=proxy),
    )


def _ticker(ground: _Ground, sender: Senders, holder: Baton) -> Ticker:
    dispatcher = Dispatcher(
        ground.database,
        sender,
        Composer(ground.rules, ground.texts, ground.links),
        limiter=ground.limiter,
        clock=ground.clock,
        delivered=ground.metrics.delivered,
        may_send=holder.holds,
    )
    settings = ground.settings
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    beat = heartbeat(settings.heartbeat_url, proxy=proxy) if settings.heartbeat_url else silent
    return Ticker(
        ground.database,
        ground.rules,
        dispatcher,
        ground.clock,
        beat,
        is_in_office=holder.holds,
        ask_office=holder.call,
    )


def _duty(
    ground: _Ground,
    application: BotApplication,
    services: Services,
    ticker: Ticker,
    retention: Retention,
    sender: Senders,
) -> Duty:
    cards = StatusCards(
        ground.database, sender, ground.rules, ground.texts, ground.limiter, ground.clock
    )
    return Duty(
        application,
        services,
        _receiving(ground.settings, application),
        ticker,
        {**ticker.jobs, "retention": retention.run, "cards": cards.run},
        grace=GRACE if ground.database.is_server else timedelta(),
    )


def _receiving(settings: Settings, application: BotApplication) -> Receiving:
    """Updates are pushed where there is a public address and a secret; else they are asked for."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return Polling(application)
    return Pushed(application, settings.webhook_url, settings.webhook_secret.get_secret_value())


def _web_server(
    ground: _Ground, application: BotApplication, inbox: Inbox, services: Services
) -> WebServer | None:
    """Make the web endpoint; the list below is its table of contents."""
    settings = ground.settings
    if settings.web_port is None:
        return None
    routes = health_routes(
        ground.database,
        ground.metrics,
        clock=ground.clock,
        is_running=lambda: application.running,
    )
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        routes += telegram_routes(application.bot, inbox.put, secret=secret)
    if ground.links is not None:
        signed = partial(show_elsewhere, application.bot, services)
        routes += receipt_routes(services, ground.links, signed)
    return WebServer(routes, host=settings.web_host, port=settings.web_port)
