"""Where a document comes in: bytes of any kind to the text that `plans.reader` reads.

This parses in the process it is called in; for bytes from strangers use `plans.files.jail`.
"""

from __future__ import annotations

from plans.errors.documents import DocumentTooLarge, EmptyDocument, SecretDocument
from plans.files import markdown
from plans.files.encodings import decode
from plans.files.extract import Extract
from plans.files.kinds import UNTRUSTED, Kind, recognise, suffix_of
from plans.files.package import Package
from plans.files.secrecy import marking
from plans.files.tidy import tidy

MAX_BYTES = 20 * 2**20
MAX_CHARACTERS = 2_000_000
"""some 1,200 pages; the longest plans have about 100,000 characters"""
_WHITE = "\0 \t\r\n\u3000"
_BLANK = b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"


def read_file(data: bytes, *, name: str) -> str:
    """Return the text of a document, or raise the BadDocument that says why there is none."""
    kind = kind_of(data, name=name)
    extract = _extract(data, kind, suffix_of(name))
    text = _bounded(tidy(_bounded(extract.text)))
    if kind is Kind.MARKDOWN:
        text = markdown.read(text)
    found = marking(text, extract.margins)
    if found is not None:
        raise SecretDocument(marking=found)
    if not any(map(str.isalnum, text)):
        raise EmptyDocument
    return text


def _bounded(text: str) -> str:
    """Refuse too much text; white space, of which a flood does no harm, is not counted."""
    if len(text) - sum(map(text.count, _WHITE)) > MAX_CHARACTERS:
        raise DocumentTooLarge(limit=f"{MAX_CHARACTERS // 10_000}万字")
    return text


def kind_of(data: bytes, *, name: str) -> Kind:
    """Tell what *data* is; refuse what is empty, too large or of a kind that is not read."""
    check_size(data)
    return recognise(data, name)


def check_size(data: bytes) -> None:
    """Refuse too much and nothing at all."""
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(limit=f"{MAX_BYTES // 2**20} MB")
    if not data.strip(_BLANK):
        raise EmptyDocument


def _extract(data: bytes, kind: Kind, suffix: str) -> Extract:
    named = suffix or str(kind)
    if kind not in UNTRUSTED:
        return Extract(decode(data, suffix=named))
    return _parse(data, kind, named)


def _parse(data: bytes, kind: Kind, suffix: str) -> Extract:
    """Call the parser of a kind; it is imported here because the jail starts anew for each file."""
    if kind is Kind.PDF:
        from plans.files import pdf

        return pdf.read(data, suffix=suffix)
    if kind is Kind.LEDGER:
        from plans.files import ledger

        return ledger.read(Package(data, suffix=suffix))
    if kind is Kind.WORD:
        from plans.files import word

        return word.read(Package(data, suffix=suffix))
    from plans.files import webpage

    read = webpage.read if kind is Kind.WEBPAGE else webpage.read_archive
    return read(data, suffix=suffix)
