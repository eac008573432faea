"""What the words of a question may mean here: the loaded plans, their departments and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plans.departments import Directory
from plans.names import Lexicon, Resolution
from plans.observances import ObservanceCalendar, observance_calendar
from plans.outline import PlanOutline
from plans.places import Gazetteer, bare
from plans.search_terms import folded


@dataclass(frozen=True)
class Knowledge:
    """The outlines of the loaded plans and what is made of them; made anew after an import."""

    plans: tuple[PlanOutline, ...]
    directory: Directory
    calendar: ObservanceCalendar

    @classmethod
    def of(cls, plans: Iterable[PlanOutline], directory: Directory | None = None) -> Knowledge:
        """Gather what is known of *plans*."""
        return cls(tuple(plans), directory or Directory.load(), observance_calendar())

    @cached_property
    def lexicon(self) -> Lexicon:
        """The departments of the plans."""
        return Lexicon(self.directory, {plan.key: plan.departments for plan in self.plans})

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Places a question may name, those of the plans included."""
        return self.directory.places.with_places(frozenset(self.keys_by_place))

    @cached_property
    def keys_by_place(self) -> dict[str, tuple[str, ...]]:
        """The plans of each place, by its name without level."""
        found: dict[str, tuple[str, ...]] = {}
        for plan in self.plans:
            if plan.place:
                name = bare(plan.place)
                found[name] = (*found.get(name, ()), plan.key)
        return found

    def outlines(self, keys: tuple[str, ...]) -> tuple[PlanOutline, ...]:
        """Return the plans of *keys*, all where empty."""
        return tuple(plan for plan in self.plans if not keys or plan.key in keys)

    def plan_named(self, words: str) -> tuple[str, ...]:
        """Return the plans that *words* name by key, place or title; () where none."""
        plain = folded(words)
        exact = tuple(plan.key for plan in self.plans if plan.key.lower() == plain)
        if exact:
            return exact
        if bare(plain) in self.keys_by_place:
            return self.keys_by_place[bare(plain)]
        return tuple(p.key for p in self.plans if p.title and folded(p.title) == plain)

    def department(
        self, typed: str, keys: tuple[str, ...] = (), *, lenient: bool = True
    ) -> Resolution:
        """Find who *typed* means in the plans of *keys*."""
        return self.lexicon.resolve(typed, plans=keys, lenient=lenient)
