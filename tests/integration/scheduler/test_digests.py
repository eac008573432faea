from datetime import date

from sqlmodel import select

from plans.model import Role
from scheduler.digests import compose_digest, render_digest
from scheduler.planner import plan_days
from store.database import Database
from store.notices import items_of
from store.tables.notices import Notice
from tests.integration.scheduler.factories import RULES, coordinators_chat, found_town
from texts.catalogue import Texts

DUE = date(2017, 12, 31)


async def digest(
    database: Database, *days: date, today: date | None = None, name: str | None = "市商务局"
) -> str:
    today = today or days[-1]
    async with database.begin() as session:
        await plan_days(session, days=days, rules=RULES)
        notice = (await session.exec(select(Notice))).one()
        composed = await compose_digest(
            session,
            await items_of(session, notice.id or 0),
            department=name,
            today=today,
            since=notice.since,
            rules=RULES,
        )
    return render_digest(composed, Texts())


async def test_a_digest_names_what_is_led_and_counts_what_is_supported(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        three = await town.task("3", {"市商务局": Role.LEAD}, due=DUE, title="提升服务质量")
        await town.target(three, due=DUE)
        for number in ("20", "32"):
            await town.task(number, {"市商务局": Role.LEAD}, due=DUE)
        for number in range(40, 56):
            await town.task(str(number), {"市商务局": Role.SUPPORT}, due=DUE)
        await town.group("市商务局")
    assert await digest(database, date(2017, 12, 1)) == (
        "<b>市商务局 · 质量工作提醒  12月1日(周五)</b>\n"
        "\n"
        "🟡 还有30天（12月31日到期）\n"
        "牵头  3 提升服务质量：顾客满意度 ≥ 75%\n"
        "牵头 20、32 共 2 项，请对照方案自查\n"
        "配合 16 项\n"
        "请联络员签收，并于12月8日(周五)前核对指标完成情况。"
    )


async def test_the_most_urgent_date_stands_first_and_words_are_escaped(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("1", {"市商务局": Role.LEAD}, due=date(2018, 3, 1), title="A<B & C")
        await town.task("2", {"市商务局": Role.SUPPORT}, due=date(2017, 12, 8))
        await town.group("市商务局")
    assert await digest(database, date(2017, 12, 1)) == (
        "<b>市商务局 · 质量工作提醒  12月1日(周五)</b>\n"
        "\n"
        "🟡 还有7天（12月8日到期）\n"
        "配合 1 项\n"
        "\n"
        "🟢 还有90天（2018年3月1日到期）\n"
        "牵头  1 A&lt;B &amp; C\n"
        "请联络员签收，并于12月15日(周五)前对照方案安排进度。"
    )


async def test_a_late_digest_says_so_and_an_overdue_line_too(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("1", {"市商务局": Role.RESPONSIBLE}, due=date(2017, 12, 8), title="检查")
        await town.group("市商务局")
    days = RULES.workdays.between(date(2017, 12, 1), date(2017, 12, 11))
    assert await digest(database, *days) == (
        "<b>市商务局 · 质量工作提醒  12月11日(周一)</b>\n"
        "<i>迟发：含12月1日(周五)以来应发的提醒。</i>\n"
        "\n"
        "🔴 已逾期3天（12月8日到期）\n"
        "负责  1 检查\n"
        "已过期限，请今日反馈完成情况和原因。"
    )


async def test_an_observance_says_how_far_it_is_and_what_to_do(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.observance("全国质量月")
        await town.group("市商务局")
    assert await digest(database, date(2017, 8, 18)) == (
        "<b>市商务局 · 质量工作提醒  8月18日(周五)</b>\n"
        "\n"
        "<b>全国质量月还有14天</b>（9月1日开始）\n"
        "建议本周确定：主题活动、责任人、宣传物料。"
    )


async def test_a_week_that_each_years_notice_sets_is_said_to_be_only_usual(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.observance("网络安全宣传周")
        await town.group("市商务局")
    assert (await digest(database, date(2017, 9, 11))).splitlines()[2:4] == [
        "<b>网络安全宣传周还有7天</b>（9月18日开始）",
        "日期按惯例推算，以当年通知为准。",
    ]


async def test_what_nobody_was_given_is_shown_to_the_coordinators(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("4", {}, due=DUE, title="宣传")
        await town.target(None, every="year")
        await coordinators_chat(session)
    assert await digest(database, date(2017, 12, 1), name=None) == (
        "<b>协调员 · 质量工作提醒  12月1日(周五)</b>\n"
        "\n"
        "🟡 还有30天（12月31日到期）\n"
        "计划总体指标  每年顾客满意度 ≥ 75%\n"
        "未列明单位  4 宣传"
    )
