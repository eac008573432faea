"""Methods about chats and who is in them."""

from __future__ import annotations

from bot.sandbox import places, shapes
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.people import TOPIC_COLOUR, Chat, Json, Standing
from bot.sandbox.world import World

MAX_TOPIC_NAME = 128
MAX_DOWNLOAD = 20 * 1024 * 1024
"""bytes a bot may fetch"""
_RULING = (Standing.CREATOR, Standing.ADMINISTRATOR)


async def get_chat(world: World, call: Call) -> Json:
    """Answer getChat."""
    chat = _present(world, call)
    shape = world.chat_json(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.pinned in chat.messages:
        shape["pinned_message"] = world.message_json(chat.messages[chat.pinned or 0])
    return shape


async def get_chat_member(world: World, call: Call) -> Json:
    """Answer getChatMember."""
    chat = _present(world, call)
    person = world.person(call.chat_id("user_id"))
    return shapes.member(person, chat.standing(person.id))


async def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """Answer getChatAdministrators."""
    chat = _present(world, call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        shapes.member(world.person(person), standing)
        for person, standing in chat.members.items()
        if standing in _RULING
    ]


async def get_chat_member_count(world: World, call: Call) -> int:
    """Answer getChatMemberCount."""
    return sum(standing.present for standing in _present(world, call).members.values())


async def leave_chat(world: World, call: Call) -> bool:
    """Answer leaveChat."""
    chat = _present(world, call)
    places.bring(world, chat, world.bot, Standing.LEFT, by=world.bot)
    return True


async def create_forum_topic(world: World, call: Call) -> Json:
    """Answer createForumTopic."""
    chat = world.reachable(call.chat_id())
    name = call.text("name") or ""
    if not 1 <= len(name) <= MAX_TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY")
    number = places.open_topic(world, chat, name, by=world.bot)
    return {"message_thread_id": number, "name": name, "icon_color": TOPIC_COLOUR}


async def get_file(world: World, call: Call) -> Json:
    """Answer getFile."""
    file = world.files.get(call.text("file_id") or "")
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id[:15]}",
        "file_size": len(file.data),
        "file_path": file.path,
    }


def _present(world: World, call: Call) -> Chat:
    chat = world.chat(call.chat_id())
    if chat.migrated_to is not None or not chat.standing(world.bot.id).present:
        return world.reachable(chat.id)
    return chat
