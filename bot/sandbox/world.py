"""The sandbox's whole state: who is there, what was said, and what the bot has not heard yet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.sandbox import shapes
from bot.sandbox.errors import ApiError, bad_request, forbidden, migrated
from bot.sandbox.events import Hub
from bot.sandbox.people import (
    ANONYMOUS_ADMIN_ID,
    Chat,
    Json,
    Kind,
    Message,
    Person,
    Standing,
)
from bot.sandbox.queries import Queries
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

_FIRST_PERSON = 700_100_001
_FIRST_GROUP = 4_100_000_001
_FIRST_SUPERGROUP = 1_002_100_000_001


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that somebody sent."""

    file_id: str
    path: str
    name: str
    mime: str
    data: bytes = field(repr=False)


class World:
    """People, chats, files and commands; every change is told to the page through `hub`."""

    def __init__(self, bot: Person, clock: Callable[[], datetime]) -> None:
        self.bot = bot
        self.clock = clock
        self.hub = Hub()
        self.updates = UpdateQueue()
        self.queries = Queries()
        self.webhook: Webhook | None = None
        self.privacy = True
        self.people: dict[int, Person] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[str, str] = {}

    def now(self) -> int:
        """Return the present second of the sandbox's clock, as Telegram dates messages."""
        return int(self.clock().timestamp())

    # People and chats

    def add_person(self, name: str, *, role: str = "", username: str | None = None) -> Person:
        """Add an account with its private chat, in which the bot has not been started yet."""
        person = Person(_FIRST_PERSON + len(self.people), name, username, role)
        self.people[person.id] = person
        chat = Chat(person.id, Kind.PRIVATE, name, {person.id: Standing.MEMBER})
        self.chats[chat.id] = chat
        self.hub.publish("person", lambda: self.person_card(person))
        self.tell_chat(chat)
        return person

    def add_chat(self, title: str, *, kind: Kind = Kind.GROUP, is_forum: bool = False) -> Chat:
        """Add an empty group or supergroup."""
        if kind is Kind.SUPERGROUP:
            number = -(_FIRST_SUPERGROUP + len(self.chats))
        else:
            number = -(_FIRST_GROUP + len(self.chats))
        chat = Chat(number, kind, title, is_forum=is_forum)
        self.chats[chat.id] = chat
        self.tell_chat(chat)
        return chat

    def person(self, person_id: int) -> Person:
        """Return an account, or refuse as Telegram does."""
        if person_id == ANONYMOUS_ADMIN_ID:
            return shapes.ANONYMOUS_ADMIN
        person = self.people.get(person_id)
        if person is None:
            raise bad_request("user not found")
        return person

    def chat(self, chat_id: int) -> Chat:
        """Return a chat, or refuse as Telegram does."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def reachable(self, chat_id: int) -> Chat:
        """Return a chat in which the bot may write, or say why it may not."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.deleted:
            raise forbidden("the group chat was deleted")
        standing = chat.members.get(self.bot.id)
        if standing is None or not standing.present:
            raise _unreachable(chat, standing)
        if not chat.bot_may_write:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    # Messages

    def add(self, message: Message) -> Message:
        """Put *message* at the end of its chat."""
        self.chat(message.chat_id).messages[message.id] = message
        self.hub.publish("message", lambda: self.message_card(message))
        return message

    def change(self, message: Message, *, at: int | None) -> Message:
        """Put *message* in the place of the one it was made from; *at* marks it as edited."""
        changed = replace(message, edited=at or message.edited)
        self.chat(message.chat_id).messages[message.id] = changed
        self.hub.publish("edited", lambda: self.message_card(changed))
        return changed

    def remove(self, message: Message) -> None:
        """Take *message* away."""
        del self.chat(message.chat_id).messages[message.id]
        gone = {"chat_id": message.chat_id, "message_id": message.id}
        self.hub.publish("deleted", lambda: gone)

    def keep_file(self, data: bytes, *, name: str, mime: str) -> StoredFile:
        """Keep a file for as long as the sandbox runs."""
        suffix = name.rpartition(".")[2].lower() if "." in name else "bin"
        folder = "photos" if mime.startswith("image/") else "documents"
        path = f"{folder}/file_{len(self.files) + 1}.{suffix}"
        file = StoredFile(f"F{secrets.token_urlsafe(24)}", path, name, mime, data)
        self.files[file.file_id] = file
        return file

    # What the outside sees

    def message_json(self, message: Message, *, depth: int = 1) -> Json:
        """Return a Message; what it answers is shown one level deep, as Telegram does."""
        chat = self.chat(message.chat_id)
        shape: Json = {
            "message_id": message.id,
            "from": shapes.user(self.person(message.sender_id)),
            "chat": self.chat_json(chat),
            "date": message.date,
        }
        shape |= shapes.content(message) | dict(message.service) | dict(message.extra)
        if message.edited:
            shape["edit_date"] = message.edited
        if message.thread_id is not None:
            shape["message_thread_id"] = message.thread_id
            if chat.is_forum:
                shape["is_topic_message"] = True
        if message.markup and message.markup.get("inline_keyboard"):
            shape["reply_markup"] = message.markup
        answered = chat.messages.get(message.reply_to or 0)
        if depth and answered is not None:
            shape["reply_to_message"] = self.message_json(answered, depth=depth - 1)
        return shape

    def chat_json(self, chat: Chat) -> Json:
        """Return a Chat."""
        return shapes.chat(chat, self.people.get(chat.id) if chat.is_private else None)

    def message_card(self, message: Message) -> Json:
        """Return a Message with what only the page knows."""
        return self.message_json(message) | {"heard": message.heard}

    def person_card(self, person: Person) -> Json:
        """Return a User with what only the page knows."""
        return shapes.user(person) | {"role": person.role}

    def chat_card(self, chat: Chat) -> Json:
        """Return a chat as the page lists it, without its messages."""
        return self.chat_json(chat) | {
            "members": {str(person): standing.value for person, standing in chat.members.items()},
            "topics": {str(topic): name for topic, name in chat.topics.items()},
            "is_forum": chat.is_forum,
            "pinned": chat.pinned,
            "migrated_to": chat.migrated_to,
            "deleted": chat.deleted,
        }

    def tell_chat(self, chat: Chat) -> None:
        """Show the page how *chat* stands now."""
        self.hub.publish("chat", lambda: self.chat_card(chat))


def _unreachable(chat: Chat, standing: Standing | None) -> ApiError:
    """Return Telegram's words for a bot that is not where it wants to write."""
    if chat.is_private:
        if standing is None:
            return forbidden("bot can't initiate conversation with a user")
        return forbidden("bot was blocked by the user")
    if standing is Standing.KICKED:
        return forbidden(f"bot was kicked from the {chat.kind.value} chat")
    return forbidden(f"bot is not a member of the {chat.kind.value} chat")
