"""Roles given, taken and handed on; the lists coordinators keep; what is kept of people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from store import access, contacts
from store.tables.notices import Notice, NoticeKind, Receipt
from store.tables.people import Access, Chat, ChatKind, Contact
from store.tables.records import Audit
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Person, Talk
from tests.conversation.town import (
    NOBODY,
    OFFICE_ROOM,
    WATER_ROOM,
    ZHANG_SAN,
    appoint,
    bind_room,
    grants_of,
    settle,
)


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


def replying_to(person: Person | dict[str, Any]) -> dict[str, Any]:
    author = person.json() if isinstance(person, Person) else person
    return {
        "reply_to_message": {
            "message_id": 33,
            "date": 1511830000,
            "chat": COMMERCE_ROOM.json(),
            "from": author,
            "text": "我是联络员",
        }
    }


async def number_of(talk: Talk, person: Person) -> int:
    async with talk.database.begin() as session:
        found = await contacts.find(session, telegram_id=person.id)
        assert found is not None
        return found.id


async def last_audit(talk: Talk) -> Audit:
    async with talk.database.begin() as session:
        return (await session.exec(select(Audit).order_by(Audit.id.desc()))).first()


class TestGranting:
    async def test_in_reply_to_the_person(self, town: Talk) -> None:
        [reply] = await town.say(
            "/grant 联络员 市水务局", user=LI_QIANG, room=COMMERCE_ROOM, **replying_to(ZHANG_SAN)
        )
        assert reply.text == "已登记 张三（2号）为市水务局联络员。"
        assert await grants_of(town.database, ZHANG_SAN) == {("contact", "市水务局")}
        row = await last_audit(town)
        assert (row.action, row.actor, row.subject) == ("grant", "contact:1", "contact:2")

    async def test_by_the_number_of_the_list(self, town: Talk) -> None:
        await appoint(town.database, ZHANG_SAN, Access.READER)
        [reply] = await town.say("授权 2 市水务局", user=LI_QIANG)
        assert reply.text == "已登记 张三（2号）为市水务局联络员。"
        [again] = await town.say("授权 2 联络员 市水务局", user=LI_QIANG)
        assert again.text == "张三（2号）已经是市水务局联络员。"

    async def test_by_a_mention_that_telegram_resolves(self, town: Talk) -> None:
        text = "/grant 张三 协调员"
        entities = [
            {"type": "bot_command", "offset": 0, "length": 6},
            {"type": "text_mention", "offset": 7, "length": 2, "user": ZHANG_SAN.json()},
        ]
        [reply] = await town.say(text, user=LI_QIANG, room=COMMERCE_ROOM, entities=entities)
        assert reply.text == "已登记 张三（2号）为协调员。"

    async def test_a_department_of_two_places_is_asked_and_the_press_does_it_all(
        self, town: Talk
    ) -> None:
        [question] = await town.say(
            "/grant 联络员 市商务局", user=LI_QIANG, room=COMMERCE_ROOM, **replying_to(ZHANG_SAN)
        )
        assert question.labels == ["东莞 市商务局", "惠州 市商务局"]
        [reply] = await town.press(question, "惠州", user=LI_QIANG)
        assert reply.text == "已登记 张三（2号）为市商务局联络员。"

    @pytest.mark.parametrize(
        ("text", "extra", "answer"),
        [
            ("/grant 联络员 市水务局", {}, "没有看出是哪一位"),
            ("/grant @zhangsan 协调员", {}, "没有看出是哪一位"),
            ("/grant 99 协调员", {}, "没有 99 号联络员"),
            ("/grant 99999999999999999999 协调员", {}, "号联络员"),
            ("/grant", replying_to(ZHANG_SAN), "没有看懂这条命令"),
            ("/grant 联络员", replying_to(ZHANG_SAN), "没有看懂这条命令"),
            ("/grant 协调员 市水务局", replying_to(ZHANG_SAN), "没有看懂这条命令"),
            ("/grant 联络员 市气象局", replying_to(ZHANG_SAN), "没有查到「市气象局」"),
            (
                "/grant 协调员",
                replying_to({"id": 100001, "is_bot": True, "first_name": "督办"}),
                "没有看出是哪一位",
            ),
            (
                "/grant 协调员",
                replying_to({"id": 1087968824, "is_bot": True, "first_name": "G"}),
                "没有看出是哪一位",
            ),
        ],
    )
    async def test_what_is_unclear_changes_nothing(
        self, town: Talk, text: str, extra: dict[str, Any], answer: str
    ) -> None:
        [reply] = await town.say(text, user=LI_QIANG, room=COMMERCE_ROOM, **extra)
        assert answer in reply.text
        assert await grants_of(town.database, ZHANG_SAN) == set()
        assert await last_audit(town) is None


class TestRevoking:
    async def test_a_role_is_taken(self, town: Talk) -> None:
        await appoint(town.database, ZHANG_SAN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/revoke 2 联络员 市水务局", user=LI_QIANG)
        assert reply.text == "已撤销 张三（2号）的市水务局联络员。"
        assert await grants_of(town.database, ZHANG_SAN) == set()
        assert (await last_audit(town)).action == "revoke"
        [again] = await town.say("/revoke 2 联络员 市水务局", user=LI_QIANG)
        assert again.text == "张三（2号）不是市水务局联络员，无需撤销。"

    async def test_without_a_role_the_persons_roles_are_offered(self, town: Talk) -> None:
        await appoint(town.database, ZHANG_SAN, Access.CONTACT, "市水务局")
        await appoint(town.database, ZHANG_SAN, Access.READER)
        [question] = await town.say("/revoke 2", user=LI_QIANG)
        assert question.labels == ["读者", "市水务局 联络员"]
        await town.press(question, "市水务局", user=LI_QIANG)
        assert await grants_of(town.database, ZHANG_SAN) == {("reader", None)}

    async def test_the_only_coordinator_stays(self, town: Talk) -> None:
        [reply] = await town.say("/revoke 1 协调员", user=LI_QIANG)
        assert reply.text == "这是唯一的协调员。请先用 /grant 增加一位协调员，再办理。"
        assert await grants_of(town.database, LI_QIANG) == {("coordinator", None)}

    async def test_one_of_two_coordinators_may_go(self, town: Talk) -> None:
        await appoint(town.database, ZHANG_SAN, Access.COORDINATOR)
        await town.say("/revoke 1 协调员", user=LI_QIANG)
        [reply] = await town.say("/chats", user=LI_QIANG)
        assert reply.text == "这项操作需要协调员。协调员：张三"


class TestHandingOver:
    async def test_everything_goes_to_the_successor_in_one_step(self, town: Talk) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        await appoint(town.database, WANG_MIN, Access.READER)
        await appoint(town.database, ZHANG_SAN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/handover 2 3", user=LI_QIANG)
        assert reply.text == "王敏（2号）的工作已交给 张三（3号）：读者、市水务局联络员。"
        assert await grants_of(town.database, WANG_MIN) == set()
        assert await grants_of(town.database, ZHANG_SAN) == {
            ("reader", None),
            ("contact", "市水务局"),
        }

    async def test_the_successor_may_be_pointed_out_by_a_reply(self, town: Talk) -> None:
        [reply] = await town.say(
            "交接 1", user=LI_QIANG, room=COMMERCE_ROOM, **replying_to(ZHANG_SAN)
        )
        assert reply.text == "李强（1号）的工作已交给 张三（2号）：协调员。"
        assert await grants_of(town.database, ZHANG_SAN) == {("coordinator", None)}

    @pytest.mark.parametrize(
        ("text", "answer"),
        [
            ("/handover", "没有看懂"),
            ("/handover 1", "没有看懂"),
            ("/handover 1 1", "没有看出是哪一位"),
            ("/handover 1 9", "没有 9 号联络员"),
        ],
    )
    async def test_what_is_unclear_changes_nothing(
        self, town: Talk, text: str, answer: str
    ) -> None:
        [reply] = await town.say(text, user=LI_QIANG)
        assert answer in reply.text
        assert await grants_of(town.database, LI_QIANG) == {("coordinator", None)}


class TestLists:
    async def test_chats_lists_bindings_with_their_state(self, town: Talk) -> None:
        await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        await bind_room(town.database, WATER_ROOM, "市水务局")
        async with town.database.begin() as session:
            for chat in await session.exec(select(Chat).where(Chat.telegram_id == WATER_ROOM.id)):
                chat.state, chat.frozen_reason = "frozen", "removed"
        [reply] = await town.say("群列表", user=LI_QIANG)
        assert reply.text.splitlines() == [
            "绑定的群 · 3 个 其中暂停 1 个",
            "协调员 · 质强办",
            "市商务局 · 市商务局质量工作群",
            "市水务局 · 市水务局工作群（暂停：督办已被移出）",
        ]
        assert reply.labels == ["未绑定的单位 3"]
        [missing] = await town.press(reply, "未绑定", user=LI_QIANG)
        assert missing.text.splitlines() == [
            "未绑定的单位 · 3 个",
            "东莞市",
            "/invite 东莞市 市体育局",
            "/invite 东莞市 市商务局",
            "惠州市",
            "/invite 惠州市 市经济和信息化局",
        ]

    async def test_long_lists_turn_pages_on_one_card(self, town: Talk) -> None:
        async with town.database.begin() as session:
            for number in range(45):
                person = Contact(
                    telegram_id=1000 + number, name=f"联络员{number:02}", seen_at=town.now
                )
                session.add(person)
                await session.flush()
                await contacts.grant(session, person, Access.READER, now=town.now)
        [first] = await town.say("/contacts", user=LI_QIANG)
        assert first.text.splitlines()[0] == "通讯录 · 46 人"
        assert first.labels == ["1/3 下一页 ›"]
        [second] = await town.press(first, "1/3", user=LI_QIANG)
        assert second.method == "editMessageText"
        assert second.labels == ["‹ 上一页", "2/3 下一页 ›"]
        [last] = await town.press(second, "2/3", user=LI_QIANG)
        assert len(last.text.splitlines()) == 1 + 46 - 40

    async def test_contacts_are_found_by_department_or_name(self, town: Talk) -> None:
        await appoint(town.database, ZHANG_SAN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/contacts 水务", user=LI_QIANG)
        assert reply.text.splitlines() == ["通讯录 · 1 人", "2号 张三 · 市水务局联络员"]
        [reply] = await town.say("/contacts 气象", user=LI_QIANG)
        assert reply.text.splitlines()[1] == "没有符合「气象」的人。"

    async def test_lists_of_people_are_not_shown_in_departments_groups(self, town: Talk) -> None:
        [reply] = await town.say("/contacts", user=LI_QIANG, room=COMMERCE_ROOM)
        assert reply.text == "这条命令请私聊发送，或在协调员群里发送。"


class TestAudit:
    async def test_the_newest_change_stands_first(self, town: Talk) -> None:
        await town.say("/invite 市水务局", user=LI_QIANG)
        await town.say("/bind 水务", user=LI_QIANG, room=WATER_ROOM)
        [reply] = await town.say("/audit", user=LI_QIANG)
        assert reply.text.splitlines() == [
            "操作记录 · 2 条",
            "11月28日(周二) 09:00 李强 绑定部门 市水务局工作群 市水务局",
            "11月28日(周二) 09:00 李强 生成口令 市水务局 联络员",
        ]

    async def test_the_whole_record_is_handed_out_as_a_table(self, town: Talk) -> None:
        await town.say("/bind 水务", user=LI_QIANG, room=WATER_ROOM)
        [reply] = await town.say("/audit", user=LI_QIANG)
        await town.press(reply, "导出", user=LI_QIANG)
        assert "sendDocument" in [name for name, _ in town.wire.calls]

    async def test_rows_are_kept_by_number_so_that_names_can_be_forgotten(self, town: Talk) -> None:
        await town.say("/bind 水务", user=LI_QIANG, room=WATER_ROOM)
        row = await last_audit(town)
        assert "李强" not in f"{row.actor} {row.subject} {row.detail}"


class TestPersonalData:
    async def test_who_only_asks_leaves_no_trace(self, town: Talk) -> None:
        await town.say("/help", user=NOBODY)
        [reply] = await town.say("/mydata", user=NOBODY)
        assert reply.text == "督办没有保存您的任何信息。查询不留记录。"
        [reply] = await town.say("/forgetme", user=NOBODY)
        assert reply.text == "督办没有保存您的任何信息，无需删除。"

    async def test_everything_that_is_kept_is_shown(self, town: Talk) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        [reply] = await town.say("我的信息")
        assert reply.text.splitlines()[:6] == [
            "督办保存的您的信息",
            "姓名：王敏",
            "Telegram 编号：12",
            "角色：市水务局联络员",
            "签收：0 次",
            "操作记录：0 条",
        ]

    async def test_forgetting_takes_name_number_and_roles_and_keeps_the_work(
        self, town: Talk
    ) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        number = await number_of(town, WANG_MIN)
        async with town.database.begin() as session:
            chat = (await session.exec(select(Chat))).first()
            notice = Notice(
                key="k",
                chat_id=chat.id,
                kind=NoticeKind.DIGEST,
                day=town.now.date(),
                since=town.now.date(),
                due_at=town.now,
            )
            session.add(notice)
            await session.flush()
            session.add(Receipt(notice_id=notice.id, contact_id=number, signed_at=town.now))
            session.add(Chat(telegram_id=WANG_MIN.id, kind=ChatKind.PRIVATE, title="王敏"))
        [question] = await town.say("/forgetme")
        assert question.labels == ["确认删除", "取消"]
        [reply] = await town.press(question, "确认删除")
        assert (
            reply.text == "已删除您的姓名、Telegram 编号和全部角色。签收记录 1 次保留，不带姓名。"
        )
        async with town.database.begin() as session:
            row = await contacts.get(session, number)
            assert (row.name, row.telegram_id) == ("（已删除）", -number)
            assert (await session.exec(select(Receipt))).one().contact_id == number
            titles = (await session.exec(select(Chat.title))).all()
            assert "王敏" not in titles
        [reply] = await town.say("/mydata")
        assert reply.text == "督办没有保存您的任何信息。查询不留记录。"

    async def test_the_only_coordinator_has_to_hand_over_first(self, town: Talk) -> None:
        [question] = await town.say("/forgetme", user=LI_QIANG)
        assert await town.press(question, "确认", user=LI_QIANG) == []
        assert town.alerts() == ["这是唯一的协调员。请先用 /grant 增加一位协调员，再办理。"]
        assert await grants_of(town.database, LI_QIANG) == {("coordinator", None)}

    async def test_people_without_a_role_are_forgotten_after_their_time(self, town: Talk) -> None:
        async with town.database.begin() as session:
            for person in (NOBODY, ZHANG_SAN):
                await contacts.meet(session, telegram_id=person.id, name=person.name, now=town.now)
        await appoint(town.database, ZHANG_SAN, Access.READER)
        later = town.now + timedelta(days=400)
        async with town.database.begin() as session:
            since = later - timedelta(days=365)
            assert await access.forget_unseen(session, since=since, name="无", now=later) == 1
            assert await access.forget_unseen(session, since=since, name="无", now=later) == 0
            assert await contacts.find(session, telegram_id=NOBODY.id) is None
            assert await contacts.find(session, telegram_id=ZHANG_SAN.id) is not None
