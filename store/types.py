"""Column types that keep a promise the database does not make, and mean the same in each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Enum, event
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator
from sqlmodel import AutoString

LARGEST_ID = 2**31 - 1
"""of a row, in every database"""


def row_id(number: int) -> int:
    """Return *number*, or 0, which no row has: what is typed or pressed may be beyond any id."""
    return number if 0 < number <= LARGEST_ID else 0


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; refuses naive ones. SQLite forgets offsets: they end here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware instant to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the base class names it
    ) -> datetime | None:
        """Give the instant its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@event.listens_for(Column, "before_parent_attach")
def _keep_as_word(column: Column[Any], _table: object) -> None:
    """Keep an enumeration as a word of any length, so that a new member needs no new type.

    Columns of revisions pass here too: PostgreSQL would make a type of each, and `ALTER` it.
    """
    if isinstance(column.type, Enum):
        column.type.native_enum, column.type.length = False, None


@compiles(AutoString, "postgresql")
def _in_byte_order(_type: AutoString, _compiler: object, **_: object) -> str:
    """Compare and order words as SQLite does, whatever language PostgreSQL was set up for."""
    return 'VARCHAR COLLATE "C"'
