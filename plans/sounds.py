"""How names sound: pinyin without tones, for people who type letters or slip to a homophone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache

SPOKEN_OTHERWISE = {
    "银行": "yin hang",
    "支行": "zhi hang",
    "分行": "fen hang",
    "行业": "hang ye",
    "畜牧": "xu mu",
    "佛山": "fo shan",
    "六安": "lu an",
    "厦门": "xia men",
    "喀什": "ka shi",
    "成都": "cheng du",
    "朝阳": "chao yang",
    "蚌埠": "beng bu",
    "西藏": "xi zang",
    "重庆": "chong qing",
    "长春": "chang chun",
    "长沙": "chang sha",
}
"""words of bodies and places in which a letter has not its usual sound"""


def reading(name: str) -> str:
    """Return the full pinyin: 商务局 is shangwuju."""
    return "".join(_syllables(name))


def initials(name: str) -> str:
    """Return the first letters: 商务局 is swj."""
    return "".join(syllable[0] for syllable in _syllables(name))


@lru_cache(maxsize=8192)
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(_speaker()(name, errors="ignore"))


@lru_cache(maxsize=1)
def _speaker() -> Callable[..., list[str]]:
    """Load pypinyin on first use, since few questions need it, and without its own phrases.

    They cost 45 MB; and some are read over the border of a word: 工商行政 as shang hang.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict(
        {word: [[sound] for sound in said.split()] for word, said in SPOKEN_OTHERWISE.items()}
    )
    return lazy_pinyin


def by_sound(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return *names* by how they sound, in full and by their first letters."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        for sound in {reading(name), initials(name)}:
            found[sound] = (*found.get(sound, ()), name)
    return found
