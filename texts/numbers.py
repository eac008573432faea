"""Numbers as a plan writes them: ≥ 93%, 2-3个, 约4%."""

from __future__ import annotations

from decimal import Decimal

from plans.model import Comparison

SIGNS = {
    Comparison.AT_LEAST: "≥ ",
    Comparison.AT_MOST: "≤ ",
    Comparison.MORE: "> ",
    Comparison.LESS: "< ",
    Comparison.EQUAL: "",
    Comparison.ABOUT: "约",
    Comparison.RANGE: "",
}
TEN_THOUSAND = 10_000


def plain(value: Decimal) -> str:
    """Write a number without needless zeros, in 万 and 亿 where that is round."""
    for size, word in ((TEN_THOUSAND**2, "亿"), (TEN_THOUSAND, "万")):
        scaled = value / size
        if scaled >= 1 and scaled == scaled.quantize(Decimal("0.01")):
            return f"{_trim(scaled)}{word}"
    return _trim(value)


def number(op: Comparison, value: Decimal, upper: Decimal | None, unit: str | None) -> str:
    """Write what is promised: sign, number or range, unit."""
    amount = plain(value) if upper is None else f"{plain(value)}-{plain(upper)}"
    return f"{SIGNS[op]}{amount}{unit or ''}"


def _trim(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
