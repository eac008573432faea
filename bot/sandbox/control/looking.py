"""Looking: the state as a whole, and what the page asks for bit by bit."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse, Response

from bot.sandbox.call import Call
from bot.sandbox.control.desk import SHOWN, Desk
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.people import Json

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def snapshot(desk: Desk) -> Json:
    """Return everything the page shows, messages of each chat up to SHOWN."""
    world = desk.world
    return {
        "bot": world.person_card(world.bot),
        "people": [world.person_card(one) for one in world.people.values()],
        "chats": [desk.whole(chat) for chat in world.chats.values()],
        "clock": desk.clock(),
        "privacy": world.privacy,
        "tour": [asdict(step) for step in desk.tour],
    }


async def state(desk: Desk, _: Call) -> Json:
    """Return everything the page shows."""
    return snapshot(desk)


async def messages(desk: Desk, call: Call) -> list[Json]:
    """Return earlier messages of a chat: those before message `before`."""
    chat = desk.chat(call)
    before = call.number("before") or chat.last_id + 1
    earlier = [one for number, one in chat.messages.items() if number < before]
    return [desk.world.message_card(one) for one in earlier[-SHOWN:]]


async def commands(desk: Desk, call: Call) -> list[Json]:
    """Return the menu that a person sees in a chat."""
    person = desk.person(call)
    return commands_for(desk.world, desk.chat(call), person.id, person.language)


def events(desk: Desk) -> Response:
    """Stream the state, then every change."""

    async def stream() -> AsyncIterator[ServerSentEvent]:
        async for kind, payload in desk.world.hub.listen(lambda: ("state", snapshot(desk))):
            yield ServerSentEvent(json.dumps(payload, ensure_ascii=False), event=kind)

    return EventSourceResponse(stream())


def file(desk: Desk, file_id: str) -> Response:
    """Show a picture, or hand out a file for saving."""
    kept = desk.world.files.get(file_id)
    if kept is None:
        return JSONResponse(bad_request("no such file").as_json(), 404)
    if kept.mime in _PICTURES:
        return Response(kept.data, media_type=kept.mime)
    headers = {"Content-Disposition": "attachment"}
    return Response(kept.data, media_type="application/octet-stream", headers=headers)
