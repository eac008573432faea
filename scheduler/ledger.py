"""Small changes of many deliveries, written together: a transaction takes in all that waits for it.

A commit costs more than the change it keeps. With nothing else to write, a change is alone in its
transaction and waits for nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from store.away import AWAY
from store.database import Database

Result = TypeVar("Result")
Change = Callable[[AsyncSession], Awaitable[Any]]


@dataclass
class Ledger:
    """Where deliveries write down how far they are; each change holds by itself."""

    database: Database
    _waiting: list[tuple[Change, asyncio.Future[Any]]] = field(default_factory=list)
    _writer: asyncio.Task[None] | None = None

    async def write(self, change: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Return what *change* returned, once it is committed; what it raises is raised here."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._together(batch)
            except AWAY as error:  # for none of them is there a way
                for _, done in batch:
                    _fail(done, error)
            except Exception:  # one of them is at fault: each for itself, so that one alone fails
                for one in batch:
                    await self._alone(*one)

    async def _together(self, batch: list[tuple[Change, asyncio.Future[Any]]]) -> None:
        async with self.database.beside() as session:
            results = [await change(session) for change, _ in batch]
        for (_, done), result in zip(batch, results, strict=True):
            _settle(done, result)

    async def _alone(self, change: Change, done: asyncio.Future[Any]) -> None:
        try:
            async with self.database.beside() as session:
                result = await change(session)
        except Exception as error:
            _fail(done, error)
        else:
            _settle(done, result)


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


def _settle(done: asyncio.Future[Any], result: object) -> None:
    if not done.done():  # who asked may have been cancelled
        done.set_result(result)
