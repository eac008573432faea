"""What a chat's wishes make of what it is owed: sent, kept for later, or only put on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from store.notices import MUTED, OFF, OVER, Owed
from store.preferences import Preference

Item: TypeAlias = tuple[date, Owed]
"""what is owed, and the working day it belongs to"""


class Sifted(NamedTuple):
    """The items of one chat and day, apart; a tuple, as a day may have fifty thousand."""

    live: Sequence[Item]
    """to be sent"""
    kept: tuple[tuple[str, Sequence[Item]], ...] = ()
    """not sent but put on record, by the reason"""


def sift(items: Sequence[Item], preference: Preference | None, today: date) -> Sifted:
    """Take out what is over, muted or switched off; rungs a chat does without are not owed."""
    over = [item for item in items if item[1].is_over(today)]
    if preference is None and not over:
        return Sifted(items)
    live = [item for item in items if not item[1].is_over(today)]
    if preference is None:
        return Sifted(live, _with_reasons((OVER, over)))
    live = [item for item in live if preference.wants(item[1].subject, item[1].rung)]
    muted = [(day, one) for day, one in live if preference.is_muted(one.ref, day)]
    live = [(day, one) for day, one in live if not preference.is_muted(one.ref, day)]
    off: Sequence[Item] = () if preference.digest else live
    return Sifted(() if off else live, _with_reasons((OVER, over), (MUTED, muted), (OFF, off)))


def _with_reasons(
    *reasons: tuple[str, Sequence[Item]],
) -> tuple[tuple[str, Sequence[Item]], ...]:
    return tuple((why, items) for why, items in reasons if items)
