"""Short forms of names: a piece of one (旅游), or its letters in order (住建)."""

from __future__ import annotations

from collections.abc import Iterator

from plans.departments import plain, stem
from plans.search_terms import tokenizer

GROUPS = ("单位", "政府", "部门")
"""how lists of members end, which no 局 is short for"""


def abbreviates(short: str, long: str, *, listed: bool) -> bool:
    """Tell a piece of a name, or its letters in order: 旅游, 住建 of 住房和城乡规划建设.

    A name that is *listed* is a body of its own and no letters of another.
    """
    if len(short) < 2 or len(short) >= len(long):
        return False
    if short in long:
        return _at_words(short, long)
    if listed or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def is_list_of(name: str, typed: str) -> bool:
    """Tell 领导小组成员单位 from what was *typed*, unless that is a list of members too."""
    return name.endswith(GROUPS) and not typed.endswith(GROUPS)


def writings(name: str) -> Iterator[str]:
    """Yield a name as people write it: folded, with another ending, with 与 for 和."""
    yield name
    folded = plain(name)
    yield folded
    short = stem(folded)
    if len(short) > 1 and short != folded:
        yield from (short + end for end in ("局", "委", "厅"))
    if name.startswith("团"):
        yield f"共青{name}"
    for word in "与及":
        if "和" in name:
            yield name.replace("和", word)


def _at_words(short: str, long: str) -> bool:
    """Tell whether a piece begins where a word does: 旅游 of 文化广电旅游, not 技术 of 科学技术."""
    at = 0
    for word in tokenizer().cut(long):
        if long.startswith(short, at):
            return True
        at += len(word)
    return False
