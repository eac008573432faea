"""What a process writes to its log and reports to Sentry, whoever in it speaks."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot import logs
from bot.cli import main

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
NEVER = (TOKEN, "王敏", "wangmin", "geheim", "4242424242", "请转告")
PRELUDE = f"""
import asyncio, logging, sys, threading, warnings
import structlog
import httpx, telegram, uvicorn, apscheduler.schedulers.asyncio, sqlalchemy, bot.building
from bot import logs
from telegram import Update
form, = sys.argv[1:]
logs.configure(form)
logs.redact.keep_secret("geheim")
user = {{"id": 4242424242, "is_bot": False, "first_name": "王敏", "username": "wangmin"}}
message = {{"message_id": 1, "date": 0, "chat": {{"id": 4242424242, "type": "private"}},
           "from": user, "text": "请转告"}}
update = Update.de_json({{"update_id": 1, "message": message}}, None)
logs.redact.meet(__import__("bot.acquaintances").acquaintances.names_in(update))
url = "https://api.telegram.org/bot{TOKEN}/getMe"
log = structlog.get_logger("handlers.errors")
def fail():
    name = "王敏"
    raise ValueError(f"{{url}} by {{name}}")
"""
SPEAKERS = {
    "structlog": "log.warning('network', error=url, who=str(update.effective_user.full_name))",
    "a traceback": "try:\n    fail()\nexcept ValueError:\n    log.exception('x')",
    "a library": "logging.getLogger('telegram.ext').error('no handler: %s %s', update, url)",
    "uvicorn": "logging.getLogger('uvicorn.error').error('GET %s', url)",
    "a private chat": "log.warning('could not say', telegram_id=4242424242)",
    "a warning": "warnings.warn(url + ' 王敏')",
    "the end of the process": "fail()",
    "the loop": (
        "async def main():\n"
        "    asyncio.get_running_loop().call_exception_handler({'message': url + ' 王敏'})\n"
        "asyncio.run(main())"
    ),
    "a password": "log.error('proxy http://duban:geheim@proxy.example')",
}


def spoken(script: str, form: str) -> str:
    """Run *script* in a process of its own and return what it wrote to stderr."""
    command = [sys.executable, "-c", PRELUDE + script, form]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_line_of_anybody_holds_secrets_or_people(form: str) -> None:
    end = SPEAKERS["the end of the process"]
    others = "\n".join(script for script in SPEAKERS.values() if script != end)
    said = spoken(f"{others}\n{end}", form)
    assert [word for word in NEVER if word in said] == []
    for mark in ("<token>", "<name>", "<secret>", "<private>", "person-", "uncaught", "uvicorn"):
        assert mark in said
    if form == "json":
        assert all(json.loads(line)["level"] for line in said.splitlines())


def test_the_root_logger_has_the_only_handler_and_it_redacts() -> None:
    script = """
loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
print([l.name for l in loggers if l.handlers and l.propagate is False], file=sys.stderr)
print([type(h.formatter).__name__ for l in [logging.root, *loggers] for h in l.handlers
       if not isinstance(h, logging.NullHandler)], file=sys.stderr)
"""
    assert spoken(script, "console").splitlines() == ["[]", "['RedactingFormatter']"]


@contextmanager
def sentry_server() -> Iterator[tuple[str, list[str]]]:
    """A server that takes reports on loopback: its DSN, and what it was sent."""
    taken: list[str] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            taken.append((gzip.decompress(body) if packed else body).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_fault_is_reported_to_sentry_with_its_place_and_without_people() -> None:
    pytest.importorskip("sentry_sdk")
    with sentry_server() as (dsn, taken):
        script = f"""
from bot.sentry import report_to
report_to({dsn!r})
try:
    fail()
except ValueError as error:
    log.error("fault", incident="7F3K", exc_info=error, update=str(update))
"""
        assert "Traceback" in spoken(script, "json")
    (report,) = [body for body in taken if '"level":"error"' in body.replace(" ", "")]
    assert [word for word in NEVER if word in report] == []
    assert "7F3K" in report
    assert "ValueError" in report
    assert '"function":"fail"' in report.replace(" ", "")


def test_a_server_to_report_to_without_the_library_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUBAN_SENTRY_DSN", "http://key@127.0.0.1:9/1")
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    monkeypatch.setattr(logs, "configure", lambda _form: None)  # pytest's own log stays
    assert main(["doctor"]) == 1
    assert "DUBAN_SENTRY_DSN" in capsys.readouterr().err
