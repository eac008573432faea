"""Which tasks and targets speak of a topic."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import case, func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.matching import (
    Candidate,
    halves,
    in_one_sentence,
    meant,
    names_title,
    variants,
    without_verbs,
)
from plans.query import Query, Topic
from plans.questions.residue import terms_of, topic_of
from plans.search_terms import folded, sentence_at
from store import search
from store.bulk import fetch
from store.rows import columns
from store.search import Index
from store.tables.plans import Plan, Target, Task

BEFORE, AFTER = 160, 80
"""letters around a target in which its sentence is looked for"""
LOOKED_AT = 400
"""hits whose text is read for a sentence; more would be no answer"""
Plans = Collection[int] | None


async def with_passing(session: AsyncSession, query: Query, plans: Plans) -> Query:
    """Make topics of the query's passing words that a task of *plans* has; the rest are dropped."""
    if not query.passing:
        return query
    said = [word for word in query.passing if await _is_said(session, word, plans)]
    found = tuple(topic_of(word, mentioned=True) for word in said)
    known = " · ".join((query.understood, *(f"“{word}”" for word in said)))
    return replace(query, topics=(*query.topics, *found), passing=(), understood=known)


async def _is_said(session: AsyncSession, word: str, plans: Plans) -> bool:
    return bool(await search.with_phrase(session, Index.TASKS, word, plans=plans))


async def tasks_about(session: AsyncSession, query: Query, plans: Plans) -> dict[int, str]:
    """Return the tasks that speak of the query's topics, each with the sentence that does."""
    found = [await _about(session, topic, plans) for topic in query.topics]
    every = {task: hit for hits in reversed(found) for task, hit in hits.items()}
    if query.any_topic:
        return every
    return {task: hit for task, hit in every.items() if all(task in hits for hits in found)}


async def titled(session: AsyncSession, topic: Topic, plans: Plans) -> list[int]:
    """Return the tasks whose heading is the topic itself."""
    hits = await search.with_phrase(session, Index.TASKS, topic.words, plans=plans)
    titles = await _titles(session, hits)
    return [task for task in hits if names_title(topic.words, titles[task])]


async def headed(session: AsyncSession, topic: Topic, plans: Plans) -> list[int]:
    """Return the tasks whose heading has the topic, as a phrase or else all its words."""
    for words in variants(topic.words):
        hits = await search.with_phrase(session, Index.TASKS, words, plans=plans)
        if found := await _with_title(session, hits, [words]):
            return found
    for terms in _terms(topic):
        hits = await search.with_terms(session, Index.TASKS, terms, plans=plans)
        if found := await _with_title(session, hits, terms):
            return found
    return []


async def targets_about(session: AsyncSession, query: Query, plans: Plans) -> list[int]:
    """Return the targets that the query's topics mean, in the order of the topics."""
    found: dict[int, None] = {}
    for topic in query.topics:
        candidates = await _candidates(session, topic, plans)
        ids = meant(topic, candidates, unit=query.unit, yearly=query.yearly)
        found.update(dict.fromkeys(ids))
    return list(found)


async def _about(session: AsyncSession, topic: Topic, plans: Plans) -> dict[int, str]:
    if not topic.mentioned and (heads := await headed(session, topic, plans)):
        return dict.fromkeys(heads, "")
    if found := await _with_words(session, topic.words, plans):
        return found
    if topic.parts:
        each = [await _with_words(session, part, plans) for part in topic.parts]
        return {task: hit for hits in reversed(each) for task, hit in hits.items()}
    hits = await search.with_terms(session, Index.TASKS, topic.terms, plans=plans)
    near = "".join(topic.terms) == topic.words
    if found := await _sentences(session, hits, topic.terms, strict=True, near=near):
        return found
    bare = without_verbs(topic.words)
    if bare != folded(topic.words) and (found := await _with_words(session, bare, plans)):
        return found
    return await _told_under_a_heading(session, topic, plans)


async def _told_under_a_heading(
    session: AsyncSession, topic: Topic, plans: Plans
) -> dict[int, str]:
    """Take 政府质量奖激励 for the task that tells of 政府质量奖 under a heading with 激励.

    社会信用 is not found so: neither half says enough by itself.
    """
    for told, heading in halves(topic):
        hits = await search.with_phrase(session, Index.TASKS, told, plans=plans)
        if found := await _with_title(session, hits, [heading]):
            return await _sentences(session, found, [told], strict=False)
    return {}


async def _with_words(session: AsyncSession, words: str, plans: Plans) -> dict[int, str]:
    for form in variants(words):
        if hits := await search.with_phrase(session, Index.TASKS, form, plans=plans):
            return await _sentences(session, hits, [form], strict=False)
    return {}


async def _sentences(
    session: AsyncSession,
    hits: list[int],
    terms: Collection[str],
    *,
    strict: bool,
    near: bool = False,
) -> dict[int, str]:
    """Return the sentence with all *terms* for each hit; with *strict* hits without one go."""
    texts = await _texts(session, hits[:LOOKED_AT])
    found = {task: in_one_sentence(terms, texts.get(task, ""), near=near) for task in hits}
    return {task: hit for task, hit in found.items() if hit or not strict}


async def _with_title(session: AsyncSession, hits: list[int], terms: Iterable[str]) -> list[int]:
    wanted = [folded(term) for term in terms]
    titles = await _titles(session, hits)
    return [t for t in hits if wanted and all(w in folded(titles[t]) for w in wanted)]


async def _titles(session: AsyncSession, ids: list[int]) -> dict[int, str]:
    statement = columns(Task.id, Task.title).where(col(Task.id).in_(ids[: search.MOST]))
    return {row[0]: row[1] or "" for row in await fetch(session, statement)}


async def _texts(session: AsyncSession, ids: list[int]) -> dict[int, str]:
    words = func.substr(Plan.text, Task.span_start + 1, Task.span_end - Task.span_start)
    statement = (
        columns(Task.id, words)
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(col(Task.id).in_(ids))
    )
    return {row[0]: row[1] for row in await fetch(session, statement)}


async def _candidates(session: AsyncSession, topic: Topic, plans: Plans) -> list[Candidate]:
    terms = {term for words in variants(topic.words) for term in _pieces(words)}
    hits = await search.with_any(session, Index.TARGETS, terms | {*topic.terms}, plans=plans)
    rows = {row[0]: row for row in await fetch(session, _with_sentence(hits[:LOOKED_AT]))}
    return [_candidate(rows[hit]) for hit in hits if hit in rows]


def _with_sentence(ids: list[int]) -> Any:
    """Select targets with the text around them."""
    start = case((col(Target.span_start) > BEFORE, col(Target.span_start) - BEFORE), else_=0)
    around = func.substr(Plan.text, start + 1, Target.span_end - start + AFTER)
    place = Target.span_start - start
    return (
        columns(
            Target.id,
            Target.metric,
            Target.text,
            Target.unit,
            Target.every,
            Target.plan_id,
            around,
            place,
        )
        .join(Plan, col(Target.plan_id) == col(Plan.id))
        .where(col(Target.id).in_(ids))
    )


def _candidate(row: Any) -> Candidate:
    target_id, metric, own, unit, every, plan, around, place = row
    sentence = sentence_at(around, place)
    return Candidate(target_id, metric, f"{own}\n{sentence}", unit, every, plan, own)


def _terms(topic: Topic) -> Iterator[tuple[str, ...]]:
    """Yield the topic's words, then those of its short or long forms."""
    yield topic.terms
    for form in variants(topic.words):
        if folded(form) != folded(topic.words):
            yield terms_of(form)


def _pieces(words: str) -> set[str]:
    plain = folded(words)
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}
