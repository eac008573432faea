"""`duban read`: what the reader makes of documents, as JSON or as a report for people."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from bot.documents import read_path
from config.settings import Settings
from plans.departments import Directory
from plans.errors.base import DubanError
from plans.json_form import to_json
from plans.library import without_sentences
from plans.model import PlanFacts
from texts.catalogue import Texts, plain
from texts.intake import render_report


async def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Read every file; a file that cannot be read costs one line and the exit code 1."""
    texts, directory = Texts(), Directory.load()
    form = without_sentences if arguments.without_sentences else to_json
    read: list[PlanFacts] = []
    for path in _progress(arguments.files):
        try:
            facts = await read_path(path, directory=directory)
        except DubanError as error:
            sys.stderr.write(f"{path.name}: {plain(texts.sentence(error))}\n")
        else:
            read.append(facts)
            if arguments.out:
                _save(arguments.out, facts.key, form(facts))
    if arguments.out:
        return int(len(read) < len(arguments.files))
    if arguments.json or arguments.without_sentences:
        _write([form(facts) for facts in read], asked=len(arguments.files))
    else:
        _report(read, texts)
    return int(len(read) < len(arguments.files))


def _progress(files: list[Path]) -> Iterator[Path]:
    """Go through the files, with a bar on stderr where there are several and somebody looks."""
    if len(files) == 1 or not sys.stderr.isatty():
        yield from files
    else:
        yield from track(files, description="", console=Console(stderr=True), transient=True)


def _save(folder: Path, key: str, form: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{key}.json").write_text(_dump(form) + "\n", "utf-8")


def _write(forms: list[dict[str, Any]], *, asked: int) -> None:
    """One document that was asked for is an object, or nothing; several are a list."""
    if asked > 1:
        sys.stdout.write(_dump(forms) + "\n")
    for form in forms if asked == 1 else ():
        sys.stdout.write(_dump(form) + "\n")


def _report(read: list[PlanFacts], texts: Texts) -> None:
    for facts in read:
        sys.stdout.write(plain(render_report(facts, texts=texts)) + "\n\n")


def _dump(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, indent=2)
