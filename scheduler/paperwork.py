"""The papers that a message carries, in words: 催办单, 督办通知单."""

from __future__ import annotations

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.owing import SIGNERS, Rules
from store import follow_up, papers
from store.lines import deadline_lines, event_lines, observance_lines
from store.notices import items_of
from store.tables.notices import Notice, Paper
from texts.catalogue import Texts


async def write_papers(
    session: AsyncSession,
    notice: Notice,
    *,
    department: str,
    today: date,
    rules: Rules,
    texts: Texts,
    hears: bool = True,
) -> str:
    """Write what is still not signed of what a message is to press for; empty where all is.

    *hears*: whether an answer in that chat reaches Duban.
    """
    found = await papers.carried(session, notice.id or 0)
    if not found:
        return ""
    days, ids = [root.day for _, root in found], [root.id or 0 for _, root in found]
    unsigned = await follow_up.unsigned(session, first=min(days), last=max(days), ids=ids)
    waiting = {one.notice_id for one in unsigned}
    return "\n\n".join(
        [
            await _write(session, paper, root, department, today, rules, texts, hears)
            for paper, root in found
            if root.id in waiting
        ]
    )


async def _write(
    session: AsyncSession,
    paper: Paper,
    root: Notice,
    department: str,
    today: date,
    rules: Rules,
    texts: Texts,
    hears: bool,
) -> str:
    items = await items_of(session, root.id or 0)
    first = rules.ladder.stages.first
    return texts.render(
        "notices/paper",
        paper=paper,
        before=await papers.before(session, paper),
        root=root,
        code=first.code if first else "",
        lines=[line for line in await deadline_lines(session, items) if line.role in SIGNERS],
        observances=await observance_lines(session, items, today=root.day),
        events=await event_lines(session, items, today=root.day),
        department=department,
        today=today,
        answer_by=rules.ladder.stages.answer_by,
        hears=hears,
    )
