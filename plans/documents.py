"""A document as it was handed over: bytes in, facts out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from plans.files.jail import read_untrusted_async
from plans.model import PlanFacts


async def read_document(
    data: bytes, *, name: str, known: Callable[[str], bool] | None = None
) -> PlanFacts:
    """Read *data*, called *name*, as a plan; *known* tells the names of departments.

    The bytes are opened in a child process with limits, the text is read in a thread, so that the
    bot goes on answering. Raises BadDocument with what to do about it.
    """
    # few runs of the bot read a document: the grammar is loaded by the first that does
    from plans.reader import read_plan

    text = await read_untrusted_async(data, name=name)
    return await asyncio.to_thread(read_plan, text, source=name, known=known)
