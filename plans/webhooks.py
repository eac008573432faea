"""The address of a group robot as a coordinator pastes it: whose it is, and whether it is one.

Nothing but the vendors' own addresses is ever called, so a message cannot make Duban ask for what
lies inside a network (SSRF); an operator may allow further origins for a private deployment.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from plans.errors.robots import BadRobotSecret, BadWebhook

TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")
"""what identifies a robot in its address, or signs its messages"""
SHOWN = 4
"""characters of a token that are shown again"""


class Vendor(StrEnum):
    """Who runs the messenger."""

    WECOM = "wecom"
    """企业微信"""
    DINGTALK = "dingtalk"
    """钉钉"""
    FEISHU = "feishu"
    """飞书"""


@dataclass(frozen=True, slots=True)
class _Form:
    """What a vendor's addresses look like."""

    origins: tuple[str, ...]
    path: str
    parameter: str | None
    """the query's parameter that holds the token; None: the token ends the path"""
    signs: bool = True
    """whether its robots can ask for signatures"""


FORMS = {
    Vendor.WECOM: _Form(
        ("https://qyapi.weixin.qq.com",), "/cgi-bin/webhook/send", "key", signs=False
    ),
    Vendor.DINGTALK: _Form(("https://oapi.dingtalk.com",), "/robot/send", "access_token"),
    Vendor.FEISHU: _Form(
        ("https://open.feishu.cn", "https://open.larksuite.com"), "/open-apis/bot/v2/hook/", None
    ),
}

KEYWORD_WORDS = ("keyword", "关键词")
CALLER_WORDS = ("whitelist", "白名单", "ip ")
"""what 钉钉's answer holds where a keyword is missing, or the caller's address is not on its list:
one code stands for both, and for a wrong signature"""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A robot's address, taken apart and put together again: nothing of what was typed besides."""

    vendor: Vendor
    origin: str
    token: str

    @property
    def url(self) -> str:
        """Where messages are posted."""
        form = FORMS[self.vendor]
        last = f"?{form.parameter}={quote(self.token)}" if form.parameter else quote(self.token)
        return f"{self.origin}{form.path}{last}"

    @property
    def hint(self) -> str:
        """What is shown of it: whose, and the end of the token."""
        return f"{urlsplit(self.origin).netloc} …{self.token[-SHOWN:]}"


def webhook_of(address: str, *, also: Collection[str] = ()) -> Webhook:
    """Read an address; raises BadWebhook for whatever is not a robot's.

    *also*: further origins (`https://robots.example.cn`) that the operator allows.
    """
    try:
        parts = urlsplit(address.strip())
        origin = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        raise BadWebhook from None
    for vendor, form in FORMS.items():
        token = _token(parts, form)
        if token and TOKEN.fullmatch(token) and origin in (*form.origins, *also):
            return Webhook(vendor, origin, token)
    raise BadWebhook


def secret_for(vendor: Vendor, secret: str) -> str:
    """Return the key a robot's messages are signed with; raises BadRobotSecret."""
    if not FORMS[vendor].signs or not TOKEN.fullmatch(secret):
        raise BadRobotSecret(signs=FORMS[vendor].signs)
    return secret


def _token(parts: SplitResult, form: _Form) -> str | None:
    if form.parameter is None:
        return parts.path.removeprefix(form.path) if parts.path.startswith(form.path) else None
    if parts.path != form.path:
        return None
    return next(iter(parse_qs(parts.query).get(form.parameter, ())), None)
