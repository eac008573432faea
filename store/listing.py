"""Tasks and targets as an answer lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.model import Span
from plans.own_words import beneath, opening, own_words, uncounted
from plans.query import Counted, Kind, Most, Query
from store import topics
from store.bulk import fetch
from store.replies import MilestoneLine, Party, TargetLine, TaskLine
from store.rows import columns
from store.selection import RANK, Chosen, Scope, chunks, target_counts, tasks_of, within
from store.tables.plans import Department, Duty, Milestone, Plan, Target, Task

NAMED_BY_WORDS = 400
"""tasks without a heading whose words are read for one list"""
_FIELDS = ("plan_id", "metric", "op", "value", "upper", "unit", "due", "every", "text")


async def tasks(
    session: AsyncSession, query: Query, scope: Scope, directory: Directory
) -> tuple[TaskLine, ...]:
    """Return the tasks that fit; in full where a few are asked for by number."""
    chosen = await tasks_of(session, query, scope)
    counts = await target_counts(session, [task.id for task in chosen])
    lines = [_line(task, scope, counts.get(task.id, 0)) for task in chosen]
    if query.kind is Kind.TASK or query.by is Counted.DEPARTMENTS:
        lines = await _in_full(session, lines, scope, directory)
    else:
        lines = await _with_own_words(session, lines)
    if query.most:
        lines = _extreme(lines, query)
    return tuple(lines)


async def targets(session: AsyncSession, query: Query, scope: Scope) -> tuple[TargetLine, ...]:
    """Return the targets that fit, in the order of their plans."""
    found = await _targets(session, query, scope)
    beyond = query.beyond
    if beyond is None:
        return found
    return tuple(line for line in found if beyond.holds(line.value, line.unit or ""))


async def _targets(session: AsyncSession, query: Query, scope: Scope) -> tuple[TargetLine, ...]:
    if query.of_tasks and (found := await _targets_of_tasks(session, query, scope)):
        return found
    if query.topics:
        return await _targets_about(session, query, scope)
    owners = None
    if query.parts or query.without or query.numbers or query.section or query.led is not None:
        owners = [task.id for task in await tasks_of(session, _undated(query), scope)]
    return await _target_lines(session, query, scope, tasks=owners)


async def _targets_of_tasks(
    session: AsyncSession, query: Query, scope: Scope
) -> tuple[TargetLine, ...]:
    """Return all targets of the tasks that are about the topics."""
    about = replace(_undated(query), topics=query.topics, any_topic=query.any_topic)
    owners = [task.id for task in await tasks_of(session, about, scope)]
    return await _target_lines(session, query, scope, tasks=owners) if owners else ()


async def _targets_about(
    session: AsyncSession, query: Query, scope: Scope
) -> tuple[TargetLine, ...]:
    """Headings that are the topic itself come first, then metrics, then headings that have it."""
    heads = {
        task for topic in query.topics for task in await topics.titled(session, topic, scope.ids)
    }
    within_tasks = await _owners(session, query, scope)
    ids = await topics.targets_about(session, query, scope.ids) if not heads else []
    lines = await _target_lines(session, query, scope, tasks=within_tasks, ids=ids) if ids else ()
    if lines:
        return lines
    for topic in () if heads else query.topics:
        heads |= set(await topics.headed(session, topic, scope.ids))
    if within_tasks is not None:
        heads &= set(within_tasks)
    return await _target_lines(session, query, scope, tasks=heads) if heads else ()


async def _owners(session: AsyncSession, query: Query, scope: Scope) -> list[int] | None:
    if not (query.parts or query.numbers or query.section):
        return None
    bare = Query(
        Kind.TASKS,
        parts=query.parts,
        combine=query.combine,
        numbers=query.numbers,
        section=query.section,
    )
    return [task.id for task in await tasks_of(session, bare, scope)]


def _undated(query: Query) -> Query:
    return Query(
        Kind.TASKS,
        parts=query.parts,
        combine=query.combine,
        without=query.without,
        numbers=query.numbers,
        section=query.section,
        led=query.led,
    )


async def _target_lines(
    session: AsyncSession,
    query: Query,
    scope: Scope,
    *,
    tasks: Collection[int] | None = None,
    ids: Collection[int] | None = None,
) -> tuple[TargetLine, ...]:
    statement = (
        columns(*(getattr(Target, name) for name in _FIELDS), Task.number, Task.title)
        .outerjoin(Task, col(Target.task_id) == col(Task.id))
        .where(col(Target.plan_id).in_(scope.plans.keys()))
    )
    if tasks is not None:
        statement = statement.where(col(Target.task_id).in_(tasks))
    if ids is not None:
        statement = statement.where(col(Target.id).in_(ids))
    if query.yearly and (query.of_tasks or not query.topics):
        statement = statement.where(col(Target.every).is_not(None))
    for condition in within(col(Target.due), query):
        statement = statement.where(condition)
    order = {plan_id: place for place, plan_id in enumerate(scope.plans)}
    rows = await fetch(session, statement.order_by(col(Target.id)))
    return tuple(_target_line(scope, row) for row in sorted(rows, key=lambda r: order[r.plan_id]))


def _target_line(scope: Scope, row: Any) -> TargetLine:
    return TargetLine(
        plan=scope.plans[row.plan_id],
        task=row.number,
        title=row.title,
        metric=row.metric,
        op=row.op,
        value=Decimal(row.value),
        upper=None if row.upper is None else Decimal(row.upper),
        unit=row.unit,
        due=row.due,
        every=row.every,
        sentence=row.text,
    )


def _line(task: Chosen, scope: Scope, targets: int) -> TaskLine:
    return TaskLine(
        plan=scope.plans[task.plan_id],
        id=task.id,
        number=task.number,
        title=task.title,
        section=task.section,
        due=task.due,
        role=task.role,
        target_count=targets,
        hit=task.hit,
    )


async def _with_own_words(session: AsyncSession, lines: list[TaskLine]) -> list[TaskLine]:
    """Give tasks without a heading the words they begin with, to be called by in a list."""
    bare = [line.id for line in lines if not (line.title or line.hit)][:NAMED_BY_WORDS]
    texts = await _texts(session, bare) if bare else {}
    return [
        replace(line, sentence=opening(_sentence(texts[line.id], []))) if line.id in texts else line
        for line in lines
    ]


def _extreme(lines: list[TaskLine], query: Query) -> list[TaskLine]:
    def size(line: TaskLine) -> int:
        return len(line.parties) if query.by is Counted.DEPARTMENTS else line.target_count

    sizes = [size(line) for line in lines]
    wanted = (max if query.most is Most.MOST else min)(sizes, default=0)
    return [line for line in lines if size(line) == wanted and wanted > 0]


async def _in_full(
    session: AsyncSession, lines: list[TaskLine], scope: Scope, directory: Directory
) -> list[TaskLine]:
    ids = [line.id for line in lines]
    parties, spans = await _parties(session, ids, directory)
    milestones = await _milestones(session, ids)
    texts = await _texts(session, ids)
    promised: dict[tuple[str, str | None], list[TargetLine]] = defaultdict(list)
    for target in await _target_lines(session, Query(Kind.TARGETS), scope, tasks=ids):
        promised[target.plan.key, target.task].append(target)
    return [
        TaskLine(
            plan=line.plan,
            id=line.id,
            number=line.number,
            title=line.title,
            section=line.section,
            due=line.due,
            role=line.role,
            target_count=line.target_count,
            hit=line.hit,
            parties=tuple(parties[line.id]),
            targets=tuple(promised[line.plan.key, line.number]),
            milestones=tuple(milestones[line.id]),
            sentence=_own(line, texts.get(line.id), spans[line.id]),
        )
        for line in lines
    ]


def _own(line: TaskLine, text: tuple[str, int] | None, duties: list[Span]) -> str:
    words = _sentence(text, duties)
    return beneath(line.title, words) if line.title else uncounted(words)


def _sentence(text: tuple[str, int] | None, duties: list[Span]) -> str:
    if text is None:
        return ""
    words, start = text
    moved = [Span(max(d.start - start, 0), d.end - start) for d in duties if d.end > start]
    return own_words(words, Span(0, len(words)), moved).strip()


async def _parties(
    session: AsyncSession, ids: Sequence[int], directory: Directory
) -> tuple[dict[int, list[Party]], dict[int, list[Span]]]:
    statement = columns(
        Duty.task_id, Department.name, Duty.role, Duty.span_start, Duty.span_end
    ).join(Department, col(Duty.department_id) == col(Department.id))
    found: dict[int, list[Party]] = defaultdict(list)
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in await _of_tasks(session, statement, col(Duty.task_id), ids, order=col(Duty.id)):
        found[row[0]].append(Party(row[1], row[2], directory.successor(row[1])))
        spans[row[0]].append(Span(row[3], row[4]))
    for parties in found.values():
        parties.sort(key=lambda party: RANK[party.role])
    return found, spans


async def _milestones(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[MilestoneLine]]:
    statement = columns(Milestone.task_id, Milestone.text, Milestone.due)
    rows = await _of_tasks(
        session, statement, col(Milestone.task_id), ids, order=col(Milestone.position)
    )
    found: dict[int, list[MilestoneLine]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(MilestoneLine(row[1], row[2]))
    return found


async def _texts(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    words = func.substr(Plan.text, Task.span_start + 1, Task.span_end - Task.span_start)
    statement = columns(Task.id, words, Task.span_start).join(
        Plan, col(Task.plan_id) == col(Plan.id)
    )
    rows = await _of_tasks(session, statement, col(Task.id), ids, order=col(Task.id))
    return {row[0]: (row[1], row[2]) for row in rows}


async def _of_tasks(
    session: AsyncSession, statement: Any, task: Any, ids: Sequence[int], *, order: Any
) -> list[Any]:
    found: list[Any] = []
    for chunk in chunks(ids):
        found += await fetch(session, statement.where(task.in_(chunk)).order_by(order))
    return found
