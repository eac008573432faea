"""The day's digests stored: one for each chat, and what comes late for a chat that has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select as rows
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store import marks, numbering, robots
from store.bulk import fetch, firsts, insert_new
from store.notices import COUNTED, NewNotice, Owed, hold, of_day
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState

DIGEST = NoticeKind.DIGEST.value


async def add(
    session: AsyncSession, drafts: Sequence[NewNotice], *, most: int = 1, code: str = ""
) -> int:
    """Store *drafts*, all of one day, and return how many chats are told.

    What is owed to a chat that has its digest of the day goes into it while it has not left. After
    that, where the chat has had its *most*, it stays owed: the next planning goes back to it.
    With a *code*, digests that ask to be signed are numbered.
    """
    if not drafts:
        return 0
    day = drafts[0].day
    known = await _ids(session, day)
    fresh, late = _apart(drafts, known)
    live = await _store(session, fresh, known, code)
    if late:
        live |= await _add_late(session, late, known, most=most, code=code)
    return len(live)


def _apart(
    drafts: Sequence[NewNotice], known: Mapping[str, int]
) -> tuple[Sequence[NewNotice], Sequence[NewNotice]]:
    """Put aside the digests of chats that have one on that day."""
    if not known:
        return drafts, ()
    late = [one for one in drafts if one.why_not is None and _key(one) in known]
    return [one for one in drafts if one.why_not is not None or _key(one) not in known], late


async def _store(
    session: AsyncSession, drafts: Sequence[NewNotice], known: Mapping[str, int], code: str
) -> dict[int, int]:
    """Add a notice for each draft; return those that are sent, by chat."""
    if not drafts:
        return {}
    day = drafts[0].day
    numbers = await _numbered(session, drafts, code)
    pairs = [(_free_key(draft, known), draft) for draft in drafts]
    lines = (_notice(key, draft, numbers.get(draft.chat_id)) for key, draft in pairs)
    await insert_new(session, Notice, NOTICE_COLUMNS, lines)
    ids = await _ids(session, day)
    items = (_item(ids[key], draft, item) for key, draft in pairs for item in draft.items)
    await insert_new(session, NoticeItem, ITEM_COLUMNS, items)
    return {draft.chat_id: ids[key] for key, draft in pairs if draft.why_not is None}


async def _numbered(
    session: AsyncSession, drafts: Sequence[NewNotice], code: str
) -> Mapping[int, int | None]:
    """Number what asks to be signed, by chat; a department's robot has the number of its group."""
    if not code:
        return {}
    main = await robots.main_chats(session)
    signing = [one.chat_id for one in drafts if one.wants_receipt and one.why_not is None]
    counted = [*dict.fromkeys(main.get(chat, chat) for chat in signing)]
    numbers = await _numbers(session, code, drafts[0].day.year, len(counted))
    by_chat = dict(zip(counted, numbers, strict=True))
    return {chat: by_chat[main.get(chat, chat)] for chat in signing}


async def _numbers(session: AsyncSession, code: str, year: int, count: int) -> Iterable[int | None]:
    if not code or not count:
        return (None for _ in range(count))
    return await numbering.take(session, code=code, year=year, count=count)


async def _add_late(
    session: AsyncSession,
    drafts: Sequence[NewNotice],
    known: Mapping[str, int],
    *,
    most: int,
    code: str,
) -> dict[int, int]:
    """Add to digests that have not left, or as further ones where a chat may be told more."""
    held = await hold(session, [known[_key(draft)] for draft in drafts])
    told = await _told(session, drafts[0].day)
    live: dict[int, int] = {}
    for draft in drafts:
        if (notice_id := known[_key(draft)]) in held:
            await _extend(session, notice_id, draft, code)
            live[draft.chat_id] = notice_id
    rest = [one for one in drafts if one.chat_id not in live]
    more = [one for one in rest if told[one.chat_id] < most]
    if len(more) < len(rest):
        await marks.put_earliest(session, marks.LEFT, min(one.since for one in rest))
    return live | await _store(session, more, known, code)


async def _extend(session: AsyncSession, notice_id: int, draft: NewNotice, code: str) -> None:
    """Add to a digest that waits."""
    items = [_item(notice_id, draft, item) for item in draft.items]
    await insert_new(session, NoticeItem, ITEM_COLUMNS, items)
    notice = await session.get_one(Notice, notice_id)
    if draft.wants_receipt and not notice.wants_receipt:
        (notice.number,) = await _numbers(session, code, draft.day.year, 1)
    notice.since = min(notice.since, draft.since)
    notice.urgency = max(notice.urgency, draft.urgency)
    notice.wants_receipt = notice.wants_receipt or draft.wants_receipt
    session.add(notice)


async def _told(session: AsyncSession, day: date) -> Counter[int]:
    """How much each chat is told on *day*."""
    query = rows(col(Notice.chat_id)).where(
        of_day(day), col(Notice.kind).in_(COUNTED), col(Notice.state) != NoticeState.CANCELLED
    )
    return Counter(await firsts(session, query))


async def _ids(session: AsyncSession, day: date) -> dict[str, int]:
    """Look up the notices of a day by their keys, which begin with it."""
    query = rows(col(Notice.key), col(Notice.id)).where(of_day(day))
    return dict(await fetch(session, query))


def _key(draft: NewNotice) -> str:
    return f"{draft.day.isoformat()}:{draft.why_not or DIGEST}:{draft.chat_id}"


def _free_key(draft: NewNotice, taken: Collection[str]) -> str:
    """Name the notice; a second one for a chat and day (a repaired gap) gets a number."""
    first = key = _key(draft)
    if not taken:
        return key
    number = 1
    while key in taken:
        number += 1
        key = f"{first}/{number}"
    return key


NOTICE_COLUMNS = (
    "key", "chat_id", "kind", "day", "since", "due_at", "urgency", "wants_receipt", "state",
    "failure", "number",
)  # fmt: skip
ITEM_COLUMNS = (
    "notice_id", "chat_id", "occurrence", "subject", "subject_id", "due", "until", "rung", "role",
    "missed",
)  # fmt: skip


def _notice(key: str, draft: NewNotice, number: int | None) -> tuple[Any, ...]:
    signed = draft.wants_receipt and draft.why_not is None
    return (
        key,
        draft.chat_id,
        NoticeKind.DIGEST,
        draft.day,
        draft.since,
        draft.due_at,
        draft.urgency,
        signed,
        NoticeState.PENDING if draft.why_not is None else NoticeState.CANCELLED,
        draft.why_not,
        number if signed else None,
    )


def _item(notice_id: int, draft: NewNotice, item: Owed) -> tuple[Any, ...]:
    return (notice_id, draft.chat_id, *item[1:], draft.why_not is not None)
