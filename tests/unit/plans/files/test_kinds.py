import pytest

from plans.errors.documents import (
    ArchiveFile,
    BadDocument,
    BrokenFile,
    DocumentTooLarge,
    EmptyDocument,
    LockedFile,
    OldOfficeFile,
    PictureFile,
    UnsupportedFile,
)
from plans.files.door import MAX_BYTES, read_file
from plans.files.tidy import tidy
from tests.papers import packed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "error", "suffix"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "x.doc", OldOfficeFile, "doc"),
        (OLE + "WordDocument".encode("utf-16-le"), "x.wps", OldOfficeFile, "wps"),
        (OLE + "Workbook".encode("utf-16-le"), "x", OldOfficeFile, "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "x.docx", LockedFile, "docx"),
        (b"{\\rtf1 x}", "x.doc", OldOfficeFile, "rtf"),
        (packed({"OFD.xml": "<a/>"}), "x.ofd", OldOfficeFile, "ofd"),
        (packed({"ppt/presentation.xml": "<a/>"}), "x.pptx", OldOfficeFile, "pptx"),
        (packed({"方案.docx": b"x"}), "x.zip", ArchiveFile, "zip"),
        (b"Rar!\x1a\x07\x01\x00", "x.rar", ArchiveFile, "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", "x.7z", ArchiveFile, "7z"),
        (b"\x1f\x8b\x08\x00", "x.tar.gz", ArchiveFile, "gz"),
        (b"\x89PNG\r\n\x1a\n", "x.png", PictureFile, "png"),
        (b"\xff\xd8\xff\xe0", "x.pdf", PictureFile, "jpg"),
        (b"MZ\x90\x00", "x.exe", UnsupportedFile, "exe"),
        (b"PK\x03\x04 cut off", "x.docx", BrokenFile, "docx"),
        (packed({"a": b"x"}), "x.docx", BrokenFile, "docx"),
        (b"\x00\x01\x02\x03" * 200, "x.xlsx", BrokenFile, "xlsx"),
        (bytes(range(256)) * 8, "x.bin", BrokenFile, "bin"),
    ],
)
def test_other_kinds_of_file_are_refused_with_their_own_advice(
    data: bytes, name: str, error: type[BadDocument], suffix: str
) -> None:
    with pytest.raises(BadDocument) as caught:
        read_file(data, name=name)
    assert type(caught.value) is error
    assert caught.value.values == {"suffix": suffix}


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", bytes(1000), b"\xef\xbb\xbf", "　\n——…".encode()]
)
def test_a_file_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read_file(data, name="x.txt")


def test_twenty_megabytes_are_the_limit() -> None:
    with pytest.raises(DocumentTooLarge) as caught:
        read_file(b"a" * (MAX_BYTES + 1), name="x.txt")
    assert caught.value.values == {"limit": "20 MB"}


def test_more_than_two_million_characters_are_too_many() -> None:
    with pytest.raises(DocumentTooLarge) as caught:
        read_file(b"ab\n" * 1_000_001, name="x.txt")
    assert caught.value.values == {"limit": "200万字"}


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("质\u200b量\ufeff\x00强\ud800市\u202e", "质量强市"),
        ("甲" + " " * 10_000 + "乙", "甲" + " " * 8 + "乙"),
        ("甲\n\n\n\n\n乙  \n", "甲\n\n乙"),
        ("　　一、总体", "　　一、总体"),
    ],
)
def test_odd_characters_and_floods_of_white_space_go(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied
