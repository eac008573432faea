"""Speaking as somebody: words, files, presses, inline searches."""

from __future__ import annotations

from bot.sandbox import acts
from bot.sandbox.call import Call, Upload
from bot.sandbox.control.desk import Desk
from bot.sandbox.inline import found_message, shown_results
from bot.sandbox.people import Attachment, Json
from bot.sandbox.world import World


async def say(desk: Desk, call: Call) -> list[Json]:
    """Say something as somebody, with files if any came along."""
    said = acts.say(
        desk.world,
        acts.Utterance(
            call.chat_id(),
            desk.person(call).id,
            call.text("text") or "",
            reply_to=call.number("reply_to"),
            topic=call.number("topic"),
            attachments=[_attach(desk.world, upload) for upload in call.files.values()],
            anonymous=call.flag("anonymous"),
        ),
    )
    return [desk.world.message_card(message) for message in said]


async def correct(desk: Desk, call: Call) -> Json:
    """Change what somebody said."""
    message = acts.correct(
        desk.world,
        chat_id=call.chat_id(),
        message_id=call.number("message_id") or 0,
        text=call.text("text") or "",
    )
    return desk.world.message_card(message)


async def press(desk: Desk, call: Call) -> Json:
    """Press a button and wait for the bot's answer."""
    query = acts.press(
        desk.world,
        chat_id=call.chat_id(),
        person_id=desk.person(call).id,
        message_id=call.number("message_id") or 0,
        data=call.text("data") or "",
    )
    answer = await desk.world.queries.wait(query)
    return {"answered": False} if answer is None else {"answered": True} | answer


async def inline(desk: Desk, call: Call) -> Json:
    """Search by `@bot words` and return what the bot found."""
    query = acts.search(
        desk.world,
        chat_id=call.chat_id(),
        person_id=desk.person(call).id,
        words=call.text("query") or "",
    )
    answer = await desk.world.queries.wait(query)
    return {"answered": answer is not None, "results": shown_results(answer)}


async def choose(desk: Desk, call: Call) -> Json:
    """Post one of the results."""
    message = acts.post_found(
        desk.world,
        chat_id=call.chat_id(),
        person_id=desk.person(call).id,
        message=found_message(call.structure("result")),
    )
    return desk.world.message_card(message)


def _attach(world: World, upload: Upload) -> Attachment:
    file = world.keep_file(upload.data, name=upload.name, mime=upload.mime)
    kind = "photo" if upload.mime in ("image/png", "image/jpeg") else "document"
    return Attachment(kind, file.file_id, file.name, file.mime, len(file.data))
