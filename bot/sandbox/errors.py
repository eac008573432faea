"""What the Bot API answers when it refuses, in its own words."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal: HTTP status, description and, for some, parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(why: str) -> ApiError:
    """Return a 400: the request itself can never work."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """Return a 403: the bot has no business in that chat any more."""
    return ApiError(403, f"Forbidden: {why}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that says how long to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(new_chat_id: int) -> ApiError:
    """Return the 400 that tells where a group has moved."""
    why = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, why, migrate_to_chat_id=new_chat_id)
