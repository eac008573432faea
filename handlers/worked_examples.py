"""Three questions that have an answer here: looked up before they are offered, never invented."""

from __future__ import annotations

from handlers.hearing import Hearing, look_up
from plans.query import Kind
from plans.understanding import understand
from texts.examples import phrasings


async def worked_examples(hearing: Hearing) -> tuple[str, ...]:
    """Return one question of each kind, in words of the loaded plans and of the asker's chat."""
    found = []
    for alike in phrasings(hearing.services.texts, hearing.knowledge, hearing.asker):
        for words in alike:
            if await _works(hearing, words):
                found.append(words)
                break
    return tuple(found)


async def _works(hearing: Hearing, words: str) -> bool:
    query = understand(words, hearing.knowledge, today=hearing.today, asker=hearing.asker)
    return (await look_up(hearing, query)).kind is not Kind.NONE
