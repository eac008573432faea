"""How names sound: pinyin without tones, for people who type letters or slip to a homophone."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def _syllables(name: str) -> tuple[str, ...]:
    # loaded on first use: few questions need it, and its tables cost 40 MB
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(name, errors="ignore"))


def reading(name: str) -> str:
    """Return the full pinyin: 商务局 is shangwuju."""
    return "".join(_syllables(name))


def initials(name: str) -> str:
    """Return the first letters: 商务局 is swj."""
    return "".join(syllable[0] for syllable in _syllables(name))
