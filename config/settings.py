"""Settings from the environment (prefix DUBAN_) and `.env`; read by `bot` alone, frozen.

Each one is described in `.env.example`; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="DUBAN_", env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore"
    )

    token: SecretStr | None = None
    """Telegram's token from BotFather; without it Duban runs in the sandbox"""
    api_url: str = "https://api.telegram.org"
    """any Bot API server"""
    database_url: str = "sqlite+aiosqlite:///data/duban.db"
    data_dir: Path = Path("data")
    """where documents that were handed over are kept"""
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
    log_format: str = "console"
    """console or json"""
    heartbeat_url: str | None = None
    """called after each good beat, so that somebody outside notices when none come"""
    proxy: SecretStr | None = None
    """for networks without direct access; may hold a password"""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone of that name: {value}") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The place's time zone."""
        return ZoneInfo(self.time_zone)
