"""What /start and /help say, and for whom 我们 stands."""

from __future__ import annotations

import pytest

from store.tables.people import Access
from tests.conversation.conftest import (
    COMMERCE_ROOM,
    LI_QIANG,
    WANG_MIN,
    Talk,
)
from tests.conversation.town import (
    NOBODY,
    STRANGE_ROOM,
    appoint,
    settle,
)


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


class TestStartAndHelp:
    async def test_in_private_it_says_who_you_are_and_three_things_to_try(self, town: Talk) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/start")
        assert "您是市水务局联络员。" in reply.text
        assert reply.labels == ["市水务局的任务", "近期到期", "能做什么"]
        [reply] = await town.press(reply, "能做什么")
        assert "/task 2（水务局牵头的事）" in reply.text

    async def test_a_stranger_learns_that_asking_is_free(self, town: Talk) -> None:
        [reply] = await town.say("开始", user=NOBODY)
        assert "您可以直接查询。" in reply.text

    async def test_without_a_plan_it_says_so(self, talk: Talk) -> None:
        [reply] = await talk.say("/start")
        assert "还没有导入工作方案。" in reply.text
        assert reply.labels == ["能做什么"]

    async def test_a_group_learns_whether_it_is_bound(self, town: Talk) -> None:
        [reply] = await town.say("/start", room=COMMERCE_ROOM)
        assert reply.text.startswith("本群已绑定市商务局")
        [reply] = await town.say("/start", room=STRANGE_ROOM)
        assert reply.text.startswith("本群还没有绑定部门。")

    async def test_help_gives_examples_from_the_plan(self, town: Talk) -> None:
        [reply] = await town.say("@duban_bot 帮助", room=COMMERCE_ROOM)
        assert "/tasks 市商务局" in reply.text
        assert "「我们牵头哪些任务」" in reply.text
        assert "/invite" not in reply.text
        assert reply.labels == []

    async def test_help_for_coordinators_has_a_second_page(self, town: Talk) -> None:
        [reply] = await town.say("/help", user=LI_QIANG)
        assert "/invite" not in reply.text
        [page] = await town.press(reply, "协调员命令", user=LI_QIANG)
        assert page.method == "editMessageText"
        assert "/invite 生成" in page.text

    async def test_help_in_a_strange_group_offers_only_what_works_there(self, town: Talk) -> None:
        [reply] = await town.say("/help", room=STRANGE_ROOM)
        assert "/tasks 部门" not in reply.text
        assert "/bind" in reply.text


class TestWe:
    async def test_in_private_it_is_the_contacts_own_department(self, town: Talk) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/tasks")
        assert reply.text.startswith("市水务局")

    async def test_in_a_group_it_is_the_groups_department(self, town: Talk) -> None:
        await appoint(town.database, WANG_MIN, Access.CONTACT, "市水务局")
        [reply] = await town.say("/tasks", room=COMMERCE_ROOM)
        assert reply.text.startswith("市商务局")
