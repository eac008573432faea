"""Each vendor's way, against servers that behave as its documentation says."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from plans.webhooks import Vendor
from scheduler.senders import (
    CannotChange,
    ChatGone,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Rejected,
)
from store.tables.people import Chat
from tests.integration.robots.conftest import TOKENS, Street
from tests.integration.robots.vendors import Group
from texts.reply import Button
from texts.robots import pieces

HTML = "<b>市商务局 · 质量工作提醒</b>\n🟡 还有30天\n牵头 3 提升服务质量:满意度 ≥ 75%"
LINK = "https://duban.example.cn/r/abcdefghijklmnopqrstuvwx"
SIGN = ((Button("签收", url=LINK),),)


def words(vendor: Vendor, body: dict[str, Any]) -> str:
    if vendor is Vendor.WECOM:
        return str(body["markdown"]["content"])
    if vendor is Vendor.DINGTALK:
        return str(body["markdown"]["text"])
    return str(body["card"]["elements"][0]["content"])


async def send(street: Street, chat: Chat, text: str = HTML, **more: Any) -> None:
    await street.sender.send(Outgoing(chat.telegram_id, 0, text, **more))


async def refusal(street: Street, chat: Chat, text: str = HTML) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await send(street, chat, text)
    return caught.value


@pytest.mark.parametrize("vendor", list(Vendor))
async def test_a_message_arrives_in_the_form_of_its_messenger(
    street: Street, vendor: Vendor
) -> None:
    chat = await street.add(vendor)
    await send(street, chat)
    said = words(vendor, street.group(vendor).last())
    assert said.startswith("**市商务局 · 质量工作提醒**")
    assert "牵头 3 提升服务质量:满意度 ≥ 75%" in said
    assert "<b>" not in said


async def test_dingtalk_is_given_a_title_and_lines_that_end(street: Street) -> None:
    await send(street, await street.add(Vendor.DINGTALK))
    said = street.group(Vendor.DINGTALK).last()["markdown"]
    assert said["title"] == "市商务局 · 质量工作提醒"
    assert said["text"].split("\n")[0].endswith("**  ")


@pytest.mark.parametrize("vendor", [Vendor.WECOM, Vendor.DINGTALK])
async def test_the_link_to_sign_by_stands_below_the_text(street: Street, vendor: Vendor) -> None:
    chat = await street.add(vendor)
    await send(street, chat, buttons=SIGN)
    assert words(vendor, street.group(vendor).last()).endswith(f"**[签收]({LINK})**")


async def test_on_a_card_of_feishu_the_link_is_a_button(street: Street) -> None:
    chat = await street.add(Vendor.FEISHU)
    await send(street, chat, buttons=SIGN)
    _, action = street.group(Vendor.FEISHU).last()["card"]["elements"]
    assert [(one["text"]["content"], one["url"]) for one in action["actions"]] == [("签收", LINK)]


@pytest.mark.parametrize("vendor", [Vendor.DINGTALK, Vendor.FEISHU])
async def test_messages_are_signed_as_the_robot_demands(street: Street, vendor: Vendor) -> None:
    street.vendors.groups[TOKENS[vendor]] = Group(secret="SEC0123456789")
    chat = await street.add(vendor, secret="SEC0123456789")
    await send(street, chat)
    assert len(street.group(vendor).messages) == 1


@pytest.mark.parametrize(
    ("vendor", "group", "reason"),
    [
        (Vendor.DINGTALK, Group(secret="SEC0123456789"), "robot_sign"),
        (Vendor.DINGTALK, Group(keyword="督查"), "robot_keyword"),
        (Vendor.DINGTALK, Group(admits_us=False), "robot_ip"),
        (Vendor.FEISHU, Group(secret="SEC0123456789"), "robot_sign"),
        (Vendor.FEISHU, Group(keyword="督查"), "robot_keyword"),
        (Vendor.FEISHU, Group(admits_us=False), "robot_ip"),
    ],
)
async def test_a_security_setting_that_is_not_met_is_named(
    street: Street, vendor: Vendor, group: Group, reason: str
) -> None:
    street.vendors.groups[TOKENS[vendor]] = group
    error = await refusal(street, await street.add(vendor, secret=None))
    assert isinstance(error, ChatGone)
    assert error.reason == reason
    assert group.messages == []


@pytest.mark.parametrize("vendor", list(Vendor))
async def test_a_robot_that_was_removed_is_gone(street: Street, vendor: Vendor) -> None:
    chat = await street.add(vendor)
    del street.vendors.groups[TOKENS[vendor]]
    error = await refusal(street, chat)
    assert isinstance(error, ChatGone)
    assert error.reason == "robot_removed"


@pytest.mark.parametrize(
    ("vendor", "most", "wait"),
    [(Vendor.WECOM, 20, 60), (Vendor.DINGTALK, 20, 600), (Vendor.FEISHU, 5, 60)],
)
async def test_too_fast_says_how_long_to_wait(
    street: Street, vendor: Vendor, most: int, wait: int
) -> None:
    chat = await street.add(vendor)
    for _ in range(most):
        await send(street, chat)
    error = await refusal(street, chat)
    assert isinstance(error, RateLimited)
    assert error.retry_after == wait


async def test_feishu_says_itself_how_long(street: Street) -> None:
    chat = await street.add(Vendor.FEISHU)
    street.vendors.misbehave = ["limit"]
    error = await refusal(street, chat)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 52


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("fault", OutcomeUnknown),
        ("noise", OutcomeUnknown),
        ("redirect", ChatGone),
        ("gone", ChatGone),
        ("many", RateLimited),
    ],
)
@pytest.mark.parametrize("vendor", list(Vendor))
async def test_what_a_bare_answer_means(
    street: Street, vendor: Vendor, how: str, kind: type[DeliveryError]
) -> None:
    chat = await street.add(vendor)
    street.vendors.misbehave = [how]
    assert isinstance(await refusal(street, chat), kind)


@pytest.mark.parametrize("vendor", [Vendor.WECOM, Vendor.DINGTALK])
async def test_a_busy_server_is_tried_again(street: Street, vendor: Vendor) -> None:
    chat = await street.add(vendor)
    street.vendors.misbehave = ["busy"]
    error = await refusal(street, chat)
    assert isinstance(error, NotSent)
    assert not isinstance(error, RateLimited)


async def test_a_server_that_is_not_there_has_got_nothing(street: Street) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
    sender = type(street.sender)(
        street.database, street.vault, now=street.clock, also={origin, street.origin}
    )
    path = "/robot/send?access_token=nobodythere"
    chat = await street.add(Vendor.DINGTALK)
    await street.change(chat, address=street.vault.keep(f"{origin}{path}"))
    with pytest.raises(NotSent):
        await sender.send(Outgoing(chat.telegram_id, 0, HTML))
    await sender.close()


@pytest.mark.parametrize("vendor", list(Vendor))
async def test_a_text_is_cut_as_small_as_the_messenger_wants_it(
    street: Street, vendor: Vendor
) -> None:
    chat = await street.add(vendor)
    text = "\n".join(f"{n} 市商务局牵头的任务,请对照方案自查并反馈<&>情况" for n in range(400))
    sent = pieces(text, vendor)
    for number, piece in enumerate(sent):
        street.clock.move(seconds=2)
        await send(street, chat, piece, buttons=SIGN if number == len(sent) - 1 else ())
    assert len(street.group(vendor).messages) == len(sent) > 1


async def test_what_is_too_long_all_the_same_is_refused_for_good(street: Street) -> None:
    chat = await street.add(Vendor.WECOM)
    assert isinstance(await refusal(street, chat, "长" * 2000), Rejected)


async def test_an_address_may_stand_in_the_environment(street: Street) -> None:
    street.vendors.groups["fromthere1"] = Group()
    chat = await street.add(Vendor.DINGTALK)
    await street.change(chat, address="env:ROBOT_GROUP")
    await send(street, chat)
    assert len(street.vendors.groups["fromthere1"].messages) == 1


@pytest.mark.parametrize("address", ["env:ROBOT_NONE", "env:HOME", "no cipher of ours"])
async def test_what_cannot_be_read_stops_that_robot_only(street: Street, address: str) -> None:
    chat = await street.add(Vendor.DINGTALK)
    await street.change(chat, address=address)
    error = await refusal(street, chat)
    assert isinstance(error, ChatGone)
    assert error.reason == "robot_key"


async def test_an_origin_that_is_allowed_no_longer_is_not_called(street: Street) -> None:
    chat = await street.add(Vendor.WECOM)
    street.sender._also = frozenset()
    error = await refusal(street, chat)
    assert isinstance(error, ChatGone)
    assert street.group(Vendor.WECOM).messages == []


async def test_what_a_robot_has_said_cannot_be_changed(street: Street) -> None:
    chat = await street.add(Vendor.WECOM)
    with pytest.raises(CannotChange):
        await street.sender.edit(Outgoing(chat.telegram_id, 0, HTML), 1)
    with pytest.raises(CannotChange):
        await street.sender.delete(chat.telegram_id, [1])


async def test_addresses_are_stored_encrypted(street: Street) -> None:
    chat = await street.add(Vendor.DINGTALK, secret="SEC0123456789")
    robot = (await street.look(chat)).robot
    assert TOKENS[Vendor.DINGTALK] not in robot.address
    assert robot.secret is not None
    assert "SEC" not in robot.secret
    assert street.vault.read(robot.address) == street.address(Vendor.DINGTALK)
