"""Versions of a plan in the store: in force, compared, taken back; reminders brought in line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from plans.corrections import Answer, Verdict
from plans.departments import Directory
from plans.errors.words import NothingToUndo
from plans.model import DoubtKind, PlanFacts, Role
from plans.revision import difference
from store import aliases, marks, revisions
from store.database import Database
from store.facts import facts_of
from store.revisions import Applied, Handed, Undone
from store.tables.intakes import Revision
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, SubjectKind
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department, Plan, Task
from store.tables.records import Audit
from tests.unit.plans.intake_facts import YEARS_END, duty, milestone, plan, target, task

NOW = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)
TODAY = date(2017, 11, 28)
QUALITY = task("1", "提升产品质量", duty("市质监局", Role.LEAD), target("合格率", 93.5))
SERVICE = task("2", "提升服务质量", duty("市商务局", Role.LEAD), milestone("建成平台"))
PLAN = plan(QUALITY, SERVICE, plan_targets=(target("满意度", 80),), text="提升产品质量。")


@dataclass
class Store:
    database: Database
    directory: Directory
    now: datetime = NOW

    async def apply(self, facts: PlanFacts, *, answers: tuple[Answer, ...] = ()) -> Applied:
        async with self.database.begin() as session:
            return await revisions.put_in_force(
                session,
                facts,
                Handed("附件.docx", b"original", answers),
                directory=self.directory,
                actor="contact:1",
                now=self.now,
                today=TODAY,
            )

    async def undo(self, number: int | None = None) -> Undone:
        async with self.database.begin() as session:
            return await revisions.undo(
                session,
                number,
                directory=self.directory,
                actor="contact:1",
                now=self.now,
                today=TODAY,
            )

    async def facts(self, key: str = "pingchuan-2017") -> PlanFacts | None:
        async with self.database.begin() as session:
            found = await revisions.find(session, key)
            return await facts_of(session, found) if found else None

    async def rows(self, table: type) -> list:
        async with self.database.begin() as session:
            return list((await session.exec(select(table).order_by(table.id))).all())

    async def remind(self, number: str, due: date = YEARS_END, *, who: str = "市商务局") -> int:
        """Plan a digest with one line, for the chat of a department; return the notice's id."""
        async with self.database.begin() as session:
            department = (
                await session.exec(select(Department).where(Department.name == who))
            ).first()
            chat = Chat(
                telegram_id=-int(number) - 1000 * len(who) - due.day,
                kind=ChatKind.GROUP,
                department_id=department.id if department else None,
            )
            session.add(chat)
            await session.flush()
            owner = (await session.exec(select(Task).where(Task.number == number))).first()
            notice = Notice(
                key=f"digest:{chat.id}:{due}",
                chat_id=chat.id,
                kind=NoticeKind.DIGEST,
                day=TODAY,
                since=TODAY,
                due_at=NOW,
            )
            session.add(notice)
            await session.flush()
            session.add(
                NoticeItem(
                    notice_id=notice.id,
                    chat_id=chat.id,
                    occurrence=f"pingchuan-2017#{number}:{due}:30",
                    subject=SubjectKind.TASK,
                    subject_id=owner.id if owner else 0,
                    due=due,
                    rung=30,
                    role=Role.LEAD if department else None,
                )
            )
            return notice.id


@pytest.fixture
async def store(database: Database, directory: Directory) -> Store:
    return Store(database, directory)


async def test_a_stored_plan_reads_as_it_was_handed_over(store: Store) -> None:
    await store.apply(PLAN)
    stored = await store.facts()
    assert stored is not None
    assert difference(PLAN, stored).is_nothing
    assert stored == PLAN


async def test_the_same_version_again_changes_nothing(store: Store) -> None:
    first = await store.apply(PLAN)
    again = await store.apply(replace(PLAN, source="pingchuan-2017.docx"))
    assert first.change.is_new
    assert again.change.is_nothing
    assert again.revision_id is None
    assert [row.action for row in await store.rows(Audit)] == ["import"]
    assert len(await store.rows(Revision)) == 1


async def test_a_new_version_is_stored_with_what_it_replaced(store: Store) -> None:
    await store.apply(PLAN)
    revised = replace(PLAN, tasks=(replace(QUALITY, due=date(2017, 9, 30)), task("3", "夯实基础")))
    applied = await store.apply(revised)
    assert applied.change.added == ("3",)
    assert applied.change.removed == ("2",)
    assert applied.change.changed == ("1",)
    [_, row] = await store.rows(Revision)
    assert row.before is not None
    assert (row.file_name, row.document) == ("附件.docx", b"original")
    assert [entry.action for entry in await store.rows(Audit)] == ["import", "revise"]


async def test_undo_restores_the_version_before(store: Store) -> None:
    await store.apply(PLAN)
    await store.apply(replace(PLAN, tasks=(QUALITY,), title="别的名称"))
    store.now += timedelta(hours=23)
    undone = await store.undo()
    assert undone.title == "别的名称"
    assert await store.facts() == PLAN
    assert [entry.action for entry in await store.rows(Audit)] == ["import", "revise", "undo"]


async def test_undo_of_a_new_plan_takes_it_out_and_can_be_repeated_for_the_one_before(
    store: Store,
) -> None:
    await store.apply(PLAN)
    await store.apply(replace(PLAN, tasks=(QUALITY,)))
    await store.undo()
    undone = await store.undo()
    assert undone.restored is None
    assert await store.facts() is None
    assert await store.rows(Task) == []
    with pytest.raises(NothingToUndo):
        await store.undo()


async def test_undo_keeps_no_original(store: Store) -> None:
    await store.apply(PLAN)
    await store.undo()
    [row] = await store.rows(Revision)
    assert row.document is None


async def test_undo_ends_after_a_day(store: Store) -> None:
    await store.apply(PLAN)
    store.now += timedelta(days=1, minutes=1)
    with pytest.raises(NothingToUndo):
        await store.undo()


async def test_only_the_latest_version_of_a_plan_can_be_taken_back(store: Store) -> None:
    first = await store.apply(PLAN)
    await store.apply(replace(PLAN, tasks=(QUALITY,)))
    with pytest.raises(NothingToUndo):
        await store.undo(first.revision_id)


async def test_versions_of_other_plans_do_not_stand_in_the_way(store: Store) -> None:
    first = await store.apply(PLAN)
    await store.apply(replace(PLAN, source="other.txt", title="另一个计划"))
    assert (await store.undo(first.revision_id)).revision.key == "pingchuan-2017"
    assert [row.key for row in await store.rows(Plan)] == ["other"]


class TestReminders:
    @pytest.mark.parametrize(
        ("tasks", "state", "withdrawn"),
        [
            pytest.param((QUALITY,), NoticeState.CANCELLED, 1, id="the task is gone"),
            pytest.param(
                (QUALITY, replace(SERVICE, due=date(2018, 6, 30), milestones=())),
                NoticeState.CANCELLED,
                1,
                id="it is due on another day",
            ),
            pytest.param(
                (QUALITY, replace(SERVICE, duties=(duty("市水务局"),))),
                NoticeState.CANCELLED,
                1,
                id="it is another department's",
            ),
            pytest.param(
                (QUALITY, replace(SERVICE, targets=(target("满意度", 75),))),
                NoticeState.PENDING,
                0,
                id="it says more",
            ),
        ],
    )
    async def test_what_is_planned_and_not_sent_follows_the_new_version(
        self, store: Store, tasks: tuple, state: NoticeState, withdrawn: int
    ) -> None:
        await store.apply(PLAN)
        await store.remind("2")
        applied = await store.apply(replace(PLAN, tasks=tasks))
        assert applied.withdrawn == withdrawn
        [notice] = await store.rows(Notice)
        assert notice.state is state

    async def test_a_notice_keeps_its_other_lines(self, store: Store) -> None:
        await store.apply(PLAN)
        notice_id = await store.remind("2")
        async with store.database.begin() as session:
            [item] = (await session.exec(select(NoticeItem))).all()
            session.add(
                NoticeItem(
                    **item.model_dump(exclude={"id", "occurrence"}),
                    occurrence="other-plan#2:2017-12-31:30",
                )
            )
        await store.apply(replace(PLAN, tasks=(QUALITY,)))
        [notice] = await store.rows(Notice)
        assert (notice.id, notice.state) == (notice_id, NoticeState.PENDING)
        assert [item.occurrence for item in await store.rows(NoticeItem)] == [
            "other-plan#2:2017-12-31:30"
        ]

    async def test_coordinators_hear_no_more_of_a_task_that_has_found_somebody(
        self, store: Store
    ) -> None:
        nobodys = replace(SERVICE, duties=())
        await store.apply(replace(PLAN, tasks=(QUALITY, nobodys)))
        await store.remind("2", who="")
        assert (await store.apply(PLAN)).withdrawn == 1

    async def test_taking_a_plan_out_takes_its_reminders_out(self, store: Store) -> None:
        await store.apply(PLAN)
        await store.remind("1", who="市质监局")
        await store.undo()
        [notice] = await store.rows(Notice)
        assert notice.state is NoticeState.CANCELLED

    async def test_the_day_is_planned_once_more_however_many_plans_come(self, store: Store) -> None:
        async with store.database.begin() as session:
            await marks.put(session, marks.PLANNED, TODAY)
        await store.apply(PLAN)
        await store.apply(replace(PLAN, source="other.txt"))
        async with store.database.begin() as session:
            assert await marks.get(session, marks.PLANNED) == TODAY - timedelta(days=1)


class TestNames:
    async def test_a_new_body_and_another_name_are_known_from_then_on(self, store: Store) -> None:
        facts = replace(PLAN, tasks=(task("1", "甲", duty("市大数剧局"), duty("市质安委")),))
        answers = (
            Answer(DoubtKind.UNKNOWN_DEPARTMENT, "1", "市大数剧局", Verdict.ACCEPT),
            Answer(DoubtKind.UNKNOWN_DEPARTMENT, "1", "市质安委", Verdict.ALIAS, "市质监局"),
        )
        assert not store.directory.known("市大数剧局")
        await store.apply(facts, answers=answers)
        async with store.database.begin() as session:
            directory = await aliases.current(session, store.directory)
        assert directory.known("省大数剧局")
        assert directory.identity("市质安委") == store.directory.identity("市质监局")
        identities = {row.name: row.identity for row in await store.rows(Department)}
        assert identities == {"市大数剧局": "大数剧局", "市质安委": "市场监管局"}

    async def test_departments_of_earlier_plans_are_recognised(self, store: Store) -> None:
        await store.apply(plan(task("1", "甲", duty("市质安委")), source="earlier.txt"))
        answer = Answer(DoubtKind.UNKNOWN_DEPARTMENT, "1", "市质安委", Verdict.ALIAS, "市质监局")
        await store.apply(plan(task("1", "甲", duty("市质安委"))), answers=(answer,))
        [row] = await store.rows(Department)
        assert row.identity == "市场监管局"
