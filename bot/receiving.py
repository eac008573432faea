"""How updates come in: asked for by long polling, or pushed to the bot's own address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from telegram import Update

from handlers.context import BotApplication


class Receiving(Protocol):
    """One of the two ways."""

    async def start(self) -> None:
        """Begin to receive."""
        ...

    async def stop(self) -> None:
        """Receive no more; what comes meanwhile is kept by Telegram for a day."""
        ...


@dataclass(frozen=True)
class Polling:
    """Asks Telegram again and again; one process at a time may (docs/telegram.md T20)."""

    application: BotApplication

    async def start(self) -> None:
        """Take the webhook away, if there was one, and poll."""
        updater = self.application.updater
        if updater is None:
            raise RuntimeError("the application was built without an updater")
        await updater.start_polling(
            allowed_updates=Update.ALL_TYPES, drop_pending_updates=False, poll_interval=0
        )

    async def stop(self) -> None:
        """End polling."""
        if self.application.updater is not None and self.application.updater.running:
            await self.application.updater.stop()


@dataclass(frozen=True)
class Pushed:
    """Is called by Telegram at *url* (bot.web.telegram)."""

    application: BotApplication
    url: str
    secret: str

    async def start(self) -> None:
        """Tell Telegram where to push, and with which secret."""
        await self.application.bot.set_webhook(
            self.url,
            secret_token=self.secret,
            allowed_updates=Update.ALL_TYPES,
            drop_pending_updates=False,
        )

    async def stop(self) -> None:
        """Leave the webhook: whoever starts next is called there."""
