"""What a file is, told by its first bytes and its parts; the name only breaks ties."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from plans.errors.documents import (
    ArchiveFile,
    BrokenFile,
    LockedFile,
    MacroFile,
    OldOfficeFile,
    PictureFile,
    UnsupportedFile,
)
from plans.files.package import Package


class Kind(StrEnum):
    """The kinds of file that are read."""

    TEXT = "txt"
    MARKDOWN = "md"
    WEBPAGE = "html"
    WEB_ARCHIVE = "mht"
    WORD = "docx"
    LEDGER = "xlsx"
    PDF = "pdf"


UNTRUSTED = frozenset({Kind.WEBPAGE, Kind.WEB_ARCHIVE, Kind.WORD, Kind.LEDGER, Kind.PDF})
"""kinds whose parsers can be made to run long or grow large"""

FOREIGN: dict[bytes, tuple[str, type[UnsupportedFile]]] = {
    b"Rar!": ("rar", ArchiveFile),
    b"7z\xbc\xaf\x27\x1c": ("7z", ArchiveFile),
    b"\x1f\x8b": ("gz", ArchiveFile),
    b"BZh": ("bz2", ArchiveFile),
    b"\xfd7zXZ": ("xz", ArchiveFile),
    b"\x28\xb5\x2f\xfd": ("zst", ArchiveFile),
    b"\x89PNG": ("png", PictureFile),
    b"\xff\xd8\xff": ("jpg", PictureFile),
    b"GIF8": ("gif", PictureFile),
    b"II*\x00": ("tif", PictureFile),
    b"MM\x00*": ("tif", PictureFile),
    b"MZ\x90": ("exe", UnsupportedFile),
    b"\x7fELF": ("", UnsupportedFile),
    b"\xca\xfe\xba\xbe": ("", UnsupportedFile),
    b"SQLite format 3": ("db", UnsupportedFile),
}
"""how files of other kinds begin"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}
BINARY_SUFFIXES = frozenset({"docx", "docm", "xlsx", "xlsm", "pdf", "doc", "xls", "wps", "et"})

_TAG = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|p|span|article)[\s>]", re.I)
_MIME = re.compile(rb"^mime-version:", re.I | re.M)
_MULTIPART = re.compile(rb"content-type:\s*(multipart/related|text/html)", re.I)


def suffix_of(name: str) -> str:
    """Return the ending of *name* in small Latin letters and digits, at most eight of them."""
    return re.sub(r"[^a-z0-9]", "", PurePath(name).suffix.lower())[:8]


def recognise(data: bytes, name: str) -> Kind:
    """Tell what *data* is, or refuse it with the advice that fits its kind."""
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(Package(data, suffix=suffix_of(name) or "zip"), name)
    if b"%PDF-" in head:
        return Kind.PDF
    _refuse_foreign(data, name)
    return _written(data, name)


def _office(package: Package, name: str) -> Kind:
    """Tell a docx from an xlsx and from mere packed files by the parts inside."""
    if package.holds("vbaProject.bin") or package.holds("macrosheets/"):
        raise MacroFile(suffix=suffix_of(name) or "docm")
    if package.holds("word/document"):
        return Kind.WORD
    if package.holds("xl/workbook.xml"):
        return Kind.LEDGER
    for part, suffix in (("OFD.xml", "ofd"), ("ppt/", "pptx"), ("xl/workbook.bin", "xlsb")):
        if package.holds(part):
            raise OldOfficeFile(suffix=suffix)
    if "mimetype" in package:
        raise OldOfficeFile(suffix=suffix_of(name) or "odt")
    if suffix_of(name) in BINARY_SUFFIXES:
        raise BrokenFile(suffix=suffix_of(name))
    raise ArchiveFile(suffix="zip")


def _refuse_foreign(data: bytes, name: str) -> None:
    if data.startswith(OLE):
        _refuse_ole(data, name)
    if data.startswith(b"{\\rtf"):
        raise OldOfficeFile(suffix="rtf")
    for mark, (suffix, error) in FOREIGN.items():
        if data.startswith(mark):
            raise error(suffix=suffix)
    if data[257:262] == b"ustar":
        raise ArchiveFile(suffix="tar")
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} or _is_webp_or_bmp(data):
        raise PictureFile(suffix=suffix_of(name) or "bmp")


def _is_webp_or_bmp(data: bytes) -> bool:
    return data[8:12] == b"WEBP" or (data[:2] == b"BM" and data[6:10] == bytes(4))


def _refuse_ole(data: bytes, name: str) -> None:
    """Old Office files, and new ones behind a password, share one container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise LockedFile(suffix=suffix_of(name) or "docx")
    named = suffix_of(name)
    if named in {"wps", "et", "dps", "doc", "xls", "ppt"}:
        raise OldOfficeFile(suffix=named)
    for stream, suffix in OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            raise OldOfficeFile(suffix=suffix)
    raise OldOfficeFile(suffix=named or "doc")


def _written(data: bytes, name: str) -> Kind:
    """Tell the kinds of written text apart."""
    head = data[:65536].replace(b"\0", b"")  # so that UTF-16 shows its tags too
    if b'progid="Word.Document"' in head or b'progid="Excel.Sheet"' in head:
        raise OldOfficeFile(suffix="xml")
    if _MIME.search(head[:4096]) and _MULTIPART.search(head[:8192]):
        return Kind.WEB_ARCHIVE
    named = suffix_of(name)
    if _TAG.search(head[:2048]) or (named in {"html", "htm", "shtml"} and _TAG.search(head)):
        return Kind.WEBPAGE
    has_bom = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if named in BINARY_SUFFIXES and b"\0" in data[:4096] and not has_bom:
        raise BrokenFile(suffix=named)
    return Kind.MARKDOWN if named in {"md", "markdown"} else Kind.TEXT
