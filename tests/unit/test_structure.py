"""What holds for the house as a whole."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import VERBS
from config.settings import Settings
from plans import errors
from plans.errors.base import DubanError
from texts.catalogue import Texts

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROOMS_WITHOUT_SENTENCES = ("bot", "handlers", "scheduler", "store", "config")
ROOMS = (*ROOMS_WITHOUT_SENTENCES, "plans", "texts")


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


for family in pkgutil.iter_modules(errors.__path__, f"{errors.__name__}."):
    importlib.import_module(family.name)  # a class is known once its module is


def kinds(error: type[DubanError] = DubanError) -> Iterator[type[DubanError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("error", list(kinds()), ids=lambda kind: kind.__name__)
def test_every_error_a_person_can_cause_has_a_sentence_of_its_own(error: type[DubanError]) -> None:
    sentences = tomllib.loads((ROOT / "texts/errors.toml").read_text("utf-8"))
    assert error.__name__ in sentences


def test_every_sentence_belongs_to_an_error() -> None:
    sentences = tomllib.loads((ROOT / "texts/errors.toml").read_text("utf-8"))
    names = {kind.__name__ for kind in kinds()} | {"DubanError", "Fault"}
    assert set(sentences) <= names


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [c.name for c in Texts().commands if f"`/{c.name}" not in readme]
    assert missing == []


def test_every_command_stands_in_the_guide() -> None:
    guide = (ROOT / "docs/guide.md").read_text("utf-8")
    missing = [c.name for c in Texts().commands if f"`/{c.name}" not in guide]
    assert missing == []


def test_every_setting_stands_in_the_operators_manual_as_it_is_explained() -> None:
    manual = (ROOT / "docs/operations.md").read_text("utf-8")
    texts = Texts()
    rows = {
        n: f"| `DUBAN_{n.upper()}` | {texts.label(f'setting_{n}')} |" for n in Settings.model_fields
    }
    assert [name for name, row in rows.items() if row not in manual] == []


def test_every_command_of_the_command_line_stands_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"`duban {verb}" not in told] == []


def test_every_page_that_code_points_to_is_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in modules(*ROOMS, "benchmarks"))
    named = set(re.findall(r"(?<![\w/])(?:docs/[\w/-]+|[A-Z]{3,})\.md\b", code))
    assert "docs/telegram.md" in named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_picture_that_is_shown_is_there() -> None:
    for page in (ROOT / "docs/guide.md", ROOT / "README.md"):
        shown = re.findall(
            r"(?:src=\"|\]\()((?:docs/)?pictures/[\w-]+\.png)", page.read_text("utf-8")
        )
        assert shown
        assert [name for name in shown if not (page.parent / name).exists()] == []


def test_every_setting_is_described_for_the_operator() -> None:
    described = (ROOT / ".env.example").read_text("utf-8")
    missing = [name for name in Settings.model_fields if f"DUBAN_{name.upper()}=" not in described]
    assert missing == []


def test_every_setting_is_explained_in_the_language_of_the_place() -> None:
    texts = Texts()
    assert all(CHINESE.search(texts.label(f"setting_{name}")) for name in Settings.model_fields)


@pytest.mark.parametrize("path", list(modules(*ROOMS_WITHOUT_SENTENCES)), ids=lambda p: p.name)
def test_words_for_people_stand_in_texts_and_not_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and CHINESE.search(node.value)
    ]
    assert found == []


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-sentry.lock", "requirements-dev.lock"]
)
def test_the_locks_hold_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
