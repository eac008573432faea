"""Whose names an update holds, so that no log tells them."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Message, Update, User

LEAST_TELLING = 100_000
"""a smaller number may be anything, and nobody's account is so old"""


def names_in(update: object) -> Iterator[str | None]:
    """Yield what everybody in an update is called, as Telegram writes it and as people do."""
    if not isinstance(update, Update):
        return
    for user in _people(update):
        yield from (user.first_name, user.last_name, user.full_name, user.username)
        if user.id >= LEAST_TELLING:
            yield str(user.id)
        if user.last_name:
            yield user.last_name + user.first_name
    message = update.effective_message
    if message is not None and message.contact is not None:
        shown = message.contact
        yield from (shown.first_name, shown.last_name, shown.phone_number)


def _people(update: Update) -> Iterator[User]:
    if update.effective_user is not None:
        yield update.effective_user
    message = update.effective_message
    if message is not None:
        yield from _around(message)


def _around(message: Message) -> Iterator[User]:
    """Who came, who left, who is answered and who said first what is passed on."""
    yield from message.new_chat_members or ()
    answered = message.reply_to_message
    origin = getattr(message.forward_origin, "sender_user", None)
    for user in (message.left_chat_member, answered and answered.from_user, origin):
        if isinstance(user, User):
            yield user
