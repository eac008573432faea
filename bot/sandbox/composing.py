"""From a call to the message it asks for: words, files, keyboard and place, each checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.entities import Entity, Formatted, in_order, trimmed, units, with_detected
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.markup import parse_html
from bot.sandbox.people import Attachment, Chat, Message
from bot.sandbox.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat: Chat
    reply_to: int | None
    topic: int | None


def read_text(call: Call, *, too_long: str = "message is too long") -> Formatted:
    """Return the words of a message, formatted; *too_long* is how the method refuses."""
    words = _formatted(call.text("text"), call.text("parse_mode"), call.structure("entities"))
    if not words.text:
        raise bad_request("message text is empty")
    if units(words.text) > MAX_TEXT:
        raise bad_request(too_long)
    return words


def read_caption(source: Mapping[str, Any]) -> Formatted:
    """Return the words under a file, from a call's or an album item's fields."""
    marks = Call("", source).structure("caption_entities")
    words = _formatted(source.get("caption"), source.get("parse_mode"), marks)
    if units(words.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return words


def compose(
    world: World,
    call: Call,
    words: Formatted,
    attachment: Attachment | None = None,
    **extra: Any,
) -> Message:
    """Return the message that *call* asks for, ready to be posted."""
    place = read_place(world, call)
    return Message(
        place.chat.next_id(),
        place.chat.id,
        world.bot.id,
        world.now(),
        words,
        attachment,
        reply_to=place.reply_to,
        thread_id=place.topic,
        markup=read_markup(call),
        extra=extra,
    )


def read_place(world: World, call: Call) -> Place:
    """Return where a message goes; a chat, topic or answer that cannot be is refused."""
    chat = world.reachable(call.chat_id())
    return Place(chat, _reply(call, chat), _topic(call, chat))


def _reply(call: Call, chat: Chat) -> int | None:
    """Return the message that is answered."""
    given = call.structure("reply_parameters") or {}
    message_id = given.get("message_id") or call.number("reply_to_message_id")
    if message_id is None or int(message_id) in chat.messages:
        return None if message_id is None else int(message_id)
    if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _topic(call: Call, chat: Chat) -> int | None:
    """Return the topic that is meant; General is the one that is not named."""
    topic = call.number("message_thread_id")
    if topic is None or (chat.is_forum and topic in chat.topics):
        return topic
    if not chat.is_forum and topic in chat.messages:
        return topic
    raise bad_request("message thread not found")


def read_file(world: World, call: Call, field: str, given: Any) -> Attachment:
    """Return the file that *given* means: one uploaded with the call, or one sent before."""
    kind = "photo" if field == "photo" else "document"
    name = str(given or "")
    upload = call.files.get(name.removeprefix("attach://")) or call.files.get(field)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        file = world.keep_file(upload.data, name=upload.name, mime=upload.mime)
    elif name in world.files:
        file = world.files[name]
    else:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    return Attachment(kind, file.file_id, file.name, file.mime, len(file.data))


def _formatted(text: object, mode: str | None, marks: Any) -> Formatted:
    source = str(text or "")
    if mode is None or mode == "":
        entities = [_entity(mark) for mark in marks or ()]
        return with_detected(trimmed(Formatted(source, in_order(entities))))
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return with_detected(parse_html(source))


def _entity(mark: Mapping[str, Any]) -> Entity:
    return Entity(
        str(mark.get("type")),
        int(mark.get("offset", 0)),
        int(mark.get("length", 0)),
        url=mark.get("url"),
        language=mark.get("language"),
    )
