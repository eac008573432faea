"""Where a text says who does a task: in brackets, on a line of its own, or in a last sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.model import Span
from plans.reading.bodies import looks_like_body
from plans.reading.names import names_in
from plans.reading.prefixes import level_of
from plans.reading.role_lists import (
    DEADLINE_LAST,
    MANY_NAMES,
    Clause,
    Part,
    labelled,
    mostly_bodies,
    spoken_list,
)
from plans.reading.role_sentences import first_words, last_sentence, sentence_of
from plans.reading.role_words import LABEL, LABEL_WITHOUT_COLON

_HAS_ROLE = re.compile(
    r"牵头|负责|配合|参与|参加|责任单位|责任部门|落实|分工|主办|协办|会同|主责|为主|实施单位|承办|组织实施|单位:|部门:"
)
_NOTE = re.compile(
    r"[。;,](?=以下|下同|不再列出|均需|注:|(?:排名?|名?列|位[列居]|居)(?:在|于|序)?(?:首|第一|最前)"
    r"|(?:首|第一)[位个家])"
)
"""Where a remark about the lists begins: 以下均需…,不再列出, or 列第一位的为牵头单位"""
_OPENING = "(〔【["
_CLOSING = ")〕】]"
_OPENS = re.compile(r"[(〔【\[]")
_BRACKET = re.compile(r"[(〔【\[)〕】\]]")
_LONGEST_OPEN_BRACKET = 300
_LONGEST_LINE = 400
_LONGEST_TAIL = 80
_LONGEST_BRACKET = 2000
_NOT_A_CLAUSE = re.compile(r"以下简称|下同|见附件|解释|截至|详见|不含|包括|含|试行|修订")
_PLAIN_LIST = re.compile(r"[\u4e00-\u9fff()〔〕、,;/和及\s*]{3,}")
_SURE_BODY = re.compile(
    r"(?:局|委|办|厅|政府|管委会|署|院|会|部|公司|(?<=[\u4e00-\u9fff]{3})司|中心|海关|支队|总队|大队|集团|银行|分行|支行|大学|学院|日报|电视台|总台|妇联|残联|科协|工商联|供销社|消协|成员单位)(?:\(.+\))?$"
    r"|^各.{0,6}(?:县|市|区|镇|乡|街道|旗|州|盟|部门|单位)(?:\(.+\))?$"
    r"|^中国(?:移动|联通|电信|铁塔|邮政)|^[市省县区州盟旗][直级].{0,6}(?:部门|单位)$"
)


def clauses_in(text: str, lines: list[Span]) -> list[Clause]:
    """Every clause of an item's lines; neighbours that complete each other are one."""
    found = [clause for line in lines for clause in _in_line(text, line)]
    return _joined(text, found or first_words(text, lines[0]))


def _in_line(text: str, line: Span) -> list[Clause]:
    if (
        not _HAS_ROLE.search(text, line.start, line.end)
        and text[line.end - 1] not in _CLOSING + "。"
    ):
        return _last_words(text, line)
    whole = _own_line(text, line)
    if whole:
        return [whole]
    bracketed = _in_brackets(text, line)
    return bracketed or last_sentence(text, line)


def _last_words(text: str, line: Span) -> list[Clause]:
    """…增长8%。财政局、税务局: bodies behind the last sentence, a row without its rules."""
    stop = text.rfind("。", line.start, line.end)
    tail = Span(stop + 1, line.end)
    if stop < 0 or tail.end - tail.start > _LONGEST_TAIL:
        return []
    clause = _plain_list(text, tail)
    return [clause] if clause else []


def _own_line(text: str, line: Span) -> Clause | None:
    """责任单位:… or 由…牵头,…配合。 filling a line."""
    words = line.of(text)
    if re.match(r"[(〔【\[]", words) and _closing(text, line.start, line.end) == line.end - 1:
        return None
    bare = words.lstrip("(〔【[ ")
    if LABEL.match(bare):
        return labelled(text, line)
    if LABEL_WITHOUT_COLON.match(bare) and (clause := labelled(text, line)):
        return clause if mostly_bodies(clause) else None
    return _sentences(text, line) if len(words) < _LONGEST_LINE else None


def _sentences(text: str, line: Span) -> Clause | None:
    """由市质监局牵头。市财政局配合。: each sentence of the line says who does something."""
    ends = [at for at in range(line.start, line.end) if text[at] == "。"]
    starts = [line.start, *(end + 1 for end in ends if end + 1 < line.end)]
    spans = [Span(a, b) for a, b in zip(starts, [*starts[1:], line.end], strict=True)]
    found = [sentence_of(text, span) for span in spans]
    clauses = [clause for clause in found if clause]
    if len(clauses) < len(found):
        return None
    parts = tuple(part for clause in clauses for part in clause.parts)
    return Clause(line, parts, next((c.deadline for c in clauses if c.deadline), None))


def _in_brackets(text: str, line: Span) -> list[Clause]:
    clauses: list[Clause] = []
    done = line.start
    for bracket in _OPENS.finditer(text, line.start, line.end):
        opening = bracket.start()
        if opening < done:
            continue
        closing = _closing(text, opening, line.end)
        clause = _bracket(text, Span(opening + 1, closing), is_last=closing >= line.end - 2)
        if clause:
            span = Span(opening, min(closing + 1, line.end))
            clauses.append(Clause(span, clause.parts, clause.deadline))
            done = closing
    return clauses


def _closing(text: str, opening: int, end: int) -> int:
    """Where the bracket that opens at *opening* closes; the line's end where it never does."""
    depth = 0
    for mark in _BRACKET.finditer(text, opening, min(end, opening + _LONGEST_BRACKET)):
        depth += 1 if mark.group() in _OPENING else -1
        if depth == 0:
            return mark.start()
    return end if end - opening < _LONGEST_OPEN_BRACKET else opening + 1


def _bracket(text: str, inner: Span, *, is_last: bool) -> Clause | None:
    note = _NOTE.search(text, inner.start, inner.end)
    inner = Span(inner.start, note.start()) if note else inner
    by = DEADLINE_LAST.search(text, inner.start, inner.end)
    if by:
        clause = _bracket(text, Span(inner.start, by.start()), is_last=is_last)
        return replace(clause, deadline=Span(by.start(), inner.end)) if clause else None
    words = inner.of(text)
    if len(words) < 3 or (_NOT_A_CLAUSE.search(words[:12]) and ":" not in words):
        return None
    if _HAS_ROLE.search(words):
        clause = labelled(text, inner) if _any_label(words) else spoken_list(text, inner)
        return clause if clause and mostly_bodies(clause) else None
    return _plain_list(text, inner) if is_last else None


def _any_label(words: str) -> bool:
    return bool(LABEL.search(words) or LABEL_WITHOUT_COLON.search(words))


def _plain_list(text: str, inner: Span) -> Clause | None:
    """(市教育局、市财政局) at the end of an item: a list without any word for a role."""
    words = inner.of(text)
    if not _PLAIN_LIST.fullmatch(words):
        return None
    names = names_in(words, at=inner.start)
    sure = [name for name in names if _is_sure(name.text)]
    if len(sure) < max(1, MANY_NAMES * len(names)) or any(len(name.text) > 20 for name in names):
        return None
    if len(names) < 2 and not level_of(names[0].text) and not _stands_alone(text, inner):
        return None
    return Clause(inner, tuple(Part(name, None) for name in names))


def _stands_alone(text: str, inner: Span) -> bool:
    """(商务局) behind a full sentence is who does it; 主管部门(商务局) only says who that is."""
    return any(mark in "。;\n" for mark in text[inner.start - 2 : inner.start])


def _is_sure(name: str) -> bool:
    """A name that is a body's even where no word tells a role."""
    return bool(_SURE_BODY.search(name)) or (level_of(name) is not None and looks_like_body(name))


def _joined(text: str, clauses: list[Clause]) -> list[Clause]:
    """牵头单位:… and 配合单位:… on lines below each other are one clause."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before and not re.search(r"[\u4e00-\u9fff]", text[before.span.end : clause.span.start]):
            span = Span(before.span.start, clause.span.end)
            joined[-1] = Clause(
                span, before.parts + clause.parts, before.deadline or clause.deadline
            )
        else:
            joined.append(clause)
    return joined
