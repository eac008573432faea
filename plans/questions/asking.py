"""What a question that was read asks for: its pieces put together to a query."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.model import Role
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Part, Query, Reason, Window
from plans.questions import residue
from plans.questions.arguments import part_of
from plans.questions.bodies import Mention
from plans.questions.parts import HELPED, roles_of
from plans.questions.reading import Reading

_TOGETHER = re.compile(
    r"跟|都|共同|同[为是属]|[凑碰坐]|联手|携手|交集|重[合叠]|双双|一并|两边|一起|同时|一块|一同|既|联合|合作|协作|一道|两家|双方|两个(?:单位|部门)|均|也(?:有|参)|还有.+也"
)
_EITHER = re.compile(r"或|任意|其中一|之一|随便哪|还是")
_WHOEVER = re.compile(r"(?:谁|哪个|哪家|任何一[个家])[^,。]{0,5}[都也](?:算|行|可以|要|列)")
_APART = re.compile(r"各|分别")
_BOTH_BEFORE = re.compile(r"同时|既|涉及|需要|要(?:由|靠|找)?$|有$|同$|牵涉|离不开")
_NEXT = re.compile(
    r"下一?个(?!月|季|周|星期)|最近的?一?个|接下来(?:的)?(?:一|第一)个|最近的(?=主题|宣传|纪念|节)"
)
_MEASURE = re.compile(r"(?:率|指数|度|量|得分|比重|比例|总数|收入|经费)$")
_BESIDE = re.compile("局?(?:都|还|会|要|又)*(?:跟|和|与|同)(?:谁|哪)")
"""我们跟谁一起: who is asked for does not stand among those named"""
_EACH = re.compile(
    r"(?:各个?|每一?个|每家)(?:市直|责任|牵头|成员)?(?:部门|单位|局|委办局)[^,。]{0,8}(?:几|多少)[项条件个]"
)
"""各部门分别有几项任务: the departments, each with its counts"""
_A_TASK = re.compile(r"(?:方面|领域)?的?(?:这[项个条]|那[项个条])?(?:重点|工作)?(?:任务|事项)")
_A_DAY = re.compile(r"[节日]$")
_OFFICE = re.compile(r"部门|单位|厅局|委办局|机构|哪[些几个]+局")


def asked(r: Reading) -> Query:
    """Decide what is asked for, the most telling grammar first."""
    g = r.grammar
    if g.left:
        return _query(r, Kind.COUNT, counted=g.left, observances=r.days, next_only=_is_next(r))
    days = _about_days(r) if r.days or g.observances else None
    return days or _of_amount(r) or _of_things(r)


def _of_amount(r: Reading) -> Query | None:
    """A count, or a superlative."""
    g = r.grammar
    if _EACH.search(r.marked.original) and not (r.mentions or g.targets):
        return _query(r, Kind.DEPARTMENTS)
    if g.counted and not (g.counted is Counted.PLANS and r.topics):
        return _counted(r, g.counted)
    if g.led is not None and g.tasks:
        return _query(r, Kind.TASKS)
    return _superlative(r) if g.most and not g.who else None


def _of_things(r: Reading) -> Query:
    """Departments, targets, single tasks, plans; else tasks."""
    g = r.grammar
    if g.who or _ends_with_a_part(r):
        return _departments(r)
    if g.targets or (g.amount and (r.topics or r.numbers)) or _is_metric(r):
        return _targets(r)
    if r.numbers and not r.mentions:
        return _query(r, Kind.TASK)
    if g.plans and not (r.topics or r.mentions):
        return Query(Kind.PLANS, plans=r.plans, counted=Counted.PLANS)
    return _tasks(r)


def _ends_with_a_part(r: Reading) -> bool:
    """Tell 检验检测平台建设 牵头: what is to be done, and whose part is wanted."""
    if r.mentions or r.grammar.tasks or not (r.topics and r.cues):
        return False
    return r.cues[-1].end == len(r.marked.text.rstrip("?。! "))


def _is_metric(r: Reading) -> bool:
    """Tell whether a metric's name is all that was said, or all but grammar."""
    named = bool(r.phrases) and all(_MEASURE.search(topic.words) for topic in r.topics)
    return named and not (r.grammar.tasks or r.grammar.mentioned or r.mentions)


def _tasks(r: Reading) -> Query:
    if (
        not (r.topics or r.mentions or r.found or r.section or r.numbers or r.grammar.tasks)
        and r.grammar.led is None
    ):
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    query = _query(r, Kind.TASKS)
    headings = {run.whole for run in r.phrases} if not r.grammar.mentioned else set()
    topics = (replace(t, mentioned=t.words not in headings) for t in r.topics)
    return replace(query, topics=tuple(topics))


def _targets(r: Reading) -> Query:
    nothing = not (r.topics or r.mentions or r.found or r.section or r.numbers)
    if nothing and not r.grammar.targets:
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    yearly = "每年" in r.marked.original or "年均" in r.marked.original
    topics = tuple(replace(topic, mentioned=False) for topic in r.topics)
    query = _query(r, Kind.TARGETS, unit=r.grammar.unit, yearly=yearly)
    return replace(query, topics=topics, any_topic=True, of_tasks=_of_tasks(r))


def _of_tasks(r: Reading) -> bool:
    """Tell 计量任务有哪些指标 from 计量有哪些指标."""
    said = r.marked.original
    return any(_A_TASK.match(said.partition(topic.words)[2]) for topic in r.topics)


def _departments(r: Reading) -> Query:
    roles = _asked_roles(r)
    named = r.topics or r.mentions or r.section or r.numbers
    if not named and not (roles != EVERY_ROLE or r.grammar.most or _says_office(r)):
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    query = _query(r, Kind.DEPARTMENTS, roles=roles, most=r.grammar.most)
    beside = [m for m in r.mentions if _BESIDE.match(r.marked.original, m.end)]
    if beside:
        query = replace(query, without=tuple(_part(r, mention) for mention in beside))
    return replace(
        query,
        topics=tuple(replace(topic, mentioned=False) for topic in r.topics),
    )


def _counted(r: Reading, counted: Counted) -> Query:
    if counted is Counted.PLANS:
        return Query(Kind.COUNT, plans=r.plans, counted=counted)
    query = _query(r, Kind.COUNT, counted=counted)
    if counted is Counted.DEPARTMENTS:
        return replace(query, roles=_asked_roles(r))
    return query


def _superlative(r: Reading) -> Query:
    by = Counted.TARGETS if r.grammar.targets else Counted.DEPARTMENTS
    if not r.grammar.tasks:
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    return replace(_query(r, Kind.TASKS, most=r.grammar.most, by=by), topics=())


def _about_days(r: Reading) -> Query | None:
    """Observances, unless they are what a task or somebody is asked about."""
    g = r.grammar
    if not r.days and any(_A_DAY.search(topic.words) for topic in r.topics):
        return Query(Kind.NONE, reason=Reason.UNKNOWN_OBSERVANCE, asked=r.topics[0].words)
    about_tasks = g.tasks or g.who or (g.mentioned and not g.observances)
    if r.days and about_tasks and not g.when_due:
        names = tuple(residue.topic_of(day, mentioned=True) for day in r.days)
        r.topics, r.any_topic = (*names, *r.topics), False
        return None
    if g.who or g.targets or (g.tasks and not r.days):
        return None
    counted = Counted.OBSERVANCES if g.counted is Counted.OBSERVANCES else None
    kind = Kind.COUNT if counted else Kind.OBSERVANCES
    return Query(
        kind,
        plans=r.plans,
        observances=r.days,
        window=r.found.window if r.found else None,
        counted=counted,
        months_only=r.grammar.months and not r.days,
        next_only=_is_next(r),
    )


def _is_next(r: Reading) -> bool:
    return bool(_NEXT.search(r.marked.original))


def _asked_roles(r: Reading) -> tuple[Role, ...]:
    """Return the roles of those asked for; who 负责 is who leads, or else who is responsible."""
    if any(cue.whom for cue in r.cues):
        return HELPED
    asks = [cue for cue in r.cues if cue.asks] or ([] if r.mentions else list(r.cues))
    if not asks:
        return EVERY_ROLE
    roles = {role for cue in asks for role in cue.roles}
    if len(asks) > 1 and Role.LEAD in roles and Role.RESPONSIBLE in roles:
        return EVERY_ROLE  # 谁牵头,谁落实: those who carry it out beside a lead support it
    return tuple(role for role in EVERY_ROLE if role in roles)


def _says_office(r: Reading) -> bool:
    return bool(_OFFICE.search(r.marked.original))


def _query(r: Reading, kind: Kind, **values: object) -> Query:
    parts, combine = _parts(r)
    query = Query(
        kind,
        plans=r.plans,
        parts=parts,
        combine=combine,
        without=tuple(_part(r, mention) for mention in r.left_out),
        topics=r.topics,
        any_topic=r.any_topic,
        passing=r.passing,
        numbers=r.numbers,
        section=r.section,
        window=_window(r),
        beyond=r.beyond,
        led=r.grammar.led,
        alone=r.grammar.alone,
        with_targets=r.grammar.with_targets,
        without_targets=r.grammar.without_targets,
    )
    return replace(query, **values)  # type: ignore[arg-type]


def _window(r: Reading) -> Window | None:
    return r.found.window if r.found else None


def _parts(r: Reading) -> tuple[tuple[Part, ...], Combine]:
    parts = _each_at_its_place(r, [_part(r, mention) for mention in r.mentions])
    return tuple(dict.fromkeys(parts)), _combined(r, parts)


def _part(r: Reading, mention: Mention) -> Part:
    out = mention in r.left_out
    cues = tuple(c for c in r.cues if c.start <= mention.end + 1) if out else r.cues
    roles = roles_of(mention.start, mention.end, cues, r.marked.text)
    resolution = mention.resolution or r.knowledge.department(r.asker.department or "", r.plans)
    return part_of(resolution, roles)


def _each_at_its_place(r: Reading, parts: list[Part]) -> list[Part]:
    """Keep 东莞市商务局和惠州市农业局 each to its own place, unlike 两市的商务局和农业局."""
    at = [next((keys for end, keys in r.places if end == m.start), ()) for m in r.mentions]
    if not all(at) or len(set(at)) < 2:
        return parts
    named = [r.knowledge.department(m.words, keys) for m, keys in zip(r.mentions, at, strict=True)]
    each = zip(parts, named, at, strict=True)
    return [
        replace(part, names=one.names or part.names, match=one.match, plans=keys)
        for part, one, keys in each
    ]


def _combined(r: Reading, parts: list[Part]) -> Combine:
    """Both must take part where the words say so, or where their parts differ."""
    if len(parts) < 2:
        return Combine.ALL
    if any(part.plans for part in parts):  # no task is of two places
        return Combine.ANY
    span = r.marked.original[r.mentions[0].end :]
    between = r.marked.original[r.mentions[0].end : r.mentions[-1].start]
    if _EITHER.search(between) or _WHOEVER.search(span):
        return Combine.ANY
    if len({part.roles for part in parts}) > 1:
        return Combine.ALL
    before = r.marked.original[: r.mentions[0].start]
    if _APART.search(span):
        return Combine.ANY
    return Combine.ALL if _TOGETHER.search(span) or _BOTH_BEFORE.search(before) else Combine.ANY
