"""/invite: one-time codes for departments' groups, their contacts, and further coordinators."""

from __future__ import annotations

from telegram import Update
from telegram.helpers import create_deep_linked_url

from handlers.context import BotApplication, BotContext, answer
from handlers.picking import pick_department
from handlers.speakers import speaker
from handlers.words import add_command
from plans.errors.words import BadArguments
from store import binding
from store.tables.people import Access, Invite
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.reply import Button, Reply


async def invite(update: Update, context: BotContext) -> None:
    """/invite DEPARTMENT: a code that binds its group or makes a person its contact."""
    words = context.words
    if not words:
        raise BadArguments(usage="invite")
    if words.startswith(context.texts.label("coordinators_word")):
        await _hand_out(update, context, Access.COORDINATOR, None)
        return
    department = await pick_department(update, context, words, command="invite")
    if department is not None:
        await _hand_out(update, context, Access.CONTACT, department)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "invite", invite)


async def _hand_out(
    update: Update, context: BotContext, access: Access, department: Department | None
) -> None:
    async with context.services.database.begin() as session:
        made = await binding.invite(
            session,
            access=access,
            department=department,
            actor=await speaker(session, update, now=context.now),
            now=context.now,
        )
    await answer(update, _invitation(context, made, department))


def _invitation(context: BotContext, made: Invite, department: Department | None) -> Reply:
    """The code, the lines to send on, and links that send them by a tap."""
    in_private = create_deep_linked_url(context.bot.username, made.code)
    in_group = create_deep_linked_url(context.bot.username, made.code, group=True)
    text = context.texts.render(
        "people/invitation",
        code=made.code,
        department=department,
        until=made.expires_at.astimezone(context.services.zone).date(),
        today=context.today,
        in_private=in_private,
        in_group=in_group,
    )
    return Reply(text, ((Button(context.texts.label("add_to_group"), url=in_group),),))
