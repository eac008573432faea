"""One call of the Bot API: its method and what it carries, whichever way it was encoded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request

MAX_UPLOAD = 50 * 1024 * 1024
"""bytes a bot may send in one file"""
_MAX_FIELD = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """Parameters by name, read as the method needs them; an empty one counts as absent."""

    method: str
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a text."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        return str(value).encode("utf-8", "replace").decode()

    def number(self, name: str) -> int | None:
        """Return a whole number."""
        value = self.text(name)
        try:
            return None if value is None else int(value)
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Return a yes or no; absent is no."""
        return (self.text(name) or "").lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """Return an object or a list, which forms carry as JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def chat_id(self, name: str = "chat_id") -> int:
        """Return the chat that is meant."""
        value = self.text(name)
        if value is None:
            raise bad_request(f"{name} is empty")
        try:
            return int(value)
        except ValueError:
            raise bad_request("chat not found") from None


async def read_call(method: str, request: Request) -> Call:
    """Read a call from the address, a form or a JSON body."""
    values: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return Call(method, values | await _json_body(request))
    files: dict[str, Upload] = {}
    if kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form(max_part_size=_MAX_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await _upload(value)
                else:
                    values[name] = value
    return Call(method, values, files)


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON in the request body") from None
    return body if isinstance(body, dict) else {}


async def _upload(file: UploadFile) -> Upload:
    data = await file.read()
    if len(data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return Upload(file.filename or "file", file.content_type or "application/octet-stream", data)
