"""Figures for Prometheus. No label says who or where: states, kinds and lanes only.

What is counted as it happens belongs to this process; the queue is looked up when it is asked for,
and is the same from every replica.
"""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from scheduler.limiter import Lane
from scheduler.outcomes import Fate
from store import arrivals, waiting
from store.baton import Baton
from store.database import Database
from store.waiting import OPEN

CONTENT_TYPE = CONTENT_TYPE_LATEST
QUICK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""seconds; an answer should come within one"""


class Metrics:
    """All figures of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._due = Gauge(
            "duban_notices_due", "Notices that should be out by now", registry=registry
        )
        self._lag = Gauge(
            "duban_oldest_due_seconds", "How long the oldest due notice waits", registry=registry
        )
        self._open = Gauge(
            "duban_notices_open", "Notices not settled, by state", ["state"], registry=registry
        )
        self._updates = Gauge("duban_updates_open", "Updates not handled yet", registry=registry)
        self._in_office = Gauge(
            "duban_in_office", "Whether this process keeps the timetable", registry=registry
        )
        self._outcomes = Counter(
            "duban_deliveries", "Deliveries by outcome", ["outcome"], registry=registry
        )
        self._answers = Histogram(
            "duban_question_seconds", "Question to answer", buckets=QUICK, registry=registry
        )
        self._waits = Histogram(
            "duban_limiter_wait_seconds",
            "Waits for the messenger's limits",
            ["lane"],
            buckets=QUICK,
            registry=registry,
        )
        for fate in Fate:
            self._outcomes.labels(fate.value)

    def watch(self, baton: Baton) -> None:
        """Show whether this process keeps the timetable and sends notices."""
        self._in_office.set_function(lambda: float(baton.holds()))

    def delivered(self, fate: Fate) -> None:
        """Count what a delivery came to."""
        self._outcomes.labels(fate.value).inc()

    def answered(self, seconds: float) -> None:
        """Count a question and how long its answer took."""
        self._answers.observe(seconds)

    def waited(self, lane: Lane, seconds: float) -> None:
        """Count a turn and how long it was waited for."""
        self._waits.labels(lane.name.lower()).observe(seconds)

    async def page(self, database: Database, *, now: datetime) -> bytes:
        """Look at the queue, and write everything in Prometheus's words."""
        async with database.look() as session:
            queue = await waiting.queue(session, now=now)
            self._updates.set(await arrivals.waiting(session))
        self._due.set(queue.due)
        self._lag.set((now - queue.oldest).total_seconds() if queue.oldest else 0)
        for state in OPEN:
            self._open.labels(state.value).set(queue.by_state.get(state, 0))
        return generate_latest(self.registry)
