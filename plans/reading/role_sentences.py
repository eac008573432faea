"""Sentences such as 由市质监局牵头,…配合, which say who does a task and nothing else."""

from __future__ import annotations

import re

from plans.model import Span
from plans.reading.bodies import looks_like_body
from plans.reading.role_lists import DEADLINE_LAST, Clause, labelled, mostly_bodies, spoken_list
from plans.reading.role_words import LABEL, verbs_in

_SENTENCE_STOP = re.compile(r"[。;]")
_DASHES = re.compile(r"[—-]*")
"""——责任单位:…, behind the sentence that says what is done"""
_LONGEST_SENTENCE = 1500
_OPENING_WORDS = re.compile(
    r"由[^。;:]{2,160}?(?:牵头|负责|承办),[^。;:]{2,200}?(?:配合|协助|参与|协办)(?=,[^,。;]{4})"
)
_ANYBODY = re.compile(
    r"各(?:有关|相关|责任|牵头|配合|成员|级|地)*(?:单位|部门|地区)?(?:和|、)?(?:各?(?:单位|部门))?"
)
"""各责任单位按分工组织实施: a sentence that charges nobody"""


def last_sentence(text: str, line: Span) -> list[Clause]:
    """由市质监局牵头,…配合。 as the last sentence of a paragraph."""
    end = line.end - 1 if text[line.end - 1] == "。" else line.end
    stops = {text.rfind("。", line.start, end), max(text.rfind(m, line.start, end) for m in "。;")}
    starts = [max(line.start, stop + 1) for stop in sorted(stops)]
    starts += [
        at.end()
        for at in _SENTENCE_STOP.finditer(text, line.start, end)
        if LABEL.match(text, _behind_dashes(text, at.end()))
    ]
    for start in (_behind_dashes(text, start) for start in starts):
        clause = _spoken(text, Span(start, line.end))
        if clause:
            return [clause]
    return []


def _behind_dashes(text: str, start: int) -> int:
    dashes = _DASHES.match(text, start)
    return dashes.end() if dashes else start


def first_words(text: str, line: Span) -> list[Clause]:
    """由市质监局牵头,市农业局配合, before what they are to do."""
    opening = _OPENING_WORDS.match(text, line.start, line.end)
    clause = sentence_of(text, Span(line.start, opening.end())) if opening else None
    return [clause] if clause else []


def _spoken(text: str, span: Span) -> Clause | None:
    """责任单位:… or a sentence of names and words for roles."""
    label = LABEL.match(text, span.start, span.end)
    if label is None or label.lastgroup == "other":
        return sentence_of(text, span)
    clause = labelled(text, span)
    return clause if clause and mostly_bodies(clause) else None


def sentence_of(text: str, span: Span) -> Clause | None:
    """A sentence that consists of names and words for roles and of nothing else."""
    if span.end - span.start > _LONGEST_SENTENCE:
        return None
    by = DEADLINE_LAST.search(text, span.start, span.end)
    words = text[span.start : by.start() if by else span.end].rstrip("。; ")
    verbs = verbs_in(words)
    if not verbs or not re.search(
        r"(?:牵头|负责|落实|配合|参与|组织实施|实施|协助|推进|会同)", words
    ):
        return None
    clause = spoken_list(text, Span(span.start, span.start + len(words)))
    if (
        clause is None
        or not clause.parts
        or not all(looks_like_body(p.name.text) for p in clause.parts)
        or all(_ANYBODY.fullmatch(p.name.text) for p in clause.parts)
    ):
        return None
    deadline = Span(by.start(), span.end) if by else None
    return Clause(span, clause.parts, deadline) if _covers(words, clause) else None


def _covers(words: str, clause: Clause) -> bool:
    """Whether names and verbs leave nothing of the sentence over."""
    named = sum(len(part.name.text) + 1 for part in clause.parts)
    spoken = sum(len(verb.group()) for verb in verbs_in(words))
    return named + spoken + 12 >= len(words) and all(len(p.name.text) <= 24 for p in clause.parts)
