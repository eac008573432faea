"""Readings that wait for 确认导入: what was read, what was said to it, what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.corrections import Answer, Verdict, answer_to, corrected
from plans.departments import Directory
from plans.errors.words import PlanChanged, StaleButton
from plans.keeping import answers_from_kept, answers_to_keep, from_kept, to_keep
from plans.keys import called, free_key, plan_key
from plans.likeness import Cover, Likeness, likeness
from plans.model import Doubt, PlanFacts
from plans.revision import Difference, difference
from store import revisions, unsent
from store.facts import facts_of
from store.revisions import Applied, Handed
from store.tables.intakes import Intake, IntakeState
from store.tables.people import Contact
from store.tables.plans import Plan
from store.types import row_id
from store.unsent import Effect

WAITS = timedelta(days=3)
"""how long a reading waits; then it is erased and the document must be sent again"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the card of a reading shows."""

    intake_id: int
    reading: PlanFacts
    """as it was read"""
    facts: PlanFacts
    """after what was said to the doubts"""
    answers: dict[int, Answer]
    """by the doubt's place in the reading"""
    base: Cover | None
    """the stored plan that this is a version of"""
    maybe: Cover | None
    """a stored plan that this may be a version of"""
    difference: Difference | None
    effect: Effect | None

    @property
    def is_nothing(self) -> bool:
        """Whether the stored plan says the same already."""
        return self.difference is not None and self.difference.is_nothing

    @property
    def open_doubts(self) -> int:
        """How many doubts nobody has answered."""
        return len(self.reading.doubts) - len(self.answers)


async def open_intake(
    session: AsyncSession,
    facts: PlanFacts,
    *,
    file_name: str,
    document: bytes | None,
    contact: Contact,
    now: datetime,
) -> Intake:
    """Keep a reading until it is confirmed, cancelled or too old."""
    await drop_old(session, now=now)
    intake = Intake(
        contact_id=contact.id,
        opened_at=now,
        file_name=file_name,
        document=document,
        facts=to_keep(facts),
        key="",
    )
    await _place(session, intake, facts)
    session.add(intake)
    await session.flush()
    return intake


async def sheet(
    session: AsyncSession, number: int, *, directory: Directory, now: datetime
) -> Sheet:
    """Return what the card shows; raises StaleButton where the reading does not wait any more."""
    return await _sheet(session, await _waiting(session, number, now), directory)


async def say(
    session: AsyncSession,
    number: int,
    doubt: int,
    verdict: Verdict | None,
    words: str = "",
    *,
    now: datetime,
) -> None:
    """Answer one doubt, or with None take the answer back; raises BadCorrection."""
    intake = await _waiting(session, number, now)
    reading = from_kept(intake.facts)
    asked = doubt_of(reading, doubt)
    answers = [one for one in answers_from_kept(intake.answers) if not one.is_for(asked)]
    if verdict is not None:
        answers.append(answer_to(asked, verdict, words, year=_year(reading)))
    intake.answers = answers_to_keep(answers)
    session.add(intake)


async def accept_rest(session: AsyncSession, number: int, *, now: datetime) -> None:
    """Accept every doubt that nobody has answered."""
    intake = await _waiting(session, number, now)
    answers = answers_from_kept(intake.answers)
    for doubt in from_kept(intake.facts).doubts:
        if not any(one.is_for(doubt) for one in answers):
            answers.append(answer_to(doubt, Verdict.ACCEPT, year=None))
    intake.answers = answers_to_keep(answers)
    session.add(intake)


async def decide(session: AsyncSession, number: int, *, same: bool, now: datetime) -> None:
    """Settle whether it is a version of the plan it resembles."""
    intake = await _waiting(session, number, now)
    plan = await revisions.find(session, intake.maybe_key or "")
    if plan is not None and same:
        intake.key = intake.base_key = plan.key
        intake.base_digest = plan.digest
        intake.answers = await _said_before(
            session, plan.key, from_kept(intake.facts), intake.answers
        )
    intake.maybe_key = None
    session.add(intake)


async def cancel(session: AsyncSession, number: int, *, now: datetime) -> None:
    """Give a reading up; nothing of it is kept."""
    _erase(await _waiting(session, number, now), IntakeState.CANCELLED)


async def confirm(
    session: AsyncSession,
    number: int,
    *,
    contact: Contact,
    directory: Directory,
    now: datetime,
    today: date,
) -> Applied:
    """Put the reading into force as it was shown; raises PlanChanged where that is not true now."""
    intake = await _waiting(session, number, now)
    plan = await revisions.find(session, intake.key)
    if intake.maybe_key or (plan.digest if plan else None) != intake.base_digest:
        raise PlanChanged
    shown = await _sheet(session, intake, directory)
    applied = await revisions.put_in_force(
        session,
        shown.facts,
        Handed(intake.file_name, intake.document, tuple(answers_from_kept(intake.answers))),
        directory=directory,
        actor=contact,
        now=now,
        today=today,
    )
    _erase(intake, IntakeState.CONFIRMED)
    return applied


async def compare_anew(session: AsyncSession, number: int, *, now: datetime) -> None:
    """Take the plans as they are now for what the reading is compared with."""
    intake = await _waiting(session, number, now)
    await _place(session, intake, from_kept(intake.facts))
    session.add(intake)


async def as_known(session: AsyncSession, facts: PlanFacts) -> tuple[PlanFacts, list[Answer]]:
    """Return a document under the key of the plan it is a version of, put right as that one was.

    For who cannot be asked: a plan of the same key is the same plan.
    """
    plans = (await session.exec(select(Plan).order_by(col(Plan.id)))).all()
    key = plan_key(facts)
    if key not in {plan.key for plan in plans}:
        here = Cover.of(facts)
        same = (plan.key for plan in plans if likeness(here, _cover(plan)) is Likeness.SAME)
        key = next(same, key)
    facts = called(facts, key)
    answers = answers_from_kept(await _said_before(session, key, facts, []))
    return corrected(facts, answers), answers


def doubt_of(reading: PlanFacts, number: int) -> Doubt:
    """Return the doubt a button names; raises StaleButton where there is none."""
    if not 0 <= number < len(reading.doubts):
        raise StaleButton
    return reading.doubts[number]


async def _sheet(session: AsyncSession, intake: Intake, directory: Directory) -> Sheet:
    reading = called(from_kept(intake.facts), intake.key)
    answers = answers_from_kept(intake.answers)
    facts = corrected(reading, answers)
    plan = await revisions.find(session, intake.base_key) if intake.base_key else None
    maybe = await revisions.find(session, intake.maybe_key) if intake.maybe_key else None
    changes = difference(await facts_of(session, plan), facts) if plan else None
    lines = await unsent.waiting(session, plan.key) if plan else ()
    return Sheet(
        intake_id=intake.id,
        reading=reading,
        facts=facts,
        answers=_by_doubt(reading, answers),
        base=_cover(plan) if plan else None,
        maybe=_cover(maybe) if maybe else None,
        difference=changes,
        effect=unsent.effect(lines, facts, changes, directory) if plan else None,
    )


async def _place(session: AsyncSession, intake: Intake, facts: PlanFacts) -> None:
    """Find the plan that this is a version of, or the name it will have as a new one."""
    facts = replace(facts, source=intake.file_name)
    plans = (await session.exec(select(Plan).order_by(col(Plan.id)))).all()
    alike = [(likeness(Cover.of(facts), _cover(plan)), plan) for plan in plans]
    same = next((plan for how, plan in alike if how is Likeness.SAME), None)
    perhaps = next((plan for how, plan in alike if how is Likeness.PERHAPS), None)
    if same is not None:
        intake.key = intake.base_key = same.key
        intake.base_digest, intake.maybe_key = same.digest, None
        intake.answers = await _said_before(session, same.key, facts, intake.answers)
        return
    intake.base_key = intake.base_digest = None
    intake.maybe_key = perhaps.key if perhaps else None
    intake.key = free_key(plan_key(facts), {plan.key for plan in plans})


async def _said_before(
    session: AsyncSession, key: str, facts: PlanFacts, said: list[dict[str, Any]] | None
) -> list[dict[str, Any]]:
    """Carry over what was said to the same doubts of the version in force."""
    answers = answers_from_kept(said or [])
    revision = await revisions.latest(session, key)
    for one in answers_from_kept(revision.answers) if revision else ():
        asked = [doubt for doubt in facts.doubts if one.is_for(doubt)]
        if asked and not any(answer.is_for(asked[0]) for answer in answers):
            answers.append(one)
    return answers_to_keep(answers)


async def _waiting(session: AsyncSession, number: int, now: datetime) -> Intake:
    intake = await session.get(Intake, row_id(number))
    if intake is None or intake.state is not IntakeState.WAITING or now - intake.opened_at > WAITS:
        raise StaleButton
    return intake


async def drop_old(session: AsyncSession, *, now: datetime) -> None:
    """Take away documents that nobody confirmed in time."""
    old = select(Intake).where(Intake.state == IntakeState.WAITING, Intake.opened_at < now - WAITS)
    for intake in await session.exec(old):
        _erase(intake, IntakeState.CANCELLED)


def _erase(intake: Intake, state: IntakeState) -> None:
    intake.state, intake.document, intake.facts, intake.answers = state, None, {}, []


def _by_doubt(reading: PlanFacts, answers: Iterable[Answer]) -> dict[int, Answer]:
    return {
        number: answer
        for answer in answers
        for number, doubt in enumerate(reading.doubts)
        if answer.is_for(doubt)
    }


def _cover(plan: Plan) -> Cover:
    return Cover(plan.key, plan.place, plan.title, plan.doc_number)


def _year(reading: PlanFacts) -> int | None:
    day = reading.horizon[0] if reading.horizon else reading.issued
    return day.year if day else None
