"""A database that cannot be reached right now, told apart from one that refuses a statement.

Whoever meets it puts off what it was about to do; nothing is wrong with that.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

BUSY_STATES = ("53", "55P03", "57P")
"""sqlstates that begin so: no room, a lock that was not given in time, shutting down or starting"""


class DatabaseAway(SQLAlchemyError):
    """There was no way to the database, or no answer from it in time."""


AWAY = (DatabaseAway, PoolTimeout)
"""what is raised while the database is away; the latter where everybody waits for a connection"""


def tell_apart(engine: Engine) -> None:
    """Let whatever means that the database is away be raised as `DatabaseAway`."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "handle_error", _translate, retval=True)


def _connect(dialect: Any, _record: object, words: Any, options: Any) -> Any:
    try:
        return dialect.connect(*words, **options)
    except Exception as error:
        if isinstance(error, OSError) or _is_busy(error):
            raise DatabaseAway(f"no connection: {type(error).__name__}") from error
        raise


def _translate(context: ExceptionContext) -> BaseException | None:
    error = context.original_exception
    if not isinstance(error, Exception):
        return None  # whoever is cancelled within a statement is cancelled, whatever it leaves
    astray = getattr(context.dialect.loaded_dbapi, "InternalClientError", ())  # asyncpg's
    if isinstance(error, (OSError, astray)):
        context.is_disconnect = True  # nobody knows what the connection is still doing
    if context.is_disconnect or _is_busy(error):
        return DatabaseAway(f"no answer: {type(error).__name__}")
    return None


def _is_busy(error: BaseException) -> bool:
    """Say whether the server was there but could not take this on."""
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith(BUSY_STATES)
