"""A template's words with the fields of one department in them."""

from __future__ import annotations

from datetime import date
from html import escape

from plans.fields import FIELDS, fields_in, filled
from store.templates import Meaning
from texts.catalogue import Texts
from texts.dates import day

LONGEST = 60
"""characters of a task's title"""


def with_fields(html: str, meaning: Meaning, *, today: date, texts: Texts) -> str:
    """Fill in; what a department has nothing for is said so."""
    if not fields_in(html):
        return html
    nothing, due = texts.label("field_nothing"), meaning.due
    tasks = texts.render("broadcasts/field_tasks", tasks=meaning.tasks, longest=LONGEST)
    left = max((due - today).days, 0) if due else None
    values = (
        escape(meaning.department or texts.label("field_department")),
        tasks or nothing,
        day(due, today) if due else nothing,
        f"{left}" if left is not None else nothing,
    )
    return filled(html, dict(zip(FIELDS, values, strict=True)))
