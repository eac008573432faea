from __future__ import annotations

import asyncio

import pytest

from bot.building import build
from bot.running import running
from bot.sandbox.acts import Utterance, say
from bot.web.telegram import SECRET_HEADER
from config.settings import Settings
from plans.errors.operation import AlreadyRunning
from store.database import Database
from tests.integration.web.conftest import SECRET, Endpoint


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


async def until_answered(endpoint: Endpoint) -> str:
    async with asyncio.timeout(10):
        while not len(endpoint.sandbox.api.deliveries):
            await endpoint.client.get("/healthz")
    return str(endpoint.sandbox.api.deliveries.since(0)[0]["text"])


async def test_what_telegram_pushes_is_answered(endpoint: Endpoint) -> None:
    person = endpoint.cast.coordinator.id
    say(endpoint.sandbox.world, Utterance(person, person, "/help"))
    assert "督办" in await until_answered(endpoint)
    info = await endpoint.duban.application.bot.get_webhook_info()
    assert info.url.endswith("/telegram")
    assert info.pending_update_count == 0


async def test_nobody_without_the_secret_is_heard(endpoint: Endpoint) -> None:
    for headers in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: "another-secret-of-a-webhook"}):
        answer = await endpoint.client.post("/telegram", json={"update_id": 1}, headers=headers)
        assert answer.status_code == 403


async def test_what_is_no_update_is_refused_and_harms_nobody(endpoint: Endpoint) -> None:
    headers = {SECRET_HEADER: SECRET}
    for body in (b"", b"{", b"[]", b"3", b'{"update_id": null}', b"{}", b"\xff", b"1" * 2_000_000):
        answer = await endpoint.client.post("/telegram", content=body, headers=headers)
        assert answer.status_code == 400, body[:20]
    assert (await endpoint.client.get("/healthz")).text == "ok"


async def test_it_is_ready_while_the_database_answers_and_alive_without(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = await endpoint.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": True, "bot": True})
    nowhere = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    monkeypatch.setattr(endpoint.database, "look", nowhere.look)
    ready = await endpoint.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": False, "bot": True})
    assert (await endpoint.client.get("/metrics")).status_code == 503
    assert (await endpoint.client.get("/healthz")).status_code == 200


async def test_the_figures_tell_of_work_and_of_nobody(endpoint: Endpoint) -> None:
    person = endpoint.cast.coordinator
    say(endpoint.sandbox.world, Utterance(person.id, person.id, "/plans"))
    await until_answered(endpoint)
    page = (await endpoint.client.get("/metrics")).text
    for line in (
        "duban_notices_due 0.0",
        "duban_oldest_due_seconds 0.0",
        'duban_notices_open{state="pending"} 0.0',
        'duban_deliveries_total{outcome="sent"} 0.0',
        'duban_limiter_wait_seconds_count{lane="answer"} 1.0',
        "duban_question_seconds_count 1.0",
        "process_resident_memory_bytes",
    ):
        assert line in page
    assert person.name not in page
    assert str(person.id) not in page


async def test_a_second_process_on_one_sqlite_file_is_refused(endpoint: Endpoint) -> None:
    second = build(
        settings(),
        endpoint.database,
        token=endpoint.sandbox.token,
        api_url=endpoint.sandbox.api_url,
        clock=endpoint.duban.services.clock,
    )
    with pytest.raises(AlreadyRunning):
        async with running(second):
            pass
    assert endpoint.duban.office.is_held


def test_without_a_secret_duban_polls() -> None:
    assert settings(web_port=80, public_url="https://example.org").webhook_url is None


def test_with_a_secret_updates_are_pushed_to_the_public_address() -> None:
    webhook = settings(web_port=80, public_url="https://example.org/", webhook_secret=SECRET)
    assert webhook.webhook_url == "https://example.org/telegram"


@pytest.mark.parametrize(
    "values",
    [
        {"webhook_secret": SECRET},
        {"webhook_secret": SECRET, "web_port": 80},
        {"webhook_secret": SECRET, "public_url": "https://example.org"},
        {"webhook_secret": "short", "web_port": 80, "public_url": "https://example.org"},
        {"public_url": "example.org"},
        {"web_port": 70000},
    ],
)
def test_settings_that_cannot_work_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"webhook|pattern|less than"):
        settings(**values)
