"""Branches called by their place, as their plan calls them: 人行白水支行 is 人民银行白水支行."""

from __future__ import annotations

import re

from plans.knowledge import Knowledge

_TYPED = re.compile(
    r"(?:中国)?(?:(?P<bank>人民银行|人行|央行)|国家金融监督管理总局|金融监管总局)"
    r"(?P<place>[\u4e00-\u9fff]{2,4}?)[市省州县区]?(?:中心)?(?:支行|分行|营业管理部|监管分?局)"
)
_BANK, _WATCH = re.compile("人民银行|人行"), re.compile("金融监")


def with_branch_names(words: str, knowledge: Knowledge) -> str:
    """Write a branch as the one plan that has it does; leave what several or none have."""
    return _TYPED.sub(lambda match: _named(match, knowledge), words)


def _named(match: re.Match[str], knowledge: Knowledge) -> str:
    head = _BANK if match["bank"] else _WATCH
    names = [n for n in knowledge.lexicon.names() if head.search(n) and match["place"] in n]
    return names[0] if len(names) == 1 else match[0]
