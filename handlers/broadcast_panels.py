"""The panels of a draft: to whom, when, until when to sign, how pressing."""

from __future__ import annotations

from collections.abc import Sequence

from config.urgency import Urgency
from handlers.broadcast_cards import show
from handlers.context import redraw
from handlers.pressed import Pressed
from handlers.speakers import speaker
from plans.errors.words import StaleButton
from plans.places import bare
from plans.sending import CLOSING, SignBy, sending_in
from store import audiences, broadcasts, chats
from store.audiences import Choice, Whom
from texts.broadcast_cards import (
    MOMENTS,
    SIGN_WITHIN,
    departments_panel,
    list_panel,
    sign_panel,
    when_panel,
    who_panel,
)

OFFERED = 6
"""broadcasts and groups that a panel lists"""


async def who(pressed: Pressed) -> None:
    """Offer the ways of choosing to whom."""
    texts = pressed.context.texts
    await redraw(pressed.update, who_panel(pressed.draft.id, texts.label("who_title"), texts=texts))


async def choose_all(pressed: Pressed) -> None:
    """Send to every department's chat."""
    await _choose(pressed, Choice(Whom.ALL))


async def choose_districts(pressed: Pressed) -> None:
    """Send to the chats of districts."""
    await _choose(pressed, Choice(Whom.DISTRICTS))


async def departments(pressed: Pressed) -> None:
    """Show a page of departments to tick."""
    await _show_departments(pressed, pressed.number())


async def tick(pressed: Pressed) -> None:
    """Tick a department, or take the tick away."""
    row, chosen = pressed.number(), list(_ticked(pressed))
    chosen = [one for one in chosen if one != row] if row in chosen else [*chosen, row]
    choice = Choice(Whom.DEPARTMENTS, tuple(chosen)) if chosen else None
    await pressed.keep(choice=choice)
    await _show_departments(pressed, pressed.number(1), chosen)


async def groups(pressed: Pressed) -> None:
    """List what is kept under names, to choose or to forget."""
    context = pressed.context
    async with context.services.database.begin() as session:
        found = (await audiences.groups(session))[:OFFERED]
    rows = [
        [
            (row.name, f"group:{row.id}"),
            (context.texts.label("group_drop", name=row.name), f"ungroup:{row.id}"),
        ]
        for row in found
    ]
    title = context.texts.label("who_which_group" if rows else "who_no_groups")
    await redraw(pressed.update, list_panel(pressed.draft.id, title, rows, texts=context.texts))


async def choose_group(pressed: Pressed) -> None:
    """Send to what is kept under a name."""
    async with pressed.context.services.database.begin() as session:
        row = await audiences.group(session, pressed.number())
    await _choose(pressed, Choice(Whom.GROUP, number=row.id))


async def drop_group(pressed: Pressed) -> None:
    """Forget what is kept under a name."""
    context = pressed.context
    async with context.services.database.begin() as session:
        row = await audiences.group(session, pressed.number())
        actor = await speaker(session, pressed.update, now=context.now)
        await audiences.drop_group(session, row, actor=actor, now=context.now)
    if pressed.said.choice == Choice(Whom.GROUP, number=pressed.number()):
        await pressed.keep(choice=None)
    await groups(pressed)


async def unsigned(pressed: Pressed) -> None:
    """List the latest broadcasts that asked to be signed."""
    context = pressed.context
    async with context.services.database.begin() as session:
        found = [row for row in await broadcasts.listing(session, limit=50) if row.wants_receipt]
    rows = [[(f"{row.id} {row.title}", f"of:{row.id}")] for row in found[:OFFERED]]
    title = context.texts.label("who_broadcasts" if rows else "who_no_broadcasts")
    await redraw(pressed.update, list_panel(pressed.draft.id, title, rows, texts=context.texts))


async def choose_unsigned(pressed: Pressed) -> None:
    """Send to those who have not signed that broadcast."""
    async with pressed.context.services.database.begin() as session:
        row = await broadcasts.get(session, pressed.number())
    await _choose(pressed, Choice(Whom.UNSIGNED, number=row.id))


async def when(pressed: Pressed) -> None:
    """Offer usual times."""
    texts = pressed.context.texts
    panel = when_panel(pressed.draft.id, texts.label("when_title"), texts=texts)
    await redraw(pressed.update, panel)


async def at(pressed: Pressed) -> None:
    """Take a time that was offered: it means what its label says."""
    context = pressed.context
    if pressed.word() not in MOMENTS:
        raise StaleButton
    words = context.texts.label(f"when_{pressed.word()}")
    sending = sending_in(words, context.today, context.services.reminding.workdays)
    if sending is None:
        raise StaleButton
    await pressed.keep(sending=sending)
    await show(pressed.update, context, pressed.draft.id, redrawn=True)


async def sign(pressed: Pressed) -> None:
    """Offer whether 签收 is asked for, and until when."""
    texts = pressed.context.texts
    panel = sign_panel(pressed.draft.id, texts.label("sign_title"), texts=texts)
    await redraw(pressed.update, panel)


async def by(pressed: Pressed) -> None:
    """Take what was chosen about 签收."""
    chosen = None
    if pressed.word() != "none":
        if pressed.number() not in SIGN_WITHIN:
            raise StaleButton
        chosen = SignBy(CLOSING, working_days=pressed.number())
    await pressed.keep(sign=chosen)
    await show(pressed.update, pressed.context, pressed.draft.id, redrawn=True)


async def urgency(pressed: Pressed) -> None:
    """Take how pressing it is."""
    if pressed.number() not in set(Urgency):
        raise StaleButton
    await pressed.keep(urgency=Urgency(pressed.number()))
    await show(pressed.update, pressed.context, pressed.draft.id, redrawn=True)


async def _choose(pressed: Pressed, choice: Choice) -> None:
    await pressed.keep(choice=choice)
    await show(pressed.update, pressed.context, pressed.draft.id, redrawn=True)


def _ticked(pressed: Pressed) -> Sequence[int]:
    choice = pressed.said.choice
    return choice.departments if choice and choice.whom is Whom.DEPARTMENTS else ()


async def _show_departments(
    pressed: Pressed, page: int, chosen: Sequence[int] | None = None
) -> None:
    """Show the departments that have a chat, with their place where there are several."""
    context, chosen = pressed.context, _ticked(pressed) if chosen is None else chosen
    async with context.services.database.begin() as session:
        bound = {row.id: row for _, row in await chats.bound(session)}
    several = len({row.place for row in bound.values()}) > 1
    rows = [
        (row.id, f"{bare(row.place)} {row.name}" if several else row.name) for row in bound.values()
    ]
    label = context.texts.label("who_ticks", count=len(chosen)) if rows else None
    title = label or context.texts.label("who_nobody")
    await redraw(
        pressed.update,
        departments_panel(pressed.draft.id, title, rows, chosen, page, texts=context.texts),
    )
