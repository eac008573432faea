"""The sandbox misbehaving on request, as the real library sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut


async def misbehave(stage, **rule) -> None:
    report = await stage.post("faults", seed=1, rules=[rule])
    assert report["rules"][0]["fault"] == rule["fault"]


async def delivered(stage) -> list[tuple[str, str]]:
    return [(one["text"], one["outcome"]) for one in await stage.get("deliveries")]


@pytest.mark.parametrize(
    ("fault", "error", "log"),
    [
        ({"fault": "server_error", "code": 500}, NetworkError, []),
        ({"fault": "server_error", "code": 502}, NetworkError, []),
        ({"fault": "reset_before"}, NetworkError, []),
        ({"fault": "reset_after"}, NetworkError, [("x", "reset_after")]),
        ({"fault": "silence_before", "seconds": 3}, TimedOut, []),
        ({"fault": "silence_after", "seconds": 3}, TimedOut, [("x", "silence_after")]),
        ({"fault": "kick"}, Forbidden, []),
        ({"fault": "migrate"}, ChatMigrated, []),
        ({"fault": "mute"}, BadRequest, []),
    ],
)
async def test_a_fault_meets_the_call_and_the_log_knows_what_was_delivered(
    stage, bot, fault, error, log
):
    await misbehave(stage, **fault)
    with pytest.raises(error):
        await bot.send_message(stage.group, "x")
    assert await delivered(stage) == log


async def test_a_flood_is_over_after_the_time_it_names_and_impatience_is_counted(stage, bot):
    await misbehave(stage, fault="flood", seconds=20, times=1)
    await stage.post("limits", enforce=True)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(stage.group, "x")
    assert refusal.value.retry_after == timedelta(seconds=20)
    with pytest.raises(RetryAfter):
        await bot.send_message(stage.group, "x")
    assert await bot.send_message(stage.cast.private.id, "x")
    assert (await stage.get("report"))["limits"]["violations"] == {"impatience": 1}


async def test_what_hears_is_left_alone_unless_named(stage, bot):
    await misbehave(stage, fault="server_error")
    assert await bot.get_updates() == ()
    await misbehave(stage, fault="server_error", methods=["getUpdates"])
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_a_slow_answer_is_still_an_answer(stage, bot):
    await misbehave(stage, fault="slow", seconds=0.1)
    assert (await bot.send_message(stage.group, "x")).text == "x"


async def test_a_topic_can_vanish_under_a_message(stage, bot):
    forum = await stage.post("chats", title="专题", forum=True, bot=True, user_id=stage.contact)
    topic = (await stage.post("topics", name="质量月", chat_id=forum["id"], user_id=stage.contact))[
        "topic"
    ]
    await misbehave(stage, fault="delete_topic")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum["id"], "x", message_thread_id=topic)


async def test_enforced_limits_refuse_the_second_burst_in_a_chat(stage, bot):
    await stage.post("limits", enforce=True)
    for number in range(3):
        await bot.send_message(stage.group, str(number))
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(stage.group, "x")
    assert refusal.value.retry_after == timedelta(seconds=1)
    report = (await stage.get("report"))["limits"]
    assert report["violations"] == {"chat": 1}
    assert report["peak_second"] == 3


async def test_rules_that_make_no_sense_are_refused(stage):
    assert (await stage.post("faults", rules=[{"fault": "earthquake"}]))["ok"] is False
