"""What a web page or a printer adds to a document: page numbers, share bars, tables of contents."""

from __future__ import annotations

import re
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"(?:[-—–―_·•]{1,3} *\d{1,4} *[-—–―_·•]{1,3}"
    r"|第 *\d{1,4} *页(?:[ ,/]*共 *\d{1,4} *页)?|\d{1,4} */ *\d{1,4}"
    r"|共 *\d{1,4} *页|页码:? *\d{1,4}|Page *\d+(?: *of *\d+)?|\d{1,3})",
    re.IGNORECASE,
)
_PAGE_BAR = re.compile(
    r"(?:标签|留言与评论.*|验证码|来源|信息来源|稿件来源|发布时间|发布日期|发表时间|发文时间|浏览次数|浏览量|点击数|点击量|访问量"
    r"|阅读次数|阅读量|字体|字号|字体大小|打印本页|打印|关闭窗口|关闭|关闭本页|分享到?|分享至|收藏|责任编辑|编辑|作者|上一篇"
    r"|下一篇|扫一扫.*|主办单位|承办单位|版权所有|网站标识码|网站地图|联系我们|当前位置|您所在的位置|您的位置|首页|相关链接"
    r"|相关阅读|相关文件|政策解读|图解|附件下载|点击下载|下载|语音播放|视力保护色|投稿邮箱|暂无数据|返回顶部|回到顶部"
    r"|【字体.*|【打印.*|【关闭.*|\[字体.*|\[打印.*|大 中 小|小 中 大|技术支持"
    r"|备案号|欢迎您?(?:访问|光临|来到).*|语音合成中.*|(?:进入|退出)播报模式|语音播报"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备.*)"
    r"(?: *[::].*| *| *\d+ *次?)"
)
_ORGANISER = re.compile(r"(?:主办|承办)单位 *[::]")
_ITS_HELPERS = re.compile(r"(?:协办|配合|会办|参与|责任|协助)(?:单位|部门)|(?:完成|办理)?时限")
"""What stands below the 主办单位 of a task, and not below that of a web site"""
_CONTINUES_NUMBER = re.compile(r"[.、)%年月日个家项件名]|\d{1,2}[.、]")
"""What stands behind a number that a line break cut off, and never behind a page number"""
_CONTENTS_LINE = re.compile(r".{2,60}?(?:\.{3,}|…{2,}|·{3,}|-{4,}|_{3,}) *\d{0,4}")


def without_furniture(lines: list[str]) -> list[str]:
    """The lines that belong to the document itself, in order."""
    kept = [line.strip() for line in _without_contents(lines)]
    if not kept:
        return []
    paged = _has_bare_page_numbers(kept)
    return [
        line
        for line, following in zip(kept, [*kept[1:], ""], strict=True)
        if not _is_furniture(line)
        or (_ORGANISER.match(line) and _ITS_HELPERS.match(following))
        or (not paged and line.isdecimal() and _CONTINUES_NUMBER.match(following))
    ]


def _has_bare_page_numbers(lines: list[str]) -> bool:
    """Whether the lines that hold only a number count pages: each is one more than the last."""
    numbers = [int(line) for line in lines if line.isdecimal() and len(line) <= 3]
    steps = sum(1 for one, two in pairwise(numbers) if two == one + 1)
    return len(numbers) >= 3 and steps >= 0.6 * (len(numbers) - 1)


def _is_furniture(line: str) -> bool:
    bare = line.strip("|· ")
    if line.endswith("|"):
        return False
    return bool(
        _PAGE_NUMBER.fullmatch(bare) or _PAGE_BAR.fullmatch(bare) or _CONTENTS_LINE.fullmatch(bare)
    )


def _without_contents(lines: list[str]) -> list[str]:
    """Drop a table of contents: the lines behind 目录 up to where its first entry comes again."""
    for at, line in enumerate(lines):
        if re.fullmatch(r"目 *录", line.strip()):
            end = _end_of_contents(lines, at + 1)
            return lines[:at] + lines[end:]
    return lines


def _end_of_contents(lines: list[str], start: int) -> int:
    entries = [at for at in range(start, len(lines)) if lines[at].strip()]
    if not entries:
        return start
    first = _bare(lines[entries[0]])
    for at in entries[1:]:
        if first and _bare(lines[at]).startswith(first):
            return at
    return start


def _bare(line: str) -> str:
    return re.sub(r"[\s.…·_-]+\d*$", "", re.sub(r"\s", "", line))
