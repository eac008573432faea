"""Which targets and titles a phrase means: pure scoring over what the index has brought up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.query import Topic
from plans.search_terms import folded, sentences

ENOUGH = 0.7
"""share of a phrase's letter pairs that a metric must have to be meant by it"""
_VERB = re.compile(
    r"^(?:(?:着力|积极|大力|深入|全面|稳步|持续|不断|依法|严厉|进一步|加快|切实|扎实|开展|实施|推进|推动|加强|提升|提高|"
    r"构建|建立|健全|完善|强化|深化|改进|促进|打造|落实|改善|加大|督促|组织|探索|营造|优化|争创|增强|夯实|狠抓|壮大)"
    r"(?:和)?)+"
)
_VERB_BEHIND = re.compile(
    r"(?<=..)(?:的?(?:建设|培育|打造|推进|推广|推动|开展|提升|提高|治理|整治|管理|监管|实施|改造|培养|发展|创建|保护|落实|"
    r"工作|工程|行动|制度|机制|体系|攻坚|专项|整顿|安全|方面|问题|事宜))+$"
)
_ALSO_CALLED = (
    ("危化品", "危险化学品"),
    ("规上", "规模以上"),
    ("电商", "电子商务"),
    ("bim", "建筑信息模型"),
    ("抽检", "抽验"),
    ("抽查", "抽检"),
    ("三同步", "“三同步”"),
    ("职业健康", "职业健康安全"),
    ("高企", "高新技术企业"),
    ("知产", "知识产权"),
    ("农残", "农药残留"),
    ("首席质量官", "cqo"),
    ("人均", "每万人"),
    ("万人", "每万人"),
    ("研发投入", "研发费用投入"),
    ("技改", "技术改造"),
    ("地标", "地理标志"),
    ("鲁班奖", "中国建设工程鲁班奖"),
    ("特种设备", "特种设备"),
    ("环评", "环境影响评价"),
    ("满意率", "满意度"),
    ("饮用水源", "饮用水水源"),
    ("饮水", "饮用水"),
    ("达标", "合格"),
)


APART = 6
"""letters that may stand between the words of a phrase"""
_WITHIN = "[^,，。;；]{0,20}"
"""what may stand between them in one clause: 儿童用品、家用电器等消费品质量安全风险监测"""
SURE = 4
"""letters from which the same ones in another order mean the same"""
TELLING = 4
"""words that tell a metric or a sentence together, whatever stands between them"""
TOLD = 3
"""letters of a half of a phrase that says enough by itself"""
SHORTEST = 2
"""letters of the shortest phrase that means anything"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that may be meant."""

    id: int
    metric: str
    text: str
    """the sentence it stands in"""
    unit: str | None
    every: str | None
    plan: int = 0
    own: str = ""
    """the promise's own words, without the rest of its sentence"""


def bare_title(title: str) -> str:
    """Drop the verbs a heading opens with: 提升产品质量 is about 产品质量."""
    return _VERB.sub("", folded(title)) or folded(title)


def is_mere_verb(words: str) -> bool:
    """Tell 推动, 加强 and the like, with which every heading opens."""
    return _VERB.sub("", folded(words)) == ""


def without_verbs(words: str) -> str:
    """Drop what is done to a thing, before it or behind it: 老旧电梯改造 is about 老旧电梯."""
    return _VERB_BEHIND.sub("", bare_title(words))


def halves(topic: Topic) -> Iterator[tuple[str, str]]:
    """Cut a phrase between two words: a half that says enough by itself, and the other."""
    for cut in range(1, len(topic.terms)):
        parts = "".join(topic.terms[:cut]), "".join(topic.terms[cut:])
        if "".join(parts) != topic.words or min(map(len, parts)) < SHORTEST:
            continue
        yield from ((a, b) for a, b in (parts, parts[::-1]) if len(a) >= TOLD)


def names_title(words: str, title: str) -> bool:
    """Tell whether *words* are a heading, with or without its opening verb."""
    return bool(title) and folded(words) in (folded(title), bare_title(title))


def variants(words: str) -> tuple[str, ...]:
    """Return *words*, then the same with its short or long forms exchanged."""
    plain = folded(words)
    found = [words, words.replace("的", ""), plain.replace("总量", "量")]
    for one, other in _ALSO_CALLED:
        for short, long in ((one, other), (other, one)):
            if short in plain and not (len(long) > len(short) and long in plain):
                found.append(plain.replace(short, long))
    return tuple(dict.fromkeys(found))


def in_one_sentence(terms: Iterable[str], text: str, *, near: bool = False) -> str:
    """Return the first sentence that has all *terms*, or ""; *near* wants a few close, in order."""
    wanted = [folded(term) for term in terms]
    escaped = [re.escape(term) for term in wanted]
    together = re.compile(f".{{0,{APART}}}".join(escaped) + "|" + _WITHIN.join(escaped))
    near = near and len(wanted) < TELLING
    for sentence in sentences(text):
        plain = folded(sentence)
        if near and together.search(plain):
            return sentence
        if not near and wanted and all(term in plain for term in wanted):
            return sentence
    return ""


def meant(
    topic: Topic, candidates: Sequence[Candidate], *, unit: str | None, yearly: bool
) -> list[int]:
    """Return the ids of the targets that *topic* means, narrowed by unit and year where asked."""
    found = _as_it_stands(topic, candidates)
    if not found and topic.parts:
        each = (_meant_by(part, (part,), candidates) for part in topic.parts)
        found = [candidate for group in each for candidate in group]
    if not found:
        found = _meant_by(topic.words, topic.terms, candidates)
    return [c.id for c in _narrowed(found, unit=unit, yearly=yearly)]


def _meant_by(
    words: str, terms: tuple[str, ...], candidates: Sequence[Candidate]
) -> list[Candidate]:
    forms = variants(words) if len(folded(words)) > 1 else ()
    for form in forms:  # a metric under another form of its name, before scattered words
        if found := _as_it_stands(Topic(form, terms), candidates):
            return found
    for form in forms:
        if found := _by_words(form, terms, candidates):
            return found
    return []


def _as_it_stands(topic: Topic, candidates: Sequence[Candidate]) -> list[Candidate]:
    plain = folded(topic.words)
    if len(plain) < SHORTEST:
        return []
    found = [c for c in candidates if plain in folded(c.metric)]
    exact = {c.plan for c in found if folded(c.metric) == plain}
    if exact:  # another plan says 总体合格率 where this one says 合格率
        named = {c.plan for c in found}
        wanted = [folded(term) for term in topic.terms]
        found += [c for c in candidates if c.plan not in named and _has_all(wanted, c.metric)]
    return [c for c in found if c.plan not in exact or folded(c.metric) == plain]


def _has_all(wanted: list[str], metric: str) -> bool:
    return len(wanted) >= TELLING and all(word in folded(metric) for word in wanted)


def _by_words(
    words: str, terms: tuple[str, ...], candidates: Sequence[Candidate]
) -> list[Candidate]:
    plain = folded(words)
    if found := _as_it_stands(Topic(words, terms), candidates):
        return found
    wanted = [folded(term) for term in terms]
    if found := [c for c in candidates if wanted and all(t in folded(c.metric) for t in wanted)]:
        return found
    letters = set(plain) if len(plain) >= SURE else {""}  # 商标注册量 for 有效注册商标量
    if found := [c for c in candidates if letters <= set(folded(c.metric))]:
        return found
    if found := [c for c in candidates if plain in folded(c.text)]:
        return found
    in_sentence = [c for c in candidates if wanted and all(t in folded(c.text) for t in wanted)]
    return _best(plain, in_sentence, 0.0) or _closest(plain, candidates)


def _closest(plain: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    return _best(plain, candidates, ENOUGH)


def _best(plain: str, candidates: Sequence[Candidate], least: float) -> list[Candidate]:
    """Return the candidates whose metric shares most of the phrase, if that is enough."""
    scored = [
        ((_share(plain, folded(c.metric)), _share(plain, folded(c.metric + c.own))), c)
        for c in candidates
    ]
    best = max((score for score, _ in scored), default=(0.0, 0.0))
    return [c for score, c in scored if score == best] if best[0] > least else []


def _share(phrase: str, text: str) -> float:
    pairs = {phrase[i : i + 2] for i in range(len(phrase) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _narrowed(found: list[Candidate], *, unit: str | None, yearly: bool) -> list[Candidate]:
    if yearly:
        found = [c for c in found if c.every] or found
    return [c for c in found if unit and unit in (c.unit or "")] or found
