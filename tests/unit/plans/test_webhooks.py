"""Addresses of group robots: the vendors' own and nothing else."""

from __future__ import annotations

import pytest

from plans.errors.robots import BadRobotSecret, BadWebhook
from plans.webhooks import Vendor, secret_for, webhook_of

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/f0c1d2e3-aaaa"


@pytest.mark.parametrize(
    ("address", "vendor"),
    [(WECOM, Vendor.WECOM), (DINGTALK, Vendor.DINGTALK), (FEISHU, Vendor.FEISHU)],
)
def test_an_address_says_whose_robot_it_is(address: str, vendor: Vendor) -> None:
    webhook = webhook_of(f" {address} ")
    assert (webhook.vendor, webhook.url) == (vendor, address)
    assert webhook.token[:-4] not in webhook.hint
    assert webhook.hint.endswith(webhook.token[-4:])


def test_what_stands_besides_in_an_address_is_dropped() -> None:
    assert webhook_of(f"{DINGTALK}&timestamp=1&sign=x#y").url == DINGTALK


@pytest.mark.parametrize(
    "address",
    [
        "",
        "商务局",
        "http://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec",
        "https://oapi.dingtalk.com:8443/robot/send?access_token=566cc69da782ec",
        "https://user@oapi.dingtalk.com/robot/send?access_token=566cc69da782ec",
        "https://oapi.dingtalk.com.example.cn/robot/send?access_token=566cc69da782ec",
        "https://oapi.dingtalk.com/robot/send",
        "https://oapi.dingtalk.com/gettoken?access_token=566cc69da782ec",
        "https://127.0.0.1/robot/send?access_token=566cc69da782ec",
        "https://169.254.169.254/cgi-bin/webhook/send?key=latest-meta-data",
        "https://open.feishu.cn/open-apis/bot/v2/hook/../../secrets",
        "https://open.feishu.cn/open-apis/bot/v2/hook/",
        "https://[::1/robot/send?access_token=566cc69da782ec",
        "file:///etc/passwd",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(BadWebhook):
        webhook_of(address)


def test_an_operator_may_allow_a_server_of_their_own() -> None:
    own = "http://10.0.0.5:9000/robot/send?access_token=566cc69da782ec"
    assert webhook_of(own, also={"http://10.0.0.5:9000"}).url == own
    with pytest.raises(BadWebhook):
        webhook_of(own, also={"http://10.0.0.5"})


@pytest.mark.parametrize(
    ("vendor", "secret"),
    [(Vendor.WECOM, "SEC0123456789"), (Vendor.DINGTALK, "短"), (Vendor.FEISHU, "a b")],
)
def test_a_key_that_cannot_sign_is_refused(vendor: Vendor, secret: str) -> None:
    with pytest.raises(BadRobotSecret):
        secret_for(vendor, secret)
