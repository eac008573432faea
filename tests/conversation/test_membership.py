"""What happens to the bot in chats, and what people and coordinators are told of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from store import chats
from store.tables.people import Access, ChatState
from store.tables.records import Audit
from tests.conversation.conftest import BOT, COMMERCE_ROOM, LI_QIANG, WANG_MIN, Room, Sent, Talk
from tests.conversation.town import (
    OFFICE_ROOM,
    STRANGE_ROOM,
    ZHANG_SAN,
    appoint,
    bind_room,
    chat_rows,
    settle,
)

MEMBER = {"status": "member"}
LEFT = {"status": "left"}
KICKED = {"status": "kicked", "until_date": 0}
MUTED = {"status": "restricted", "is_member": True, "until_date": 0} | dict.fromkeys(
    (
        "can_send_messages",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_edit_tag",
        "can_react_to_messages",
    ),
    False,
)


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


async def becomes(
    talk: Talk, room: Room, before: dict[str, Any], after: dict[str, Any]
) -> list[Sent]:
    return await talk.deliver(
        {
            "my_chat_member": {
                "chat": room.json(),
                "from": WANG_MIN.json(),
                "date": int(talk.now.timestamp()),
                "old_chat_member": {"user": BOT} | before,
                "new_chat_member": {"user": BOT} | after,
            }
        }
    )


async def record(talk: Talk) -> list[str]:
    async with talk.database.begin() as session:
        return [row.action for row in await session.exec(select(Audit).order_by(Audit.id))]


async def test_a_new_group_is_greeted_in_one_message_that_says_how_to_bind(town: Talk) -> None:
    [reply] = await becomes(town, STRANGE_ROOM, LEFT, MEMBER)
    assert reply.chat == STRANGE_ROOM.id
    assert "/bind 口令" in reply.text
    assert len(reply.text.splitlines()) == 1


async def test_a_promotion_is_no_arrival(town: Talk) -> None:
    rights = dict.fromkeys(
        (
            "can_be_edited",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "is_anonymous",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    )
    assert await becomes(town, STRANGE_ROOM, MEMBER, {"status": "administrator"} | rights) == []


@pytest.mark.parametrize(
    ("lost", "words"), [(LEFT, "已被移出"), (KICKED, "已被移出"), (MUTED, "被禁止发言")]
)
async def test_a_lost_group_is_frozen_and_coordinators_are_told(
    town: Talk, lost: dict[str, Any], words: str
) -> None:
    [told] = await becomes(town, COMMERCE_ROOM, MEMBER, lost)
    assert told.chat == LI_QIANG.id
    assert told.text.startswith(f"市商务局 · 市商务局质量工作群：督办{words}")
    [row] = await chat_rows(town.database, COMMERCE_ROOM)
    assert (row.state, row.department_id is None) == (ChatState.FROZEN, False)
    assert await record(town) == ["freeze"]


async def test_coordinators_are_told_in_their_group_where_they_have_one(town: Talk) -> None:
    await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    [told] = await becomes(town, COMMERCE_ROOM, MEMBER, LEFT)
    assert told.chat == OFFICE_ROOM.id


async def test_nobody_is_bothered_about_a_group_that_spoke_for_nobody(town: Talk) -> None:
    await becomes(town, STRANGE_ROOM, LEFT, MEMBER)
    assert await becomes(town, STRANGE_ROOM, MEMBER, LEFT) == []
    [row] = await chat_rows(town.database, STRANGE_ROOM)
    assert row.state is ChatState.FROZEN


@pytest.mark.parametrize("lost", [LEFT, MUTED])
async def test_on_return_the_group_goes_on_with_all_its_topics(
    town: Talk, lost: dict[str, Any]
) -> None:
    await bind_room(town.database, COMMERCE_ROOM, "市水务局", thread=7)
    await becomes(town, COMMERCE_ROOM, MEMBER, lost)
    [reply] = await becomes(town, COMMERCE_ROOM, lost, MEMBER)
    assert reply.text == "督办已恢复在本群工作，继续发送市商务局、市水务局的提醒。"
    rows = await chat_rows(town.database, COMMERCE_ROOM)
    assert {row.state for row in rows} == {ChatState.ACTIVE}
    assert await record(town) == ["freeze", "thaw"]


async def test_a_person_who_blocks_the_bot_is_left_in_peace(town: Talk) -> None:
    room = Room(WANG_MIN.id, type="private")
    assert await becomes(town, room, MEMBER, KICKED) == []
    assert await becomes(town, room, KICKED, MEMBER) == []


async def test_a_channel_is_not_spoken_to(town: Talk) -> None:
    channel = Room(-1005, "公告", type="channel")
    assert await becomes(town, channel, LEFT, MEMBER) == []
    assert await chat_rows(town.database, channel) == []


class TestSupergroups:
    OLD = Room(-55, "市水务局工作群", type="group")
    NEW = Room(-100055, "市水务局工作群")

    async def upgraded(self, town: Talk) -> None:
        async with town.database.begin() as session:
            rows = {of.name: row for row, of in await chats.bound(session)}
            assert rows["市水务局"].telegram_id == self.NEW.id
            assert rows["市水务局"].state is ChatState.ACTIVE
            found = await chats.find(session, telegram_id=self.OLD.id)
            assert found is not None
            assert found.telegram_id == self.NEW.id
        assert await chat_rows(town.database, self.OLD) == []

    async def note(self, town: Talk, room: Room, **migration: int) -> list[Sent]:
        return await town.deliver(
            {
                "message": {
                    "message_id": 900,
                    "date": int(town.now.timestamp()),
                    "chat": room.json(),
                    "from": WANG_MIN.json(),
                }
                | migration
            }
        )

    @pytest.mark.parametrize("sides", ["old", "new", "old new", "new old", "old old new"])
    async def test_everything_moves_whichever_side_tells(self, town: Talk, sides: str) -> None:
        await bind_room(town.database, self.OLD, "市水务局")
        await bind_room(town.database, self.OLD, "市经济和信息化局", thread=3)
        for side in sides.split():
            if side == "old":
                sent = await self.note(town, self.OLD, migrate_to_chat_id=self.NEW.id)
            else:
                sent = await self.note(town, self.NEW, migrate_from_chat_id=self.OLD.id)
            assert sent == []
        await self.upgraded(town)
        assert len(await chat_rows(town.database, self.NEW)) == 2
        assert await record(town) == ["migrate"]

    async def test_a_supergroup_that_spoke_first_gives_way(self, town: Talk) -> None:
        await bind_room(town.database, self.OLD, "市水务局")
        await becomes(town, self.NEW, LEFT, MEMBER)
        await self.note(town, self.OLD, migrate_to_chat_id=self.NEW.id)
        await self.upgraded(town)

    async def test_being_taken_from_the_old_group_first_does_no_harm(self, town: Talk) -> None:
        await bind_room(town.database, self.OLD, "市水务局")
        await becomes(town, self.OLD, MEMBER, LEFT)
        await self.note(town, self.NEW, migrate_from_chat_id=self.OLD.id)
        await self.upgraded(town)


async def test_a_renamed_group_is_known_by_its_new_name(town: Talk) -> None:
    sent = await town.say("", room=COMMERCE_ROOM, new_chat_title="市商务局督办群")
    assert sent == []
    assert [row.title for row in await chat_rows(town.database, COMMERCE_ROOM)] == [
        "市商务局督办群"
    ]


async def test_coordinators_who_cannot_be_told_do_no_harm(town: Talk) -> None:
    await appoint(town.database, ZHANG_SAN, Access.COORDINATOR)
    town.wire.refusals["sendMessage"] = (403, "Forbidden: bot was blocked by the user")
    await becomes(town, COMMERCE_ROOM, MEMBER, LEFT)
    [row] = await chat_rows(town.database, COMMERCE_ROOM)
    assert row.state is ChatState.FROZEN
