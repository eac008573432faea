"""What is owed made into digests: one for each chat, as that chat wishes; stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from scheduler.owing import FOR_ALL, RANK, SIGNERS, OwedTo, Rules
from scheduler.wishes import sift
from store.notices import NewNotice, Owed, Recipient
from store.preferences import Preference


def drafts_for(
    recipients: Iterable[Recipient],
    owed: OwedTo,
    known: Collection[tuple[str, int]],
    today: date,
    rules: Rules,
    wishes: Mapping[int, Preference] | None = None,
) -> list[NewNotice]:
    """Make of what is owed one digest for each recipient that has not had it; stores nothing.

    *wishes* are the chats' own, by chat; a chat without any goes by the ladder alone.
    """
    wishes = wishes or {}
    by_ref = _by_ref(owed, recipients := list(recipients))
    due_at = rules.instant(today, rules.ladder.remind_at)
    began = _beginning(owed, rules)
    drafts: list[NewNotice] = []
    for recipient in recipients:
        if items := _items(recipient, owed, by_ref, known):
            if recipient.bound_at is not None and recipient.bound_at >= began:
                items = _since_bound(items, recipient.bound_at, rules)
            wish = wishes.get(recipient.chat_id)
            at = due_at if wish is None else reminding_at(wish, today, rules)
            sifted = sift(items, wish, today)
            if sifted.live:
                drafts.append(_draft(recipient, sifted.live, today, at, why_not=None))
            for why_not, kept in sifted.kept:
                drafts.append(_draft(recipient, kept, today, at, why_not=why_not))
    return drafts


def reminding_at(wish: Preference, today: date, rules: Rules) -> datetime:
    """Return when a chat with that wish is reminded of *today*: at its hour, after its pause."""
    day = today
    if wish.paused_until is not None and today < wish.paused_until:
        day = rules.workdays.on_or_after(wish.paused_until)
    return rules.instant(day, wish.remind_at or rules.ladder.remind_at)


def _by_ref(
    owed: OwedTo, recipients: Iterable[Recipient]
) -> Mapping[str, Sequence[tuple[date, Owed]]]:
    """Gather what is owed of the tasks that somebody follows, whoever has a part in them."""
    wanted = frozenset().union(*(recipient.refs for recipient in recipients))
    found: dict[str, list[tuple[date, Owed]]] = defaultdict(list)
    if wanted:
        for item in (item for items in owed.values() for item in items):
            if item[1].ref in wanted:
                found[item[1].ref].append(item)
    return found


def _items(
    recipient: Recipient,
    owed: OwedTo,
    by_ref: Mapping[str, Sequence[tuple[date, Owed]]],
    known: Collection[tuple[str, int]],
) -> list[tuple[date, Owed]]:
    """Keep what this chat has not had."""
    items = [item for audience in recipient.audiences for item in owed.get(audience, ())]
    items += [item for ref in sorted(recipient.refs) for item in by_ref.get(ref, ())]
    if recipient.refs or len(recipient.audiences) > 1:
        items = _each_once(items)
    if known:
        chat = recipient.chat_id
        items = [(day, one) for day, one in items if (one.occurrence, chat) not in known]
    return items


def _beginning(owed: OwedTo, rules: Rules) -> datetime:
    """Return the first midnight by which all of a chat's days may not be its own: a short cut."""
    days = {day for items in owed.values() for day, _ in items}
    first = min(days, default=date.min) + timedelta(days=1)
    return rules.instant(first, time.min).astimezone(UTC)


def _since_bound(
    items: Iterable[tuple[date, Owed]], bound_at: datetime, rules: Rules
) -> list[tuple[date, Owed]]:
    """Keep nothing from before the chat was bound."""
    bound = bound_at.astimezone(rules.zone).date()
    return [(day, one) for day, one in items if day >= bound]


def _each_once(items: Iterable[tuple[date, Owed]]) -> list[tuple[date, Owed]]:
    """Keep of several rows of one occurrence that of the strongest role."""
    strongest: dict[str, tuple[date, Owed]] = {}
    for item in items:
        held = strongest.get(item[1].occurrence)
        if held is None or RANK[item[1].role] < RANK[held[1].role]:
            strongest[item[1].occurrence] = item
    return list(strongest.values())


def _draft(
    recipient: Recipient,
    items: Sequence[tuple[date, Owed]],
    today: date,
    due_at: datetime,
    *,
    why_not: str | None,
) -> NewNotice:
    """Make the digest of a chat, or the record of what is not sent, with the reason."""
    days, kept = zip(*items, strict=True)
    return NewNotice(
        chat_id=recipient.chat_id,
        day=today,
        since=min(days),
        due_at=due_at,
        urgency=(today - min([one.due for one in kept])).days,
        wants_receipt=not recipient.informed and any(map(wants_receipt, kept)),
        why_not=why_not,
        items=kept,
    )


def wants_receipt(owed: Owed) -> bool:
    """Tell whether who is owed this signs: leads, and all for an observance or an event."""
    return owed.role in SIGNERS or owed.subject in FOR_ALL
