"""What whoever runs Duban is told: settings, ports, databases, backups."""

from __future__ import annotations

from plans.errors.base import DubanError


class BadSetting(DubanError):
    """Settings that cannot be used, by `names` as in `Settings`."""


class BadFile(DubanError):
    """A file `name` of the configuration that cannot be used, and its `problem`."""


class SentryMissing(DubanError):
    """A Sentry server to report to, without the library that does."""


class PortTaken(DubanError):
    """A `port` that another program listens on."""


class AlreadyRunning(DubanError):
    """A second process on one SQLite database, whose lock stands in `file`."""


class TokenRefused(DubanError):
    """Telegram does not know the token."""


class TelegramUnreachable(DubanError):
    """There is no way to the Bot API server."""


class DatabaseUnusable(DubanError):
    """A database that cannot be opened or read (`problem`)."""


class SchemaNotCurrent(DubanError):
    """A database that has no tables yet, or those of another version."""


class SchemaOlder(DubanError):
    """A database whose tables are of an earlier version: `found`, where `newest` is needed."""


class SchemaNewer(DubanError):
    """A database whose tables are of a later version: `found`, where `newest` is all we know."""


class RevisionUnknown(DubanError):
    """A revision `name` to go back to that there is none of before this one; `known` are."""


class FileExists(DubanError):
    """A file `name` that would be written over."""


class NotABackup(DubanError):
    """A file `name` to restore that no backup of ours is in."""


class BackupNewer(DubanError):
    """A backup `name` of a version that came after this one."""


class BackupDamaged(DubanError):
    """A backup `name` that does not hold what it says it holds."""


class NotEmpty(DubanError):
    """A database that already holds something, and nobody said it may go."""


class TargetNotEmpty(DubanError):
    """A database to move to that already holds something."""


class CopyDiffers(DubanError):
    """A copy whose `tables` do not hold what was read; nothing of it is kept."""


class BadBatch(DubanError):
    """A `line` of a file of questions that cannot be read."""
