"""Notices to group robots of 企业微信, 钉钉 and 飞书: posted to an address that is a secret."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from bot.senders import dingtalk, feishu, wecom
from bot.senders.dialect import A_MINUTE, KEY, REMOVED, Answer, Dialect, Post
from bot.senders.telegram import NEVER_LEFT
from plans.errors.robots import BadWebhook, NoVariable, SecretUnreadable
from plans.webhooks import Vendor, Webhook, webhook_of
from scheduler.senders import (
    CannotChange,
    ChatGone,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
)
from store import robots
from store.database import Database
from store.vault import Vault

DIALECTS: Mapping[Vendor, Dialect] = {
    Vendor.WECOM: wecom,
    Vendor.DINGTALK: dingtalk,
    Vendor.FEISHU: feishu,
}
PATIENCE = httpx.Timeout(20.0, connect=10.0)
TOO_MANY, BROKEN = 429, 500


class RobotSender:
    """Posts to robots; *now* is the true time, whatever the sandbox plays: signatures go by it.

    The proxy that leads to Telegram leads away from here, so none is used.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        *,
        now: Callable[[], datetime],
        also: Collection[str] = (),
    ) -> None:
        self._database = database
        self._vault = vault
        self._now = now
        self._also = frozenset(also)
        self._client: httpx.AsyncClient | None = None

    async def send(self, outgoing: Outgoing) -> Sequence[int]:
        """Post one message; a robot's have no ids."""
        webhook, secret = await self._robot(outgoing.chat)
        dialect = DIALECTS[webhook.vendor]
        answer = await self._ask(dialect.post(webhook, secret, outgoing, now=self._now()))
        if (refusal := dialect.refusal(answer)) is not None:
            raise refusal
        return ()

    async def edit(self, outgoing: Outgoing, message_id: int) -> None:  # noqa: ARG002 - Sender's
        """Refuse: what a robot has said stays as it is."""
        raise CannotChange("robot")

    async def delete(self, chat: int, message_ids: Sequence[int]) -> None:  # noqa: ARG002 - Sender's
        """Refuse likewise."""
        raise CannotChange("robot")

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Leave links where they are: they say for themselves whether they are good."""

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _robot(self, chat: int) -> tuple[Webhook, str | None]:
        """Find the robot's address and key, looked at again: a variable may have changed."""
        async with self._database.look() as session:
            robot = await robots.at(session, chat)
        if robot is None:
            raise ChatGone("no such robot", reason=REMOVED)
        try:
            webhook = webhook_of(self._vault.read(robot.address), also=self._also)
            return webhook, self._vault.read(robot.secret) if robot.secret else None
        except (SecretUnreadable, NoVariable, BadWebhook) as error:
            raise ChatGone(type(error).__name__, reason=KEY) from None

    async def _ask(self, post: Post) -> Answer:
        """Post, and tell what never left from what may have arrived; no redirect is followed."""
        if self._client is None:  # made late: certificates take time to load
            self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        try:
            response = await self._client.post(post.url, json=post.body)
        except NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from None
        return _understood(response)


def _understood(response: httpx.Response) -> Answer:
    """Return an answer that has a code to go by; raises what a bare status means."""
    answer = Answer(response.status_code, _body(response), response.headers)
    if response.is_success or answer.body:
        return answer
    if response.status_code == TOO_MANY:
        raise RateLimited(A_MINUTE)
    if response.status_code >= BROKEN:
        raise OutcomeUnknown(f"status {response.status_code}")
    raise ChatGone(f"status {response.status_code}", reason=REMOVED)


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
