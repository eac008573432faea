"""/templates: broadcasts kept under names, with fields in which each department reads its own.

Everything by command is also a button; a template is used by opening a draft of /broadcast with it.
"""

from __future__ import annotations

from telegram import Message, Update

from handlers.broadcast_cards import show
from handlers.broadcast_content import without_call
from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.prompting import Prompt, about, addressee, ask_about
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.words import BadArguments, StaleButton
from plans.fields import FIELDS
from store import broadcast_drafts, chats, templates
from store.audiences import Choice, Whom
from store.broadcast_drafts import Said
from store.contents import Content
from texts.broadcasts import check
from texts.catalogue import Texts
from texts.fields import with_fields
from texts.reply import Reply
from texts.template_cards import TEMPLATE, render_template, render_templates

COMMAND = "templates"
ASKED = "template_for"
"""what the card of a question holds: the template that is changed, 0 for a new one"""
LONGEST_NAME = 30


async def command(update: Update, context: BotContext) -> None:
    """/templates [NUMBER], add NAME and words below, change N words, use/look/remove N."""
    first, *rest = context.args or [""]
    verb = _verb(first, context)
    if not first:
        await answer(update, await _listing(context))
    elif first.isdecimal():
        await answer(update, await _one(context, int(first)))
    elif verb == "add":
        await _begin(update, context, 0, _after(update, context, 1))
    elif verb and rest and rest[0].isdecimal():
        if verb == "change":
            await _begin(update, context, int(rest[0]), _after(update, context, 2))
        else:
            await _do(update, context, int(rest[0]), "remove" if verb == "remove" else verb)
    else:
        raise BadArguments(usage=COMMAND)


async def press(update: Update, context: BotContext) -> None:
    """tp:NUMBER:VERB: open, use, look at, change or remove one; tp:0:add, tp:0:list."""
    query = update.callback_query
    _, number, verb = (*((query.data if query else "") or "").split(":"), "", "")[:3]
    if query is None or not number.isdecimal():
        raise StaleButton
    await _do(update, context, int(number), verb)
    await query.answer()


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command and the buttons."""
    add_command(application, texts, COMMAND, command)
    add_button(application, TEMPLATE, press)


async def _take(update: Update, context: BotContext, message: Message, number: int) -> None:
    """Take the words that were asked for."""
    await _keep(update, context, number, message.text_html)


PROMPT = Prompt(TEMPLATE, about(ASKED), _take)
"""for a template's words"""


def _verb(word: str, context: BotContext) -> str | None:
    for verb in ("add", "change", "use", "look", "remove"):
        if word.lower() in (verb, *context.texts.label(f"tp_{verb}_words").split(",")):
            return verb
    return None


def _after(update: Update, context: BotContext, words: int) -> str:
    """Return what stands after the command and so many words, formatting and lines kept."""
    message = update.message
    if message is None or not message.text:
        return ""
    spoken = context.texts.command(COMMAND).words
    html = without_call(message.text_html, COMMAND, spoken, context.bot.username)
    rest = html.split(None, words)
    return rest[words] if len(rest) > words else ""


async def _begin(update: Update, context: BotContext, number: int, html: str) -> None:
    """Keep the words that came with the command, or ask for them."""
    if html:
        await _keep(update, context, number, html)
    else:
        await _ask(update, context, number)


async def _keep(update: Update, context: BotContext, number: int, html: str) -> None:
    """Keep a new template, its name before its words, or other words for one that is there."""
    between = "\n" if "\n" in html.strip() else " "
    name, _, words = html.strip().partition(between) if not number else ("", "", html)
    named = bool(number) or 0 < len(name.strip()) <= LONGEST_NAME
    if not (named and words.strip()):
        raise BadArguments(usage=COMMAND)
    check(Content(words.strip()))
    async with context.services.database.begin() as session:
        actor = await speaker(session, update, now=context.now)
        if number:
            row = await templates.get(session, number)
            await templates.change(session, row, html=words.strip(), actor=actor, now=context.now)
        else:
            row = await templates.add(
                session, name=name.strip(), html=words.strip(), actor=actor, now=context.now
            )
    note = "changed" if number else "added"
    await answer(update, render_template(row, note=note, texts=context.texts))


async def _ask(update: Update, context: BotContext, number: int) -> None:
    async with context.services.database.begin() as session:
        row = await templates.get(session, number) if number else None
    text = context.texts.render(
        "templates/question", row=row, whom=addressee(update), fields=FIELDS
    )
    await ask_about(update, context, text, ASKED, number)


async def _do(update: Update, context: BotContext, number: int, verb: str) -> None:
    """Carry out what a button, or the word of a command, says."""
    if verb in {"add", "change"}:
        await _ask(update, context, number)
    elif verb == "use":
        await _use(update, context, number)
    elif verb == "look":
        await answer(update, Reply(await _looked(context, number)))
    else:
        reply = await _shown(update, context, number, verb)
        await (redraw if update.callback_query else answer)(update, reply)


async def _shown(update: Update, context: BotContext, number: int, verb: str) -> Reply:
    if verb == "list":
        return await _listing(context)
    if verb == "sure":
        async with context.services.database.begin() as session:
            row = await templates.get(session, number)
            actor = await speaker(session, update, now=context.now)
            await templates.remove(session, row, actor=actor, now=context.now)
        return Reply(context.texts.render("templates/removed", name=row.name))
    return await _one(context, number, note="sure" if verb == "remove" else "")


async def _listing(context: BotContext) -> Reply:
    async with context.services.database.look() as session:
        return render_templates(await templates.listing(session), texts=context.texts)


async def _one(context: BotContext, number: int, *, note: str = "") -> Reply:
    async with context.services.database.look() as session:
        row = await templates.get(session, number)
        return render_template(row, note=note, texts=context.texts)


async def _looked(context: BotContext, number: int) -> str:
    """Fill a template for the first department that has a chat."""
    async with context.services.database.look() as session:
        row = await templates.get(session, number)
        bound = await chats.bound(session)
        department = bound[0][1] if bound else None
        meaning = await templates.meaning(
            session, department, Choice(Whom.ALL), today=context.today
        )
        words = with_fields(row.html, meaning, today=context.today, texts=context.texts)
    return context.texts.render("templates/look", department=meaning.department, words=words)


async def _use(update: Update, context: BotContext, number: int) -> None:
    """Open a draft of a broadcast with the template's words."""
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        row = await templates.get(session, number)
        draft = await broadcast_drafts.open_one(
            session,
            Said(content=Content(row.html)),
            contact=await speaker(session, update, now=context.now),
            telegram_id=chat.id if chat else 0,
            thread_id=topic_of(update),
            now=context.now,
        )
    await show(update, context, draft.id)
