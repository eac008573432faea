"""Documents that cannot be read as a plan."""

from __future__ import annotations

from plans.errors.base import DubanError


class BadDocument(DubanError):
    """A document that cannot be read as a plan."""


class UnopenedFile(BadDocument):
    """A file that is not there or may not be read (`name`)."""


class EmptyDocument(BadDocument):
    """A file without any text."""


class DocumentTooLarge(BadDocument):
    """A file, or what it unpacks to, over the `limit` (words for a person)."""


class DocumentTooComplex(BadDocument):
    """A file (`suffix`) whose reading would take more time or memory than one document may."""


class UnsupportedFile(BadDocument):
    """A kind of file that is not read (`suffix`: what it is by its content)."""


class OldOfficeFile(UnsupportedFile):
    """A document of an older or a closed format (doc, xls, ppt, rtf, ofd), to be saved anew."""


class MacroFile(UnsupportedFile):
    """A document that carries macros: to be saved without them."""


class ArchiveFile(UnsupportedFile):
    """Packed files (zip, rar, 7z, gz): to be unpacked and sent one by one."""


class PictureFile(UnsupportedFile):
    """A picture of a document (jpg, png …): the text is to be sent."""


class BrokenFile(BadDocument):
    """A file that is not what its name says (`suffix`)."""


class LockedFile(BadDocument):
    """A file that only opens with a password (`suffix`)."""


class ScannedDocument(BadDocument):
    """A pdf that holds pictures of pages and no text."""


class SecretDocument(BadDocument):
    """A document with a secrecy `marking` (秘密, 机密, 绝密, 内部资料); it is not kept."""


class NotAPlan(BadDocument):
    """Text in which no task was found."""
