"""Whole questions over the published plans: those we were given, and our own in other words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.commands.ask import Room
from plans.departments import Directory
from plans.model import PlanFacts
from plans.reader import read_plan
from tests.plan_facts import SHARED, published

GIVEN = SHARED / "questions" / "dev.jsonl"
DATA = Path(__file__).parents[1] / "data"
OWN = DATA / "questions" / "own.jsonl"
OTHERS = DATA / "questions" / "others.jsonl"
"""over the samples of `tests/data/plans`, read from their texts"""


class Rooms:
    """A room for each set of plans that questions are asked over."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, ...], Room] = {}

    async def answer(self, asked: dict[str, Any]) -> tuple[str, set[str]]:
        keys = tuple(asked["plans"])
        if keys not in self._open:
            facts = [_facts(key) for key in keys]
            self._open[keys] = await Room.with_plans(facts, Directory.load())
        found = await self._open[keys].ask(
            asked["q"],
            today=date.fromisoformat(asked["today"]),
            department=asked["chat_department"],
        )
        return found.ref_kind, set(found.refs)

    async def close(self) -> None:
        for room in self._open.values():
            await room.database.close()


def _facts(key: str) -> PlanFacts:
    sample = DATA / "plans" / f"{key}.txt"
    if not sample.exists():
        return published(key)
    return read_plan(sample.read_text("utf-8"), source=sample.name, known=Directory.load().known)


def questions_in(file: Path) -> list[dict[str, Any]]:
    """Read the questions; skips the test where they are not at hand."""
    if not file.exists():
        pytest.skip("the questions are not at hand")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture
async def rooms() -> AsyncIterator[Rooms]:
    rooms = Rooms()
    yield rooms
    await rooms.close()


@pytest.mark.parametrize(
    ("file", "least"),
    [(GIVEN, 0.95), (OWN, 0.97), (OTHERS, 0.97)],
    ids=["given", "own", "others"],
)
async def test_questions_are_answered_as_the_plans_say(
    rooms: Rooms, file: Path, least: float
) -> None:
    questions = questions_in(file)
    wrong = []
    for asked in questions:
        expected = (asked["expect"]["kind"], set(asked["expect"]["refs"]))
        answered = await rooms.answer(asked)
        if answered != expected:
            wrong.append(f"{asked['q']}: expected {expected}, answered {answered}")
    assert len(wrong) <= (1 - least) * len(questions), "\n".join(wrong)
