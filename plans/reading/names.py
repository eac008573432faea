"""Lists of bodies: where a name ends, and which words in a list are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.model import Span
from plans.reading.areas import AREA_LETTERS, RULES_AREAS, is_of_group
from plans.reading.bodies import LEVEL

_NOT_A_NAME = re.compile(
    r"(?:等|及|和|与|或|按|照|根据|依|分别|共同|具体|组织|负责|落实|牵头|配合|参与|协助|实施|推进|推动|加强|开展|做好|建立|完善|各自|职责|分工|完成|时限|时间|长期|持续|年底|前|另有|下同|略|无|—+|-+|/|\d.*)"
)
_NOT_A_NAME_EITHER = re.compile(
    r"(?:长期|持续|常态|全年|每年|每月|每季度|适时)[\u4e00-\u9fff]{0,6}|.{0,20}(?:完成|办结|落实到位)"
)
"""What stands in a list for a deadline"""
_TAIL = re.compile(
    r"(?:(?:作)?为(?:成员|责任|配合|参与|协办)(?:单位|部门)|等(?:[\d\u4e00-\u9fff]{0,8}(?:单位|部门|地区|机构|企业|成员|方面|职能部门|镇街|县区|区县))?|(?:分别|共同|具体|统筹|联合|组织|(?:结合|根据|按照)(?:各自|本地|自身)?(?:实际|要求|职能|职责)(?:情况)?|按照?(?:各自)?(?:职责(?:分工)?|分工)|根据职责(?:分工)?|依职责(?:分工)?|分工|抓好|做好|积极|协同)+)+$"
)
_HEAD = re.compile(
    r"^(?:(?:以上|上述|该|此|本|这)(?:几?项|些)?(?:重点)?(?:工作|任务|事项|内容|目标)(?:均|都|统一)?由|由|并由|以及|会同|联合|及|和|与|或|包括|其中|分别为|为|是|[:：])+"
)
_GLUED = re.compile(
    rf"(?<=局|委|办|厅|部|会|院|府|心|队|司|团|联|社|行)(?<!总局)(?!(?<=社)区)(?=(?:{LEVEL})(?!委|府|属|局|办|联|协)(?:[\u4e00-\u9fff]{{2,12}}?(?:局|委|办|厅|会|院|中心|(?<![支分])行(?![业政]))|供销社)|各(?:[县市区镇乡街旗]|有关|相关))"
    r"|(?<=[\u4e00-\u9fff)]{2}[局厅])(?<!总局)(?=[\u4e00-\u9fff]{2,12}?(?:(?<!分)局|厅|委)(?:$|[\u4e00-\u9fff]{2}))"
    r"|(?<=[\u4e00-\u9fff]{3}委)(?![员会])(?=[\u4e00-\u9fff]{2,12}?(?:(?<!分)局|(?<![党纪团编])委)$)"
)
_JOINED = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}}(?:单位|部门|企业|机构))(?:和|与|及|以及)(?=各|有关|相关)"
    rf"|(?<=[局委办厅部会院府联关队司心])(?:和(?![\u4e00-\u9fff]{{1,3}}分局)|与|及|以及|或)(?=(?:{LEVEL}|各|有关|相关|团|国网|国家|中国|人行|[\u4e00-\u9fff]{{2,12}}(?:局|委|办|厅|海关|政府|管委会|新区|高新区|经开区|开发区)))"
)
_FELLOWS = ("单位", "部门", "企业", "机构")
"""市直有关部门、单位 is one group"""
_STAR = re.compile(r"[*★]|\((?:牵头|主办|主责)(?:单位|部门)?\)")
_ROLE_BEHIND = re.compile(
    r"\((?:以下|下同)[^)]*\)?$|\((?:牵头|主办|主责|配合|参与|排名第一|列首位)(?:单位|部门)?\)$"
    r"|等?\((?:排名|排在|排第|列第|列首)[^)]*\)?$"
)
_LEADING = re.compile(r"[\s*★.。·•“\"'—-]+")
_TRAILING = " *★。.;:,、”\"'"
_ANGLES = str.maketrans("〈〉", "()")
_OPENING, _CLOSING = "(〔【[", ")〕】]"
_SEPARATOR_OR_BRACKET = re.compile(r"[、,;/\n|]|<br ?/?>|\s+|[(〔【\[)〕】\]]")


@dataclass(frozen=True, slots=True)
class Name:
    """One body as a list names it, with the prefix it shares."""

    text: str
    span: Span
    starred: bool
    """marked with `*` or (牵头)"""
    odd: bool
    """perhaps cut in the wrong place"""


@dataclass(slots=True)
class _Piece:
    text: str
    start: int
    starred: bool = False
    odd: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def names_in(words: str, *, at: int = 0) -> list[Name]:
    """The bodies a list names, as written; *at* is where the list stands in the text."""
    words = words.translate(_ANGLES)
    pieces = [piece for raw in _split(words, at) for piece in _tidied(raw)]
    merged = _merge_areas([piece for piece in pieces if _is_name(piece.text)])
    merged = [piece for piece in merged if len(piece.text) > 1]
    return [Name(p.text, Span(p.start, p.end), p.starred, p.odd) for p in merged]


def _split(words: str, at: int) -> list[_Piece]:
    """Cut at separators that stand outside brackets."""
    pieces: list[_Piece] = []
    depth = start = 0
    for mark in _SEPARATOR_OR_BRACKET.finditer(words):
        letter = mark.group()
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(_Piece(words[start : mark.start()], at + start))
            start = mark.end()
    pieces.append(_Piece(words[start:], at + start))
    return [part for piece in pieces for part in _unglued(piece)]


def _unglued(piece: _Piece) -> list[_Piece]:
    """Cut 市财政局和市审计局, and names between which a mark was lost."""
    cuts = [
        (found.start(), found.end(), found.group() == "") for found in _JOINED.finditer(piece.text)
    ]
    cuts += [(found.start(), found.start(), True) for found in _GLUED.finditer(piece.text)]
    parts: list[_Piece] = []
    start = 0
    for left, right, odd in sorted(cuts):
        parts.append(_Piece(piece.text[start:left], piece.start + start, odd=odd))
        start = right
    odd_tail = bool(cuts) and sorted(cuts)[-1][2]
    parts.append(_Piece(piece.text[start:], piece.start + start, odd=odd_tail))
    return parts


def _tidied(piece: _Piece) -> list[_Piece]:
    """Without the words around a name: 由, 等单位, 按职责分工, a star."""
    text = piece.text
    starred = bool(_STAR.search(text))
    start, end = 0, len(text)
    role = _ROLE_BEHIND.search(text)
    end = role.start() if role else end
    start = _skip(_LEADING, text, start, end)
    start = _skip(_HEAD, text, start, end)
    start = _skip(_LEADING, text, start, end)
    end = _cut_trailing(text, start, end)
    start, end = _cut_brackets(text, start, end)
    return [_Piece(text[start:end], piece.start + start, starred, piece.odd)] if end > start else []


def _skip(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.match(text, start, end)
    return found.end() if found else start


def _cut_trailing(text: str, start: int, end: int) -> int:
    """Where the name ends once marks and the words behind it are cut away."""
    end = start + len(text[start:end].rstrip(_TRAILING))
    tail = _TAIL.search(text[start:end])
    return start + len(text[start : start + tail.start()].rstrip(_TRAILING)) if tail else end


def _cut_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop a bracket at either end whose partner stands elsewhere."""
    while start < end and text[start] in _OPENING and _unbalanced(text[start:end]):
        start += 1
    while start < end and text[end - 1] in ")〕】]([〔【" and _unbalanced(text[start:end]):
        end -= 1
    return start, end


def _unbalanced(text: str) -> bool:
    return sum(text.count(c) for c in _OPENING) != sum(text.count(c) for c in _CLOSING)


def _is_name(text: str) -> bool:
    return (
        (1 < len(text) <= 40 or text in AREA_LETTERS)
        and not _NOT_A_NAME.fullmatch(text)
        and not _NOT_A_NAME_EITHER.fullmatch(text)
        and not re.search(r"^等|[。;:?!《》]|为牵头|下同|不再列|^“|”$", text)
    )


def _merge_areas(pieces: list[_Piece]) -> list[_Piece]:
    """各县、区人民政府 is one group: bare words for areas wait for the body behind them."""
    merged: list[_Piece] = []
    for piece in pieces:
        if merged and _is_one_group(merged[-1].text, piece.text):
            merged[-1].text += "、" + piece.text
        else:
            merged.append(piece)
    return merged


def _is_one_group(group: str, text: str) -> bool:
    """Whether the name that follows a group belongs to it."""
    if text in _FELLOWS:
        return group.endswith(_FELLOWS)
    return bool(RULES_AREAS.match(group)) and is_of_group(group, text)
