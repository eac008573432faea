"""What a broadcast says: text with formatting, and the files that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FileKind(StrEnum):
    """What can be handed on."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class File:
    """A file, as the messenger keeps it in which it was handed over."""

    kind: FileKind
    handle: str
    """by which that messenger knows it"""
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """Write it down for the table."""
        return {"kind": self.kind.value, "handle": self.handle, "name": self.name}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> File:
        """Read what the table holds."""
        return cls(FileKind(body["kind"]), body["handle"], body["name"])


def caption_place(files: Sequence[File]) -> int:
    """Return which file of an album has the text below it: the first photo, the last document."""
    return 0 if not files or files[0].kind is FileKind.PHOTO else len(files) - 1


@dataclass(frozen=True, slots=True)
class Content:
    """A text in Telegram's HTML, a photo, a document or an album, the latter with or without."""

    html: str = ""
    files: tuple[File, ...] = ()

    @property
    def is_album(self) -> bool:
        """Whether it is several files, which go out as one album and carry no buttons."""
        return len(self.files) > 1

    @property
    def is_caption(self) -> bool:
        """Whether its text, and the buttons, stand below one file."""
        return len(self.files) == 1

    def to_json(self) -> dict[str, Any]:
        """Write it down for the table."""
        return {"html": self.html, "files": [file.to_json() for file in self.files]}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Content:
        """Read what the table holds."""
        return cls(body["html"], tuple(File.from_json(file) for file in body["files"]))
