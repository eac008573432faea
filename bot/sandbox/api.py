"""The Bot API over HTTP: token, method, faults, limits, and answers in Telegram's form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from secrets import compare_digest
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox import places
from bot.sandbox.call import Call, read_call
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.faults import Fault, Faults, Rule
from bot.sandbox.limits import Limits
from bot.sandbox.methods.table import METHODS, NAMES, SENDS
from bot.sandbox.people import Json, Kind, Message, Standing
from bot.sandbox.world import World

_WORLDLY = frozenset({Fault.KICK, Fault.MIGRATE, Fault.DELETE_TOPIC, Fault.MUTE})
_UNDONE = frozenset({Fault.RESET_BEFORE, Fault.SILENCE_BEFORE})
_UNHEARD = frozenset(
    {Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.SILENCE_BEFORE, Fault.SILENCE_AFTER}
)
_SILENT = frozenset({Fault.SILENCE_BEFORE, Fault.SILENCE_AFTER, Fault.SLOW})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to, as HTTP."""

    status: int
    body: Json

    @classmethod
    def of(cls, result: Any) -> Answer:
        """Return the answer that carries *result*."""
        return cls(200, {"ok": True, "result": result})

    @classmethod
    def refusal(cls, error: ApiError) -> Answer:
        """Return the answer that carries *error*."""
        return cls(error.code, error.as_json())


class BotApi:
    """One bot's API server: what the real library talks to."""

    def __init__(self, world: World, *, token: str, drop: Callable[[object], None]) -> None:
        self.world = world
        self.token = token
        self.limits = Limits()
        self.faults = Faults()
        self.deliveries = Deliveries()
        self.stopping = asyncio.Event()
        self._drop = drop

    async def endpoint(self, request: Request) -> Response:
        """Answer one call."""
        if not self._knows(request.path_params["token"]):
            return _respond(Answer.refusal(ApiError(401, "Unauthorized")))
        name = str(request.path_params["method"])
        try:
            call = await read_call(NAMES.get(name.lower(), name), request)
        except ApiError as error:
            return _respond(Answer.refusal(error))
        except ClientDisconnect:  # whoever asked is gone; nobody reads the answer
            return Response(status_code=400)
        rule = self.faults.draw(call.method, _chat_of(call))
        answer = await self._meet(rule, call)
        self.deliveries.calls[f"{call.method} {answer.status}"] += 1
        return await self._return(rule, answer, request)

    async def download(self, request: Request) -> Response:
        """Hand out a file that getFile has named."""
        if not self._knows(request.path_params["token"]):
            return PlainTextResponse("Unauthorized", 401)
        path = request.path_params["path"]
        for file in self.world.files.values():
            if file.path == path:
                return Response(file.data, media_type="application/octet-stream")
        return PlainTextResponse("Not Found", 404)

    async def perform(self, call: Call, *, outcome: str = "answered") -> Answer:
        """Do what *call* asks for, within the limits, and log what it delivers."""
        method = METHODS.get(call.method.lower())
        if method is None:
            return Answer.refusal(ApiError(404, "Not Found: method not found"))
        try:
            if call.method in SENDS:
                self.limits.admit(call.chat_id(), messages=_messages_in(call))
            result = await method(self.world, call)
        except ApiError as error:
            return Answer.refusal(error)
        if call.method in SENDS:
            self.deliveries.record(call.method, self._sent(call, result), outcome=outcome)
        return Answer.of(result)

    async def _meet(self, rule: Rule | None, call: Call) -> Answer:
        """Let *call* meet the fault of *rule*, as far as it strikes before the answer."""
        if rule is None or rule.fault is Fault.SLOW:
            return await self.perform(call)
        if rule.fault in _WORLDLY:
            self._befall(rule, call)
            return await self.perform(call)
        if rule.fault is Fault.FLOOD:
            if (chat := _chat_of(call)) is not None:
                self.limits.pause(chat, int(rule.seconds))
            return Answer.refusal(too_many_requests(int(rule.seconds)))
        if rule.fault is Fault.SERVER_ERROR:
            return Answer.refusal(ApiError(rule.code, "Internal Server Error"))
        if rule.fault in _UNDONE:
            return Answer(0, {})
        return await self.perform(call, outcome=rule.fault.value)

    def _befall(self, rule: Rule, call: Call) -> None:
        """Change the world under the call's feet."""
        chat = self.world.chats.get(_chat_of(call) or 0)
        if chat is None:
            return
        bot = self.world.bot
        topic = call.number("message_thread_id")
        if rule.fault is Fault.KICK:
            places.bring(self.world, chat, bot, Standing.KICKED, by=bot)
        elif rule.fault is Fault.MUTE:
            chat.bot_may_write = False
        elif rule.fault is Fault.MIGRATE and chat.kind is Kind.GROUP and not chat.migrated_to:
            places.migrate(self.world, chat, by=bot, quiet=rule.quiet)
        elif rule.fault is Fault.DELETE_TOPIC and topic in chat.topics:
            places.delete_topic(self.world, chat, topic or 0)

    async def _return(self, rule: Rule | None, answer: Answer, request: Request) -> Response:
        """Give *answer*, or do with the connection what the fault wants."""
        if rule is not None and rule.fault in _SILENT:
            await self._be_silent(rule.seconds)
        if rule is not None and rule.fault in _UNHEARD:
            self._drop(request.client)
        if answer.status in (502, 503, 504):
            return PlainTextResponse("<html><h1>Bad Gateway</h1></html>", answer.status)
        return _respond(answer)

    async def _be_silent(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return

    def _sent(self, call: Call, result: Any) -> list[Message]:
        parts = result if isinstance(result, list) else [result]
        chat = self.world.chat(call.chat_id())
        return [chat.messages[part["message_id"]] for part in parts]

    def _knows(self, token: str) -> bool:
        return compare_digest(token.encode(), self.token.encode())


def _respond(answer: Answer) -> Response:
    return JSONResponse(answer.body, answer.status or 500)


def _chat_of(call: Call) -> int | None:
    try:
        return call.number("chat_id")
    except ApiError:
        return None


def _messages_in(call: Call) -> int:
    items = call.structure("media") if call.method == "sendMediaGroup" else None
    return len(items) if isinstance(items, list) else 1
