"""Pressed buttons and inline searches that wait for the bot's answer."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from dataclasses import dataclass
from time import monotonic

from bot.sandbox.errors import bad_request
from bot.sandbox.people import Json

ANSWER_WITHIN = 15.0
"""seconds in which a press can be answered (the figure clients know; Telegram publishes none)"""
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    """One press or search; `answer` is set by the bot."""

    id: str
    born: float
    answer: asyncio.Future[Json | None]


class Queries:
    """All open queries, by id."""

    def __init__(self, *, within: float = ANSWER_WITHIN) -> None:
        self.within = within
        self._open: dict[str, Query] = {}
        self._numbers = itertools.count(secrets.randbelow(10**12) + 10**17)

    def ask(self) -> Query:
        """Open a query."""
        self._forget_old()
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        query = Query(str(next(self._numbers)), monotonic(), future)
        self._open[query.id] = query
        return query

    def answer(self, query_id: str, answer: Json) -> None:
        """Hand the bot's *answer* to who waits for it; a late one is refused."""
        query = self._open.pop(query_id, None)
        if query is None or monotonic() - query.born > self.within:
            raise bad_request(_TOO_OLD)
        if not query.answer.done():
            query.answer.set_result(answer)

    async def wait(self, query: Query) -> Json | None:
        """Return the bot's answer, or None when it never came."""
        try:
            async with asyncio.timeout(self.within):
                return await asyncio.shield(query.answer)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Let everyone who waits go on without an answer."""
        for query in self._open.values():
            if not query.answer.done():
                query.answer.set_result(None)
        self._open.clear()

    def _forget_old(self) -> None:
        late = monotonic() - self.within
        for query_id in [key for key, query in self._open.items() if query.born < late]:
            del self._open[query_id]
