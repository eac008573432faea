"""/chats and /contacts: what is bound to whom, who does what, and what is still missing."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext
from handlers.paging import asked_page, page_of, show, turning
from handlers.words import add_command, run_button
from store import chats, contacts, preferences
from store.tables.people import ChatState
from texts.catalogue import Texts
from texts.reply import Button, Reply

UNBOUND = "unbound"
"""the page of /chats with departments that nobody can be reminded for"""


async def list_chats(update: Update, context: BotContext) -> None:
    """/chats: every binding and its state; behind a button, the departments without one."""
    words, number = asked_page(context.words)
    if words == UNBOUND:
        await _list_unbound(update, context, number)
        return
    async with context.services.database.begin() as session:
        rows = await chats.groups(session)
        lonely = len(await chats.unbound(session))
        wishes = await preferences.everyones(session)
    page = page_of(rows, number)
    text = context.texts.render(
        "people/chats",
        page=page,
        count=len(rows),
        frozen=sum(chat.state is ChatState.FROZEN for chat, _ in rows),
        lonely=lonely,
        wishes={chat: wish.as_of(context.today) for chat, wish in wishes.items()},
        today=context.today,
    )
    buttons = [await turning(context, "chats", "", page)]
    if lonely:
        label = context.texts.label("unbound_departments", count=lonely)
        buttons.append((await run_button(context, label, "chats", UNBOUND),))
    await show(update, Reply(text, _filled(buttons)), turned=number is not None)


async def list_contacts(update: Update, context: BotContext) -> None:
    """/contacts [WORDS]: who holds which role, with the numbers /grant and /revoke go by."""
    words, number = asked_page(context.words)
    async with context.services.database.begin() as session:
        rows = [
            row
            for row in await contacts.listing(session)
            if words in row[0].name or (row[2] is not None and words in row[2].name)
        ]
    page = page_of(rows, number)
    people = len({contact.id for contact, _, _ in rows})
    text = context.texts.render("people/contacts", page=page, people=people, words=words)
    buttons = [await turning(context, "contacts", words, page)]
    await show(update, Reply(text, _filled(buttons)), turned=number is not None)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "chats", list_chats)
    add_command(application, texts, "contacts", list_contacts)


async def _list_unbound(update: Update, context: BotContext, number: int | None) -> None:
    async with context.services.database.begin() as session:
        rows = await chats.unbound(session)
    page = page_of(rows, number)
    text = context.texts.render("people/unbound_departments", page=page, count=len(rows))
    buttons = [await turning(context, "chats", UNBOUND, page)]
    await show(update, Reply(text, _filled(buttons)), turned=number is not None)


def _filled(rows: list[tuple[Button, ...]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(row for row in rows if row)
