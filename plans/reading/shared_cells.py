"""The lines of a row shared out to its columns, so that each holds what its heading says.

A cell copied from a sheet comes as several lines, and nothing says where it ends: departments
belong under departments, dates under dates, and a name broken over two lines stays together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise

LONGEST_GROUP = 16
LONGEST_DATE = 16

_PARTY = re.compile(r"单位|部门|主体|属地")
_PERSON_COLUMN = re.compile(r"责任人|领导|联系|电话|联络员")
_OTHERS = re.compile(r"配合|参与|协办|协助|参加|协同|支持")
_DATE_COLUMN = re.compile(r"时限|时间|期限|节点|进度")
_REMARK_COLUMN = re.compile(r"备注|说明")
_GROUP_COLUMN = re.compile(r"类别|领域|板块|方面|分类|类型")
_PARTIES = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|部|院|会|府|公司|单位|部门|镇|(?<!城)乡|街道|街|园区|区|县|市|州|盟|旗|中心|所|行|社|(?<!平)台"
    r"|(?:督查|督察|研究|参事|法制|执法|机要|政策|信访)室|队|联|校|处|海关|集团|站|馆|企业|机构|署|共青团中央|大学|学院|基地|专班|组|办事处|村|社区|协会|分局"
    r"|管委会|医院|电网|电信|移动|联通|铁塔|日报|报社|电台|银行|分行|支行|公安|总站|小组|科|股|协|团委|口岸|港|库|科学城|新城)(?:\(.*?\))?\*?[、,;。]?$"
)
_ROLE_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:分别)?(?:牵头|负责|配合|参与|协助|落实)$")
"""市财政局牵头,市商务局配合 in one cell"""
_DATE = re.compile(
    r"(?:20\d\d年|\d{1,2}月|季度|年底|年内|全年|长期|持续|每年|每月|适时|月底|按照?进度|即时|常态化|\d{4}[.-]\d{1,2})"
)
_PERSON = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}(?:[、,/ ]|$))+|[\d、, /-]{7,}|.{0,10}长[\u4e00-\u9fff]{0,4}"
)
_WITH_LEVEL = re.compile(r"[市省区县州盟旗镇乡团各](?=[^、,;]{2})")
_REST_OF_NAME = re.compile(
    r"(?!发展和?改革[委局])(?:监督|管理|发展|改革|保障|资源|规划|健康|信息化|社会|人民|执法|服务|事务|行政|工作|委员|成员)*"
    r"(?:局|委|委员会|办公室|政府|中心|部门|单位|管委会|会|院|厅|部|处|队|司)"
)
"""What can only be the end of a name that was broken"""
_GLUED = re.compile(
    r"(?<=[局委办厅部会院府队心联])(?=[市省区县州盟旗镇乡团各][^、,;)委府属直级]{2})"
)
_AREAS = re.compile(r"(?:各|相关|有关)[县市区州盟旗镇乡]")
_TELECOMS = frozenset({"移动", "联通", "电信", "铁塔", "残联", "妇联", "科协", "工会"})
_FACILITY = re.compile(
    r"(?:校|小学|中学|幼儿园|馆|站|园区|村|社区|医院|基地|港|库|大学|学院|中心|街|街道|镇|乡|所|新城|口岸)$"
)
"""What may be built or mended as well as charged with something"""
_NOTHING = frozenset({"/", "—", "-", "--", "——", "无", "\\"})
"""How a table says that a cell is empty"""
_MISPLACED = 8.0


class Column(StrEnum):
    """What a column holds."""

    TEXT = "text"
    GROUP = "group"
    ABSENT = "absent"
    """named in the heading, but the rows leave it out"""
    LEADS = "leads"
    PARTIES = "parties"
    DATE = "date"
    PERSON = "person"
    REMARK = "remark"


_GOES_ON = 0.6
"""behind the end of a sentence the next cell begins sooner than more of the same"""
_ANOTHER_LEAD = 0.02
"""where names stand below each other in two cells, the first of them is the lead"""
EMPTY = {
    Column.TEXT: 6.0,
    Column.GROUP: 0.2,
    Column.ABSENT: 0.0,
    Column.LEADS: 5.0,
    Column.PARTIES: 3.0,
    Column.DATE: 3.0,
    Column.PERSON: 3.0,
    Column.REMARK: 0.0,
}
"""what it costs to leave a cell empty: a helper is missing sooner than a lead or the matter"""


def column_of(heading: str) -> Column:
    """What the column under a heading holds."""
    if _GROUP_COLUMN.search(heading):
        return Column.GROUP
    if _REMARK_COLUMN.fullmatch(heading):
        return Column.REMARK
    if _DATE_COLUMN.search(heading):
        return Column.DATE
    if _PERSON_COLUMN.search(heading):
        return Column.PERSON
    if _PARTY.search(heading):
        return Column.PARTIES if _OTHERS.search(heading) else Column.LEADS
    return Column.TEXT


def fits(cell: str, column: Column) -> bool:
    """Whether a cell is what its column holds."""
    if column in (Column.LEADS, Column.PARTIES):
        return _is_parties(cell) or cell in _NOTHING
    if column is Column.DATE:
        return bool(_DATE.search(cell)) or cell in _NOTHING
    return column is Column.PERSON or not _is_body(cell)


def shared_out(
    words: Sequence[str], columns: tuple[Column, ...], *, is_last: bool
) -> tuple[list[str], int]:
    """The cells of a row and how many of its lines they take; the last row may end early."""
    parts = _parts_of(words, columns)
    if len(parts) == 1:
        return _shared_once(words, columns, is_last=is_last)
    found = [_shared_once(part, columns, is_last=False)[0] for part in parts]
    marks = ("" if column is Column.TEXT else "、" for column in columns)
    cells = [mark.join(filter(None, cell)) for mark, *cell in zip(marks, *found, strict=True)]
    return cells, len(words)


def _shared_once(
    words: Sequence[str], columns: tuple[Column, ...], *, is_last: bool
) -> tuple[list[str], int]:
    """The cells of a row that has one line of each."""

    @cache
    def best(column: int, start: int) -> tuple[float, tuple[int, ...]]:
        if column == len(columns):
            rest = len(words) - start
            return (0.5 * rest if is_last else 100.0 * rest), ()
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for end in range(start, len(words) + 1):
            here = _cost(words[start:end], columns[column])
            later, ends = best(column + 1, end)
            if here + later < found[0]:
                found = (here + later, (end, *ends))
        return found

    _, ends = best(0, 0)
    starts = (0, *ends[:-1])
    cells = [
        _joined(words[a:b], column) for a, b, column in zip(starts, ends, columns, strict=True)
    ]
    return cells, ends[-1]


def _parts_of(words: Sequence[str], columns: tuple[Column, ...]) -> list[Sequence[str]]:
    """The statements that share one number: each begins with what is done and ends with its day."""
    if columns[0] is not Column.TEXT or columns[-1] is not Column.DATE:
        return [words]
    ends = [at + 1 for at, line in enumerate(words[:-1]) if _is_date([line])]
    ends = [end for end in ends if fits(words[end], Column.TEXT) and not _is_date([words[end]])]
    if not ends or not _is_date([words[-1]]):
        return [words]
    return [words[a:b] for a, b in pairwise([0, *ends, len(words)])]


def _joined(lines: Sequence[str], column: Column) -> str:
    """The lines of a cell; bodies that stand below each other become a list."""
    if not lines or (len(lines) == 1 and lines[0] in _NOTHING):
        return ""
    if column not in (Column.LEADS, Column.PARTIES):
        return "".join(lines)
    cell = lines[0]
    for before, line in pairwise(lines):
        apart = before[-1] not in "、,;" and _is_complete(before) and _begins_name(line)
        cell += f"、{line}" if apart else line
    return cell


def _is_complete(line: str) -> bool:
    """A line at whose end a name may end."""
    last = _pieces(line)[-1]
    return _is_body(last) or _is_whole_name(last)


def _begins_name(line: str) -> bool:
    """A line that begins with a name of its own."""
    first = _pieces(line)[0]
    return _is_body(first) or _is_whole_name(first) or bool(_AREAS.match(line))


def _is_body(line: str) -> bool:
    """A line of whole names, the first with its level."""
    return bool(_WITH_LEVEL.match(line)) and _is_parties(line)


def _is_whole_name(line: str) -> bool:
    """A line that is one name and cannot be the rest of the one above."""
    return (
        (len(line) > 2 or line in _TELECOMS)
        and len(_pieces(line)) == 1
        and _is_parties(line)
        and not _REST_OF_NAME.fullmatch(line)
    )


def _cost(lines: Sequence[str], column: Column) -> float:
    """How ill these lines make one cell of that column."""
    if not lines:
        return EMPTY[column]
    if any(line in _NOTHING for line in lines):
        return 0.05 if len(lines) == 1 and column is not Column.TEXT else 20.0
    if column in (Column.LEADS, Column.PARTIES):
        return 0.1 + _cost_of_parties(lines, column)
    return 0.1 + _broken_early(lines) + _cost_of_others(lines, column)


def _cost_of_parties(lines: Sequence[str], column: Column) -> float:
    """Names that belong together: none cut in two, none glued to the next."""
    cell = "".join(lines)
    cost = 0.0 if _is_parties(cell) and not _is_date(lines) else _MISPLACED
    if not all(_is_body(line) or _is_whole_name(line) for line in lines):
        cost += _broken_early(lines)
    elif column is Column.LEADS:
        cost += _ANOTHER_LEAD * (len(lines) - 1)
    cost += (0.4 if column is Column.LEADS else 0.1) * len(_GLUED.findall(cell))
    cost += 2.0 if cell.endswith(("、", ",")) or cell.count("(") != cell.count(")") else 0.0
    first = re.split(r"[、,;]", cell, maxsplit=1)[0]
    return cost + (1.5 if _REST_OF_NAME.fullmatch(first) else 0.0)


def _cost_of_others(lines: Sequence[str], column: Column) -> float:
    cell = "".join(lines)
    if column is Column.DATE:
        return 0.0 if _is_date(lines) else _MISPLACED
    if column is Column.PERSON:
        is_person = all(map(_PERSON.fullmatch, lines)) and not any(map(_is_body, lines))
        return 0.0 if is_person else _MISPLACED
    if column is Column.ABSENT:
        return _MISPLACED
    stray = len(cell) <= LONGEST_GROUP and (_is_date(lines) or _is_stray(cell))
    bodies = sum(_is_body(line) for line in lines[1:])
    if not bodies and len(lines) > 1:
        bodies = int(_is_whole_name(lines[-1]) and _is_stray(lines[-1]))
    cost = (1.0 if stray else 0.0) + 1.5 * bodies + (2.0 if cell.endswith(("、", ",")) else 0.0)
    cost += _GOES_ON if _ends_inside(lines) else 0.0
    is_group = len(cell) <= LONGEST_GROUP and not re.search(r"[\d,。]", cell)
    return cost + (_MISPLACED if column is Column.GROUP and not is_group else 0.0)


def _is_stray(cell: str) -> bool:
    """Whether a cell for words holds bodies, and not the school that is to be built."""
    return (
        _is_parties(cell)
        and cell[-1] != "。"
        and (bool(_WITH_LEVEL.match(cell)) or not _FACILITY.search(cell))
    )


def _ends_inside(lines: Sequence[str]) -> bool:
    """Whether a sentence ends at the edge of a line, and words without an end come behind it."""
    return lines[-1][-1] != "。" and any(line.endswith("。") for line in lines[:-1])


def _broken_early(lines: Sequence[str]) -> float:
    """Lines that end before the cell's own edge, though nothing ends there."""
    longest = max(map(len, lines))
    return sum(
        max(0.0, 0.8 - len(line) / longest) for line in lines[:-1] if line[-1] not in "、,;。"
    )


def _is_date(lines: Sequence[str]) -> bool:
    cell = "".join(lines)
    return (
        bool(_DATE.search(cell))
        and len(cell) <= LONGEST_DATE
        and not re.search(r"[:。]", cell)
        and not any(_is_parties(line) and not _DATE.search(line) for line in lines)
    )


def _is_parties(cell: str) -> bool:
    """Whether each piece between commas could be a body: names have no numbers."""
    pieces = [_ROLE_BEHIND.sub("", piece) for piece in _pieces(cell.rstrip("。")) if piece]
    return not re.search(r"[%\d]", cell) and all(map(_PARTIES.search, pieces))


def _pieces(cell: str) -> list[str]:
    """The names of a list; commas inside brackets part nothing."""
    return re.split(r"[、,;](?![^()]*\))", cell)
