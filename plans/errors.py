"""The errors a person can cause. Each carries values; its sentence stands in `texts/errors.toml`.

DubanError
├── BadDocument            a document that cannot be read as a plan
│   ├── EmptyDocument
│   ├── DocumentTooLarge   (limit)
│   ├── DocumentTooComplex (suffix)
│   ├── UnsupportedFile    (suffix)
│   │   ├── OldOfficeFile
│   │   ├── MacroFile
│   │   ├── ArchiveFile
│   │   └── PictureFile
│   ├── BrokenFile         (suffix)
│   ├── LockedFile         (suffix)
│   ├── ScannedDocument
│   ├── SecretDocument     (marking)
│   └── NotAPlan
├── BadArguments           a command with words that make no sense (usage)
├── NotFound
│   ├── DepartmentNotFound (name, nearest)
│   ├── TaskNotFound       (number)
│   └── PlanNotFound       (name)
├── NotAllowed             (who)
├── BadCode                a one-time code that is foreign, used or expired
└── StaleButton            a button whose card is no longer there
"""

from __future__ import annotations


class DubanError(Exception):
    """A fault that a person can cause and mend; the class name is the key of its sentence."""

    def __init__(self, **values: object) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in values.items()))
        self.values = values


class BadDocument(DubanError):
    """A document that cannot be read as a plan."""


class EmptyDocument(BadDocument):
    """A file without any text."""


class DocumentTooLarge(BadDocument):
    """A file, or what it unpacks to, over the `limit` (words for a person)."""


class DocumentTooComplex(BadDocument):
    """A file (`suffix`) whose reading would take more time or memory than one document may."""


class UnsupportedFile(BadDocument):
    """A kind of file that is not read (`suffix`: what it is by its content)."""


class OldOfficeFile(UnsupportedFile):
    """A document of an older or a closed format (doc, xls, ppt, rtf, ofd): to be saved as docx or xlsx."""


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


class BadArguments(DubanError):
    """Words after a command that it cannot use; `usage` names the command."""


class NotFound(DubanError):
    """Something named that is not there."""


class DepartmentNotFound(NotFound):
    """No department of that `name`; `nearest` lists the closest names."""


class TaskNotFound(NotFound):
    """No task of that `number`."""


class PlanNotFound(NotFound):
    """No plan of that `name`."""


class NotAllowed(DubanError):
    """Something that needs a role the person does not have; `who` names people who may."""


class BadCode(DubanError):
    """A one-time code that is foreign, used or expired."""


class StaleButton(DubanError):
    """A button whose card is no longer there."""
