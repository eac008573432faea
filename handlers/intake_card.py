"""The buttons below a reading: answers to its doubts, pages, 确认导入, 取消."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from telegram import Update

from handlers.context import BotApplication, BotContext, redraw
from handlers.intake_replies import ask
from handlers.speakers import speaker
from handlers.words import add_button, run_button
from plans.corrections import Verdict
from plans.errors.words import PlanChanged, StaleButton
from store import intakes
from store.intakes import Sheet
from store.revisions import Applied
from texts.intake import INTAKE, UNDO, departments, page_of, render_card, render_tasks, targets
from texts.reply import Button, Reply


@dataclass(frozen=True, slots=True)
class Press:
    """What a button says: `intake:17:accept:3`."""

    intake: int
    verb: str
    number: int

    @classmethod
    def read(cls, data: str) -> Press:
        """Read a button's data; raises StaleButton where it is something else."""
        try:
            _, intake, verb, number = data.split(":")
            return cls(int(intake), verb, int(number))
        except ValueError:
            raise StaleButton from None


Act = Callable[[Update, BotContext, Press], Awaitable[None]]


async def press(update: Update, context: BotContext) -> None:
    """Do what the button says."""
    query = update.callback_query
    if query is None:
        return
    pressed = Press.read(query.data or "")
    act = ACTS.get(pressed.verb)
    if act is None:
        raise StaleButton
    await act(update, context, pressed)
    await query.answer()


def register(application: BotApplication) -> None:
    """Add the buttons."""
    add_button(application, INTAKE, press)


async def _show_page(update: Update, context: BotContext, pressed: Press) -> None:
    await _redraw(update, context, pressed.intake, page=pressed.number)


async def _show_tasks(update: Update, context: BotContext, pressed: Press) -> None:
    sheet = await sheet_of(context, pressed.intake)
    await redraw(update, render_tasks(sheet, pressed.number, texts=context.texts))


async def _answer_doubt(update: Update, context: BotContext, pressed: Press) -> None:
    verdict = None if pressed.verb == AGAIN else Verdict(pressed.verb)
    async with context.services.database.begin() as session:
        await intakes.say(session, pressed.intake, pressed.number, verdict, now=context.now)
    await _redraw(update, context, pressed.intake, page=page_of(pressed.number))


async def _ask(update: Update, context: BotContext, pressed: Press) -> None:
    await ask(update, context, await sheet_of(context, pressed.intake), pressed.number)


async def _accept_rest(update: Update, context: BotContext, pressed: Press) -> None:
    async with context.services.database.begin() as session:
        await intakes.accept_rest(session, pressed.intake, now=context.now)
    await _redraw(update, context, pressed.intake, page=pressed.number)


async def _decide(update: Update, context: BotContext, pressed: Press) -> None:
    same = pressed.verb == SAME
    async with context.services.database.begin() as session:
        await intakes.decide(session, pressed.intake, same=same, now=context.now)
    await _redraw(update, context, pressed.intake)


async def _confirm(update: Update, context: BotContext, pressed: Press) -> None:
    services = context.services
    sheet = await sheet_of(context, pressed.intake)
    try:
        async with services.database.begin() as session:
            applied = await intakes.confirm(
                session,
                pressed.intake,
                contact=await speaker(session, update, now=context.now),
                directory=services.directory,
                now=context.now,
                today=context.today,
            )
    except PlanChanged:
        async with services.database.begin() as session:
            await intakes.compare_anew(session, pressed.intake, now=context.now)
        await _redraw(update, context, pressed.intake)
        raise
    await redraw(update, await _applied(context, sheet, applied))


async def _cancel(update: Update, context: BotContext, pressed: Press) -> None:
    sheet = await sheet_of(context, pressed.intake)
    async with context.services.database.begin() as session:
        await intakes.cancel(session, pressed.intake, now=context.now)
    await redraw(update, Reply(context.texts.render("intake/cancelled", plan=sheet.facts)))


async def sheet_of(context: BotContext, number: int) -> Sheet:
    """Return what the card of that reading shows now."""
    services = context.services
    async with services.database.begin() as session:
        return await intakes.sheet(session, number, directory=services.directory, now=context.now)


async def _redraw(update: Update, context: BotContext, number: int, *, page: int = 1) -> None:
    sheet = await sheet_of(context, number)
    await redraw(update, render_card(sheet, page, texts=context.texts, today=context.today))


async def _applied(context: BotContext, sheet: Sheet, applied: Applied) -> Reply:
    """Say what was done, with the way back."""
    facts, texts = sheet.facts, context.texts
    text = texts.render(
        "intake/applied",
        plan=facts,
        applied=applied,
        departments=len(departments(facts)),
        targets=len(targets(facts)),
    )
    look = await run_button(context, texts.label("look_at_tasks"), "tasks", facts.key)
    back = Button(texts.label("intake_undo"), data=f"{UNDO}:{applied.revision_id}")
    return Reply(text, ((look, back) if applied.revision_id else (look,),))


AGAIN = "again"
SAME = "same"
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "page": _show_page,
        "tasks": _show_tasks,
        Verdict.ACCEPT.value: _answer_doubt,
        Verdict.JOIN.value: _answer_doubt,
        Verdict.DROP.value: _answer_doubt,
        AGAIN: _answer_doubt,
        "ask": _ask,
        "rest": _accept_rest,
        SAME: _decide,
        "other": _decide,
        "confirm": _confirm,
        "cancel": _cancel,
    }
)
"""by the verb of the button"""
