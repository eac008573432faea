"""What a handler works with: the services, the present moment, and ways to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from config.reminders import Ladder
from handlers.desk import Desk
from handlers.keyboards import keyboard
from handlers.pace import Paces
from handlers.recollection import Recollection
from handlers.refusals import CARD_GONE, UNCHANGED, says
from plans.departments import Directory
from store.database import Database
from store.knowing import Knowing
from store.preferences import Preference
from store.samples import Sample
from store.vault import Vault
from texts.calendar import Workdays
from texts.catalogue import Texts
from texts.rehearsals import Performance
from texts.reply import Reply

NO_TOPIC = 0
GENERAL_TOPIC = 1
"""the topic every forum begins with; naming it when sending is an error (docs/telegram.md T2)"""


class Opening(Protocol):
    """Knows the hours at which messages go out."""

    def __call__(self, moment: datetime, urgency: int, *, opens_at: time) -> datetime:
        """Return the first instant from *moment* on; *opens_at*: when the earliest chat's begin."""


@dataclass(frozen=True)
class Reminding:
    """What handlers know of the reminder road."""

    ladder: Ladder
    workdays: Workdays
    reminding_at: Callable[[Preference, date], datetime]
    """when a chat with those wishes is reminded of that day"""
    performances: Callable[[date], Awaitable[Sequence[Performance]]]
    """what would go out on that day"""
    opening: Opening
    """when a message may go out that is so pressing"""


async def _out_of_order(_chat: int, _words: str) -> str | None:
    return "robot_key"


@dataclass(frozen=True)
class RobotDesk:
    """What handlers know of the group robots of other messengers."""

    vault: Vault = field(default_factory=lambda: Vault(None, lambda _: None))
    also: frozenset[str] = frozenset()
    """origins that may be called besides the vendors' own"""
    missing: tuple[str, ...] = ("DUBAN_SECRET_KEY", "DUBAN_PUBLIC_URL", "DUBAN_WEB_PORT")
    """settings that robots need and that are not there"""
    try_out: Callable[[int, str], Awaitable[str | None]] = _out_of_order
    """sends words to the robot whose chat has that id; returns why they did not arrive"""


@dataclass(frozen=True)
class Services:
    """Everything a handler may use; built in `bot`, the same for every update."""

    database: Database
    texts: Texts
    directory: Directory
    clock: Callable[[], datetime]
    """returns now, aware, UTC"""
    zone: ZoneInfo
    """the place's time zone; a day is a day there"""
    knowing: Knowing
    """what the loaded plans know of themselves"""
    tick: Callable[[], Awaitable[object]]
    """plans and dispatches what is due, at once"""
    reminding: Reminding
    tick_soon: Callable[[], object] = lambda: None
    """lets that be done beside what is answered: it may take minutes"""
    robots: RobotDesk = field(default_factory=RobotDesk)
    commands_good_for: timedelta = timedelta(days=1)
    """how long a command that changes something may have waited while Duban was down"""
    version: str = ""
    started_at: datetime | None = None
    answered: Callable[[float], object] = lambda _: None
    """is told how many seconds an answer took"""


@dataclass
class BotData:
    """PTB makes it empty; `bot.app` puts the services in before the first update."""

    services: Services | None = None
    paces: Paces = field(default_factory=Paces)
    """who has asked how much in the last minute"""
    outcomes: Recollection[Any] = field(default_factory=Recollection)
    """what came of questions, while no plan changes"""
    samples: Recollection[Sample | None] = field(default_factory=Recollection)
    """what help takes its examples from, for each department"""
    desk: Desk = field(default_factory=Desk)
    """who answers commands and buttons"""
    commands: dict[str, Callback] = field(default_factory=dict)
    """by Latin name, each with its rule: what a button that carries out a command calls"""


class BotContext(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], BotData]):
    """One update's context."""

    @property
    def services(self) -> Services:
        """The services the application was built with."""
        services = self.bot_data.services
        if services is None:
            raise RuntimeError("the application was built without services")
        return services

    @property
    def texts(self) -> Texts:
        """The catalogue of words."""
        return self.services.texts

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.services.clock()

    @property
    def today(self) -> date:
        """The day it is in the place's time zone."""
        return self.now.astimezone(self.services.zone).date()

    @property
    def words(self) -> str:
        """What stands after the command."""
        return " ".join(self.args or ())


Callback: TypeAlias = Callable[[Update, BotContext], Coroutine[Any, Any, None]]

BotApplication: TypeAlias = Application[
    ExtBot[Any], BotContext, dict[Any, Any], dict[Any, Any], BotData, None
]


def topic_of(update: Update) -> int:
    """Return the topic it was said in, 0 for none: elsewhere the field is a chain of replies."""
    message = update.effective_message
    if message is None or not message.is_topic_message:
        return NO_TOPIC
    thread = message.message_thread_id or NO_TOPIC
    return NO_TOPIC if thread == GENERAL_TOPIC else thread


async def answer(update: Update, reply: Reply) -> Message | None:
    """Answer the message where it was asked, topic included."""
    message, chat = update.effective_message, update.effective_chat
    if message is not None:
        return await message.reply_text(
            reply.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            message_thread_id=topic_of(update) or None,
        )
    if chat is not None:  # below a message too old for Telegram to show the bot
        return await chat.send_message(
            reply.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(reply)
        )
    return None


async def redraw(update: Update, reply: Reply, *, caption: bool = False) -> None:
    """Edit the card whose button was pressed; one that already looks so, or is gone, is left alone.

    *caption*: its text stands below a photo or document.
    """
    query = update.callback_query
    if query is None:
        return
    edit = query.edit_message_caption if caption else query.edit_message_text
    try:
        await edit(reply.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(reply))
    except BadRequest as error:
        if not says(error, UNCHANGED + CARD_GONE):
            raise


async def edit_card(bot: ExtBot[Any], reply: Reply, *, chat_id: int, message_id: int) -> bool:
    """Edit the card that stands there; return False where it has been deleted meanwhile."""
    look: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": keyboard(reply)}
    try:
        await bot.edit_message_text(reply.text, chat_id=chat_id, message_id=message_id, **look)
    except BadRequest as error:
        if not says(error, UNCHANGED + CARD_GONE):
            raise
        return not says(error, CARD_GONE)
    return True
