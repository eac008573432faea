"""Every word a user reads, filled in: templates/*.j2 for messages, *.toml for short words.

Templates are Jinja with autoescape, so a document's `<` stays a `<`; what they yield is Telegram's
HTML (b, i, code, blockquote). Lines are trimmed and runs of blank lines folded to one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plans.errors.base import DubanError
from texts import dates, lists, numbers, quotes
from texts.typeset import full_width

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CommandWords:
    """How a command is called and explained."""

    name: str
    """Latin, as Telegram demands: `tasks`"""
    words: tuple[str, ...]
    """the Chinese words that call it at the start of a message"""
    menu: str
    """one line in Telegram's command menu"""
    usage: str
    """how it is written, with an example"""
    scope: str
    """who sees it in the menu: everyone, private, group, coordinator"""


class Texts:
    """The catalogue: `render` a template, `label` a button, `sentence` an error."""

    def __init__(self, folder: Path = HERE) -> None:
        self._labels: dict[str, str] = _load(folder / "labels.toml")
        self._errors: dict[str, str] = _load(folder / "errors.toml")
        self.commands = tuple(
            CommandWords(name=name, **{**row, "words": tuple(row["words"])})
            for name, row in _load(folder / "commands.toml").items()
        )
        self._jinja = _environment(folder / "templates")
        self._jinja.globals["label"] = self.label
        self._jinja.globals["action"] = self.action
        self._jinja.globals["why_frozen"] = self.why_frozen
        self._jinja.filters["usage_of"] = lambda name: self.command(name).usage

    def render(self, template: str, **values: Any) -> str:
        """Fill *template* (a path below templates/, without `.j2`) with *values*."""
        return _tidy(self._jinja.get_template(f"{template}.j2").render(**values))

    def label(self, key: str, **values: Any) -> str:
        """Return the short words that stand under *key* in labels.toml, plain text."""
        return self._labels[key].format(**values)

    def sentence(self, error: DubanError) -> str:
        """Return the one sentence that tells a person what went wrong and what to do."""
        for kind in type(error).__mro__:
            if template := self._errors.get(kind.__name__):
                return _tidy(self._jinja.from_string(template).render(**error.values))
        raise KeyError(type(error).__name__)

    def command(self, name: str) -> CommandWords:
        """Return how the command of that Latin name is called and explained."""
        return next(command for command in self.commands if command.name == name)

    def joined(self, names: Iterable[str]) -> str:
        """Set names in a row: 私聊、部门群."""
        return lists.SEPARATOR.join(names)

    def action(self, name: str) -> str:
        """Return what the audit table's *name* for a change is called."""
        return self._labels.get(f"action_{name}", name)

    def why_frozen(self, reason: str | None) -> str:
        """Say why a chat cannot be written to, in general terms where there are no own ones."""
        return self._labels.get(f"frozen_{reason}", self._labels["frozen_other"])

    def fault(self, incident: str) -> str:
        """Return the sentence for a fault of ours, with the number to quote."""
        return _tidy(self._jinja.from_string(self._errors["Fault"]).render(incident=incident))


def plain(html: str) -> str:
    """Take the tags out and the entities back: the words alone, for a terminal."""
    return unescape(re.sub(r"<[^>]+>", "", html))


@lru_cache
def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _environment(folder: Path) -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(
        day=dates.day,
        short=dates.short,
        left=dates.left,
        light=dates.light,
        clock=dates.clock,
        moment=dates.moment,
        number=numbers.number,
        runs=_runs,
        listed=lists.listed,
        around=quotes.around,
        cut=quotes.cut,
        glimpse=quotes.glimpse,
    )
    return jinja


def _runs(rows: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Group rows that stand together and share an attribute, in their order."""
    return [(key, list(run)) for key, run in groupby(rows, key=attrgetter(name))]


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return full_width(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
