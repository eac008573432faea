"""/start and /help: who you are to Duban, what you can do here, and codes that come by link."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw
from handlers.errors import FROM_INLINE
from handlers.roles import COMMANDS, Need, Rule, may, standing_of
from handlers.speakers import is_private, speaker, voice_of
from handlers.words import add_command, run_button
from store import contacts
from store.contacts import Holding
from store.samples import Sample, sample
from store.standing import Place, Standing
from store.voices import Voice
from texts.catalogue import CommandWords, Texts
from texts.reply import Button, Reply

OFFICE = "office"
"""the page of /help with what coordinators do"""
PRIVATE, GROUP = "private", "group"
"""scopes of commands.toml that are of no use elsewhere"""


async def start(update: Update, context: BotContext) -> None:
    """/start [CODE]: who you are to Duban and three things to try; a code is taken as by /bind."""
    if context.args and context.args != [FROM_INLINE]:
        await context.bot_data.commands["bind"](update, context)
        return
    department, example = await _surroundings(update, context)
    text = context.texts.render(
        "people/start",
        private=is_private(update),
        holdings=await _holdings(update, context),
        department=department,
        example=example,
    )
    await answer(update, Reply(text, await _things_to_try(context, example)))


async def show_help(update: Update, context: BotContext) -> None:
    """/help: what this person can do here, with examples from the loaded plan."""
    standing = await standing_of(update, context)
    department, example = await _surroundings(update, context)
    office = context.words == OFFICE and standing.is_coordinator
    text = context.texts.render(
        "people/office" if office else "people/help",
        private=is_private(update),
        standing=standing,
        department=department,
        example=example,
        commands=_listed(context.texts, standing, office=office),
        bot=context.bot.username,
    )
    buttons = () if office or not standing.is_coordinator else ((await _office(context),),)
    await (redraw if office and update.callback_query else answer)(update, Reply(text, buttons))


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "start", start)
    add_command(application, texts, "help", show_help)


def _listed(texts: Texts, standing: Standing, *, office: bool) -> list[CommandWords]:
    """The commands this person may use here, those of coordinators apart."""
    return [
        command
        for command in texts.commands
        if (rule := COMMANDS.get(command.name))
        and may(rule, standing)
        and command.scope != (GROUP if standing.place is Place.PRIVATE else PRIVATE)
        and _is_office(rule) is office
    ]


def _is_office(rule: Rule) -> bool:
    return rule.need is Need.COORDINATOR


async def _office(context: BotContext) -> Button:
    return await run_button(context, context.texts.label("office"), "help", OFFICE)


async def _holdings(update: Update, context: BotContext) -> list[Holding]:
    """What the person holds; one who holds something is remembered under today's name."""
    async with context.services.database.begin() as session:
        user = update.effective_user
        held = await contacts.holdings(session, telegram_id=user.id if user else 0)
        if held:
            await speaker(session, update, now=context.now)
        return list(held)


async def _surroundings(update: Update, context: BotContext) -> tuple[Voice | None, Sample | None]:
    """The department this chat or person speaks for, and an example from the plans."""
    services, samples = context.services, context.bot_data.samples
    async with services.database.glance() as session:
        voice = await voice_of(session, update)
        plans = await services.knowing.kept(session)
    example = samples.find(plans, voice)
    if example is None:
        async with services.database.look() as session:
            plans = await services.knowing.now(session)
            own = await sample(session, department_id=voice.id) if voice else None
            example = own or await sample(session)
        samples.keep(plans, voice, example)
    return voice, example


async def _things_to_try(
    context: BotContext, example: Sample | None
) -> tuple[tuple[Button, ...], ...]:
    """Three buttons with questions that have an answer; without a plan only help has one."""
    label = context.texts.label
    if example is None:
        return ((await run_button(context, label("try_help"), "help"),),)
    return (
        (
            await run_button(
                context,
                label("try_tasks", department=example.department),
                "tasks",
                example.department,
            ),
        ),
        (
            await run_button(context, label("try_due"), "due"),
            await run_button(context, label("try_help"), "help"),
        ),
    )
