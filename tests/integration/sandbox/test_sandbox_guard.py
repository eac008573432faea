"""Who may ask the sandbox, and what its page is allowed to do."""

from __future__ import annotations

import json

import pytest

from bot.clock import MovableClock, utc_now
from bot.sandbox.server import PAGE, Sandbox


async def still(_) -> None:
    """Nothing happens when the clock moves."""


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_other_names_and_other_sites_are_refused(stage, headers):
    for path in ("/", "/sandbox/state", f"/bot{stage.sandbox.token}/getMe"):
        assert (await stage.client.get(path, headers=headers)).status_code == 403


async def test_the_sandboxs_own_page_may_ask(stage):
    origin = {"Origin": stage.sandbox.url.rstrip("/")}
    assert (await stage.client.get("/sandbox/state", headers=origin)).status_code == 200


async def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(stage):
    answer = await stage.client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_the_sandbox_listens_on_loopback_only(host):
    with pytest.raises(ValueError, match="loopback"):
        Sandbox(MovableClock(utc_now()), on_moved=still, host=host)


def test_every_sandbox_has_another_token():
    tokens = {Sandbox(MovableClock(utc_now()), on_moved=still).token for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) > 40 for token in tokens)


@pytest.mark.parametrize("script", sorted(PAGE.glob("*.js")), ids=lambda path: path.name)
def test_no_script_writes_markup(script):
    words = script.read_text(encoding="utf-8")
    assert not [
        name for name in ("innerHTML", "outerHTML", "insertAdjacent", "eval(") if name in words
    ]


async def test_a_document_is_never_shown_in_the_page(stage):
    form = {"chat_id": str(stage.cast.private.id), "user_id": str(stage.cast.private.id)}
    files = {"file": ("x.html", b"<script>1</script>", "text/html")}
    [said] = (await stage.client.post("/sandbox/say", data=form, files=files)).json()
    kept = await stage.client.get(f"/sandbox/files/{said['document']['file_id']}")
    assert kept.headers["content-type"] == "application/octet-stream"


async def test_the_stream_begins_with_everything_and_goes_on_with_what_changes(stage):
    async with stage.client.stream("GET", "/sandbox/events") as stream:
        lines = stream.aiter_lines()
        kinds = []
        async for line in lines:
            if line.startswith("event:"):
                kinds.append(line.removeprefix("event: "))
            if line.startswith("data:") and kinds == ["state"]:
                assert len(json.loads(line.removeprefix("data: "))["chats"]) == 5
                await stage.say("/tasks")
            if kinds == ["state", "message"]:
                break
