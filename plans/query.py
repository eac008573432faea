"""What a person wants to know. Slash commands, buttons and free questions all become a `Query`.

A query is a value: it is stored behind buttons as JSON and answered again months later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import eq, ge, gt, le, lt
from typing import Any

from plans.model import Role

EVERY_ROLE: tuple[Role, ...] = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


class Kind(StrEnum):
    """What is asked for."""

    TASKS = "tasks"
    TASK = "task"
    """one or a few tasks with all that is known of them"""
    TARGETS = "targets"
    DEPARTMENTS = "departments"
    OBSERVANCES = "observances"
    COUNT = "count"
    PLANS = "plans"
    NONE = "none"
    """nothing Duban can answer; `Query.reason` says why"""


class Counted(StrEnum):
    """What a COUNT counts."""

    TASKS = "tasks"
    DEPARTMENTS = "departments"
    TARGETS = "targets"
    SECTIONS = "sections"
    PLANS = "plans"
    OBSERVANCES = "observances"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Reason(StrEnum):
    """Why there is no answer."""

    NOT_UNDERSTOOD = "not_understood"
    UNKNOWN_DEPARTMENT = "unknown_department"
    """`asked` is in no plan; `nearest` are names close to it"""
    AMBIGUOUS_DEPARTMENT = "ambiguous_department"
    """`asked` may be any of `nearest`"""
    NO_TASKS = "no_tasks"
    """`asked` is a body that exists, but these plans give it nothing to do"""
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_TASK = "unknown_task"
    UNKNOWN_SECTION = "unknown_section"
    UNKNOWN_OBSERVANCE = "unknown_observance"
    UNBOUND = "unbound"
    """我们 was said in a chat that belongs to no department"""
    NO_PLANS = "no_plans"
    NOTHING_FOUND = "nothing_found"
    """understood, but the plans say nothing of it"""
    NOT_THEN = "not_then"
    """nothing falls due in the stretch of time asked about"""
    COURTESY = "courtesy"
    """a greeting or thanks"""


class Match(StrEnum):
    """How a typed name was taken for a department; what is not EXACT or SHORT is worth saying."""

    EXACT = "exact"
    SHORT = "short"
    """a short form, or another spelling of the same body"""
    OLDER = "older"
    """today's name was typed, the plan has the body it replaced"""
    NEWER = "newer"
    """an old name was typed, the plan has what it became"""
    NEAR = "near"
    """another body that does here what the one typed does elsewhere: 水利局 for 水务局"""
    PINYIN = "pinyin"
    TYPO = "typo"


class Combine(StrEnum):
    """Whether a task must have all that is listed or any of it."""

    ALL = "all"
    ANY = "any"


class Most(StrEnum):
    """A superlative: of all that fit, only those with the most or the fewest."""

    MOST = "most"
    FEWEST = "fewest"


@dataclass(frozen=True, slots=True)
class Part:
    """A department as asked for, and the part it is to have in a task."""

    asked: str
    """as it was typed"""
    names: tuple[str, ...]
    """the names it has in the plans; a task counts where any of them stands"""
    roles: tuple[Role, ...] = EVERY_ROLE
    match: Match = Match.EXACT
    plans: tuple[str, ...] = ()
    """where several departments of different places are named, the plans of its own place"""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, both ends included; None is open."""

    start: date | None
    end: date | None
    words: str
    """as it was typed: 年底前"""


@dataclass(frozen=True, slots=True)
class Beyond:
    """An amount that targets must lie beyond: 超过95%."""

    operator: str
    """>, >=, <, <= or ="""
    value: str
    unit: str
    """"" for any"""
    words: str
    """as it was typed"""

    def holds(self, value: Decimal, unit: str) -> bool:
        """Tell whether a target of *value* and *unit* lies there."""
        if self.unit not in ("", unit):
            return False
        return bool(_COMPARED[self.operator](value, Decimal(self.value)))


_COMPARED = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}


@dataclass(frozen=True, slots=True)
class Topic:
    """Words that a task, or a target, must speak of."""

    words: str
    """the phrase without the words of the question around it"""
    terms: tuple[str, ...]
    """its meaningful words"""
    mentioned: bool = False
    """True where every mention counts, passing ones included; else the best places suffice"""
    parts: tuple[str, ...] = ()
    """the phrases that 和 or 、 joins, meant where nothing has the words as they stand"""


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the tool's own terms."""

    kind: Kind
    plans: tuple[str, ...] = ()
    """keys of the plans meant; () for all that are loaded"""
    parts: tuple[Part, ...] = ()
    combine: Combine = Combine.ALL
    """of parts"""
    without: tuple[Part, ...] = ()
    """who is left out: of the departments asked for, or with the tasks they have a part in"""
    roles: tuple[Role, ...] = EVERY_ROLE
    """the roles of departments asked *for*"""
    topics: tuple[Topic, ...] = ()
    any_topic: bool = False
    """True where one of the topics is enough"""
    passing: tuple[str, ...] = ()
    """words that are a topic only where a plan has them: 掺和 in 商务局掺和的任务 is none"""
    numbers: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    window: Window | None = None
    counted: Counted | None = None
    led: bool | None = None
    """True for tasks with a lead, False for those without"""
    alone: bool = False
    """only tasks in which nobody else has a part"""
    with_targets: bool = False
    """only tasks that have a target"""
    without_targets: bool = False
    """only tasks that have none"""
    most: Most | None = None
    by: Counted | None = None
    """what a superlative counts: TASKS of a department, DEPARTMENTS or TARGETS of a task"""
    unit: str | None = None
    """a target's measure word, where the question names one: 多少家"""
    beyond: Beyond | None = None
    """only targets beyond an amount"""
    of_tasks: bool = False
    """all targets of the tasks about the topics: 计量任务有哪些指标"""
    yearly: bool = False
    """only what is promised per year"""
    observances: tuple[str, ...] = ()
    months_only: bool = False
    """whole months only: 宣传月, not 宣传日"""
    next_only: bool = False
    """the next one only"""
    reason: Reason | None = None
    asked: str = ""
    """what was not found"""
    nearest: tuple[str, ...] = ()
    understood: str = ""
    """how the question was understood, in one short line"""
    also: Query | None = None
    """what was asked in the same breath: 质量月是哪天,谁负责"""

    def to_json(self) -> dict[str, Any]:
        """Return the query as JSON values; what is as by default is left out."""
        default = asdict(Query(self.kind))
        body = {
            name: _plain(value)
            for name, value in asdict(replace(self, also=None)).items()
            if name == "kind" or value != default[name]
        }
        return body | ({"also": self.also.to_json()} if self.also else {})

    @property
    def about_departments(self) -> bool:
        """Tell whether departments are listed or counted."""
        return Kind.DEPARTMENTS in (self.kind, self.counted)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Query:
        """Read what `to_json` wrote."""
        values = {name: _READERS.get(name, _same)(value) for name, value in body.items()}
        return cls(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _roles(values: list[str]) -> tuple[Role, ...]:
    return tuple(Role(value) for value in values)


def _part(body: dict[str, Any]) -> Part:
    names, plans = tuple(body["names"]), tuple(body.get("plans", ()))
    return Part(body["asked"], names, _roles(body["roles"]), Match(body["match"]), plans)


def _topic(body: dict[str, Any]) -> Topic:
    words, terms, parts = body["words"], tuple(body["terms"]), tuple(body["parts"])
    return Topic(words, terms, body["mentioned"], parts)


def _window(body: dict[str, Any]) -> Window:
    ends = [date.fromisoformat(day) if day else None for day in (body["start"], body["end"])]
    return Window(ends[0], ends[1], body["words"])


_READERS: dict[str, Any] = {
    "kind": Kind,
    "parts": lambda values: tuple(map(_part, values)),
    "without": lambda values: tuple(map(_part, values)),
    "beyond": lambda body: Beyond(**body),
    "combine": Combine,
    "roles": _roles,
    "topics": lambda values: tuple(map(_topic, values)),
    "window": _window,
    "counted": Counted,
    "most": Most,
    "by": Counted,
    "reason": Reason,
    "also": Query.from_json,
}
