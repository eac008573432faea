"""The command line: words to values, a function of `bot.commands` called, errors to exit codes.

0 done, 1 a fault of the input (one line on stderr), 2 usage. JSON goes to stdout, progress and logs
to stderr.
argparse and not typer, since `--plans a.txt b.txt` takes several words after one option.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot import logs
from config.errors import BadConfig
from config.settings import Settings
from plans import library
from plans.errors import DubanError
from texts.catalogue import Texts, plain

VERBS = {
    "run": ("serve", "run"),
    "sandbox": ("serve", "sandbox"),
    "read": ("reading", "run"),
    "ask": ("ask", "run"),
    "import": ("imports", "run"),
    "rehearse": ("rehearsal", "run"),
    "doctor": ("doctor", "run"),
}
"""module of `bot.commands` and function; imported when called, so that each starts quickly"""

Verb = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]


def parser() -> argparse.ArgumentParser:
    """Every command and its options; stable, since scripts call them (DESIGN.md)."""
    top = argparse.ArgumentParser(prog="duban", description="Plans in, answers and reminders out.")
    verbs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    verbs.add_parser("run", help="the bot: Telegram when DUBAN_TOKEN is set, else the sandbox")

    sandbox = verbs.add_parser("sandbox", help="try Duban in a browser, without Telegram")
    _plans(sandbox)
    _library(sandbox)
    sandbox.add_argument("--today", type=date.fromisoformat, help="the day it begins")
    sandbox.add_argument("--port", type=int, help="of the page (0: any free one)")

    read = verbs.add_parser("read", help="what the reader makes of documents")
    read.add_argument("files", type=Path, nargs="+", metavar="FILE")
    read.add_argument("--json", action="store_true")
    read.add_argument("--out", type=Path, metavar="DIR", help="DIR/<stem>.json for each file")
    read.add_argument(
        "--without-sentences", action="store_true", help="JSON in the form of plans/library"
    )

    ask = verbs.add_parser("ask", help="one question, or a file of them")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--batch", type=Path, metavar="FILE.jsonl")
    _plans(ask)
    ask.add_argument("--today", type=date.fromisoformat)
    ask.add_argument("--department", metavar="NAME", help="the department that asks")
    ask.add_argument("--json", action="store_true")

    imports = verbs.add_parser("import", help="documents into the database")
    imports.add_argument("files", type=Path, nargs="*", metavar="FILE")
    _library(imports)

    rehearse = verbs.add_parser("rehearse", help="every reminder that would go out")
    rehearse.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    rehearse.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    _plans(rehearse)
    rehearse.add_argument("--json", action="store_true")

    verbs.add_parser("doctor", help="checks settings, database, token, working days")
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the only place where an error becomes an exit code."""
    arguments = parser().parse_args(words)
    try:
        settings = Settings()
        logs.configure(settings.log_format)
        return asyncio.run(_verb(arguments.command)(arguments, settings))
    except DubanError as error:
        return _refuse(plain(Texts().sentence(error)))
    except ValidationError as error:
        return _refuse(
            "; ".join(f"DUBAN_{e['loc'][0]}: {e['msg']}".upper() for e in error.errors())
        )
    except (BadConfig, OSError, UnicodeError) as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130


def _verb(command: str) -> Verb:
    module, function = VERBS[command]
    verb: Verb = getattr(import_module(f"bot.commands.{module}"), function)
    return verb


def _plans(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--plans", type=Path, nargs="+", default=[], metavar="FILE")


def _library(verb: argparse.ArgumentParser) -> None:
    """Published plans that ship with Duban; their names are few, so --help lists them."""
    keys = library.available()
    verb.add_argument(
        "--library", nargs="+", default=[], choices=keys, metavar="PLAN", help=", ".join(keys)
    )


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"duban: {sentence}\n")
    return 1
