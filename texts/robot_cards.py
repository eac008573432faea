"""Group robots as coordinators see them: the list, and one with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from store.robots import Listed
from texts.catalogue import Texts
from texts.reply import Button, Reply

ROBOT = "robot"
"""the buttons: `robot:7:test`"""
LISTED = 10
"""robots on a page of the list"""
IN_A_ROW = 5


def render_robots(found: Sequence[Listed], page: int, *, texts: Texts) -> Reply:
    """List the robots, a page at a time; each has a button that opens it."""
    pages = max(-(-len(found) // LISTED), 1)
    page = min(max(page, 1), pages)
    rows = found[(page - 1) * LISTED : page * LISTED]
    text = texts.render("robots/list", rows=rows, count=len(found))
    numbers = [Button(str(one.robot.id), data=f"{ROBOT}:{one.robot.id}:show") for one in rows]
    turns = []
    if page > 1:
        turns.append(Button(texts.label("previous_page"), data=f"{ROBOT}:0:{page - 1}"))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(Button(label, data=f"{ROBOT}:0:{page + 1}"))
    add = Button(texts.label("robot_add"), data=f"{ROBOT}:0:add")
    lines = (numbers[:IN_A_ROW], numbers[IN_A_ROW:], turns, [add])
    return Reply(text, tuple(tuple(line) for line in lines if line))


def render_robot(listed: Listed, *, note: str, texts: Texts) -> Reply:
    """Show one robot; *note* says what has just come of it (added, tested, back, sure)."""
    text = texts.render("robots/one", one=listed, note=note)

    def button(label: str, verb: str) -> Button:
        return Button(texts.label(label), data=f"{ROBOT}:{listed.robot.id}:{verb}")

    if note == "sure":
        return Reply(text, ((button("robot_remove_sure", "sure"), button("robot_keep", "show")),))
    back = Button(texts.label("rehearsal_list"), data=f"{ROBOT}:0:1")
    return Reply(text, ((button("robot_test", "test"), button("robot_remove", "remove")), (back,)))
