"""Settings from the environment (prefix DUBAN_) and `.env`; read by `bot` alone, frozen.

Each one is described in `.env.example`; a test holds the two together.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, StringConstraints, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

WEBHOOK_PATH = "/telegram"
SENDABLE = r"[A-Za-z0-9_-]{16,256}"
"""what Telegram allows, and long enough not to be guessed"""
PROXY = r"(https?|socks5h?)://[^\s/]+"
DATABASE = r"^(sqlite(\+aiosqlite)?|postgres(ql)?|postgresql\+asyncpg)://"
ORIGIN = r"^https?://[A-Za-z0-9.:\[\]-]+$"


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="DUBAN_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    token: SecretStr | None = None
    """Telegram's token from BotFather; without it Duban runs in the sandbox"""
    api_url: str = "https://api.telegram.org"
    """any Bot API server"""
    database_url: str = Field(default="sqlite+aiosqlite:///data/duban.db", pattern=DATABASE)
    coordinators: tuple[int, ...] = ()
    """user ids of coordinators who need no start code"""
    time_zone: str = "Asia/Shanghai"
    """IANA name; a day is a day there"""
    reminders_file: Path = Field(default=Path(__file__).parent / "reminders.toml")
    holidays_dir: Path = Field(default=Path(__file__).parent / "holidays")
    commands_good_for_hours: int = Field(default=24, ge=1)
    """a change asked for longer ago, while Duban was down, is not carried out"""
    forget_after_days: int = Field(default=365, ge=1)
    """after so long without being seen, people without any role are forgotten"""
    log_format: Literal["console", "json"] = "console"
    """for people or for machines"""
    sentry_dsn: SecretStr | None = None
    """where faults are reported to; needs the extra `sentry`"""
    heartbeat_url: str | None = None
    """called after each good beat, so that somebody outside notices when none come"""
    proxy: SecretStr | None = None
    """for networks without direct access: calls, updates, files, heartbeat, reports of faults"""
    web_host: str = "127.0.0.1"
    """where the web endpoint listens; a reverse proxy with TLS stands before it"""
    web_port: int | None = Field(default=None, ge=0, le=65535)
    """of the web endpoint; without it there is none"""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$", max_length=72)
    """the address under which others reach the web endpoint"""
    webhook_secret: SecretStr | None = None
    """with it Telegram pushes updates to the public address, without it Duban asks for them"""

    secret_key: SecretStr | None = Field(default=None, min_length=32)
    """robots' addresses are encrypted with it, links to sign by are signed with it"""
    robot_origins: tuple[Annotated[str, StringConstraints(pattern=ORIGIN)], ...] = ()
    """servers that robots may be called at besides 企业微信's, 钉钉's and 飞书's own"""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone of that name: {value}") from error
        return value

    @field_validator("proxy")
    @classmethod
    def _usable(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.match(PROXY, value.get_secret_value()):
            raise ValueError("http://, https://, socks5:// or socks5h:// and a host")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(SENDABLE, value.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, _ and - are allowed")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _reachable(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and None in (info.data.get("public_url"), info.data.get("web_port")):
            raise ValueError("a webhook needs DUBAN_PUBLIC_URL and DUBAN_WEB_PORT as well")
        return value

    @property
    def webhook_url(self) -> str | None:
        """Where Telegram pushes updates to; None: they are asked for."""
        if self.webhook_secret is None or self.public_url is None:
            return None
        return f"{self.public_url.rstrip('/')}{WEBHOOK_PATH}"

    @property
    def zone(self) -> ZoneInfo:
        """The place's time zone."""
        return ZoneInfo(self.time_zone)


def secrets_of(settings: Settings) -> list[str]:
    """Return the values that nobody may read in a log."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
