"""What a page's contents say to do, token by token: ten times as fast as building pypdf's objects.

Only what painting needs is understood: numbers, names, strings, arrays, dictionaries. Pictures that
stand within the contents are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plans.errors.documents import DocumentTooComplex

MOST_OPERANDS = 100_000
"""of one operation; a line of text set letter by letter has some hundreds"""
MAX_DEEP = 40
"""arrays within arrays; nobody writes more than two"""

_BLANK = rb"\0\t\n\f\r "
_TOKEN = re.compile(
    rb"[" + _BLANK + rb"]*(?:"
    rb"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?![^" + _BLANK + rb"()<>\[\]{}/%]))"
    rb"|(?P<word>[^" + _BLANK + rb"()<>\[\]{}/%]+)"
    rb"|/(?P<name>[^" + _BLANK + rb"()<>\[\]{}/%]*)"
    rb"|\((?P<plain>[^()\\\r]*)\)"
    rb"|(?P<string>\()"
    rb"|(?P<begin>\[|<<)"
    rb"|<(?P<hex>[^<>]*)>"
    rb"|(?P<end>\]|>>)"
    rb"|(?P<remark>%[^\r\n]*)"
    rb"|(?P<other>[^" + _BLANK + rb"])"
    rb")"
)
_PIECE = re.compile(rb"[^()\\\r]+|\\(?:[0-7]{1,3}|\r\n|[\s\S])?|\r\n?|[()]")
_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NO_HEX = re.compile(rb"[^0-9A-Fa-f]")
_ODD_NUMBER = re.compile(rb"[+-]*\d*\.?\d+")
_PICTURE_ENDS = re.compile(
    rb"[" + _BLANK + rb"]EI(?=[" + _BLANK + rb"]|$)(?![\s\S]{0,8}[\x80-\xff])"
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS: dict[bytes, Any] = {b"true": True, b"false": False, b"null": None}


def operations(contents: bytes) -> Iterator[tuple[list[Any], bytes]]:
    """Yield the operands of each operation and its name, in order."""
    operands: list[Any] = []
    outer: list[list[Any]] = []
    at = 0
    while token := _TOKEN.match(contents, at):
        at, kind = token.end(), token.lastgroup
        if kind == "word":
            word = token["word"]
            if outer or word in _WORDS or word[0] in b"+-.0123456789":
                operands.append(_value(word))
                continue
            yield operands, word
            operands = []
            at = _behind_picture(contents, at) if word == b"ID" else at
        elif kind == "string":
            string, at = _string(contents, at)
            operands.append(string)
        elif kind in ("begin", "end"):
            operands = _nest(token[kind], operands, outer)
        elif kind not in ("remark", "other"):
            operands.append(_simple(token))
        if len(operands) > MOST_OPERANDS:
            raise DocumentTooComplex(suffix="pdf")


def _simple(token: re.Match[bytes]) -> Any:
    """A number, a name or a string in one piece."""
    kind = token.lastgroup or ""
    words = token[kind]
    if kind == "number":
        return float(words)
    if kind == "name":
        if b"#" not in words and words.isascii():
            return "/" + words.decode("ascii")
        plain = _NAME_CODE.sub(lambda code: bytes([int(code[1], 16)]), words)
        return "/" + plain.decode("utf-8", "surrogateescape")
    return words if kind == "plain" else _from_hex(words)


def _value(word: bytes) -> Any:
    """What a bare word stands for where no operation may: a number written oddly, else nothing."""
    odd = _ODD_NUMBER.match(word)
    return float(odd.group().lstrip(b"+-")) if odd else _WORDS.get(word)


def _from_hex(words: bytes) -> bytes:
    digits = _NO_HEX.sub(b"", words) if not words.isalnum() else words
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError:
        return _from_hex(b" " + words) if words.isalnum() else b""


def _nest(mark: bytes, operands: list[Any], outer: list[list[Any]]) -> list[Any]:
    """Begin an array or a dictionary, or end it and go on with what it stands in."""
    if mark in (b"[", b"<<"):
        if len(outer) < MAX_DEEP:
            outer.append(operands)
            return []
        return operands
    if not outer:
        return operands
    whole: Any = operands
    if mark == b">>":
        whole = {key: value for key, value in _pairs(operands) if isinstance(key, str)}
    around = outer.pop()
    around.append(whole)
    return around


def _pairs(operands: list[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(operands[::2], operands[1::2], strict=False)


def _string(contents: bytes, at: int) -> tuple[bytes, int]:
    """A string with brackets or escapes in it, and where it ends."""
    pieces: list[bytes] = []
    deep = 1
    while piece := _PIECE.match(contents, at):
        at, words = piece.end(), piece.group()
        deep += {b"(": 1, b")": -1}.get(words, 0)
        if deep == 0:
            break
        pieces.append(_unescaped(words))
    return b"".join(pieces), at


def _unescaped(piece: bytes) -> bytes:
    if piece[:1] == b"\r":
        return b"\n"
    if piece[:1] != b"\\":
        return piece
    escaped = piece[1:]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 255]) if escaped[0] in b"01234567" else escaped
    return b"" if escaped in (b"\n", b"\r", b"\r\n") else _ESCAPES.get(escaped, escaped)


def _behind_picture(contents: bytes, at: int) -> int:
    """Where a picture within the contents ends."""
    end = _PICTURE_ENDS.search(contents, at)
    return end.end() if end else len(contents)
