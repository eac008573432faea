"""What was said or pressed, and leads nowhere."""

from __future__ import annotations

from plans.errors.base import DubanError


class BadArguments(DubanError):
    """Words after a command that it cannot use; `usage` names the command."""


class UnknownWord(DubanError):
    """A command, as it was typed (`word`), that is none."""


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


class RobotNotFound(NotFound):
    """No robot of that `number`."""


class LetterNotFound(NotFound):
    """No paper of that `code`, `year` and `number`."""


class TemplateNotFound(NotFound):
    """No template of that `number`."""


class NoMoment(DubanError):
    """`words` that name no day, or one that is over."""


class BadCorrection(DubanError):
    """Words that do not answer the doubt they were given for; `kind` is that of the doubt."""


class PlanChanged(DubanError):
    """A plan that was changed while its new version waited to be confirmed."""


class NothingToUndo(DubanError):
    """No import that can still be taken back: none, too long ago, or changed since."""


class StaleButton(DubanError):
    """A button whose card is no longer there."""


class StaleQuestion(DubanError):
    """A reply to a question of ours that has waited too long."""
