"""`duban doctor`: each thing it looks at, well and ill, and the exit code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.cli import main
from bot.clock import MovableClock, utc_now
from bot.doctor import machine
from bot.doctor.findings import Finding, Health
from bot.doctor.machine import look_at_machine
from bot.doctor.messenger import look_at_telegram
from bot.doctor.storage import look_at_database
from bot.sandbox.server import Sandbox
from bot.sandbox.webhook import Webhook
from config.settings import Settings
from store import audit, marks, schema
from store.backups import BACKED_UP
from store.database import Database
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, ChatKind

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def by_key(found: list[Finding]) -> dict[str, Health]:
    return {finding.key: finding.health for finding in found}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async def nothing(_: datetime) -> None: ...

    sandbox = Sandbox(MovableClock(NOW), on_moved=nothing)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    await schema.upgrade(database)
    yield database
    await database.close()


async def telegram(sandbox: Sandbox, *, now: datetime | None = None, **more: str) -> list[Finding]:
    settings = Settings(token=sandbox.token, api_url=sandbox.api_url, **more)
    return [finding async for finding in look_at_telegram(settings, now or utc_now())]


async def stored(database: Database, *, now: datetime = NOW) -> list[Finding]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{database.file}")
    return [finding async for finding in look_at_database(settings, now)]


async def test_a_bot_that_is_set_up_well_is_well(sandbox: Sandbox) -> None:
    found = by_key(await telegram(sandbox))
    assert set(found) == {"token", "groups", "privacy", "polling", "clock_right"}
    assert set(found.values()) == {Health.OK}


async def test_a_bot_that_hears_everything_in_groups_is_warned_of(sandbox: Sandbox) -> None:
    sandbox.world.privacy = False
    assert by_key(await telegram(sandbox))["privacy"] is Health.WARNING


async def test_a_clock_that_is_wrong_is_an_error_and_one_that_is_off_a_warning(
    sandbox: Sandbox,
) -> None:
    for off, health in ((timedelta(hours=8), Health.ERROR), (timedelta(minutes=2), Health.WARNING)):
        found = by_key(await telegram(sandbox, now=utc_now() + off))
        assert found["clock_apart"] is health


async def test_a_webhook_of_somebody_else_is_told_and_so_is_one_that_fails(
    sandbox: Sandbox,
) -> None:
    sandbox.world.webhook = Webhook("https://elsewhere.example/telegram", "")
    assert by_key(await telegram(sandbox))["webhook_other"] is Health.WARNING
    ours = {
        "public_url": "https://elsewhere.example",
        "web_port": "0",
        "webhook_secret": "a-secret-of-16-letters",
    }
    assert by_key(await telegram(sandbox, **ours))["webhook"] is Health.OK
    sandbox.world.webhook = None
    assert by_key(await telegram(sandbox, **ours))["webhook_missing"] is Health.WARNING


async def test_a_token_that_telegram_does_not_know_is_an_error(sandbox: Sandbox) -> None:
    settings = Settings(token="100000:AAAA-not-a-token-of-anybody-00000", api_url=sandbox.api_url)
    found = [finding async for finding in look_at_telegram(settings, NOW)]
    assert by_key(found) == {"token_refused": Health.ERROR}


async def test_a_way_that_is_cut_is_an_error_and_names_no_token() -> None:
    token = "100000:AAAA-not-a-token-of-anybody-00000"
    settings = Settings(token=token, api_url="http://127.0.0.1:9")
    (found,) = [finding async for finding in look_at_telegram(settings, NOW)]
    assert (found.key, found.health) == ("telegram_down", Health.ERROR)
    assert token not in found.detail


async def test_a_database_in_use_is_looked_at_part_by_part(database: Database) -> None:
    assert by_key(await stored(database)) == {
        "database": Health.OK,
        "clock": Health.OK,
        "plans": Health.WARNING,
        "coordinators": Health.WARNING,
        "queue": Health.OK,
        "backup": Health.WARNING,
    }


async def test_a_late_notice_an_old_backup_and_a_clock_gone_back_are_told(
    database: Database,
) -> None:
    async with database.begin() as session:
        session.add(Chat(telegram_id=-5, kind=ChatKind.GROUP))
        await session.flush()
        late = {"due_at": NOW - timedelta(hours=1), "day": TODAY, "since": TODAY}
        session.add(Notice(key="late", chat_id=1, kind=NoticeKind.DIGEST, **late))
        await marks.put(session, BACKED_UP, TODAY - timedelta(days=8))
        later = NOW + timedelta(days=1)
        await audit.record(session, actor="duban", action="freeze", subject="chat:1", at=later)
    found = by_key(await stored(database))
    assert found["queue"] is found["backup"] is Health.WARNING
    assert found["clock_back"] is Health.ERROR


async def test_a_backup_of_this_week_is_enough(database: Database) -> None:
    async with database.begin() as session:
        await marks.put(session, BACKED_UP, TODAY - timedelta(days=6))
    assert by_key(await stored(database))["backup"] is Health.OK


async def test_looking_makes_no_database(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/none.db")
    for _ in range(2):
        found = [finding async for finding in look_at_database(settings, NOW)]
        assert by_key(found) == {"database_new": Health.WARNING}


async def test_a_file_that_is_no_database_and_one_of_another_version_are_errors(
    tmp_path: Path,
) -> None:
    (tmp_path / "text.db").write_text("not a database, only words" * 100)
    (tmp_path / "empty.db").touch()
    for name, key in (("text.db", "database_down"), ("empty.db", "schema")):
        settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/{name}")
        found = [finding async for finding in look_at_database(settings, NOW)]
        assert by_key(found) == {key: Health.ERROR}


def test_the_machine_is_looked_at_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(machine, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(machine, "FONTS_AT_HOME", ())
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    assert by_key(list(look_at_machine(settings, TODAY)))["font"] is Health.WARNING
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()
    (tmp_path / ".env").write_text("DUBAN_TOKEN=")
    (tmp_path / ".env").chmod(0o644)
    found = by_key(list(look_at_machine(settings, TODAY)))
    assert found["font"] is found["settings"] is found["disk"] is Health.OK
    assert found["env_file"] is found["workdays"] is Health.WARNING


def test_configuration_that_cannot_be_read_is_an_error_and_the_rest_is_still_looked_at(
    tmp_path: Path,
) -> None:
    (tmp_path / "reminders.toml").write_text("[ladder")
    settings = Settings(reminders_file=tmp_path / "reminders.toml")
    found = by_key(list(look_at_machine(settings, TODAY)))
    assert found["settings_broken"] is Health.ERROR
    assert "disk" in found


def test_the_exit_code_says_whether_anything_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logs, "configure", lambda _form: None)  # pytest's own log stays
    monkeypatch.delenv("DUBAN_TOKEN", raising=False)
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/none.db")
    assert main(["doctor"]) == 0
    assert "[注意]" in capsys.readouterr().out
    (tmp_path / "none.db").touch()
    assert main(["doctor"]) == 1
    assert "[错误] 数据库结构" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY", "10.0.0.1:8080"),
        ("TIME_ZONE", "Mars"),
        ("LOG_FORMAT", "xml"),
        ("WEB_PORT", "x"),
        ("COORDINATORS", "abc"),
        ("DATABASE_URL", "mysql://x"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"DUBAN_{name}", value)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"duban: 设置有误，请修改后重新启动：DUBAN_{name}（")
    assert said.count("\n") == 1
