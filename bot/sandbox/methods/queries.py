"""Methods that answer presses, searches and typing people."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.people import Json
from bot.sandbox.world import World

MAX_TOAST = 200
MAX_RESULTS = 50


async def answer_callback_query(world: World, call: Call) -> bool:
    """Answer answerCallbackQuery: once, and in time."""
    text = call.text("text") or ""
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {
        "text": text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    world.queries.answer(call.text("callback_query_id") or "", answer)
    return True


async def answer_inline_query(world: World, call: Call) -> bool:
    """Answer answerInlineQuery."""
    results = call.structure("results") or []
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    answer: Json = {"results": results, "button": call.structure("button")}
    world.queries.answer(call.text("inline_query_id") or "", answer)
    return True


async def send_chat_action(world: World, call: Call) -> bool:
    """Answer sendChatAction: the page shows that the bot is writing."""
    chat = world.reachable(call.chat_id())
    shown = {"chat_id": chat.id, "action": call.text("action") or "typing"}
    world.hub.publish("action", lambda: shown)
    return True
