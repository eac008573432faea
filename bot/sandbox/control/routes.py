"""The control API under /sandbox: one route an act, JSON in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.call import Call, read_call
from bot.sandbox.control import directing, looking, proving, speaking
from bot.sandbox.control.desk import Desk
from bot.sandbox.errors import ApiError

Act = Callable[[Desk, Call], Awaitable[Any]]

LOOKS: Mapping[str, Act] = MappingProxyType(
    {
        "state": looking.state,
        "messages": looking.messages,
        "commands": looking.commands,
        "report": proving.report,
        "deliveries": proving.deliveries,
    }
)
"""asked by GET"""

ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "say": speaking.say,
        "correct": speaking.correct,
        "press": speaking.press,
        "inline": speaking.inline,
        "choose": speaking.choose,
        "people": directing.new_person,
        "chats": directing.new_chat,
        "chats/delete": directing.delete_chat,
        "members": directing.seat,
        "migrate": directing.migrate,
        "topics": directing.new_topic,
        "topics/delete": directing.delete_topic,
        "rights": directing.rights,
        "privacy": directing.privacy,
        "clock": directing.move_clock,
        "faults": proving.set_faults,
        "limits": proving.set_limits,
        "deliveries/clear": proving.clear_deliveries,
    }
)
"""done by POST"""


def control_routes(desk: Desk) -> list[Route]:
    """Return every route of the control API."""

    async def events(_: Request) -> Response:
        return looking.events(desk)

    async def file(request: Request) -> Response:
        return looking.file(desk, request.path_params["file_id"])

    return [
        *(_route(desk, path, act, "GET") for path, act in LOOKS.items()),
        *(_route(desk, path, act, "POST") for path, act in ACTS.items()),
        Route("/sandbox/events", events),
        Route("/sandbox/files/{file_id}", file),
    ]


def _route(desk: Desk, path: str, act: Act, verb: str) -> Route:
    """Return the endpoint of an act: parameters in, JSON out, a refusal as an error."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await act(desk, await read_call("", request)))
        except ApiError as error:
            return JSONResponse(error.as_json(), error.code)

    return Route(f"/sandbox/{path}", answer, methods=[verb])
