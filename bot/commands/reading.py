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
from plans.errors import DubanError
from plans.json_form import to_json
from plans.model import PlanFacts
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Read every file; a file that cannot be read costs one line and the exit code 1."""
    texts, directory = Texts(), Directory.load()
    read: list[PlanFacts] = []
    for path in _progress(arguments.files):
        try:
            facts = await read_path(path, directory=directory)
        except DubanError as error:
            sys.stderr.write(f"{path.name}: {plain(texts.sentence(error))}\n")
        else:
            read.append(facts)
            if arguments.out:
                _save(arguments.out, facts)
    if not arguments.out:
        _show(read, texts, as_json=arguments.json)
    return int(len(read) < len(arguments.files))


def _progress(files: list[Path]) -> Iterator[Path]:
    """Go through the files, with a bar on stderr where there are several and somebody looks."""
    if len(files) == 1 or not sys.stderr.isatty():
        yield from files
    else:
        yield from track(files, description="", console=Console(stderr=True), transient=True)


def _save(folder: Path, facts: PlanFacts) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{facts.key}.json").write_text(_dump(to_json(facts)) + "\n", "utf-8")


def _show(read: list[PlanFacts], texts: Texts, *, as_json: bool) -> None:
    if as_json:
        forms = [to_json(facts) for facts in read]
        sys.stdout.write(_dump(forms[0] if len(forms) == 1 else forms) + "\n")
        return
    for facts in read:
        sys.stdout.write(plain(texts.render("reading/report", plan=facts)) + "\n\n")


def _dump(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, indent=2)
