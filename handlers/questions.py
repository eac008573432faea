"""Questions: a command or its Chinese word becomes a Query, its answer one card with buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.context import (
    BotApplication,
    BotContext,
    Callback,
    answer,
    redraw,
    topic_of,
)
from handlers.examples import offered_with_plans
from handlers.speakers import is_private
from handlers.words import add_button, add_command
from plans.commands import Asker, query_of
from plans.errors import DepartmentNotFound, StaleButton
from plans.knowledge import Knowledge
from plans.query import Kind, Query, Reason
from plans.refinement import Refinement, refinements
from store import answers, cards, chats
from store.replies import Answer
from texts.answers import ANSWER, View, render_answer
from texts.catalogue import Texts
from texts.reply import Reply

COMMANDS = (
    "tasks",
    "task",
    "targets",
    "due",
    "observances",
    "departments",
    "plans",
)
Ask = Callable[[Knowledge, Asker], Query]


def asking(name: str) -> Callback:
    """Return the callback of one command."""

    async def asked(update: Update, context: BotContext) -> None:
        def ask(knowledge: Knowledge, asker: Asker) -> Query:
            return query_of(name, context.words, knowledge, today=context.today, asker=asker)

        await respond(update, context, ask, command=name)

    return asked


async def respond(update: Update, context: BotContext, ask: Ask, *, command: str) -> None:
    """Understand, answer in one transaction, reply; names like a mistyped one become buttons."""
    async with context.services.database.begin() as session:
        knowledge = await context.services.knowing.now(session)
        query = _understood(ask, knowledge, await _asker(update, session))
        card = await cards.keep(session, {"query": query.to_json()})
        reply = await _reply(session, context, query, View(card), command)
    if command == "plans":
        offered = await offered_with_plans(update, context, [p.key for p in knowledge.plans])
        reply = replace(reply, buttons=(*reply.buttons, *offered))
    await answer(update, reply)


async def turn(update: Update, context: BotContext) -> None:
    """q:CARD:PAGE:UNFOLDED: show that part of a card, on the same message."""
    query = update.callback_query
    if query is None:
        return
    try:
        view = View.read(query.data or "")
    except ValueError:
        raise StaleButton from None
    await query.answer()
    async with context.services.database.begin() as session:
        body = await cards.body(session, view.card)
        if "query" not in body:
            raise StaleButton
        asked = Query.from_json(body["query"])
        reply = await _reply(session, context, asked, view, asked.kind.value)
    await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the commands and the button that turns pages."""
    for name in COMMANDS:
        add_command(application, texts, name, asking(name))
    add_button(application, ANSWER, turn)


def _understood(ask: Ask, knowledge: Knowledge, asker: Asker) -> Query:
    if not knowledge.plans:
        return Query(Kind.NONE, reason=Reason.NO_PLANS)
    try:
        return ask(knowledge, asker)
    except DepartmentNotFound as error:
        return Query(
            Kind.NONE,
            reason=Reason.UNKNOWN_DEPARTMENT,
            asked=str(error.values["name"]),
            nearest=tuple(map(str, error.values.get("nearest") or ())),  # type: ignore[call-overload]
        )


async def _reply(
    session: AsyncSession, context: BotContext, query: Query, view: View, command: str
) -> Reply:
    services = context.services
    found = await answers.answer(session, query, today=context.today, directory=services.directory)
    return render_answer(
        found,
        texts=services.texts,
        view=view,
        refinements=await _refinements(session, found),
        suggestions=await _suggestions(session, found, command),
    )


async def _refinements(session: AsyncSession, found: Answer) -> Mapping[Refinement, int]:
    """Keep a card for each narrower question."""
    with_targets = sum(1 for task in found.tasks if task.target_count)
    narrower = refinements(
        found.query,
        roles=frozenset(task.role for task in found.tasks if task.role),
        has_targets=0 < with_targets < len(found.tasks),
    )
    return {
        name: await cards.keep(session, {"query": query.to_json()})
        for name, query in narrower.items()
    }


async def _suggestions(session: AsyncSession, found: Answer, command: str) -> Mapping[str, int]:
    """Keep a card for each name that may have been meant: the same command, with that name."""
    return {
        name: await cards.keep(session, {"do": command, "words": name}) for name in found.nearest
    }


async def _asker(update: Update, session: AsyncSession) -> Asker:
    """For whom "we" stands: the chat's department, in private the contact's own."""
    chat = update.effective_chat
    if chat is None:
        return Asker()
    if is_private(update):
        department = await chats.department_of_person(session, telegram_id=chat.id)
    else:
        department = await chats.department_of(
            session, telegram_id=chat.id, thread_id=topic_of(update)
        )
    return Asker(department.name, department.place) if department else Asker()
