"""What a number measures: the words before it (合格率达到93%) or behind it (建设100家中试基地)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from plans.model import Span, TargetFact
from plans.reading.quantities import Quantity

_LEADING = re.compile(
    r"^(?:[,、;:。\s(—-]|分别|共计|合计|和|及|以及|并|且|其中|拟(?![人合定订])|预计(?:为全[市省县区])?|(?:今后|未来)?[\d三两四五]{1,2}年内|[省市县区镇乡村、]+(?:\([^()]{1,6}\))?[两三四]级|重点(?=引进|培养|培育|扶持|支持|培训|评选|建设|打造|发展|选拔)|到?20\d\d年(?:底|末)?前?|力争|争取|确保|努力|实现|推动|推进|使|将|全年|每年(?:度)?|今年|当年|年内|年底前?|全市|全省|全县|全区|我市|我省|我县|我区|高水平|深化|新一轮|继续|持续|加快|大力|积极|进一步|逐步|稳步|基本|不少于|不低于|至少|超过|在(?=$)|达到)+"
)
_VERBS = (
    "建成|建设|建立|创建|培育认定|培育创建|培育|打造|完成|实现|启动|引导|支持|推动|推进|开展|遴选|认定|评价认定|设立|拥有|组织实施|实施|争创|争取|突破|制定|搭建"
    "|形成|创成|认定|选树|评选|引进|招引|组织|举办|发展|达到|深化|参与|落实|扶持|布局|部署|安排|确保|发放|提供|覆盖|力争"
)
_ENDING_VERB = re.compile(
    r"(?:均|都|逐年|力争|争取|确保|分别|各|总数|不(?:得|能够|应当|宜|会|许|允许|准)?|仅|再|也|要|应|需|可|能|约|近|至少|累计|基本|全部|已|总体|整体|普遍)*"
    r"(?:[≥≤≧≦<>=]|等于|稳定在|保持在|维持在|控制在|控制到|提高到|提升到|提高至|提升至|增加到|增加至|增至|扩大到|扩大至|发展到|降至|降到|降低到|降低至|下降到|下降至|减少到|减少至|压缩至|压缩到|压减至|压减到|缩短至|缩短到"
    r"|不低于|不少于|不高于|不超过|不小于|不大于|达到|达至|达|超过|突破|超|高于|低于|大于|小于|多于|少于|为|至|到|在|实现|完成|占|约|不得低于|不得超过)+(?:了)?$"
)
_CLOSED_BEFORE = re.compile(r"^[^“]*?”.*")
"""what stands behind quoted goals: …40%”的三大目标"""
_ONLY_VERBS = re.compile(
    rf"(?:(?:{_VERBS})|高水平|新增|新|各|再|并|和|争取|开展不少于|不少于|不低于|超过|至少|力争|新建成|建成并|每年|全年|年内|累计|了|推动|全市|全省)+"
)
_KEPT_HEAD = re.compile(
    r"(?:升级|改造|新建|改建|扩建|新改扩建|新增|改扩建|修缮|提升|加装|培训|新设|主导|参与|制定|制修订)[\u4e00-\u9fff()]{0,6}$"
)
_COMPARED = re.compile(r"(?:比|较|对比)(?:20\d\d年(?:底|末|度)?|上年度?|去年|基期)")
_DATE_IN_FRONT = re.compile(
    r"^(?:(?:力争|确保)?(?:到|于|在)?(?:今年|当年)?(?:20\d\d年(?:底|末)?(?:\d{1,2}月)?(?:底|末)?|\d{1,2}月(?:底|末)?|(?:第?[一二三四]季度)|上半年|下半年|“?十[二三四五六]五”?(?:期间|末))(?:之?前|内)?)+,?"
)
_DATE_BEHIND = re.compile(r"(?:到|至|于|在)?20\d\d年(?:底|末)?(?:之?前)?$")
_FROM = re.compile(r"(?:由|从)(?:目前|现有|20\d\d年)?的?\d[\d.]*[^\d,、]{0,3}$")
"""合格率由92%提高到94%"""
_DATE_IN_BRACKETS = re.compile(r"\((?:到|至)?20\d\d年[^()]{0,8}\)$")
_EACH = re.compile(r"分别|依次")
_AND_OTHERS = re.compile(r"(?P<names>.+)等(?:主要|重点|各类)?(?:污染物|指标)?(?P<rest>.*)")
"""甲、乙等主要污染物排放量下降"""
_TOWARDS = re.compile(r"^面向[\u4e00-\u9fff、]{2,30}?(?:择优|公开|(?=遴选|选拔|征集))")
_AMOUNT = re.compile(r"(?:年|月|总|累计)?(?:[\u4e00-\u9fff]{2}[量额]|总量|总额|数量|总数|产值)$")
"""销售量 in 新能源汽车年销售量: the thing itself is what stands before"""
_BETWEEN_NAMES = re.compile(r"[、和及与]")
_ANY_DATE = re.compile(r"(?:到|至|于|在|力争|确保)*20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:之?前)?")
_LEVEL_ONLY = re.compile(r"国家级|省级|市级|县级|区级|州级")
_DEEDS = re.compile(
    r"(?:改造|提升|整治|排查|培训|新建|改建|扩建|创建|建设|更新|治理|检查|抽查|评估|修复|升级|修缮)+"
)
_DEED_IN_FRONT = re.compile(rf"^{_DEEDS.pattern}")
_DEEDS_FIRST = re.compile(
    rf"(?:{_VERBS}|新增|主导|参与|制修订|修订|新建|减少|降低|节约|提高|培训|[或和、()])+"
)
_NEEDS_CONTEXT = re.compile(r"^(?:每[^\d]{1,3})$|(?:率|比例|占比|比重)$")
_NEXT_RATE = re.compile(
    r"(?!的|以)[\u4e00-\u9fff]{3,}(?:率|比重|比例)(?:达到|达|提高到|保持在|稳定在|为)?"
)
"""…比重达64.8%水质达标率100%: the mark between two promises was lost"""
_PLACES_DONE = re.compile(
    r"(?:各?[县市区镇乡村街道]{1,2}|县\(市、区\)|企业|单位)(?:达标|完成|通过|建成)"
)
"""50%以上县(市、区)达标: in what, the clause before says"""
_CHANGE = re.compile(r"(?P<how>增长|下降|提高|降低|减少|增加|提升)(?:\([^()]*\))?")
"""增长6% in the row of 服务业增加值"""
_ENDS_IN_CHANGE = re.compile(rf"{_CHANGE.pattern.replace('?P<how>', '?:')}$")
_SHORT_TOPIC = 14
_BRIEF = 4
_FEWEST = 2
_LONGEST_CONTEXT = 24
_SHORT = 8
_LEANING = re.compile(
    r"^(?:年|总|累计|其中|占比|比例|总量|总额|数量|规模|产值|营业收入|覆盖率|合格率|达标率|完成率|使用率|面积|容量|投资)"
)
_TRAILING = re.compile(r"(?:各$|左右|以上|以下|以内|[,、;。:\s]|和|及|以及|并|且)+$")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with what it measures and the words it stands in."""

    quantity: Quantity
    metric: str
    span: Span


def measured(
    text: str,
    found: list[Quantity],
    clause: tuple[int, int],
    *,
    sentence: int,
    earlier: list[TargetFact],
    topic: str | None = None,
) -> list[Measured]:
    """Give each number of a clause its metric."""
    items: list[Measured] = []
    head = ""
    for at, quantity in enumerate(found):
        start = items[-1].span.end if items else clause[0]
        stop = _end_of_words(text, found, at, clause[1])
        before = text[start : quantity.start].lstrip("、,; ")
        behind = text[quantity.end : stop]
        if items and not before and not behind.strip():
            metric = items[-1].metric
        else:
            metric = _without_dates(_metric(before, behind, quantity, head))
        if at == 0:
            head = _head(before)
        last = earlier[-1] if earlier and earlier[-1].span.start >= sentence else None
        if last and before.startswith("其中") and not _is_own(metric):
            metric = last.metric.removesuffix(metric) + metric
        else:
            metric = _completed(metric, items, sentence, earlier)
        metric = _in_context(text, metric, sentence, clause[0], earlier)
        metric = metric or _same_as_before(text, sentence, quantity.start, earlier)
        metric = _named_by(topic, metric, text, sentence, quantity.start)
        span = Span(start + (quantity.start - start - len(before)), max(stop, quantity.end))
        items.append(Measured(quantity, metric, span))
    return _distributed(items) if _EACH.search(text, *clause) else items


def _distributed(items: list[Measured]) -> list[Measured]:
    """甲率、乙率、丙率分别达到…: each number has the name in its place."""
    others = _AND_OTHERS.fullmatch(items[0].metric) if items else None
    if others:
        names = [n + others["rest"] for n in _BETWEEN_NAMES.split(others["names"])]
        return _each_its_own(items, names)
    shared, *differing = {item.metric for item in items} or {""}
    change = _ENDS_IN_CHANGE.search(shared)
    names = _BETWEEN_NAMES.split(shared[: change.start()] if change else shared)
    if differing or not _FEWEST <= len(names) == len(items) or min(map(len, names)) <= _BRIEF:
        return items
    if change:
        return _each_its_own(items, [name + change[0] for name in names])
    alike = len({name[-1:] for name in names}) == 1
    return _each_its_own(items, names) if alike else items


def _each_its_own(items: list[Measured], names: list[str]) -> list[Measured]:
    """The numbers with the names in turn, where there are as many."""
    if len(names) != len(items):
        return items
    return [replace(item, metric=name) for item, name in zip(items, names, strict=True)]


def _end_of_words(text: str, found: list[Quantity], at: int, clause_end: int) -> int:
    """Where the words that belong to a number end: before the noun of the next one."""
    if at + 1 == len(found):
        return clause_end
    quantity, following = found[at], found[at + 1]
    between = text[quantity.end : following.start]
    if between[:1] in "、和及与,(" or (quantity.unit == "%" and _NEXT_RATE.fullmatch(between)):
        return quantity.end
    next_end = found[at + 2].start if at + 2 < len(found) else clause_end
    behind_next = text[following.end : next_end].strip("、,和及() ")
    if behind_next and not behind_next.startswith(("以", "左")):
        return following.start if _ends_list(between) else _cut(between, quantity.end, last=True)
    return _cut(between, quantity.end, last=False)


def _ends_list(between: str) -> bool:
    return between[-1:] in "、和及与"


def _cut(between: str, start: int, *, last: bool) -> int:
    cut = between.rfind("、") if last else between.find("、")
    return start + (cut if cut >= 0 else len(between))


def _metric(before: str, behind: str, quantity: Quantity, head: str) -> str:
    apart = quantity.unit in ("%", "‰") and behind.startswith("、")
    noun_behind = "" if apart else _TRAILING.sub("", _CLOSED_BEFORE.sub("", behind).strip("的 "))
    opened = before[before.rfind("“") + 1 :] if before.count("“") > before.count("”") else before
    subject = _TRAILING.sub("", _LEADING.sub("", _ENDING_VERB.sub("", opened)))
    if not noun_behind:
        return subject
    if quantity.unit in ("%", "‰"):
        return subject + noun_behind
    if not subject or _ONLY_VERBS.fullmatch(subject):
        return head + noun_behind
    return _without_verbs(subject) + noun_behind


def _without_dates(metric: str) -> str:
    """比2022年增长 -> 增长; 6月底前新增学位 -> 新增学位."""
    bare = _DATE_BEHIND.sub("", _COMPARED.sub("", _FROM.sub("", metric)))
    bare = _DATE_IN_BRACKETS.sub("", bare)
    bare = _LEADING.sub("", _DATE_IN_FRONT.sub("", bare))
    bare = _EACH.sub("", _TOWARDS.sub("", bare))
    return "" if _ONLY_VERBS.fullmatch(bare) else bare


def _same_as_before(text: str, sentence: int, end: int, earlier: list[TargetFact]) -> str:
    """到2022年底,普及率达到90%;到2023年底,达到92%: dates and verbs only, the same metric."""
    last = earlier[-1] if earlier else None
    if last is None or not sentence - _LONGEST_CONTEXT <= last.span.end <= end:
        return ""
    said = _ONLY_VERBS.sub("", _ANY_DATE.sub("", _words_between(text, sentence, end)))
    return "" if re.search(r"[\u4e00-\u9fff]", said) else last.metric


def _named_by(topic: str | None, metric: str, text: str, sentence: int, end: int) -> str:
    """The metric; where it is no more than a deed (完成改造), the topic that names the deed."""
    about = re.sub(rf"^(?:{_VERBS}|加强|做好|推广)+", "", topic or "")
    if not metric:
        words = _words_between(text, sentence, end)
        said = _ONLY_VERBS.sub("", re.sub(r"[\d.]", "", words))
        return words if len(said) >= _FEWEST or not about else about
    change = _CHANGE.fullmatch(metric)
    if change:
        return about + change.group("how") if len(about) <= _SHORT_TOPIC else metric
    deed = re.sub(rf"^(?:{_VERBS})+", "", metric)
    named = any(deed[at : at + 2] in about for at in range(len(deed) - 1))
    return about if _DEEDS.fullmatch(deed) and named else metric


def _in_context(
    text: str, metric: str, sentence: int, clause: int, earlier: list[TargetFact]
) -> str:
    """签约率 alone, or 每千人, takes the words of the clause before it."""
    leans = len(metric) <= _BRIEF and _NEEDS_CONTEXT.search(metric)
    if clause - sentence < 2 or not (leans or _PLACES_DONE.fullmatch(metric)):
        return metric
    before = _words_between(text, max(sentence, clause - _LONGEST_CONTEXT), clause - 1)
    before = re.split(r"[,;:]", before)[-1]
    if earlier and earlier[-1].span.start >= sentence and re.search(r"\d", before):
        if not _AMOUNT.search(earlier[-1].metric):
            return metric
        before = _AMOUNT.sub("", earlier[-1].metric)
    before = _LEADING.sub("", re.sub(rf"^(?:{_VERBS})+", "", before))
    shared = next((n for n in (3, 2) if before[-n:] == metric[:n]), 0)
    return before + metric[shared:]


def _without_verbs(subject: str) -> str:
    """重要产业集群搭建 -> 重要产业集群."""
    return re.sub(rf"(?:(?:重点)?(?:{_VERBS})[、和及并])*(?:重点)?(?:{_VERBS})$", "", subject)


def _head(before: str) -> str:
    kept = _KEPT_HEAD.search(_LEADING.sub("", before))
    return kept.group() if kept else ""


def _completed(metric: str, items: list[Measured], sentence: int, earlier: list[TargetFact]) -> str:
    """A metric that leans on the one before takes its noun: 年营业收入 of the 机构."""
    if items and metric in ("", items[-1].metric):
        return items[-1].metric
    if items and _LEVEL_ONLY.fullmatch(metric):
        return _LEVEL_ONLY.sub(metric, items[-1].metric, count=1)
    if metric and _DEEDS.fullmatch(metric):
        return _deed_on(metric, items, sentence, earlier)
    last = earlier[-1] if earlier and earlier[-1].span.start >= sentence else None
    change = _CHANGE.fullmatch(metric)
    if last and (change or not metric):
        return _grown(last.metric) + change["how"] if change else last.metric
    if items and _is_like(metric, items[0].metric):
        return _shared_head(items[0].metric, metric) + metric
    if len(metric) > _SHORT or not _LEANING.match(metric):
        return metric
    if items:
        return items[-1].metric + metric
    return last.metric + metric if last else metric


def _deed_on(metric: str, items: list[Measured], sentence: int, earlier: list[TargetFact]) -> str:
    """新建管网62公里、改造35公里: the deed is done to the same things."""
    if items:
        return metric + _DEED_IN_FRONT.sub("", items[-1].metric)
    last = earlier[-1] if earlier else None
    if last is None or last.span.start < sentence:
        return metric
    return metric + _DEED_IN_FRONT.sub("", last.metric)


def _grown(metric: str) -> str:
    """完成投资1000亿元,增长20%: it is 投资 that grows."""
    return _ENDS_IN_CHANGE.sub("", re.sub(rf"^(?:{_VERBS})+", "", metric))


def _is_own(metric: str) -> bool:
    """Whether the words behind 其中 say by themselves what is counted: 降低物流成本."""
    thing = _DEEDS_FIRST.sub("", metric, count=1)
    return len(metric) > _SHORT or (0 < len(thing) < len(metric))


def _shared_head(first: str, metric: str) -> str:
    """The words of *first* that hold for *metric* too: all before it, or the deeds alone."""
    before, deeds = first[: -len(metric)], _DEEDS_FIRST.match(first)
    return before if deeds is None or deeds.end() >= len(before) else deeds.group()


def _is_like(metric: str, first: str) -> bool:
    """国家标准 behind 新增主导制定国际标准: the words before the first one hold for all."""
    last = 2 if len(metric) > 2 else 1
    return 1 < len(metric) < len(first) - 1 and metric[-last:] == first[-last:]


def _words_between(text: str, start: int, end: int) -> str:
    """The words before a number that has no noun of its own in its clause."""
    words = text[start:end].strip(",、;: ")
    return _TRAILING.sub("", _LEADING.sub("", _ENDING_VERB.sub("", words)))[-30:] or words[-30:]
