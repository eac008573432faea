"""Which numbers are promises: names, scopes, caps of subsidies and past facts are not."""

from __future__ import annotations

import re

from plans.model import Comparison
from plans.reading.quantities import Quantity

_MONEY_GIVEN = re.compile(
    r"最高|给予|奖励|奖补|补助|补贴|资助|贴息|减免|罚款|报销|扶持资金|奖金|按照?.{0,12}(?:标准|比例)|每(?:人|户|家|个)(?:每月|每年|一次性)|一次性"
)
_GRANT = re.compile(r"(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))?(?:对|凡)[^。;\n]*?给予")
_AIM = re.compile(r"力争|确保|[到至]20\d\d年|每年(?!度)|培育|新增|建成|达到(?!.{0,20}的)")
_GIVEN_NEXT = re.compile(r"(?:的标准)?,(?:给予|予以)[^,。;]*(?:补助|补贴|奖励|奖补|资助)")
"""不高于合同金额的30%,给予补助: the share is of what is paid"""
_A_RATE = re.compile(r"满意|(?<!费)(?<!利)(?<!税)(?<!息)(?<!补贴)率")
"""奖励资金兑付率100%: how much of it, not how much of the cost"""
_PER_HEAD = re.compile(r"最高|不超过|每|一次性|标准|比例|给予|奖励")
"""A sum of hundreds of millions without these is what is given in all"""
_PAST = re.compile(
    r"目前|截至目前|现有|已有|已经?(?:建成|达到|完成|实现|有|累计|培育|创建)|(?<![较比])(?:去年|上年)(?!度?末?的?(?:增|下降|提高|减))|以来|原有|曾|共有(?!.*(?:达到|建成))"
)
_SCOPE_BEFORE = re.compile(
    r"(?:等|对|对于|将|针对|围绕|聚焦|依托|按照?|根据|以下|上述|这|下列|所列|落实|其中|涉及|下辖|辖区|所辖|(?<!安)全[市省县区]|我市|我省|我县|我区|市属|世界|中国|全国|全球|国内|明确|梳理|包含|包括|涵盖|前|近|过去|原有|现有|以|以下简称|共|第|的|“)$"
)
_SCOPE_UNITS = frozenset({"种", "类", "大", "款", "方面", "村", "镇", "县", "校", "厂", "企业"})
_TIME_UNITS = frozenset(
    {
        "天",
        "日",
        "周",
        "小时",
        "分钟",
        "个月",
        "工作日",
        "个工作日",
        "岁",
        "度",
        "学时",
        "课时",
        "级",
        "P",
        "升",
        "米",
        "节",
        "班",
        "面",
    }
)
_NAME_BEHIND = re.compile(
    r"(?:级(?!以上|别)|强(?!化)|星|D\b|G\b|A级?|号|版|型|分之|线|时效|热线|监督电话|生活圈|便民|交通圈|通勤圈|经济圈|服务圈|圈|服务制|不打烊|\+|×|/\d|\.\d|元/|年(?!均)|月(?!底)|:\d|℃|K|k)"
)
_ONWARD = re.compile(
    r"(?:左右|以上)?(?:降|减|提高|提升|增|压缩|缩短|扩大|下降|上升|调整)(?:低|少|加|减)?(?:至|到|为)"
)
_SIZED = re.compile(
    r"(?:级|以上|及以上)?(?:[、和及](?:若干|数|\d+)个超?[\d.]+[万亿]+元)?的?(?:[\u4e00-\u9fff]{0,4})(?:企业|项目|集群|产业|园区|基地|平台|镇|村|县|工程|产品|品牌|单品)"
)
_OF_FIRMS = re.compile(r"的(?:[\u4e00-\u9fff]{0,4})(?:企业|单位|组织|机构)")
"""产值超过5亿元的企业"""
_WITH = re.compile(r"^(?:与|同|和|向|从|为|对|由|联合|依托|围绕)[\u4e00-\u9fff]{0,10}$")
_THINGS_BEHIND = re.compile(r"的?[\u4e00-\u9fff]{2}")
_OF_A_RULE = re.compile(r"(?:的|这一)?(?:优惠)?(?:政策|标准)(?![化])")
"""下调费率50%的政策: what a rule says"""
_RELAXED = re.compile(r"放宽(?:到|至)[^,;。]*$")
_TO_SOME = re.compile(r"^对[\u4e00-\u9fff、]*$")
_EMPLOYERS = re.compile(r"的?[\u4e00-\u9fff]{0,6}(?:企业|单位|机构|商户)[^,;。]*,")
"""对职工30人以上的企业,…: to whom a rule applies"""
_OF_AN_AGE = re.compile(r"[及的]?(?:[\u4e00-\u9fff]{0,4}(?:人|儿|童|老|婴|青年|妇女|居民|职工))")
_AROUND = re.compile(
    r"(?:围绕|聚焦|针对|立足|依托)(?:(?!建成|建设|培育|实施|新增|打造|开展|创建|完成)[^,])*"
)
"""围绕16个集群和50条产业链: the setting of what follows"""
_RATE_WITHIN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:率|占比|比例)")
"""48小时内响应率: what the rate is of"""
_CARRIED_OUT = re.compile(
    r"(?:落实|贯彻|执行|承接|对照)(?:国家|省|市|上级|中央|部|第)[^,、]{0,24}$"
)
"""落实国家第一批13个事项: what others have counted"""
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_ALL_PLACES = re.compile(r"[县市区镇乡街村旗][^,;。]{0,16}(?:全覆盖|全部覆盖)")
"""11个县(市、区)全覆盖: every place there is"""
_COVERS = re.compile(r"(?:建立|构建|形成|健全|完善|打造)(?:起)?覆盖[^,;。]*")
"""覆盖3个市辖区、5个县的网络: how far what is built reaches"""
_OF_A_YEAR = re.compile(r"(?<=[到至])20\d\d年(?:底|末)?的$")
"""提高到2020年的82分"""
_OUT_OF = re.compile(r"[\u4e00-\u9fff“”]{1,16}中(?![国心小央期])[^,;。]{0,24}\d")
"""289个品种中我市的3个"""
_HERE = re.compile(r"(?<!安)全[市省县区]$")
_TAKEN_IN = re.compile(r"(?!.{0,24}(?:全部|均|都))[^,;。]{2,24}(?:纳入|接入|实现|完成|建成|达标)")
"""全市60家市场纳入追溯: of those that are here so many"""
_SO_MANY = re.compile(r"(?:的|项目|企业)?\d+(?:个|家|项|户)")
_CHOSEN = re.compile(r"获奖|奖项|评选|评出|入选|名额|每届")
"""获奖组织不超过5个: a rule for choosing, no promise"""
_FOR_WHOM = re.compile(
    r"为[\u4e00-\u9fff]{0,10}(?:人|名|位|户|家|个)?[\u4e00-\u9fff]{0,14}"
    r"(?:安装|提供|配备|发放|购买|办理|减免|建立|解决|适配|开展|实施|购置)"
)
"""为500名老人安装设备 promises something to each of them"""
_YEAR_BEHIND = re.compile(r" ?(?:年|月|日|号|-\d|/\d|\.\d|:)")
_PHONE = re.compile(r"电话|传真|邮编|邮箱|热线|QQ|网址|编号|文号|邮政编码|网站")
_VERB_BEFORE = re.compile(
    r"(?:达|达到|至|到|为|占|率|量|数|比|比重|比例|比率|度|额|值|超|过|破|增长|增加|提高|提升|下降|降低|减少|新增|建成|建设|完成|实现|培育|创建|打造|新建|培养|引进|举办|开展|认定|在|于|内|约|了|各|均|分别|保持|稳定|控制)$"
)
_COUNTABLE_AFTER = re.compile(r"[\u4e00-\u9fff“]")
_WINDOW = 150
"""characters on either side that can tell what a number is"""
_LONG_QUOTATION = 120
_SAYS_GOALS = re.compile(r",[^,]*(?:达到|达|不低于|不少于)\d|(?:达到|达|不低于|不少于)\d[^,]*,")
"""“人才达到2000名,贡献率达到40%”的目标: goals in quotation marks, no name"""
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』"}


def is_promise(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Whether the number in the clause is one somebody promises to reach or hold."""
    start = max(clause[0], quantity.start - _WINDOW)
    end = min(clause[1], quantity.end + _WINDOW)
    clause = (start, end)
    before, behind = text[start : quantity.start], text[quantity.end : end]
    if _is_something_else(text, quantity, clause) or _is_part_of_more(
        text, quantity, before, behind
    ):
        return False
    if quantity.unit is None:
        return _stands_alone(before, behind, quantity)
    if quantity.unit in _TIME_UNITS and not quantity.compared:
        return bool(re.search(r"(?:达到?|提高到|提升到|延长至|增至|寿命为?|时长)(?:了)?$", before))
    return not _is_scope(before, behind, quantity)


def _is_something_else(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """A name, a quotation, money given, a starting point or the size of the things counted."""
    return (
        _is_named(text, quantity)
        or _is_quoted(text, quantity)
        or _is_money_given(text, quantity, clause)
        or _is_of_a_grant(text, quantity)
        or _is_baseline(text, quantity)
        or _is_attribute(text, quantity, clause)
    )


def _is_part_of_more(text: str, quantity: Quantity, before: str, behind: str) -> bool:
    """What was reached before, a telephone, a budget, an age, or the time that a rate is about."""
    if re.search(
        r"总投资(?:额|约)?$|(?:投资|总|资金)规模(?:达|为)?$|概算$", before
    ) and behind.startswith("的"):
        return True
    if _PAST.search(before) or (_PHONE.search(before) and quantity.unit is None):
        return True
    if _RELAXED.search(before) or (quantity.unit == "%" and _OF_A_RULE.match(behind)):
        return True
    if quantity.compared and _TO_SOME.match(before) and _EMPLOYERS.match(text, quantity.end):
        return True
    if quantity.op is Comparison.AT_MOST and _CHOSEN.search(before):
        return True
    if quantity.unit == "岁" and _OF_AN_AGE.match(behind):
        return True
    return quantity.unit in _TIME_UNITS and bool(_RATE_WITHIN.match(text, quantity.end))


def _is_of_a_grant(text: str, quantity: Quantity) -> bool:
    """对年纳税3000万元以上的企业给予2个名额: who gets something and how much, a rule."""
    farthest = max(0, quantity.start - 2 * _WINDOW)
    floor = max(text.rfind(mark, farthest, quantity.start) for mark in "。;\n") + 1
    if floor == 0 and farthest:
        return False
    begins = max(text.rfind(word, floor, quantity.start) + 1 for word in (",对", ",凡"))
    grant = _GRANT.match(text, max(floor, begins), quantity.end + _WINDOW)
    if grant is None or _AIM.search(text, grant.start(), quantity.end):
        return False
    return quantity.start < grant.end() or quantity.unit != "%"


def _is_baseline(text: str, quantity: Quantity) -> bool:
    """The number one starts from: 由8%降至5%."""
    return bool(_ONWARD.match(text, quantity.end)) and bool(
        re.search(r"(?:由|从)[^,;。]{0,12}$", text[max(0, quantity.start - 16) : quantity.start])
    )


def _is_attribute(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """The size of the things counted: 产值超10亿元企业达到25家."""
    if _is_size_limit(text, quantity) or _is_size_of_some(text, quantity):
        return True
    if "元" not in (quantity.unit or "") or not _SIZED.match(text, quantity.end):
        return False
    if text.endswith("以上", 0, quantity.end) or _OF_FIRMS.match(text, quantity.end):
        return True
    rest = text[clause[0] : quantity.start] + text[quantity.end : clause[1]]
    return bool(re.search(r"\d+(?:个|家|项|户|条|座)", rest))


def _is_size_of_some(text: str, quantity: Quantity) -> bool:
    """其中10亿元以上6个: how large the six are."""
    return "元" in (quantity.unit or "") and bool(_SO_MANY.match(text, quantity.end))


def _is_size_limit(text: str, quantity: Quantity) -> bool:
    """35蒸吨以下燃煤锅炉: which boilers, not how much."""
    if quantity.op is not Comparison.AT_MOST or not _THINGS_BEHIND.match(text, quantity.end):
        return False
    return text[max(0, quantity.end - 2) : quantity.end] == "以下"


def _is_named(text: str, quantity: Quantity) -> bool:
    """Part of a name: 40万吨级, 3D, 12345热线, 15分钟生活圈, 500强."""
    if quantity.unit is None and _YEAR_BEHIND.match(text, quantity.end):
        return True
    if text.endswith("(含", 0, quantity.start):
        return True
    if (
        text[quantity.start - 1 : quantity.start] in ("每", "第", "-", "/", "_", "·", "№")
        and quantity.start
    ):
        return True
    return bool(_NAME_BEHIND.match(text, quantity.end))


def _is_quoted(text: str, quantity: Quantity) -> bool:
    """Inside quotation marks or the title of a document."""
    window = text[max(0, quantity.start - 40) : quantity.start]
    for opening, closing in _QUOTES.items():
        opened = window.rfind(opening)
        if opened >= 0 and "\n" not in window[opened:] and window.rfind(closing) < opened:
            closed = text.find(closing, quantity.end, quantity.end + _LONG_QUOTATION)
            inside = text[max(0, quantity.start - 40) + opened : closed]
            return 0 <= closed <= quantity.end + 40 and not _SAYS_GOALS.search(inside)
    return False


def _is_money_given(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """A subsidy, a reward or a fine, which is a cap and no promise to reach it."""
    unit = quantity.unit or ""
    if re.search(r"(?:不少于|不低于|至少)$", text[max(0, quantity.start - 4) : quantity.start]):
        return False
    if "元" not in unit and unit not in ("%", "倍"):
        return False
    sentence = text[max(clause[0], quantity.start - 40) : min(clause[1], quantity.end + 20)]
    before = re.split(r"[。;\n]", text[max(0, clause[0] - 50) : clause[0]])[-1]
    given = re.search(r"给予|奖励|奖补|补助|补贴|资助|贴息", before)
    if "元" in unit and given and re.search(r"不超过|最高|单个|每(?:家|户|个|人)|累计", sentence):
        return True
    if unit == "%" and _GIVEN_NEXT.match(text, quantity.end):
        return True
    if unit == "亿元" and not _PER_HEAD.search(sentence):
        return False
    return bool(_MONEY_GIVEN.search(sentence)) and not _A_RATE.search(sentence)


def _stands_alone(before: str, behind: str, quantity: Quantity) -> bool:
    """A bare number counts where a word of reaching stands before it and no noun behind it."""
    if _COUNTABLE_AFTER.match(behind) and not re.match(r"(?:分|以|并|且|和|左右)", behind):
        return False
    if quantity.value >= 2000 and quantity.value <= 2100 and not quantity.compared:
        return False
    return bool(
        quantity.compared
        or re.search(r"(?:达到?|至|到|超过?|突破|为|在|指数|系数)(?:了)?$", before)
    )


def _is_scope(before: str, behind: str, quantity: Quantity) -> bool:
    """20种重点产品, 5大产业, 对10个单位: what is dealt with, not how much is promised."""
    if quantity.compared or quantity.unit in ("%", "‰", "个百分点", "百分点"):
        return False
    if quantity.unit in _SCOPE_UNITS:
        return not re.search(
            r"(?:达到?|新增|增加到?|扩大到?|建成|培育|推出|开发|研发|完成|覆盖|超过?|累计|发展|实现)(?:了)?$",
            before,
        )
    if re.match(r"[\u4e00-\u9fff]{0,4}指标", behind):
        return True
    if _CARRIED_OUT.search(before) or _AROUND.fullmatch(before):
        return True
    if _FOR_WHOM.match(before + behind):
        return False
    if (
        _ALL_PLACES.match(behind)
        or _OUT_OF.match(behind)
        or (_WITH.match(before) and _WORD.match(behind))
    ):
        return True
    return _names_a_scope(before, behind)


def _names_a_scope(before: str, behind: str) -> bool:
    """Whether the words before a number tell what it counts: 全市60家 is none if they are 纳入."""
    if _HERE.search(before) and _TAKEN_IN.match(behind):
        return False
    if _COVERS.fullmatch(before) and "的" in behind:
        return True
    before = _OF_A_YEAR.sub("", before)
    return bool(_SCOPE_BEFORE.search(before)) and not _VERB_BEFORE.search(before)
