"""Documents named on the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path

from plans.departments import Directory
from plans.documents import read_document
from plans.errors.documents import DocumentTooLarge, UnopenedFile
from plans.files.door import MAX_BYTES
from plans.model import PlanFacts


async def read_path(path: Path, *, directory: Directory) -> PlanFacts:
    """Read the plan at *path*; raises BadDocument with what to do about it."""
    data = await asyncio.to_thread(_bytes, path)
    return await read_document(data, name=path.name, known=directory.known)


def _bytes(path: Path) -> bytes:
    """Read the file, unless it is larger than any document may be."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentTooLarge(limit=f"{MAX_BYTES // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise UnopenedFile(name=path.name) from error
