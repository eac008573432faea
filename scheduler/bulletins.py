"""What a subscriber is told in private: each department's digest, then the tasks that are followed.

Nothing in it is asked for; 签收 and answers belong to the groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from scheduler.digests import Digest, compose_digest, render_digest
from scheduler.owing import FOR_ALL, Rules
from store import subscriptions
from store.deadlines import Audience
from store.lines import Item
from store.notices import Owed
from store.tables.notices import NoticeItem, SubjectKind
from texts.catalogue import Texts

FOLLOWED = "followed_tasks"
"""the label that heads tasks which are followed by themselves"""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A subscriber's message: its parts, in the order of subscribing."""

    parts: tuple[Digest, ...]


async def compose_bulletin(
    session: AsyncSession,
    items: Sequence[Item],
    *,
    chat_id: int,
    today: date,
    since: date,
    rules: Rules,
    texts: Texts,
) -> Bulletin:
    """Put *items* of a private chat under what it is subscribed to, as each department has it."""
    compose = partial(compose_digest, session, today=today, since=since, rules=rules)
    owed = [_as_owed(item) for item in items]
    parts = []
    rest = owed  # what no part has shown yet
    for wish in await subscriptions.of_chat(session, chat_id):
        if wish.department is None:
            continue
        audience = Audience(wish.department.place, wish.department.name)
        own = await _of_department(session, owed, rest, audience)
        rest = [one for one in rest if one.occurrence not in {mine.occurrence for mine in own}]
        parts.append(await compose(own, department=wish.department.name))
    if rest:
        led = [one._replace(role=one.role or Role.LEAD) for one in rest]
        parts.append(await compose(led, department=texts.label(FOLLOWED), watched=True))
    return Bulletin(tuple(map(_for_information, parts)))


def render_bulletin(bulletin: Bulletin, texts: Texts) -> str:
    """Write the message; empty where nothing is left to say."""
    written = [render_digest(part, texts) for part in bulletin.parts]
    filled = [text for text in written if text]
    return "\n\n".join((*filled, texts.render("settings/informed"))) if filled else ""


async def _of_department(
    session: AsyncSession, items: Sequence[Owed], rest: Sequence[Owed], audience: Audience
) -> list[Owed]:
    """Keep what that department has a part in, with that part, and once what is for everyone."""
    tasks = [one for one in items if one.subject is SubjectKind.TASK]
    roles = await subscriptions.roles_of(session, [one.subject_id for one in tasks], audience)
    own = [one._replace(role=roles[one.subject_id]) for one in tasks if one.subject_id in roles]
    return own + [one for one in rest if one.subject in FOR_ALL]


def _as_owed(item: Item) -> Owed:
    if not isinstance(item, NoticeItem):
        return item
    return Owed(
        audience=None,
        occurrence=item.occurrence,
        subject=item.subject,
        subject_id=item.subject_id,
        due=item.due,
        until=item.until,
        rung=item.rung,
        role=item.role,
    )


def _for_information(digest: Digest) -> Digest:
    """Take out what is asked of the department."""
    return replace(
        digest,
        blocks=tuple(replace(block, ask=None) for block in digest.blocks),
        observances=tuple(replace(block, ask=None) for block in digest.observances),
        events=tuple(replace(block, ask=None) for block in digest.events),
    )
