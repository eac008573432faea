"""飞书: a card with Markdown and a button, at most 20 KB; signed in the body by time and HMAC.

Its codes: 19021 a wrong signature or hour, 19022 the caller's address, 19024 a keyword missing,
19001 no such robot, 11232 and 99991400 (status 429) too fast, 9499 a message it will not have.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from bot.senders.dialect import A_MINUTE, ADDRESS, KEYWORD, REMOVED, SIGNATURE, Answer, Codes, Post
from plans.webhooks import Webhook
from scheduler.senders import DeliveryError, Outgoing
from texts.robots import markdown

CODES = Codes(too_fast={11232, 99991400})
RESET = "x-ogw-ratelimit-reset"
"""the header that says for how many seconds"""
UNMET = {19001: REMOVED, 19021: SIGNATURE, 19022: ADDRESS, 19024: KEYWORD}


def post(webhook: Webhook, secret: str | None, outgoing: Outgoing, *, now: datetime) -> Post:
    """Write a message as a card, signed where there is a secret."""
    elements: list[dict[str, Any]] = [{"tag": "markdown", "content": markdown(outgoing.text)}]
    links = [one for row in outgoing.buttons for one in row if one.url]
    if links:
        actions = [
            {
                "tag": "button",
                "type": "primary",
                "text": {"tag": "plain_text", "content": one.label},
                "url": one.url,
            }
            for one in links
        ]
        elements.append({"tag": "action", "actions": actions})
    body = {
        "msg_type": "interactive",
        "card": {"config": {"wide_screen_mode": True}, "elements": elements},
    }
    return Post(webhook.url, body | (_signed(secret, now) if secret else {}))


def refusal(answer: Answer) -> DeliveryError | None:
    """Say what an answer means for the message."""
    code, words = answer.code("code", "StatusCode"), answer.says("msg", "StatusMessage")
    gone = UNMET.get(code) if code is not None else None
    return CODES.judge(code, words, wait=_seconds(answer), gone=gone, status=answer.status)


def _seconds(answer: Answer) -> float:
    asked = answer.headers.get(RESET, "")
    return float(asked) if asked.isdecimal() else A_MINUTE


def _signed(secret: str, now: datetime) -> dict[str, str]:
    """Return what is added to the body: the time in seconds, and proof of the secret.

    Time and secret together are the key here, and what is signed is empty.
    """
    stamp = str(int(now.timestamp()))
    proof = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(proof).decode()}
