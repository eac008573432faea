"""Rows brought in line with facts: what is the same keeps its id, the rest is added or removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

Row = TypeVar("Row", bound=SQLModel)


async def align(
    session: AsyncSession,
    existing: Iterable[Row],
    wanted: Iterable[Row],
    *,
    key: Callable[[Any], object],
) -> bool:
    """Make the stored rows those that are *wanted*; tell whether anything but places changed.

    Rows with equal *key* are the same; of what the key leaves out (spans, positions) the wanted
    row's values are taken over.
    """
    waiting: dict[object, list[Row]] = defaultdict(list)
    for row in existing:
        waiting[key(row)].append(row)
    changed = False
    for row in wanted:
        if same := waiting[key(row)]:
            _take_over(same.pop(0), row)
        else:
            session.add(row)
            changed = True
    for row in (left for rows in waiting.values() for left in rows):
        await session.delete(row)
        changed = True
    return changed


def columns(*what: Any) -> Select[Any]:
    """Select columns and expressions; rows come back as tuples."""
    return select_columns(*what)


async def rows_of(session: AsyncSession, table: type[Row], condition: Any) -> Sequence[Row]:
    """Return the rows of *table* that fit, oldest first."""
    query = select(table).where(condition).order_by(table.id)  # type: ignore[attr-defined]
    return (await session.exec(query)).all()


def _take_over(stored: SQLModel, wanted: SQLModel) -> None:
    for name in type(stored).model_fields:
        value = getattr(wanted, name)
        if name != "id" and getattr(stored, name) != value:
            setattr(stored, name, value)
