"""/audit: who changed what and when; behind a button, the whole record as a table."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, topic_of
from handlers.paging import LINES, Page, asked_page, show, turning
from handlers.words import add_command, run_button
from plans.errors.words import NotFound
from store import audit
from texts.audit_sheet import sheet
from texts.catalogue import Texts
from texts.reply import Reply

EXPORT = "export"


async def show_audit(update: Update, context: BotContext) -> None:
    """/audit: the newest changes first, a page at a time."""
    words, number = asked_page(context.words)
    if words == EXPORT:
        await _export(update, context)
        return
    current = max(number or 1, 1)
    async with context.services.database.begin() as session:
        count = await audit.count(session)
        rows = await audit.latest(session, limit=LINES, offset=(current - 1) * LINES)
        names = await audit.names(session, rows)
    page = Page(rows, current, max(1, -(-count // LINES)))
    text = context.texts.render(
        "people/audit",
        page=page,
        names=names,
        count=count,
        zone=context.services.zone,
        today=context.today,
    )
    export = await run_button(context, context.texts.label("export"), "audit", EXPORT)
    turns = await turning(context, "audit", "", page)
    await show(update, Reply(text, tuple(filter(None, (turns, (export,))))), turned=bool(number))


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's command."""
    add_command(application, texts, "audit", show_audit)


async def _export(update: Update, context: BotContext) -> None:
    """Send the whole record as a file that Excel and WPS open."""
    async with context.services.database.begin() as session:
        rows = await audit.everything(session)
        names = await audit.names(session, rows)
    message = update.effective_message
    if message is None:
        raise NotFound
    await message.reply_document(
        sheet(rows, names, texts=context.texts, zone=context.services.zone),
        filename=context.texts.label("audit_file", day=context.today.isoformat()),
        caption=context.texts.render("people/audit_exported", count=len(rows)),
        message_thread_id=topic_of(update) or None,
    )
