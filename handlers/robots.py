"""/robot: the group robots of other messengers: added, tried out, listed, removed.

An address is a secret: it is stored encrypted, shown by its end only, and the message that brought
it is deleted where Telegram allows it.
"""

from __future__ import annotations

from telegram import Message, Update
from telegram.error import TelegramError

from handlers.context import BotApplication, BotContext, answer, redraw
from handlers.errors import tell
from handlers.picking import full_name, pick_department
from handlers.prompting import Prompt, about, addressee, ask_about
from handlers.robot_words import Said, Verb, details_of, made_of, said_of
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.base import DubanError
from plans.errors.robots import RobotRefused, RobotsNotSetUp
from plans.errors.words import BadArguments, StaleButton
from store import robots
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.reply import Reply
from texts.robot_cards import ROBOT, render_robot, render_robots

ASKED = "robot_for"
"""what the card of a question holds: the department that was chosen, or nothing"""


async def robot(update: Update, context: BotContext) -> None:
    """/robot [add DEPARTMENT ADDRESS [KEY] | test N | remove N]: alone, it lists them."""
    said = said_of(context.words, context)
    if said.verb is Verb.ADD:
        await _add(update, context, said)
    elif said.verb is Verb.LIST:
        await answer(update, await _listing(context, 1))
    elif said.verb is Verb.TEST:
        await answer(update, await _tested(context, said.number))
    else:
        await answer(update, await _one(context, said.number, sure=True))


async def press(update: Update, context: BotContext) -> None:
    """robot:NUMBER:VERB: show, try out or remove one; robot:0:PAGE turns the list, 0:add asks."""
    query = update.callback_query
    _, number, verb = (*((query.data if query else "") or "").split(":"), "", "")[:3]
    if query is None or not number.isdecimal():
        raise StaleButton
    if number == "0" and verb == "add":
        await _ask(update, context, None)
        await query.answer()
        return
    reply = await _pressed(update, context, int(number), verb)
    await query.answer()
    await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command and the buttons."""
    add_command(application, texts, "robot", robot)
    add_button(application, ROBOT, press)


async def _take(update: Update, context: BotContext, message: Message, department: str) -> None:
    """Take an address that was asked for."""
    await _add(update, context, details_of(message.text or "", department=department))


async def _add(update: Update, context: BotContext, said: Said) -> None:
    """Add a robot, or ask for what is missing; whatever comes of it, hide what is secret."""
    if not said.address:
        await _ask_for(update, context, said.department)
        return
    try:
        if not said.is_sound:
            raise BadArguments(usage=ROBOT)
        made = made_of(said, context)
        department = await pick_department(
            update, context, said.department, command=ROBOT, words=f"{Verb.ADD} {{}}"
        )
        if department is not None:
            await _store(update, context, department, made)
    except DubanError as error:
        await tell(update, context.texts.sentence(error))
    finally:
        await _hide(update, context)


async def _store(
    update: Update, context: BotContext, department: Department, made: robots.NewRobot
) -> None:
    async with context.services.database.begin() as session:
        row = await robots.add(
            session,
            made,
            department=department,
            title=context.texts.label(f"robot_{made.vendor}"),
            actor=await speaker(session, update, now=context.now),
            now=context.now,
        )
        listed = await robots.get(session, row.id)
    await answer(update, render_robot(listed, note="added", texts=context.texts))


async def _hide(update: Update, context: BotContext) -> None:
    """Delete the message that holds a secret; where that is not allowed, ask for it."""
    message = update.effective_message
    try:
        if message is not None:
            await message.delete()
    except TelegramError:
        await answer(update, Reply(context.texts.render("robots/delete_yourself")))


PROMPT = Prompt(ROBOT, about(ASKED), _take, too_late=_hide)
"""for an address"""


async def _ask_for(update: Update, context: BotContext, name: str) -> None:
    """Ask for the address of a department's robot."""
    if not name:
        await _ask(update, context, None)
        return
    words = f"{Verb.ADD} {{}}"
    department = await pick_department(update, context, name, command=ROBOT, words=words)
    if department is not None:
        await _ask(update, context, department)


async def _ask(update: Update, context: BotContext, department: Department | None) -> None:
    """Ask by a message that wants a reply, and remember what the reply will be about."""
    if context.services.robots.missing:
        raise RobotsNotSetUp(missing=context.services.robots.missing)
    text = context.texts.render("robots/question", department=department, whom=addressee(update))
    name = full_name(department) if department else ""
    await ask_about(update, context, text, ASKED, name)


async def _pressed(update: Update, context: BotContext, number: int, verb: str) -> Reply:
    if not number:
        return await _listing(context, int(verb) if verb.isdecimal() else 1)
    if verb == "test":
        return await _tested(context, number)
    if verb == "sure":
        return await _removed(update, context, number)
    return await _one(context, number, sure=verb == "remove")


async def _listing(context: BotContext, page: int) -> Reply:
    async with context.services.database.begin() as session:
        found = await robots.listing(session)
    return render_robots(found, page, texts=context.texts)


async def _one(context: BotContext, number: int, *, sure: bool) -> Reply:
    async with context.services.database.begin() as session:
        listed = await robots.get(session, number)
    return render_robot(listed, note="sure" if sure else "", texts=context.texts)


async def _tested(context: BotContext, number: int) -> Reply:
    """Send a robot a word; one that could not be written to is written to again if it arrives."""
    async with context.services.database.begin() as session:
        listed = await robots.get(session, number)
    words = context.texts.render("robots/test", department=listed.department.name)
    why = await context.services.robots.try_out(listed.chat.telegram_id, words)
    if why is not None:
        raise RobotRefused(why=context.texts.why_frozen(why))
    async with context.services.database.begin() as session:
        back = await robots.works(session, listed.robot)
        listed = await robots.get(session, number)
    if back:
        await context.services.tick()
    return render_robot(listed, note="back" if back else "tested", texts=context.texts)


async def _removed(update: Update, context: BotContext, number: int) -> Reply:
    async with context.services.database.begin() as session:
        listed = await robots.get(session, number)
        actor = await speaker(session, update, now=context.now)
        await robots.remove(session, listed, actor=actor, now=context.now)
    text = context.texts.render("robots/removed", department=listed.department, robot=listed.robot)
    return Reply(text)
