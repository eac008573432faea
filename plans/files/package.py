"""A zip of parts, as Office files are, opened so that what it claims or hides does no harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from plans.errors.documents import BrokenFile, DocumentTooComplex, DocumentTooLarge, LockedFile

MAX_PARTS = 5_000
"""a long report with a hundred pictures has some three hundred"""
MAX_UNPACKED = 100 * 2**20
"""of all parts that are markup; pictures are never unpacked"""
MAX_MARKUP = 24 * 2**20
"""of one part that is held as a tree, which takes about eight times its size"""
MAX_RATIO = 300
"""markup packs to about a tenth, a ledger of equal rows to a hundredth"""
RATIO_COUNTS_FROM = 4 * 2**20
PIECE = 2**20
ENCRYPTED = 0x1
MARKUP = (".xml", ".rels", ".vml")

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class Package:
    """The parts of an Office file by name."""

    def __init__(self, data: bytes, *, suffix: str) -> None:
        self.suffix = suffix
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise BrokenFile(suffix=suffix) from error
        self._check(self._zip.infolist())
        self._names = frozenset(self._zip.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def holds(self, words: str) -> bool:
        """Tell whether some part's path contains *words*."""
        return any(words in name for name in self._names)

    def tree(self, name: str) -> etree._Element | None:
        """Return the part *name* parsed, None where there is no such part."""
        return parse(self._read(name), suffix=self.suffix) if name in self else None

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the part *name* in pieces, nothing where there is no such part."""
        try:
            with self._zip.open(name) as part:
                while piece := part.read(PIECE):
                    yield piece
        except KeyError:
            return
        except _FAULTS as error:
            raise BrokenFile(suffix=self.suffix) from error

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                read = part.read(MAX_MARKUP + 1)
        except _FAULTS as error:
            raise BrokenFile(suffix=self.suffix) from error
        if len(read) > MAX_MARKUP:
            raise DocumentTooLarge(limit=f"{MAX_MARKUP // 2**20} MB（解压后）")
        return read

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        """Refuse by the table of contents alone, before anything is unpacked."""
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise LockedFile(suffix=self.suffix)
        if len(parts) > MAX_PARTS:
            raise DocumentTooComplex(suffix=self.suffix)
        markup = [part for part in parts if part.filename.lower().endswith(MARKUP)]
        if sum(part.file_size for part in markup) > MAX_UNPACKED:
            raise DocumentTooLarge(limit=f"{MAX_UNPACKED // 2**20} MB（解压后）")
        if any(_is_bomb(part) for part in parts):
            raise DocumentTooComplex(suffix=self.suffix)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    big = part.file_size > RATIO_COUNTS_FROM
    return big and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def parse(markup: bytes, *, suffix: str) -> etree._Element:
    """Parse *markup* without entities, DTD, network or unbounded depth."""
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:  # no Office program writes them
        raise BrokenFile(suffix=suffix)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(markup, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFile(suffix=suffix) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenFile(suffix=suffix)
    return root
