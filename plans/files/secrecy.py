"""Secrecy markings at the head of a document; the mere words in a sentence are none."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

HEAD_LINES = 60
"""lines with words; the menus of a web page come before its document"""

_GRADE = r"(?:绝密|机密|秘密|絕密|機密|祕密)"
_TERM = r"(?:长期|長期|永久|启用前|啟用前|[0-9一二三四五六七八九十]{1,3}(?:年|个月|個月|月|天|日))"
_URGENCY = r"(?:特急|加急|特提|急件|平急|平件)"
_STAR = r"[★☆*✩✭⭐]"
_MARKING = re.compile(
    rf"(?:份号[::]?)?(?:№|no\.?)?\d{{0,8}}(?:密级(?:和保密期限)?:?)?({_GRADE})(?:级|件|文件)?"
    rf"(?:{_STAR}?{_TERM}|{_STAR})?(?:{_URGENCY})?"
)
_STARRED = re.compile(rf"(?:密级:?)?({_GRADE}){_STAR}{_TERM}?(?:{_URGENCY})?")
_INTERNAL = re.compile(
    r"(内部(?:资料|文件|材料|使用)|內部(?:資料|文件|材料|使用))"
    r"(?:(?:请|請)?(?:注意|妥善|严禁|嚴禁|不得|禁止|请勿|請勿|勿|仅供|僅供)[^。;]{0,12})?(?:\d{1,4}号)?"
)
_STARS = re.compile(_STAR)
_BRACKETS = str.maketrans("", "", "【】[]()〔〕〖〗「」《》<>|,.、。!-—_ \u3000")


def marking(text: str, margins: str = "") -> str | None:
    """Return the marking that *text* bears, alone on a line near its head, or None."""
    lines = (line for line in map(_bare, text.splitlines()) if line)
    head = list(islice(lines, HEAD_LINES)) + [
        line for line in map(_bare, margins.splitlines()) if line
    ]
    for line in head:
        found = _MARKING.fullmatch(line) or _INTERNAL.fullmatch(line)
        if found:
            return found[1]
    starred = map(_STARRED.fullmatch, map(_bare, filter(_STARS.search, text.splitlines())))
    return next((found[1] for found in starred if found), None)


def _bare(line: str) -> str:
    """Strip what separates the letters: spaces, brackets, table bars."""
    if len(line) > 200:
        return ""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", line).lower().translate(_BRACKETS))
