"""A few words in reply to an answer -> what they make of its query: 那配合的呢?, 商务局呢?, 3.

Pure: the previous query and the new words in, the new query out. Words that are a question of their
own are left to `plans.understanding`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from plans.commands import Asker
from plans.knowledge import Knowledge
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Part, Query, Reason
from plans.questions import whereabouts
from plans.questions.arguments import part_of
from plans.questions.marked import Marked
from plans.questions.normal import normal, without_mentions
from plans.questions.numbers import numbers_in
from plans.questions.parts import roles_of
from plans.questions.reading import Reading, read
from plans.questions.residue import topic_of
from plans.questions.understood import described

_LEAD_IN = re.compile(
    r"^(?:(?:那么?|再|就|请|麻烦|帮我|给我|我(?:想|要)|想|其中|里面|这里面|这些(?:任务)?(?:里面?|中|当中)?|它们?的?|他们?的?"
    r"|换(?:成|为)?|改(?:成|为|看)?|只(?:看|要|查|列)?|单看|看看?|查查?|列出?|说说?)[,\s]*)+"
)
_TAIL = re.compile(r"(?:的)?(?:呢|吧|吗|啊|呀|看看)?[?!。,\s]*$")
_ELLIPSIS = re.compile(r"呢[?!。\s]*$")
_ADDS = re.compile(r"^(?:还有|加上|再加上?|以及|和|与|跟|连同)(?![哪什谁几多没])")
_WITH_TARGETS = re.compile(
    r"(?<!没)(?:有|带|含)(?:量化|具体|数字)?(?:的)?指标的?(?:任务|项目|事项)?"
)
_EVERYTHING = re.compile(r"^(?:全部|所有|一切|都|完整)(?:的|任务|列出来?|看看|要|显示)*$")
_D = r"(?:\d{1,3}|(?<=第)[一二三四五六七八九十百]{1,5})"
_BARE_NUMBER = re.compile(
    rf"^(?:第|任务|#|no\.?)?\s*{_D}(?:(?:项|条)?\s*(?:[、,和到至~-]|\s)\s*第?{_D})*\s*(?:项|条|号|个)?$"
    r"|^最后一[项条个]$",
    re.I,
)
_WHEN = re.compile(r"^(?:是|要)?(?:什么时候|何时|哪天|几号|期限|时限|截止|到期)")
_HOW_MANY = re.compile(r"^(?:一共|总共|共)?有?(?:几|多少)(?:项|条|件|个|家)?$")
_BESIDE = re.compile(r"^(?P<on>下|后)?(?:上|前)?(?:面|边)?一?(?:项|条|个)(?:任务)?$")
_DETAIL = re.compile(r"^(?:详细|详情|具体|内容)")
_COUNTED = {Kind.TARGETS: Counted.TARGETS, Kind.DEPARTMENTS: Counted.DEPARTMENTS}


def follow_up(
    previous: Query,
    words: str,
    knowledge: Knowledge,
    *,
    today: date,
    asker: Asker | None = None,
) -> Query | None:
    """Return what *words* make of *previous*; None where they are a question of their own."""
    if previous.kind is Kind.NONE:
        return None
    previous = replace(previous, also=None)
    said = without_mentions(normal(words))
    bare = _TAIL.sub("", _LEAD_IN.sub("", said))
    query = (
        _numbered(previous, bare, knowledge)
        or _whole(previous, bare)
        or _merged(previous, said, bare, knowledge, today, asker or Asker())
    )
    return replace(query, understood=described(query, knowledge)) if query else None


def _numbered(previous: Query, bare: str, knowledge: Knowledge) -> Query | None:
    """3, 第3项: a task of the list, by its number; 下一项: the one behind it."""
    if previous.kind is Kind.TASK and _BESIDE.match(bare):
        return _beside(previous, knowledge, 1 if bare[0] in "下后" else -1)
    if not _BARE_NUMBER.match(bare) or previous.kind in (Kind.OBSERVANCES, Kind.PLANS):
        return None
    outlines = knowledge.outlines(previous.plans)
    existing = outlines[0].numbers if outlines else ()
    typed = bare if "第" in bare or "后" in bare else f"任务{bare.removeprefix('任务')}"
    found = numbers_in(typed, existing)
    if found is None:
        return None
    parts = previous.parts if previous.kind is Kind.TASKS else ()
    return Query(Kind.TASK, plans=previous.plans, parts=parts, numbers=found.numbers)


def _beside(previous: Query, knowledge: Knowledge, step: int) -> Query | None:
    outlines = knowledge.outlines(previous.plans)
    known = outlines[0].numbers if len(outlines) == 1 else ()
    if previous.numbers[-1] not in known:
        return None
    at = known.index(previous.numbers[-1]) + step
    return replace(previous, numbers=(known[at],), parts=()) if 0 <= at < len(known) else None


def _whole(previous: Query, bare: str) -> Query | None:
    """全部: without what narrowed the list."""
    if not _EVERYTHING.match(bare) or previous.kind not in (Kind.TASKS, Kind.TARGETS):
        return None
    parts = tuple(replace(part, roles=EVERY_ROLE) for part in previous.parts)
    return replace(previous, parts=parts, with_targets=False, window=None, led=None)


def _merged(
    previous: Query, said: str, bare: str, knowledge: Knowledge, today: date, asker: Asker
) -> Query | None:
    with_targets = bool(_WITH_TARGETS.search(bare))
    rest = _ADDS.sub("", _WITH_TARGETS.sub("", bare))
    r = read(rest, knowledge, today, asker)
    if _stands_alone(said, r, with_targets=with_targets):
        return None
    query = _of_kind(previous, r, bare)
    query = _of_place(query, rest, knowledge, renamed=bool(r.mentions))
    query = _of_departments(query, r, knowledge, adds=bool(_ADDS.match(bare)))
    query = _of_roles(query, r)
    query = _narrowed(_of_rest(query, r, with_targets=with_targets), r)
    return None if query == previous else query


def _stands_alone(said: str, r: Reading, *, with_targets: bool) -> bool:
    """Tell a question of its own: it names whom or what it asks of, and what it asks."""
    if with_targets and not r.mentions:
        return False
    g = r.grammar
    named = bool(r.mentions or r.topics or r.section or r.days or r.numbers)
    asks = bool(g.who or g.targets or g.tasks or g.counted or g.left or g.amount or g.help)
    if _ELLIPSIS.search(said) and not (asks and named):
        return False
    if r.mentions:
        return asks or len(r.mentions) > 1
    return named


def _of_kind(previous: Query, r: Reading, bare: str) -> Query:
    """What is asked for now: 谁牵头, 有哪些指标, 有几项, 还有几天; else what was asked before."""
    g = r.grammar
    about = _subject(previous)
    if g.left:
        return replace(about, kind=Kind.COUNT, counted=g.left)
    if g.counted or _HOW_MANY.match(bare):
        listed = _COUNTED.get(previous.kind, Counted.TASKS)
        return replace(about, kind=Kind.COUNT, counted=g.counted or listed)
    if g.who:
        named = tuple(topic_of(day, mentioned=True) for day in about.observances)
        topics = (*about.topics, *named)
        return replace(about, kind=Kind.DEPARTMENTS, topics=topics, observances=(), beyond=None)
    if g.targets and previous.kind is not Kind.TARGETS:
        return replace(about, kind=Kind.TARGETS)
    if (g.tasks or _DETAIL.match(bare)) and previous.kind not in (Kind.TASKS, Kind.TASK):
        return replace(about, kind=Kind.TASKS, beyond=None)
    if _WHEN.match(bare):
        return replace(about, kind=Kind.COUNT, counted=Counted.DAYS)
    return previous


def _subject(previous: Query) -> Query:
    """What the previous question was about, whatever it asked of it."""
    return replace(previous, counted=None, roles=EVERY_ROLE, most=None, by=None, unit=None)


def _of_place(query: Query, rest: str, knowledge: Knowledge, *, renamed: bool) -> Query:
    """东莞呢: the same of another place's plans, under the names it has for its departments."""
    where = whereabouts.mark_places(Marked(rest), knowledge)
    if where.elsewhere and not where.plans:
        return Query(Kind.NONE, reason=Reason.UNKNOWN_PLACE, asked=where.elsewhere)
    if not where.plans or renamed:
        return replace(query, plans=where.plans or query.plans)
    found = [(part, knowledge.department(part.asked, where.plans)) for part in query.parts]
    for _, resolution in found:
        if not resolution.names:
            return _no_department(resolution.asked, resolution.nearest)
    parts = tuple(part_of(resolution, part.roles) for part, resolution in found)
    return replace(query, plans=where.plans, parts=parts)


def _of_departments(query: Query, r: Reading, knowledge: Knowledge, *, adds: bool) -> Query:
    """商务局呢: the same of another department; 还有商务局: of that one too."""
    if not r.mentions or query.kind is Kind.NONE:
        return query
    before = query.parts[0].roles if query.parts else EVERY_ROLE
    parts: list[Part] = []
    for mention in r.mentions:
        if mention.resolution is None and not r.asker.department:
            return Query(Kind.NONE, reason=Reason.UNBOUND)
        asked = mention.words if mention.resolution else r.asker.department or ""
        name = knowledge.department(asked, query.plans)
        if not name.names:
            return _no_department(mention.words, name.nearest, ambiguous=name.ambiguous)
        roles = roles_of(mention.start, mention.end, r.cues, r.marked.text)
        parts.append(part_of(name, roles if r.cues else before))
    kept = query.parts if adds else ()
    numbers = query.numbers if query.kind is Kind.DEPARTMENTS else ()
    kind = query.kind if query.kind in (Kind.TARGETS, Kind.COUNT) else Kind.TASKS
    return replace(
        query,
        kind=kind,
        parts=(*kept, *parts),
        combine=Combine.ANY,
        numbers=numbers,
        roles=EVERY_ROLE,
    )


def _of_roles(query: Query, r: Reading) -> Query:
    """那配合的呢: another part of the same departments, or those who have it in the same tasks."""
    if r.mentions or not r.cues:
        return query
    wanted = {role for cue in r.cues for role in cue.roles}
    roles = tuple(role for role in EVERY_ROLE if role in wanted)
    if query.parts and query.kind is not Kind.DEPARTMENTS:
        return replace(query, parts=tuple(replace(part, roles=roles) for part in query.parts))
    if query.kind in (Kind.TASKS, Kind.TASK, Kind.DEPARTMENTS):
        return replace(query, kind=Kind.DEPARTMENTS, roles=roles)
    return replace(query, roles=roles) if query.counted is Counted.DEPARTMENTS else query


def _of_rest(query: Query, r: Reading, *, with_targets: bool) -> Query:
    """Another time, topic or part of the plan; only what has numbers."""
    if query.kind is Kind.NONE:
        return query
    if with_targets:
        kind = Kind.TASKS if query.kind is not Kind.COUNT else query.kind
        query = replace(query, kind=kind, with_targets=True)
    if r.found:
        query = replace(query, window=r.found.window)
    if r.section:
        query = replace(query, section=r.section)
    if r.days:
        query = replace(query, observances=r.days)
    if r.topics:
        query = replace(query, topics=r.topics, any_topic=r.any_topic, numbers=())
    if r.numbers:
        query = replace(query, numbers=r.numbers)
    return query


def _narrowed(query: Query, r: Reading) -> Query:
    """Another amount, or without somebody."""
    named = [m.resolution for m in r.left_out if m.resolution and m.resolution.names]
    return replace(
        query,
        beyond=r.beyond or query.beyond,
        without=tuple(map(part_of, named)) or query.without,
    )


def _no_department(asked: str, nearest: tuple[str, ...], *, ambiguous: bool = False) -> Query:
    reason = Reason.AMBIGUOUS_DEPARTMENT if ambiguous else Reason.UNKNOWN_DEPARTMENT
    return Query(Kind.NONE, reason=reason, asked=asked, nearest=nearest)
