"""Departments a question names, as people write them in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.knowledge import Knowledge
from plans.names import Resolution
from plans.questions.marked import LETTERS, Mark, Marked
from plans.search_terms import tokenizer

LONGEST = 22
ENDS = " ?!。,的呢"
"""what may stand around a name alone"""
COMMON = 50
"""jieba's count from which a word without 局 is an ordinary one (农业) and no name (质监)"""
_ORGAN = re.compile(
    r"(?:局|委|委员会|厅|办|办公室|部|海关|检察院|法院|联|会|中心|社|台|院|队|日报|所|馆|校|公司|银行|支行|分行|营业管理部|党|协)$"
)
_FIRM = re.compile(r"(?:局|委|委员会|厅|办公室|支队|总队|管委会)$")
_LEVEL = "市省区县"
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[a-z]{2,40}(?![A-Za-z0-9])")
_PREFIX = re.compile(rf"(?:[{_LEVEL}](?:委|政府|人民政府)?)?")
_FOLLOWS = re.compile(
    rf"$|[的有要都不没非牵主配参负涉承该应是在和与跟、,?!。{LETTERS}]|任务|需|作为|一共|总共|共|还|也|到底|目前|今年|本月|年底|呢|吗|啊"
    r"|清单|工作|指标|具体|主要|全部|所有|相关|以及|或|及|同|下|未来|几|多少|做|管|干|名下|这边|那边"
)
_ROLE_FOLLOWS = re.compile(r"牵头|配合|参与|参加|负责|主办|协办|有份|承担|要做|该做|要干|名下")
_GENERIC = re.compile(
    r"(?:格局|布局|结局|大局|全局|当局|开局|定局|僵局|残局|常委|评委|政委|委托|客厅|餐厅|大厅|展厅|"
    r"哪个?局|什么局|几个?局|各局|各委|各部门|我局|本局|贵局|该局|部委|委办局?|厅局|委办|怎么办|主办|承办|协办|督办|举办|开办|交办|"
    r"代办|申办|查办|兴办|办理|经办|哪个厅局?|哪个委办局?)$"
)
_UNKNOWN = re.compile(
    rf"[{_LEVEL}][\u4e00-\u9fff]{{1,14}}?(?:局|委员会|委|厅|办公室|办)(?![长级面部托员会])"
)
_ENDING = re.compile(r"局(?![长级面部])")
LONGEST_ENDING = 9
"""letters of an ending of a name, 局 included"""
_BANKS = ("人行", "央行")
"""short names that are ordinary words too: 人行道"""
_TWO_NAMES = re.compile(
    r"(?:局|委|厅|办|海关)(?:和|与|跟|及|或|、|还有)[\u4e00-\u9fff]{2,}(?:局|委|厅|办|海关)$"
)
_JOINS = "和与跟及同或由请查看列"
_OURS = re.compile(
    r"(?:我们|咱们|咱|我|本|俺们|俺|自己)(?:的)?(?:这个?)?(?:单位|局里|局|部门|委|办|厅|中心|院|处|科|队|会|群|公司|家)?(?:里|这边|这里|自己)?"
)
_LEFT_OUT = re.compile(
    rf"(?:除(?:了|去|开|掉)?|不(?:算|含|计|包括|包含))(?:{Mark.BODY.value}+(?:和|与|跟|及|以及|、))*$"
)
_SPEAKS = re.compile(
    rf"(?:我|我们|本人|这里|这边|{Mark.BODY.value})(?:这里|这边)?(?:是|来自)(?:[省市县区])?$"
)
"""what stands before the name of the department that speaks"""
_HELPED = re.compile("的?(?:配合|参与|牵头|责任|协办)")
"""what stands behind the name of another one: 我们是商务局的配合单位"""
_OURS_STRONG = re.compile(
    r"我们|咱们|咱|俺|我(?:局|单位|部门|委|办|厅|中心|院|处|科(?!技)|这边|方|群)|本(?:局|单位|部门|委|办|厅|中心|院|群|机关)|自己(?:单位|部门|局)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A department and where it is named; without a resolution it is the asker's own."""

    start: int
    end: int
    words: str
    resolution: Resolution | None


def mark_own(marked: Marked) -> list[Mention]:
    """Mark 我们, 我局, 本单位."""
    found = []
    for match in _OURS_STRONG.finditer(marked.text):
        whole = _OURS.match(marked.text, match.start())
        end = max(match.end(), whole.end() if whole else 0)
        found.append(Mention(match.start(), end, marked.text[match.start() : end], None))
        marked.put(Mark.BODY, match.start(), end)
    return found


def without_own(marked: Marked, mentions: Sequence[Mention]) -> list[Mention]:
    """Where somebody says who speaks (我是市商务局的), 我们 is that department and is not kept."""
    named = [m for m in mentions if m.resolution is not None]
    speaks = any(
        _SPEAKS.search(marked.text[: m.start]) and not _HELPED.match(marked.text[m.end :])
        for m in named
    )
    return named if speaks else list(mentions)


def without_left_out(
    marked: Marked, mentions: Sequence[Mention]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Part those who are meant from those who are left out: 除了我们局,还有谁."""
    out = tuple(m for m in mentions if _LEFT_OUT.search(marked.text[: m.start]))
    return tuple(m for m in mentions if m not in out), out


def is_own(words: str) -> bool:
    """Tell whether *words* are 我们, 我局 or 本单位 and nothing else."""
    return bool(_OURS_STRONG.match(words) and _OURS.fullmatch(words))


def mark_bodies(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> list[Mention]:
    """Mark every department named, the longest reading first; unknown ones with 局 included."""
    found = [*_listed(marked, knowledge, plans)]
    found += _in_letters(marked, knowledge, plans)
    found += _misspelt(marked, knowledge, plans)
    found += _half_typed(marked, knowledge, plans)
    found += _by_ending(marked, knowledge, plans)
    found += _unknown(marked, knowledge, plans)
    return sorted(found, key=lambda mention: mention.start)


def whole_name(words: str, knowledge: Knowledge, plans: tuple[str, ...]) -> Resolution | None:
    """Take all of a short question for a name, typed in full, by halves or in letters."""
    bare = words.strip(ENDS)
    if not bare or len(bare) > LONGEST or any(letter in LETTERS for letter in bare):
        return None
    if _TWO_NAMES.search(bare):
        return None
    if not (is_organ(bare) or bare.isascii() or bare[0] in _LEVEL or _is_short_name(bare)):
        return None
    resolution = knowledge.department(bare, plans)
    return resolution if resolution.names or resolution.ambiguous else None


def is_organ(words: str) -> bool:
    """Tell whether *words* end as the name of a body does."""
    return bool(_ORGAN.search(words))


def _listed(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    at = 0
    while at < len(marked.text):
        found = _longest(marked, at, knowledge, plans)
        if found:
            marked.put(Mark.BODY, found.start, found.end)
            yield found
            at = found.end
        else:
            at += 1


def _longest(
    marked: Marked, at: int, knowledge: Knowledge, plans: tuple[str, ...]
) -> Mention | None:
    spellings = knowledge.lexicon.spellings
    prefix = _PREFIX.match(marked.text, at)
    starts = {prefix.end() if prefix else at, at + 1 if marked.text[at] in _LEVEL else at, at}
    starts |= {at + len(place) for place in knowledge.gazetteer.prefixes(marked.text[at:])}
    for end in range(min(len(marked.text), at + LONGEST), at + 1, -1):
        if not marked.free(at, end):
            continue
        for start in sorted(starts, reverse=True):
            core = marked.text[start:end]
            if core in spellings and _stands(marked.text, at, start, end):
                mention = _named(marked, at, end, knowledge, plans)
                if mention:
                    return mention
    return None


def _stands(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a spelling is a name here and not part of an ordinary word."""
    core = text[start:end]
    if _GENERIC.search(text[at:end]) or text[end : end + 1] in ("长", "级"):
        return False
    if _ORGAN.search(core):
        return True
    if core in _BANKS:
        return bool(_FOLLOWS.match(text, end))
    if start > at or _is_short_name(core):
        return bool(_FOLLOWS.match(text, end))
    return bool(_ROLE_FOLLOWS.match(text, end)) and not text[:at].endswith(("的", "和", "与"))


def _is_short_name(core: str) -> bool:
    return len(core) <= 3 and tokenizer().FREQ.get(core, 0) < COMMON


def _named(
    marked: Marked, at: int, end: int, knowledge: Knowledge, plans: tuple[str, ...]
) -> Mention | None:
    words = marked.text[at:end]
    resolution = knowledge.department(words, plans)
    twice = words.startswith(tuple(letter * 2 for letter in _LEVEL))  # 两市市教育局
    if resolution.names or resolution.ambiguous or (_FIRM.search(words) and not twice):
        return Mention(at, end, words, resolution)
    return None


def _in_letters(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    """Take swj or shangwuju for whom it sounds like; other letters (led, bim) stay words."""
    for match in _LETTERS.finditer(marked.text):
        resolution = knowledge.department(match[0], plans)
        if resolution.names or resolution.ambiguous:
            marked.put(Mark.BODY, *match.span())
            yield Mention(match.start(), match.end(), match[0], resolution)


def _misspelt(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    """Look before every 局 that is left for a name with one letter wrong or missing."""
    for ending in re.finditer(r"[局委办厅会院联关社居具据锯]", marked.text):
        for start in range(max(0, ending.end() - LONGEST), ending.end() - 2):
            words = marked.text[start : ending.end()]
            if not (marked.free(start, ending.end()) and knowledge.lexicon.may_be_misspelt(words)):
                continue
            resolution = knowledge.department(words, plans)
            if resolution.names and (words[0] in _LEVEL or _begins(marked.text, start)):
                marked.put(Mark.BODY, start, ending.end())
                yield Mention(start, ending.end(), words, resolution)
                break


def _begins(text: str, start: int) -> bool:
    """Tell whether a word may begin here: jieba cuts too, or a mark or grammar goes before."""
    before = text[:start]
    return (
        not before
        or before[-1] in LETTERS + ",。?!、的由跟和与是查看问有请"
        or _cut_at(text, start)
    )


def _cut_at(text: str, position: int) -> bool:
    at = 0
    for word in tokenizer().cut(text):
        if at == position:
            return True
        at += len(word)
    return False


def _half_typed(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    """Take 市住房和城乡 or 市经济和信 for the one name that begins so."""
    for level in re.finditer(rf"[{_LEVEL}](?=[\u4e00-\u9fff])", marked.text):
        for end in range(min(len(marked.text), level.end() + LONGEST), level.end() + 1, -1):
            words = marked.text[level.start() : end]
            if not marked.free(level.start(), end) or not _FOLLOWS.match(marked.text, end):
                continue
            meant = [n for n in knowledge.lexicon.names(plans) if n.startswith(words)]
            if meant:
                resolution = knowledge.department(words, plans)
                marked.put(Mark.BODY, level.start(), end)
                yield Mention(level.start(), end, words, resolution)
                break


def _by_ending(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    """Take 改革局 for the one body whose name ends so, and 管理局 for any of several."""
    for ending in _ENDING.finditer(marked.text):
        for start in range(max(0, ending.end() - LONGEST_ENDING), ending.end() - 2):
            words = marked.text[start : ending.end()]
            if not (marked.free(start, ending.end()) and _may_begin(marked.text, start)):
                continue
            resolution = knowledge.department(words, plans, lenient=False)
            if _GENERIC.search(words) or not (resolution.names or resolution.ambiguous):
                continue
            marked.put(Mark.BODY, start, ending.end())
            yield Mention(start, ending.end(), words, resolution)
            break


def _may_begin(text: str, start: int) -> bool:
    """Tell whether a name may begin here, which no 和 or 请 does."""
    return text[start] not in _JOINS and _begins(text, start)


def _unknown(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Iterator[Mention]:
    """Take what is called a body: 市科学局."""
    for match in _UNKNOWN.finditer(marked.text):
        if not _GENERIC.search(match[0]) and marked.free(*match.span()):
            resolution = knowledge.department(match[0], plans)
            marked.put(Mark.BODY, *match.span())
            yield Mention(match.start(), match.end(), match[0], resolution)
