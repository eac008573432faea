"""Is it alive, can it work, how does it fare: for orchestrators, load balancers, Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.metrics import CONTENT_TYPE, Metrics
from store.database import Database

log = structlog.get_logger(__name__)

PATIENCE = 2.0
"""seconds for the database to answer"""


def health_routes(
    database: Database,
    metrics: Metrics,
    *,
    clock: Callable[[], datetime],
    is_running: Callable[[], bool],
) -> list[BaseRoute]:
    """/healthz: this process answers. /readyz: it can work. /metrics: its figures."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        found = {"database": await answers(database), "bot": is_running()}
        return JSONResponse(found, 200 if all(found.values()) else 503)

    async def page(_: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                return Response(await metrics.page(database, now=clock()), media_type=CONTENT_TYPE)
        except (OSError, SQLAlchemyError) as error:
            log.warning("no figures without a database", error=type(error).__name__)
            return PlainTextResponse("the database does not answer", 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", page)]


async def answers(database: Database) -> bool:
    """Tell whether the database does a statement in time."""
    try:
        async with asyncio.timeout(PATIENCE), database.look() as session:
            await (await session.connection()).execute(text("SELECT 1"))
    except (OSError, SQLAlchemyError) as error:  # TimeoutError is an OSError
        log.warning("the database does not answer", error=type(error).__name__)
        return False
    return True
