"""Three questions that have an answer here: looked up before they are offered, never invented."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from plans.commands import Asker
from plans.knowledge import Knowledge
from plans.query import Kind, Query, Reason
from plans.understanding import understand
from store.replies import Answer
from texts.catalogue import Texts
from texts.examples import phrasings

TRIED = frozenset({Reason.NOT_UNDERSTOOD, Reason.NOTHING_FOUND, Reason.COURTESY})
"""why there is no answer, where examples help"""

LookUp = Callable[[Query], Awaitable[Answer]]


async def worked_examples(
    found: Answer,
    look_up: LookUp,
    *,
    texts: Texts,
    knowledge: Knowledge,
    asker: Asker,
    today: date,
) -> tuple[str, ...]:
    """Return one question of each kind, in words of the loaded plans and of the asker's chat.

    None where the answer *found* says something better than that it does not know.
    """
    examples = []
    for alike in phrasings(texts, knowledge, asker) if found.reason in TRIED else ():
        for words in alike:
            query = understand(words, knowledge, today=today, asker=asker)
            if (await look_up(query)).kind is not Kind.NONE:
                examples.append(words)
                break
    return tuple(examples)
