"""Robots' messengers on loopback, and the sender that writes to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.senders.robots import RobotSender
from bot.web.server import WebServer
from plans.webhooks import FORMS, Vendor, webhook_of
from store import contacts, robots
from store.database import Database
from store.robots import Listed, NewRobot
from store.tables.people import Chat
from store.tables.plans import Department
from store.vault import Vault
from tests.integration.robots.vendors import Group, Vendors
from tests.integration.scheduler.stage import Hands

KEY = "a-key-that-only-tests-may-know-of"
NOW = datetime(2017, 12, 1, 1, 0, tzinfo=UTC)
TOKENS = {vendor: f"{vendor}-0000-1111-2222" for vendor in Vendor}


@dataclass
class Street:
    """Three messengers, one group with a robot in each, and our side of the wire."""

    vendors: Vendors
    origin: str
    database: Database
    vault: Vault
    sender: RobotSender
    clock: Hands

    def address(self, vendor: Vendor, token: str | None = None) -> str:
        form, token = FORMS[vendor], token or TOKENS[vendor]
        tail = f"?{form.parameter}={token}" if form.parameter else token
        return f"{self.origin}{form.path}{tail}"

    def group(self, vendor: Vendor) -> Group:
        return self.vendors.groups[TOKENS[vendor]]

    async def add(
        self,
        vendor: Vendor,
        *,
        department: Department | None = None,
        secret: str | None = None,
        address: str | None = None,
    ) -> Chat:
        """Put a robot into the tables, as /robot would."""
        url = address or self.address(vendor)
        async with self.database.begin() as session:
            if department is None:
                department = Department(place="惠州市", name=f"市{vendor}局", identity=vendor)
                session.add(department)
                await session.flush()
            actor = await contacts.meet(session, telegram_id=11, name="李强", now=NOW)
            row = await robots.add(
                session,
                NewRobot(
                    vendor=vendor,
                    address=self.vault.keep(url),
                    secret=self.vault.keep(secret) if secret else None,
                    fingerprint=url,
                    hint=webhook_of(url, also={self.origin}).hint,
                ),
                department=department,
                title=f"{vendor}机器人",
                actor=actor,
                now=datetime(2017, 1, 1, tzinfo=UTC),
            )
            return (await robots.get(session, row.id)).chat

    async def change(self, chat: Chat, *, address: str) -> None:
        async with self.database.begin() as session:
            robot = await robots.at(session, chat.telegram_id)
            assert robot is not None
            robot.address = address
            session.add(robot)

    async def look(self, chat: Chat) -> Listed:
        async with self.database.begin() as session:
            robot = await robots.at(session, chat.telegram_id)
            assert robot is not None
            return await robots.get(session, robot.id)


@pytest.fixture
async def street(database: Database) -> AsyncIterator[Street]:
    clock = Hands(NOW)
    vendors = Vendors(clock, {token: Group() for token in TOKENS.values()})
    server = WebServer(vendors.routes(), host="127.0.0.1", port=0)
    await server.start()
    origin = f"http://127.0.0.1:{server.port}"
    vault = Vault(KEY, {"ROBOT_GROUP": f"{origin}/robot/send?access_token=fromthere1"}.get)
    sender = RobotSender(database, vault, now=clock, also={origin})
    yield Street(vendors, origin, database, vault, sender, clock)
    await sender.close()
    await server.stop()
