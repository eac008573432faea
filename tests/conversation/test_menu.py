"""What Telegram's command menu offers, and where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.app import publish_menu
from handlers.menu import commands_for, office_menu
from handlers.roles import COMMANDS, may
from handlers.roles_page import stands
from store.standing import Place
from store.tables.people import Access
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Talk
from tests.conversation.town import OFFICE_ROOM, ZHANG_SAN, appoint, settle
from texts.catalogue import Texts


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


def menus(talk: Talk) -> list[tuple[str, Any]]:
    """Every change of a chat's own menu: what was done, and to which chat."""
    return [
        (name, json.loads(parameters["scope"]).get("chat_id"))
        for name, parameters in talk.wire.calls
        if name in {"setMyCommands", "deleteMyCommands"}
    ]


def test_the_menus_offer_nothing_that_would_be_refused() -> None:
    private, group = (commands for commands, _ in commands_for(Texts()))
    for commands, place in ((private, Place.PRIVATE), (group, Place.BOUND)):
        assert commands
        for command in commands:
            assert may(COMMANDS[command.command], stands("anybody", place)), command


def test_coordinators_see_what_they_may_in_private_and_in_their_group() -> None:
    private = {command.command for command in office_menu(Texts(), Place.PRIVATE)}
    group = {command.command for command in office_menu(Texts(), Place.COORDINATORS)}
    assert {"invite", "chats", "audit", "mydata"} <= private
    assert "unbind" not in private
    assert {"invite", "chats", "audit", "unbind"} <= group
    assert "mydata" not in group


def test_descriptions_are_chinese_and_fit() -> None:
    for command in office_menu(Texts(), Place.PRIVATE):
        assert 1 <= len(command.description) <= 256
        assert any("\u4e00" <= letter <= "\u9fff" for letter in command.description)


async def test_at_start_every_coordinator_and_group_of_theirs_has_the_whole_menu(
    town: Talk,
) -> None:
    await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    town.wire.calls.clear()
    await publish_menu(town.application, town.application.bot_data.services)
    chats = [chat for _, chat in menus(town)]
    assert chats == [None, None, OFFICE_ROOM.id, LI_QIANG.id]


async def test_the_menu_comes_and_goes_with_the_role(town: Talk) -> None:
    await appoint(town.database, ZHANG_SAN, Access.READER)
    await town.say("/grant 2 协调员", user=LI_QIANG)
    await town.say("/revoke 2 协调员", user=LI_QIANG)
    await town.say("/bind 协调", user=LI_QIANG, room=COMMERCE_ROOM)
    await town.say("/unbind", user=LI_QIANG, room=COMMERCE_ROOM)
    assert menus(town) == [
        ("setMyCommands", ZHANG_SAN.id),
        ("deleteMyCommands", ZHANG_SAN.id),
        ("setMyCommands", COMMERCE_ROOM.id),
        ("deleteMyCommands", COMMERCE_ROOM.id),
    ]


async def test_a_server_without_menus_does_no_harm(town: Talk) -> None:
    for method in ("setMyCommands", "deleteMyCommands"):
        town.wire.refusals[method] = (404, "Not Found: method not found")
    await publish_menu(town.application, town.application.bot_data.services)
    [reply] = await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    assert reply.text.startswith("本群已是协调员群")
