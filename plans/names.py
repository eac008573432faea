"""What a person typed -> the names departments have in the loaded plans.

Within a plan the closest kind of match wins: the name itself, the same body by another spelling, an
abbreviation; only where no plan has the body under any of those, what it was before the reform or
became after it; then pinyin; then one wrong or missing character.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from plans.departments import Directory, plain, stem
from plans.query import Match
from plans.questions.normal import normal
from plans.short_forms import abbreviates, is_list_of, writings
from plans.sounds import by_sound, initials, reading

NEAR = 0.5
"""how alike a suggestion must at least be"""
LONG = 4
"""characters from which one wrong one leaves no doubt which name was meant"""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed name came to."""

    asked: str
    names: tuple[str, ...] = ()
    """names of the plans; all of them are meant"""
    match: Match = Match.EXACT
    nearest: tuple[str, ...] = ()
    """where nothing is meant: names close to what was typed"""
    ambiguous: bool = False
    """True where it may be any of `nearest`, not merely near them"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One department's name, taken apart once."""

    name: str
    folded: str
    core: str
    stem: str
    identity: str | None
    """of the directory, the body as named, not what it became"""

    @classmethod
    def of(cls, name: str, directory: Directory) -> Entry:
        """Take *name* apart."""
        body = directory.body(name)
        core = directory.core(name)
        return cls(name, plain(name), core, stem(core), body.identity.name if body else None)


class Lexicon:
    """The departments of the loaded plans, found by what people type."""

    def __init__(self, directory: Directory, plans: Mapping[str, Iterable[str]]) -> None:
        self.directory = directory
        every = dict.fromkeys(name for names in plans.values() for name in names)
        made = {name: Entry.of(name, directory) for name in every}
        shared: dict[tuple[str, ...], tuple[Entry, ...]] = {}  # many plans name the same bodies
        self._plans = {
            key: shared.setdefault(names, tuple(made[name] for name in names))
            for key, names in ((key, tuple(names)) for key, names in plans.items())
        }
        self._lists = tuple(shared.values())
        """of names, each once however many plans have it"""
        self._entries = tuple(made.values())

    def resolve(
        self, typed: str, *, plans: tuple[str, ...] = (), lenient: bool = True
    ) -> Resolution:
        """Find who *typed* means in *plans* (all where empty).

        *lenient* takes a short name with one wrong character for the one that sounds the same.
        A plan may be in traditional script itself: what is typed is folded where nothing has it so.
        """
        found = self._resolve(typed, plans, lenient=lenient)
        simple = normal(typed)
        if found.names or found.ambiguous or simple == typed:
            return found
        return replace(self._resolve(simple, plans, lenient=lenient), asked=typed)

    def _resolve(self, typed: str, plans: tuple[str, ...], *, lenient: bool) -> Resolution:
        entry = Entry.of(typed, self.directory)
        scope = _with_the_very_name(entry, self._scope(plans))
        for find in (
            self._same,
            self._abbreviated,
            self._reformed,
            self._near,
            self._spelt_in_latin,
            partial(self._misspelt, lenient=lenient),
        ):
            resolved = [find(entry, names) for names in scope]
            met = [one for one in resolved if one.names or one.ambiguous]
            if met:
                return self._as_one_body(entry, self._union(typed, met), met)
        return Resolution(typed, nearest=self.nearest(typed, 3, plans=plans))

    def nearest(self, typed: str, count: int, *, plans: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the names most like *typed*, best first; none for a known body that is absent."""
        entry = Entry.of(typed, self.directory)
        if entry.identity:
            return ()
        pool = {e.name: e for names in self._scope(plans) for e in names}
        scored = [(_likeness(entry.stem, other.stem), other.name) for other in pool.values()]
        close = sorted((-score, name) for score, name in scored if score >= NEAR)
        return tuple(name for _, name in close[:count])

    def names(self, plans: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return every name of *plans*, each once, in the order of the documents."""
        return tuple(dict.fromkeys(e.name for names in self._scope(plans) for e in names))

    def _scope(self, plans: tuple[str, ...]) -> tuple[tuple[Entry, ...], ...]:
        """Return the lists of names of *plans*, all where empty."""
        if not plans:
            return self._lists
        found = (self._plans[key] for key in plans if key in self._plans)
        return tuple({id(names): names for names in found}.values())

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Everything a department may be called, place and level aside."""
        listed = (s for i in self.directory.identities for s in i.spellings)
        own = (form for e in self._entries for form in (e.name, e.core))
        forms = {form for name in (*listed, *own) for form in writings(name)}
        return frozenset(form for form in forms if len(form) > 1)

    def may_be_misspelt(self, typed: str) -> bool:
        """Tell whether any department's name is within a letter of *typed*: a quick look."""
        forms = (typed, typed[1:]) if typed[:1] in "市省区县" else (typed,)
        return any(
            process.extractOne(form, self._forms, scorer=OSA.distance, score_cutoff=1)
            for form in forms
        )

    @cached_property
    def _forms(self) -> tuple[str, ...]:
        bodies = (self.directory.body(entry.name) for entry in self._entries)
        listed = (s for body in bodies if body for s in body.identity.spellings)
        return tuple({*(entry.core for entry in self._entries), *listed})

    @cached_property
    def placed(self) -> tuple[str, ...]:
        """Names with a place of their own: 湛江海关, 人民银行湛江市中心支行."""
        places, inside = self.directory.places, self.directory.has_place_inside
        return tuple(e.name for e in self._entries if places.prefixes(e.name) or inside(e.name))

    def _same(self, entry: Entry, names: tuple[Entry, ...]) -> Resolution:
        literal = [e for e in names if entry.folded in (e.folded, e.core) or entry.core == e.core]
        if literal:
            return Resolution(entry.name, tuple(e.name for e in literal))
        same = (e.name for e in names if entry.identity and e.identity == entry.identity)
        return Resolution(entry.name, tuple(same), Match.SHORT)

    def _abbreviated(self, entry: Entry, names: tuple[Entry, ...]) -> Resolution:
        found = [e for e in names if _is_short_for(entry, e)]
        if not any(e.core.endswith(entry.core) for e in found):
            found = [e for e in names if e in found or self._ends_as_called(entry, e)]
        return self._sole(entry, found, Match.SHORT)

    def _ends_as_called(self, typed: Entry, full: Entry) -> bool:
        """Tell 监督局 of 市质监局, which is a 质量技术监督局 in full."""
        if typed.identity or full.identity is None or len(typed.core) < LONG - 1:
            return False
        body = self.directory.body(full.name)
        return body is not None and any(s.endswith(typed.core) for s in body.identity.spellings)

    def _reformed(self, entry: Entry, names: tuple[Entry, ...]) -> Resolution:
        if entry.identity is None:
            return Resolution(entry.name)
        heirs = self.directory.heirs(entry.identity)
        newer = [e for e in names if e.identity in heirs]
        if newer:
            main = [e.name for e in newer if e.identity == self.directory.identity(entry.name)]
            return Resolution(entry.name, tuple(main or (e.name for e in newer)), Match.NEWER)
        today = self.directory.identity(entry.name)
        older = (e.name for e in names if e.identity and self.directory.identity(e.name) == today)
        return Resolution(entry.name, tuple(older), Match.OLDER)

    def _near(self, entry: Entry, names: tuple[Entry, ...]) -> Resolution:
        body = self.directory.body(entry.name)
        near = body.identity.near if body else ()
        return Resolution(
            entry.name, tuple(e.name for e in names if e.identity in near), Match.NEAR
        )

    def _spelt_in_latin(self, entry: Entry, names: tuple[Entry, ...]) -> Resolution:
        letters = entry.folded.lower().replace("'", "")
        if not (letters.isascii() and letters.isalpha() and len(letters) > 1):
            return Resolution(entry.name)
        if found := [e for e in names if letters in self._sounds(e)]:
            return self._sole(entry, found, Match.PINYIN)
        return self._today_in_latin(entry, letters, names)

    def _today_in_latin(self, entry: Entry, letters: str, names: tuple[Entry, ...]) -> Resolution:
        """Take shichangjianguanju for 市场监管局 where a plan has only what it replaced."""
        heard = (Entry.of(name, self.directory) for name in self._heard.get(letters, ()))
        met = {found.names: found for one in heard if (found := self._reformed(one, names)).names}
        if len(met) > 1:
            return Resolution(entry.name, nearest=_once(sum(met, ())), ambiguous=True)
        return next(iter(met.values()), Resolution(entry.name))

    @cached_property
    def _heard(self) -> dict[str, tuple[str, ...]]:
        """The directory's names by how they sound, in full and by their first letters."""
        return by_sound(s for one in self.directory.identities for s in one.spellings)

    def _sounds(self, entry: Entry) -> set[str]:
        forms = {entry.name, entry.core}
        if entry.identity:
            body = self.directory.body(entry.name)
            short = (s for s in body.identity.spellings if 2 < len(s) <= LONG) if body else ()
            forms.update(form for s in short for form in (s, f"市{s}"))
        return {sound for form in forms for sound in (reading(form), initials(form))}

    def _misspelt(self, entry: Entry, names: tuple[Entry, ...], *, lenient: bool) -> Resolution:
        if entry.identity or len(entry.core) < LONG - 1:
            return Resolution(entry.name)
        found = [e for e in names if self._nearly(entry.core, e, lenient=lenient)]
        return self._sole(entry, found, Match.TYPO)

    def _nearly(self, typed: str, entry: Entry, *, lenient: bool) -> bool:
        body = self.directory.body(entry.name)
        forms = {entry.core, *(body.identity.spellings if body else ())}
        for form in forms:
            if abs(len(form) - len(typed)) > 1 or OSA.distance(typed, form, score_cutoff=1) > 1:
                continue
            if min(len(typed), len(form)) >= LONG or (
                len(typed) == len(form) and lenient and reading(typed) == reading(form)
            ):
                return True
        return False

    def _sole(self, entry: Entry, found: list[Entry], match: Match) -> Resolution:
        if len({e.identity or e.name for e in found}) > 1:
            return Resolution(entry.name, nearest=tuple(e.name for e in found), ambiguous=True)
        return Resolution(entry.name, tuple(e.name for e in found), match)

    def _as_one_body(self, entry: Entry, found: Resolution, each: list[Resolution]) -> Resolution:
        """Ask back where an ending (监督局) is one body's here and another's in another plan."""
        names = _once(name for one in each for name in (*one.names, *one.nearest))
        bodies = {self.directory.identity(name) or self.directory.core(name) for name in names}
        if entry.identity or found.match is not Match.SHORT or len(bodies) < 2:
            return found
        return Resolution(entry.name, nearest=names, ambiguous=True)

    @staticmethod
    def _union(typed: str, found: list[Resolution]) -> Resolution:
        sure = [one for one in found if one.names]
        if not sure:
            return Resolution(
                typed, nearest=_once(n for r in found for n in r.nearest), ambiguous=True
            )
        best = min(sure, key=lambda one: list(Match).index(one.match))
        return Resolution(best.asked, _once(name for one in sure for name in one.names), best.match)


def _with_the_very_name(
    typed: Entry, lists: Iterable[tuple[Entry, ...]]
) -> tuple[tuple[Entry, ...], ...]:
    """Keep to the plans that have a name with its place, where any has: 湛江海关 is no 东莞海关."""
    scope = tuple(lists)
    if typed.folded == typed.core and not Directory.has_place_inside(typed.name):
        return scope
    very = (names for names in scope if any(typed.folded == e.folded for e in names))
    return tuple(very) or scope


def _is_short_for(typed: Entry, full: Entry) -> bool:
    """Tell 住建局, and 管理局 of every name that ends so."""
    ends_so = len(typed.core) >= LONG - 1 and full.core.endswith(typed.core)
    return _abbreviates(typed, full) or (ends_so and not is_list_of(full.name, typed.name))


def _abbreviates(typed: Entry, full: Entry) -> bool:
    if is_list_of(full.name, typed.name):
        return False
    return abbreviates(typed.stem, full.stem, listed=bool(typed.identity))


def _likeness(typed: str, name: str) -> float:
    by_letters = OSA.normalized_similarity(typed, name)
    return max(by_letters, 0.9 * OSA.normalized_similarity(reading(typed), reading(name)))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
