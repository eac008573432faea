"""The words after a command -> Query. A command is only a shorter way to ask (DESIGN.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plans.errors import BadArguments, DepartmentNotFound
from plans.knowledge import Knowledge
from plans.model import Role
from plans.names import Resolution
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Part, Query, Topic, Window
from plans.questions.normal import normal
from plans.questions.numbers import numbers_in
from plans.questions.understood import described
from plans.questions.windows import window_in
from plans.search_terms import tokenizer

DUE_DAYS = 30
"""how far /due looks when it is not told"""
ROLES: dict[str, tuple[Role, ...]] = {
    "牵头": (Role.LEAD,),
    "主办": (Role.LEAD,),
    "配合": (Role.SUPPORT,),
    "协办": (Role.SUPPORT,),
    "参与": EVERY_ROLE,
    "负责": (Role.LEAD, Role.RESPONSIBLE),
    "全部": EVERY_ROLE,
}
_BODY = re.compile(r"(?:局|委|委员会|办|办公室|厅|海关|联|会|院|中心|支队|部)$|^[市省区县]")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the department its chat speaks for, where it speaks for one."""

    department: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words after a command, sorted by what they are."""

    plans: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    roles: tuple[Role, ...] | None = None
    numbers: tuple[str, ...] = ()
    window: Window | None = None
    rest: tuple[str, ...] = ()


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
    sorted_words = _sorted(words, knowledge, today)
    own = _own_plans(knowledge, asker)
    if not sorted_words.plans and own:
        sorted_words = replace(sorted_words, plans=own)
    query = build(sorted_words, knowledge, today, asker)
    return replace(query, understood=described(query, knowledge))


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
    named = words.parts or words.numbers or words.rest
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
    days = int(words.numbers[0]) if words.numbers else DUE_DAYS
    ahead = Window(today, today + timedelta(days=days), f"未来{days}天")
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
    window = words.window
    if words.numbers:
        days = int(words.numbers[0])
        window = Window(today, today + timedelta(days=days), f"未来{days}天")
    names = tuple(day.name for day in known)
    return Query(Kind.OBSERVANCES, plans=words.plans, observances=names, window=window)


def _departments(words: Words, knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    _nothing_left(words, "departments", knowledge)
    roles = words.roles or EVERY_ROLE
    return Query(
        Kind.DEPARTMENTS, plans=words.plans, roles=roles, numbers=words.numbers, parts=words.parts
    )


def _plans(words: Words, _knowledge: Knowledge, _today: date, _asker: Asker) -> Query:
    return Query(Kind.PLANS, counted=Counted.PLANS, plans=words.plans if words.rest else ())


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


def _sorted(words: str, knowledge: Knowledge, today: date) -> Words:
    """Tell names from roles, plans, numbers and dates."""
    typed = [word for word in re.split(r"[\s,、;]+", normal(words)) if word]
    plans = {word: knowledge.plan_named(word) for word in typed}
    found = Words(plans=tuple(key for word in typed for key in plans[word]))
    for word in (word for word in typed if not plans[word]):
        window = window_in(word, today)
        if word in ROLES:
            found = replace(found, roles=ROLES[word])
        elif numbers := _numbers(word):
            found = replace(found, numbers=(*found.numbers, *numbers))
        elif window and window.end - window.start == len(word):
            found = replace(found, window=window.window)
        else:
            found = _named(found, word, knowledge)
    return _with_roles(found)


def _numbers(word: str) -> tuple[str, ...]:
    if re.fullmatch(r"\d{1,3}(?:/\d{1,3})?", word):
        return (word,)
    numbers = numbers_in(word if "第" in word else f"任务{word.removesuffix('天')}", ())
    whole = re.fullmatch(r"(?:任务|第)?[\d一二三四五六七八九十百到至~-]+(?:项|条|号|天)?", word)
    return numbers.numbers if numbers and whole else ()


def _named(found: Words, word: str, knowledge: Knowledge) -> Words:
    resolution = knowledge.department(word, found.plans, lenient=False)
    if resolution.names:
        return replace(found, parts=(*found.parts, part_of(resolution)))
    if "和" in word[1:-1]:  # 商务局和水务局; a name with 和 in it was found above
        first, _, second = word.partition("和")
        return _named(_named(found, first, knowledge), second, knowledge)
    if resolution.ambiguous or _BODY.search(word):
        raise DepartmentNotFound(
            name=word, nearest=resolution.nearest, ambiguous=resolution.ambiguous
        )
    return replace(found, rest=(*found.rest, word))


def part_of(resolution: Resolution, roles: tuple[Role, ...] = EVERY_ROLE) -> Part:
    """Make a query's part of a name that was found."""
    return Part(resolution.asked, resolution.names, roles, resolution.match)


def _with_roles(words: Words) -> Words:
    if words.roles is None:
        return words
    return replace(words, parts=tuple(replace(part, roles=words.roles) for part in words.parts))


def _parts(words: Words, knowledge: Knowledge, asker: Asker) -> tuple[Part, ...]:
    """Return the departments named, or else the one whose chat it is."""
    if words.parts or not asker.department:
        return words.parts
    own = knowledge.department(asker.department, words.plans)
    return (part_of(own, words.roles or EVERY_ROLE),) if own.names else ()


def _own_plans(knowledge: Knowledge, asker: Asker) -> tuple[str, ...]:
    return knowledge.plan_named(asker.place) if asker.place else ()


def _topics(words: Words) -> tuple[Topic, ...]:
    return tuple(
        Topic(word, tuple(t for t in tokenizer().cut(word) if len(t) > 1) or (word,))
        for word in words.rest
    )


def _nothing_left(words: Words, usage: str, knowledge: Knowledge) -> None:
    """Refuse words that are neither name nor number: most likely a name mistyped."""
    if not words.rest:
        return
    word = words.rest[0]
    if usage == "task" or word.isascii() or len(word) == 1:
        raise BadArguments(usage=usage)
    nearest = knowledge.lexicon.nearest(word, 3, plans=words.plans)
    raise DepartmentNotFound(name=word, nearest=nearest)
