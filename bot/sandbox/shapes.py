"""The Bot API's JSON for people, chats and messages."""

from __future__ import annotations

from bot.sandbox.people import ANONYMOUS_ADMIN_ID, Attachment, Chat, Json, Message, Person, Standing

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
ANONYMOUS_ADMIN = Person(
    ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True, language=""
)


def user(person: Person) -> Json:
    """Return a User."""
    shape: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.name}
    if person.username:
        shape["username"] = person.username
    if person.language and not person.is_bot:
        shape["language_code"] = person.language
    return shape


def chat(place: Chat, owner: Person | None = None) -> Json:
    """Return a Chat; *owner* is the person of a private one."""
    shape: Json = {"id": place.id, "type": place.kind.value}
    if owner is not None:
        shape["first_name"] = owner.name
        if owner.username:
            shape["username"] = owner.username
        return shape
    shape["title"] = place.title
    if place.is_forum:
        shape["is_forum"] = True
    return shape


def member(person: Person, standing: Standing) -> Json:
    """Return a ChatMember with every right its standing carries."""
    shape: Json = {"user": user(person), "status": standing.value}
    if standing is Standing.CREATOR:
        shape["is_anonymous"] = False
    if standing is Standing.ADMINISTRATOR:
        shape |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    if standing is Standing.KICKED:
        shape["until_date"] = 0
    return shape


def attachment(file: Attachment) -> Json:
    """Return the field that carries *file*: a Document, or the sizes of a photo."""
    common: Json = {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id[:15]}",
        "file_size": file.size,
    }
    if file.kind == "photo":
        return {"photo": [common | {"width": 1280, "height": 960}]}
    return {"document": common | {"file_name": file.name, "mime_type": file.mime}}


def content(message: Message) -> Json:
    """Return the fields that hold the words and the file of *message*."""
    words = message.formatted
    marks = [entity.as_json() for entity in words.entities]
    if message.attachment is None:
        shape: Json = {"text": words.text} if words.text else {}
        return shape | ({"entities": marks} if marks else {})
    shape = attachment(message.attachment)
    if words.text:
        shape["caption"] = words.text
    return shape | ({"caption_entities": marks} if marks else {})
