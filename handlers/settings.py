"""/settings: how this chat is reminded. One card, edited in place; 完成 puts it in force.

What is being chosen stands on the card of each button, so that nothing is lost by a restart and
nothing is changed before 完成.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.speakers import is_private, speaker
from handlers.words import add_button, add_command
from plans.errors.people import NothingToSet
from plans.errors.words import BadArguments, StaleButton
from plans.moments import day_in, time_in
from store import cards, chats, preferences, subscriptions
from store.deadlines import Audience
from store.preferences import Group, Preference
from store.tables.people import Chat
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.reply import Reply
from texts.settings import (
    SETTINGS,
    Page,
    Sheet,
    TaskName,
    render_saved,
    render_settings,
    rungs_of,
)

TITLE = 24
"""characters of a task's title on a button"""


async def settings(update: Update, context: BotContext) -> None:
    """/settings [WORDS]: the card of this chat; words choose beforehand, 完成 is still asked."""
    async with context.services.database.begin() as session:
        chat = await _chat_here(session, update)
        base = (await preferences.of_chat(session, chat.id)).as_of(context.today)
        sheet = await _sheet(session, context, chat, base, base)
        if context.words:
            sheet = await _with(session, chat, sheet, _by_words(context, sheet))
    await answer(update, render_settings(sheet, Page.HOME, texts=context.texts))


async def press(update: Update, context: BotContext) -> None:
    """set:CARD:VERB:…: turn to a page, choose something, or end."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    _, number, verb, *arguments = (*query.data.split(":"), "", "")
    async with context.services.database.begin() as session:
        chat, sheet = await _card(session, update, context, number)
    if verb in {"done", "drop"}:
        await query.answer()
        await redraw(update, await _end(update, context, chat, sheet, save=verb == "done"))
        return
    try:
        if verb in set(Page):
            page, argument = Page(verb), arguments[0]
        else:
            page, argument, draft = _chosen(sheet, verb, arguments, context.today)
            async with context.services.database.begin() as session:
                sheet = await _with(session, chat, sheet, draft)
        reply = render_settings(sheet, page, argument, texts=context.texts)
    except (ValueError, OverflowError, StopIteration):
        raise StaleButton from None
    await query.answer()
    await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's command and its card's buttons."""
    add_command(application, texts, "settings", settings)
    add_button(application, SETTINGS, press)


async def _chat_here(session: AsyncSession, update: Update) -> Chat:
    """Return the chat that is reminded where this is said: its topic, or the whole group."""
    chat = update.effective_chat
    if chat is None:
        raise NothingToSet
    if is_private(update):
        found = await subscriptions.private_chat(session, telegram_id=chat.id)
        if found is None or not await subscriptions.of_chat(session, found.id):
            raise NothingToSet(private=True)
        return found
    spoken_for = await chats.spoken_for(session, telegram_id=chat.id)
    by_topic = {row.thread_id: row for row, _ in spoken_for}
    here = by_topic.get(topic_of(update)) or by_topic.get(0)
    if here is None:
        raise NothingToSet
    return here


async def _card(
    session: AsyncSession, update: Update, context: BotContext, number: str
) -> tuple[Chat, Sheet]:
    """Return what a button's card says, if it is a card of this chat."""
    body = await cards.body(session, int(number) if number.isdecimal() else 0)
    if "settings" not in body or update.effective_chat is None:
        raise StaleButton
    chat = await chats.get(session, body["settings"])
    if chat.telegram_id != update.effective_chat.id:
        raise StaleButton
    base, draft = (Preference.from_json(body[key]) for key in ("base", "draft"))
    return chat, await _sheet(session, context, chat, base, draft)


async def _sheet(
    session: AsyncSession, context: BotContext, chat: Chat, base: Preference, draft: Preference
) -> Sheet:
    return Sheet(
        card=await _keep(session, chat, base, draft),
        title=chat.title,
        base=base,
        draft=draft,
        ladder=context.services.reminding.ladder,
        tasks=await _tasks(session, chat, context.today),
        today=context.today,
    )


async def _with(session: AsyncSession, chat: Chat, sheet: Sheet, draft: Preference) -> Sheet:
    """Put another draft on the card."""
    return replace(sheet, draft=draft, card=await _keep(session, chat, sheet.base, draft))


async def _keep(session: AsyncSession, chat: Chat, base: Preference, draft: Preference) -> int:
    body = {"settings": chat.id, "base": base.to_json(), "draft": draft.to_json()}
    return await cards.keep(session, body)


async def _tasks(session: AsyncSession, chat: Chat, today: date) -> Sequence[TaskName]:
    """Name the tasks this chat is reminded of and that are not over."""
    audiences = []
    department = await session.get(Department, chat.department_id or 0)
    departments = [
        department,
        *(w.department for w in await subscriptions.of_chat(session, chat.id)),
    ]
    for one in departments:
        if one is not None:
            audiences.append(Audience(one.place, one.name))
    return [
        TaskName(task.id, ref, f"{task.number} {task.title or ''}".strip()[:TITLE])
        for ref, task in await subscriptions.tasks_of(session, audiences)
        if task.due is None or task.due >= today
    ]


def _by_words(context: BotContext, sheet: Sheet) -> Preference:
    """Read 时间 8:30, 暂停 12月20日, 静音 3 12月15日."""
    said, _, rest = context.words.partition(" ")
    label, draft, today = context.texts.label, sheet.draft, context.today
    if said == label("settings_time") and (at := time_in(rest)):
        if not sheet.ladder.is_quiet(at):
            return replace(draft, remind_at=at)
    elif said == label("settings_pause_word") and (day := day_in(rest, today)):
        if day > today:
            return replace(draft, paused_until=day)
    elif said == label("settings_mute_word"):
        number, _, until = rest.partition(" ")
        task = next((one for one in sheet.tasks if one.label.split()[0] == number), None)
        day = day_in(until, today)
        if task and day and day > today:
            return replace(draft, muted={**draft.muted, task.ref: day})
    raise BadArguments(usage="settings")


def _chosen(
    sheet: Sheet, verb: str, arguments: Sequence[str], today: date
) -> tuple[Page, str, Preference]:
    """Return what a press makes of the draft, and the page it belongs to; ValueError for none."""
    draft, first = sheet.draft, arguments[0]
    if verb == "digest":
        return Page.HOME, "", replace(draft, digest=not draft.digest)
    if verb == "at":
        at = time(int(first[:2]), int(first[2:]))
        own = None if at == sheet.ladder.remind_at else at
        return Page.TIME, "", replace(draft, remind_at=own)
    if verb == "stop":
        until = today + timedelta(days=int(first))
        return Page.PAUSE, "", replace(draft, paused_until=until)
    if verb == "resume":
        return Page.PAUSE, "", replace(draft, paused_until=None)
    if verb == "rung":
        return Page.RUNGS, first, _toggled(sheet, Group(first), int(arguments[1]))
    if verb in {"mute", "unmute"}:
        ref = next(task.ref for task in sheet.tasks if str(task.number) == first)
        muted = {key: until for key, until in draft.muted.items() if key != ref}
        if verb == "mute":
            muted[ref] = today + timedelta(days=int(arguments[1]))
        return Page.TASK, first, replace(draft, muted=muted)
    raise ValueError(verb)


def _toggled(sheet: Sheet, group: Group, rung: int) -> Preference:
    """Take a rung out, or back in."""
    if rung not in rungs_of(sheet.ladder, group):
        raise ValueError(rung)
    without = sheet.draft.without.get(group, frozenset()) ^ {rung}
    kept = {**sheet.draft.without, group: without}
    return replace(sheet.draft, without={key: rungs for key, rungs in kept.items() if rungs})


async def _end(
    update: Update, context: BotContext, chat: Chat, sheet: Sheet, *, save: bool
) -> Reply:
    """Put the draft in force, or leave everything as it is; the card keeps no buttons."""
    changed: Sequence[str] = ()
    if save and sheet.draft != sheet.base:
        async with context.services.database.begin() as session:
            current = (await preferences.of_chat(session, chat.id)).as_of(context.today)
            wanted = _merged(current, sheet)
            actor = await speaker(session, update, now=context.now)
            changed = await preferences.save(session, chat, wanted, actor=actor, now=context.now)
            due_at = context.services.reminding.reminding_at(wanted, context.today)
            await preferences.reschedule(session, chat.id, due_at)
        await context.services.tick()
    shown = sheet if save else replace(sheet, draft=sheet.base)
    return render_saved(shown, len(changed), texts=context.texts)


def _merged(current: Preference, sheet: Sheet) -> Preference:
    """Put over *current* only what this card changed: somebody else may have changed the rest."""
    changed = {
        name: getattr(sheet.draft, name)
        for name in ("remind_at", "digest", "paused_until", "without", "muted")
        if getattr(sheet.draft, name) != getattr(sheet.base, name)
    }
    return replace(current, **changed)
