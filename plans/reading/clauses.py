"""Where a text says who does a task: in brackets, on a line of its own, or in a last sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from plans.model import Role, Span
from plans.reading.names import Name, level_of, looks_like_body, names_in
from plans.reading.role_words import (
    LABEL,
    LABEL_WITHOUT_COLON,
    label_role,
    labels_in,
    verb_role,
    verbs_in,
)

_HAS_ROLE = re.compile(
    r"牵头|负责|配合|参与|参加|责任单位|责任部门|落实|分工|主办|协办|会同|主责|为主|实施单位|承办|组织实施|单位:|部门:"
)
_NOTE = re.compile(r"[。;,](?=以下|下同|不再列出|均需|注:)")
"""Where a remark about the rest of the document begins: 以下均需…,不再列出"""
_DEADLINE_LAST = re.compile(
    r"[,;、。](?:(?:20\d\d年|\d{1,2}月|第?[一二三四]季度|[上下]半年|年底|年内)[^,;、。()]{0,12}"
    r"(?:完成|见效|成效|推进|到位|落实|建成|印发|启用|投用|上线|办结|报送)"
    r"|(?:长期|持续|常态化?|全年|适时|按(?:进度|时序|年度))[^,;、。()]{0,8})。?$"
)
"""A deadline without a label behind the names"""
_SENTENCE_STOP = re.compile(r"[。;]")
_OPENING = "(〔【["
_CLOSING = ")〕】]"
_OPENS = re.compile(r"[(〔【\[]")
_BRACKET = re.compile(r"[(〔【\[)〕】\]]")
_LONGEST_OPEN_BRACKET = 300
_LONGEST_BRACKET = 2000
_LONGEST_SENTENCE = 1500
_NOT_A_CLAUSE = re.compile(r"以下简称|下同|见附件|解释|截至|详见|不含|包括|含|试行|修订")
_PLAIN_LIST = re.compile(r"[\u4e00-\u9fff()、,;和及\s*]{4,}")
_MANY_NAMES = 0.6
_ANYBODY = re.compile(
    r"各(?:有关|相关|责任|牵头|配合|成员|级|地)*(?:单位|部门|地区)?(?:和|、)?(?:各?(?:单位|部门))?"
)
"""各责任单位按分工组织实施: a sentence that charges nobody"""
_SURE_BODY = re.compile(
    r"(?:局|委|办|厅|政府|管委会|署|院|会|部|公司|中心|海关|支队|总队|大队|集团|银行|分行|支行|大学|学院|日报|电视台|总台|妇联|残联|科协|工商联|供销社|消协|成员单位)(?:\(.+\))?$"
    r"|^各.{0,6}(?:县|市|区|镇|乡|街道|旗|州|盟|部门|单位)(?:\(.+\))?$"
    r"|^中国(?:移动|联通|电信|铁塔|邮政)|^[市省县区州盟旗][直级].{0,6}(?:部门|单位)$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A name with the role its words give it; None where it stands in a bare list."""

    name: Name
    role: Role | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of who does a task."""

    span: Span
    parts: tuple[Part, ...]
    deadline: Span | None = None
    """words behind 完成时限:"""

    @property
    def is_odd(self) -> bool:
        """A list that was perhaps cut in the wrong place."""
        return any(part.name.odd or len(part.name.text) > 20 for part in self.parts)


def clauses_in(text: str, lines: list[Span]) -> list[Clause]:
    """Every clause of an item's lines; neighbours that complete each other are one."""
    found = [clause for line in lines for clause in _in_line(text, line)]
    return _joined(text, found)


def _in_line(text: str, line: Span) -> list[Clause]:
    if (
        not _HAS_ROLE.search(text, line.start, line.end)
        and text[line.end - 1] not in _CLOSING + "。"
    ):
        return []
    whole = _own_line(text, line)
    if whole:
        return [whole]
    bracketed = _in_brackets(text, line)
    return bracketed or _last_sentence(text, line)


def _own_line(text: str, line: Span) -> Clause | None:
    """责任单位:… or 由…牵头,…配合。 filling a line."""
    words = line.of(text)
    if re.match(r"[(〔【\[]", words) and _closing(text, line.start, line.end) == line.end - 1:
        return None
    label = LABEL.match(words.lstrip("(〔【[ "))
    if label and label.start() == 0:
        return _labelled(text, line)
    return _sentence(text, line) if len(words) < 400 else None


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
    by = _DEADLINE_LAST.search(text, inner.start, inner.end)
    if by:
        clause = _bracket(text, Span(inner.start, by.start()), is_last=is_last)
        return replace(clause, deadline=Span(by.start(), inner.end)) if clause else None
    words = inner.of(text)
    if len(words) < 3 or (_NOT_A_CLAUSE.search(words[:12]) and ":" not in words):
        return None
    if _HAS_ROLE.search(words):
        clause = _labelled(text, inner) if _any_label(words) else _verbs(text, inner)
        return clause if clause and _mostly_bodies(clause) else None
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
    if len(sure) < max(1, _MANY_NAMES * len(names)) or any(len(name.text) > 20 for name in names):
        return None
    if len(names) < 2 and not level_of(names[0].text):
        return None
    return Clause(inner, tuple(Part(name, None) for name in names))


def _is_sure(name: str) -> bool:
    """A name that is a body's even where no word tells a role."""
    return bool(_SURE_BODY.search(name)) or (level_of(name) is not None and looks_like_body(name))


def _labelled(text: str, span: Span) -> Clause | None:
    """牵头单位:A;配合单位:B: each label rules up to the next."""
    words = span.of(text)
    labels = labels_in(words)
    if not labels:
        return None
    parts: list[Part] = []
    deadline = None
    if labels[0].start() > 3:
        parts.extend(_segment(text, Span(span.start, span.start + labels[0].start()), None))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        end = span.start + (following.start() if following else len(words))
        segment = Span(span.start + label.end(), end)
        if label.lastgroup == "other":
            deadline = segment if re.search(r"时|期限|节点|进度", label.group()) else deadline
            continue
        parts.extend(_segment(text, segment, label_role(label)))
    return Clause(span, tuple(parts), deadline) if parts else None


def _segment(text: str, segment: Span, role: Role | None) -> list[Part]:
    """The names behind a label; verbs among them (A牵头,B配合) overrule it."""
    words = segment.of(text)
    stop = re.search(r"。(?=.)", words)
    if stop:
        segment = Span(segment.start, segment.start + stop.start())
    clause = (
        _verbs(text, segment) if re.search(r"牵头(?!单位|部门)|配合|会同|负责", words) else None
    )
    if clause and any(part.role is Role.LEAD for part in clause.parts):
        return list(clause.parts)
    if clause and clause.parts:
        return [Part(part.name, role or part.role) for part in clause.parts]
    return [Part(name, role) for name in names_in(segment.of(text), at=segment.start)]


def _verbs(text: str, span: Span) -> Clause | None:
    """A牵头,B、C配合: each verb rules the names before it; 会同 also those behind it."""
    words = span.of(text)
    parts: list[Part] = []
    start = 0
    joined = False
    for verb in verbs_in(words):
        names = names_in(words[start : verb.start()], at=span.start + start)
        start = verb.end()
        if verb.lastgroup == "with":
            parts.extend(Part(name, Role.LEAD) for name in names)
            joined = True
            continue
        role = Role.SUPPORT if joined and verb.lastgroup != "lead" else verb_role(verb)
        role = Role.SUPPORT if joined and parts else role
        parts.extend(Part(name, role) for name in names)
        joined = verb.group().endswith("会同")
    rest = names_in(words[start:], at=span.start + start)
    parts.extend(Part(name, Role.SUPPORT if joined else None) for name in rest)
    return Clause(span, tuple(parts)) if parts else None


def _last_sentence(text: str, line: Span) -> list[Clause]:
    """由市质监局牵头,…配合。 as the last sentence of a paragraph."""
    end = line.end - 1 if text[line.end - 1] == "。" else line.end
    stops = {text.rfind("。", line.start, end), max(text.rfind(m, line.start, end) for m in "。;")}
    starts = [max(line.start, stop + 1) for stop in sorted(stops)]
    starts += [
        at.end()
        for at in _SENTENCE_STOP.finditer(text, line.start, end)
        if LABEL.match(text, at.end())
    ]
    for start in starts:
        clause = _spoken(text, Span(start, line.end))
        if clause:
            return [clause]
    return []


def _spoken(text: str, span: Span) -> Clause | None:
    """责任单位:… or a sentence of names and words for roles."""
    label = LABEL.match(text, span.start, span.end)
    if label is None or label.lastgroup == "other":
        return _sentence(text, span)
    clause = _labelled(text, span)
    return clause if clause and _mostly_bodies(clause) else None


def _sentence(text: str, span: Span) -> Clause | None:
    """A sentence that consists of names and words for roles and of nothing else."""
    if span.end - span.start > _LONGEST_SENTENCE:
        return None
    words = span.of(text).rstrip("。; ")
    verbs = verbs_in(words)
    if not verbs or not re.search(
        r"(?:牵头|负责|落实|配合|参与|组织实施|实施|协助|推进|会同)", words
    ):
        return None
    clause = _verbs(text, Span(span.start, span.start + len(words)))
    if (
        clause is None
        or not clause.parts
        or not all(looks_like_body(p.name.text) for p in clause.parts)
        or all(_ANYBODY.fullmatch(p.name.text) for p in clause.parts)
    ):
        return None
    return Clause(span, clause.parts) if _covers(words, clause) else None


def _covers(words: str, clause: Clause) -> bool:
    """Whether names and verbs leave nothing of the sentence over."""
    named = sum(len(part.name.text) + 1 for part in clause.parts)
    spoken = sum(len(verb.group()) for verb in verbs_in(words))
    return named + spoken + 12 >= len(words) and all(len(p.name.text) <= 24 for p in clause.parts)


def _mostly_bodies(clause: Clause) -> bool:
    bodies = sum(1 for part in clause.parts if looks_like_body(part.name.text))
    return bodies >= _MANY_NAMES * len(clause.parts)


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
