"""The command line: words to values, a function of `bot.commands` called, errors to exit codes.

0 done, 1 a fault of the input (one line on stderr), 2 usage. JSON goes to stdout, progress and logs
to stderr.
argparse and not typer, since `--plans a.txt b.txt` takes several words after one option.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import re
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from bot import logs
from bot.faults import FAULTS, told
from config.settings import DATABASE, Settings, secrets_of
from plans import library
from texts.catalogue import Texts, plain

VERBS = {
    "run": ("serve", "run"),
    "sandbox": ("sandbox", "run"),
    "read": ("reading", "run"),
    "ask": ("ask", "run"),
    "import": ("imports", "run"),
    "rehearse": ("rehearsal", "run"),
    "doctor": ("doctor", "run"),
    "backup": ("backup", "run"),
    "restore": ("restore", "run"),
    "db": ("databases", "run"),
}
"""module of `bot.commands` and function; imported when called, so that each starts quickly"""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""of the days an option may name"""
LAST_PORT = 65_535

Verb = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    """Every command and its options; stable, since scripts call them."""
    top = argparse.ArgumentParser(prog="duban", description="Plans in, answers and reminders out.")
    top.add_argument("--version", action="version", version=f"duban {version('duban')}")
    verbs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _running(verbs)
    _looking(verbs)
    _keeping(verbs)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the only place where an error becomes an exit code."""
    arguments = _arguments(words)
    try:
        return _run(arguments)
    except BrokenPipeError:  # whoever read our output has enough (`duban … | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except tuple(FAULTS) as error:
        sys.stderr.write(f"duban: {plain(Texts().sentence(told(error)))}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the words; what argparse cannot see is refused in the same manner, with exit code 2."""
    top = parser()
    arguments = top.parse_args(words)
    if arguments.command == "ask" and not (arguments.question or arguments.batch):
        top.error("ask: a QUESTION or --batch FILE.jsonl is needed")
    if arguments.command == "rehearse" and arguments.last < arguments.first:
        top.error("rehearse: --to lies before --from")
    return arguments


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings()
    logs.configure(settings.log_format)
    logs.redact.keep_secret(*secrets_of(settings))
    if settings.sentry_dsn:
        report_faults(settings)
    if arguments.command == "run" and settings.token is None:
        arguments = parser().parse_args(["sandbox"])
    verb = _verb(arguments.command)
    gc.freeze()  # what was imported is garbage at no time; from here on there may be some
    gc.enable()
    return asyncio.run(verb(arguments, settings))


def report_faults(settings: Settings) -> None:
    """Load the library that reports, which most starts do without."""
    from bot.sentry import report_to

    dsn, proxy = settings.sentry_dsn, settings.proxy
    report_to(
        dsn.get_secret_value() if dsn else "", proxy=proxy.get_secret_value() if proxy else None
    )


def _verb(command: str) -> Verb:
    module, function = VERBS[command]
    verb: Verb = getattr(import_module(f"bot.commands.{module}"), function)
    return verb


def _running(verbs: Verbs) -> None:
    """Add what runs until it is stopped."""
    run = verbs.add_parser(
        "run", help="the bot: Telegram when DUBAN_TOKEN is set, else the sandbox"
    )
    run.add_argument("--upgrade", action="store_true", help="first do what `db upgrade` does")

    sandbox = verbs.add_parser("sandbox", help="try Duban in a browser, without Telegram")
    _plans(sandbox)
    _library(sandbox)
    sandbox.add_argument("--today", type=_day, help="the day it begins")
    sandbox.add_argument("--port", type=_port, help="of the page (0: any free one)")


def _looking(verbs: Verbs) -> None:
    """Add what only says something: of documents, questions, days, the installation."""
    read = verbs.add_parser("read", help="what the reader makes of documents")
    read.add_argument("files", type=Path, nargs="+", metavar="FILE")
    read.add_argument("--json", action="store_true")
    read.add_argument("--out", type=Path, metavar="DIR", help="DIR/<stem>.json for each file")
    bare = "JSON in the form of plans/library"
    read.add_argument("--without-sentences", action="store_true", help=bare)

    ask = verbs.add_parser("ask", help="one question, or a file of them")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--batch", type=Path, metavar="FILE.jsonl")
    _plans(ask)
    ask.add_argument("--today", type=_day)
    ask.add_argument("--department", metavar="NAME", help="the department that asks")
    ask.add_argument("--json", action="store_true")

    rehearse = verbs.add_parser("rehearse", help="every reminder that would go out")
    rehearse.add_argument("--from", dest="first", type=_day, required=True)
    rehearse.add_argument("--to", dest="last", type=_day, required=True)
    _plans(rehearse)
    rehearse.add_argument("--json", action="store_true")

    verbs.add_parser("doctor", help="checks settings, database, token, working days")


def _keeping(verbs: Verbs) -> None:
    """Add what changes or keeps the database."""
    imports = verbs.add_parser("import", help="documents into the database")
    imports.add_argument("files", type=Path, nargs="*", metavar="FILE")
    _library(imports)

    backup = verbs.add_parser("backup", help="everything into one file, while Duban runs")
    backup.add_argument("file", type=Path, metavar="FILE")

    restore = verbs.add_parser("restore", help="everything back from a file")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="give up what is there")
    _databases(verbs.add_parser("db", help="the database's tables: of which version, and moved"))


def _databases(verb: argparse.ArgumentParser) -> None:
    actions = verb.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("current", help="the revision the tables are of")
    actions.add_parser("upgrade", help="brings the tables to the newest revision")
    downgrade = actions.add_parser("downgrade", help="takes the tables back to an earlier revision")
    downgrade.add_argument("revision", metavar="REVISION")
    copy = actions.add_parser("copy", help="everything into an empty database of another kind")
    copy.add_argument("source", type=_address, metavar="SQLITE_URL")
    copy.add_argument("target", type=_address, metavar="POSTGRES_URL")


def _plans(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--plans", type=Path, nargs="+", action="extend", default=[], metavar="FILE")


def _library(verb: argparse.ArgumentParser) -> None:
    """Published plans that ship with Duban; their names are few, so --help lists them."""
    keys = library.available()
    verb.add_argument(
        "--library",
        nargs="+",
        action="extend",
        default=[],
        choices=keys,
        metavar="PLAN",
        help=", ".join(keys),
    )


def _day(word: str) -> date:
    """Read a date of the years that plans speak of."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        wanted = f"a day from {FIRST_YEAR} to {LAST_YEAR}, like 2026-11-28"
        raise argparse.ArgumentTypeError(f"{word!r} is not {wanted}")
    return day


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{word!r} is not a port from 0 to {LAST_PORT}")
    return int(word)


def _address(word: str) -> str:
    if not re.match(DATABASE, word):
        raise argparse.ArgumentTypeError(f"{word!r} is not the address of a database")
    return word
