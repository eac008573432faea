"""Tables copied without their rules: a cell a line, long cells over several, no bars at all.

The heading cells (序号, 重点任务, 牵头单位 …) give the columns and what stands in them. A row
starts at the next number; where it has more lines than cells, they are shared out so that
departments stand under departments and dates under dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from plans.reading.tables import is_header_cell

FEWEST_COLUMNS = 3
LONGEST_GROUP = 16
LONGEST_ROW = 60
"""lines"""

_NUMBERING = re.compile(r"序号|编号")
_PARTY = re.compile(r"单位|部门|主体|责任人|领导|属地")
_OTHERS = re.compile(r"配合|参与|协办|协助|参加")
_DATE_COLUMN = re.compile(r"时限|时间|期限|节点|进度")
_PARTIES = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|部|院|会|府|公司|单位|部门|镇|乡|街道|街|园区|区|县|市|中心|所|行|社|台"
    r"|队|联|校|处|海关|集团|站|馆|企业|机构)(?:\(.*?\))?\*?[、,;。]?$"
)
_GROUP_COLUMN = re.compile(r"类别|领域|板块|方面|分类|类型")
_DATE = re.compile(
    r"(?:20\d\d年|\d{1,2}月|季度|年底|年内|全年|长期|持续|每年|每月|适时|月底|按照?进度|即时|常态化|\d{4}[.-]\d{1,2})"
)
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、].{2,30}$")


_WITH_LEVEL = re.compile(r"[市省区县州盟旗镇乡团各](?=[^、,;]{2})")
_CHINESE = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.]?")


class Column(StrEnum):
    """What a column holds."""

    TEXT = "text"
    GROUP = "group"
    ABSENT = "absent"
    """named in the heading, but the rows leave it out"""
    LEADS = "leads"
    PARTIES = "parties"
    DATE = "date"


EMPTY = {
    Column.TEXT: 6.0,
    Column.GROUP: 0.2,
    Column.ABSENT: 0.0,
    Column.LEADS: 5.0,
    Column.PARTIES: 3.0,
    Column.DATE: 3.0,
}
"""what it costs to leave a cell empty: a helper is missing sooner than a lead or the matter"""


def rows_of_bare_tables(lines: Sequence[str]) -> list[str]:
    """Every bare table as rows `| a | b |`, one a line; other lines as they are."""
    rowed: list[str] = []
    at = 0
    while at < len(lines):
        heading = _heading(lines, at)
        if heading is None:
            rowed.append(lines[at])
            at += 1
            continue
        cells, body = heading
        rows, at = _body(lines, body, tuple(map(_column, cells[1:])))
        rowed += [_row(cells), *rows] if rows else list(lines[body - len(cells) : body])
    return rowed


def _heading(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """The heading cells that begin at a 序号, and the line behind them."""
    if not _NUMBERING.fullmatch(lines[at].strip()):
        return None
    cells, end = [lines[at].strip()], at + 1
    while end < len(lines):
        here = lines[end].strip()
        both = here + (lines[end + 1].strip() if end + 1 < len(lines) else "")
        if is_header_cell(here):
            cells.append(here)
            end += 1
        elif len(here) <= 4 and is_header_cell(both):
            cells.append(both)
            end += 2
        else:
            break
    return (cells, end) if len(cells) >= FEWEST_COLUMNS else None


def _column(heading: str) -> Column:
    if _GROUP_COLUMN.search(heading):
        return Column.GROUP
    if _DATE_COLUMN.search(heading):
        return Column.DATE
    if _PARTY.search(heading):
        return Column.PARTIES if _OTHERS.search(heading) else Column.LEADS
    return Column.TEXT


def _body(lines: Sequence[str], at: int, columns: tuple[Column, ...]) -> tuple[list[str], int]:
    """The rows from line *at* on, and the line behind the last of them."""
    rows: list[str] = []
    number = 1
    while at < len(lines):
        here = lines[at].strip()
        if _SECTION.match(here) and at + 1 < len(lines) and _numbers(lines[at + 1], number):
            rows.append(_row([here]))
            at += 1
        elif _is_section_number(lines, at, number):
            rows.append(_row([f"{here}、{lines[at + 1].strip()}"]))
            columns = tuple(Column.ABSENT if c is Column.GROUP else c for c in columns)
            at += 2
        elif _numbers(here, number):
            end = _next_number(lines, at + 1, number + 1)
            words = [line.strip() for line in lines[at + 1 : end]]
            cells, taken = _shared_out(words, columns, is_last=end - at > LONGEST_ROW)
            rows.append(_row([str(number), *cells]))
            at, number = at + 1 + taken, number + 1
        else:
            break
    return rows, at


def _is_section_number(lines: Sequence[str], at: int, number: int) -> bool:
    """一 on a line of its own, the name of the section below it, then the next row."""
    return (
        _CHINESE.fullmatch(lines[at].strip()) is not None
        and at + 2 < len(lines)
        and _numbers(lines[at + 2], number)
    )


def _numbers(line: str, number: int) -> bool:
    return line.strip().rstrip(".、)") == str(number)


def _next_number(lines: Sequence[str], start: int, number: int) -> int:
    """Where the row of *number*, or a section above it, begins; far away where there is none."""
    for at in range(start, min(start + LONGEST_ROW, len(lines))):
        if _numbers(lines[at], number):
            above = lines[at - 1].strip()
            if at - 2 > start and _CHINESE.fullmatch(lines[at - 2].strip()):
                return at - 2
            return at - 1 if at > start and _SECTION.match(above) else at
    return start + LONGEST_ROW


def _shared_out(
    words: Sequence[str], columns: tuple[Column, ...], *, is_last: bool
) -> tuple[list[str], int]:
    """Share the lines of a row out to its columns at the least cost; the last row may end early."""
    widest = max(map(len, words), default=0)

    @cache
    def best(column: int, start: int) -> tuple[float, tuple[int, ...]]:
        if column == len(columns):
            rest = len(words) - start
            return (0.5 * rest if is_last else 100.0 * rest), ()
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for end in range(start, len(words) + 1):
            here = _cost(words[start:end], columns[column], widest)
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


def _joined(lines: Sequence[str], column: Column) -> str:
    """The lines of a cell; bodies that stand below each other become a list."""
    if column not in (Column.LEADS, Column.PARTIES):
        return "".join(lines)
    cell = ""
    for line in lines:
        cell += "、" if cell and _is_body(cell) and _is_body(line) else ""
        cell += line
    return cell


def _is_body(line: str) -> bool:
    """A line of whole names, the first with its level."""
    return bool(_WITH_LEVEL.match(line)) and _is_parties(line)


def _cost(lines: Sequence[str], column: Column, widest: int) -> float:
    """How ill these lines make one cell of that column."""
    if not lines:
        return EMPTY[column]
    cell = "".join(lines)
    broken_early = sum(max(0.0, 0.7 - len(line) / max(widest, 1)) for line in lines[:-1])
    if column in (Column.LEADS, Column.PARTIES) and all(map(_is_body, lines)):
        broken_early = 0.0
    is_date = (
        bool(_DATE.search(cell))
        and len(cell) <= 16
        and not re.search(r"[:。]", cell)
        and not any(_is_body(line) for line in lines)
    )
    is_parties = _is_parties(cell) and not is_date
    is_of_kind = {Column.DATE: is_date, Column.PARTIES: is_parties, Column.LEADS: is_parties}
    is_of_kind[Column.ABSENT] = False
    is_of_kind[Column.GROUP] = len(cell) <= LONGEST_GROUP and not re.search(r"[\d,。]", cell)
    fits = is_of_kind.get(column, True)
    stray = column in (Column.TEXT, Column.GROUP) and (is_date or is_parties) and len(cell) <= 16
    stray = stray or (column is Column.TEXT and len(lines) > 1 and _is_body(lines[-1]))
    unfinished = 2.0 if column is not Column.DATE and cell.endswith(("、", ",")) else 0.0
    return broken_early + (0.0 if fits else 8.0) + (1.0 if stray else 0.0) + unfinished + 0.1


def _is_parties(cell: str) -> bool:
    """Whether each piece between commas could be a body: names have no numbers."""
    pieces = [piece for piece in re.split(r"[、,;]", cell.rstrip("。")) if piece]
    return not re.search(r"[%\d]", cell) and all(map(_PARTIES.search, pieces))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
