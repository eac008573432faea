"""What the loaded plans know of themselves, kept in memory while no plan changes."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.knowledge import Knowledge
from store import aliases, outlines
from store.glance import Reader
from store.outlines import Outlines, Revision


class Knowing:
    """Gives the knowledge of the loaded plans; made anew after an import by any process."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._revision: Revision | None = None
        self._outlines: Outlines = {}
        self._knowledge = Knowledge.of((), directory)

    async def kept(self, session: Reader) -> Knowledge | None:
        """Return the knowledge that is at hand; None where the plans have become others."""
        same = await outlines.revision(session) == self._revision
        return self._knowledge if same else None

    async def now(self, session: AsyncSession) -> Knowledge:
        """Return the knowledge as of this transaction."""
        revision = await outlines.revision(session)
        if revision != self._revision:
            self._outlines = await outlines.outlines(session, self._outlines)
            directory = await aliases.current(session, self._directory)
            self._knowledge = Knowledge.of(self._outlines.values(), directory)
            self._revision = revision
        return self._knowledge
