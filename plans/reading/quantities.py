"""Numbers with their measure: 93%, 4300件, 2.42亿平方米, 2-3个, 百分之九十五, 三家以上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from plans.model import Comparison
from plans.numerals import SCALES, chinese_number

_PER = (
    r"(?:/|每)(?:立方米|平方米|平方公里|人次|万人|千人|千克|公斤|万元|人|年|月|日|天|亩"
    r"|升|吨|户|次|公顷|小时|秒|个|家|床|千瓦时|标准煤)"
    r"(?:·(?:平方公里|平方米|人|年|月|天|日|亩|户))?"
)
_UNIT = (
    r"个百分点|百分点|%|‰|/(?:10万|十万|百万|万)"
    r"|(?:万亿|千亿|百亿|亿|千万|百万|万)?(?:美元|欧元|港元|元)(?:人民币)?"
    r"|[uμ]g/(?:m3|立方米)|微克|毫克|(?<=\d\.\d)级|蒸吨|吨标准煤|吨标煤|千瓦时|千瓦|兆瓦|吉瓦|平方公里|平方千米|平方米|立方米|公里|千米|海里|英亩|公顷|公斤|千克|吨|克|斤|升|米|标方|立方"
    r"|个工作日|工作日|分钟|小时|个月"
    r"|人次|项次|人天|人年|人公里|吨公里|辆次|亩次|套次|条次|座次|学分|泊位|车位|台件|人份|套件|户次|家次|台次|批次|场次|班次|车次|架次|件次|标箱|标准箱|标准机架|台套|台\([套件]\)|[套件]\(台\)|PFLOPS|EFLOPS|[PE]FLOPS|Gbps|Mbps|Tbps|Gb/s|PB|TB|GB|MW|GW|kW|TEU|万?机架"
    r"|个|家|所|座|处|件|项|条|套|台|辆|艘|架|张|支|只|头|羽|株|棵|批|场|次|期|部|本|册|篇|种|类|款|对|组|队|片|块|栋|幢|间|门|单(?![位元个独一项])|起|宗|例|首|笔|床|集(?![聚群中成团])|堂(?!食)|卷|席|届|轮(?![次流换训])"
    r"|份|盏|根|眼|口|孔|枚|面|班|节|学时|课时|人|名|位|户|亩|度|岁|分(?!之|别|类|级|钟|布|析|散)|倍|番|成(?=以上|左右|的)|天|日|周|P(?![A-Za-z])|盘|门|艘|路(?![径线段网])|幅|封|尾|颗|箱|桶|瓶|副|袋|列|村|镇|县|校|厂|企业"
)
_SCALE = r"(?:百万|千万|万亿|十万|万|亿|千|百)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MEASURE = rf"(?P<unit>(?:{_UNIT})(?:{_PER})?)"
_QUANTITY = re.compile(
    rf"(?<![\dA-Za-z.+×#])(?P<number>{_NUMBER})(?!\d)"
    rf"(?:(?P<unit1>%|‰|{_SCALE})?(?:-|—|–|~|至|到|——)(?P<upper>{_NUMBER})(?![\d年]))?"
    rf" ?(?P<scale>{_SCALE}(?!元|美元|欧元|港元|亿元|(?<=千)[瓦克米]))?"
    rf"(?P<odd>余|多|来)?(?:{_MEASURE})?"
)
_COUNTED = re.compile(r"\d[\u4e00-\u9fff]{1,2}[,、][\u4e00-\u9fff]{2,15}$")
"""著名商标2件,地理标志 before 一件: the list goes on"""
_EACH_OF = re.compile(r"分别(?:控制在)?(?:不)?(?:低于|高于|少于|多于|超过|大于|小于)$")
"""分别低于7%和5%: the word holds for both"""
_ADJOINS = re.compile(r"[、和及][\u4e00-\u9fff]{0,8}")
_PERCENT_WORDS = re.compile(
    r"百分之(?P<number>[零〇一二三四五六七八九十百]{1,4}(?:点[零一二三四五六七八九]+)?)"
)
_CN_NUMBER = r"[一二两三四五六七八九十百千]{1,6}"
_CN_UNIT = (
    r"(?:个百分点|个|家|所|座|处|件|项|条|套|台|辆|张|支|场次|场|次|期|名|位|户|人次|人|亩|吨"
    r"|成(?![果为员效立功长熟绩分就])|公里|对|片|块|栋|间|种|类|款|亿元|亿|万[个家名户人件亩吨元]?)"
)
_CHINESE = re.compile(
    rf"(?P<verb>(?:建成|新建|改建|扩建|建设|建立|新增|增加|培育|引进|引育|创建|打造|开发|认定|培养|完成|举办|组织|开展|遴选|评选|推出|发展|达到|超过|突破|不少于|不低于|至少|实现|配备|设立|布局|制定|制修订|培训|提高|提升|上升|下降|降低|增长)(?:了|不少于|不低于|至少|超过|各)?)?"
    rf"(?<![第十百千万亿点之每\d])(?P<number>{_CN_NUMBER})(?P<scale>万|亿)?(?P<odd>余|多)?(?P<unit>{_CN_UNIT})(?P<after>\(?含?\)?(?:及)?以上|以内|以下|左右)?"
)
_DOUBLED = re.compile(r"翻(?:了|两)?(?P<number>[一二两三四])?番")
_COUNT_LAST = re.compile(
    rf"(?<![第十百千万亿之每一二两三四五六七八九\d])(?P<number>{_CN_NUMBER})(?P<scale>万|亿)?(?P<odd>余|多)?(?P<unit>{_CN_UNIT})(?=[,;。、)\n|]|$)"
)
_BUILDING = re.compile(
    r"建成|新建|建设|新增|培育|引进|创建|打造|认定|培养|完成|举办|开展|遴选|评选|推出|发展|改造|布局|设立|建立|设置"
    r"|配备|组建|招募|安装|创成|评定|签约|落户|引育|孵化|修缮|更新|购置|扩建|组织|发放|选树|推广|开放|实施|上架|接入|获得|争取|落地|新设|选派|征集|对接"
)
_EACH = re.compile(r"至少|不少于|不低于|每个|每(?:县|区|市|乡镇|镇|街道|村|社区)|各建成")
_AT_LEAST_BEFORE = re.compile(r"(?:至少|不少于|不低于)[\u4e00-\u9fff]{0,4}$")
_NAME_BEHIND = re.compile(
    r"[\u4e00-\u9fff]{0,10}?(?:机制|体系|格局|模式|制度|局面|队伍|行动|计划|工程|战略|攻坚|责任)"
)
_CONCRETE = re.compile(r"座|所|家|处|条|名|场|套|台|辆|栋|对|户")
_LOWER = re.compile(r"([一二两三四五六七八九])[至到—-]$")
"""二至 before 三个"""
_THING = re.compile(rf"{_CONCRETE.pattern}|个|件|项")
_MANY = 3
_ADJACENT = (
    "建成",
    "新建",
    "建设",
    "新增",
    "培育",
    "引进",
    "创建",
    "打造",
    "认定",
    "完成",
    "举办",
    "开展",
    "建立",
    "设立",
    "发展",
    "布局",
    "遴选",
    "评选",
    "推出",
    "培养",
)
"""Verbs that the pattern for 建成百个 has already read"""

_NOT = r"不(?:得|能够?|可|应当?|宜|会|许|允许|准)?"
_LESS = re.compile(
    rf"(?:≤|≦|<=?|(?:小于|低于)(?:或)?等于|{_NOT}(?:高于|超过|超出|大于|多于)|低于|小于|少于|控制在|控制到|压缩至|压缩到|压减至|压减到|缩短至|缩短到|缩减至|缩减到|降至|降到|降低至|降低到|下降至|下降到|减少至|减少到|压降至|压降到|减至|减到|限制在)(?:了|约|为)?(?:平均|人均|低压|高压|每[\u4e00-\u9fff]{{1,2}})?$"
)
_MORE = re.compile(r"(?<![不少])(?:超过|超|高于|大于|多于|>)(?:了)?$")
_LEAST = re.compile(
    rf"(?:≥|≧|>=|(?:大于|高于)(?:或)?等于|{_NOT}(?:低于|少于|小于)|至少|最少)(?:了)?$"
)
_NOT_LESS = re.compile(r"(?<!不)(?<!不得)(?:低于|小于|少于|<)$")
_AT_LEAST_BEHIND = re.compile(r"(?:\(含\d[\d.]*[^()\d]{0,4}\)|\(?(?:含|及)?\)?)(?:及)?以上")
_AT_MOST_BEHIND = re.compile(
    r"\(?(?:含|及)?\)?(?:及)?(?:以下|以内|之内|内(?![\u4e00-\u9fff]*?(?:容|部|地|外))|之下)"
)
_ABOUT_BEHIND = re.compile(r"左右|上下")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, with measure and direction."""

    start: int
    end: int
    """behind 以上, 左右 and the like"""
    op: Comparison
    value: Decimal
    upper: Decimal | None
    unit: str | None
    compared: bool
    """a word such as 以上 or 超过 stands with it"""
    in_digits: bool


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Every number of a stretch of text that might be a promise, in reading order."""
    found = [
        *_in_digits(text, start, end),
        *_in_percent_words(text, start, end),
        *_in_chinese(text, start, end),
    ]
    return _sharing_limits(text, sorted(found, key=lambda quantity: quantity.start))


def _sharing_limits(text: str, found: list[Quantity]) -> list[Quantity]:
    """低压3天、高压15天以内: the limit behind the last holds for those before it."""
    for at in range(len(found) - 1, 0, -1):
        one, two = found[at - 1], found[at]
        if _ADJOINS.fullmatch(text[one.end : min(two.start, one.end + 12)]) and _EACH_OF.search(
            text, max(0, one.start - 12), one.start
        ):
            found[at] = replace(two, op=one.op, compared=True)
        shares = two.op is Comparison.AT_MOST and one.unit == two.unit and not one.compared
        if shares and _ADJOINS.fullmatch(text[one.end : min(two.start, one.end + 12)]):
            found[at - 1] = replace(one, op=Comparison.AT_MOST, compared=True)
    return found


def _in_digits(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text, start, end):
        lower = _value(match.group("number"), match.group("scale") or _shared_scale(match))
        unit = match.group("unit") or (
            match.group("unit1") if match.group("unit1") in ("%", "‰") else None
        )
        upper = _value(match.group("upper"), match.group("scale")) if match.group("upper") else None
        if upper is not None and upper <= lower:
            continue
        yield _quantity(text, match.start(), match.end(), (lower, upper), unit, in_digits=True)


def _shared_scale(match: re.Match[str]) -> str | None:
    return match.group("unit1") if match.group("unit1") not in ("%", "‰") else None


def _in_percent_words(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _PERCENT_WORDS.finditer(text, start, end):
        whole, _, part = match.group("number").partition("点")
        number = chinese_number(whole)
        if number is not None:
            digits = "".join(str(chinese_number(digit) or 0) for digit in part)
            value = Decimal(f"{number}.{digits or 0}").normalize()
            yield _quantity(text, match.start(), match.end(), (value, None), "%", in_digits=False)


def _in_chinese(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _CHINESE.finditer(text, start, end):
        number = chinese_number(match.group("number"))
        if number is None or not _is_promise(text, match, number, start):
            continue
        yield _counted_in_chinese(text, match, number)
    for match in _COUNT_LAST.finditer(text, start, end):
        number = chinese_number(match.group("number"))
        sentence = re.split(r"[;。]", text[max(start, match.start() - 60) : match.start()])[-1]
        clause = sentence if _COUNTED.search(sentence) else sentence.rsplit(",", 1)[-1]
        if (
            number
            and (number >= _MANY or _THING.fullmatch(match.group("unit")))
            and _BUILDING.search(clause[:-1])
            and not clause.endswith(_ADJACENT)
        ):
            yield _counted_in_chinese(text, match, number)
    for match in _DOUBLED.finditer(text, start, end):
        times = chinese_number(match.group("number") or "一") or 1
        yield _quantity(
            text, match.start(), match.end(), (Decimal(times), None), "番", in_digits=False
        )


def _counted_in_chinese(text: str, match: re.Match[str], number: int) -> Quantity:
    """百个 and 三万户 as quantities."""
    scale, unit = match.group("scale"), match.group("unit")
    if unit.startswith(("万", "亿")) and unit not in ("亿元", "万元"):
        scale, unit = unit[0], unit[1:]
    value, upper = Decimal(number) * SCALES[scale or ""], None
    start, end = match.start("number"), match.end("unit")
    lower = _LOWER.search(text, max(0, start - 2), start)
    least = chinese_number(lower[1]) if lower else None
    if lower and least and least < number:
        start, value, upper = lower.start(), Decimal(least) * SCALES[scale or ""], value
    return _quantity(text, start, end, (value, upper), unit or None, in_digits=False)


def _is_promise(text: str, match: re.Match[str], number: int, floor: int) -> bool:
    """三家以上 always; behind a verb of building 百个, and 一座 but not 一个机制."""
    if match.group("after"):
        return match.group("unit") not in ("年",)
    if _AT_LEAST_BEFORE.search(text[max(floor, match.start("number") - 8) : match.start("number")]):
        return True
    if match.group("verb") and match.group("unit") == "个百分点":
        return True
    if not match.group("verb") or _NAME_BEHIND.match(text, match.end()):
        return False
    if _EACH.search(text, max(floor, match.start() - 12), match.start("number")):
        return True
    return number >= _MANY or bool(_CONCRETE.fullmatch(match.group("unit")))


def _value(number: str, scale: str | None) -> Decimal:
    factor = SCALES.get(scale or "", Decimal(1)) if scale != "十万" else Decimal(100000)
    return Decimal(number.replace(",", "")) * factor


def _quantity(
    text: str,
    start: int,
    end: int,
    values: tuple[Decimal, Decimal | None],
    unit: str | None,
    *,
    in_digits: bool,
) -> Quantity:
    value, upper = values
    op, stop, compared = _comparison(text, start, end)
    if upper is not None:
        op = Comparison.RANGE
    elif value == 100 and unit == "%" and op is Comparison.AT_LEAST and stop == end:
        op = Comparison.EQUAL
    return Quantity(start, stop, op, value, upper, unit, compared, in_digits)


def _comparison(text: str, start: int, end: int) -> tuple[Comparison, int, bool]:
    """The direction, where the words for it end, and whether there are any."""
    before = text[max(0, start - 12) : start].rstrip(" ")
    for pattern, op in ((_AT_MOST_BEHIND, Comparison.AT_MOST), (_ABOUT_BEHIND, Comparison.ABOUT)):
        behind = pattern.match(text, end)
        if behind:
            return op, behind.end(), True
    if _LESS.search(before) and not _LEAST.search(before):
        behind = _AT_LEAST_BEHIND.match(text, end)
        op = Comparison.LESS if _NOT_LESS.search(before) else Comparison.AT_MOST
        return (Comparison.AT_LEAST, behind.end(), True) if behind else (op, end, True)
    behind = _AT_LEAST_BEHIND.match(text, end)
    if behind:
        return Comparison.AT_LEAST, behind.end(), True
    if before.endswith(("约", "大概")):
        return Comparison.ABOUT, end, True
    if _MORE.search(before):
        return Comparison.MORE, end, True
    return Comparison.AT_LEAST, end, bool(_LEAST.search(before))
