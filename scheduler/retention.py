"""What is kept no longer than needed, once a day: people without a role, what nobody finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from store import access, arrivals, drafts, intakes, marks, shown
from store.database import Database
from store.tables.broadcasts import BroadcastDraft
from store.tables.events import EventDraft
from texts.catalogue import Texts

log = structlog.get_logger(__name__)

MARK = "retention"
REPEATED = timedelta(days=2)
"""Telegram brings an update again for a day; its number is remembered somewhat longer"""


@dataclass(frozen=True)
class Retention:
    """How long Duban remembers somebody who has no role and does not come back."""

    database: Database
    texts: Texts
    keep: timedelta
    clock: Callable[[], datetime]
    zone: ZoneInfo

    async def run(self) -> int:
        """Forget whose time is over, unless that was done today; return how many."""
        now = self.clock()
        today = now.astimezone(self.zone).date()
        async with self.database.begin() as session:
            if await marks.get(session, MARK) == today:
                return 0
            gone = await access.forget_unseen(
                session, since=now - self.keep, name=self.texts.label("forgotten"), now=now
            )
            await shown.drop_until(session, before=now - self.keep)
            await arrivals.drop_handled(session, before=now - REPEATED)
            await intakes.drop_old(session, now=now)
            await drafts.drop_old(session, EventDraft, now=now)
            await drafts.drop_old(session, BroadcastDraft, now=now)
            await marks.put(session, MARK, today)
        if gone:
            log.info("forgotten", people=gone)
        return gone
