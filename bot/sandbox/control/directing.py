"""Directing: people, groups, rights and the clock."""

from __future__ import annotations

from bot.sandbox import places
from bot.sandbox.call import Call
from bot.sandbox.control.desk import Desk, needed
from bot.sandbox.errors import bad_request
from bot.sandbox.people import Json, Kind, Standing


async def new_person(desk: Desk, call: Call) -> Json:
    """Add somebody."""
    name = needed(call, "name")
    role = call.text("role") or ""
    person = desk.world.add_person(name, role=role, username=call.text("username"))
    return desk.world.person_card(person)


async def new_chat(desk: Desk, call: Call) -> Json:
    """Add a group: who makes it owns it, and the bot may come along."""
    world = desk.world
    maker = desk.person(call)
    forum = call.flag("forum")
    kind = Kind.SUPERGROUP if forum or call.flag("supergroup") else Kind.GROUP
    members = [world.person(int(number)) for number in call.structure("members") or []]
    chat = world.add_chat(needed(call, "title"), kind=kind, is_forum=forum)
    places.seat(world, chat, maker, Standing.CREATOR)
    for person in members:
        places.seat(world, chat, person, Standing.MEMBER)
    if call.flag("bot"):
        places.bring(world, chat, world.bot, Standing.MEMBER, by=maker)
    return desk.whole(chat)


async def seat(desk: Desk, call: Call) -> Json:
    """Add, promote or remove somebody, by default the bot itself."""
    chat = desk.chat(call)
    who = desk.world.person(call.number("member_id") or desk.world.bot.id)
    try:
        standing = Standing(needed(call, "standing"))
    except ValueError:
        raise bad_request("no such standing") from None
    places.bring(desk.world, chat, who, standing, by=desk.person(call))
    return desk.whole(chat)


async def migrate(desk: Desk, call: Call) -> Json:
    """Make a supergroup of a group."""
    by = desk.person(call)
    return desk.whole(places.migrate(desk.world, desk.chat(call), by=by, quiet=call.flag("quiet")))


async def new_topic(desk: Desk, call: Call) -> Json:
    """Open a topic in a forum."""
    by = desk.person(call)
    return {"topic": places.open_topic(desk.world, desk.chat(call), needed(call, "name"), by=by)}


async def delete_topic(desk: Desk, call: Call) -> Json:
    """Delete a topic with what was said in it."""
    chat = desk.chat(call)
    places.delete_topic(desk.world, chat, call.number("topic") or 0)
    return desk.whole(chat)


async def delete_chat(desk: Desk, call: Call) -> Json:
    """Delete a group for everybody."""
    chat = desk.chat(call)
    places.delete_chat(desk.world, chat)
    return desk.whole(chat)


async def rights(desk: Desk, call: Call) -> Json:
    """Let the bot write in a group, or not."""
    chat = desk.chat(call)
    chat.bot_may_write = call.flag("write")
    return desk.whole(chat)


async def privacy(desk: Desk, call: Call) -> Json:
    """Switch privacy mode."""
    desk.world.privacy = call.flag("on")
    return {"privacy": desk.world.privacy}


async def move_clock(desk: Desk, call: Call) -> Json:
    """Move the clock and return where it stands."""
    hub = desk.world.hub
    await desk.machine.move(needed(call, "to"), passing=lambda: hub.publish("clock", desk.clock))
    hub.publish("arrived", desk.clock)
    return desk.clock()
