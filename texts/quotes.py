"""Words of a document, quoted: the sentence around a phrase, or as much as fits."""

from __future__ import annotations

from collections.abc import Iterable

BEFORE = 12
"""letters shown before what is to be seen"""
ENDS = "。；！？\n"


def around(text: str, phrase: str) -> str:
    """Return the sentence of *text* that holds *phrase*; the phrase itself where none does."""
    at = text.find(phrase)
    if at < 0 or not phrase:
        return phrase
    start = max(text.rfind(end, 0, at) for end in ENDS) + 1
    stops = [stop for end in ENDS if (stop := text.find(end, at + len(phrase))) >= 0]
    return text[start : min(stops, default=len(text) - 1) + 1].strip()


def cut(text: str, most: int) -> str:
    """Return the first *most* characters, marked where there are more."""
    return text if len(text) <= most else f"{text[:most]}……"


def glimpse(text: str, most: int, words: Iterable[str]) -> str:
    """Cut *text* like `cut`, but so that the first of *words* that stands in it is seen."""
    for word in words:
        at = text.find(word)
        if at < 0:
            continue
        start = 0 if at + len(word) <= most else max(at - BEFORE, 0)
        return ("……" if start else "") + cut(text[start:], most)
    return cut(text, most)


def beginning(text: str, most: int) -> str:
    """Return as many whole sentences as *most* characters hold, or that many characters."""
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in (*ENDS, "?", "!", ";"))
    return text[: end + 1] if end > 0 else text[:most]
