"""Logging: structlog over the standard library, every line rid of secrets and of people.

There is one handler, on the root logger, and the redaction is its formatter's last step: whatever
library speaks, and whatever a traceback shows, comes through it (docs/telegram.md T27).
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sys
from types import TracebackType

import structlog

from bot.redaction import Redactor

redact = Redactor()
"""one a process, as logging is"""
SALT = secrets.token_bytes(8)
"""the same person has the same mark until the process ends"""
NOISY = ("httpx", "httpcore", "apscheduler", "uvicorn", "alembic")


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record, then takes out what must not be there."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line without secrets and people."""
        return redact(super().format(record))


def configure(form: str = "console", *, level: int = logging.INFO) -> None:
    """Send every record to stderr, as lines for people or (`form="json"`) for machines."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_persons,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form, shared))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = log_uncaught
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _formatter(form: str, shared: list[structlog.typing.Processor]) -> RedactingFormatter:
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return RedactingFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )


def without_persons(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Show a private chat, whose id is its person's, by a mark that tells nobody who it is."""
    telegram_id = event.get("telegram_id")
    if isinstance(telegram_id, int) and telegram_id > 0:
        digest = hashlib.blake2s(str(telegram_id).encode(), key=SALT, digest_size=3)
        event["telegram_id"] = f"person-{digest.hexdigest()}"
    return event


def log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Let what ends the process go through the log too: Python would print it as it is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("uncaught", exc_info=(kind, error, trace))
