"""The last look at text of any origin: odd characters out, floods of white space dammed."""

from __future__ import annotations

import re

MAX_SPACES = 8
"""deeper indents than this mean nothing"""

_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]"
)
_TRAILING = re.compile(r"[ \t\u3000\xa0]+$", re.M)
_SPACES = re.compile(rf"([ \t\u3000\xa0]{{{MAX_SPACES}}})[ \t\u3000\xa0]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return *text* with plain line ends and without what no reader sees."""
    lined = _INVISIBLE.sub("", _NEWLINES.sub("\n", text))
    dammed = _SPACES.sub(r"\1", lined)
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", dammed)).strip("\n")
