"""Codes, bindings and roles, as people meet them."""

from __future__ import annotations

import pytest
from sqlmodel import select

from store import contacts, invites
from store.tables.people import Access, Invite
from store.tables.plans import Department
from store.tables.records import Audit
from tests.conversation.conftest import (
    COMMERCE_ROOM,
    LI_QIANG,
    WANG_MIN,
    Room,
    Talk,
    later,
)
from tests.conversation.town import (
    NOBODY,
    OFFICE_ROOM,
    STRANGE_ROOM,
    WATER_ROOM,
    ZHANG_SAN,
    appoint,
    chat_rows,
    department_id,
    grants_of,
    settle,
)


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


async def code_for(
    talk: Talk, name: str | None, *, access: Access = Access.CONTACT, place: str = "惠州市"
) -> str:
    of = await department_id(talk.database, name, place) if name else None
    async with talk.database.begin() as session:
        return (await invites.create(session, access=access, now=talk.now, department_id=of)).code


async def actions(talk: Talk) -> list[str]:
    async with talk.database.begin() as session:
        return [row.action for row in await session.exec(select(Audit).order_by(Audit.id))]


async def department_here(talk: Talk, room: Room, thread: int = 0) -> str | None:
    rows = {row.thread_id: row.department_id for row in await chat_rows(talk.database, room)}
    if rows.get(thread) is None:
        return None
    async with talk.database.begin() as session:
        row = await session.get(Department, rows[thread])
        return row.name if row else None


class TestFirstCoordinator:
    async def test_the_code_printed_at_start_makes_its_sender_coordinator(self, talk: Talk) -> None:
        code = await code_for(talk, None, access=Access.COORDINATOR)
        [reply] = await talk.say(f"/start {code}", user=LI_QIANG)
        assert reply.text.startswith("您已登记为协调员。")
        assert await grants_of(talk.database, LI_QIANG) == {("coordinator", None)}
        assert await actions(talk) == ["claim"]

    async def test_it_is_good_once(self, talk: Talk) -> None:
        code = await code_for(talk, None, access=Access.COORDINATOR)
        await talk.say(f"/start {code}", user=LI_QIANG)
        [reply] = await talk.say(f"/start {code}", user=NOBODY)
        assert reply.text == "这个口令无效、已使用或已过期。请向协调员要一个新的。"
        assert await grants_of(talk.database, NOBODY) == set()

    async def test_in_a_group_it_is_refused_and_stays_good(self, talk: Talk) -> None:
        code = await code_for(talk, None, access=Access.COORDINATOR)
        [reply] = await talk.say(f"/start@duban_bot {code}", user=LI_QIANG, room=OFFICE_ROOM)
        assert reply.text == "这个口令用于登记协调员。请在与督办的私聊中发送。"
        await talk.say(f"/start {code.lower()}", user=LI_QIANG)
        assert await grants_of(talk.database, LI_QIANG) == {("coordinator", None)}

    async def test_pressing_start_again_with_the_link_changes_nothing(self, talk: Talk) -> None:
        await appoint(talk.database, LI_QIANG, Access.COORDINATOR)
        code = await code_for(talk, None, access=Access.COORDINATOR)
        [reply] = await talk.say(f"/start {code}", user=LI_QIANG)
        assert reply.text == "您已经是协调员，口令没有使用，可以转给其他人。"
        await talk.say(f"/start {code}", user=ZHANG_SAN)
        assert await grants_of(talk.database, ZHANG_SAN) == {("coordinator", None)}


class TestCodes:
    @pytest.mark.parametrize(
        "call",
        [
            "/bind {}",
            "/bind@duban_bot {}",
            "/start@duban_bot {}",
            "绑定 {}",
            "绑定　{}",
            "@duban_bot 绑定 {}",
            "@duban_bot绑定{}",
            "綁定 {}",
            "／绑定 {}",
            "绑定：{}",
        ],
    )
    async def test_a_group_is_bound_in_any_way_of_saying_it(self, town: Talk, call: str) -> None:
        code = await code_for(town, "市水务局")
        [reply] = await town.say(call.format(code), room=WATER_ROOM)
        assert reply.text == "本群已绑定市水务局。到期提醒发到这里，请联络员签收。"
        assert reply.labels == ["查看任务"]
        assert await department_here(town, WATER_ROOM) == "市水务局"
        assert await actions(town) == ["bind"]

    async def test_a_used_code_binds_no_second_group(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        await town.say(f"/bind {code}", room=WATER_ROOM)
        [reply] = await town.say(f"/bind {code}", room=STRANGE_ROOM)
        assert "无效、已使用或已过期" in reply.text
        assert await chat_rows(town.database, STRANGE_ROOM) == []

    async def test_a_code_lives_seven_days(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        later(town, days=7)
        [reply] = await town.say(f"/bind {code}", room=WATER_ROOM)
        assert "已过期" in reply.text
        assert await department_here(town, WATER_ROOM) is None

    @pytest.mark.parametrize("nonsense", ["ABCDEFGH", "ABC", "12345678", "市水务局", "<b>", "💣"])
    async def test_what_is_no_code_binds_nothing(self, town: Talk, nonsense: str) -> None:
        [reply] = await town.say(f"/bind {nonsense}", room=WATER_ROOM)
        assert "这个口令无效" in reply.text
        assert await chat_rows(town.database, WATER_ROOM) == []
        [reply] = await town.say(f"/bind {nonsense}")
        assert "这个口令无效" in reply.text

    async def test_without_a_code_it_says_how(self, town: Talk) -> None:
        [reply] = await town.say("/bind", room=WATER_ROOM)
        assert "/bind 口令" in reply.text

    async def test_in_private_a_departments_code_makes_a_contact(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        [reply] = await town.say(f"/start {code}", user=ZHANG_SAN)
        assert reply.text.startswith("您已登记为市水务局联络员。")
        assert await grants_of(town.database, ZHANG_SAN) == {("contact", "市水务局")}


class TestBinding:
    async def test_the_same_department_again_keeps_the_code(self, town: Talk) -> None:
        code = await code_for(town, "市商务局")
        [reply] = await town.say(f"/bind {code}", room=COMMERCE_ROOM)
        assert reply.text == "本群已绑定市商务局，无需重复办理，口令没有使用。"
        assert await actions(town) == []

    async def test_another_department_needs_a_coordinator(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        [reply] = await town.say(f"/bind {code}", room=COMMERCE_ROOM)
        assert reply.text == "本群已绑定市商务局。改绑其他部门需要协调员办理。"
        assert await department_here(town, COMMERCE_ROOM) == "市商务局"
        [reply] = await town.say(f"/bind {code}", user=LI_QIANG, room=COMMERCE_ROOM)
        assert reply.text.startswith("本群已绑定市水务局（原绑定市商务局）。")
        assert await department_here(town, COMMERCE_ROOM) == "市水务局"

    async def test_a_topic_is_bound_apart_from_its_group(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        [reply] = await town.say(
            f"/bind {code}", room=COMMERCE_ROOM, is_topic_message=True, message_thread_id=7
        )
        assert reply.text.startswith("本话题已绑定市水务局。")
        assert str(reply.parameters["message_thread_id"]) == "7"
        assert await department_here(town, COMMERCE_ROOM) == "市商务局"
        assert await department_here(town, COMMERCE_ROOM, thread=7) == "市水务局"

    async def test_a_chain_of_replies_is_no_topic(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        await town.say(f"/bind {code}", room=WATER_ROOM, message_thread_id=77)
        assert await department_here(town, WATER_ROOM) == "市水务局"

    async def test_the_general_topic_is_the_group_and_is_never_named(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        [reply] = await town.say(
            f"/bind {code}", room=WATER_ROOM, is_topic_message=True, message_thread_id=1
        )
        assert await department_here(town, WATER_ROOM) == "市水务局"
        assert "message_thread_id" not in reply.parameters

    async def test_a_coordinator_needs_no_code(self, town: Talk) -> None:
        [reply] = await town.say("/bind 水务", user=LI_QIANG, room=WATER_ROOM)
        assert reply.text.startswith("本群已绑定市水务局。")

    async def test_a_coordinator_is_asked_which_place_is_meant(self, town: Talk) -> None:
        [question] = await town.say("/bind 市商务局", user=LI_QIANG, room=WATER_ROOM)
        assert question.labels == ["东莞 市商务局", "惠州 市商务局"]
        [reply] = await town.press(question, "东莞", user=LI_QIANG)
        assert reply.text.startswith("本群已绑定市商务局。")

    async def test_others_may_not_press_the_answer(self, town: Talk) -> None:
        [question] = await town.say("/bind 市商务局", user=LI_QIANG, room=WATER_ROOM)
        assert await town.press(question, "东莞", user=NOBODY) == []
        assert "这个口令无效" in town.alerts()[-1]
        assert await chat_rows(town.database, WATER_ROOM) == []

    async def test_the_coordinators_make_a_group_theirs(self, town: Talk) -> None:
        [reply] = await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        assert reply.text.startswith("本群已是协调员群")
        assert (await chat_rows(town.database, OFFICE_ROOM))[0].is_coordinators
        [reply] = await town.say("/bind 协调", room=WATER_ROOM)
        assert reply.text == "这项操作需要协调员。协调员：李强"

    async def test_a_coordinators_code_makes_a_group_theirs(self, town: Talk) -> None:
        code = await code_for(town, None, access=Access.COORDINATOR)
        [reply] = await town.say(f"绑定 {code}", room=OFFICE_ROOM)
        assert reply.text.startswith("本群已是协调员群")
        assert await grants_of(town.database, WANG_MIN) == set()

    async def test_unbinding_is_for_coordinators(self, town: Talk) -> None:
        [reply] = await town.say("/unbind", room=COMMERCE_ROOM)
        assert reply.text == "这项操作需要协调员。协调员：李强"
        [reply] = await town.say("解绑", user=LI_QIANG, room=COMMERCE_ROOM)
        assert reply.text.startswith("本群已解除与市商务局的绑定")
        assert await department_here(town, COMMERCE_ROOM) is None
        assert await actions(town) == ["unbind"]

    async def test_unbinding_belongs_in_a_group(self, town: Talk) -> None:
        [reply] = await town.say("/unbind", user=LI_QIANG)
        assert reply.text == "这条命令请在群里发送。"

    async def test_who_may_nowhere_is_not_sent_to_another_place(self, town: Talk) -> None:
        [reply] = await town.say("/status", user=ZHANG_SAN, room=WATER_ROOM)
        assert reply.text.startswith("这项操作需要协调员。")
        [reply] = await town.say("/status", user=LI_QIANG, room=WATER_ROOM)
        assert reply.text == "这条命令请私聊发送，或在协调员群里发送。"

    async def test_a_coordinator_who_binds_in_private_is_told_where(self, town: Talk) -> None:
        [reply] = await town.say("/bind 市水务局", user=LI_QIANG)
        assert reply.text == "这条命令请在群里发送。"

    async def test_a_refusal_changes_nothing_by_halves(self, town: Talk) -> None:
        code = await code_for(town, "市水务局")
        await town.say(f"/bind {code}", room=COMMERCE_ROOM, user=NOBODY)
        async with town.database.begin() as session:
            invite = (await session.exec(select(Invite).where(Invite.code == code))).one()
            assert invite.used_at is None
            assert await contacts.find(session, telegram_id=NOBODY.id) is None


class TestInvitations:
    async def test_a_coordinator_gets_a_code_with_lines_to_send_on(self, town: Talk) -> None:
        [reply] = await town.say("/invite 市水务局", user=LI_QIANG)
        async with town.database.begin() as session:
            code = (await session.exec(select(Invite.code))).one()
        assert reply.text.splitlines()[0] == "市水务局 · 绑定口令"
        assert "12月5日(周二)前有效" in reply.text
        assert f"/bind {code}" in reply.text
        assert f"https://t.me/duban_bot?start={code}" in reply.text
        [[button]] = reply.buttons
        assert button["url"] == f"https://t.me/duban_bot?startgroup={code}"
        [bound] = await town.say(f"/start@duban_bot {code}", room=WATER_ROOM)
        assert bound.text.startswith("本群已绑定市水务局")

    async def test_others_are_told_who_may(self, town: Talk) -> None:
        [reply] = await town.say("邀请 市水务局")
        assert reply.text == "这项操作需要协调员。协调员：李强"

    async def test_a_name_of_several_places_is_asked_with_buttons(self, town: Talk) -> None:
        [question] = await town.say("/invite 商务局", user=LI_QIANG)
        assert question.labels == ["东莞 市商务局", "惠州 市商务局"]
        [reply] = await town.press(question, "惠州", user=LI_QIANG)
        assert reply.text.startswith("市商务局 · 绑定口令")

    @pytest.mark.parametrize("name", ["惠州市商务局", "惠州 市商务局", "惠州市 市商务局"])
    async def test_a_place_before_the_name_settles_it(self, town: Talk, name: str) -> None:
        [reply] = await town.say(f"/invite {name}", user=LI_QIANG)
        assert reply.text.startswith("市商务局 · 绑定口令")

    @pytest.mark.parametrize("name", ["湛江 市商务局", "湛江市商务局"])
    async def test_another_place_s_department_is_not_taken_for_one_of_ours(
        self, town: Talk, name: str
    ) -> None:
        for command in ("/invite", "/bind"):
            [reply] = await town.say(f"{command} {name}", user=LI_QIANG, room=WATER_ROOM)
            assert reply.text == f"没有查到「{name}」。可以试试：/departments"
        assert await chat_rows(town.database, WATER_ROOM) == []

    async def test_a_slip_of_the_pen_is_asked_about_not_guessed(self, town: Talk) -> None:
        [question] = await town.say("/invite 市经济和信息花局", user=LI_QIANG)
        assert question.text == "没有查到「市经济和信息花局」。是不是："
        assert question.labels == ["市经济和信息化局"]

    async def test_a_name_nobody_has_is_said_to_be_unknown(self, town: Talk) -> None:
        [reply] = await town.say("/invite 市气象局", user=LI_QIANG)
        assert reply.text == "没有查到「市气象局」。可以试试：/departments"

    async def test_another_coordinator_is_invited_by_name_of_the_role(self, town: Talk) -> None:
        [reply] = await town.say("/invite 协调员", user=LI_QIANG)
        assert reply.text.startswith("协调员 · 登记口令")

    async def test_the_code_itself_is_not_in_the_record(self, town: Talk) -> None:
        await town.say("/invite 市水务局", user=LI_QIANG)
        async with town.database.begin() as session:
            code = (await session.exec(select(Invite.code))).one()
            row = (await session.exec(select(Audit))).one()
        assert code not in f"{row.subject} {row.detail}"
        assert (row.action, row.detail["access"]) == ("invite", "contact")
