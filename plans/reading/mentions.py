"""The awareness days, weeks and months that a text names, under the names it gives them."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.model import ObservanceFact, Span
from plans.observances import ObservanceCalendar

_SHAPE = re.compile(
    r"(?:“?(?:\d{1,2}·\d{1,2}|\d{3,4})”?)?“?(?P<name>[\u4e00-\u9fff]{1,14}?(?:日|周|月|节(?=”)))(?=[”、,;。)》|等和及与的系活主宣专\n]|期间|$)”?"
)
_CAUSE = re.compile(
    r"^(?:世界|国际|全国|中国|中华|国家|全民|全省|全市)?[\u4e00-\u9fff]*(?:质量|安全|宣传|消费|权益|知识产权|标准|计量|认可|品牌|消防|科普|科技|节能|低碳|环境|环保|防灾|减灾|宪法|法治|法制|诚信|读书|阅读|健康|卫生|生态|节水|水|粮食|交通|网络|信用|普法|保密|禁毒|助残|敬老|志愿|慈善|职业病|技能|旅游|文化|遗产|健身|体育|丰收|家电|促销|购物|用药|医疗器械|化妆品|护林|植树|爱鸟|地球|土地|海洋|气象|人才|企业家|创新创业|双创|数字|服务|主题|教育|活动|竞争|无障碍|爱国)[\u4e00-\u9fff]*(?:日|周|月)$"
)
_WORLDWIDE = re.compile(
    r"^(?:世界|国际|全国|中国|联合国|全民)[\u4e00-\u9fff]{2,10}(?<!工作)(?:日|周|月|节)$"
)
_DATE_IN_FRONT = re.compile(r"^[\d·]+(?=[\u4e00-\u9fff]{3})")
"""3·15 before 国际消费者权益日 is its date"""
_NAMED_BY_DATE = re.compile(
    r"“(\d{1,2}·\d{1,2})”(?=[、,和及“”]|(?:等|系列|主题|宣传|专题|大型)*活动)"
)
_BARE_DATE = re.compile(r"(?<![\d·“.])(\d{1,2}·\d{1,2})(?=[、,和及]|(?:等|宣传|主题|系列)*活动)")
_ORDINARY = re.compile(
    r"(?:健康主题|活动主题|^[\u4e00-\u9fff]{0,4}主题|主题党|党|工作|节假|假|休息|双休|即|今|昨|近|次|当|每|生|截止|交易|发布|本|上|下|同|前|后|逐|数|年|一|二|三|两|几|个|整|首|评价基准|基准|有效|一个|生命|为期一|星期|岁|满|蜜)(?:日|周|月)$|^(?:\d|[一二三四五六七八九十]+)(?:日|周|月)"
)
_VERB = re.compile(
    r".*(?:开展|组织|举办|办好|策划|参加|参与|实施|抓好|做好|结合|利用|借助|依托)(?=[\u4e00-\u9fff]{3})"
)
"""What stands before a name: the last verb and all in front of it"""
_HEAD = re.compile(
    r"^(?:个(?=世界|国际|全国)|积极|广泛|深入|认真|组织|策划|开展|举办|办好|做好|利用|结合|依托|借助|围绕|通过|以|在|于|用好|抓住|每年|全市|我市|参与|参加|推进|推动|和|及|与|等|落实|实施|持续|继续|开展好|充分|以及|一年一度的|年度|抓好|鼓励|支持|各类|如|为契机|活动|主题|城市)+"
)


def observances_in(text: str, calendar: ObservanceCalendar) -> tuple[ObservanceFact, ...]:
    """Each observance once, in the order of the text."""
    found: dict[str, ObservanceFact] = {}
    taken: list[Span] = []
    for fact in sorted(
        [*_known(text, calendar), *_shaped(text), *_by_date(text, calendar)],
        key=lambda fact: (fact.span.start, -fact.span.end),
    ):
        if any(span.start < fact.span.end and fact.span.start < span.end for span in taken[-3:]):
            continue
        taken.append(fact.span)
        bare = _DATE_IN_FRONT.sub("", fact.name)
        found.setdefault(calendar.standard_name(bare), replace(fact, name=bare))
    return tuple(found.values())


def _known(text: str, calendar: ObservanceCalendar) -> list[ObservanceFact]:
    """Names of the calendar, wherever they stand."""
    names = [
        name for name in calendar.names() if len(name) >= 3 and not re.fullmatch(r"[\d·]+", name)
    ]
    pattern = re.compile("|".join(re.escape(name) for name in names))
    facts = []
    for match in pattern.finditer(text):
        start = match.start() - 2 if text.startswith("全国", match.start() - 2) else match.start()
        if not re.match(r"(?:之|起|常|度|内|程|后|前)", text[match.end() : match.end() + 1]):
            facts.append(ObservanceFact(text[start : match.end()], Span(start, match.end())))
    return facts


def _by_date(text: str, calendar: ObservanceCalendar) -> list[ObservanceFact]:
    """“3·15”, where a campaign is known by its date; without quotation marks a known one only."""
    names = calendar.names()
    return [
        ObservanceFact(found.group(1), Span(found.start(1), found.end(1)))
        for shape in (_NAMED_BY_DATE, _BARE_DATE)
        for found in shape.finditer(text)
        if shape is _NAMED_BY_DATE or found.group(1) in names
    ]


def _shaped(text: str) -> list[ObservanceFact]:
    """Names of the usual shape that no calendar knows, such as 质量安全周."""
    facts = []
    for match in _SHAPE.finditer(text):
        name, start = match.group("name"), match.start("name")
        for shape in (_VERB, _HEAD):
            head = shape.match(name)
            if head:
                name, start = name[head.end() :], start + head.end()
        if (
            len(name) >= (3 if text.startswith("”", start + len(name)) else 4)
            and (_CAUSE.match(name) or _WORLDWIDE.match(name))
            and not _ORDINARY.search(name)
        ):
            facts.append(ObservanceFact(name, Span(start, start + len(name))))
    return facts
