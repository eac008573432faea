"""Damage that documents suffer: broken lines, lost and doubled marks, page numbers."""

from __future__ import annotations

import random
import re

import opencc

_MARKS = "，、。；：,;:"


def broken_lines(text: str, seed: int) -> str:
    """A line break at every fortieth place or so, also within names."""
    draw = random.Random(seed)
    return "".join(
        letter + ("\n" if letter not in "\n|" and draw.random() < 1 / 40 else "") for letter in text
    )


def lost_marks(text: str, seed: int) -> str:
    """One mark in fifty is gone."""
    draw = random.Random(seed)
    return "".join(letter for letter in text if letter not in _MARKS or draw.random() > 1 / 50)


def doubled_marks(text: str, seed: int) -> str:
    """One mark in twenty stands twice."""
    draw = random.Random(seed)
    return "".join(
        letter * 2 if letter in _MARKS and draw.random() < 1 / 20 else letter for letter in text
    )


def through_gb18030(text: str, seed: int) -> str:
    """Written and read again in GB18030."""
    return text.encode("gb18030").decode("gb18030")


def mixed_scripts(text: str, seed: int) -> str:
    """Some lines in traditional characters, the others in simplified ones."""
    draw = random.Random(seed)
    to_traditional, to_simplified = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    lines = text.split("\n")
    return "\n".join(
        (to_traditional if draw.random() < 0.5 else to_simplified).convert(line) for line in lines
    )


def page_numbers(text: str, seed: int) -> str:
    """A page number between lines, in one of the usual shapes."""
    draw = random.Random(seed)
    shape = draw.choice(["— {} —", "- {} -", "第{}页", "{}", "第 {} 页 共 30 页"])
    lines, page = [], 1
    for line in text.split("\n"):
        lines.append(line)
        if draw.random() < 0.15:
            lines.append(shape.format(page))
            page += 1
    return "\n".join(lines)


def hard_wrapped(text: str, seed: int) -> str:
    """Every paragraph broken at the same width, as a printer does."""
    width = random.Random(seed).choice([28, 35, 42])
    wrapped = []
    for line in text.split("\n"):
        wrapped.extend(re.findall(f".{{1,{width}}}", line) or [""])
    return "\n".join(wrapped)


NOISES = (
    broken_lines,
    lost_marks,
    doubled_marks,
    through_gb18030,
    mixed_scripts,
    page_numbers,
    hard_wrapped,
)
