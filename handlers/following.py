"""到期提醒我: the button below one task that subscribes whoever presses it, in private."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.query import Kind
from store import cards
from store.replies import Answer
from texts.catalogue import Texts
from texts.reply import Button, Reply

SUBSCRIBE = "subscribe"
RUN = "run"


async def with_following(
    session: AsyncSession, found: Answer, reply: Reply, *, texts: Texts
) -> Reply:
    """Add the button where the answer is one task with a date that lies ahead."""
    if found.kind is not Kind.TASK or len(found.tasks) != 1:
        return reply
    (task,) = found.tasks
    if task.due is None or task.due < found.today:
        return reply
    words = f"{task.plan.key}#{task.number}"
    card = await cards.keep(session, {"do": SUBSCRIBE, "words": words})
    button = Button(texts.label("follow_task"), data=f"{RUN}:{card}")
    return Reply(reply.text, (*reply.buttons, (button,)))
