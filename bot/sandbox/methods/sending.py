"""Methods that put messages into chats."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.call import Call
from bot.sandbox.composing import (
    compose,
    read_caption,
    read_file,
    read_place,
    read_text,
)
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.people import Attachment, Json, Message
from bot.sandbox.world import World

_ALBUM = range(2, 11)


async def send_message(world: World, call: Call) -> Json:
    """Answer sendMessage."""
    world.reachable(call.chat_id())
    return _post(world, compose(world, call, read_text(call)))


async def send_document(world: World, call: Call) -> Json:
    """Answer sendDocument."""
    return _send_file(world, call, "document")


async def send_photo(world: World, call: Call) -> Json:
    """Answer sendPhoto."""
    return _send_file(world, call, "photo")


async def send_media_group(world: World, call: Call) -> list[Json]:
    """Answer sendMediaGroup: two to ten photos or documents that belong together."""
    read_place(world, call)
    items = call.structure("media") or []
    if len(items) not in _ALBUM:
        raise bad_request("there must be from 2 to 10 media in the album")
    album = str(secrets.randbelow(10**17))
    parts = [(_album_file(world, call, item), read_caption(item)) for item in items]
    return [
        _post(world, compose(world, call, words, file, media_group_id=album))
        for file, words in parts
    ]


async def copy_message(world: World, call: Call) -> Json:
    """Answer copyMessage: the same content, without saying whose it was."""
    world.reachable(call.chat_id())
    source = find_message(world, call, "message to copy not found", chat="from_chat_id")
    if source.service:
        raise bad_request("message can't be copied")
    words = read_caption(call.values) if call.text("caption") else source.formatted
    message = compose(world, call, words, source.attachment)
    _post(world, message)
    return {"message_id": message.id}


async def forward_message(world: World, call: Call) -> Json:
    """Answer forwardMessage: the same content, and whose it was."""
    place = read_place(world, call)
    source = find_message(world, call, "message to forward not found", chat="from_chat_id")
    if source.service:
        raise bad_request("message can't be forwarded")
    origin = {
        "type": "user",
        "date": source.date,
        "sender_user": shapes.user(world.person(source.sender_id)),
    }
    message = Message(
        place.chat.next_id(),
        place.chat.id,
        world.bot.id,
        world.now(),
        source.formatted,
        source.attachment,
        thread_id=place.topic,
        extra={"forward_origin": origin},
    )
    return _post(world, message)


def find_message(
    world: World, call: Call, missing: str, *, chat: str = "chat_id", name: str = "message_id"
) -> Message:
    """Return the message a call names, or refuse with *missing*."""
    place = world.chat(call.chat_id(chat))
    message = place.messages.get(call.number(name) or 0)
    if message is None:
        raise bad_request(missing)
    return message


def with_changes(call: Call, message: Message, **changes: Any) -> Message:
    """Return *message* with the call's keyboard and *changes*; nothing new is refused."""
    changed = replace(message, markup=read_markup(call), **changes)
    if changed == message:
        why = (
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
        raise bad_request(why)
    return changed


def _send_file(world: World, call: Call, field: str) -> Json:
    read_place(world, call)
    words = read_caption(call.values)
    file = read_file(world, call, field, call.text(field))
    return _post(world, compose(world, call, words, file))


def _album_file(world: World, call: Call, item: Json) -> Attachment:
    return read_file(world, call, str(item.get("type", "document")), item.get("media"))


def _post(world: World, message: Message) -> Json:
    return world.message_json(world.add(message))
