"""What the page and tests do with the sandbox: JSON under /sandbox, one route an act."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import acts, places
from bot.sandbox.api import BotApi
from bot.sandbox.call import Call, Upload, read_call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.faults import read_rules
from bot.sandbox.inline import found_message, shown_results
from bot.sandbox.limits import Allowance
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.people import Attachment, Chat, Json, Kind, Person, Standing
from bot.sandbox.timemachine import TimeMachine
from bot.sandbox.tour import TourStep
from bot.sandbox.world import World

SHOWN = 120
"""messages of a chat in a snapshot; earlier ones are asked for"""
Act = Callable[[Call], Awaitable[Any]]


class Control:
    """The page's side of one sandbox."""

    def __init__(
        self, world: World, api: BotApi, machine: TimeMachine, tour: Sequence[TourStep]
    ) -> None:
        self.world = world
        self.api = api
        self.machine = machine
        self.tour = tuple(tour)

    def routes(self) -> list[Route]:
        """Return every route: the table of contents of this module."""
        acts_by_path: dict[str, tuple[str, Act]] = {
            # looking
            "/sandbox/state": ("GET", self.state),
            "/sandbox/messages": ("GET", self.messages),
            "/sandbox/commands": ("GET", self.commands),
            # speaking
            "/sandbox/say": ("POST", self.say),
            "/sandbox/correct": ("POST", self.correct),
            "/sandbox/press": ("POST", self.press),
            "/sandbox/inline": ("POST", self.inline),
            "/sandbox/choose": ("POST", self.choose),
            # people and places
            "/sandbox/people": ("POST", self.new_person),
            "/sandbox/chats": ("POST", self.new_chat),
            "/sandbox/members": ("POST", self.seat),
            "/sandbox/migrate": ("POST", self.migrate),
            "/sandbox/topics": ("POST", self.new_topic),
            "/sandbox/topics/delete": ("POST", self.delete_topic),
            "/sandbox/chats/delete": ("POST", self.delete_chat),
            "/sandbox/rights": ("POST", self.rights),
            "/sandbox/privacy": ("POST", self.privacy),
            # time
            "/sandbox/clock": ("POST", self.move_clock),
            # trouble and proof
            "/sandbox/faults": ("POST", self.set_faults),
            "/sandbox/limits": ("POST", self.set_limits),
            "/sandbox/report": ("GET", self.report),
            "/sandbox/deliveries": ("GET", self.delivered),
            "/sandbox/deliveries/clear": ("POST", self.clear_deliveries),
        }
        routes = [
            Route(path, _endpoint(act), methods=[verb])
            for path, (verb, act) in acts_by_path.items()
        ]
        routes.append(Route("/sandbox/events", self.events))
        routes.append(Route("/sandbox/files/{file_id}", self.file))
        return routes

    # Looking

    async def state(self, _: Call) -> Json:
        """Return everything the page shows."""
        return self.snapshot()

    def snapshot(self) -> Json:
        """Return everything the page shows, messages of each chat up to SHOWN."""
        world = self.world
        return {
            "bot": world.person_card(world.bot),
            "people": [world.person_card(one) for one in world.people.values()],
            "chats": [self._whole(chat) for chat in world.chats.values()],
            "clock": self.clock(),
            "privacy": world.privacy,
            "tour": [asdict(step) for step in self.tour],
        }

    async def messages(self, call: Call) -> list[Json]:
        """Return earlier messages of a chat: those before message `before`."""
        chat = self.world.chat(call.chat_id())
        before = call.number("before") or chat.last_id + 1
        earlier = [one for number, one in chat.messages.items() if number < before]
        return [self.world.message_card(one) for one in earlier[-SHOWN:]]

    async def commands(self, call: Call) -> list[Json]:
        """Return the menu that a person sees in a chat."""
        person = self._person(call)
        chat = self.world.chat(call.chat_id())
        return commands_for(self.world, chat, person.id, person.language)

    async def events(self, _: Request) -> Response:
        """Stream the state, then every change."""

        async def stream() -> AsyncIterator[ServerSentEvent]:
            async for kind, payload in self.world.hub.listen(lambda: ("state", self.snapshot())):
                yield ServerSentEvent(json.dumps(payload, ensure_ascii=False), event=kind)

        return EventSourceResponse(stream())

    async def file(self, request: Request) -> Response:
        """Show a picture, or hand out a file for saving."""
        kept = self.world.files.get(request.path_params["file_id"])
        if kept is None:
            return JSONResponse(bad_request("no such file").as_json(), 404)
        picture = kept.mime in ("image/png", "image/jpeg", "image/gif", "image/webp")
        headers = {} if picture else {"Content-Disposition": "attachment"}
        kind = kept.mime if picture else "application/octet-stream"
        return Response(kept.data, media_type=kind, headers=headers)

    # Speaking

    async def say(self, call: Call) -> list[Json]:
        """Say something as somebody, with files if any came along."""
        said = acts.say(
            self.world,
            acts.Utterance(
                call.chat_id(),
                self._person(call).id,
                call.text("text") or "",
                reply_to=call.number("reply_to"),
                topic=call.number("topic"),
                attachments=[self._attach(upload) for upload in call.files.values()],
                anonymous=call.flag("anonymous"),
            ),
        )
        return [self.world.message_card(message) for message in said]

    async def correct(self, call: Call) -> Json:
        """Change what somebody said."""
        message = acts.correct(
            self.world,
            chat_id=call.chat_id(),
            message_id=call.number("message_id") or 0,
            text=call.text("text") or "",
        )
        return self.world.message_card(message)

    async def press(self, call: Call) -> Json:
        """Press a button and wait for the bot's answer."""
        query = acts.press(
            self.world,
            chat_id=call.chat_id(),
            person_id=self._person(call).id,
            message_id=call.number("message_id") or 0,
            data=call.text("data") or "",
        )
        answer = await self.world.queries.wait(query)
        return {"answered": False} if answer is None else {"answered": True} | answer

    async def inline(self, call: Call) -> Json:
        """Search by `@bot words` and return what the bot found."""
        query = acts.search(
            self.world,
            chat_id=call.chat_id(),
            person_id=self._person(call).id,
            words=call.text("query") or "",
        )
        answer = await self.world.queries.wait(query)
        return {"answered": answer is not None, "results": shown_results(query.id, answer)}

    async def choose(self, call: Call) -> Json:
        """Post one of the results."""
        message = acts.post_found(
            self.world,
            chat_id=call.chat_id(),
            person_id=self._person(call).id,
            message=found_message(call.structure("result")),
        )
        return self.world.message_card(message)

    # People and places

    async def new_person(self, call: Call) -> Json:
        """Add somebody."""
        name = _needed(call, "name")
        person = self.world.add_person(
            name, role=call.text("role") or "", username=call.text("username")
        )
        return self.world.person_card(person)

    async def new_chat(self, call: Call) -> Json:
        """Add a group: who makes it owns it, and the bot may come along."""
        maker = self._person(call)
        forum = call.flag("forum")
        kind = Kind.SUPERGROUP if forum or call.flag("supergroup") else Kind.GROUP
        chat = self.world.add_chat(_needed(call, "title"), kind=kind, is_forum=forum)
        places.seat(self.world, chat, maker, Standing.CREATOR)
        for number in call.structure("members") or []:
            places.seat(self.world, chat, self.world.person(int(number)), Standing.MEMBER)
        if call.flag("bot"):
            places.bring(self.world, chat, self.world.bot, Standing.MEMBER, by=maker)
        return self._whole(chat)

    async def seat(self, call: Call) -> Json:
        """Add, promote or remove somebody, by default the bot itself."""
        chat = self.world.chat(call.chat_id())
        who = self.world.person(call.number("member_id") or self.world.bot.id)
        try:
            standing = Standing(_needed(call, "standing"))
        except ValueError:
            raise bad_request("no such standing") from None
        places.bring(self.world, chat, who, standing, by=self._person(call))
        return self._whole(chat)

    async def migrate(self, call: Call) -> Json:
        """Make a supergroup of a group."""
        chat = self.world.chat(call.chat_id())
        moved = places.migrate(self.world, chat, by=self._person(call), quiet=call.flag("quiet"))
        return self._whole(moved)

    async def new_topic(self, call: Call) -> Json:
        """Open a topic in a forum."""
        chat = self.world.chat(call.chat_id())
        name = _needed(call, "name")
        return {"topic": places.open_topic(self.world, chat, name, by=self._person(call))}

    async def delete_topic(self, call: Call) -> Json:
        """Delete a topic with what was said in it."""
        chat = self.world.chat(call.chat_id())
        places.delete_topic(self.world, chat, call.number("topic") or 0)
        return self._whole(chat)

    async def delete_chat(self, call: Call) -> Json:
        """Delete a group for everybody."""
        chat = self.world.chat(call.chat_id())
        places.delete_chat(self.world, chat)
        return self._whole(chat)

    async def rights(self, call: Call) -> Json:
        """Let the bot write in a group, or not."""
        chat = self.world.chat(call.chat_id())
        chat.bot_may_write = call.flag("write")
        return self._whole(chat)

    async def privacy(self, call: Call) -> Json:
        """Switch privacy mode."""
        self.world.privacy = call.flag("on")
        return {"privacy": self.world.privacy}

    # Time

    async def move_clock(self, call: Call) -> Json:
        """Move the clock and return where it stands."""
        await self.machine.move(_needed(call, "to"), passing=self._show_clock)
        self.world.hub.publish("arrived", self.clock)
        return self.clock()

    def clock(self) -> Json:
        """Return the sandbox's time in the place."""
        here = self.machine.here()
        return {"now": here.isoformat(timespec="seconds"), "zone": str(self.machine.zone)}

    def _show_clock(self) -> None:
        self.world.hub.publish("clock", self.clock)

    # Trouble and proof

    async def set_faults(self, call: Call) -> Json:
        """Misbehave by `rules`, drawn from `seed`; no rules: behave."""
        self.api.faults.set(call.number("seed") or 0, read_rules(call.structure("rules") or []))
        return self.api.faults.report()

    async def set_limits(self, call: Call) -> Json:
        """Enforce Telegram's limits or not, and count afresh."""
        try:
            self.api.limits.allow(Allowance(**(call.structure("allowance") or {})))
        except TypeError as error:
            raise bad_request(str(error)) from None
        self.api.limits.enforce = call.flag("enforce")
        return self.api.limits.report()

    async def report(self, _: Call) -> Json:
        """Return all counts."""
        return {
            "limits": self.api.limits.report(),
            "faults": self.api.faults.report(),
            "deliveries": len(self.api.deliveries),
            "calls": dict(self.api.deliveries.calls),
            "pending_updates": len(self.world.updates),
        }

    async def delivered(self, call: Call) -> list[Json]:
        """Return the log of deliveries from entry `since` on."""
        return self.api.deliveries.since(call.number("since") or 0)

    async def clear_deliveries(self, _: Call) -> Json:
        """Begin the log afresh."""
        self.api.deliveries.clear()
        return {}

    def _whole(self, chat: Chat) -> Json:
        shown = list(chat.messages.values())[-SHOWN:]
        return self.world.chat_card(chat) | {
            "messages": [self.world.message_card(message) for message in shown],
            "earlier": len(chat.messages) > len(shown),
        }

    def _person(self, call: Call) -> Person:
        return self.world.person(call.number("user_id") or 0)

    def _attach(self, upload: Upload) -> Attachment:
        file = self.world.keep_file(upload.data, name=upload.name, mime=upload.mime)
        kind = "photo" if upload.mime in ("image/png", "image/jpeg") else "document"
        return Attachment(kind, file.file_id, file.name, file.mime, len(file.data))


def _endpoint(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Wrap an act as an endpoint: parameters in, JSON out, a refusal as an error."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await act(await read_call("", request)))
        except ApiError as error:
            return JSONResponse(error.as_json(), error.code)

    return answer


def _needed(call: Call, name: str) -> str:
    value = (call.text(name) or "").strip()
    if not value:
        raise bad_request(f"{name} is empty")
    return value
