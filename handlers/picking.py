"""Which department is meant: one, or a question with buttons; a change is never made by guess."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from handlers.context import BotContext, answer
from handlers.words import run_button
from plans.departments import Directory
from plans.errors.words import DepartmentNotFound
from plans.names import Lexicon
from plans.places import bare
from plans.query import Match
from store import binding
from store.tables.plans import Department
from texts.reply import Reply

SURE = frozenset({Match.EXACT, Match.SHORT})
OFFERED = 8
"""how many a question with buttons lists"""


async def pick_department(
    update: Update, context: BotContext, name: str, *, command: str, words: str = "{}"
) -> Department | None:
    """Return the one department *name* stands for; else ask, and return None.

    The buttons carry out *command* with *words*, the chosen name at its `{}`.
    """
    async with context.services.database.begin() as session:
        known = await binding.candidates(session)
    meant, near = departments_named(name, known, context.services.directory)
    if len(meant) == 1:
        return meant[0]
    offered = (meant or near)[:OFFERED]
    unknown = DepartmentNotFound(name=name, nearest=[row.name for row in offered])
    if not offered:
        raise unknown
    text = (
        context.texts.render("people/which_department", name=name)
        if meant
        else context.texts.sentence(unknown)
    )
    labels = _labels(offered)
    buttons = [
        (await run_button(context, label, command, words.format(full_name(row))),)
        for label, row in zip(labels, offered, strict=True)
    ]
    await answer(update, Reply(text, tuple(buttons)))
    return None


def _labels(offered: Sequence[Department]) -> list[str]:
    """What each is called: with its place where there are several."""
    if len({row.place for row in offered}) == 1:
        return [row.name for row in offered]
    return [f"{bare(row.place)} {row.name}" for row in offered]


def full_name(row: Department) -> str:
    """Return the name that is nobody else's: with its place before it."""
    return f"{row.place} {row.name}".strip()


def departments_named(
    name: str, known: Sequence[Department], directory: Directory
) -> tuple[list[Department], list[Department]]:
    """Return who *name* stands for, and where that is nobody for sure, who is near."""
    exact = [row for row in known if full_name(row) == name]
    if exact:
        return exact, []
    scope, short = _within_place(name, known)
    if scope is known and _is_elsewhere(name, known, directory):
        return [], []
    lexicon = Lexicon(directory, _by_place(scope))
    found = lexicon.resolve(short)
    rows = [row for row in scope if row.name in (found.names or found.nearest)]
    sure = found.match in SURE and bool(found.names)
    return (rows, []) if sure or found.ambiguous else ([], rows)


def _within_place(name: str, known: Sequence[Department]) -> tuple[Sequence[Department], str]:
    """Take a place off the front of *name*, if the plans know it: 惠州市商务局 is Huizhou's."""
    for place in {row.place for row in known if row.place}:
        for spelling in (place, bare(place)):
            rest = name.removeprefix(spelling).strip()
            if rest and rest != name:
                return [row for row in known if row.place == place], rest
    return known, name


def _is_elsewhere(name: str, known: Sequence[Department], directory: Directory) -> bool:
    """Whether *name* begins with a place that no plan is of: 惠州 市商务局 is not Dongguan's."""
    return any(
        len(place) < len(name) and not any(row.name.startswith(place) for row in known)
        for place in directory.places.prefixes(name)
    )


def _by_place(rows: Sequence[Department]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row.place, []).append(row.name)
    return places
