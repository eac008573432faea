"""Names with the roles that labels and verbs give them: 牵头单位:A, or A牵头,B、C配合."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.model import Role, Span
from plans.reading.bodies import looks_like_body
from plans.reading.names import Name, names_in
from plans.reading.role_words import label_role, labels_in, verb_role, verbs_in

MANY_NAMES = 0.6
DEADLINE_LAST = re.compile(
    r"[,;、。](?:(?:20\d\d年|\d{1,2}月|第?[一二三四]季度|[上下]半年|年底|年内)[^,;、。()]{0,12}"
    r"(?:完成|见效|成效|推进|到位|落实|建成|印发|启用|投用|上线|办结|报送)"
    r"|(?:长期|持续|常态化?|全年|适时|按(?:进度|时序|年度))[^,;、。()]{0,8})。?$"
)
"""A deadline without a label behind the names"""
_SPOKEN = re.compile(r"牵头(?!单位|部门)|配合|会同|负责")


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


def labelled(text: str, span: Span) -> Clause | None:
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
    clause = spoken_list(text, segment) if _SPOKEN.search(words) else None
    if clause and any(part.role is Role.LEAD for part in clause.parts):
        return list(clause.parts)
    if clause and clause.parts:
        return [Part(part.name, role or part.role) for part in clause.parts]
    return [Part(name, role) for name in names_in(segment.of(text), at=segment.start)]


def spoken_list(text: str, span: Span) -> Clause | None:
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


def mostly_bodies(clause: Clause) -> bool:
    """Whether most of a clause's names are such as bodies have."""
    bodies = sum(1 for part in clause.parts if looks_like_body(part.name.text))
    return bodies >= MANY_NAMES * len(clause.parts)
