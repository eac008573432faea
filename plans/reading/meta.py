"""What a document says about itself: title, number, day of issue, government."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from plans.dates import year_end
from plans.places import province
from plans.reading.horizon import FRONT_LINES
from plans.reading.issue import NUMBER, doc_number, issued_on
from plans.reading.outline import Outline

_KIND = (
    r"(?:方案|计划|规划|纲要|意见|办法|措施|要点|行动|清单|分工|安排|任务书|分解表|工程"
    r"|台账|任务分解|任务表|重点任务|重点工作|工作任务|一览表|明细表|分工表|目录|实事(?:项目|工程)?|决定|细则|若干政策|政策)"
)
_TITLE_TAIL = rf"{_KIND}(?:的实施)?(?:\([^()]{{1,24}}\))*"
_ISSUED_AS = re.compile(
    rf"(?:印发|发布|下发|转发|公布|印发了|发布关于印发)(?:<|《)(?P<title>[^《》]{{4,80}}?{_TITLE_TAIL})(?:》|>)"
)
_ISSUED_BARE = re.compile(
    rf"关于(?:印发|下发|转发|公布)(?P<title>(?:[^《》。]|《[^《》。]*》){{4,80}}?{_TITLE_TAIL})的通知"
)
_OWN_TITLE = re.compile(rf"[^。;!?|]{{4,90}}?{_TITLE_TAIL}")
_APPROVED = re.compile(rf"《(?P<title>[^《》]{{4,80}}?{_TITLE_TAIL})》(?:已|业|经|已经|主要内容)")
_NOTICE_OF_WORK = re.compile(
    r"[^。;!?|]{2,40}关于[^。;!?|]{4,60}(?:任务|工作|责任)[^。;!?|]{0,12}的通知"
)
"""The title of a notice that is the plan itself"""
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|自治县|自治旗|地区|新区|省|市|(?<=[\u4e00-\u9fff]{2})州(?![市区县])|盟|县|区|旗|(?<![城乡村集市])[镇乡](?![村市县区镇土愁情]))"
)
_WITHIN = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:自治县|自治旗|新区|县|区|旗|市)")
_GOVERNMENT = re.compile(
    r"(?:中共)?(?P<place>[\u4e00-\u9fff]{2,14}?)(?:人民政府|党委|委员会|管委会|管理委员会|委办公室|委、)"
)
_BUREAU = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,6}(?:市|县|区|省|自治州|自治区|旗))[\u4e00-\u9fff]{2,14}(?:局|厅|委员会|领导小组|办公室)"
)
"""惠州市市场监督管理局 signing a line of its own"""
_ADDRESSEES = re.compile(r"^各|人民政府.*[::]$")
_NOT_A_PLACE = re.compile(
    r"(?:强$|知识产权|推进|加快|贯彻|落实|关于|进一步|深化|实施|全面|促进|提升|建设|开展|加强|优化|构建|深入|支持|打造|创建|国家|全国|城市|示范|质量|标准|品牌|健康|文明|生态|法治|平安|森林|海绵|旅游|信用|教育|人才|安全|立市|强市|数字|智慧|高新|经济|开发|社区|园|工业|中心|功能|^[社山景城库牧林灾校片小地辖老新旧全各本我市县区]$)"
)
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
"""凉山 is what 凉山彝族自治州 and 临夏 what 临夏回族自治州 leaves in the names of its bodies"""
_ANNOUNCED_BY = re.compile(
    r"^[\u4e00-\u9fff]{2,12}(?:政府|办公室|办公厅|委|局|厅)(?:关于)?印发(?=[^》]{6})(?!.*通知)"
)
"""某市政府印发某市…计划, a page's headline"""
_CITED = re.compile(r"《([^《》\n]{4,80})》")
_WHOLLY_QUOTED = re.compile(r"^《([^《》]+)》$")
_DRAFT = re.compile(r"\([^()]{2,8}稿\)$")
_SITUATION = re.compile(
    r"结合(?![我本全各当该])(?P<place>[\u4e00-\u9fff]{2,12}?)(?:的|发展|经济社会发展)?实际"
)
_OUR = re.compile(r"[我全](?P<level>[省市州盟县区旗])")
_PREAMBLE = re.compile(r"(?:为|根据|按照|依据|认真|深入|全面)(?!认真)")
_SHORT_LINE = 40
_RECORD_ROWS = 10
_YEAR_OF_NUMBER = re.compile(r"[〔\[(【](20\d\d)")
_OPENING = 3000
"""letters at the beginning that may speak of 我市"""
_YEARS_BEHIND = re.compile(r"\(20\d\d[^()]{0,16}\)")
_INNER_MARKS = str.maketrans("〈〉<>", "《》《》")
"""A title quoted in 《》 has its own quotations in 〈〉"""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document says about itself."""

    title: str | None
    doc_number: str | None
    issued: date | None
    place: str | None

    @property
    def dated(self) -> date | None:
        """The day of issue, else the last of the year in the document's number."""
        numbered = _YEAR_OF_NUMBER.search(self.doc_number or "")
        return self.issued or (year_end(int(numbered.group(1))) if numbered else None)


def meta_of(outline: Outline) -> Meta:
    """Read title, number, day and place from the lines before the first item and after the last."""
    text = outline.text
    whole = [line.of(text) for line in outline.front[:FRONT_LINES]]
    front = _until_preamble(whole)
    behind = [line for line in whole[len(front) + 1 :] if len(line) < _SHORT_LINE]
    notice, closing = _notice_lines(outline), _closing_lines(outline)
    title = _title(front) or _title(behind) or _announced(notice, whole)
    title = _as_own_line(title, notice) if title else None
    issued = issued_on([*front, *_record(outline)], [*behind, *notice], closing)
    place = _place(title, front, [*behind, *closing, *notice])
    place = place or _place_cited(whole, text[:_OPENING]) or _place_meant(whole)
    return Meta(title, doc_number([*front, *_record(outline)]), issued, place)


def _until_preamble(front: list[str]) -> list[str]:
    """The lines above the sentence that says what the plan is for: it cites other documents."""
    for at, line in enumerate(front):
        if _PREAMBLE.match(line) and len(line) > 30:
            return front[:at]
    return front


def _title(front: list[str]) -> str | None:
    """The name after 印发, as its own line has it; else a line that ends as titles do."""
    whole = "\n".join(front)
    for pattern in (_ISSUED_AS, _APPROVED, _ISSUED_BARE):
        named = next((f for f in pattern.finditer(whole) if not _is_cited(whole, f.start())), None)
        if named:
            return _as_own_line(_unwrapped(named.group("title")), front)
    front = [_bare(line) for line in front]
    lines = [
        line
        for line in front
        if _OWN_TITLE.fullmatch(line)
        and not re.match(r"各|为|根据|附件|\(|\d{1,2}[.、](?!\d)", line)
    ]
    title = max(lines, key=len) if lines and len(lines) < 3 else lines[-1] if lines else None
    if title:
        return _with_issuer(title, front)
    return next((line for line in front if _NOTICE_OF_WORK.fullmatch(line)), None)


def _bare(line: str) -> str:
    """A line of the head without bullet, number, quotation marks and who announced it."""
    number = NUMBER.match(line)
    own = _WHOLLY_QUOTED.sub(r"\1", line[number.end() :] if number else line)
    return _ANNOUNCED_BY.sub("", own.lstrip("•· "))


def _is_cited(text: str, position: int) -> bool:
    """Within the quotation marks of another document's title."""
    before = text[text.rfind("\n", 0, position) + 1 : position]
    return before.rfind("《") > before.rfind("》")


def _announced(notice: list[str], front: list[str]) -> str | None:
    """The heading below a notice with items of its own, which has named it in quotation marks."""
    cited = set(_CITED.findall("\n".join(front)))
    headings = [line for line in notice if _OWN_TITLE.fullmatch(line)]
    return next((line for line in headings if {line, _DRAFT.sub("", line)} & cited), None)


def _with_issuer(title: str, front: list[str]) -> str:
    """某市人民政府 on a line of its own above 关于…的意见 belongs to the title."""
    at = front.index(title)
    above = front[at - 1] if at else ""
    is_issuer = re.fullmatch(r"[\u4e00-\u9fff]{2,20}(?:人民政府|办公室|办公厅|委员会|局|厅)", above)
    return above + title if is_issuer and title.startswith("关于") else title


def _unwrapped(title: str) -> str:
    return title.replace("\n", "")


def _as_own_line(title: str, front: list[str]) -> str:
    """The fuller form that stands as a heading: 惠州市… rather than ….."""
    title = title.translate(_INNER_MARKS)
    for line in front:
        if line == title or _YEARS_BEHIND.fullmatch(line.removeprefix(title)):
            return line
        if (
            line.endswith(title)
            and len(line) <= len(title) + 12
            and not re.search(r"关于|印发|^附件", line)
            and line.count("《") == title.count("《")
        ):
            return line
    return title


def _notice_lines(outline: Outline) -> list[str]:
    """The short lines among the first items: a covering notice may count its own paragraphs."""
    lines = [
        line for node in outline.nodes[:12] for line in node.lines[1:] if line.end - line.start < 40
    ]
    return [line.of(outline.text) for line in lines]


def _record(outline: Outline) -> list[str]:
    """文号:… out of the table above the document that a web page keeps about it."""
    first = outline.nodes[0].start if outline.nodes else len(outline.text)
    rows = [row.of(outline.text) for row in outline.rows[:_RECORD_ROWS] if row.start < first]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [f"{label}:{value}" for row in cells for label, value in pairwise(row)]


def _closing_lines(outline: Outline) -> list[str]:
    """The last lines, where a signature may stand."""
    text = outline.text
    return text[max(0, len(text) - 400) :].split("\n")[1:] if outline.nodes else []


def _place(title: str | None, front: list[str], closing: list[str]) -> str | None:
    """The government in the title, else the one that issued or published the plan."""
    named = _leading_place(title or "")
    if named:
        return named
    for line in [*front, *closing]:
        bare = NUMBER.sub("", line.split(":")[-1].strip(" •·"), count=1)
        found = None if _ADDRESSEES.search(line) else _GOVERNMENT.match(bare)
        found = found or _BUREAU.fullmatch(bare)
        place = _leading_place(found.group("place")) if found else None
        if place:
            return place
    return None


def _place_cited(front: list[str], opening: str) -> str | None:
    """义乌市 where the text speaks of 我市 and cites documents of no other city."""
    own = _OUR.search(opening)
    titles = _CITED.findall("\n".join(front))
    cited = [place for title in titles if (place := _leading_place(title))]
    cited = [place for place in cited if own and place.endswith(own.group("level"))]
    return cited[0] if len(set(cited)) == 1 else None


def _place_meant(front: list[str]) -> str | None:
    """青海省 where the plan is made 结合青海实际."""
    for told in _SITUATION.finditer("\n".join(front)):
        words = str(told["place"])
        if place := province(words):
            return place
        if len(words) > 2 and _leading_place(words) == words:
            return words
    return None


def place_stem(place: str | None) -> str | None:
    """惠州 for 惠州市: what the names of the place's own bodies begin with."""
    if place is None:
        return None
    inner = re.split(r"(?:省|自治区|市)(?=.)", place)[-1]
    return (
        re.sub(
            rf"(?:(?:{_PEOPLES})族?)*自治[区州县旗]$|(?:新区|省|市|州|盟|县|区|旗)$",
            "",
            inner,
        )
        or None
    )


def _leading_place(words: str) -> str | None:
    """深圳市, 南山区 or 深圳市南山区 where *words* begin with one."""
    bare = re.sub(r"^(?:中共|《|关于|20\d\d年(?:度)?)+", "", words)
    outer = _PLACE.match(bare)
    if outer is None or len(outer.group()) < 2 or _NOT_A_PLACE.search(outer.group()[:-1]):
        return None
    inner = (
        _WITHIN.match(bare, outer.end())
        if re.search(r"[省市州盟]$|自治区$", outer.group())
        else None
    )
    if inner and len(inner.group()) > 2 and not _NOT_A_PLACE.search(inner.group()[:-1]):
        return outer.group() + inner.group()
    return outer.group()
