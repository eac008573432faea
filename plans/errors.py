"""The errors a person can cause. Each carries values; its sentence stands in `texts/errors.toml`.

DubanError
├── BadDocument            a document that cannot be read as a plan
│   ├── UnopenedFile       (name)
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
│   ├── PlanNotFound       (name)
│   ├── ContactNotFound    (number)
│   ├── BroadcastNotFound  (number)
│   ├── RobotNotFound      (number)
│   ├── LetterNotFound     (code, year, number)
│   └── TemplateNotFound   (number)
├── NotAllowed             (who)
│   ├── NotContact         (who)
│   ├── NotKnown           (who)
│   └── NotBound           (who)
├── UnknownWord            a command that is none (word)
├── WrongPlace             a command that belongs in another kind of chat (places)
├── NotRepeated            a command that was forwarded: it changes nothing
├── TooOld                 a command that waited too long to be carried out (hours)
├── BadCode                a one-time code that is foreign, used or expired
│   └── PrivateCode        a code that is for a person, used in a group
├── AlreadyBound           (name)
├── NobodyMeant            a role for somebody who was not pointed out
├── LastCoordinator        the only coordinator would be gone
├── BadCorrection          words that do not answer the doubt they were given for (kind)
├── PlanChanged            a plan that was changed while its new version waited to be confirmed
├── NothingToUndo          no import that can still be taken back
├── NothingToSet           settings where nobody is reminded (private)
├── StartFirst             told in private, by somebody who has never spoken to Duban there
├── NoMoment               words that name no day ahead (words)
├── BadBroadcast           what cannot be sent as it is
│   ├── NothingToSend      no words and no file yet
│   ├── NobodyChosen       no chats chosen yet
│   ├── NoChats            a choice that no chat falls under
│   ├── NoSendingTime      words that name no time to send at, or one that is over (words)
│   ├── TextTooLong        (limit, length, caption)
│   ├── UnsupportedAttachment
│   ├── BadGroupName       (most)
│   ├── SignBeforeSending  签收 asked for until before it goes out
│   └── SignRelative       a day to sign by, of what comes again and again
├── BroadcastOver          a broadcast that this cannot be done to any more
├── BadSetting             settings that cannot be used (problems: pairs of name and reason)
├── TokenRefused           Telegram does not know the token
├── TelegramUnreachable    no way to the Bot API server
├── DatabaseUnusable       a database that cannot be opened or read (problem)
├── BadBatch               a line of questions that cannot be read (line)
├── PortTaken              a port another program listens on (port)
├── BadWebhook             an address that is no group robot's
├── BadRobotSecret         a signing key that cannot be one (signs: whether there are any)
├── NoVariable             an environment variable that is not set, or may not be named (name)
├── RobotsNotSetUp         robots without what they need from the operator (missing: settings)
├── SecretUnreadable       what is kept encrypted, with another key
├── RobotTwice             a robot that is there already (name)
├── RobotRefused           a test message that did not arrive (why)
├── BadSignature           a 签收 link that is not ours, or whose time is over
├── BadName                what was given for a name and is none
├── UnknownField           a field in braces that is none (name, fields)
├── TemplateTwice          a template's name that is taken (name, number)
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


class ContactNotFound(NotFound):
    """No person of that `number`."""


class BroadcastNotFound(NotFound):
    """No broadcast of that `number`."""


class NotAllowed(DubanError):
    """Something that needs a role the person does not have; `who` names people who may."""


class NotContact(NotAllowed):
    """Something for the contacts of this chat's department; `who` names coordinators."""


class NotBound(NotAllowed):
    """A question in a group that speaks for nobody yet; `who` names coordinators."""


class NotKnown(NotAllowed):
    """Open to people with a role only; `who` can give one."""


class UnknownWord(DubanError):
    """A command, as it was typed (`word`), that is none."""


class WrongPlace(DubanError):
    """A command that belongs in another kind of chat (`places`: private, group, coordinators)."""


class NotRepeated(DubanError):
    """A forwarded command: who forwards it has not given it."""


class TooOld(DubanError):
    """A command that would change something and was sent more than `hours` ago."""


class BadCode(DubanError):
    """A one-time code that is foreign, used or expired."""


class PrivateCode(BadCode):
    """A code that makes a person coordinator, used in a group."""


class AlreadyBound(DubanError):
    """A chat that speaks for a department already (`name`); only a coordinator changes that."""


class NobodyMeant(DubanError):
    """A role given or taken without saying whose."""


class LastCoordinator(DubanError):
    """Taking the role of the only coordinator: nobody could give it back."""


class BadCorrection(DubanError):
    """Words that do not answer the doubt they were given for; `kind` is that of the doubt."""


class PlanChanged(DubanError):
    """A plan that was changed while its new version waited to be confirmed."""


class NothingToUndo(DubanError):
    """No import that can still be taken back: none, too long ago, or changed since."""


class NothingToSet(DubanError):
    """Settings of a chat that is not reminded of anything; `private`: nothing is subscribed to."""


class StartFirst(DubanError):
    """A person to be told in private who has not opened that chat yet: Telegram forbids it."""


class NoMoment(DubanError):
    """`words` that name no day, or one that is over."""


class BadBroadcast(DubanError):
    """A broadcast that cannot be sent as it is; its draft is kept."""


class NothingToSend(BadBroadcast):
    """Neither words nor a file yet."""


class NobodyChosen(BadBroadcast):
    """It has not been said to whom it goes."""


class NoChats(BadBroadcast):
    """A choice that no chat falls under."""


class NoSendingTime(BadBroadcast):
    """`words` that name no time to send at, or one that is over."""


class TextTooLong(BadBroadcast):
    """More than Telegram takes (`limit`, `length`), of a message or below a file (`caption`)."""


class UnsupportedAttachment(BadBroadcast):
    """Something that is handed on neither as text nor as a photo or document."""


class BadGroupName(BadBroadcast):
    """A name for a choice of chats that is empty, or longer than `most` characters."""


class SignBeforeSending(BadBroadcast):
    """签收 asked for until before it goes out."""


class SignRelative(BadBroadcast):
    """A fixed day to sign by, for what comes again and again."""


class BroadcastOver(DubanError):
    """A broadcast that this cannot be done to any more."""


class StaleButton(DubanError):
    """A button whose card is no longer there."""


class StaleQuestion(DubanError):
    """A reply to a question of ours that has waited too long."""


class PortTaken(DubanError):
    """A `port` that another program listens on."""


class AlreadyRunning(DubanError):
    """A second process on one SQLite database, whose lock stands in `file`."""


class BadSetting(DubanError):
    """Settings that cannot be used, by `names` as in `Settings`."""


class BadFile(DubanError):
    """A file `name` of the configuration that cannot be used, and its `problem`."""


class SentryMissing(DubanError):
    """A Sentry server to report to, without the library that does."""


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


class BadWebhook(DubanError):
    """An address that is no group robot's, or not one that may be called."""


class BadRobotSecret(DubanError):
    """A key that cannot sign messages; `signs`: whether robots of that vendor sign at all."""


class NoVariable(DubanError):
    """An environment variable (`name`) that is not set, or is none that may be named."""


class RobotsNotSetUp(DubanError):
    """Robots where the operator has not set what they need (`missing`: names of settings)."""


class SecretUnreadable(DubanError):
    """Something kept encrypted that this key does not open."""


class RobotNotFound(NotFound):
    """No robot of that `number`."""


class RobotTwice(DubanError):
    """A robot that is there already, under the name of a department (`name`)."""


class RobotRefused(DubanError):
    """A test message that did not arrive; `why` names the reason."""


class BadSignature(DubanError):
    """A link to sign by that is not ours, or whose time is over."""


class BadName(DubanError):
    """What was given for the name of who signs and is none."""


class TooManySigners(DubanError):
    """A notice that `most` people have signed by its link."""


class LetterNotFound(NotFound):
    """No paper of that `code`, `year` and `number`."""


class TemplateNotFound(NotFound):
    """No template of that `number`."""


class UnknownField(DubanError):
    """A field (`name`) that a template cannot have; `fields` are those it can."""


class TemplateTwice(DubanError):
    """A `name` that a template has already; `number` is its own."""
