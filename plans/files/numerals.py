"""Numbers as an office program writes them in front of paragraphs: 一, （十二）, 第三, iv, ⑤."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
"""first and last number of each run of ① … ㊿, and the code of its first sign"""


def chinese(number: int, *, digits: str = DIGITS, units: str = "十百千") -> str:
    """Count in Chinese up to 9999: 十二, 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    words, pending_zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            pending_zero = bool(words)
            continue
        unit = units[power - 1] if power else ""
        words += "零" * pending_zero + digits[digit] + unit
        pending_zero = False
    return words.removeprefix("一") if words.startswith("一十") else words


def _legal(number: int) -> str:
    return chinese(number, digits=LEGAL, units="拾佰仟")


def _digital(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _letter(number: int) -> str:
    """Count a … z, aa, bb … as Word does."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    words = ""
    for value, sign in ROMAN:
        words += sign * (number // value)
        number %= value
    return words


def _circled(number: int) -> str:
    for first, last, code in CIRCLED:
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _sign(first: int, last: int) -> Callable[[int], str]:
    """Count with a run of ready-made signs, up to *last*."""
    return lambda number: chr(first + number - 1) if 0 < number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


WIDE = {48 + digit: 0xFF10 + digit for digit in range(10)}

_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _sign(0x2488, 20),
    "decimalEnclosedParen": _sign(0x2474, 20),
    "ideographEnclosedCircle": _sign(0x3280, 10),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanCounting": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def write(number: int, style: str) -> str:
    """Write *number* in one of the styles of WordprocessingML (ST_NumberFormat)."""
    if style in {"none", "bullet"}:
        return ""
    bounded = max(0, min(number, 9_999))
    return _WRITERS.get(style, str)(bounded) if bounded else "0"
