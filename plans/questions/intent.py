"""What a question asks for: tasks, targets, departments, a count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.query import Counted, Most
from plans.questions.marked import Mark

_B, _D, _N, _S = (m.value for m in (Mark.BODY, Mark.DAY, Mark.NUMBER, Mark.SECTION))
_HOW_MANY = r"(?:(?<![哪第])几|多少|有几|有多少)"
_KIND_OF_TASK = r"(?:重点|主要|具体|工作|牵头|配合|责任|负责|参与|的|量化|需要|要)*"
_TASK = r"(?:任务|工作任务|事项|工作事项|举措|措施|条款|(?:民生)?实事)"
_OFFICE = r"(?:部门|单位|委办局|厅局|成员单位|局委|局)"
_IN_ALL = r"(?:一共|总共|共计?|合计|总计|拢共|统共|[加合凑]起来|合在一起)?"
_WHICH = r"(?:哪些|哪几|哪|什么|啥|哪个|哪几个|哪一|几)"
_TARGET = r"(?:指标|量化目标|目标值|目标数|硬指标|数字目标|量化要求|目标)"

_COUNTS: tuple[tuple[re.Pattern[str], Counted], ...] = (
    (
        re.compile(rf"{_HOW_MANY}(?:个|家|类|种)?(?:市直|主要|{_KIND_OF_TASK})*(?:大)?{_OFFICE}"),
        Counted.DEPARTMENTS,
    ),
    (re.compile(rf"{_HOW_MANY}(?:个|项|条|类|种)?{_KIND_OF_TASK}{_TARGET}"), Counted.TARGETS),
    (
        re.compile(rf"{_HOW_MANY}(?:个|大|大个)?(?:部分|板块|章|大类|方面|大项|篇章|块)"),
        Counted.SECTIONS,
    ),
    (
        re.compile(rf"{_HOW_MANY}(?:个|份)?(?:计划|方案|文件|城市|地方|地区|纲要)(?!分别|各)"),
        Counted.PLANS,
    ),
    (
        re.compile(
            rf"{_HOW_MANY}(?:个|种)?(?:主题日|宣传日|宣传月|主题月|纪念日|活动日|节日|日子)"
        ),
        Counted.OBSERVANCES,
    ),
    (re.compile(rf"{_HOW_MANY}(?:个|项|条|件)?{_KIND_OF_TASK}(?:{_TASK}|工作)"), Counted.TASKS),
    (
        re.compile(
            rf"{_OFFICE}(?:的)?(?:总数|数量|个数|家数|数目)|{_OFFICE}(?:一共|总共|共)?(?:有)?{_HOW_MANY}(?:个|家|(?=$|[?。!呢啊]))"
        ),
        Counted.DEPARTMENTS,
    ),
    (
        re.compile(
            rf"{_TARGET}(?:的)?(?:总数|数量|个数|数目)|(?:指标)(?:一共|总共|共)?(?:有)?{_HOW_MANY}(?:个|项|条)"
        ),
        Counted.TARGETS,
    ),
    (
        re.compile(
            rf"任务(?:的)?(?:总数|数量|个数|数目|总?数(?=$|[?是有]))|任务(?:一共|总共|共|合计|总计)?(?:是|有)?{_HOW_MANY}(?:个|项|条)"
            rf"|任务(?:里|中)?{_IN_ALL}(?:是|有)?{_HOW_MANY}(?=$|[?!。呢啊呀,])"
        ),
        Counted.TASKS,
    ),
    (
        re.compile(
            rf"(?:一共|总共|共计|合计|总计|共)(?:有|是)?{_HOW_MANY}(?:项|条|件|个)(?![一-龥])"
        ),
        Counted.TASKS,
    ),
    (re.compile(rf"的{_IN_ALL}有?{_HOW_MANY}(?:项|条|件)(?=$|[?!。呢啊呀吗,])"), Counted.TASKS),
    (
        re.compile(
            rf"(?:牵头|配合|负责|参与|参加|承担|涉及|任务|承办|分到|领了?|分了?|接了?|担了?|摊上?了?|背了?|占了?)(?:了|的)?(?:一共|总共|共)?(?:有)?{_HOW_MANY}(?:项|条|件|个)(?=$|[?!。呢啊呀吗,])"
        ),
        Counted.TASKS,
    ),
    (
        re.compile(
            rf"{_S}(?:的)?(?:一共|总共|共)?(?:有|是)?{_HOW_MANY}(?:项|条|个)(?=$|[?!。呢啊,])"
        ),
        Counted.TASKS,
    ),
)
_PARTS_LISTED = re.compile(
    r"(?:哪些|哪几个|哪几|什么|几个|多少个|几大)(?:大)?(?:部分|板块|章节?|大类|篇章)|(?:部分|板块|章节)(?:(?:有哪些|是哪些|都有哪些)(?![项条个]|任务|工作|事项|指标|部门|单位)|怎么分)"
)
_LISTED_TOO = re.compile(
    r"[,;。?、和](?:都|分别|具体|各|请|并)*(?:是|有)?(?:哪[些几]|什么|列|谁)[^,]{0,6}$"
)
_LISTS = (Counted.TASKS, Counted.DEPARTMENTS, Counted.TARGETS)
_LEFT = re.compile(
    r"(?:还有|还剩(?:下)?|剩(?:下|余)?|距离?|离|还差|差).{0,20}?(?P<n>几|多少)个?(?P<unit>天|日|周|星期|礼拜|月)"
    r"|(?P<n2>几|多少)个?(?P<unit2>天|日|周|星期|礼拜|月)(?:后|之后)?(?:就)?(?:要)?(?:本|该|这个)?(?:行动)?(?:计划|方案|纲要|任务)?(?:就)?(?:到期|截止|结束|到|开始)"
    r"|(?:还有|还剩|剩|离|距离?).{0,16}?(?:多久|多长时间|多少时间)|(?:剩余|剩下|倒计时).{0,4}?(?:天数|时间|日子)|倒计时"
)
_PROGRESS = re.compile(
    r"(?:完成|办结|落实|执行|推进|进展)(?:得|的)?(?:情况|进度|怎么样|怎样|如何|了吗|了没|没有|率是多少|到哪)|进展|进度"
)
_OBSERVANCE = re.compile(
    r"(?:主题|宣传|纪念|活动|质量|节|重要|特殊|国际|世界)+(?:日|月|周)(?!标)(?:活动)?|纪念日|主题日|宣传日|宣传周|宣传月|主题月|主题周|主题宣传|日子|节日|节点"
)
_MONTHS = re.compile(r"^(?!.*(?:主题|宣传|纪念|活动)(?:日|周)).*(?:主题|宣传|纪念|活动)月")
_WHO = re.compile(
    rf"谁(?!.{{0,4}}都(?:行|可以|算))|哪几?家(?=在|来|去|管|弄|抓|干|做|负责|牵头|配合)|哪一?家|最[多少大]的(?:牵头|配合)?(?:部门|单位)|{_WHICH}(?:个|些|家|几个|几家|一个|一家)?(?:市直|主要|具体|牵头|配合|责任|参与|主办|协办|的|相关|不同)*(?:{_OFFICE}|机构|厅|机关|处室|科室)"
    rf"|(?:牵头|配合|责任|参与|参加|主办|协办|承办|负责|相关|落实|协助|涉及|主责|承担)(?:的)?(?:责任)?(?:{_OFFICE}|方|人)(?!.{{0,6}}(?:任务|事项))(?![是有为含:]{{1,2}}{_B})(?:[是有都为:?]|分别|呢|$|[?。,]|名单|列)"
    rf"|{_OFFICE}(?:都)?(?:有哪些|有谁|是谁|是哪|有哪|名单|列表|清单|一览)|归(?:谁|哪(?!一?(?:个|项|条)?(?:任务|工作|事项|项|条)))|找谁|(?:列|看|查|给|报)(?:一下|出|出来|下)?(?:所有|全部|各|相关)?(?:的)?(?:牵头|配合|责任|参与)?{_OFFICE}(?:名单|清单|$)"
)
_ROLE = r"(?:牵头|配合|参与|责任|协办|主办|承办)"
_PART_OF_WHICH = re.compile(
    rf"{_B}.{{0,3}}(?:是|当|做|作为).{{0,4}}(?:任务|工作|事项)的.{{0,6}}{_OFFICE}"
    rf"|{_B}(?:.{{0,4}}|在.{{1,10}})(?:是|为|当|做|作为){_ROLE}{_OFFICE}(?!的?[是有])"
    rf"|{_B}{_ROLE}{_OFFICE}的(?:全部|所有)?(?:任务|工作|事项)"
    rf"|谁(?:来|去)?(?:做|干|完成|落实){_WHICH}(?:项|条|个)?(?:任务|工作|事项)"
    rf"|{_OFFICE}的?{_WHICH}(?:项|条|个)?(?:任务|工作|事项)"
)
_MEASURE = re.compile(
    r"(?:率|指数|满意度|比重|占比|比例|浓度|总量|拥有量|得分)(?:的)?(?:要求|标准|情况)?[?。]?$"
)
_TARGETS = re.compile(
    r"指标|量化|目标|数值|百分之(?:几|多少)|多高|多大|达标线|数字(?=$|[有是都要呢?])|数字要求|具体数字|硬杠杠|要求是多少|标准是多少|考核值"
)
_AMOUNT = re.compile(
    r"(?:多少|(?<![哪好第])几)(?P<unit>微克(?:/|每)立方米|万人次|人次|亿平方米|平方米|万元|亿元|百分点|分|家|个|项|件|张|名|座|所|条|批|种|亿|万|元|%)?"
)
_UNIT_HINT = re.compile(r"(?P<unit>家|个|项|件|张|名|座|所|条|批|种|人)数")
_TASKS = re.compile(
    rf"{_WHICH}(?:一)?(?:个|项|条|件|些|几项|几条|几个)?{_KIND_OF_TASK}(?:{_TASK}|工作|事情|事儿?|活[儿计]?|差事|内容|要求|部署|安排|项目)"
    rf"|{_TASK}|(?:{_WHICH}|第几)(?:一|几)?(?:项|条|个任务)|[做干忙](?:什么|啥|哪些|些什么|些啥)|管(?:什么|哪些|啥)"
    r"|负责(?:什么|哪些|啥)|承担(?:什么|哪些)|的事(?:情|儿)?(?=[有都是归]|$|[?,。])|职责|分工|事项|活儿|活(?![动力跃用性])|要做的|[件项些]实事|工作(?:清单|安排|内容)"
)
_PLANS = re.compile(
    r"(?:有|加载了?|导入了?|收录了?)?(?:哪些|什么|哪几个|哪几份)(?:城市的?|地方的?)?(?:计划|方案|文件|纲要)(?!.{0,8}(?:提到|提出|要求|目标|指标|任务))|(?:计划|方案|文件)(?:列表|清单)|哪些(?:城市|地方|地区)(?:有|的)"
    r"|(?:计划|方案|纲要|文件)(?:是)?(?:什么时候|哪天|哪年|何时|几时)(?:印发|发布|出台|到期|截止|结束)|文号"
)
_HOW_MANY_AT_ALL = re.compile(_HOW_MANY)
_MOST = re.compile(
    r"(?:(?P<most>最多|最大|最重|排第一|第一名|最忙)|(?P<few>最少|最轻|最小))(?=$|[的是?。,!呢啊有]|部门|单位|任务)"
)
_MENTIONED = re.compile(
    r"提到|提及|讲到|讲|说到|谈到|谈及|写到|写了|涉及|关于|有关|相关|包含|含有|出现|里有|中有|针对|围绕|和.+有关|带有|含|讲述|论及|挂钩|沾边|牵扯|字样|见于|见诸|载于|写[在进入]"
)
_HELP = re.compile(r"^(?:你|您)(?:是谁|叫什么|能|会|可以)(?:做|干|帮)?|怎么用|使用说明|帮助")
_WHEN_DUE = re.compile(r"什么时候|何时|哪天|几号|期限|截止|时限|到期日|时间节点")
_LED = re.compile(
    r"(?<![没无])(?:有)?(?:明确|指定|确定|写明)(?:了)?牵头(?:部门|单位|方)?|(?<![没无])有牵头(?:部门|单位|方)"
)
_UNLED = re.compile(
    r"(?:没有|没|无|未|不)(?:明确|指定|确定|写明|设)?(?:了)?(?:明确)?(?:的)?牵头(?:部门|单位|方)"
)

_NUMBERED = r"(?:量化|具体|数字|明确|考核)?的?指标"
_HAS = r"(?<!没)(?<!没有)(?:有|带有?|含有?|设了?|定了?)(?:量化|具体|数字|明确|考核)?的?指标"
_WITH_TARGETS = re.compile(
    rf"{_HAS}的(?:任务|工作)|{_WHICH}(?:项|条|个)?(?:任务|工作)(?:里|中)?(?:是)?{_HAS}(?!.*多少)"
    rf"|任务(?:里|中|当中|里面)?(?:的)?哪[些几](?:项|条|个)?{_HAS}"
)
_WITHOUT_TARGETS = re.compile(rf"(?:(?<!有)没有?|不带|不含|无|未设|没设|没定|未定){_NUMBERED}")
_ALONE = re.compile(
    r"(?:单独|独自|独家|独立|一家)(?:来|去)?(?:负责|承担|落实|完成|干|做)"
    r"|(?:没有?|无|不[用需要]+)(?:别人|别的部门|其他部门|其他单位|配合单位|配合部门|参与部门)(?:来)?(?:配合|参与|参加)?(?=的|$|[?,。])"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """What the grammar of a question says of what it wants."""

    counted: Counted | None = None
    left: Counted | None = None
    who: bool = False
    targets: bool = False
    amount: bool = False
    unit: str | None = None
    tasks: bool = False
    observances: bool = False
    months: bool = False
    """whole months only: 宣传月, 主题月"""
    plans: bool = False
    progress: bool = False
    help: bool = False
    when_due: bool = False
    mentioned: bool = False
    most: Most | None = None
    led: bool | None = None
    alone: bool = False
    with_targets: bool = False
    without_targets: bool = False


def cues_of(text: str) -> Cues:
    """Read the grammar of a marked question."""
    counted = next((what for pattern, what in _COUNTS if pattern.search(text)), None)
    if _PARTS_LISTED.search(text):
        counted = Counted.SECTIONS
    elif counted in _LISTS and _LISTED_TOO.search(text):
        counted = None  # the list says how many
    amount = None if counted else _AMOUNT.search(text)
    hint = amount or _UNIT_HINT.search(text)
    most = _MOST.search(text)
    if most and not _HOW_MANY_AT_ALL.search(text):
        counted = None  # 牵头任务数量最多的部门
    without = bool(_WITHOUT_TARGETS.search(text))
    with_targets = not without and bool(_WITH_TARGETS.search(text))
    return Cues(
        counted=counted,
        left=_left(text),
        who=bool(_WHO.search(_PART_OF_WHICH.sub("", text))),
        targets=not (with_targets or without)
        and bool(_TARGETS.search(text) or _MEASURE.search(text)),
        amount=bool(amount),
        unit=_unit(hint["unit"]) if hint and hint["unit"] else None,
        tasks=bool(_TASKS.search(text)),
        observances=bool(_OBSERVANCE.search(text)) or _D in text,
        months=bool(_MONTHS.search(text)),
        plans=bool(_PLANS.search(text)),
        progress=bool(_PROGRESS.search(text)),
        help=bool(_HELP.search(text)),
        when_due=bool(_WHEN_DUE.search(text)),
        mentioned=bool(_MENTIONED.search(text)),
        most=None if most is None else Most.MOST if most["most"] else Most.FEWEST,
        led=False if _UNLED.search(text) else True if _LED.search(text) else None,
        alone=bool(_ALONE.search(text)),
        with_targets=with_targets,
        without_targets=without,
    )


def _left(text: str) -> Counted | None:
    match = _LEFT.search(text)
    if match is None:
        return None
    unit = match["unit"] or match["unit2"] or "天"
    return {
        "月": Counted.MONTHS,
        "周": Counted.WEEKS,
        "星期": Counted.WEEKS,
        "礼拜": Counted.WEEKS,
    }.get(unit, Counted.DAYS)


def _unit(typed: str) -> str:
    return {"微克每立方米": "微克/立方米", "人": "人"}.get(typed, typed)
