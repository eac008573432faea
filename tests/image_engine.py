"""The image and both compose files on a real engine: `make image-run` (needs `docker compose`).

Each compose file is built from what git knows and started as it stands, under a project name of its
own, beside an override that only says where the Bot API is: the sandbox, reached through the host.
On one machine the first coordinator claims the role with the code from the logs and hands over a
plan, the doctor looks, a backup is taken, and everything starts anew with what it has kept. With
three replicas the proxy shows what it should, updates pass through it, and a person is answered
whichever replica is killed. Volumes made here are removed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import MovableClock, utc_now
from bot.sandbox.acts import Utterance, press, say
from bot.sandbox.people import Attachment, Message, Person
from bot.sandbox.server import Sandbox
from bot.sandbox.webhook import Pusher
from bot.sandbox.world import World
from bot.web.server import WebServer
from tests.conversation.paper import word

ROOT = Path(__file__).parents[1]
PROJECT = "duban-proof"
PATIENCE = 60
"""seconds for an answer in a chat"""
RETRIES = 6
"""until the proxy listens, with growing pauses"""
ATTEMPT = 60
"""seconds a long poll may take"""
HOST = "host.docker.internal"
SECRETS = {"POSTGRES_PASSWORD": "of-this-run", "DUBAN_WEBHOOK_SECRET": "secret-of-this-run"}
ROOT_CERTIFICATE = "/data/caddy/pki/authorities/local/root.crt"
"""where Caddy keeps what it signs a name of this machine with"""


class Gate:
    """The sandbox's Bot API under the name that containers know this machine by."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._client = httpx.AsyncClient(base_url=sandbox.api_url, timeout=ATTEMPT, trust_env=False)
        self.server = WebServer(
            [Route("/{path:path}", self._pass_on, methods=["GET", "POST"])], host="0.0.0.0", port=0
        )

    async def close(self) -> None:
        """Stop."""
        await self.server.stop()
        await self._client.aclose()

    async def _pass_on(self, request: Request) -> Response:
        kind = {k: v for k, v in request.headers.items() if k == "content-type"}
        answer = await self._client.request(
            request.method, request.url.path, content=await request.body(), headers=kind
        )
        return Response(
            answer.content, answer.status_code, media_type=answer.headers["content-type"]
        )


@dataclass
class Stack:
    """One compose file, what is set besides, and the sandbox it talks to."""

    file: str
    sandbox: Sandbox
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    async def compose(self, *words: str) -> str:
        """Run `docker compose`; SystemExit with what it says where it fails."""
        tell(" ".join(["docker compose -f", self.file, *words]))
        files = ["-f", self.file, "-f", "override.yaml"]
        return await self._run("docker", "compose", "-p", PROJECT, *files, *words)

    async def kill(self, name: str) -> None:
        """End a container as a failing machine would."""
        tell(f"docker kill {name}")
        await self._run("docker", "kill", name)

    async def start(self, name: str) -> None:
        """Start a container that was killed."""
        await self._run("docker", "start", name)

    def write(self, gate: Gate, services: Sequence[str]) -> None:
        """Copy what git knows, and write .env and the override beside it."""
        known = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True)
        for name in known.stdout.decode().splitlines():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.folder / name)
        settings = {
            "DUBAN_TOKEN": self.sandbox.token,
            "DUBAN_API_URL": f"http://{HOST}:{gate.server.port}",
        } | self.settings
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.folder / ".env").write_text(lines, "utf-8")
        besides = {"image": "duban:proof", "extra_hosts": [f"{HOST}:host-gateway"]}
        override = {"services": dict.fromkeys(services, besides)}
        (self.folder / "override.yaml").write_text(json.dumps(override), "utf-8")

    async def _run(self, *command: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise SystemExit(f"it ended with {process.returncode}:\n{said.decode()[-3000:]}")
        return said.decode()

    async def ask(self, person: Person, words: str, answer: str = "") -> Message:
        """Say something in a private chat, and return what comes and holds the answer."""
        (said,) = say(self.sandbox.world, Utterance(person.id, person.id, words))
        return await self._answer_to(said, answer)

    async def hand_over(self, person: Person, data: bytes, name: str) -> None:
        """Send a document in a private chat, and confirm what was read."""
        file = self.sandbox.world.keep_file(data, name=name, mime="application/octet-stream")
        document = Attachment("document", file.file_id, name, file.mime, len(data))
        spoken = Utterance(person.id, person.id, attachments=(document,))
        (said,) = say(self.sandbox.world, spoken)
        card = await self._answer_to(said, "项任务")
        confirm = card.markup["inline_keyboard"][0][0] if card.markup else {}
        press(
            self.sandbox.world,
            chat_id=person.id,
            person_id=person.id,
            message_id=card.id,
            data=confirm["callback_data"],
        )
        await self._answer_to(said, "已导入")

    async def _answer_to(self, said: Message, words: str) -> Message:
        """Wait for a message of the bot's after *said* that holds *words*."""
        async with asyncio.timeout(PATIENCE):
            while not (found := self._after(said, words)):  # noqa: ASYNC110 - others write
                await asyncio.sleep(0.2)
        tell(f"{said.formatted.text or 'the document'}: {words or 'answered'}")
        return found[0]

    def _after(self, said: Message, words: str) -> list[Message]:
        bot, chat = self.sandbox.world.bot.id, self.sandbox.world.chat(said.chat_id)
        theirs = [one for one in chat.messages.values() if one.sender_id == bot]
        return [one for one in theirs if one.id > said.id and words in one.formatted.text]


@asynccontextmanager
async def stack(file: str, services: Sequence[str], **settings: str) -> AsyncIterator[Stack]:
    """Build and start a compose file, and take everything away again."""

    async def nothing(_: datetime) -> None: ...

    sandbox = Sandbox(MovableClock(utc_now()), on_moved=nothing)
    await sandbox.start()
    gate = Gate(sandbox)
    await gate.server.start()
    with tempfile.TemporaryDirectory(prefix="duban-compose-") as folder:
        made = Stack(file, sandbox, Path(folder), settings)
        made.write(gate, services)
        try:
            await made.compose("up", "-d", "--build", "--wait")
            yield made
        except (TimeoutError, SystemExit):
            tell((await made.compose("logs", "--tail", "40"))[-6000:])
            raise
        finally:
            await made.compose("down", "--volumes", "--remove-orphans")
            await gate.close()
            await sandbox.stop()


async def one_machine() -> None:
    """compose.yaml: SQLite in a volume, long polling."""
    async with stack("compose.yaml", ["duban"]) as found:
        person = found.sandbox.world.add_person("协调员")
        code = re.search(r"/start (\w+)", await found.compose("logs", "duban"))
        if code is None:
            raise SystemExit("the logs show no code to claim the role with")
        await found.ask(person, code.group(), "协调员")
        await found.hand_over(person, word(), "平川市2017年行动计划.docx")
        await found.compose("exec", "duban", "duban", "doctor")
        await found.compose("exec", "duban", "duban", "backup", "/app/data/a.backup")
        await found.compose("restart")
        await found.compose("up", "-d", "--wait")
        await found.compose("exec", "duban", "test", "-s", "/app/data/a.backup")
        await found.ask(person, "/tasks 市质监局", "提升产品质量")


async def many_chats() -> None:
    """compose.scale.yaml: PostgreSQL, three replicas, updates pushed through Caddy."""
    settings = SECRETS | {"DUBAN_DOMAIN": "localhost"}
    async with stack("compose.scale.yaml", ["duban", "schema"], **settings) as found:
        certificate = found.folder / "root.crt"
        await found.compose("cp", f"proxy:{ROOT_CERTIFICATE}", str(certificate))
        trusting = ssl.create_default_context(cafile=str(certificate))
        transport = httpx.AsyncHTTPTransport(verify=trusting, retries=RETRIES)
        async with httpx.AsyncClient(transport=transport) as outside:
            await closed_to_the_world(outside)
            person = found.sandbox.world.add_person("联络员")
            await pushed(found, outside, person)


async def closed_to_the_world(outside: httpx.AsyncClient) -> None:
    """What watches the replicas is not shown by the proxy; who has no secret is not heard."""
    for path in ("/metrics", "/healthz", "/readyz"):
        answer = await outside.get(f"https://localhost{path}")
        if answer.status_code != httpx.codes.NOT_FOUND:
            raise SystemExit(f"{path} is shown: {answer.status_code}")
    answer = await outside.post("https://localhost/telegram", json={"update_id": 1})
    if answer.status_code < httpx.codes.BAD_REQUEST:
        raise SystemExit(f"an update without the secret is taken: {answer.status_code}")
    tell("the proxy shows nothing it should not")


async def pushed(found: Stack, outside: httpx.AsyncClient, person: Person) -> None:
    """Ask through the proxy, and again after each replica in turn was killed."""
    pushing = asyncio.create_task(push(found.sandbox.world, outside))
    try:
        await found.ask(person, "/start")
        names = (await found.compose("ps", "--format", "{{.Name}}", "duban")).split()
        for name in names:
            await found.kill(name)
            await found.ask(person, f"/q{name[-1]}", f"q{name[-1]}")
            await found.start(name)
    finally:
        pushing.cancel()
    tell(f"answered whichever of {len(names)} replicas was killed")


async def push(world: World, outside: httpx.AsyncClient) -> None:
    """Push updates as the sandbox does, which does not trust the certificate of this run."""
    pusher = Pusher(world.updates, outside)
    try:
        while True:
            if world.webhook is not None:
                pusher.push(world.webhook)
            await world.updates.changed()
    finally:
        await pusher.stop()


def tell(words: str) -> None:
    """Say what is going on."""
    sys.stderr.write(f"image: {words}\n")


def main() -> None:
    """Prove the stack that is named, or both."""
    proofs = {"one": one_machine, "many": many_chats}
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("stack", nargs="?", choices=[*proofs], help="both where none is named")
    chosen = options.parse_args().stack
    for name in [chosen] if chosen else proofs:
        asyncio.run(proofs[name]())
        tell(f"{name}: holds")


if __name__ == "__main__":
    main()
