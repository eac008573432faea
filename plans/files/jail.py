"""Files from strangers, opened in a child process that can neither run long nor grow large.

The child reads the bytes on its standard input and answers with one line of JSON: the text, or the
name and the values of the error. Written text is harmless and read right here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from plans.errors import documents
from plans.errors.base import DubanError
from plans.errors.documents import BrokenFile, DocumentTooComplex
from plans.files.door import check_size, kind_of, read_file
from plans.files.kinds import UNTRUSTED, suffix_of

CPU_SECONDS = 8
WALL_SECONDS = 9
MEMORY = 440 * 2**20
"""bytes of address space, the interpreter's own included"""
OPEN_FILES = 64
ROOT = Path(__file__).parents[2]
"""the folder that holds the package `plans`"""

log = logging.getLogger(__name__)


def read_untrusted(data: bytes, *, name: str) -> str:
    """Return the text of a document as `read_file` does, within ten seconds and 500 MB."""
    check_size(data)
    if data[:2] != b"PK" and kind_of(data, name=name) not in UNTRUSTED:
        return read_file(data, name=name)
    return _answer(_run(data, suffix_of(name)), suffix_of(name))


async def read_untrusted_async(data: bytes, *, name: str) -> str:
    """Do the same without stopping the event loop."""
    return await asyncio.to_thread(read_untrusted, data, name=name)


def _run(data: bytes, suffix: str) -> subprocess.CompletedProcess[bytes]:
    """Let a child read *data*; nothing of the bot's environment goes with it."""
    command = [sys.executable, "-m", "plans.files.jail", f"document.{suffix}"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    try:
        return subprocess.run(  # noqa: S603  # our own interpreter and module, letters and digits only
            command,
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentTooComplex(suffix=suffix) from error


def _answer(child: subprocess.CompletedProcess[bytes], suffix: str) -> str:
    """Turn what the child said, or how it died, into text or an error."""
    if child.returncode < 0:  # killed at its limits, or a parser in C gave up
        raise DocumentTooComplex(suffix=suffix)
    if child.returncode > 0:
        trace = child.stderr[-2000:].decode("utf-8", "replace")
        log.warning("a file (%s) broke its parser: %s", suffix, trace)
        raise BrokenFile(suffix=suffix)
    said = json.loads(child.stdout)
    if "error" in said:
        raise _error(said["error"], said["values"])
    return str(said["text"])


def _error(name: str, values: dict[str, object]) -> DubanError:
    kind: type[DubanError] = getattr(documents, name)
    return kind(**values)


def _confine() -> None:
    """Set this process's limits; it writes no file and leaves no core."""
    import resource  # Unix only, and wanted in the child alone

    for kind, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):  # macOS knows no RLIMIT_AS; the clock outside still holds
            continue


def _outcome(data: bytes, name: str) -> dict[str, object]:
    try:
        return {"text": read_file(data, name=name)}
    except DubanError as error:
        return {"error": type(error).__name__, "values": error.values}
    except (MemoryError, RecursionError):
        return {"error": DocumentTooComplex.__name__, "values": {"suffix": suffix_of(name)}}


def main() -> None:
    """Be the child."""
    _confine()
    outcome = _outcome(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.write(json.dumps(outcome, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)  # a bomb's remains need no tidying up


if __name__ == "__main__":
    main()
