"""What happens to chats: people and the bot come and go, groups move, topics open and close."""

from __future__ import annotations

from bot.sandbox import shapes
from bot.sandbox.acts import tell_standing
from bot.sandbox.errors import bad_request
from bot.sandbox.people import TOPIC_COLOUR, Chat, Json, Kind, Message, Person, Standing
from bot.sandbox.world import World


def seat(world: World, chat: Chat, person: Person, standing: Standing) -> None:
    """Give *person* a place without a word: how a stage is set before the play."""
    chat.members[person.id] = standing
    world.tell_chat(chat)


def bring(world: World, chat: Chat, person: Person, standing: Standing, *, by: Person) -> None:
    """Add, promote or remove somebody, with the service message and updates that follow."""
    before = chat.standing(person.id)
    chat.members[person.id] = standing
    if person.id == world.bot.id:
        tell_standing(world, chat, by, before=before)
    elif before is not standing:
        _tell_member(world, chat, person, before=before, by=by)
    if standing.present and not before.present:
        announce(world, chat, by, {"new_chat_members": [shapes.user(person)]})
    if before.present and not standing.present:
        announce(world, chat, by, {"left_chat_member": shapes.user(person)})
    world.tell_chat(chat)


def announce(
    world: World,
    chat: Chat,
    by: Person,
    happened: Json,
    *,
    thread_id: int | None = None,
    told: bool = True,
) -> Message:
    """Post a service message; the bot is *told* whatever the privacy mode says."""
    heard = told and not chat.is_private and chat.standing(world.bot.id).present
    message = Message(
        chat.next_id(),
        chat.id,
        by.id,
        world.now(),
        thread_id=thread_id,
        service=happened,
        heard=heard,
    )
    world.add(message)
    if heard:
        world.updates.put("message", world.message_json(message))
    return message


def migrate(world: World, chat: Chat, *, by: Person, quiet: bool = False) -> Chat:
    """Make a supergroup of a group; *quiet*: the bot learns it only by writing to the old one."""
    if chat.kind is not Kind.GROUP or chat.migrated_to is not None:
        raise bad_request("only a group can become a supergroup")
    successor = world.add_chat(chat.title, kind=Kind.SUPERGROUP)
    successor.members = dict(chat.members)
    announce(world, chat, by, {"migrate_to_chat_id": successor.id}, told=not quiet)
    chat.migrated_to = successor.id
    announce(world, successor, by, {"migrate_from_chat_id": chat.id}, told=not quiet)
    world.tell_chat(chat)
    world.tell_chat(successor)
    return successor


def open_topic(world: World, chat: Chat, name: str, *, by: Person) -> int:
    """Open a topic; its number is that of the message that tells so."""
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    number = chat.last_id + 1
    chat.topics[number] = name
    happened: Json = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
    announce(world, chat, by, happened, thread_id=number)
    world.tell_chat(chat)
    return number


def delete_topic(world: World, chat: Chat, topic: int) -> None:
    """Take a topic away with everything in it."""
    if chat.topics.pop(topic, None) is None:
        raise bad_request("TOPIC_ID_INVALID")
    for message in [one for one in chat.messages.values() if one.thread_id == topic]:
        world.remove(message)
    world.tell_chat(chat)


def delete_chat(world: World, chat: Chat) -> None:
    """Delete a group for everybody."""
    chat.deleted = True
    world.tell_chat(chat)


def pin(world: World, chat: Chat, message_id: int | None) -> None:
    """Pin a message, or none."""
    chat.pinned = message_id
    world.tell_chat(chat)


def _tell_member(world: World, chat: Chat, person: Person, *, before: Standing, by: Person) -> None:
    payload: Json = {
        "chat": world.chat_json(chat),
        "from": shapes.user(by),
        "date": world.now(),
        "old_chat_member": shapes.member(person, before),
        "new_chat_member": shapes.member(person, chat.standing(person.id)),
    }
    world.updates.put("chat_member", payload)
