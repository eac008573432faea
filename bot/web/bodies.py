"""What is posted to the web endpoint, read as far as it may be long."""

from __future__ import annotations

from starlette.requests import Request


async def body_of(request: Request, *, most: int) -> bytes:
    """Return what was posted; nothing of it where it is more than *most* bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return b""
    return bytes(body)
