"""What of a web page is furniture (menus, scripts, link lists), and which tables hold data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

DROPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed"),
        *("nav", "footer", "aside", "form", "button", "select", "option", "textarea", "input"),
        *("svg", "canvas", "audio", "video", "map", "rt", "rp"),
    }
)
LISTS = frozenset({"ul", "ol", "dl", "div", "td"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MENU_LINKS = 4
MENU_SHARE = 0.8
"""a list whose words are nearly all links leads elsewhere"""
PAGE_CELL = 1_500
"""characters beyond which a cell that holds most of its table is the page itself"""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(slots=True)
class Weight:
    """How much stands below an element, and how much of that is links."""

    words: int = 0
    linked: int = 0
    links: int = 0


class Furniture:
    """The judgement on each element, from one walk through the page."""

    def __init__(self, root: etree._Element) -> None:
        self._menus: set[etree._Element] = set()
        self._layout: set[etree._Element] = set()
        self._weigh(root)
        self._find_layout(root)

    def is_dropped(self, element: etree._Element) -> bool:
        """Tell whether nothing of *element* is read."""
        if element.tag in DROPPED and not (element.tag == "form" and len(element) > MENU_LINKS):
            return True  # old sites wrap whole pages in a form
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        return element in self._menus

    def is_data(self, table: etree._Element) -> bool:
        """Tell a table of data from one that arranges a page."""
        return table not in self._layout

    def _weigh(self, root: etree._Element) -> None:
        open_weights = [Weight()]
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                own = 0 if element.tag in DROPPED else len((element.text or "").strip())
                open_weights.append(Weight(words=own))
                continue
            weight = open_weights.pop()
            if element.tag == "a" and element.get("href"):
                weight.linked, weight.links = weight.words, 1
            elif element.tag in LISTS and _is_menu(weight):
                self._menus.add(element)
            _add(open_weights[-1], weight, len((element.tail or "").strip()))

    def _find_layout(self, root: etree._Element) -> None:
        """A table around a table, a heading or nearly all the words arranges the page."""
        for inner in root.iter("table", *HEADINGS):
            outer = next(inner.iterancestors("table"), None)
            while outer is not None and outer not in self._layout:
                self._layout.add(outer)
                outer = next(outer.iterancestors("table"), None)
        for table in root.iter("table"):
            if table not in self._layout and _is_page(table):
                self._layout.add(table)


def _add(to: Weight, weight: Weight, tail: int) -> None:
    to.words += weight.words + tail
    to.linked += weight.linked
    to.links += weight.links


def _is_menu(weight: Weight) -> bool:
    return weight.links >= MENU_LINKS and weight.linked >= MENU_SHARE * weight.words


def _is_page(table: etree._Element) -> bool:
    sizes = [len("".join(map(str, cell.itertext()))) for cell in table.iter("td", "th")]
    largest = max(sizes, default=0)
    return largest > PAGE_CELL and largest > 0.8 * sum(sizes)
