"""What may not be read by whoever reads the database: encrypted, or left in the environment."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plans.errors.robots import NoVariable, RobotsNotSetUp, SecretUnreadable

REFERENCE = "env:"
"""how a secret that stands in the environment is named: `env:ROBOT_COMMERCE`"""
NAMEABLE = re.compile(r"ROBOT_[A-Z0-9_]{1,60}")
"""the variables a message may name: none of those that other things are kept in"""


class Vault:
    """Keeps secrets under the operator's key, and finds those that are kept elsewhere."""

    def __init__(self, key: str | None, environment: Callable[[str], str | None]) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(derived(key, "robots"))) if key else None
        self._environment = environment

    def keep(self, secret: str) -> str:
        """Return what may be stored in the place of *secret*, which may be a reference."""
        if secret.startswith(REFERENCE):
            return secret
        if self._fernet is None:
            raise RobotsNotSetUp(missing=["DUBAN_SECRET_KEY"])
        return self._fernet.encrypt(secret.encode()).decode()

    def read(self, kept: str) -> str:
        """Return the secret; raises NoVariable or SecretUnreadable."""
        if kept.startswith(REFERENCE):
            return self._named(kept.removeprefix(REFERENCE))
        if self._fernet is None:
            raise SecretUnreadable
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            raise SecretUnreadable from None

    def said(self, words: str) -> str:
        """Return the secret that *words* are or, as a reference, stand for."""
        return self.read(words) if words.startswith(REFERENCE) else words

    def _named(self, name: str) -> str:
        value = self._environment(name) if NAMEABLE.fullmatch(name) else None
        if not value:
            raise NoVariable(name=name)
        return value


def derived(key: str, purpose: str) -> bytes:
    """Return a key of its own for each *purpose*, made of the operator's one."""
    return HKDF(SHA256(), length=32, salt=None, info=f"duban {purpose}".encode()).derive(
        key.encode()
    )
