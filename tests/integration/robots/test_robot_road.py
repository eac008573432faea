"""A department with a robot: told, asked to sign by a link, chased, counted once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from bot.senders.routes import Senders
from bot.web.receipts import receipt_routes
from handlers.context import Services
from plans.departments import Directory
from plans.model import Role
from plans.webhooks import Vendor
from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.limiter import Limiter
from scheduler.links import Links
from scheduler.message import Message
from scheduler.robot_messages import for_robot
from scheduler.tick import Ticker
from store import broadcast_changes, broadcasts, follow_up, receipts
from store.contents import Content, File, FileKind
from store.knowing import Knowing
from store.tables.notices import Notice, NoticeKind, NoticeState, Paper, Receipt
from store.tables.people import Chat, ChatState, Contact
from tests.conversation.conftest import reminding
from tests.integration.robots.conftest import TOKENS, Street
from tests.integration.scheduler.factories import RULES, SHANGHAI, at, coordinators_chat, found_town
from tests.integration.scheduler.stage import HURRIED, Outbox
from tests.integration.scheduler.test_broadcasting import coordinator, order
from texts.catalogue import Texts
from texts.messages import Part

FIRST = date(2017, 12, 1)
LINKS = Links("https://duban.example.cn", b"k" * 32)


@dataclass
class Road:
    """The whole way from the clock to the robot, and from its link back."""

    street: Street
    ticker: Ticker
    telegram: Outbox
    web: httpx.AsyncClient
    robot: Chat
    signed: list[Notice]

    def said(self, number: int = -1) -> str:
        messages = self.street.group(Vendor.WECOM).messages
        return str(messages[number]["markdown"]["content"])

    def link(self) -> str:
        found = re.search(r"\[签收\]\(https://duban\.example\.cn(/r/[\w-]+)\)", self.said())
        assert found
        return found[1]

    async def sign(self, name: str = "王敏") -> httpx.Response:
        return await self.web.post(self.link(), data={"name": name})

    async def to(self, day: date, hour: int = 9) -> None:
        self.street.clock.now = at(day, hour)
        await self.ticker.tick()

    async def all(self, kind: Any, *where: Any) -> list[Any]:
        async with self.street.database.begin() as session:
            return list((await session.exec(select(kind).where(*where).order_by(kind.id))).all())


async def settle(street: Street, *, with_group: bool) -> Chat:
    """A town whose 市商务局 leads a task due in thirty days, told by its robot."""
    async with street.database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=date(2017, 12, 31), title="服务质量")
        await coordinators_chat(session)
        department = await town.department("市商务局")
        if with_group:
            await town.group("市商务局")
    return await street.add(Vendor.WECOM, department=department)


@pytest.fixture(params=[False])
async def road(street: Street, request: pytest.FixtureRequest) -> AsyncIterator[Road]:
    robot = await settle(street, with_group=request.param)
    texts, telegram, directory = Texts(), Outbox(), Directory.load()
    dispatcher = Dispatcher(
        street.database,
        Senders(telegram, street.sender),
        Composer(RULES, texts, LINKS),
        limiter=Limiter(seconds=lambda: street.clock.now.timestamp(), limits=HURRIED),
        clock=street.clock,
    )
    ticker = Ticker(street.database, RULES, dispatcher, street.clock)
    services = Services(
        database=street.database,
        texts=texts,
        directory=directory,
        knowing=Knowing(directory),
        clock=street.clock,
        zone=SHANGHAI,
        tick=ticker.tick,
        reminding=reminding(street.database, texts),
    )
    signed: list[Notice] = []

    async def note(notice: Notice) -> None:
        signed.append(notice)

    app = Starlette(routes=receipt_routes(services, LINKS, note))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://duban.example.cn") as web:
        yield Road(street, ticker, telegram, web, robot, signed)


with_a_group = pytest.mark.parametrize("road", [True], indirect=True)


async def test_the_days_digest_reaches_the_robot_with_a_link_and_is_sent_once(road: Road) -> None:
    for _ in range(3):
        await road.to(FIRST)
    assert len(road.street.group(Vendor.WECOM).messages) == 1
    assert "市商务局 · 质量工作提醒" in road.said()
    assert "[签收](https://duban.example.cn/r/" in road.said()
    [notice] = await road.all(Notice, Notice.kind == NoticeKind.DIGEST)
    assert (notice.state, notice.message_id, notice.buttons) == (NoticeState.SENT, None, [])
    assert road.telegram.sent == []


async def test_the_page_says_what_was_sent_by_whom_and_takes_a_name(road: Road) -> None:
    await road.to(FIRST)
    page = await road.web.get(road.link())
    assert page.status_code == 200
    assert "<b>协调</b> 发给 <b>市商务局</b><br>12月1日(周五) 09:00" in page.text
    assert "<b>市商务局 · 质量工作提醒  12月1日(周五)</b>" in page.text
    assert "请填写姓名，签收本通知" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert await road.all(Receipt) == []
    style = await road.web.get("/r/style.css")
    assert style.headers["content-type"].startswith("text/css")
    road.street.clock.move(minutes=12)
    done = await road.sign(" 王 敏 ")
    assert (done.status_code, done.headers["location"]) == (303, road.link())
    after = await road.web.get(road.link())
    assert "已签收：王 敏 09:12" in after.text
    [receipt] = await road.all(Receipt)
    [person] = await road.all(Contact, Contact.id == receipt.contact_id)
    assert person.name == "王 敏"
    assert [notice.id for notice in road.signed] == [receipt.notice_id]


async def test_signing_twice_is_harmless_and_others_may_sign_too(road: Road) -> None:
    await road.to(FIRST)
    for name in ("王敏", "王敏", "李强"):
        await road.sign(name)
    assert "已签收：王敏 09:00、李强 09:00" in (await road.web.get(road.link())).text


async def test_a_link_takes_twenty_names_and_no_more(road: Road) -> None:
    await road.to(FIRST)
    for number in range(20):
        assert (await road.sign(f"第{number}位")).status_code == 303
    refused = await road.sign("第二十一位")
    assert refused.status_code == 400
    assert "本通知已有 20 人通过链接签收" in refused.text
    assert (await road.sign("第0位")).status_code == 303
    assert len(await road.all(Receipt)) == 20


@pytest.mark.parametrize("name", ["", " ", "王", "1234", "王" * 21, "<b>", "王敏\u202e"])
async def test_what_is_no_name_is_one_sentence_and_nothing_is_stored(road: Road, name: str) -> None:
    await road.to(FIRST)
    refused = await road.sign(name)
    assert refused.status_code == 400
    assert "请填写姓名，2 至 20 个字。" in refused.text
    assert await road.all(Receipt) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_ours_or_too_old_says_so(road: Road, method: str) -> None:
    await road.to(FIRST)
    link = road.link()
    foreign = await road.web.request(method, f"{link[:-2]}xx")
    road.street.clock.now = at(date(2018, 3, 1))
    old = await road.web.request(method, link)
    for page in (foreign, old):
        assert page.status_code == 410
        assert "这个签收链接无效、已过期或通知已撤回" in page.text
        assert "市商务局" not in page.text
    assert await road.all(Receipt) == []


async def test_what_nobody_signed_is_chased_at_the_robot_and_counted(road: Road) -> None:
    await road.to(FIRST)
    await road.to(FIRST, 18)
    assert "未签收 1" in road.telegram.sent[-1].text
    await road.to(date(2017, 12, 4))
    assert "催办〔2017〕1号" in road.said()
    assert "与协调员联系" in road.said()
    await road.sign()
    async with road.street.database.begin() as session:
        assert await follow_up.unsigned(session, first=FIRST, last=FIRST) == []
        [account] = await receipts.accounts(session, limit=9, day=FIRST)
    assert [one.name for one in account.signers] == ["王敏"]


@with_a_group
async def test_a_department_with_both_signs_once_for_both(road: Road) -> None:
    await road.to(FIRST)
    assert len(road.telegram.sent) == 1
    await road.sign()
    async with road.street.database.begin() as session:
        assert await follow_up.unsigned(session, first=FIRST, last=FIRST) == []
        counts = await follow_up.counts_of(session, FIRST)
        accounts = await receipts.accounts(session, limit=9, day=FIRST)
        shown = await receipts.others_of(session, road.signed[0])
    assert (counts.owed, counts.sent, counts.signed) == (2, 2, 1)
    assert [(one.title, len(one.signers)) for one in accounts] == [("市商务局", 1)]
    assert [one.telegram_id for one in shown] == [road.telegram.sent[0].chat]


@with_a_group
async def test_a_department_with_both_is_chased_in_both_by_one_number_and_named_once(
    road: Road,
) -> None:
    await road.to(FIRST)
    await road.to(FIRST, 18)
    report = road.telegram.sent[-1].text
    assert "未签收 1:市商务局\n" in report
    await road.to(date(2017, 12, 4))
    assert "催办〔2017〕1号" in road.said()
    assert "催办〔2017〕1号" in road.telegram.sent[-1].text
    assert [paper.number for paper in await road.all(Paper)] == [1, 1]


async def test_a_robot_that_was_removed_there_waits_and_the_coordinators_are_told(
    road: Road,
) -> None:
    group = road.street.vendors.groups.pop(TOKENS[Vendor.WECOM])
    await road.to(FIRST)
    await road.ticker.tick()
    listed = await road.street.look(road.robot)
    assert (listed.chat.state, listed.chat.frozen_reason) == (ChatState.FROZEN, "robot_removed")
    assert "无法送达：机器人已移除或地址失效" in road.telegram.sent[-1].text
    assert TOKENS[Vendor.WECOM] not in road.telegram.sent[-1].text
    road.street.vendors.groups[TOKENS[Vendor.WECOM]] = group
    async with road.street.database.begin() as session:
        row = await session.get_one(Chat, road.robot.id)
        row.state, row.frozen_reason = ChatState.ACTIVE, None
        session.add(row)
    await road.ticker.tick()
    assert len(group.messages) == 1


async def test_an_unknown_outcome_is_sent_again_marked(road: Road) -> None:
    road.street.vendors.misbehave = ["fault"]
    await road.to(FIRST)
    [notice] = await road.all(Notice, Notice.kind == NoticeKind.DIGEST)
    assert notice.state is NoticeState.UNKNOWN
    road.street.clock.move(minutes=11)
    await road.ticker.tick()
    assert "补发" in road.said()


async def test_a_broadcast_is_signed_corrected_and_taken_back_at_a_robot(road: Road) -> None:
    await road.to(FIRST)
    async with road.street.database.begin() as session:
        files = (File(FileKind.DOCUMENT, "handle", "通知.docx"),)
        await order(session, Content("请报送总结", files), send_at=road.street.clock.now)
    await road.ticker.tick()
    assert "请报送总结" in road.said()
    assert "附件：通知.docx（机器人不能转发附件，请向协调员索取）" in road.said()
    assert (await road.sign()).status_code == 303
    for change, said in (
        ("请报送年度总结", "请报送年度总结"),
        ("withdraw", "「请报送总结」已撤回"),
    ):
        async with road.street.database.begin() as session:
            row, actor = await broadcasts.get(session, 1), await coordinator(session)
            now = road.street.clock.now
            if change == "withdraw":
                await broadcast_changes.withdraw(session, row, actor=actor, now=now)
            else:
                await broadcast_changes.amend(session, row, change, actor=actor, now=now)
        await road.ticker.tick()
        assert said in road.said()
    assert len(road.street.group(Vendor.WECOM).messages) == 4


async def test_a_robots_limit_is_kept_and_telegrams_pace_is_not_its_own() -> None:
    now = [0.0]

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    limiter = Limiter(seconds=lambda: now[0], sleep=sleep)
    robot = -(2**60) - 7
    for _ in range(19):
        await limiter.acquire(robot)
    assert now[0] < 20
    assert limiter.delay(5) <= 0
    await limiter.acquire(robot)
    assert now[0] >= 60


async def test_broadcast_files_are_named_where_a_robot_cannot_carry_them() -> None:
    part = Part("请查收", (File(FileKind.DOCUMENT, "h", "通知.docx"), File(FileKind.PHOTO, "p")))
    notice = Notice(id=7, key="k", chat_id=1, kind=NoticeKind.BROADCAST, day=FIRST, since=FIRST)
    message = for_robot(
        Message((part,), ()), Vendor.WECOM, notice, links=None, texts=Texts(), today=FIRST
    )
    [only] = message.parts
    assert only.files == ()
    assert only.text.endswith("附件 2 个：通知.docx、图片（机器人不能转发附件，请向协调员索取）")
