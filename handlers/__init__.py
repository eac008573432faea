"""The bot's table of contents: which handler gets an update, in this order."""

from __future__ import annotations

from handlers import (
    broadcast_answers,
    broadcasting,
    errors,
    event_replies,
    follow_up,
    inline,
    intake,
    intake_replies,
    letters,
    people,
    prompting,
    questions,
    receipts,
    reminders,
    robots,
    templates,
    words,
)
from handlers.context import BotApplication
from texts.catalogue import Texts

PROMPTS = (
    intake_replies.PROMPT,
    event_replies.PROMPT,
    broadcast_answers.PROMPT,
    robots.PROMPT,
    templates.PROMPT,
)


def register_all(application: BotApplication, texts: Texts) -> None:
    """Add every handler. Order matters: the first that matches an update has it."""
    prompting.register(application, *PROMPTS)  # replies to questions of ours
    people.register(application, texts)  # manners, memberships, codes, roles: before any answer
    receipts.register(application)  # the buttons of notices
    follow_up.register(application, texts)  # who has signed, and what is done about who has not
    letters.register(application, texts)  # what is signed on paper
    broadcasting.register(application, texts)  # what coordinators send themselves
    reminders.register(application, texts)  # how chats are reminded, and of which events
    intake.register(application, texts)  # files that become plans
    inline.register(application)  # answers to post in other chats
    questions.register(application, texts)  # what the plans say; takes what is left
    words.register_last(application)  # and presses that nobody took
    application.add_error_handler(errors.on_error)
