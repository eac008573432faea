"""Faults reported to a Sentry server, where one is named: without secrets, people, or local values.

sentry-sdk is an optional extra (`duban[sentry]`), imported only where DUBAN_SENTRY_DSN is set.
"""

from __future__ import annotations

import sys
from typing import Any

from bot.logs import redact
from plans.errors.operation import SentryMissing

PATIENCE = 2.0
"""seconds that the end of the process waits for what is still to be reported"""


def report_to(dsn: str, *, proxy: str | None = None) -> None:
    """Report every error that is logged, and what ends the process."""
    try:
        import sentry_sdk
    except ImportError as error:
        raise SentryMissing from error
    sentry_sdk.init(
        dsn=dsn,
        http_proxy=proxy,
        https_proxy=proxy,
        send_default_pii=False,
        include_local_variables=False,  # they are messages and people
        max_breadcrumbs=0,
        server_name="duban",
        traces_sample_rate=0,
        shutdown_timeout=PATIENCE,
        before_send=_ready,
    )


def _ready(event: Any, hint: dict[str, Any]) -> Any:
    """Say what was logged and where it was raised: structlog keeps both within the message."""
    told = getattr(hint.get("log_record"), "msg", None)
    if isinstance(told, dict):
        event["logentry"] = {"message": str(told.get("event", ""))}
        event["extra"] = {key: str(value) for key, value in told.items() if key != "exc_info"}
        event |= _raised(told.get("exc_info"))
    return redacted(event)


def _raised(exc_info: object) -> dict[str, Any]:
    import sentry_sdk
    from sentry_sdk.utils import event_from_exception

    error = sys.exc_info()[1] if exc_info is True else exc_info
    if not isinstance(error, BaseException):
        return {}
    found, _ = event_from_exception(error, client_options=sentry_sdk.get_client().options)
    return {"exception": found["exception"]}


def redacted(value: Any) -> Any:
    """Return a report with every string in it redacted."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner) for inner in value]
    return value
