"""Logging: structlog over the standard library, tokens scrubbed from every line.

The bot token is part of every URL PTB asks for, so it can stand in any record, traceback or
argument of any library: the scrubbing is done on the finished line, at the handler (FIELD.md T27).
"""

from __future__ import annotations

import logging
import re
import sys

import structlog

TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}")
"""Telegram's form: numeric id, colon, secret"""
SCRUBBED = "<token>"


class ScrubbingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record, then takes out whatever looks like a token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line without tokens."""
        return TOKEN.sub(SCRUBBED, super().format(record))


def configure(form: str = "console", *, level: int = logging.INFO) -> None:
    """Send every record to stderr, as lines for people or (`form="json"`) for machines."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ScrubbingFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("httpx", "httpcore", "apscheduler", "uvicorn", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
