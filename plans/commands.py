"""The words after a command -> Query. A command is only a shorter way to ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plans.errors.words import BadArguments, DepartmentNotFound
from plans.knowledge import Knowledge
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Part, Query, Reason, Topic, Window
from plans.questions.arguments import Words, part_of, shortened, sorted_words
from plans.questions.understood import described
from plans.questions.windows import LONGEST
from plans.search_terms import tokenizer

DUE_DAYS = 30
"""how far /due looks when it is not told"""
_TOPICAL = frozenset({"search", "who"})
"""commands whose words are topics, places among them; who is meant is named in full: 商务局"""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the department its chat speaks for, where it speaks for one."""

    department: str | None = None
    place: str | None = None


def query_of(
    command: str, words: str, knowledge: Knowledge, *, today: date, asker: Asker | None = None
) -> Query:
    """Return the query that *command* (`tasks`, `due` …) and its *words* mean.

    Raises BadArguments for words that make no sense, DepartmentNotFound for a name that is none.
    """
    build = _COMMANDS.get(command)
    if build is None:
        raise BadArguments(usage=command)
    asker = asker or Asker()
    own = _own_plans(knowledge, asker)
    found = sorted_words(words, knowledge, today, own, topical=command in _TOPICAL)
    if refused := _refused(found, command, knowledge, asker):
        return refused
    if not found.plans and command != "plans":
        found = replace(found, plans=own)
    query = build(found, knowledge, today, asker)
    return replace(query, understood=described(query, knowledge))


def _refused(words: Words, command: str, knowledge: Knowledge, asker: Asker) -> Query | None:
    """Say why not, where a name that was understood leads nowhere."""
    if words.elsewhere and not words.plans and command not in _TOPICAL:
        return Query(Kind.NONE, reason=Reason.UNKNOWN_PLACE, asked=words.elsewhere)
    if words.ours and not asker.department:
        return Query(Kind.NONE, reason=Reason.UNBOUND)
    scope = words.plans or _own_plans(knowledge, asker)
    absent = words.absent
    if words.ours and not knowledge.department(asker.department or "", scope).names:
        absent = asker.department or ""
    if absent:
        return Query(Kind.NONE, plans=scope, reason=Reason.NO_TASKS, asked=shortened(absent))
    return None


def _tasks(words: Words, knowledge: Knowledge, today: date, asker: Asker) -> Query:
    if words.numbers and not words.parts:
        return _task(words, knowledge, today, asker)
    _nothing_left(words, "tasks", knowledge)
    return Query(
        Kind.TASKS,
        plans=words.plans,
        parts=_parts(words, knowledge, asker),
        combine=Combine.ANY,
        numbers=words.numbers,
        window=words.window,
    )


def _task(words: Words, knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    _nothing_left(words, "task", knowledge)
    if not words.numbers:
        raise BadArguments(usage="task")
    return Query(Kind.TASK, plans=words.plans, numbers=words.numbers)


def _targets(words: Words, knowledge: Knowledge, _today: date, asker: Asker) -> Query:
    named = not words.ours and (words.parts or words.numbers or words.rest)
    return Query(
        Kind.TARGETS,
        plans=words.plans,
        parts=words.parts if named else _parts(words, knowledge, asker),
        combine=Combine.ANY,
        numbers=words.numbers,
        topics=_topics(words),
        window=words.window,
    )


def _due(words: Words, knowledge: Knowledge, today: date, asker: Asker) -> Query:
    _nothing_left(words, "due", knowledge)
    ahead = _ahead(words, "due", today) or Window(
        today, today + timedelta(days=DUE_DAYS), f"未来{DUE_DAYS}天"
    )
    return Query(
        Kind.TASKS,
        plans=words.plans,
        parts=_parts(words, knowledge, asker),
        combine=Combine.ANY,
        window=words.window or ahead,
    )


def _observances(words: Words, knowledge: Knowledge, today: date, _asker: Asker) -> Query:
    known = [day for word in words.rest if (day := knowledge.calendar.find(word))]
    if len(known) < len(words.rest):
        raise BadArguments(usage="observances")
    window = _ahead(words, "observances", today) or words.window
    names = tuple(day.name for day in known)
    return Query(Kind.OBSERVANCES, plans=words.plans, observances=names, window=window)


def _departments(words: Words, knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    _nothing_left(words, "departments", knowledge)
    roles = words.roles or EVERY_ROLE
    return Query(
        Kind.DEPARTMENTS, plans=words.plans, roles=roles, numbers=words.numbers, parts=words.parts
    )


def _plans(words: Words, _knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    return Query(Kind.PLANS, counted=Counted.PLANS, plans=words.plans)


def _search(words: Words, _knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    topics = tuple(replace(topic, mentioned=True) for topic in _topics(words))
    if not (topics or words.parts):
        raise BadArguments(usage="search")
    return Query(Kind.TASKS, plans=words.plans, topics=topics, parts=words.parts)


def _who(words: Words, _knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    if not (words.rest or words.numbers):
        raise BadArguments(usage="who")
    return Query(
        Kind.DEPARTMENTS,
        plans=words.plans,
        roles=words.roles or EVERY_ROLE,
        topics=_topics(words),
        numbers=words.numbers,
    )


Build = Callable[[Words, Knowledge, date, Asker], Query]
_COMMANDS: dict[str, Build] = {
    "tasks": _tasks,
    "task": _task,
    "targets": _targets,
    "due": _due,
    "observances": _observances,
    "departments": _departments,
    "plans": _plans,
    "search": _search,
    "who": _who,
}


def _parts(words: Words, knowledge: Knowledge, asker: Asker) -> tuple[Part, ...]:
    """Return the departments named; the one whose chat it is where none is, or 我们."""
    if not asker.department or (words.parts and not words.ours):
        return words.parts
    own = knowledge.department(asker.department, words.plans)
    ours = (part_of(own, words.roles or EVERY_ROLE),) if own.names else ()
    return (*words.parts, *ours)


def _own_plans(knowledge: Knowledge, asker: Asker) -> tuple[str, ...]:
    return knowledge.plan_named(asker.place) if asker.place else ()


def _topics(words: Words) -> tuple[Topic, ...]:
    return tuple(
        Topic(word, tuple(t for t in tokenizer().cut(word) if len(t) > 1) or (word,))
        for word in words.rest
    )


def _ahead(words: Words, usage: str, today: date) -> Window | None:
    """Read the one number of days; what is no number of days, or beyond all plans, is refused."""
    if not words.numbers:
        return None
    days = words.numbers[0]
    if len(words.numbers) > 1 or not re.fullmatch(r"\d{1,4}", days) or int(days) > LONGEST:
        raise BadArguments(usage=usage)
    ahead = f"未来{days}天" if int(days) else "今天"
    return Window(today, today + timedelta(days=int(days)), ahead)


def _nothing_left(words: Words, usage: str, knowledge: Knowledge) -> None:
    """Refuse words that are neither name nor number: most likely a name mistyped."""
    if not words.rest:
        return
    word = words.rest[0]
    if usage == "task" or word.isascii() or len(word) == 1 or re.search(r"\d", word):
        raise BadArguments(usage=usage)
    nearest = knowledge.lexicon.nearest(word, 3, plans=words.plans)
    raise DepartmentNotFound(name=shortened(word), nearest=nearest)
