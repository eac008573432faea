"""/grant, /revoke, /handover: who is coordinator, contact or reader.

A person is pointed out by replying to them, by a mention Telegram resolves, or by the number that
/contacts shows; never by user name, which anybody may take over.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import MessageEntity, Update, User

from handlers.context import BotApplication, BotContext, answer
from handlers.manners import UNNAMED
from handlers.menu import refresh_menu
from handlers.picking import full_name, pick_department
from handlers.speakers import person, speaker
from handlers.words import add_command, run_button
from plans.errors.people import NobodyMeant
from plans.errors.words import BadArguments
from store import access, contacts
from store.tables.people import Access, Contact
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.reply import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands after /grant or /revoke."""

    person: Contact
    role: Access | None
    department: str
    """as typed, "" for none"""


async def grant(update: Update, context: BotContext) -> None:
    """/grant [NUMBER] ROLE [DEPARTMENT]: give somebody a role."""
    asked = await _asked(update, context, command="grant")
    role = asked.role or (Access.CONTACT if asked.department else None)
    if role is None or (role is Access.CONTACT) is not bool(asked.department):
        raise BadArguments(usage="grant")
    ready, department = await _department(update, context, asked, role, command="grant")
    if not ready:
        return
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        fresh = await access.appoint(
            session, asked.person, role, department, actor=actor, now=context.now
        )
    await _report(update, context, "granted", asked.person, role, department, done=fresh)
    if role is Access.COORDINATOR:
        await refresh_menu(context, asked.person.telegram_id)


async def revoke(update: Update, context: BotContext) -> None:
    """/revoke [NUMBER] [ROLE] [DEPARTMENT]: take a role; without one, ask which."""
    asked = await _asked(update, context, command="revoke")
    if asked.role is None:
        await _ask_which(update, context, asked.person)
        return
    ready, department = await _department(update, context, asked, asked.role, command="revoke")
    if not ready:
        return
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        gone = await access.dismiss(
            session, asked.person, asked.role, department, actor=actor, now=context.now
        )
    await _report(update, context, "revoked", asked.person, asked.role, department, done=gone)
    if asked.role is Access.COORDINATOR:
        await refresh_menu(context, asked.person.telegram_id)


async def handover(update: Update, context: BotContext) -> None:
    """/handover NUMBER [NUMBER]: all that one contact holds goes to another, in one step."""
    words = [word for word in context.args or [] if word.isdecimal()]
    async with context.services.database.begin() as session:
        pointed = _pointed_out(update)
        if not words or (len(words) < 2 and pointed is None):
            raise BadArguments(usage="handover")
        old = await contacts.get(session, int(words[0]))
        if len(words) > 1:
            new = await contacts.get(session, int(words[1]))
        else:
            new = await person(session, pointed, now=context.now) if pointed else old
        if new.id == old.id:
            raise NobodyMeant
        actor = await speaker(session, update, now=context.now)
        held = await access.hand_over(session, old=old, new=new, actor=actor, now=context.now)
    text = context.texts.render("people/handed_over", old=old, new=new, held=held)
    await answer(update, Reply(text))
    if any(row.access is Access.COORDINATOR for row, _ in held):
        await refresh_menu(context, old.telegram_id, new.telegram_id)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "grant", grant)
    add_command(application, texts, "revoke", revoke)
    add_command(application, texts, "handover", handover)


async def _asked(update: Update, context: BotContext, *, command: str) -> Asked:
    """Read the words: a number, a role, a department, in this order, each of which may lack."""
    words = list(context.args or [])
    number = int(words.pop(0)) if words and words[0].isdecimal() else None
    user = _pointed_out(update)
    async with context.services.database.begin() as session:
        if number is not None:
            meant = await contacts.get(session, number)
        elif user is not None:
            meant = await person(session, user, now=context.now)
            words = _without_mention(words, user)
        else:
            raise NobodyMeant(usage=context.texts.command(command).usage)
    role = _role(context.texts, words[0]) if words else None
    return Asked(meant, role, " ".join(words[1:] if role else words))


def _pointed_out(update: Update) -> User | None:
    """Return whom the command replies to or mentions, a bot or a channel never."""
    message = update.message
    if message is None:
        return None
    mentioned = message.parse_entities([MessageEntity.TEXT_MENTION])
    for entity in mentioned:
        if entity.user and not entity.user.is_bot:
            return entity.user
    replied = message.reply_to_message
    user = replied.from_user if replied else None
    return None if user is None or user.is_bot or user.id in UNNAMED else user


def _without_mention(words: list[str], user: User) -> list[str]:
    name = user.full_name.split()
    return words[len(name) :] if words[: len(name)] == name else words


def _role(texts: Texts, word: str) -> Access | None:
    return next((role for role in Access if texts.label(f"access_{role.value}") == word), None)


async def _department(
    update: Update, context: BotContext, asked: Asked, role: Access, *, command: str
) -> tuple[bool, Department | None]:
    """Return whether to go on, and for which department; the buttons say it all again."""
    if role is not Access.CONTACT or not asked.department:
        return True, None
    again = f"{asked.person.id} {context.texts.label(f'access_{role.value}')} {{}}"
    department = await pick_department(
        update, context, asked.department, command=command, words=again
    )
    return department is not None, department


async def _ask_which(update: Update, context: BotContext, meant: Contact) -> None:
    """Offer a button for each role the person holds."""
    async with context.services.database.begin() as session:
        held = await contacts.holdings(session, telegram_id=meant.telegram_id)
    buttons = []
    for row, department in held:
        role = context.texts.label(f"access_{row.access.value}")
        label = f"{department.name} {role}" if department else role
        words = f"{meant.id} {role} {full_name(department) if department else ''}".strip()
        buttons.append((await run_button(context, label, "revoke", words),))
    text = context.texts.render("people/revoke_which", person=meant, held=held)
    await answer(update, Reply(text, tuple(buttons)))


async def _report(
    update: Update,
    context: BotContext,
    template: str,
    meant: Contact,
    role: Access,
    department: Department | None,
    *,
    done: bool,
) -> None:
    text = context.texts.render(
        f"people/{template}", person=meant, role=role, department=department, done=done
    )
    await answer(update, Reply(text))
