"""签收 by a link: a small page that says what was sent and by whom, and takes a name.

The link is the right to sign, as being in the group is for the button. Looking signs nothing, since
messengers open links to show what is behind them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from telegram.error import TelegramError

from bot.web.bodies import body_of
from handlers.context import Services
from plans.errors.base import DubanError
from plans.errors.robots import BadName, BadSignature, TooManySigners
from scheduler.links import PATH, Links
from store import receipts
from store.receipts import Letter
from store.tables.notices import Notice
from texts.dates import clock, day, moment
from texts.pages import on_page

log = structlog.get_logger(__name__)

STYLE = Path(__file__).parent / "style.css"
LARGEST = 4_000
"""bytes of a form with one name in it"""
NAME = re.compile(r"[^\W\d_][\w .·\-]{1,19}")
"""two to twenty characters, a letter first"""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
OK, WRONG, GONE, TO_THE_PAGE = 200, 400, 410, 303

Signed = Callable[[Notice], Awaitable[object]]
"""told of a signature, to show it elsewhere"""


@dataclass(frozen=True)
class ReceiptPages:
    """The pages behind links."""

    services: Services
    links: Links
    signed: Signed

    async def show(self, request: Request) -> Response:
        """GET: what was sent, by whom, and who has signed."""
        return await self._shown(request)

    async def sign(self, request: Request) -> Response:
        """POST: record the signature, then show the page anew."""
        typed = await _typed(request)
        try:
            name = name_in(typed)
            async with self.services.database.begin() as session:
                notice = (await self._letter(session, request)).notice
                now = self.services.clock()
                await receipts.sign_by_name(session, notice, name=name, now=now)
        except (BadName, TooManySigners) as error:
            return await self._shown(request, error=error, typed=typed)
        except BadSignature as error:
            return self._page(None, error=error, status=GONE)
        shown = BackgroundTask(self._tell, notice)
        return RedirectResponse(request.url.path, TO_THE_PAGE, HEADERS, background=shown)

    async def _shown(
        self, request: Request, *, error: DubanError | None = None, typed: str = ""
    ) -> Response:
        """Return the page of a link, with what was wrong."""
        try:
            async with self.services.database.look() as session:
                letter = await self._letter(session, request)
        except BadSignature as foreign:
            return self._page(None, error=foreign, status=GONE)
        return self._page(letter, error=error, typed=typed, status=WRONG if error else OK)

    async def _tell(self, notice: Notice) -> None:
        """Show the signature in Telegram too; it stands, whether that can be reached or not."""
        try:
            await self.signed(notice)
        except TelegramError as error:
            log.warning("a signature is not shown", notice=notice.id, error=str(error))

    async def _letter(self, session: AsyncSession, request: Request) -> Letter:
        token = request.path_params["token"]
        today = self.services.clock().astimezone(self.services.zone).date()
        return await receipts.letter(session, self.links.read(token, today=today))

    def _page(
        self,
        letter: Letter | None,
        *,
        error: DubanError | None = None,
        typed: str = "",
        status: int = OK,
    ) -> Response:
        texts, zone = self.services.texts, self.services.zone
        values: dict[str, object] = {"notice": None}
        if letter is not None:
            notice = letter.notice
            sent = (notice.sent_at or notice.due_at).astimezone(zone)
            values = {
                "notice": notice,
                "sender": letter.sender or texts.label("duban"),
                "department": letter.department,
                "day": day(sent.date(), self.services.clock().astimezone(zone).date()),
                "at": clock(sent, zone),
                "text": on_page(notice.text or ""),
                "signed": [
                    (one.name, moment(one.signed_at, notice.day, zone)) for one in letter.signers
                ],
                "name": typed,
            }
        fault = texts.sentence(error) if error else ""
        html = texts.render("web/page", fault=fault, **values)
        return HTMLResponse(html, status, HEADERS)


def receipt_routes(services: Services, links: Links, signed: Signed) -> list[BaseRoute]:
    """Return the routes of links to sign by."""
    pages = ReceiptPages(services, links, signed)
    path = f"{PATH}{{token:str}}"
    return [
        Route(f"{PATH}{STYLE.name}", _style, methods=["GET"]),
        Route(path, pages.show, methods=["GET"]),
        Route(path, pages.sign, methods=["POST"]),
    ]


def name_in(typed: str) -> str:
    """Return the name that was typed, in one spelling; raises BadName."""
    name = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not NAME.fullmatch(name):
        raise BadName
    return name


async def _style(_: Request) -> Response:
    return FileResponse(STYLE, headers={"Cache-Control": "max-age=86400"})


async def _typed(request: Request) -> str:
    body = await body_of(request, most=LARGEST)
    form = parse_qs(body.decode("utf-8", "replace"))
    return form.get("name", [""])[0]
