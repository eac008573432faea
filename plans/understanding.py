"""A free question -> Query: rules over what the loaded plans are called, no language model.

The question is read from the most certain to the least (`questions.reading`), then the grammar says
what is asked for (`questions.asking`). A name that is none, or words that mean nothing here, make a
query of kind NONE: nothing is guessed silently.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from plans.commands import Asker
from plans.followups import follow_up
from plans.knowledge import Knowledge
from plans.query import Kind, Query, Reason
from plans.questions import bodies, whereabouts
from plans.questions.arguments import part_of, shortened
from plans.questions.asking import asked
from plans.questions.bodies import Mention
from plans.questions.branches import with_branch_names
from plans.questions.normal import normal, without_mentions
from plans.questions.reading import Reading, own_plans, read
from plans.questions.understood import described
from plans.wishes import both, parted

_HEARD = r"(?:好的?|行|收到|明白|知道|了解|清楚|可以|没事|没问题|ok)(?:了|啦|的)?"
_SAID = (
    r"(?:(?:你|您|大家|各位)?(?:早上?|上午|中午|下午|晚上)?好|(?:非常|太|多)?(?:谢谢|感谢)(?:你|您|大家)?|多谢|谢了|辛苦"
    r"|再见|拜拜|早|在吗|在不在|hi|hello|嗨|哈喽)"
)
_COURTESY = re.compile(
    rf"^(?:(?:{_HEARD}|{_SAID}|督办|小助手|老师|同志|您|你|了|啦|啊|呀|哈|哦|嗯)[!。,、~\s]*)+$",
    re.IGNORECASE,
)


_PARTED = re.compile("(?<=[牵带领挑])(?:的|了|个|过)(?=头)")
"""what may stand inside a word for leading: 哪个局牵的头"""
_TAIL = re.compile("(?:来着|呗|噻|嘞|咧|喽|呐|哒|哈)+(?=[?。!]*$)")
"""what only the voice adds at the end"""
_TO_BE_MADE = re.compile(
    r"^(?:请|麻烦|能不能|可以|您|你|帮|替|给|我|们|个忙|,)*"
    r"(?:写|起草|草拟|撰写|拟|润色|翻译|编|画)(?:一)?(?:份|篇|首|封|段|张|幅|个稿)"
    r"(?!.{0,8}(?:任务|事项|清单|指标|名单|一览))"
    r"|翻译成|译成"
)
"""asks for something to be made, of which nothing is known: 帮我写份总结"""
_LEFT_OUT = re.compile(
    r"[,。;?!]?(?:牵头|配合|参与|负责)的(?:那些|任务)?(?:先|就)?(?:不要|不用|不算|不必|别列|不列|除外|去掉|不看)(?:列|看|了|算)?"
)


def understand(
    question: str, knowledge: Knowledge, *, today: date, asker: Asker | None = None
) -> Query:
    """Return the query a free question means; of kind NONE where it is none for Duban."""
    words = without_mentions(normal(question))
    for manner in (_LEFT_OUT, _PARTED, _TAIL):
        words = manner.sub("", words)
    words = with_branch_names(words, knowledge)
    query = _with_both_wishes(words, knowledge, today, asker or Asker())
    return _told(query, knowledge)


def _told(query: Query, knowledge: Knowledge) -> Query:
    """Say how the query was understood."""
    also = _told(query.also, knowledge) if query.also else None
    asked = shortened(query.asked)
    return replace(query, understood=described(query, knowledge), asked=asked, also=also)


def _with_both_wishes(words: str, knowledge: Knowledge, today: date, asker: Asker) -> Query:
    """Take a second wish for a few words in reply, or for a question of its own."""
    whole = _understood(words, knowledge, today, asker)
    cut = parted(words)
    if cut is None or whole.kind is Kind.NONE:
        return whole
    first = _understood(cut[0], knowledge, today, asker)
    if first.kind is Kind.NONE:
        return whole
    second = follow_up(first, cut[1], knowledge, today=today, asker=asker)
    second = second or _understood(cut[1], knowledge, today, asker)
    return both(first, replace(second, understood=""), whole)


def _understood(words: str, knowledge: Knowledge, today: date, asker: Asker) -> Query:
    if not knowledge.plans:
        return Query(Kind.NONE, reason=Reason.NO_PLANS)
    if _COURTESY.search(words) or not words:
        return Query(Kind.NONE, reason=Reason.COURTESY, asked=words)
    if _TO_BE_MADE.search(words):
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    if named := _bare_name(words, knowledge, asker):
        return named
    reading = read(words, knowledge, today, asker)
    return _refused(reading) or asked(reading)


def _bare_name(words: str, knowledge: Knowledge, asker: Asker) -> Query | None:
    """A name alone asks for the department's tasks."""
    where = whereabouts.place_before(words.strip(bodies.ENDS), knowledge)
    if where.elsewhere:
        return None
    plans = where.plans or own_plans(knowledge, asker)
    resolution = bodies.whole_name(words, knowledge, plans)
    if resolution is None:
        return None
    if resolution.ambiguous:
        return _no_department(resolution.asked, resolution.nearest, ambiguous=True)
    return Query(Kind.TASKS, plans=plans, parts=(part_of(resolution),))


def _refused(r: Reading) -> Query | None:
    """Say why not, where a name in the question is none."""
    if r.elsewhere and not r.plans:
        return Query(Kind.NONE, reason=Reason.UNKNOWN_PLACE, asked=r.elsewhere)
    if r.unknown_section:
        return Query(Kind.NONE, reason=Reason.UNKNOWN_SECTION, asked=r.unknown_section)
    for mention in (*r.mentions, *r.left_out):
        if refused := _nobody(mention, r):
            return refused
    if r.grammar.help or (r.grammar.progress and not r.grammar.targets):
        return Query(Kind.NONE, reason=Reason.NOT_UNDERSTOOD)
    return None


def _nobody(mention: Mention, r: Reading) -> Query | None:
    """Tell 我们 where nobody is bound, a body without tasks, and a name nobody has."""
    found = mention.resolution
    if found is None:
        return None if r.asker.department else Query(Kind.NONE, reason=Reason.UNBOUND)
    if found.names:
        return None
    name = whereabouts.without_place(mention.words, r.knowledge)
    if r.knowledge.is_body(name) and not found.ambiguous:
        return Query(Kind.NONE, plans=r.plans, reason=Reason.NO_TASKS, asked=name)
    return _no_department(name, found.nearest, ambiguous=found.ambiguous)


def _no_department(asked: str, nearest: tuple[str, ...], *, ambiguous: bool) -> Query:
    reason = Reason.AMBIGUOUS_DEPARTMENT if ambiguous else Reason.UNKNOWN_DEPARTMENT
    return Query(Kind.NONE, reason=reason, asked=asked, nearest=nearest)
