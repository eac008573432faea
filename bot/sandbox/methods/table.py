"""Every method of the Bot API that the sandbox knows: the table of contents of this folder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods import chats, editing, profile, queries, receiving, sending
from bot.sandbox.world import World

Method = Callable[[World, Call], Awaitable[Any]]

_METHODS: dict[str, Method] = {
    # hearing
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    # speaking
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    # changing what was said
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    # answering
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "sendChatAction": queries.send_chat_action,
    # chats and files
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "createForumTopic": chats.create_forum_topic,
    "getFile": chats.get_file,
    # the bot itself
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_profile_text,
    "getMyName": profile.get_profile_text,
    "setMyDescription": profile.set_profile_text,
    "getMyDescription": profile.get_profile_text,
    "setMyShortDescription": profile.set_profile_text,
    "getMyShortDescription": profile.get_profile_text,
    "setMyDefaultAdministratorRights": profile.accept,
    "setChatMenuButton": profile.accept,
    "setMessageReaction": profile.accept,
    "logOut": profile.accept,
    "close": profile.accept,
}

METHODS: Mapping[str, Method] = MappingProxyType(
    {name.lower(): method for name, method in _METHODS.items()}
)
"""by name in small letters: Telegram does not mind how a method is written"""

NAMES: Mapping[str, str] = MappingProxyType({name.lower(): name for name in _METHODS})
SENDS = frozenset(
    {
        "sendMessage",
        "sendDocument",
        "sendPhoto",
        "sendMediaGroup",
        "copyMessage",
        "forwardMessage",
    }
)
"""what counts against Telegram's limits and in the log of deliveries"""
HEARS = frozenset({"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "getMe"})
"""what faults leave alone unless they name it"""
