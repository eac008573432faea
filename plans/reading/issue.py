"""The number under which a document was issued, and the day."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from plans.dates import full_date

NUMBER = re.compile(
    r"(?:(?:发文|发布|政策|文件)?(?:字号|文号|编号)[: ]*)?"
    r"(?P<number>[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]+\))?"
    r"[〔\[(【]20\d\d[〕\])】] *第? *\d{1,4} *号)"
)
_NUMBER_LABELLED = re.compile(rf"(?:字号|文号)[:\]】]?(?=[^:]){NUMBER.pattern}")
"""文号:… in a line with other parts of the page's record"""
_NUMBER_BEHIND = re.compile(rf"(?:通知|意见|决定|批复) *\(?{NUMBER.pattern}\)?$")
"""The number behind the title of the notice, on the same line"""
_LABELLED_DATE = re.compile(
    r"(?:(?:成文|颁布)(?:日期|时间)|(?:发文|印发|生成)日期) *[: \]】] *(?P<date>.{8,14})"
)
_DATE_BELOW = re.compile(r"(?:成文|颁布|发文|印发|生成)(?:日期|时间):?")
"""the label alone, its date on the next line"""
_ISSUED_ON = re.compile(r"(?P<date>20\d\d年\d{1,2}月\d{1,2}日),?[^。,《]{0,30}?(?<!关于)印发了?《")
"""于2022年7月7日印发《…》 in the words above the plan"""
_DATE_LINE = re.compile(
    r"(?:.{0,24}?(?:政府|办公室|办公厅|委员会|局|厅|小组))?\(?(?:20\d\d|二[〇零○O][一二三四五六七八九〇零○]{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?:印发)?\)?"
)
_DAY_SIGNED = re.compile(r"\(?20\d\d([-/.])\d{1,2}\1\d{1,2}\)?")
"""2025-06-20 below the signature"""


def doc_number(front: list[str]) -> str | None:
    """The document's own number: at the start or the end of a line, not within a sentence."""
    for line in front:
        bare = line.strip("•·- ()")
        own = NUMBER.match(bare)
        if own and (
            own.end() == len(bare)
            or not re.match(r"[\u4e00-\u9fff,。、》)]*[,。]", bare[own.end() :])
        ):
            return re.sub(r"\s", "", own.group("number"))
    labelled = next(filter(None, (_NUMBER_LABELLED.search(line) for line in front)), None)
    if labelled:
        return re.sub(r"\s", "", labelled.group("number"))
    behind = next(filter(None, (_NUMBER_BEHIND.search(line) for line in front)), None)
    return re.sub(r"\s", "", behind.group("number")) if behind else None


def issued_on(front: list[str], body: list[str], closing: list[str]) -> date | None:
    """The day of the signature, above, below or at the end, else the one the page names."""
    for line in [*front, *body, *reversed(closing)]:
        if _DATE_LINE.fullmatch(NUMBER.sub("", line, count=1).strip(" •·")):
            return full_date(line)
    for line in reversed(closing):
        if _DAY_SIGNED.fullmatch(line.strip()):
            return full_date(line)
    return _recorded(front)


def _recorded(front: list[str]) -> date | None:
    """The day in the page's record of the document: 成文日期:…, or the label above its day."""
    for line, below in pairwise(front):
        if _DATE_BELOW.fullmatch(line.strip(" •·")) and _DAY_SIGNED.fullmatch(below.strip()):
            return full_date(below)
    for line in front:
        labelled = _LABELLED_DATE.search(line) or _ISSUED_ON.search(line)
        if labelled:
            return full_date(labelled.group("date"))
    return None
