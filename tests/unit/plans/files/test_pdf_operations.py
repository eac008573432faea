"""The contents of a pdf page, token by token."""

from __future__ import annotations

from typing import Any

import pytest

from plans.errors.documents import DocumentTooComplex
from plans.files.portable.operations import MOST_OPERANDS, operations


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        (b"q 1 0 0 -1.5 .5 +3. cm Q", [([], b"q"), ([1, 0, 0, -1.5, 0.5, 3], b"cm"), ([], b"Q")]),
        (b"/F1 12 Tf/F#202 9 Tf", [(["/F1", 12], b"Tf"), (["/F 2", 9], b"Tf")]),
        (
            b"(a) Tj<4f60>Tj<4f6>Tj< 4F 60 >Tj",
            [([b"a"], b"Tj"), ([b"O`"], b"Tj"), ([b"O`"], b"Tj"), ([b"O`"], b"Tj")],
        ),
        (rb"(a\(b\)\n(c)\101\\) Tj", [([b"a(b)\n(c)A\\"], b"Tj")]),
        (b"(one\\\ntwo\rthree) Tj", [([b"onetwo\nthree"], b"Tj")]),
        (b"[(a) -120 <62>] TJ T*", [([[b"a", -120, b"b"]], b"TJ"), ([], b"T*")]),
        (
            b"/Span << /ActualText (x) /N [1 [2]] >> BDC",
            [(["/Span", {"/ActualText": b"x", "/N": [1, [2]]}], b"BDC")],
        ),
        (b"% nothing (here\n1 w", [([1], b"w")]),
        (b"BI /W 2 /H 2 ID \x00(\xff EI Q", [([], b"BI"), (["/W", 2, "/H", 2], b"ID"), ([], b"Q")]),
        (b"--5 1.2.3 true null x", [([5, 1.2, True, None], b"x")]),
        (b"] >> ) (open", []),
        (b"'\"", [([], b"'\"")]),
    ],
)
def test_contents_are_taken_apart(contents: bytes, expected: list[tuple[list[Any], bytes]]) -> None:
    assert list(operations(contents)) == expected


def test_an_endless_operation_is_refused() -> None:
    with pytest.raises(DocumentTooComplex):
        list(operations(b"1 " * (MOST_OPERANDS + 2) + b"TJ"))


@pytest.mark.parametrize(
    "contents",
    [
        b"(" * 400_000,
        b"<" * 400_000,
        b"[" * 400_000,
        b"ID " * 200_000,
        b"\\" * 400_000,
        b"(\\" * 200_000,
    ],
)
def test_what_never_closes_ends_all_the_same(contents: bytes) -> None:
    assert len(list(operations(contents))) <= len(contents)
