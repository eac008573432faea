"""Messages that ask for the right words of a doubt."""

from __future__ import annotations

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables.intakes import IntakePrompt


async def find(session: AsyncSession, *, telegram_id: int, message_id: int) -> IntakePrompt | None:
    """Return what that message of that chat asks for, if it is one of ours."""
    query = select(IntakePrompt).where(
        IntakePrompt.telegram_id == telegram_id, IntakePrompt.message_id == message_id
    )
    return (await session.exec(query)).first()
