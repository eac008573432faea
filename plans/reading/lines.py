"""Paragraphs out of lines: what a printer, a web page or a mail program broke is joined again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from plans.reading.bodies import looks_like_body
from plans.reading.marks import Kind, mark_at
from plans.reading.role_words import LABEL_WITHOUT_COLON

_ENDS = "。;:!?"
_CONTINUES = re.compile(
    r"[、,;。:)〕】》”’%]|(?:牵头|负责|配合|会同|参与|协助|等(?:单位|部门|有关|相关|按)|按(?:照)?职责|组织实施|具体落实|落实[。)])"
)
_CLAUSE_LABEL = re.compile(
    r"[(〔【\[]?(?:责任|牵头|配合|参与|协办|主办|承办|落实|实施|负责|完成|主责)[\u4e00-\u9fff、和及]{0,8}(?:单位|部门|主体|分工|时限|时间)[)】]?[::]"
)
_CLAUSE_LABEL_LAST = re.compile(
    r"(?:责任|牵头|配合|参与|承办|落实|实施)[\u4e00-\u9fff、]{0,4}(?:单位|部门):$"
)
_CONTACT = re.compile(r"\(?(?:联系人|联系电话|联系方式|联系单位|注)[:]")
_PIECE = re.compile(r"[、,;:。]")
_BEGINS = re.compile(r"——|专栏 ?[\d一二三四五六七八九十]")
_ROLE = re.compile(r"牵头|负责|配合|责任单位|责任部门|参与")
_FRONT = re.compile(
    r"(?:方案|计划|规划|纲要|意见|通知|措施|办法|要点|政府|办公室|办公厅|委员会|管委会|局|号|日|表|清单|分工|目录|(?:重点|工作|目标)任务|重点工作|工作安排|附件\d*|函|\))$"
)
_TITLE_TAIL = re.compile(
    r"\((?:20\d\d年?(?:[-—–~至到]|——)20\d\d年?|20\d\d年(?:版|修订)?|试行|暂行|征求意见稿|送审稿|修订版?)\)"
)
"""A line that belongs to the title above it"""
_HALF_TITLE = re.compile(r"[\u4e00-\u9fff]{2,10}(?:20\d\d年|“)[\u4e00-\u9fff、“”\d]{4,40}")
_TITLE_END = re.compile(
    r"[\u4e00-\u9fff、“”]{2,30}(?:方案|计划|要点|分工表|分解表|任务清单|任务表)"
)
_HALF_A_TITLE = 12
_RECORD = re.compile(
    r"(?:索引号|信息索引|所属单位|文件类型|发布机构|发布机关|发文机关|制定机关|发布单位|主题分类|主题词|信息分类|分类|体裁分类|生成日期|成文日期"
    r"|成文时间|发文日期|发布日期|公开日期|公开方式|公开范围|发文字号|文号|名称|标题|关键词|有效性|效力状态|时效性|失效日期|生效日期|统一编号"
    r"|信息来源|来源|发布时间|责任编辑|【字体)[^。]{0,60}"
)
_NUMBER_LINE = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[(]20\d\d[〕\])]第?\d{1,4}号")
_DAY_LINE = re.compile(
    r"(?:20\d\d|二[〇○0零Oo][一二三四五六七八九〇○零]{2})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_SIGNER = re.compile(r"[\u4e00-\u9fff]{2,30}(?:政府|办公室|办公厅|委员会|局|委|厅|领导小组)")
_ADDRESSEES = re.compile(r"各[^。]{2,80}:")
_PUBLISHED = re.compile(
    r"\((?:此件|本件|联系|咨询|公开属性|主动公开|依申请公开|信息公开)[^()]{0,50}\)"
)
"""Lines of the head of a document that stand for themselves"""
_TITLED = re.compile(r"[^。;:,、\d]{4,24}。.{10}")
"""A paragraph that is an item of its own: 加强组织领导。成立…(牵头单位:…)"""
_HALF_MARK = re.compile(r"\([一二三四五六七八九十\d]{0,3}$")
"""A mark such as (十五) that a line break cut in two"""
_OPEN_TO_CLOSE = {"(": ")", "〔": "〕", "【": "】", "《": "》"}
_MOST_BEHIND_BRACKET = 400
_HEADING_LENGTH = 45
_TAIL_OF_HEADING = 30
_LONGEST_NAME = 60


def paragraphs(lines: list[str]) -> list[str]:
    """Join the lines that belong together; table rows and headings stay on lines of their own."""
    width = _wrap_width(lines)
    inline = _inline_kinds(lines)
    signed = _signatures(lines)
    joined: list[str] = []
    last_line = ""
    for number, line in enumerate(lines):
        if not line:
            continue
        half = _half_mark(joined[-1], line) if joined else ""
        if half:
            whole = (joined[-1][: -len(half)], half + line)
            joined[-1:] = [piece for piece in whole if piece]
        elif (
            joined and number not in signed and _belong(joined[-1], last_line, line, width, inline)
        ):
            joined[-1] += _glue(joined[-1], line) + line
        else:
            joined.append(line)
        last_line = line
    return joined


def _signatures(lines: list[str]) -> frozenset[int]:
    """The lines that sign the document: a body with nothing but the day below it, and the day."""
    filled = [number for number, line in enumerate(lines) if line]
    pairs = [
        (body, day)
        for body, day in pairwise(filled)
        if _DAY_LINE.fullmatch(lines[day]) and _SIGNER.fullmatch(lines[body])
    ]
    return frozenset(number for pair in pairs for number in pair)


def _goes_on_listing(before: str, after: str) -> bool:
    """Whether the line below 牵头单位:… completes its last name or goes on with names."""
    last = _PIECE.split(before[-_LONGEST_NAME:])[-1]
    first = _PIECE.split(after[:_LONGEST_NAME])[0]
    if not last or not first or not looks_like_body(last):
        return before[-1] != "。" and (not last or not first or looks_like_body(last + first))
    names = [piece for piece in _PIECE.split(after) if piece]
    return len(after) <= _TAIL_OF_HEADING and all(map(looks_like_body, names))


def _is_broken_title(before: str, after: str) -> bool:
    """A title in two lines: the first breaks off within a phrase, the second ends as titles do."""
    return (
        len(before) >= _HALF_A_TITLE
        and bool(_HALF_TITLE.fullmatch(before) and _TITLE_END.fullmatch(after))
        and not _FRONT.search(before)
    )


def _begins_anew(line: str) -> bool:
    return bool(
        mark_at(line)
        or any(sign.match(line) for sign in (_CONTACT, _CLAUSE_LABEL, LABEL_WITHOUT_COLON, _BEGINS))
    )


def _stands_for_itself(line: str) -> bool:
    """A line of the web page's record of the document, its number, or its addressees."""
    return len(line) < 100 and bool(
        _RECORD.fullmatch(
            re.sub(r"^[•·\s\[【]+|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff:])", "", line)
        )
        or _NUMBER_LINE.fullmatch(line)
        or _ADDRESSEES.fullmatch(line)
        or _PUBLISHED.fullmatch(line)
    )


def _half_mark(before: str, after: str) -> str:
    """The beginning of a mark that the line break cut off, "" where there is none."""
    tail = _HALF_MARK.search(before[-6:])
    return tail.group() if tail and mark_at(tail.group() + after) else ""


def _inline_kinds(lines: list[str]) -> frozenset[Kind]:
    """The kinds of items whose text goes on in the line of the heading."""
    marked = [(mark.kind, "。" in line[:-1]) for line in lines if line and (mark := mark_at(line))]
    counts = Counter(kind for kind, _ in marked)
    running = Counter(kind for kind, runs_on in marked if runs_on)
    return frozenset(
        kind for kind, count in counts.items() if count >= 4 and running[kind] >= 0.55 * count
    )


def _glue(before: str, after: str) -> str:
    return (
        " "
        if before[-1].isascii()
        and before[-1].isalpha()
        and after[0].isascii()
        and after[0].isalpha()
        else ""
    )


def _wrap_width(lines: list[str]) -> int:
    """The width at which a hard-wrapped text was broken, 0 where it was not."""
    long = [len(line) for line in lines if len(line) >= 18 and not line.endswith("|")]
    if len(long) < 12:
        return 0
    common, _ = Counter(long).most_common(1)[0]
    near = sum(1 for length in long if abs(length - common) <= 2)
    longer = sum(1 for length in long if length > common + 2)
    is_wrapped = near >= 0.5 * len(long) and longer <= 0.2 * len(long)
    return common if is_wrapped and common <= 70 else 0


def _belong(before: str, last_line: str, after: str, width: int, inline: frozenset[Kind]) -> bool:
    if "|" in (before[0], before[-1], after[0], after[-1]):
        return False
    if _is_half(before, after):
        return True
    if _begins_anew(after) or _stands_for_itself(before) or _stands_for_itself(after):
        return False
    if _is_open(before) or _TITLE_TAIL.fullmatch(after) or _is_broken_title(before, after):
        return True
    if _CLAUSE_LABEL.match(before) or LABEL_WITHOUT_COLON.match(before):
        return _goes_on_listing(before, after)
    if before[-1] in _ENDS or _is_finished_clause(before):
        return False
    if _CONTINUES.match(after):
        return True
    return _continues(before, last_line, after, width, inline)


def _is_half(before: str, after: str) -> bool:
    """A mark, a number or 责任单位: with its words on the next line."""
    mark = mark_at(before)
    return (
        bool(mark and mark.length >= len(before))
        or (before.isdecimal() and after[0] in ".、)")
        or bool(_CLAUSE_LABEL_LAST.search(before[-16:]))
    )


def _continues(
    before: str, last_line: str, after: str, width: int, inline: frozenset[Kind]
) -> bool:
    if not width:
        return _continues_unwrapped(before, after, inline)
    ends_front = len(before) < width - 3 and _FRONT.search(before)
    return len(last_line) >= width - 5 and not ends_front


def _continues_unwrapped(before: str, after: str, inline: frozenset[Kind]) -> bool:
    mark = mark_at(before)
    if mark and not _PIECE.search(before) and _is_charged_item(after):
        return False
    if mark and mark.kind in inline:
        return not _is_front_matter(after)
    if mark and "。" not in before and len(before) <= _HEADING_LENGTH:
        return (
            len(after) <= _TAIL_OF_HEADING
            and not after.isdecimal()
            and not _is_front_matter(after)
            and after[-1] not in ";:"
            and not _starts_body(after)
        )
    if (
        mark
        or any(sign in before[-_MOST_BEHIND_BRACKET:] for sign in ",、。;")
        or before.startswith("由")
    ):
        return not _is_front_matter(before)
    return (
        not _FRONT.search(before[-_HEADING_LENGTH:])
        and any(sign in after for sign in "。,、")
        and len(before) > 1
    )


def _is_charged_item(line: str) -> bool:
    """A paragraph with a title in front and who does it in brackets at its end."""
    bare = line.rstrip("。")
    if bare[-1:] not in (")", "〕", "】") or not _TITLED.match(line):
        return False
    return bool(_ROLE.search(bare, max(bare.rfind(opening) for opening in "(〔【")))


def _starts_body(line: str) -> bool:
    """A short first sentence of a body rather than the tail of a heading."""
    return line.endswith("。") and (len(line) > 14 or "," in line)


def _is_front_matter(line: str) -> bool:
    return len(line) < 30 and bool(_FRONT.search(line)) and "," not in line


def _is_open(text: str) -> bool:
    """A bracket opened near the end of *text* that is not closed yet."""
    tail = text[-_MOST_BEHIND_BRACKET:]
    return any(tail.rfind(o) > tail.rfind(c) for o, c in _OPEN_TO_CLOSE.items())


def _is_finished_clause(text: str) -> bool:
    if text[-1] not in ")〕】]":
        return False
    opened = max(text.rfind(o) for o in "(〔【[")
    names = [name for name in _PIECE.split(text[opened + 1 : -1]) if name]
    is_list = len(names) > 1 and all(len(n) > 2 and looks_like_body(n) for n in names)
    return is_list or bool(_ROLE.search(text[opened:])) or len(text) - opened > 30
