"""What buttons stand for: callback data carry a card's number, its body waits here for months."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from store.tables.records import Card
from store.types import row_id


async def keep(session: AsyncSession, body: Mapping[str, Any]) -> int:
    """Return the number of the card with that body, made if it is new."""
    digest = hashlib.sha256(
        json.dumps(body, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
    query = select(Card.id).where(Card.digest == digest)
    found = (await session.exec(query)).first()
    if found is not None:
        return found
    card = Card(digest=digest, body=dict(body))
    try:
        async with session.begin_nested():
            session.add(card)
    except IntegrityError:  # somebody else made the same one meanwhile
        return (await session.exec(query)).one()
    return card.id


async def body(session: AsyncSession, number: int) -> dict[str, Any]:
    """Return what the card says; raises StaleButton where there is none."""
    card = await session.get(Card, row_id(number))
    if card is None:
        raise StaleButton
    return card.body
