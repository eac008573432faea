"""Group robots of other messengers, and the links that their readers sign by."""

from __future__ import annotations

from plans.errors.base import DubanError


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
