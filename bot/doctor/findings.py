"""What `duban doctor` says of each thing it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How one thing is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `key` names its words in doctor.j2."""

    key: str
    health: Health
    detail: str = ""


def ok(key: str, detail: object = "") -> Finding:
    """Tell that a thing is as it should be."""
    return Finding(key, Health.OK, str(detail))


def warning(key: str, detail: object = "") -> Finding:
    """Tell of what works and should be seen to."""
    return Finding(key, Health.WARNING, str(detail))


def error(key: str, detail: object = "") -> Finding:
    """Tell of what does not work."""
    return Finding(key, Health.ERROR, str(detail))
