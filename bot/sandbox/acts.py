"""What people do: speak, press buttons, search, come and go; each act becomes updates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.sandbox import shapes
from bot.sandbox.entities import NO_WORDS, Formatted, with_detected, words_of
from bot.sandbox.errors import bad_request
from bot.sandbox.people import (
    ANONYMOUS_ADMIN_ID,
    Attachment,
    Chat,
    Json,
    Kind,
    Message,
    Person,
    Standing,
)
from bot.sandbox.queries import Query
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody says, and where."""

    chat_id: int
    person_id: int
    text: str = ""
    reply_to: int | None = None
    topic: int | None = None
    attachments: Sequence[Attachment] = ()
    anonymous: bool = False
    """whether an administrator writes in the group's name"""


def say(world: World, utterance: Utterance) -> list[Message]:
    """Post what somebody says: one message, or one for each of several files."""
    chat = world.chat(utterance.chat_id)
    person = world.person(utterance.person_id)
    _open_private(world, chat, person)
    words = with_detected(Formatted(utterance.text.strip()))
    if not words.text and not utterance.attachments:
        raise bad_request("message text is empty")
    album = {"media_group_id": str(secrets.randbelow(10**17))}
    extra = album if len(utterance.attachments) > 1 else {}
    said = []
    for number, attachment in enumerate(utterance.attachments or (None,)):
        message = Message(
            chat.next_id(),
            chat.id,
            ANONYMOUS_ADMIN_ID if utterance.anonymous else person.id,
            world.now(),
            words if number == 0 else NO_WORDS,
            attachment,
            reply_to=utterance.reply_to,
            thread_id=_thread(chat, utterance),
            extra=extra | ({"sender_chat": world.chat_json(chat)} if utterance.anonymous else {}),
        )
        said.append(_deliver(world, message))
    return said


def correct(world: World, *, chat_id: int, message_id: int, text: str) -> Message:
    """Change the words of something a person said."""
    message = _message(world.chat(chat_id), message_id)
    words = with_detected(Formatted(text.strip()))
    changed = world.change(replace(message, formatted=words), at=world.now())
    if changed.heard:
        world.updates.put("edited_message", world.message_json(changed))
    return changed


def press(world: World, *, chat_id: int, person_id: int, message_id: int, data: str) -> Query:
    """Press the button that carries *data*; the bot's answer comes through the query."""
    message = _message(world.chat(chat_id), message_id)
    if data not in _button_data(message):
        raise bad_request("the message has no such button")
    query = world.queries.ask()
    payload: Json = {
        "id": query.id,
        "from": shapes.user(world.person(person_id)),
        "message": world.message_json(message),
        "chat_instance": str(abs(chat_id) * 31),
        "data": data,
    }
    world.updates.put("callback_query", payload)
    return query


def search(world: World, *, chat_id: int, person_id: int, words: str) -> Query:
    """Type `@bot words` in a chat; the results come through the query."""
    query = world.queries.ask()
    payload: Json = {
        "id": query.id,
        "from": shapes.user(world.person(person_id)),
        "query": words,
        "offset": "",
        "chat_type": "sender" if chat_id == person_id else world.chat(chat_id).kind.value,
    }
    world.updates.put("inline_query", payload)
    return query


def post_found(world: World, *, chat_id: int, person_id: int, message: Message) -> Message:
    """Post an inline result in somebody's name."""
    chat = world.chat(chat_id)
    return _deliver(
        world,
        replace(
            message,
            id=chat.next_id(),
            chat_id=chat_id,
            sender_id=person_id,
            date=world.now(),
            extra={"via_bot": shapes.user(world.bot)},
        ),
    )


def _deliver(world: World, message: Message) -> Message:
    """Post *message*; the bot is told when it may hear it."""
    chat = world.chat(message.chat_id)
    posted = world.add(replace(message, heard=_hears(world, chat, message)))
    if posted.heard:
        world.updates.put("message", world.message_json(posted))
    return posted


def _hears(world: World, chat: Chat, message: Message) -> bool:
    """Say what privacy mode lets through in groups: commands, mentions, replies to the bot."""
    standing = chat.standing(world.bot.id)
    if not standing.present:
        return False
    if chat.is_private or not world.privacy or standing is Standing.ADMINISTRATOR:
        return True
    answered = chat.messages.get(message.reply_to or 0)
    if answered is not None and answered.sender_id == world.bot.id:
        return True
    return "via_bot" in message.extra or _addressed(world, message.formatted)


def _addressed(world: World, words: Formatted) -> bool:
    me = f"@{world.bot.username}".lower()
    for entity in words.entities:
        spelled = words_of(entity, words.text).lower()
        if entity.type == "mention" and spelled == me:
            return True
        if entity.type == "bot_command" and ("@" not in spelled or spelled.endswith(me)):
            return True
    return False


def _open_private(world: World, chat: Chat, person: Person) -> None:
    """Writing to the bot starts it; writing to a blocked one unblocks it."""
    if not chat.is_private or chat.standing(world.bot.id).present:
        return
    before = chat.members.get(world.bot.id)
    chat.members[world.bot.id] = Standing.MEMBER
    if before is not None:
        tell_standing(world, chat, person, before=before)
    world.tell_chat(chat)


def tell_standing(world: World, chat: Chat, by: Person, *, before: Standing) -> None:
    """Tell the bot what it now is in *chat*."""
    payload: Json = {
        "chat": world.chat_json(chat),
        "from": shapes.user(by),
        "date": world.now(),
        "old_chat_member": shapes.member(world.bot, before),
        "new_chat_member": shapes.member(world.bot, chat.standing(world.bot.id)),
    }
    world.updates.put("my_chat_member", payload)


def _thread(chat: Chat, utterance: Utterance) -> int | None:
    """Return the topic of a forum, or the root of a chain of replies in a supergroup."""
    answered = chat.messages.get(utterance.reply_to or 0)
    if chat.is_forum:
        return utterance.topic or (answered.thread_id if answered else None)
    if chat.kind is Kind.SUPERGROUP and answered is not None:
        return answered.thread_id or answered.id
    return None


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message not found")
    return message


def _button_data(message: Message) -> set[str]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
