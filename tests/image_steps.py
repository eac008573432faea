"""The image's instructions without an engine: `make image-steps`, in a folder of its own.

COPY, RUN, ENV, USER, HEALTHCHECK and the start are taken from the Dockerfile and carried out, what
needs Debian's root (apt, useradd) is named and left out. Then the bot runs as the image's user, for
root on a file system that is read-only but for /tmp and the volume, against the sandbox's Bot API
server, until the health check is content; it takes a backup, and ends when it is told to.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import MovableClock, utc_now
from bot.sandbox.server import Sandbox

ROOT = Path(__file__).parents[1]
NEEDS_DEBIAN = ("apt-get", "useradd", "fc-cache")
PATIENCE = 180
"""seconds until the health check must be content, and for the end"""
PORT = 18080
CAGE = """
mount --make-rprivate / && mount -t tmpfs tmpfs {tmp} && mount --bind {data} {data} \
&& mount -o remount,bind,ro / && ! touch {app}/written 2>/dev/null && cd {app} \
&& exec setpriv --reuid {uid} --regid {uid} --clear-groups --bounding-set=-all --no-new-privs "$@"
"""


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a Dockerfile: the instruction and what stands behind it."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, _, rest = line.partition(" ")
        yield word.upper(), rest.strip()


def shipped() -> list[Path]:
    """What `COPY . .` takes of a clean clone: what git knows and .dockerignore lets through."""
    known = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    wanted = {line[1:] for line in lines if line.startswith("!")}
    return [Path(name) for name in known.stdout.splitlines() if name.split("/")[0] in wanted]


@dataclass
class Image:
    """What the instructions have made so far."""

    folder: Path
    python: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: str = ""
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    @property
    def app(self) -> Path:
        return self.folder / "app"

    def carry_out(self, word: str, rest: str) -> None:
        """Do one instruction."""
        act = getattr(self, f"_{word.lower()}", None)
        if act is not None:
            act(rest)

    def _from(self, _rest: str) -> None:
        self.environment = {}

    def _arg(self, rest: str) -> None:
        name, _, value = rest.partition("=")
        self.environment.setdefault(name, value)

    def _env(self, rest: str) -> None:
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            self.environment[name] = value.replace("/app/", f"{self.app}/")

    def _copy(self, rest: str) -> None:
        if rest.startswith("--from"):
            return  # the first stage's /app is this folder's already
        *names, _ = rest.split()
        for path in shipped() if names == ["."] else map(Path, names):
            (self.app / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, self.app / path)

    def _run(self, rest: str) -> None:
        if any(word in rest for word in NEEDS_DEBIAN):
            tell(f"left out, needs Debian's root: RUN {rest[:70]}")
            return
        if os.geteuid() != 0:
            rest = re.sub(r"-[og] \d+ ", "", rest)
        tell(f"RUN {rest[:90]}")
        environment = os.environ | self.environment | {"PATH": self.path}
        subprocess.run(["sh", "-ec", rest], cwd=self.app, env=environment, check=True)

    def _user(self, rest: str) -> None:
        self.user = rest

    def _entrypoint(self, rest: str) -> None:
        self.entrypoint = json.loads(rest)

    def _cmd(self, rest: str) -> None:
        self.command = json.loads(rest)

    def _healthcheck(self, rest: str) -> None:
        self.health = json.loads(rest.partition("CMD ")[2])

    @property
    def path(self) -> str:
        return f"{self.app}/.venv/bin:{self.python.parent}:/usr/local/bin:/usr/bin:/bin:/sbin"

    def caged(self, *words: str) -> list[str]:
        """How a command runs as in the container: not as root, nothing to write but the volume."""
        if os.geteuid() != 0:
            return list(words)
        uid, tmp = int(self.user), self.folder / "tmp"
        cage = CAGE.format(tmp=tmp, data=self.app / "data", app=self.app, uid=uid)
        return ["unshare", "--mount", "sh", "-c", cage, "sh", *words]


def accessible(python: Path, folder: Path) -> Path:
    """Return an interpreter that the image's user can read: a copy where this one is root's own."""
    home = python.resolve().parents[1]
    if os.geteuid() != 0 or not str(home).startswith("/root"):
        return python
    tell(f"copying {home.name}, which only root can read")
    without = shutil.ignore_patterns("test", "__pycache__", "idlelib", "site-packages")
    shutil.copytree(home, folder / "python", symlinks=True, ignore=without)
    return folder / "python" / "bin" / "python3"


def make(folder: Path, python: Path, lock: str) -> Image:
    """Carry out the Dockerfile."""
    image = Image(folder, accessible(python, folder))
    for place in (image.app, folder / "tmp"):
        place.mkdir()
    for word, rest in instructions((ROOT / "Dockerfile").read_text("utf-8")):
        image.carry_out(word, rest)
        if word == "ARG" and rest.startswith("LOCK"):
            image.environment["LOCK"] = lock
    return image


async def run(image: Image) -> None:
    """Start it, wait for its health, use it, end it."""

    async def nothing(_: datetime) -> None: ...

    sandbox = Sandbox(MovableClock(utc_now()), on_moved=nothing)
    await sandbox.start()
    environment = image.environment | {
        "PATH": image.path,
        "TMPDIR": str(image.folder / "tmp"),
        "DUBAN_TOKEN": sandbox.token,
        "DUBAN_API_URL": sandbox.api_url,
        "DUBAN_WEB_PORT": str(PORT),
        "LD_LIBRARY_PATH": str(
            image.python.parents[1] / "lib"
        ),  # of an interpreter that was copied
    }
    words = image.caged(*image.entrypoint, *image.command)
    tell(f"as user {image.user if os.geteuid() == 0 else os.geteuid()}: {words[-2:]}")
    bot = await asyncio.create_subprocess_exec(*words, cwd=image.app, env=environment)
    try:
        await until_healthy(image, environment, bot)
        for use in (["doctor"], ["backup", str(image.app / "data" / "a.backup")]):
            used = await asyncio.create_subprocess_exec(
                *image.caged(*image.entrypoint, *use), cwd=image.app, env=environment
            )
            if await used.wait():
                raise SystemExit(f"duban {use[0]} ended with {used.returncode}")
    finally:
        if bot.returncode is None:
            bot.terminate()
        ended = await asyncio.wait_for(bot.wait(), PATIENCE)
        await sandbox.stop()
    tell(f"told to end, it ended with {ended}")
    if ended:
        raise SystemExit(1)


async def until_healthy(
    image: Image, environment: dict[str, str], bot: asyncio.subprocess.Process
) -> None:
    """Ask as the engine would, until the answer is yes."""
    async with asyncio.timeout(PATIENCE):
        while bot.returncode is None:
            asked = await asyncio.create_subprocess_exec(
                *image.health, cwd=image.app, env=environment, stderr=asyncio.subprocess.DEVNULL
            )
            if await asked.wait() == 0:
                tell("the health check is content")
                return
    raise SystemExit(f"the bot ended with {bot.returncode}")


def tell(words: str) -> None:
    """Say what is going on."""
    sys.stderr.write(f"image: {words}\n")


def main() -> None:
    """Make the image's folder, run it, and take everything away again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--python", type=Path, default=Path(sys.executable))
    options.add_argument("--lock", default="requirements.lock")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        image = make(folder, chosen.python.absolute(), chosen.lock)
        asyncio.run(run(image))


if __name__ == "__main__":
    main()
