"""Methods about the bot itself: who it is, its menu of commands, its words about itself."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.people import Chat, Json, Standing
from bot.sandbox.world import World

MAX_COMMANDS = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_WHOLE_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)


async def get_me(world: World, _: Call) -> Json:
    """Answer getMe."""
    return shapes.user(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(world: World, call: Call) -> bool:
    """Answer setMyCommands, for a scope and a language."""
    commands = call.structure("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_list_key(world, call)] = commands
    world.hub.publish("commands", dict)
    return True


async def get_my_commands(world: World, call: Call) -> list[Json]:
    """Answer getMyCommands."""
    return world.commands.get(_list_key(world, call), [])


async def delete_my_commands(world: World, call: Call) -> bool:
    """Answer deleteMyCommands."""
    world.commands.pop(_list_key(world, call), None)
    world.hub.publish("commands", dict)
    return True


async def set_profile_text(world: World, call: Call) -> bool:
    """Answer setMyName, setMyDescription, setMyShortDescription."""
    field = _profile_field(call)
    world.profile[f"{field}:{call.text('language_code') or ''}"] = call.text(field) or ""
    return True


async def get_profile_text(world: World, call: Call) -> Json:
    """Answer getMyName, getMyDescription, getMyShortDescription."""
    field = _profile_field(call)
    kept = world.profile.get(f"{field}:{call.text('language_code') or ''}", "")
    return {field: kept or (world.bot.name if field == "name" else "")}


async def accept(_: World, __: Call) -> bool:
    """Say yes to what changes nothing that can be seen here (setChatMenuButton, close …)."""
    return True


def commands_for(world: World, chat: Chat, person_id: int, language: str) -> list[Json]:
    """Return the menu that *person_id* sees in *chat*: the narrowest list, in their language."""
    ruling = chat.standing(person_id) in (Standing.CREATOR, Standing.ADMINISTRATOR)
    scopes = [f"chat_member:{chat.id}:{person_id}"]
    scopes += [f"chat_administrators:{chat.id}"] if ruling else []
    scopes += [f"chat:{chat.id}"]
    if chat.is_private:
        scopes += ["all_private_chats"]
    else:
        scopes += (["all_chat_administrators"] if ruling else []) + ["all_group_chats"]
    for scope in [*scopes, "default"]:
        for spoken in (language[:2], ""):
            if world.commands.get((scope, spoken)):
                return world.commands[scope, spoken]
    return []


def _list_key(world: World, call: Call) -> tuple[str, str]:
    scope: dict[str, Any] = call.structure("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _WHOLE_SCOPES:
        chat = world.chat(int(scope.get("chat_id", 0)))
        kind = f"{kind}:{chat.id}"
        if "user_id" in scope:
            kind += f":{scope['user_id']}"
    return kind, call.text("language_code") or ""


def _profile_field(call: Call) -> str:
    words = {"name": "name", "shortdescription": "short_description", "description": "description"}
    return words[call.method.lower().partition("my")[2]]
