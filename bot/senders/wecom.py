"""企业微信: Markdown of at most 4096 bytes, no signature; the address is the whole secret.

Its codes: 93000 an address that is none or a robot that was removed, 45009 and 45033 too fast (20 a
minute), -1 busy for the moment, 40058 and others a message it will not have.
"""

from __future__ import annotations

from datetime import datetime

from bot.senders.dialect import A_MINUTE, REMOVED, Answer, Codes, Post
from plans.webhooks import Webhook
from scheduler.senders import DeliveryError, Outgoing
from texts.robots import markdown, with_links

CODES = Codes(too_fast={45009, 45033}, busy={-1})
NO_ROBOT = 93000
TOO_LONG = "exceed max length"
"""which 93000 has also been seen with"""


def post(webhook: Webhook, _secret: str | None, outgoing: Outgoing, *, now: datetime) -> Post:  # noqa: ARG001 - the others sign with the hour
    """Write a message."""
    content = with_links(markdown(outgoing.text), outgoing.buttons)
    return Post(webhook.url, {"msgtype": "markdown", "markdown": {"content": content}})


def refusal(answer: Answer) -> DeliveryError | None:
    """Say what an answer means for the message."""
    code, words = answer.code("errcode"), answer.says("errmsg")
    gone = REMOVED if code == NO_ROBOT and TOO_LONG not in words else None
    return CODES.judge(code, words, wait=A_MINUTE, gone=gone, status=answer.status)
