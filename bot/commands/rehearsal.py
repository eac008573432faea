"""`duban rehearse`: every reminder that would go out, by day and department."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.clock import utc_now
from bot.documents import read_path
from bot.opening import open_database
from bot.rules import reminder_rules
from config.settings import Settings
from plans.departments import Directory
from scheduler import rehearsal
from scheduler.rehearsal import Rehearsed
from store.database import Database
from store.imports import save_plan
from store.notices import Owed
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """List the reminders of the database's chats, or of given plans' departments."""
    of_plans = bool(arguments.plans)
    database = (
        await _database_of(arguments.plans)
        if of_plans
        else await open_database(settings.database_url)
    )
    try:
        found = await _rehearse(database, arguments, settings, of_plans=of_plans)
    finally:
        await database.close()
    if arguments.json:
        json.dump(list(map(as_json, found)), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(plain(Texts().render("notices/rehearsal", rehearsed=found)) + "\n")
    return 0


async def _database_of(paths: Sequence[Path]) -> Database:
    """Put plans into a database that lasts as long as this command."""
    database, directory = Database("sqlite+aiosqlite://"), Directory.load()
    await database.create_tables()
    for path in paths:
        facts = await read_path(path, directory=directory)
        async with database.begin() as session:
            await save_plan(session, facts, directory=directory, now=utc_now())
    return database


async def _rehearse(
    database: Database, arguments: argparse.Namespace, settings: Settings, *, of_plans: bool
) -> list[Rehearsed]:
    stands_of = rehearsal.departments if of_plans else rehearsal.bound_chats
    async with database.begin() as session:
        coming = rehearsal.rehearse(
            session,
            await stands_of(session),
            first=arguments.first,
            last=arguments.last,
            rules=reminder_rules(settings),
            texts=Texts(),
        )
        return [one async for one in coming]


def as_json(one: Rehearsed) -> dict[str, Any]:
    """One message; a subject is one item however many rungs meet on the day."""
    return {
        "day": one.day.isoformat(),
        "certainty": one.certainty.value,
        "place": one.stand.place,
        "department": one.stand.department,
        "chat": one.stand.chat,
        "sign": one.wants_receipt,
        "items": [_item(group) for group in _by_subject(one.items)],
        "text": plain(one.text),
    }


def _by_subject(items: Sequence[Owed]) -> list[list[Owed]]:
    groups: dict[tuple[str, str], list[Owed]] = {}
    for item in items:
        groups.setdefault((item.ref, item.due.isoformat()), []).append(item)
    return list(groups.values())


def _item(group: Sequence[Owed]) -> dict[str, Any]:
    nearest = min(group, key=lambda item: item.rung)
    return {
        "kind": nearest.subject.value,
        "ref": nearest.ref,
        "due": nearest.due.isoformat(),
        "rung": nearest.rung,
        "rungs": sorted((item.rung for item in group), reverse=True),
        "role": nearest.role.value if nearest.role else None,
    }
