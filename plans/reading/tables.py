"""Tables in text: one row a line between bars, or one cell a line with a bar behind it."""

from __future__ import annotations

import re

from plans.numerals import any_number

_MATTER = (
    r"(?:任务|工作|事项|项目|举措|措施|内容|目标|指标|要求|类别|要点|安排|分解|名称|标准|行动|工程"
    r"|实事|问题|建议|方向|步骤)"
)
_OF_MATTER = (
    r"(?:工作|重点|主要|具体|年度|目标|整治|改革|建设|民生|实施|推进|整改|落实|细化|序时|政策|量化|预期|核心"
    r"|考核|一级|二级|三级|分项|阶段性?"
    r"|\d{4}年(?:度)?)"
)
_PARTY = r"(?:单位|部门|主体|科室|处室|股室|镇街|乡镇|属地|人|领导|市领导|县领导|区领导)"
_OF_PARTY = (
    r"(?:主要|具体|市|区|县|省|市级|县级|区级|省级|市直|县直|责任|牵头|配合|参与|参加|协办|协助|主办|主责"
    r"|承办|落实|实施|完成|负责|第一|属地|主|共同|支持|联动|分管|包联|挂牌|挂钩|联系|督办|主管|组织|协同|监督|考核|主体|工作|项目)"
)
_MATTERS = rf"{_OF_MATTER}*{_MATTER}+(?:(?:及|和|与|、)?{_OF_MATTER}*{_MATTER})*(?:分类|描述|概况)?"
_PARTIES = (
    rf"{_OF_PARTY}+(?:及|和|与|、)?{_OF_PARTY}*{_PARTY}?(?:(?:及|和|与|、){_OF_PARTY}*{_PARTY})?"
    rf"|{_PARTY}"
)
_TIMES = (
    r"(?:计划|拟)?(?:完成|实施|办结|推进|整改|起止|进度|工作)?"
    r"(?:时限|时间|期限|节点|进度|时间表)(?:(?:及|和)?(?:要求|安排|节点|标准))?"
)
_HEADER = re.compile(
    r"(?:序 ?号|编号|项次|(?:目标|基期|现状|指标)值"
    r"|20\d\d年(?:度|底|末)?(?:目标值?|任务|计划|进度|(?:基期|实际|完成|现状)值?|基数|值)?"
    rf"|{_MATTERS}|{_PARTIES}|{_TIMES}"
    r"|联系人(?:及|和|、)?(?:联系)?(?:电话|方式)?|(?:联系)?电话|(?:联系)?方式|备注|说明"
    r"|(?:重点|工作|行业)?(?:领域|板块|方面)|类型|分类|任务来源|联络员|业主|建设(?:性质|年限|规模)|属地政府|一级指标|二级指标|属性|指标属性|(?:责任|任务|职责|工作)?分工|(?:指标|目标)要求|目标(?:类型|类别)|责任|资金来源|建设地点"
    r"|(?:年度|计划|总|概算)?投资(?:额|规模)?|(?:工作|完成|进展)(?:情况|进展)|成果形式"
    r"|(?:预期|工作)?成果|(?:考核|验收)(?:标准|方式))"
)
_ROW_NUMBER = re.compile(
    r"(\d{1,3})(?:[.、)](?!\d)|$)|[(]?([一二三四五六七八九十]{1,3})(?:[、.)]|$)"
)


_LONGEST_CELL = 40
"""lines"""


def is_header_cell(cell: str) -> bool:
    """A cell that names a column, such as 序号 or 牵头单位."""
    return len(cell) <= 16 and bool(_HEADER.fullmatch(re.sub(r"\(.*?\)|\s", "", cell)))


def rows_on_lines(lines: list[str]) -> list[str]:
    """Every table as rows `| a | b |`, one a line; other lines as they are."""
    return _cells_to_rows(_mend_rows(lines))


def _mend_rows(lines: list[str]) -> list[str]:
    """Join the pieces of a row that was broken: it starts with a bar and must end with one."""
    mended: list[str] = []
    for line in map(_with_outer_bars, lines):
        if mended and _is_unfinished_row(mended[-1]) and not line.startswith("|"):
            mended[-1] += line
        elif line == "|" or not line or not re.fullmatch(r"[|\s:+=-]+", line):
            mended.append(line)
    return mended


def _with_outer_bars(line: str) -> str:
    """Turn `a | b | c` and `a | b | c |` into `| a | b | c |`; an empty first cell stays."""
    inner = line.strip("| ")
    if "|" not in inner or line.startswith("|"):
        return line
    return f"| {inner} |"


def _is_unfinished_row(line: str) -> bool:
    return line.startswith("|") and not line.endswith("|") and line.count("|") >= 1


def _cells_to_rows(lines: list[str]) -> list[str]:
    ends = [at for at, line in enumerate(lines) if _ends_cell(line)]
    rowed: list[str] = []
    done = 0
    for first, last in _stretches(ends):
        start = max(done, _with_broken_heading(lines, first))
        rowed += [*lines[done:start], *_rows(_cells(lines[start : last + 1]))]
        done = last + 1
    return [*rowed, *lines[done:]]


def _stretches(ends: list[int]) -> list[tuple[int, int]]:
    """First and last cell of each table whose cells stand on lines of their own."""
    tables: list[list[int]] = []
    for at in ends:
        if tables and at - tables[-1][-1] <= _LONGEST_CELL:
            tables[-1].append(at)
        else:
            tables.append([at])
    return [(table[0], table[-1]) for table in tables if len(table) >= 4]


def _with_broken_heading(lines: list[str], first: int) -> int:
    """Where the first cell begins: a line earlier if its words were broken over two."""
    if first and is_header_cell(lines[first - 1] + lines[first].strip("| ")):
        return first - 1
    return first


def _ends_cell(line: str) -> bool:
    return line == "|" or (line.endswith("|") and not line.startswith("|"))


def _cells(lines: list[str]) -> list[str]:
    """Cells closed by a bar; one that is broken over lines is joined."""
    cells: list[str] = []
    pending = ""
    for line in lines:
        if line.startswith("|") and line != "|" and not pending:
            cells.extend(cell.strip() for cell in line.strip("|").split("|"))
            continue
        pending += line.strip("| ")
        if line.endswith("|"):
            cells.append(pending.strip())
            pending = ""
    return cells


def _rows(cells: list[str]) -> list[str]:
    """Cells in rows as wide as the heading row; a row starts where the next number stands."""
    heading = _heading_width(cells)
    if heading == 0:
        return cells
    starts = _row_starts(cells, heading)
    ends = [*starts[1:], len(cells)]
    rows = [cells[:heading], *(cells[start:end] for start, end in zip(starts, ends, strict=True))]
    return [_row_line(row) for row in rows if row]


def _heading_width(cells: list[str]) -> int:
    width = 0
    while width < len(cells) and is_header_cell(cells[width]):
        width += 1
    return width if width >= 2 else 0


def _row_starts(cells: list[str], heading: int) -> list[int]:
    starts: list[int] = []
    expected = 1
    for at in range(heading, len(cells)):
        number = row_number(cells[at])
        if number is None or (starts and at - starts[-1] < 2):
            continue
        lost = starts and expected < number <= expected + 2 and at - starts[-1] >= 2 * heading - 1
        if number == expected or lost:
            starts.append(at)
            expected = number + 1
    if len(starts) >= 2 and len(starts) * heading >= 0.6 * (len(cells) - heading):
        return starts
    return list(range(heading, len(cells), heading))


def row_number(cell: str) -> int | None:
    """The number at the start of a cell: 3, 3. or 三、."""
    found = _ROW_NUMBER.match(cell)
    return any_number(found.group(1) or found.group(2)) if found else None


def _row_line(row: list[str]) -> str:
    return "| " + " | ".join(row) + " |"
