"""/bind, /unbind: which group, or topic, speaks for which department; codes that give a role."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, answer
from handlers.menu import refresh_menu
from handlers.picking import pick_department
from handlers.roles import coordinators_by_name, standing_of
from handlers.speakers import is_private, speaker, spot_of
from handlers.words import add_command, run_button
from plans.errors.people import BadCode, NotAllowed, WrongPlace
from plans.errors.words import BadArguments
from store import binding
from store.binding import Outcome
from store.invites import looks_like_code
from texts.catalogue import Texts
from texts.reply import Reply


async def bind(update: Update, context: BotContext) -> None:
    """/bind CODE: bind this group by a code; in private, take the role the code is for.

    A coordinator may name the department, or the coordinators, instead of bringing a code.
    """
    words = context.words
    if not words:
        raise BadArguments(usage="bind")
    if is_private(update):
        await _take_role(update, context, code=words)
    elif words.startswith(context.texts.label("coordinators_word")):
        await _bind_coordinators(update, context)
    elif looks_like_code(words):
        await _bind_by_code(update, context, code=words)
    else:
        await _bind_by_name(update, context, name=words)


async def unbind(update: Update, context: BotContext) -> None:
    """/unbind: this group, or topic, speaks for nobody any more."""
    spot = spot_of(update)
    async with context.services.database.begin() as session:
        ended = await binding.unbind(
            session,
            telegram_id=spot.telegram_id,
            thread_id=spot.thread_id,
            actor=await speaker(session, update, now=context.now),
            now=context.now,
        )
    text = context.texts.render("people/unbound", ended=ended, topic=bool(spot.thread_id))
    await answer(update, Reply(text))
    if ended and ended[1]:
        await refresh_menu(context, spot.telegram_id)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "bind", bind)
    add_command(application, texts, "unbind", unbind)


async def _take_role(update: Update, context: BotContext, *, code: str) -> None:
    if not looks_like_code(code):
        if (await standing_of(update, context)).is_coordinator:
            raise WrongPlace(places=["group"])
        raise BadCode
    async with context.services.database.begin() as session:
        person = await speaker(session, update, now=context.now)
        outcome = await binding.take_role(session, person, code=code, now=context.now)
    await answer(update, Reply(context.texts.render("people/role_taken", outcome=outcome)))
    if outcome.department is None:
        await refresh_menu(context, person.telegram_id)


async def _bind_by_code(update: Update, context: BotContext, *, code: str) -> None:
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        outcome = await binding.bind_by_code(
            session, spot_of(update), code=code, actor=actor, now=context.now
        )
    await _confirm(update, context, outcome)


async def _bind_coordinators(update: Update, context: BotContext) -> None:
    await _only_coordinators(update, context)
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        outcome = await binding.make_coordinators(
            session, spot_of(update), actor=actor, now=context.now
        )
    await _confirm(update, context, outcome)


async def _bind_by_name(update: Update, context: BotContext, *, name: str) -> None:
    if not (await standing_of(update, context)).is_coordinator:
        raise BadCode
    department = await pick_department(update, context, name, command="bind")
    if department is None:
        return
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        outcome = await binding.bind(
            session, spot_of(update), department, actor=actor, now=context.now
        )
    await _confirm(update, context, outcome)


async def _only_coordinators(update: Update, context: BotContext) -> None:
    if not (await standing_of(update, context)).is_coordinator:
        raise NotAllowed(who=await coordinators_by_name(context))


async def _confirm(update: Update, context: BotContext, outcome: Outcome) -> None:
    """Say what this group is now, with the first thing to try."""
    spot = spot_of(update)
    text = context.texts.render("people/bound", outcome=outcome, topic=bool(spot.thread_id))
    command, words = ("tasks", outcome.department.name) if outcome.department else ("chats", "")
    button = await run_button(context, context.texts.label(f"look_at_{command}"), command, words)
    await answer(update, Reply(text, ((button,),)))
    if outcome.department is None and outcome.changed:
        await refresh_menu(context, spot.telegram_id)
