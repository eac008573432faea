"""Links to sign by, for messengers without buttons: short, signed, and good for a while.

A link names a notice and its last day; whoever has it could read the message it stood under.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass, field
from datetime import date, timedelta

from plans.errors.robots import BadSignature

GOOD_FOR = timedelta(days=60)
"""as long as a notice is followed up"""
FORM = struct.Struct(">IH")
"""the notice, and the last day as days since `EPOCH`"""
EPOCH = date(2000, 1, 1)
PROOF = 12
"""bytes of the signature: 96 bits, not to be guessed over a network"""
PATH = "/r/"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads links under one address and one key."""

    public_url: str
    """where people reach the bot's web endpoint: `https://duban.example.gov.cn`"""
    key: bytes = field(repr=False)

    def make(self, notice_id: int, *, today: date) -> str:
        """Return the link under which a notice is signed."""
        body = FORM.pack(notice_id, (today + GOOD_FOR - EPOCH).days)
        token = base64.urlsafe_b64encode(body + self._proof(body)).decode()
        return f"{self.public_url.rstrip('/')}{PATH}{token}"

    def read(self, token: str, *, today: date) -> int:
        """Return the notice a link is for; raises BadSignature for a foreign or an old one."""
        try:
            raw = base64.b64decode(token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise BadSignature from None
        body, proof = raw[: FORM.size], raw[FORM.size :]
        if not hmac.compare_digest(proof, self._proof(body)):
            raise BadSignature
        notice_id, last = FORM.unpack(body)
        if today > EPOCH + timedelta(days=last):
            raise BadSignature
        return int(notice_id)

    def _proof(self, body: bytes) -> bytes:
        return hmac.new(self.key, body, hashlib.sha256).digest()[:PROOF]
