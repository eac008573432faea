"""What somebody may not do, or not there, or not any more."""

from __future__ import annotations

from plans.errors.base import DubanError


class NotAllowed(DubanError):
    """Something that needs a role the person does not have; `who` names people who may."""


class NotContact(NotAllowed):
    """Something for the contacts of this chat's department; `who` names coordinators."""


class NotBound(NotAllowed):
    """A question in a group that speaks for nobody yet; `who` names coordinators."""


class NotKnown(NotAllowed):
    """Open to people with a role only; `who` can give one."""


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


class NothingToSet(DubanError):
    """Settings of a chat that is not reminded of anything; `private`: nothing is subscribed to."""


class StartFirst(DubanError):
    """A person to be told in private who has not opened that chat yet: Telegram forbids it."""
