"""A plan as its office would send it, made for the tests: Word files with a revised version."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document

TITLE = "平川市建设质量强市2017年行动计划"
HEAD = (TITLE, "平府办〔2017〕8号", "为推进质量强市建设，制定本行动计划。")
QUALITY = (
    "1.提升产品质量。到2017年，制造业产品质量合格率稳定在93%以上。"
    "（市质监局牵头，市商务局、教育局配合）"
)
SERVICE = (
    "2.提升服务质量。到2017年，生产性服务业顾客满意度达75%以上。（市商务局牵头，市旅游局配合）"
)
MONTH = "3.开展质量月活动。各单位在9月质量月集中开展宣传。（市质监局负责）"
FOOD = (
    "4.强化食品安全监管。到2017年9月底前，建成食品安全示范街3条。（市食药监局牵头，市商务局配合）"
)
TASKS = (QUALITY, SERVICE, MONTH)
FOOT = ("平川市人民政府办公室", "2017年3月5日")


def word(tasks: Sequence[str] = TASKS, *, head: Sequence[str] = HEAD) -> bytes:
    """Write the plan with these tasks."""
    document = Document()
    for line in (*head, "一、实施质量提升工程", *tasks, *FOOT):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
