"""Who waits for whom."""

from __future__ import annotations

import asyncio

from telegram import Chat, Message, Update

from bot.updates import InOrderByChat


def update(number: int, chat: int) -> Update:
    message = Message(number, None, Chat(chat, "private"))
    return Update(number, message=message)


async def test_one_chat_is_answered_in_order_and_holds_up_no_other() -> None:
    processor = InOrderByChat()
    order: list[str] = []
    slow = asyncio.Event()

    async def first() -> None:
        await slow.wait()
        order.append("first")

    async def note(name: str) -> None:
        order.append(name)
        if name == "other":
            slow.set()

    async with processor:
        await asyncio.gather(
            processor.process_update(update(1, 7), first()),
            processor.process_update(update(2, 7), note("second")),
            processor.process_update(update(3, 8), note("other")),
        )
    assert order == ["other", "first", "second"]
