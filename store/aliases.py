"""Names of departments that coordinators added, beside those that ship with Duban."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from store.tables.intakes import DepartmentAlias
from store.tables.plans import Department


async def current(session: AsyncSession, directory: Directory) -> Directory:
    """Return *directory* with all that was added."""
    rows = select(DepartmentAlias.name, DepartmentAlias.identity).order_by(col(DepartmentAlias.id))
    return _extended(directory, tuple((await session.exec(rows)).all()))


async def add(
    session: AsyncSession, names: Mapping[str, str], *, directory: Directory, now: datetime
) -> Directory:
    """Make *names* known, each with the name it belongs to; return the directory with them."""
    for name, owner in names.items():
        core, body = directory.core(name), directory.body(owner)
        identity = body.identity.name if body else directory.core(owner)
        stored = (
            await session.exec(select(DepartmentAlias).where(DepartmentAlias.name == core))
        ).first()
        row = stored or DepartmentAlias(name=core, identity=identity, added_at=now)
        row.identity = identity
        session.add(row)
    await session.flush()
    extended = await current(session, directory)
    await _recognise(session, extended, frozenset(map(extended.core, names)))
    return extended


async def _recognise(session: AsyncSession, directory: Directory, cores: frozenset[str]) -> None:
    """Give the departments of stored plans that bear one of those names their identity."""
    for row in await session.exec(select(Department)):
        if cores and directory.core(row.name) in cores:
            row.identity = directory.identity(row.name) or row.name
            session.add(row)


@lru_cache(maxsize=4)
def _extended(directory: Directory, aliases: tuple[tuple[str, str], ...]) -> Directory:
    return directory.with_aliases(dict(aliases))
