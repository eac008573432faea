"""What a plan is called in references: the stem of its file name, unless that says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from plans.model import PlanFacts
from plans.places import bare
from plans.sounds import reading

LONGEST = 60
_COPY = re.compile(r"(?:\s*[-_]?\s*(?:副本|复制|拷贝|copy)|\s*\(\d+\))+$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:附件|附表|附录|新建|未命名|无标题|空白|文档|文件|文本|正文|表格|工作表|工作簿|扫描件?|下载|粘贴"
    r"|行动|工作|实施|计划|方案|规划|通知|印发稿?|定稿|终稿|最终版?|修订版?|修改稿?|征求意见稿|送审稿|公开版?"
    r"|microsoft|office|word|excel|wps|docx?|xlsx?|pdf|html?|txt|text|document|file|untitled|unnamed"
    r"|new|download|attachment|scan|plan|index|page|content|default|img|mmexport|tmp|temp|final|v"
    r"|[\s\d._\-()#:,、第号版一二三四五六七八九十])*",
    re.IGNORECASE,
)
_MACHINE_NAME = re.compile(r"[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_FORBIDDEN = re.compile(r"[\s#:/\\<>\"'|?*&《》]+")


def plan_key(facts: PlanFacts) -> str:
    """Return the stem of the file name, or place and year (`huizhou-2017`) where that is a form."""
    stem = _COPY.sub("", unicodedata.normalize("NFKC", facts.key).strip())
    if not stem or is_generic(stem):
        return _place_and_year(facts)
    return _FORBIDDEN.sub("-", stem).strip("-.")[:LONGEST] or _place_and_year(facts)


def is_generic(stem: str) -> bool:
    """Tell whether a file name says nothing of what is in it: 附件1, 新建文档, document."""
    return bool(_NO_NAME.fullmatch(stem) or _MACHINE_NAME.fullmatch(stem))


def free_key(key: str, taken: Collection[str]) -> str:
    """Return *key*, with a number behind it where another plan has it already."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def called(facts: PlanFacts, key: str) -> PlanFacts:
    """Return the same facts under another key; the kind of file stays."""
    _, dot, suffix = facts.source.rpartition(".")
    return replace(facts, source=f"{key}{dot}{suffix}" if dot else key)


def _place_and_year(facts: PlanFacts) -> str:
    place = reading(bare(facts.place)) if facts.place else ""
    day = facts.horizon[0] if facts.horizon else facts.issued
    return "-".join(filter(None, (place or "plan", str(day.year) if day else "")))
