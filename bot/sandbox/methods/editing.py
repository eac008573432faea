"""Methods that change, take away or pin what was sent."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.composing import read_caption, read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import find_message, with_changes
from bot.sandbox.people import Json, Message
from bot.sandbox.places import pin
from bot.sandbox.world import World

DELETABLE_FOR = 48 * 3600
"""seconds after which Telegram no longer deletes"""


async def edit_message_text(world: World, call: Call) -> Json:
    """Answer editMessageText."""
    message = _own(world, call)
    words = read_text(call, too_long="MESSAGE_TOO_LONG")
    if message.attachment is not None:
        raise bad_request("there is no text in the message to edit")
    return _changed(world, with_changes(call, message, formatted=words))


async def edit_message_caption(world: World, call: Call) -> Json:
    """Answer editMessageCaption."""
    message = _own(world, call)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    return _changed(world, with_changes(call, message, formatted=read_caption(call.values)))


async def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Answer editMessageReplyMarkup: the keyboard alone, which is not marked as an edit."""
    message = _own(world, call)
    return world.message_json(world.change(with_changes(call, message), at=None))


async def delete_message(world: World, call: Call) -> bool:
    """Answer deleteMessage: for 48 hours, one's own or, for an administrator, anyone's."""
    world.reachable(call.chat_id())
    message = find_message(world, call, "message to delete not found")
    if world.now() - message.date > DELETABLE_FOR or not _may_delete(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


async def delete_messages(world: World, call: Call) -> bool:
    """Answer deleteMessages: those that can be; the others are passed over."""
    chat = world.reachable(call.chat_id())
    for message_id in call.structure("message_ids") or []:
        message = chat.messages.get(int(message_id))
        if message is not None and _may_delete(world, message):
            world.remove(message)
    return True


async def pin_chat_message(world: World, call: Call) -> bool:
    """Answer pinChatMessage."""
    chat = world.reachable(call.chat_id())
    message = find_message(world, call, "message to pin not found")
    if not chat.is_private and chat.standing(world.bot.id).value == "member":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    pin(world, chat, message.id)
    return True


async def unpin_chat_message(world: World, call: Call) -> bool:
    """Answer unpinChatMessage."""
    pin(world, world.reachable(call.chat_id()), None)
    return True


def _own(world: World, call: Call) -> Message:
    world.reachable(call.chat_id())
    message = find_message(world, call, "message to edit not found")
    if message.sender_id != world.bot.id:
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message) -> Json:
    return world.message_json(world.change(message, at=world.now()))


def _may_delete(world: World, message: Message) -> bool:
    """In private chats a bot deletes both sides; in groups another's only as administrator."""
    chat = world.chat(message.chat_id)
    if message.sender_id == world.bot.id or chat.is_private:
        return True
    return chat.standing(world.bot.id).value == "administrator"
