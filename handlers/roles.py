"""Who may do what, in which chat: one table (also docs/roles.md), checked in one place.

Roles are rows of `Grant`, never "is chat admin" and never a user name. Every command
and every button is registered through `handlers.words`, which asks here; one without a row in the
table cannot be registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import Update

from handlers.context import BotContext, Callback, topic_of
from handlers.manners import confirm_by_button, is_anonymous, is_forwarded, is_older_than
from plans.errors.people import (
    NotAllowed,
    NotBound,
    NotContact,
    NotKnown,
    NotRepeated,
    TooOld,
    WrongPlace,
)
from plans.errors.words import StaleButton
from store import contacts
from store.standing import Place, Standing, standing


class Need(StrEnum):
    """What somebody must be."""

    NOTHING = "nothing"
    """anybody, anywhere"""
    HEARING = "hearing"
    """anybody in private and in bound groups; in other groups somebody with a role"""
    ROLE = "role"
    """somebody with a role, whatever the chat"""
    CONTACT = "contact"
    """a contact of the chat's department, in private of any; or a coordinator"""
    COORDINATOR = "coordinator"


ANYWHERE = frozenset(Place)
IN_PRIVATE = frozenset({Place.PRIVATE})
IN_GROUPS = ANYWHERE - IN_PRIVATE
AMONG_COORDINATORS = frozenset({Place.PRIVATE, Place.COORDINATORS})
"""where personal data and lists of everything may be shown"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a command or button asks of who uses it."""

    need: Need
    where: frozenset[Place] = ANYWHERE
    changes: bool = False
    """it changes something: not by forwarding, not days later, not by somebody unknown"""

    @property
    def is_open(self) -> bool:
        """Whether nothing about person or chat needs looking up."""
        return self.need is Need.NOTHING and self.where == ANYWHERE

    @property
    def needs_a_name(self) -> bool:
        """Whether an anonymous administrator has to show who it is."""
        return self.changes or self.need in {Need.CONTACT, Need.COORDINATOR}


ASKING = Rule(Need.HEARING)

COMMANDS: Mapping[str, Rule] = {
    "start": Rule(Need.NOTHING),  # a code that comes with it is taken by the rule of bind
    "help": Rule(Need.NOTHING),
    "plans": ASKING,
    "tasks": ASKING,
    "task": ASKING,
    "targets": ASKING,
    "due": ASKING,
    "observances": ASKING,
    "departments": ASKING,
    "search": ASKING,
    "who": ASKING,
    "ask": ASKING,
    "calendar": ASKING,
    "events": ASKING,
    "settings": Rule(Need.CONTACT),
    "subscribe": Rule(Need.CONTACT, changes=True),
    "subscriptions": Rule(Need.NOTHING, where=IN_PRIVATE),
    "event": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),  # a card asks to confirm
    "broadcast": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),  # a preview comes before sending
    "broadcasts": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "replies": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "rehearse": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "bind": Rule(Need.NOTHING, changes=True),  # the code is the right; the rest is checked there
    "unbind": Rule(Need.COORDINATOR, where=IN_GROUPS, changes=True),
    "invite": Rule(Need.COORDINATOR, changes=True),
    "grant": Rule(Need.COORDINATOR, changes=True),
    "revoke": Rule(Need.COORDINATOR, changes=True),
    "handover": Rule(Need.COORDINATOR, changes=True),
    "receipts": ASKING,  # in a bound group its own, for coordinators everybody's
    "chats": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "contacts": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "robot": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "letter": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "templates": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "audit": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "status": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "import": Rule(
        Need.COORDINATOR, where=AMONG_COORDINATORS
    ),  # only reads: a card asks to confirm
    "undo": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "mydata": Rule(Need.NOTHING, where=IN_PRIVATE),
    "forgetme": Rule(Need.NOTHING, where=IN_PRIVATE, changes=True),
}

BUTTONS: Mapping[str, Rule] = {
    "q": ASKING,  # another page of an answer
    "intake": Rule(
        Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True
    ),  # a plan that was read
    "undo": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "cal": ASKING,  # another page of the calendar
    "set": Rule(Need.CONTACT, changes=True),
    "z": Rule(Need.CONTACT, changes=True),  # a digest once more
    "sub": Rule(Need.NOTHING, where=IN_PRIVATE, changes=True),  # ends one's own subscription
    "draft": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "ev": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "bd": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "bc": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "robot": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "letter": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "tp": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "rh": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),
    "no": Rule(Need.NOTHING),  # takes back a question whether something is meant
    "run": Rule(Need.NOTHING),  # carries out a command, by that command's rule
    "s": Rule(Need.NOTHING),  # signs a notice; handlers.receipts asks for the notice's own chat
    "chase": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
    "phoned": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS, changes=True),
}

WORDS: Mapping[str, Rule] = {
    "document": Rule(Need.COORDINATOR, where=AMONG_COORDINATORS),  # a file, to be read as a plan
    "question": ASKING,  # a free question, without any command
    "inline": Rule(Need.ROLE),  # what is found is posted in any chat
}


@dataclass(frozen=True)
class Guarded:
    """The callback of a command, button or kind of words with its rule before it."""

    name: str
    rule: Rule
    callback: Callback

    async def __call__(self, update: Update, context: BotContext) -> None:
        """Ask who hides, refuse who may not, else do it; a press in no chat can do nothing."""
        if update.callback_query is not None and update.effective_chat is None:
            raise StaleButton
        if self.rule.needs_a_name and is_anonymous(update):
            await confirm_by_button(update, context, command=self.name)
            return
        await admit(self.rule, update, context)
        await self.callback(update, context)


async def admit(rule: Rule, update: Update, context: BotContext) -> None:
    """Raise what is to be told to somebody who may not; return for who may."""
    if rule.changes:
        _refuse_what_is_not_meant(update, context)
    if rule.is_open or (rule.need is Need.HEARING and _is_private(update)):
        return
    where = await standing_of(update, context)
    if may(rule, where):
        return
    if where.place not in rule.where and _may_elsewhere(rule, where):
        raise WrongPlace(places=_places(rule.where))
    raise _refusal(rule.need)(who=await coordinators_by_name(context))


def may(rule: Rule, where: Standing) -> bool:
    """Whether somebody who stands there satisfies the rule."""
    return where.place in rule.where and _meets(rule.need, where)


def _may_elsewhere(rule: Rule, where: Standing) -> bool:
    """Whether the same person may in another kind of chat; else it is the role that is wanting."""
    return any(may(rule, replace(where, place=place)) for place in rule.where)


async def standing_of(update: Update, context: BotContext) -> Standing:
    """Return where the person of this update stands."""
    user, chat = update.effective_user, update.effective_chat
    async with context.services.database.glance() as session:
        return await standing(
            session,
            person=user.id if user else 0,
            chat=chat.id if chat else None,
            thread=topic_of(update),
        )


async def coordinators_by_name(context: BotContext) -> list[str]:
    """Name who may do everything, for somebody who may not."""
    async with context.services.database.look() as session:
        return [person.name for person in await contacts.coordinators(session)]


def _refuse_what_is_not_meant(update: Update, context: BotContext) -> None:
    if is_forwarded(update):
        raise NotRepeated
    limit = context.services.commands_good_for
    if is_older_than(update, limit, now=context.now):
        raise TooOld(hours=int(limit.total_seconds()) // 3600)


def _is_private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.id > 0


def _meets(need: Need, where: Standing) -> bool:
    if need is Need.NOTHING or where.is_coordinator:
        return True
    if need is Need.HEARING:
        return where.place is not Place.FOREIGN or where.has_role
    if need is Need.ROLE:
        return where.has_role
    return need is Need.CONTACT and where.is_contact_here


def _refusal(need: Need) -> type[NotAllowed]:
    refusals = {Need.HEARING: NotBound, Need.CONTACT: NotContact, Need.ROLE: NotKnown}
    return refusals.get(need, NotAllowed)


def _places(where: frozenset[Place]) -> list[str]:
    """Name the kinds of chat for the sentence of WrongPlace."""
    if where == IN_GROUPS:
        return ["group"]
    return [place.value for place in Place if place in where]
