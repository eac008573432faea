"""/subscribe, /subscriptions: what a person is told in private, of departments and of tasks."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update, User

from handlers.context import BotApplication, BotContext, answer, redraw
from handlers.notify import say
from handlers.picking import pick_department
from handlers.speakers import is_private, speaker
from handlers.words import add_button, add_command, run_button
from plans.commands import query_of
from plans.errors.people import NobodyMeant, StartFirst
from plans.errors.words import BadArguments, TaskNotFound
from store import answers, chats, subscriptions
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.reply import Button, Reply

CANCEL = "sub"
"""the button that ends a subscription: `sub:7`"""


async def subscribe(update: Update, context: BotContext) -> None:
    """/subscribe DEPARTMENT or NUMBER: tell this person in private, wherever it was asked."""
    words = context.words
    if not words:
        raise BadArguments(usage="subscribe")
    if "#" in words or words.split()[-1].isdecimal():
        await _follow_task(update, context, words)
        return
    department = await pick_department(update, context, words, command="subscribe")
    if department is not None:
        await _subscribe(update, context, department=department)


async def list_subscriptions(update: Update, context: BotContext) -> None:
    """/subscriptions: what this person is told, with a button to end each."""
    await answer(update, await _listing(update, context))


async def cancel(update: Update, context: BotContext) -> None:
    """sub:NUMBER: end one subscription, and show what is left."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or query.data is None or chat is None:
        return
    number = query.data.partition(":")[2]
    async with context.services.database.begin() as session:
        found = await subscriptions.private_chat(session, telegram_id=chat.id)
        if found is not None and number.isdecimal():
            actor = await speaker(session, update, now=context.now)
            await subscriptions.unsubscribe(
                session, found.id, int(number), actor=actor, now=context.now
            )
    await query.answer()
    await redraw(update, await _listing(update, context))


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands and button."""
    add_command(application, texts, "subscribe", subscribe)
    add_command(application, texts, "subscriptions", list_subscriptions)
    add_button(application, CANCEL, cancel)


async def _follow_task(update: Update, context: BotContext, words: str) -> None:
    """Subscribe to the one task that is meant; where plans share its number, ask which."""
    async with context.services.database.begin() as session:
        found = await _tasks_meant(session, context, words)
    if not found:
        raise TaskNotFound(number=words.rpartition("#")[2])
    if len(found) == 1:
        ((ref, label),) = found.items()
        await _subscribe(update, context, ref=ref, label=label)
        return
    buttons = [
        (await run_button(context, label, "subscribe", ref),) for ref, label in found.items()
    ]
    await answer(update, Reply(context.texts.render("settings/which_task"), tuple(buttons)))


async def _tasks_meant(session: AsyncSession, context: BotContext, words: str) -> dict[str, str]:
    """Return the tasks that *words* (a number, or `huizhou-2017#3`) stand for, by name."""
    if "#" in words:
        named = await subscriptions.tasks_named(session, {words})
        return {ref: f"{task.number} {task.title or ''}".strip() for ref, task in named.items()}
    knowledge = await context.services.knowing.now(session)
    query = query_of("task", words, knowledge, today=context.today)
    directory = context.services.directory
    found = await answers.answer(session, query, today=context.today, directory=directory)
    return {
        f"{task.plan.key}#{task.number}": f"{task.number} {task.title or ''}".strip()
        for task in found.tasks
    }


async def _subscribe(
    update: Update,
    context: BotContext,
    *,
    department: Department | None = None,
    ref: str = "",
    label: str = "",
) -> None:
    """Put it down, and say so in private; who has never spoken to Duban there is told to first."""
    user = update.effective_user
    if user is None:
        raise NobodyMeant
    async with context.services.database.begin() as session:
        chat = await _private_chat(session, user)
        fresh = await subscriptions.subscribe(
            session,
            chat,
            department=department,
            ref=ref,
            actor=await speaker(session, update, now=context.now),
            now=context.now,
        )
    text = context.texts.render(
        "settings/subscribed", department=department, label=label, fresh=fresh
    )
    if is_private(update):
        await answer(update, Reply(text))
    elif await say(context, user.id, Reply(text)):
        await _point_to_private(update, context)
    else:
        if fresh:
            async with context.services.database.begin() as session:
                await subscriptions.end_last(session, chat.id)
        raise StartFirst


async def _point_to_private(update: Update, context: BotContext) -> None:
    """Say in the group that the answer has gone to the private chat."""
    note = context.texts.label("told_in_private")
    if update.callback_query is not None:
        await update.callback_query.answer(note)
    else:
        await answer(update, Reply(note))


async def _private_chat(session: AsyncSession, user: User) -> Chat:
    return await chats.enter(
        session, telegram_id=user.id, kind=ChatKind.PRIVATE, title=user.full_name
    )


async def _listing(update: Update, context: BotContext) -> Reply:
    user = update.effective_user
    async with context.services.database.begin() as session:
        chat = await subscriptions.private_chat(session, telegram_id=user.id if user else 0)
        wishes = await subscriptions.of_chat(session, chat.id) if chat else []
    text = context.texts.render("settings/subscriptions", wishes=wishes)
    label = context.texts.label
    buttons = []
    for number, wish in enumerate(wishes, start=1):
        name = wish.department.name if wish.department else wish.row.ref.rpartition("#")[2]
        kind = "end_department" if wish.department else "end_task"
        data = f"{CANCEL}:{wish.row.id}"
        buttons.append((Button(label(kind, number=number, name=name), data=data),))
    if wishes:
        buttons.append((await run_button(context, label("look_at_settings"), "settings"),))
    return Reply(text, tuple(buttons))
