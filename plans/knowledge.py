"""What the words of a question may mean here: the loaded plans, their departments and places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plans.departments import Directory
from plans.matching import bare_title
from plans.names import Lexicon, Resolution
from plans.observances import ObservanceCalendar, observance_calendar
from plans.outline import PlanOutline
from plans.places import Gazetteer, bare
from plans.query import Match
from plans.questions.normal import normal
from plans.search_terms import folded

SURE = 4
"""letters from which a heading or a metric stands for nothing else"""
_WIDE = ("世界", "国际", "全国", "中国")
_MARKS = re.compile(r"[“”\"'‘’《》]")


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

    @cached_property
    def marks(self) -> dict[str, str]:
        """What a plan is called in a word, where its number alone would not say which: 惠州 3.

        Commands understand the word too. None where there is one plan.
        """
        if len(self.plans) < 2:
            return {}
        return {plan.key: self._mark(plan) for plan in self.plans}

    def _mark(self, plan: PlanOutline) -> str:
        """A place that has several plans does not tell them apart; their keys do."""
        name = bare(plan.place) if plan.place else ""
        return name if self.keys_by_place.get(name) == (plan.key,) else plan.key

    @cached_property
    def _by_key(self) -> dict[str, PlanOutline]:
        return {plan.key: plan for plan in self.plans}

    @cached_property
    def _keys_by_name(self) -> dict[str, tuple[str, ...]]:
        """The plans by key and by title, folded."""
        found: dict[str, tuple[str, ...]] = {}
        for plan in self.plans:
            for name in {plan.key.lower(), folded(plan.title or "")} - {""}:
                found[name] = (*found.get(name, ()), plan.key)
        return found

    def outlines(self, keys: tuple[str, ...]) -> tuple[PlanOutline, ...]:
        """Return the plans of *keys*, all where empty."""
        if not keys:
            return self.plans
        return tuple(self._by_key[key] for key in dict.fromkeys(keys) if key in self._by_key)

    def plan_named(self, words: str) -> tuple[str, ...]:
        """Return the plans that *words* name by key, place or title; () where none."""
        for plain in dict.fromkeys((folded(words), folded(normal(words)))):
            if keys := self._keys_by_name.get(plain) or self.keys_by_place.get(bare(plain)):
                return keys
        return ()

    def is_title(self, words: str) -> bool:
        """Tell whether *words* are a plan's title, or a good part of one."""
        plain = folded(words)
        return len(plain) >= 4 and any(plain in folded(p.title) for p in self.plans if p.title)

    def headings(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the headings of the plans' parts, longest first; none that a task has as well."""
        return _headings(self.outlines(keys)) if keys else self._headings

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        return _headings(self.plans)

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Headings of tasks and names of metrics: words that are a topic wherever they stand."""
        titles = {title for p in self.plans for title in p.titles}
        every = {*titles, *map(bare_title, titles), *(m for p in self.plans for m in p.metrics)}
        return frozenset(
            form for words in every for form in (words, _MARKS.sub("", words)) if len(form) >= SURE
        )

    @cached_property
    def longest_phrase(self) -> int:
        """How many letters the longest of them has."""
        return max(map(len, self.phrases), default=0)

    @cached_property
    def days(self) -> dict[str, str]:
        """What observances are called, the longest name first; 计量日 is 世界计量日."""
        names = {name: day.name for day in self.calendar.days for name in (day.name, *day.aliases)}
        for name in tuple(names):
            if name[:2] in _WIDE and len(name) > SURE:
                names.setdefault(name[2:], names[name])
        return dict(sorted(names.items(), key=lambda named: (-len(named[0]), named[0])))

    def department(
        self, typed: str, keys: tuple[str, ...] = (), *, lenient: bool = True
    ) -> Resolution:
        """Find who *typed* means in the plans of *keys*."""
        return self.lexicon.resolve(typed, plans=keys, lenient=lenient)

    def is_body(self, name: str) -> bool:
        """Tell whether anybody has *name*, in the loaded plans or out of them."""
        found = self.lexicon.resolve(name, lenient=False)
        sure = found.names and found.match in (Match.EXACT, Match.SHORT)
        return bool(sure) or self.directory.body(name) is not None


def _headings(plans: tuple[PlanOutline, ...]) -> tuple[str, ...]:
    tasks = {title for plan in plans for title in plan.titles}
    parts = {part.title for plan in plans for part in plan.sections} - tasks
    return tuple(sorted(parts, key=len, reverse=True))
