"""Templates as coordinators see them: the list, and one with what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from plans.fields import FIELDS
from store.tables.templates import Template
from texts.catalogue import Texts
from texts.reply import Button, Reply

TEMPLATE = "tp"
"""the buttons: `tp:7:use`"""
IN_A_ROW = 5
MOST = 50
"""templates that are kept: as many as two screens of buttons"""


def render_templates(found: Sequence[Template], *, texts: Texts) -> Reply:
    """List the templates; each has a button that opens it."""
    text = texts.render("templates/list", found=found, fields=FIELDS)
    numbers = [Button(str(row.id), data=f"{TEMPLATE}:{row.id}:show") for row in found]
    rows = [tuple(numbers[n : n + IN_A_ROW]) for n in range(0, len(numbers), IN_A_ROW)]
    return Reply(text, (*rows, (Button(texts.label("tp_add"), data=f"{TEMPLATE}:0:add"),)))


def render_template(row: Template, *, note: str, texts: Texts) -> Reply:
    """Show one; *note* says what has just come of it (added, changed, sure)."""
    text = texts.render("templates/one", row=row, note=note)

    def button(label: str, verb: str) -> Button:
        return Button(texts.label(label), data=f"{TEMPLATE}:{row.id}:{verb}")

    if note == "sure":
        return Reply(text, ((button("tp_remove_sure", "sure"), button("tp_keep", "show")),))
    return Reply(
        text,
        (
            (button("tp_use", "use"), button("tp_look", "look")),
            (button("tp_change", "change"), button("tp_remove", "remove")),
            (Button(texts.label("rehearsal_list"), data=f"{TEMPLATE}:0:list"),),
        ),
    )
