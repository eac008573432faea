"""Results of inline mode: as the page lists them, and as the message one of them becomes."""

from __future__ import annotations

from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.composing import read_text
from bot.sandbox.keyboards import read_markup
from bot.sandbox.people import Json, Message


def shown_results(answer: Json | None) -> list[Json]:
    """Return what a list of results shows: a title, a line below, and the result itself."""
    results: list[Json] = (answer or {}).get("results", [])
    return [
        {
            "title": result.get("title", ""),
            "description": result.get("description", ""),
            "result": result,
        }
        for result in results
    ]


def found_message(result: Any) -> Message:
    """Return the message that *result* becomes, for somebody to post."""
    result = result if isinstance(result, dict) else {}
    content = result.get("input_message_content") or {}
    words = read_text(
        Call(
            "",
            {
                "text": content.get("message_text"),
                "parse_mode": content.get("parse_mode"),
                "entities": content.get("entities"),
            },
        )
    )
    markup = read_markup(Call("", {"reply_markup": result.get("reply_markup")}))
    return Message(0, 0, 0, 0, words, markup=markup)
