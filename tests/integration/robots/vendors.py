"""企业微信, 钉钉 and 飞书 on loopback, as their documentation says that they answer.

Addresses, signatures, sizes, limits and codes are checked here without any of our own code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

HOUR = 3600
MINUTE = 60.0


@dataclass
class Group:
    """A group with a robot in it."""

    secret: str | None = None
    keyword: str | None = None
    admits_us: bool = True
    """whether our address is on the list of those that may call"""
    messages: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    silent_until: float = 0.0

    def last(self) -> dict[str, Any]:
        return self.messages[-1]


@dataclass
class Vendors:
    """The three servers, with the groups they know by the robots' tokens."""

    clock: Callable[[], datetime]
    groups: dict[str, Group] = field(default_factory=dict)
    misbehave: list[str] = field(default_factory=list)
    """what to do with the next requests instead: fault, busy, noise, redirect, gone, many"""

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/cgi-bin/webhook/send", self.wecom, methods=["POST"]),
            Route("/robot/send", self.dingtalk, methods=["POST"]),
            Route("/open-apis/bot/v2/hook/{token}", self.feishu, methods=["POST"]),
        ]

    async def wecom(self, request: Request) -> Response:
        if (answer := self._misbehaviour()) is not None:
            return answer
        group = self.groups.get(request.query_params.get("key", ""))
        body = json.loads(await request.body())
        if group is None:
            return _errcode(93000, "invalid webhook url, hint: [1], from ip: 127.0.0.1")
        if body["msgtype"] != "markdown":
            return _errcode(40008, "invalid message type")
        if len(body["markdown"]["content"].encode()) > 4096:
            return _errcode(40058, "markdown.content exceed max length 4096")
        if not self._in_time(group, 20, MINUTE):
            return _errcode(45009, "api freq out of limit")
        group.messages.append(body)
        return _errcode(0, "ok")

    async def dingtalk(self, request: Request) -> Response:
        if (answer := self._misbehaviour()) is not None:
            return answer
        query, raw = request.query_params, await request.body()
        group = self.groups.get(query.get("access_token", ""))
        if group is None:
            return _errcode(300005, "token is not exist")
        if (unmet := self._unmet(group, query, raw.decode())) is not None:
            return _errcode(310000, f"{unmet}, more: [link]")
        if len(raw) > 20_000:
            return _errcode(460101, "message too long, exceed 20000 bytes")
        now = self.clock().timestamp()
        if now < group.silent_until or not self._in_time(group, 20, MINUTE):
            group.silent_until = max(group.silent_until, now + 600)
            return _errcode(130101, "send too fast, exceed 20 times per minute")
        group.messages.append(json.loads(raw))
        return _errcode(0, "ok")

    def _unmet(self, group: Group, query: Any, words: str) -> str | None:
        """Name the security setting of 钉钉's that a message does not meet."""
        if not group.admits_us:
            return "ip 203.0.113.9 not in whitelist"
        if group.secret and not self._is_dingtalk_signature(group.secret, query):
            return "sign not match"
        return "keywords not in content" if group.keyword and group.keyword not in words else None

    async def feishu(self, request: Request) -> Response:
        if (answer := self._misbehaviour()) is not None:
            return answer
        raw = await request.body()
        body = json.loads(raw)
        group = self.groups.get(request.path_params["token"])
        if group is None:
            return _code(19001, "param invalid: incoming webhook access token invalid")
        if not group.admits_us:
            return _code(19022, "Ip Not Allowed")
        if group.secret and not self._is_feishu_signature(group.secret, body):
            return _code(19021, "sign match fail or timestamp is not within one hour")
        if group.keyword and group.keyword not in raw.decode():
            return _code(19024, "Key Words Not Found")
        if len(raw) > 20_000 or "elements" not in body.get("card", {}):
            return _code(9499, "Bad Request")
        if not (self._in_time(group, 100, MINUTE) and _spaced(group.times)):
            return _code(11232, "frequency limited")
        group.messages.append(body)
        return JSONResponse({"code": 0, "msg": "success", "data": {}, "StatusCode": 0})

    def _in_time(self, group: Group, most: int, span: float) -> bool:
        now = self.clock().timestamp()
        group.times = [one for one in group.times if one > now - span]
        if len(group.times) >= most:
            return False
        group.times.append(now)
        return True

    def _is_dingtalk_signature(self, secret: str, query: Any) -> bool:
        stamp = query.get("timestamp", "0")
        proof = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        near = abs(self.clock().timestamp() - int(stamp) / 1000) < HOUR
        return near and query.get("sign") == base64.b64encode(proof).decode()

    def _is_feishu_signature(self, secret: str, body: dict[str, Any]) -> bool:
        stamp = body.get("timestamp", "0")
        proof = hmac.new(f"{stamp}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
        near = abs(self.clock().timestamp() - int(stamp)) < HOUR
        return near and body.get("sign") == base64.b64encode(proof).decode()

    def _misbehaviour(self) -> Response | None:
        how = self.misbehave.pop(0) if self.misbehave else None
        answers: dict[str | None, Response] = {
            "fault": PlainTextResponse("bad gateway", 502),
            "busy": _errcode(-1, "system busy"),
            "noise": PlainTextResponse("<html>hello</html>"),
            "redirect": RedirectResponse("http://127.0.0.1:1/elsewhere", 307),
            "gone": PlainTextResponse("not found", 404),
            "many": PlainTextResponse("too many", 429),
            "limit": JSONResponse(
                {"code": 99991400, "msg": "request trigger frequency limit"},
                429,
                {"x-ogw-ratelimit-reset": "52"},
            ),
        }
        return answers.get(how)


def _errcode(code: int, words: str) -> Response:
    return JSONResponse({"errcode": code, "errmsg": words})


def _code(code: int, words: str) -> Response:
    return JSONResponse({"code": code, "msg": words, "data": {}})


def _spaced(times: list[float]) -> bool:
    """Five a second."""
    return len([one for one in times if one > times[-1] - 1]) <= 5
