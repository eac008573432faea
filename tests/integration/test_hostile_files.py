"""Files made to hang, to flood or to spy: each ends in one error, soon and small."""

from __future__ import annotations

import asyncio
import io
import json
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from openpyxl import Workbook

from plans.errors import documents
from plans.errors.base import DubanError
from plans.errors.documents import (
    ArchiveFile,
    BadDocument,
    BrokenFile,
    DocumentTooComplex,
    DocumentTooLarge,
    EmptyDocument,
    LockedFile,
    MacroFile,
)
from plans.files.jail import read_untrusted, read_untrusted_async
from tests.papers import FONT, docx_of, objects_to_pdf, packed, pdf, replaced, text, xlsx

REPOSITORY = Path(__file__).parents[2]
SECONDS = 10.0
MEGABYTES = 500
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SECRET = "the spy was here"


def word(markup: str | bytes, **parts: str | bytes) -> bytes:
    return replaced(docx_of(""), {"word/document.xml": markup, **parts})


def body(inner: str) -> str:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>"


def ledger(sheet: str) -> bytes:
    book = Workbook()
    book.active.append(["任务", "单位"])
    return replaced(xlsx(book), {"xl/worksheets/sheet1.xml": sheet})


def claimed(package: bytes, size: int) -> bytes:
    """Let every part claim to be *size* bytes when unpacked."""
    data = bytearray(package)
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        place = held.start_dir
    while data[place : place + 4] == b"PK\x01\x02":
        struct.pack_into("<I", data, place + 24, size)
        name, extra, comment = struct.unpack_from("<HHH", data, place + 28)
        place += 46 + name + extra + comment
    return bytes(data)


def flood(megabytes: int) -> bytes:
    """A docx of a few hundred kilobytes that unpacks to very much."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as part,
    ):
        part.write(body("").removesuffix("</w:body></w:document>").encode())
        for _ in range(megabytes):
            part.write(b" " * 2**20)
    return out.getvalue()


def nested(levels: int) -> bytes:
    data = b"\0" * 2**20
    for _ in range(levels):
        data = packed({f"{n}.zip": data for n in range(10)})
    return data


def overlapping() -> bytes:
    """Many names for one part of 20 MB."""
    package = packed({"word/document.xml": b" " * (20 * 2**20)})
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        start = held.start_dir
    entry = package[start : start + 46 + len("word/document.xml")]
    many = entry * 400
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 400, 400, len(many), start, 0)
    return package[:start] + many + end


def laughs(root: str, inner: str) -> str:
    lines = ['<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE x [{''.join(lines)}]>" + root.format(inner.format("&l9;"))


def spying(path: Path) -> str:
    return f'<!DOCTYPE x [<!ENTITY spy SYSTEM "{path.as_uri()}">]>' + body(
        "<w:p><w:r><w:t>一、总体要求&spy;</w:t></w:r></w:p>"
    )


PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R %s >>"
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"


def page_of(
    contents: bytes, *, head: bytes = b"", resources: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(contents), head, contents)
    page = PAGE % (b"/Resources << /Font << /F1 3 0 R >> " + resources + b" >>")
    return objects_to_pdf([ROOT, PAGES, FONT.encode(), page, stream, *more])


def pdf_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    squeezed = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    return page_of(squeezed, head=b"/Filter /FlateDecode")


def pdf_twice_packed() -> bytes:
    inner = zlib.compress(b"q Q " * 2_000_000, 9)
    return page_of(zlib.compress(inner, 9), head=b"/Filter [/FlateDecode /FlateDecode]")


def pdf_forms() -> bytes:
    """Six forms, each painting the next twenty times."""
    forms = []
    for n in range(6):
        inner = b"/X Do " * 20 if n < 5 else text("量", 80, 700).encode()
        link = b"/XObject << /X %d 0 R >>" % (7 + n)
        held = b"/Resources << /Font << /F1 3 0 R >> %s >>" % link
        forms.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %s /Length %d >>\n"
            b"stream\n%s\nendstream" % (held, len(inner), inner)
        )
    return page_of(b"/X Do " * 20, resources=b"/XObject << /X 6 0 R >>", more=forms)


def pdf_font(ranges: int) -> bytes:
    """A font whose table of characters names 65,536 of them again and again."""
    rows = b"<0000> <ffff> <0000>\n" * ranges
    cmap = b"begincmap\n%d beginbfrange\n%sendbfrange\nendcmap" % (ranges, rows)
    font = FONT.replace("/Subtype /Type0", "/Subtype /Type0 /ToUnicode 6 0 R").encode()
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap)
    shown = text("质量", 80, 700).encode()
    contents = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown)
    page = PAGE % b"/Resources << /Font << /F1 3 0 R >> >>"
    return objects_to_pdf([ROOT, PAGES, font, page, contents, stream])


def pdf_looping_pages() -> bytes:
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R /Count 2 >>"
    return objects_to_pdf([ROOT, kids])


def pdf_looping_length() -> bytes:
    return objects_to_pdf(
        [ROOT, PAGES, FONT.encode(), PAGE % b"", b"<< /Length 5 0 R >>\nstream\nx\nendstream"]
    )


def pdf_looping_xref() -> bytes:
    data = pdf([text("量", 80, 700)])
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def pdf_deep_arrays() -> bytes:
    deep = b"[" * 200_000 + b"]" * 200_000
    return objects_to_pdf([b"<< /Type /Catalog /Pages 2 0 R /X " + deep + b" >>", PAGES])


def pdf_many_strokes() -> bytes:
    rng = random.Random(1)
    marks = (
        f"{rng.randrange(600)} {rng.randrange(800)} {rng.randrange(99)} 1 re f"
        for _ in range(30_000)
    )
    return page_of("\n".join(marks).encode())


def rows(number: int) -> str:
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, number))
    size = f'<dimension ref="A1:A{number}"/>'
    return f"<worksheet {S}>{size}<sheetData>{cells}</sheetData></worksheet>"


def wide_rows() -> str:
    line = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="XFD{0}"><v>1</v></c></row>'
    cells = "".join(map(line.format, range(1, 200_000)))
    return f"<worksheet {S}><sheetData>{cells}</sheetData></worksheet>"


def far_cell() -> str:
    return (
        f'<worksheet {S}><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">'
        '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


def merges() -> str:
    marks = "".join(f'<mergeCell ref="A{n}:GR20000"/>' for n in range(1, 20_000))
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    return (
        f"<worksheet {S}><sheetData>{cells}</sheetData><mergeCells>{marks}</mergeCells></worksheet>"
    )


def wide_cells(rows: int) -> str:
    """A table whose every cell claims to be 63 columns wide."""
    cell = (
        '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    )
    return f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * rows}</w:tbl>"


def html(inner: str) -> bytes:
    return f"<html><body>{inner}</body></html>".encode()


def utf16_entities() -> bytes:
    markup = '<?xml version="1.0" encoding="UTF-16"?>' + laughs(
        "{}", body("<w:p><w:r><w:t>{}</w:t></w:r></w:p>")
    )
    return markup.encode("utf-16")


ENDS: dict[str, tuple[Callable[[], bytes], type[BadDocument] | tuple[type[BadDocument], ...]]] = {
    # packed
    "flood.docx": (lambda: flood(300), (DocumentTooComplex, DocumentTooLarge)),
    "flood-lying.docx": (lambda: claimed(flood(100), 1000), BrokenFile),
    "claims-1GB.docx": (
        lambda: claimed(docx_of(""), 2**30),
        (DocumentTooComplex, DocumentTooLarge),
    ),
    "claims-1GB.xlsx": (
        lambda: claimed(ledger(rows(3)), 2**30),
        (DocumentTooComplex, DocumentTooLarge),
    ),
    "nested.zip": (lambda: nested(4), ArchiveFile),
    "overlapping.docx": (overlapping, (DocumentTooComplex, DocumentTooLarge)),
    "many-parts.docx": (
        lambda: packed({f"word/{n}": b"" for n in range(60_000)}),
        DocumentTooComplex,
    ),
    "cut-off.docx": (lambda: docx_of("")[:-300], BrokenFile),
    "bytes-changed.docx": (
        lambda: docx_of("").replace(b"\x08\x00", b"\x63\x00"),
        (BrokenFile, LockedFile),
    ),
    "only-the-start.xlsx": (lambda: b"PK\x03\x04" + b"\xff" * 5000, BrokenFile),
    # Word
    "laughs.docx": (
        lambda: word(laughs("{}", body("<w:p><w:r><w:t>{}</w:t></w:r></w:p>"))),
        BrokenFile,
    ),
    "laughs-attribute.docx": (lambda: word(laughs("{}", body('<w:p w:x="{}"/>'))), BrokenFile),
    "laughs-utf16.docx": (lambda: word(utf16_entities()), BrokenFile),
    "laughs-styles.docx": (
        lambda: word(body(""), **{"word/styles.xml": laughs("{}", "<a>{}</a>")}),
        BrokenFile,
    ),
    "deep.docx": (lambda: word(body("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)), BrokenFile),
    "empty.docx": (lambda: word(body("<w:p/>" * 500_000)), EmptyDocument),
    "large-tree.docx": (lambda: word(body("<w:p/>" * 4_500_000)), DubanError),
    "wide-table.docx": (lambda: word(body(wide_cells(5_000))), DocumentTooComplex),
    "one-long-word.docx": (
        lambda: word(body(f"<w:p><w:r><w:t>{'a' * 9_000_000}</w:t></w:r></w:p>")),
        DubanError,
    ),
    "macros.docm": (
        lambda: replaced(docx_of(""), {"word/vbaProject.bin": b"Sub AutoOpen()"}),
        MacroFile,
    ),
    # ledgers
    "laughs.xlsx": (lambda: ledger(laughs("{}", f"<worksheet {S}>{{}}</worksheet>")), BrokenFile),
    "million-rows.xlsx": (lambda: ledger(rows(1_000_000)), DocumentTooLarge),
    "wide-rows.xlsx": (lambda: ledger(wide_rows()), (DocumentTooLarge, DocumentTooComplex)),
    "merges.xlsx": (lambda: ledger(merges()), DocumentTooComplex),
    "macros.xlsm": (lambda: replaced(ledger(rows(3)), {"xl/vbaProject.bin": b"x"}), MacroFile),
    # pdf
    "10000-pages.pdf": (lambda: pdf([text("页", 80, 700)] * 10_000), DocumentTooLarge),
    "claims-1GB.pdf": (
        lambda: pdf([text("质量", 80, 700)]).replace(b"/Length ", b"/Length 1073741824 %"),
        DubanError,
    ),
    "looping-pages.pdf": (pdf_looping_pages, DubanError),
    "looping-length.pdf": (pdf_looping_length, DubanError),
    "bomb.pdf": (lambda: pdf_bomb(500), DubanError),
    "twice-packed.pdf": (pdf_twice_packed, DubanError),
    "forms.pdf": (pdf_forms, DubanError),
    "deep-arrays.pdf": (pdf_deep_arrays, DubanError),
    "operations.pdf": (lambda: page_of(b"q Q " * 4_000_000), DubanError),
    "strokes.pdf": (pdf_many_strokes, DubanError),
    "letters.pdf": (lambda: page_of(text("量", 80, 700).encode() * 600_000), DubanError),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(5_000_000), DubanError),
    "objects.pdf": (lambda: b"%PDF-1.7\n" + b"1 0 obj\n<<\n" * 200_000, DubanError),
    # pages of the web
    "deep-tables.html": (lambda: html("<table><tr><td>" * 100_000), DubanError),
    "spans.html": (
        lambda: html("<table>" + "<tr><td rowspan=1000 colspan=1000>甲" * 1_000 + "</table>"),
        DocumentTooComplex,
    ),
    "long.html": (lambda: html("<p>甲</p>" * 1_500_000), DubanError),
    # text
    "spaces.txt": (lambda: b" " * (20 * 2**20), EmptyDocument),
    "zeros.txt": (lambda: bytes(20 * 2**20), EmptyDocument),
    "tabs-and-spaces.txt": (lambda: b" \t" * (10 * 2**20), EmptyDocument),
    "letters.txt": (lambda: b"a" * (20 * 2**20), DocumentTooLarge),
    "too-large.txt": (lambda: b"a" * (20 * 2**20 + 1), DocumentTooLarge),
    "noise.txt": (lambda: random.Random(3).randbytes(2**20), BadDocument),
    "stars.md": (lambda: b" **a" * 5_000_000, DocumentTooLarge),
    "ticks.md": (lambda: b"`" * 20_000_000, (DocumentTooLarge, EmptyDocument)),
    "brackets.md": (lambda: b"[" * 20_000_000, (DocumentTooLarge, EmptyDocument)),
}
"""files that hold nothing to be read; DubanError where any refusal will do"""

READ: dict[str, Callable[[], bytes]] = {
    "far-cell.xlsx": lambda: ledger(far_cell()),
    "looping-xref.pdf": pdf_looping_xref,
    "fonts.pdf": lambda: pdf_font(2),
    "letters.pdf": lambda: page_of(text("量", 80, 700).encode() * 100_000),
    "deep.html": lambda: html("<div>" * 100_000 + "质量"),
    "items.html": lambda: html("<ol>" + "<li>甲</li>" * 100_000 + "</ol>"),
    "surrogates.txt": lambda: (
        "质量".encode("utf-16-le")
        + b"\x00\xd8" * 2
        + "强市工作方案，市商务局牵头".encode("utf-16-le")
    ),
    "spaces.txt": lambda: "甲".encode() + b" " * 19_000_000 + "乙".encode(),
    "stars.md": lambda: b" **a" * 400_000,
    "ticks.md": lambda: b"`" * 1_500_000 + b"a",
    "brackets.md": lambda: b"[" * 1_500_000 + b"a",
}
"""files that look hostile and still hold something: read or refused, but soon and small"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


Reader: TypeAlias = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A small process that reads files and measures it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile_reader"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent, heard = process.stdin, process.stdout

        def read(path: Path) -> dict[str, Any]:
            sent.write(f"{path}\n")
            sent.flush()
            found: dict[str, Any] = json.loads(heard.readline())
            assert found["seconds"] < SECONDS
            assert found["child"] < MEGABYTES
            assert found["growth"] < MEGABYTES
            return found

        yield read
        sent.close()


@pytest.mark.parametrize("name", ENDS)
def test_a_hostile_file_ends_in_one_error(folder: Path, reader: Reader, name: str) -> None:
    make, expected = ENDS[name]
    path = folder / name
    path.write_bytes(make())
    kinds = expected if isinstance(expected, tuple) else (expected,)
    assert issubclass(getattr(documents, reader(path)["error"]), kinds)


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_hostile_takes_no_longer(folder: Path, reader: Reader, name: str) -> None:
    path = folder / name
    path.write_bytes(READ[name]())
    found = reader(path)
    assert found.get("text") or issubclass(getattr(documents, found["error"]), BadDocument)


def test_a_document_cannot_read_other_files(tmp_path: Path) -> None:
    spied = tmp_path / "secret.txt"
    spied.write_text(SECRET)
    for data, name in (
        (word(spying(spied)), "spy.docx"),
        (ledger(f'<!DOCTYPE x SYSTEM "{spied.as_uri()}"><worksheet {S}/>'), "spy.xlsx"),
        (
            html(f'<p>甲</p><iframe src="{spied.as_uri()}"></iframe><object data="{spied}">'),
            "spy.html",
        ),
    ):
        try:
            assert SECRET not in read_untrusted(data, name=name)
        except BadDocument:
            continue


def test_the_event_loop_runs_on_while_a_file_is_read() -> None:
    async def ticks_while_reading() -> int:
        reading = asyncio.create_task(
            read_untrusted_async(
                pdf([text(f"质量{n}", 80, 700 - n) for n in range(20)]), name="x.pdf"
            )
        )
        ticks = 0
        while not reading.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert (await reading).startswith("质量")
        return ticks

    assert asyncio.run(ticks_while_reading()) > 3


@pytest.fixture(scope="module", autouse=True)
def _clean(folder: Path) -> Iterator[None]:
    yield
    for path in folder.iterdir():
        path.unlink()
