"""Small plans and chats, put straight into the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from config.reminders import load_ladder
from plans.model import Comparison, Role
from scheduler.owing import Occasion, Rules
from scheduler.workdays import build_workdays
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department, Duty, Milestone, Observance, Plan, Target, Task

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG_AGO = datetime(2017, 1, 1, tzinfo=UTC)


def occasions(year: int) -> list[Occasion]:
    return [
        Occasion("世界计量日", date(year, 5, 20), date(year, 5, 20)),
        Occasion("全国质量月", date(year, 9, 1), date(year, 9, 30)),
        Occasion("网络安全宣传周", date(year, 9, 18), date(year, 9, 24)),
    ]


RULES = Rules(ladder=load_ladder(), workdays=build_workdays(), occasions=occasions, zone=SHANGHAI)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A wall time in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Town:
    """One plan of one place and the departments it names."""

    session: AsyncSession
    plan: Plan
    departments: dict[str, Department] = field(default_factory=dict)

    async def department(self, name: str, identity: str | None = None) -> Department:
        if name not in self.departments:
            row = Department(place=self.plan.place or "", name=name, identity=identity or name)
            self.session.add(row)
            await self.session.flush()
            self.departments[name] = row
        return self.departments[name]

    async def task(
        self, number: str, duties: Mapping[str, Role], *, due: date | None = None, title: str = ""
    ) -> Task:
        task = Task(
            plan_id=self.plan.id, number=number, position=int(number), due=due, title=title or None
        )
        self.session.add(task)
        await self.session.flush()
        for name, role in duties.items():
            department = await self.department(name)
            self.session.add(Duty(task_id=task.id, department_id=department.id, role=role))
        await self.session.flush()
        return task

    async def target(
        self, task: Task | None, *, due: date | None = None, every: str | None = None
    ) -> Target:
        target = Target(
            plan_id=self.plan.id,
            task_id=None if task is None else task.id,
            position=1,
            metric="顾客满意度",
            op=Comparison.AT_LEAST,
            value=Decimal(75),
            unit="%",
            due=due,
            every=every,
        )
        self.session.add(target)
        await self.session.flush()
        return target

    async def milestone(self, task: Task, *, due: date, text: str = "建成平台") -> Milestone:
        milestone = Milestone(task_id=task.id, position=1, text=text, due=due)
        self.session.add(milestone)
        await self.session.flush()
        return milestone

    async def observance(self, name: str) -> None:
        self.session.add(Observance(plan_id=self.plan.id, name=name, wording=name))
        await self.session.flush()

    async def group(self, name: str, *, bound_at: datetime = LONG_AGO, thread_id: int = 0) -> Chat:
        department = await self.department(name)
        chat = Chat(
            telegram_id=-1000 - (department.id or 0),
            thread_id=thread_id,
            kind=ChatKind.GROUP,
            title=f"{name}群",
            department_id=department.id,
            bound_at=bound_at,
        )
        self.session.add(chat)
        await self.session.flush()
        return chat


async def found_town(
    session: AsyncSession,
    *,
    place: str = "惠州市",
    key: str = "huizhou-2017",
    horizon: tuple[str, ...] = ("2017-12-31",),
) -> Town:
    plan = Plan(
        key=key,
        source=f"{key}.txt",
        place=place,
        title=f"{place}建设质量强市行动计划",
        issued=date(2017, 3, 5),
        horizon=list(horizon),
        digest=key,
        imported_at=LONG_AGO,
    )
    session.add(plan)
    await session.flush()
    return Town(session, plan)


async def coordinators_chat(session: AsyncSession, telegram_id: int = -9) -> Chat:
    chat = Chat(
        telegram_id=telegram_id,
        kind=ChatKind.GROUP,
        title="协调",
        is_coordinators=True,
        bound_at=LONG_AGO,
    )
    session.add(chat)
    await session.flush()
    return chat
