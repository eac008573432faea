"""Albums as they were seen: Telegram sends each file by itself, and shows a reply only one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.contents import Content
from store.tables.broadcasts import AlbumPart

KEPT = timedelta(days=2)


async def note(
    session: AsyncSession,
    content: Content,
    *,
    telegram_id: int,
    message_id: int,
    album: str,
    now: datetime,
) -> None:
    """Keep one file of an album for a while; what was kept too long is gone with it."""
    await session.exec(delete(AlbumPart).where(col(AlbumPart.seen_at) < now - KEPT))
    await session.merge(
        AlbumPart(
            telegram_id=telegram_id,
            message_id=message_id,
            album=album,
            content=content.to_json(),
            seen_at=now,
        )
    )


async def parts(session: AsyncSession, *, telegram_id: int, album: str) -> Sequence[Content]:
    """Return the files of an album, each with the words below it, in their order."""
    query = (
        select(AlbumPart)
        .where(AlbumPart.telegram_id == telegram_id, AlbumPart.album == album)
        .order_by(col(AlbumPart.message_id))
    )
    return [Content.from_json(part.content) for part in await session.exec(query)]
