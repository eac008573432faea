"""`duban ask`: one question, or a file of them, answered from given plans or from the database."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.clock import utc_now
from bot.documents import read_path
from bot.opening import open_database
from config.settings import Settings
from handlers.worked_examples import worked_examples
from plans.commands import Asker
from plans.departments import Directory
from plans.errors.operation import BadBatch
from plans.errors.words import DepartmentNotFound, PlanNotFound
from plans.knowledge import Knowledge
from plans.model import PlanFacts
from plans.query import Query
from plans.understanding import understand
from store.answers import answer
from store.database import Database
from store.imports import save_plan
from store.outlines import outlines
from store.replies import Answer
from texts.answers import Surroundings, render_answer
from texts.catalogue import Texts, plain
from texts.views import View

Render = Callable[[Answer, Surroundings], str]


class Room:
    """A database that holds some plans and nothing else, for as long as questions are asked."""

    def __init__(self, database: Database, knowledge: Knowledge, directory: Directory) -> None:
        self.database = database
        self.knowledge = knowledge
        self.directory = directory

    @classmethod
    async def with_plans(cls, plans: Sequence[PlanFacts], directory: Directory) -> Room:
        """Put *plans* into a database in memory."""
        database = Database("sqlite+aiosqlite://")
        await database.create_tables()
        async with database.begin() as session:
            for facts in plans:
                await save_plan(session, facts, directory=directory, now=utc_now())
        return await cls.of(database, directory)

    @classmethod
    async def of(cls, database: Database, directory: Directory) -> Room:
        """Take the plans of *database* as they are."""
        async with database.begin() as session:
            knowledge = Knowledge.of((await outlines(session)).values(), directory)
        return cls(database, knowledge, directory)

    async def ask(self, question: str, *, today: date, department: str | None = None) -> Answer:
        """Answer as in a chat of *department*: the same road, without a messenger."""
        query = understand(question, self.knowledge, today=today, asker=Asker(department))
        return await self._look_up(query, today)

    async def around(
        self, found: Answer, *, texts: Texts, today: date, department: str | None = None
    ) -> Surroundings:
        """Return what is said beside an answer: how plans are told apart, questions to try."""
        examples = await worked_examples(
            found,
            lambda query: self._look_up(query, today),
            texts=texts,
            knowledge=self.knowledge,
            asker=Asker(department),
            today=today,
        )
        return Surroundings(marks=self.knowledge.marks, examples=examples)

    async def _look_up(self, query: Query, today: date) -> Answer:
        async with self.database.begin() as session:
            return await answer(session, query, today=today, directory=self.directory)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer the question, or each line of the file."""
    texts = Texts()
    if arguments.batch:
        await _batch(arguments.batch, arguments.plans, texts)
    else:
        await _single(arguments, settings, texts)
    return 0


def in_words(texts: Texts) -> Render:
    """Return what writes an answer as the chat would, without buttons and tags."""

    def render(found: Answer, around: Surroundings) -> str:
        reply = render_answer(
            found, texts=texts, view=View(0), refinements={}, suggestions={}, around=around
        )
        return plain(reply.text)

    return render


async def _single(arguments: argparse.Namespace, settings: Settings, texts: Texts) -> None:
    directory = Directory.load()
    room = (
        await Room.with_plans(await _read(arguments.plans, directory), directory)
        if arguments.plans
        else await Room.of(await open_database(settings.database_url), directory)
    )
    today = arguments.today or _today(settings, utc_now())
    try:
        whose = _speaking(room.knowledge, arguments.department)
        found = await room.ask(arguments.question, today=today, department=whose)
        around = await room.around(found, texts=texts, today=today, department=whose)
    finally:
        await room.database.close()
    form = as_json(found, in_words(texts)(found, around))
    sys.stdout.write((_dump(form) if arguments.json else form["text"]) + "\n")


class Asked(BaseModel):
    """One line of a file of questions (../shared/questions/README.md)."""

    id: str
    q: str
    plans: tuple[str, ...]
    today: date
    chat_department: str | None = None


def _questions(text: str) -> Iterator[Asked]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield Asked.model_validate_json(line)
            except ValidationError as error:
                raise BadBatch(line=number) from error


async def _batch(file: Path, paths: Sequence[Path], texts: Texts) -> None:
    """Answer each line with just the plans it names, at its day, in a chat of its department."""
    directory = Directory.load()
    facts = {plan.key: plan for plan in await _read(paths, directory)}
    rooms: dict[tuple[str, ...], Room] = {}
    try:
        for asked in _questions(await asyncio.to_thread(file.read_text, "utf-8")):
            if asked.plans not in rooms:
                chosen = [_known(facts, key) for key in asked.plans]
                rooms[asked.plans] = await Room.with_plans(chosen, directory)
            room, today, whose = rooms[asked.plans], asked.today, asked.chat_department
            found = await room.ask(asked.q, today=today, department=whose)
            around = await room.around(found, texts=texts, today=today, department=whose)
            form = as_json(found, in_words(texts)(found, around))
            sys.stdout.write(_dump({"id": asked.id, **form}) + "\n")
    finally:
        for room in rooms.values():
            await room.database.close()


def as_json(found: Answer, text: str) -> dict[str, Any]:
    """Return the answer in the form of ../shared/questions/README.md, and how it was understood."""
    return {
        "kind": found.ref_kind,
        "refs": list(found.refs),
        "understood": found.query.understood,
        "text": text,
    }


async def _read(paths: Sequence[Path], directory: Directory) -> list[PlanFacts]:
    return [await read_path(path, directory=directory) for path in paths]


def _known(facts: dict[str, PlanFacts], key: str) -> PlanFacts:
    if key not in facts:
        raise PlanNotFound(name=key)
    return facts[key]


def _speaking(knowledge: Knowledge, name: str | None) -> str | None:
    """Return the department that asks by its full name; raises DepartmentNotFound."""
    if name is None:
        return None
    meant = knowledge.department(name)
    if not meant.names:
        raise DepartmentNotFound(name=name, nearest=knowledge.lexicon.nearest(name, 3))
    return meant.names[0] if len(meant.names) == 1 else name


def _today(settings: Settings, now: datetime) -> date:
    return now.astimezone(settings.zone).date()


def _dump(form: dict[str, Any]) -> str:
    return json.dumps(form, ensure_ascii=False)
