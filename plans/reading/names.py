"""Lists of bodies: where a name ends, which words are none, the prefix 市/省/区/县 they share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.model import Span

_LEVEL = "新区|高新区|经开区|自治区|自治州|自治县|省|市|州|盟|区|县|旗|镇|乡"
_BARE_CITY = re.compile(r"市(?:场|政(?:管|园|工程|设|公用|道|建|排|环)|容|直|属|级)")
"""Names that begin with 市 and mean no city: 市场监管局, 市政园林局, 市直各部门"""
_NO_LEVEL = re.compile(
    r"区域|区块|州际|乡村|县域|省际|省市(?!场|政|容)|省属|镇村|镇区|县市(?!场|政|容)"
)
_PREFIX = re.compile(rf"({_LEVEL})(?=[\u4e00-\u9fff(“]{{2}})")
_PARTY = re.compile(rf"({_LEVEL})委")
_LEAGUE = re.compile(rf"团({_LEVEL})委")
_GROUP = re.compile(
    r"各|有关|相关|全市|全省|全县|全区|其他|其它|属地|所在|涉及|成员|本市|本省|行业|(?:工作)?领导小组|(?:工作)?专班|专项小组|联席会议|沿线|辖区|区域内|乡镇|镇街|镇人民|乡人民|街道|园区|市县|区县|县区|县级|区级|市级|省级|市直|省直|县直|区直|中央|驻|[县市区镇乡]\("
)
_OWN_PLACE = re.compile(
    r".{2,}(?:海关|海事局|海事处|检验检疫局|监管分局|银保监分局|银监分局|铁路[\u4e00-\u9fff]{0,4}(?:办|局)|证监局|保监局|银保监局|监管局分局|中心支行|分行|支行|铁路局|供电局|航道局|(?:区|园|港|城|山|湖)管理委员会|管委会|开发区|新区|高新区|经开区|合作区|示范区|保税区|.{2,}执委会|风景区|度假区|园区|办事处|街道|大学|学院|医院|报社|日报|日报社|电视台|广播电视台|广播电视总台|融媒体中心|公司|集团|银行)|.+(?:镇|乡|街道|村|社区)"
)
_BARE_AREA = re.compile(
    r"(?:高新|经开|开发|经济开发|经济技术开发|高新技术开发|保税|综合保税|旅游度假|度假|示范|工业园|产业园|功能|风景|港|园|综保|城乡一体化示范|合作|自贸|临空|临港|新)区"
    r"(?:管委会|管理委员会)?"
)
"""Areas beside the districts of a city: theirs is no prefix"""
_OF_A_PROVINCE = re.compile(
    r"(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    r"|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)[\u4e00-\u9fff]{2}"
)
"""广东金融监管局: what the centre keeps in a province"""
_DISTRICT = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?<!市辖)[区县旗](?:人民政府|政府)?"
    r"|[\u4e00-\u9fff]{2,3}市(?:人民政府|政府)?"
)
"""越秀区: a place below the one whose plan it is"""
_PLAIN_LEVEL_BODY = re.compile(
    r"海关总署|审计署|(?:长江|黄河|珠江|淮河|海河|太湖|松辽)(?:水利|流域|航)|(?:人民)?银行|人行|国网|南网|南方电网|中国|国家(?!安全[局厅])|国务院|中铁|中石|驻|武警|军分区|央行|移动|联通|电信|铁塔"
)
_SHARED_COMPANY = re.compile(
    r"(?:供电|城投|水务|水投|公交|燃气|供水|自来水|热力|交投|城建|文旅|交通|城发|国投|轨道交通|环境|环卫|地铁|自来水|烟草|公共交通|城市建设投资|排水)(?:投资|发展)?(?:有限)?(?:集团|公司|集团公司|总公司)"
)
"""Companies named after what they do: theirs is the level of the list"""
_SHARED_MEDIA = re.compile(
    r"(?:融媒体中心|广播电视台|电视台|日报社|联合会|总工会|工商业联合会|残疾人联合会|妇女联合会)"
)
_PARTY_ORGAN = re.compile(
    r"(?:组织部|宣传部|统战部|政法委|网信办|编办|军民融合办|改革办|农办|财经办|外办|台办|国安办|机要保密局|保密局|巡察办|老干部局|社会工作部|社工部|依法治[市省区县]办|党校)"
)
_SUFFIX = re.compile(
    r"(?:局|委|办|厅|署|院|会|部|处|室|中心|政府|支队|大队|总队|分局|公司|集团|银行|分行|支行|海关|台|社|报|校|大学|学院|所|站|队|团|联|单位|部门|企业|机构|科协|消协|侨协|记协|残协|市委|省委|县委|区委|公安|税务|区|县|市|州|盟|旗|镇|街|街道|乡|乡镇|镇街|地区|园|基地|银保监|人行|供电|组|科|馆|库|行|店|矿|厂|港|段|军分区|武装部|平台|高校|村|社区|医疗卫生|志愿者|机关)(?:\(.{1,12}\))?$"
)
_NOT_A_NAME = re.compile(
    r"(?:等|及|和|与|或|按|照|根据|依|分别|共同|具体|组织|负责|落实|牵头|配合|参与|协助|实施|推进|推动|加强|开展|做好|建立|完善|各自|职责|分工|完成|时限|时间|长期|持续|年底|前|另有|下同|略|无|—+|-+|/|\d.*)"
)
_NOT_A_NAME_EITHER = re.compile(
    r"(?:长期|持续|常态|全年|每年|每月|每季度|适时)[\u4e00-\u9fff]{0,6}|.{0,20}(?:完成|办结|落实到位)"
)
"""What stands in a list for a deadline"""
_STEMS = (
    "教育|科技|公安|民政|司法|财政|人社|人力资源社会保障|自然资源|国土|规划|生态环境|环保|住建|住房城乡建设|交通|交通运输"
    "|水务|水利|农业|农业农村|商务|文化|文旅|旅游|广电|体育|卫生|卫健|卫生健康|医保|应急|安监|审计|国资|市场监管|质监|工商"
    "|统计|信访|林业|城管|税务|气象|工信|发展改革|发改|消防|粮食"
)
_STEM = re.compile(rf"(?:{_LEVEL})?(?:{_STEMS})")
"""Departments as 市教育、公安、民政等部门 abbreviates them"""
_TAIL = re.compile(
    r"(?:等(?:[\d\u4e00-\u9fff]{0,8}(?:单位|部门|地区|机构|企业|成员|方面|职能部门|镇街|县区|区县))?|(?:分别|共同|具体|统筹|联合|组织|(?:结合|根据|按照)(?:各自|本地|自身)?(?:实际|要求|职能|职责)(?:情况)?|按照?(?:各自)?(?:职责(?:分工)?|分工)|根据职责(?:分工)?|依职责(?:分工)?|分工|抓好|做好|积极|协同)+)+$"
)
_HEAD = re.compile(
    r"^(?:(?:以上|上述|该|本)项?(?:工作|任务|事项)均?由|由|并由|以及|会同|联合|及|和|与|或|包括|其中|分别为|为|是|[:：])+"
)
_AREA = re.compile(
    r"各?(?:有关|相关)?(?:县级市|设区市|地级以上市|地级市|直管市|自治县|县|市|区|州|盟|旗|镇|乡|街道|街|乡镇|镇街|园区|开发区|功能区|新区|管理区|林区|经济区|示范区)(?:[(〔].{1,12}[)〕])?"
)
_AREA_BODY = re.compile(
    rf"{_AREA.pattern}(?:人民政府|政府|党委政府|党委|党工委|办事处|管委会|管理委员会)?(?:\(.*?\))?"
)
_LOW_BODY = re.compile(r"(?:镇|乡|乡镇|街道)(?:人民政府|政府|办事处)|街道|办事处|镇街")
_RULES_AREAS = re.compile(r"各|(?:有关|相关|其他)(?=[县市区州盟旗镇乡])")
"""各县、区人民政府, 有关县、市"""
_OFFICES = frozenset({"人民政府", "政府", "管委会", "管理委员会", "办事处", "街道办事处"})
_ADMINISTRATION = ("公署", "人民政府", "政府", "管委会", "管理委员会", "党委", "党工委", "办事处")
"""各盟行政公署、人民政府 names two offices of the same places"""
_AREA_LETTERS = "县市区州盟旗镇乡"
_GLUED = re.compile(
    rf"(?<=局|委|办|厅|部|会|院|府|心|队|司|团|联)(?<!总局)(?=(?:{_LEVEL})(?!委|府|属|局|办|联|协)[\u4e00-\u9fff]{{2,12}}?(?:局|委|办|厅|会|院|中心)|各(?:[县市区镇乡街旗]|有关|相关))"
    r"|(?<=[\u4e00-\u9fff)]{2}[局厅])(?<!总局)(?=[\u4e00-\u9fff]{2,12}?(?:(?<!分)局|厅|委)(?:$|[\u4e00-\u9fff]{2}))"
    r"|(?<=[\u4e00-\u9fff]{3}委)(?![员会])(?=[\u4e00-\u9fff]{2,12}?(?:(?<!分)局|(?<![党纪团编])委)$)"
)
_JOINED = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}}(?:单位|部门|企业|机构))(?:和|与|及|以及)(?=各|有关|相关)"
    rf"|(?<=[局委办厅部会院府联关队司心])(?:和(?![\u4e00-\u9fff]{{1,3}}分局)|与|及|以及|或)(?=(?:{_LEVEL}|各|有关|相关|团|国网|国家|中国|人行|[\u4e00-\u9fff]{{2,12}}(?:局|委|办|厅|海关|政府|管委会|新区|高新区|经开区|开发区)))"
)
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


def looks_like_body(text: str) -> bool:
    """Whether a name ends as names of bodies do."""
    return bool(_SUFFIX.search(text) or _STEM.fullmatch(text)) and len(text) <= 30


def level_of(name: str) -> str | None:
    """The prefix a name carries: 市 in 市教育局, 市委宣传部 and 团市委."""
    league = _LEAGUE.match(name)
    if league:
        return league.group(1)
    found = _PREFIX.match(name)
    if found is None or _BARE_CITY.match(name) or _NO_LEVEL.match(name) or _GROUP.match(name):
        return None
    return None if _BARE_AREA.fullmatch(name) else found.group(1)


def keeps_own_name(name: str, place: str | None) -> bool:
    """A body with its own place or level, or a group: it takes no prefix."""
    if _GROUP.match(name) or _PLAIN_LEVEL_BODY.match(name) or _LEAGUE.match(name):
        return True
    if _BARE_AREA.fullmatch(name) or _OF_A_PROVINCE.match(name) or _DISTRICT.fullmatch(name):
        return True
    if _SHARED_MEDIA.fullmatch(name) or _SHARED_COMPANY.fullmatch(name):
        return False
    if place and len(place) >= 2 and place in name and len(name) > len(place) + 1:
        return True
    return bool(_OWN_PLACE.fullmatch(name)) or not looks_like_body(name)


def share_prefix(names: list[Name], *, default: str | None, place: str | None) -> list[Name]:
    """Give each bare name the prefix of the names before it, or *default*."""
    current = default or next((level for name in names if (level := _plain_level(name.text))), None)
    shared: list[Name] = []
    after_party = False
    for name in names:
        level = level_of(name.text)
        if level:
            current = level
            after_party = bool(_PARTY.match(name.text))
            shared.append(name)
            continue
        text = name.text
        if current and not keeps_own_name(text, place):
            joint = f"{current}委" if after_party and _PARTY_ORGAN.fullmatch(text) else current
            text = joint + text
        shared.append(Name(text, name.span, name.starred, name.odd))
    return shared


def _plain_level(name: str) -> str | None:
    """The prefix of a department; 县委宣传部 and 团县委 carry theirs for themselves."""
    return None if _PARTY.match(name) or _LEAGUE.match(name) else level_of(name)


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
        (1 < len(text) <= 40 or text in _AREA_LETTERS)
        and not _NOT_A_NAME.fullmatch(text)
        and not _NOT_A_NAME_EITHER.fullmatch(text)
        and not re.search(r"^等|[。;:?!《》]|为牵头|下同|不再列|^“|”$", text)
    )


def _merge_areas(pieces: list[_Piece]) -> list[_Piece]:
    """各县、区人民政府 is one group: bare words for areas wait for the body behind them."""
    merged: list[_Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before and _RULES_AREAS.match(before.text) and _goes_on(before.text, piece.text):
            before.text += "、" + piece.text
        else:
            merged.append(piece)
    return merged


def _goes_on(group: str, text: str) -> bool:
    """Whether 各 still rules *text*: 区人民政府 behind 各县, 街道办事处 behind 各镇人民政府."""
    last = group.rsplit("、", 1)[-1]
    if text.startswith("各") and not last.endswith(tuple(_AREA_LETTERS)):
        return False
    if text in _OFFICES:
        return last.endswith(_ADMINISTRATION)
    if _AREA.fullmatch(last) or last.endswith("行政公署"):
        return bool(_AREA_BODY.fullmatch(text))
    return bool(_AREA_BODY.fullmatch(last) and _LOW_BODY.fullmatch(text))
