"""A messenger that does as it is told, and the road that leads to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.limiter import Limiter, Limits
from scheduler.owing import Rules
from scheduler.senders import CannotChange, DeliveryError, Outgoing
from scheduler.tick import Ticker
from store.database import Database
from tests.integration.scheduler.factories import RULES
from texts.catalogue import Texts

HURRIED = Limits(spacing=0, chat_spacing=0, group=10_000)


@dataclass
class Outbox:
    """A sender that keeps what it is given; `faults` are raised one after another, by chat."""

    sent: list[Outgoing] = field(default_factory=list)
    faults: dict[int, list[DeliveryError | None]] = field(default_factory=dict)
    bared: list[tuple[int, int]] = field(default_factory=list)
    """messages whose buttons were taken off"""
    edited: list[tuple[Outgoing, int]] = field(default_factory=list)
    deleted: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    fixed: set[str] = field(default_factory=set)
    """what this messenger cannot: edit, delete"""
    arrives_anyway: bool = False
    before: Callable[[], None] = lambda: None
    _ids: int = 0

    async def send(self, outgoing: Outgoing) -> Sequence[int]:
        self.before()
        waiting = self.faults.get(outgoing.chat, [])
        fault = waiting.pop(0) if waiting else None
        if fault is None or self.arrives_anyway:
            self.sent.append(outgoing)
        if fault is not None:
            raise fault
        last = self._ids = self._ids + max(len(outgoing.files), 1)
        return range(last - max(len(outgoing.files), 1) + 1, last + 1)

    async def edit(self, outgoing: Outgoing, message_id: int) -> None:
        if "edit" in self.fixed:
            raise CannotChange("message can't be edited")
        self.edited.append((outgoing, message_id))

    async def delete(self, chat: int, message_ids: Sequence[int]) -> None:
        if "delete" in self.fixed:
            raise CannotChange("message can't be deleted for everyone")
        self.deleted.append((chat, tuple(message_ids)))

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        self.bared.append((chat, message_id))


@dataclass
class Hands:
    """A clock that is moved by hand."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def road(
    database: Database,
    sender: Outbox,
    clock: Hands,
    *,
    rules: Rules = RULES,
    may_send: Callable[[], bool] = lambda: True,
) -> Ticker:
    dispatcher = Dispatcher(
        database,
        sender,
        Composer(rules, Texts()),
        limiter=Limiter(seconds=lambda: clock.now.timestamp(), limits=HURRIED),
        clock=clock,
        may_send=may_send,
    )
    return Ticker(database, rules, dispatcher, clock)
