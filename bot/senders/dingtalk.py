"""钉钉: Markdown of at most 20,000 bytes; signed in the address by time and HMAC-SHA256.

Its codes: 310000 a security setting not met, told apart by its words (signature, keyword, address
of the caller); 300001 and 300005 no such robot; 130101, 410100, 660026 and 90030 too fast, after
which a robot is left alone for ten minutes; -1 busy for the moment.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote_plus

from bot.senders.dialect import ADDRESS, KEYWORD, REMOVED, SIGNATURE, Answer, Codes, Post
from plans.webhooks import CALLER_WORDS, KEYWORD_WORDS, Webhook
from scheduler.senders import DeliveryError, Outgoing
from texts.robots import markdown, title_of, two_spaced, with_links

PENALTY = 600.0
"""seconds that a robot is silenced for after more than 20 messages in a minute"""
CODES = Codes(too_fast={130101, 410100, 660026, 90030}, busy={-1})
NO_ROBOT = frozenset({300001, 300005})
UNSAFE = 310000


def post(webhook: Webhook, secret: str | None, outgoing: Outgoing, *, now: datetime) -> Post:
    """Write a message, signed where there is a secret."""
    text = two_spaced(with_links(markdown(outgoing.text), outgoing.buttons))
    body = {
        "msgtype": "markdown",
        "markdown": {"title": title_of(outgoing.text), "text": text},
    }
    return Post(f"{webhook.url}{_signed(secret, now) if secret else ''}", body)


def refusal(answer: Answer) -> DeliveryError | None:
    """Say what an answer means for the message."""
    code, words = answer.code("errcode"), answer.says("errmsg").lower()
    return CODES.judge(code, words, wait=PENALTY, gone=_gone(code, words), status=answer.status)


def _gone(code: int | None, words: str) -> str | None:
    """Say why the robot cannot be written to: it is none, or a security setting was not met."""
    if code != UNSAFE:
        return REMOVED if code in NO_ROBOT else None
    if any(word in words for word in KEYWORD_WORDS):
        return KEYWORD
    return ADDRESS if any(word in words for word in CALLER_WORDS) else SIGNATURE


def _signed(secret: str, now: datetime) -> str:
    """Return what is added to the address: the time in milliseconds, and proof of the secret."""
    stamp = str(round(now.timestamp() * 1000))
    proof = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={stamp}&sign={quote_plus(base64.b64encode(proof))}"
