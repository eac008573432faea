"""/broadcast as it is talked about, and what comes of it in the chats."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select
from telegram.ext import ExtBot

from bot.app import build_application
from bot.rate_limiter import PacedRequests
from bot.rules import reminder_rules
from bot.senders.telegram import TelegramSender
from config.settings import Settings
from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.limiter import Limiter, Limits
from scheduler.status_cards import StatusCards
from scheduler.tick import Ticker
from store.tables.broadcasts import Broadcast, BroadcastDraft, BroadcastState
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Access
from store.tables.records import Audit
from tests.conversation.conftest import (
    COMMERCE_ROOM,
    LI_QIANG,
    SHOWN,
    TOKEN,
    WANG_MIN,
    Sent,
    Talk,
    later,
    sent,
)
from tests.conversation.town import OFFICE_ROOM, WATER_ROOM, appoint, bind_room, settle
from texts.catalogue import Texts

WORDS = "关于报送质量月总结的通知\n请各单位于下周五前报送。"
HURRIED = Limits(spacing=0, chat_spacing=0, group=10_000)


@dataclass
class Stage:
    """A town with two bound groups, and the road from a broadcast to them."""

    talk: Talk
    ticker: Ticker
    cards: StatusCards
    seen: dict[int, Sent] = field(default_factory=dict)
    """the last message of each chat"""

    async def tick(self) -> list[Sent]:
        """Let the scheduler work, and return what was sent meanwhile."""
        before = len(self.talk.wire.calls)
        await self.ticker.tick()
        await self.cards.run()
        fresh = [sent(n, p) for n, p in self.talk.wire.calls[before:] if n in SHOWN]
        self.seen |= {one.chat: one for one in fresh}
        return fresh

    async def draft(self, text: str = f"/broadcast {WORDS}", **extra: Any) -> Sent:
        """Begin a draft as 李强 in private."""
        return (await self.talk.say(text, user=LI_QIANG, **extra))[-1]

    async def press(self, card: Sent, label: str) -> Sent:
        return (await self.talk.press(card, label, user=LI_QIANG))[-1]

    async def to_all(self, card: Sent) -> Sent:
        return await self.press(await self.press(card, "发给"), "全部单位")

    async def with_receipt(self, card: Sent, by: str = "下一工作日17:00") -> Sent:
        return await self.press(await self.press(card, "签收"), by)

    async def send(self, card: Sent) -> list[Sent]:
        """Preview a draft, send it, and let it go out."""
        await self.press(await self.press(card, "预览"), "发送")
        return await self.tick()

    async def only_broadcast(self) -> Broadcast:
        async with self.talk.database.begin() as session:
            return (await session.exec(select(Broadcast))).one()


@pytest.fixture
async def stage(talk: Talk) -> AsyncIterator[Stage]:
    await settle(talk.database)
    await appoint(talk.database, WANG_MIN, Access.CONTACT, "市商务局")
    await bind_room(talk.database, WATER_ROOM, "市水务局")
    rules, texts = reminder_rules(Settings()), Texts()
    limiter = Limiter(seconds=lambda: talk.now.timestamp(), limits=HURRIED)
    bot: ExtBot[Any] = ExtBot(
        TOKEN,
        request=talk.wire,
        get_updates_request=talk.wire,
        rate_limiter=PacedRequests(limiter),
    )
    sender = TelegramSender(bot)

    def clock() -> Any:
        return talk.now

    dispatcher = Dispatcher(
        talk.database, sender, Composer(rules, texts), limiter=limiter, clock=clock
    )
    async with bot:
        yield Stage(
            talk,
            Ticker(talk.database, rules, dispatcher, clock),
            StatusCards(talk.database, sender, rules, texts, limiter, clock),
        )


async def test_a_text_goes_to_every_group_after_a_preview_and_is_signed_for(stage: Stage) -> None:
    card = await stage.draft()
    assert card.text == (
        "通知草稿\n"
        "关于报送质量月总结的通知 请各单位于下周五前报送。\n"
        "发给  未选择\n"
        "时间  立即\n"
        "签收  不要求签收\n"
        "等级  平件\n"
        "请按「发给」选择范围，再按「预览」。"
    )
    assert card.labels == [
        "内容", "发给", "时间", "签收", "☑ 平件", "☐ 急件", "☐ 特急", "预览", "取消",
    ]  # fmt: skip
    card = await stage.with_receipt(await stage.to_all(card))
    assert "发给  全部单位（2 个群）" in card.text
    look, control = await stage.talk.press(card, "预览", user=LI_QIANG)
    assert look.text == f"{WORDS}\n\n请联络员于11月29日(周三) 17:00前签收。"
    assert look.labels == ["签收"]
    assert control.text.startswith(
        "以上是发出后的样子，请核对。\n发给  全部单位（2 个群），约需不到1分钟"
    )
    assert control.labels == ["发送", "修改", "取消"]
    await stage.talk.press(look, "签收", user=LI_QIANG)
    assert stage.talk.alerts()[-1] == "这是预览，发出后可签收"
    assert await stage.tick() == []
    done = await stage.press(control, "发送")
    assert done.text == "第 1 号通知「关于报送质量月总结的通知」已交发送，进度见下方卡片。"
    await stage.tick()
    assert stage.seen[COMMERCE_ROOM.id].html == stage.seen[WATER_ROOM.id].html == look.html
    status = stage.seen[LI_QIANG.id]
    assert status.text.startswith(
        "关于报送质量月总结的通知\n第 1 号 · 11月28日(周二) 09:00\n发往 2 个群"
    )
    await stage.talk.press(stage.seen[COMMERCE_ROOM.id], "签收", user=WANG_MIN)
    later(stage.talk, seconds=10)
    await stage.tick()
    status = stage.seen[LI_QIANG.id]
    assert status.text == (
        "关于报送质量月总结的通知\n"
        "第 1 号 · 11月28日(周二) 09:00\n"
        "发往 2 个群 · 已送达 2\n"
        "签收 1/2，截止 11月29日(周三) 17:00\n"
        "未签收：市水务局"
    )
    assert status.labels == ["只催未签收", "更正", "撤回", "未签收名单"]


async def test_only_who_has_not_signed_is_chased_and_its_signature_counts(stage: Stage) -> None:
    await stage.send(await stage.with_receipt(await stage.to_all(await stage.draft())))
    await stage.talk.press(stage.seen[COMMERCE_ROOM.id], "签收", user=WANG_MIN)
    status = stage.seen[LI_QIANG.id]
    await stage.talk.press(status, "只催未签收", user=LI_QIANG, data="bc:1:chase")
    assert stage.talk.alerts()[-1] == "已催 1 个群"
    fresh = await stage.tick()
    (chased,) = [one for one in fresh if one.chat == WATER_ROOM.id and one.method == "sendMessage"]
    assert chased.text.startswith("催办 以下通知尚未签收，请尽快签收。\n关于报送质量月总结的通知")
    assert COMMERCE_ROOM.id not in {one.chat for one in fresh}
    await stage.talk.press(status, "", user=LI_QIANG, data="bc:1:chase")
    assert stage.talk.alerts()[-1] == "均已签收，或一小时内已催"
    await stage.talk.press(chased, "签收", user=WANG_MIN)
    later(stage.talk, seconds=10)
    await stage.tick()
    assert "签收 2/2" in stage.seen[LI_QIANG.id].text


async def test_a_withdrawn_broadcast_is_deleted_everywhere(stage: Stage) -> None:
    await stage.send(await stage.to_all(await stage.draft()))
    sure = await stage.press(stage.seen[LI_QIANG.id], "撤回")
    assert sure.text.startswith("第 1 号通知「关于报送质量月总结的通知」将在已收到的 2 个群中删除")
    await stage.press(sure, "确定撤回")
    later(stage.talk, seconds=10)
    await stage.tick()
    gone = [p["chat_id"] for name, p in stage.talk.wire.calls if name == "deleteMessage"]
    assert sorted(map(int, gone)) == sorted([COMMERCE_ROOM.id, WATER_ROOM.id])
    later(stage.talk, seconds=10)
    await stage.tick()
    assert "已撤回：2/2 个群" in stage.seen[LI_QIANG.id].text
    async with stage.talk.database.begin() as session:
        actions = (await session.exec(select(Audit.action))).all()
    assert {"broadcast", "broadcast_withdraw"} <= set(actions)


async def test_what_cannot_be_deleted_any_more_says_that_it_is_withdrawn(stage: Stage) -> None:
    await stage.send(await stage.to_all(await stage.draft()))
    stage.talk.wire.refusals["deleteMessage"] = (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    await stage.press(await stage.press(stage.seen[LI_QIANG.id], "撤回"), "确定撤回")
    await stage.tick()
    assert stage.seen[COMMERCE_ROOM.id].method == "editMessageText"
    assert stage.seen[COMMERCE_ROOM.id].text == "本通知已撤回，请以后续通知为准。"


async def test_a_correction_is_previewed_and_edits_everywhere_with_the_signatures(
    stage: Stage,
) -> None:
    await stage.send(await stage.with_receipt(await stage.to_all(await stage.draft())))
    await stage.talk.press(stage.seen[COMMERCE_ROOM.id], "签收", user=WANG_MIN)
    asked = await stage.press(stage.seen[LI_QIANG.id], "更正")
    assert asked.text == "请回复本条，写更正后的全文（格式会保留）。"
    (card,) = await stage.talk.reply_to(asked, "改为本月底前报送。", user=LI_QIANG)
    assert card.text.startswith("更正第 1 号通知\n改为本月底前报送。")
    look, control = await stage.talk.press(card, "预览", user=LI_QIANG)
    assert "改为本月底前报送。" in look.text
    await stage.press(control, "确认更正")
    await stage.tick()
    changed = stage.seen[COMMERCE_ROOM.id]
    assert changed.method == "editMessageText"
    assert changed.text == (
        "更正（11月28日(周二) 09:00）\n"
        "改为本月底前报送。\n\n"
        "请联络员于11月29日(周三) 17:00前签收。\n"
        "已签收：王敏 09:00"
    )
    assert changed.labels == ["签收"]
    (resigned,) = await stage.talk.press(changed, "签收", user=LI_QIANG)
    assert resigned.text.endswith("已签收：王敏 09:00、李强 09:00")
    later(stage.talk, seconds=10)
    await stage.tick()
    assert "已更正：2/2 个群（11月28日(周二) 09:00）" in stage.seen[LI_QIANG.id].text


async def test_replies_in_the_groups_are_collected_under_the_broadcast(stage: Stage) -> None:
    await stage.send(await stage.to_all(await stage.draft()))
    (noted,) = await stage.talk.reply_to(stage.seen[COMMERCE_ROOM.id], "本局月底前报送。")
    assert noted.text == "已转交协调员。"
    (listed,) = await stage.talk.say("/replies 1", user=LI_QIANG)
    assert listed.text == (
        "第 1 号通知的回复（1）\n市商务局 王敏 11月28日(周二) 09:00\n本局月底前报送。"
    )
    later(stage.talk, seconds=10)
    await stage.tick()
    assert "回复 1 条" in stage.seen[LI_QIANG.id].text
    assert "回复 1" in stage.seen[LI_QIANG.id].labels


async def test_files_that_groups_answered_with_are_handed_over(stage: Stage) -> None:
    await stage.send(await stage.to_all(await stage.draft()))
    table = {"file_id": "D1", "file_unique_id": "d1", "file_name": "总结.docx", "file_size": 9}
    await stage.talk.reply_to(
        stage.seen[COMMERCE_ROOM.id], "", document=table, caption="本局总结见附件。"
    )
    (listed,) = await stage.talk.say("/replies 1", user=LI_QIANG)
    (handed,) = await stage.talk.press(listed, "取附件", user=LI_QIANG)
    assert (handed.method, handed.parameters["document"]) == ("sendDocument", "D1")
    assert handed.chat == LI_QIANG.id
    assert handed.text.startswith("市商务局 王敏")


async def test_formatting_is_kept_and_the_command_is_not_part_of_it(stage: Stage) -> None:
    text = "/broadcast 请于月底前报送"
    bold = [
        {"type": "bot_command", "offset": 0, "length": 10},
        {"type": "bold", "offset": 12, "length": 3},
    ]
    (card,) = await stage.talk.say(text, user=LI_QIANG, entities=bold)
    look, _ = await stage.talk.press(await stage.to_all(card), "预览", user=LI_QIANG)
    assert look.html == "请<b>于月底</b>前报送"


async def test_a_photo_in_reply_keeps_its_caption_and_is_signed_below(stage: Stage) -> None:
    asked = await stage.draft("/broadcast")
    assert asked.text == "请回复本条，发来通知内容：文字（格式会保留）、图片、文件或相册。"
    (card,) = await stage.talk.reply_to(
        asked, "", user=LI_QIANG, photo=photo("P1"), caption="宣传海报"
    )
    assert "附件  图片" in card.text
    card = await stage.with_receipt(await stage.to_all(card))
    await stage.send(card)
    arrived = stage.seen[COMMERCE_ROOM.id]
    assert (arrived.method, arrived.parameters["photo"]) == ("sendPhoto", "P1")
    assert arrived.text == "宣传海报\n\n请联络员于11月29日(周三) 17:00前签收。"
    (signed,) = await stage.talk.press(arrived, "签收", user=WANG_MIN)
    assert signed.method == "editMessageCaption"
    assert signed.text.endswith("已签收：王敏 09:00")


async def test_an_album_is_gathered_file_by_file_and_sent_as_one(stage: Stage) -> None:
    asked = await stage.draft("/broadcast")
    album = {"media_group_id": "77"}
    (card,) = await stage.talk.reply_to(
        asked, "", user=LI_QIANG, photo=photo("P1"), caption="现场照片", **album
    )
    (card,) = await stage.talk.reply_to(asked, "", user=LI_QIANG, photo=photo("P2"), **album)
    assert (card.method, "附件  图片、图片" in card.text) == ("editMessageText", True)
    await stage.send(await stage.with_receipt(await stage.to_all(card)))
    groups = [p for name, p in stage.talk.wire.calls if name == "sendMediaGroup"]
    assert [int(one["chat_id"]) for one in groups] == [LI_QIANG.id, COMMERCE_ROOM.id, WATER_ROOM.id]
    media = json.loads(groups[1]["media"])
    assert [(one["media"], one.get("caption")) for one in media] == [
        ("P1", "现场照片"), ("P2", None),
    ]  # fmt: skip
    assert stage.seen[COMMERCE_ROOM.id].text == (
        "「现场照片」请联络员于11月29日(周三) 17:00前签收。"
    )
    assert stage.seen[COMMERCE_ROOM.id].labels == ["签收"]


async def test_a_file_with_the_command_below_it_is_a_broadcast_and_no_plan(stage: Stage) -> None:
    album = {"media_group_id": "79"}
    (card,) = await stage.talk.say(
        "", user=LI_QIANG, document=document("D1"), caption="/broadcast 附件请查收", **album
    )
    assert "附件请查收\n附件  D1.docx" in card.text
    (card,) = await stage.talk.say("", user=LI_QIANG, document=document("D2"), **album)
    assert "附件请查收\n附件  D1.docx、D2.docx" in card.text


async def test_a_reply_to_one_file_of_an_album_takes_the_whole_album(stage: Stage) -> None:
    for number in (1, 2, 3):
        await stage.talk.say(
            "", user=LI_QIANG, media_group_id="88", document=document(f"D{number}")
        )
    first = {
        "message_id": 102,
        "date": 0,
        "chat": {"id": LI_QIANG.id, "type": "private"},
        "from": LI_QIANG.json(),
        "media_group_id": "88",
        "document": document("D2"),
    }
    (card,) = await stage.talk.say("/broadcast", user=LI_QIANG, reply_to_message=first)
    assert "附件  D1.docx、D2.docx、D3.docx" in card.text


ECHOES = {
    "现在": "立即",
    "明天9点": "11月29日(周三) 09:00",
    "下周一上午": "12月4日(周一) 09:00",
    "12月5日15:00": "12月5日(周二) 15:00",
    "下一工作日": "11月29日(周三) 09:00",
    "12月2日10点": "12月2日(周六) 10:00，休息日",
    "每周一": "每周一 09:00，遇休息日顺延；下次 12月4日(周一) 09:00",
    "每月最后一个工作日下午3点": (
        "每月最后一个工作日 15:00，遇休息日顺延；下次 11月30日(周四) 15:00"
    ),
    "每季度末": "每季度最后一个工作日 09:00，遇休息日顺延；下次 12月29日(周五) 09:00",
    "2018年2月11日9点": "2018年2月11日(周日) 09:00，调休上班",
}


async def test_times_are_echoed_as_they_were_understood(stage: Stage) -> None:
    asked = await stage.press(await stage.press(await stage.draft(), "时间"), "写时间")
    for said, shown in ECHOES.items():
        (card,) = await stage.talk.reply_to(asked, said, user=LI_QIANG)
        assert f"\n时间  {shown}\n" in card.text


async def test_a_time_that_is_over_or_none_is_told_and_the_draft_is_kept(stage: Stage) -> None:
    asked = await stage.press(await stage.press(await stage.draft(), "时间"), "写时间")
    for words in ("昨天9点", "今天8点", "过几天", "25点"):
        (told,) = await stage.talk.reply_to(asked, words, user=LI_QIANG)
        assert told.text.startswith(f"没有看懂时间「{words}」，或时间已过；草稿已保留。")
    (card,) = await stage.talk.reply_to(asked, "明天9点", user=LI_QIANG)
    assert "关于报送质量月总结的通知" in card.text


async def test_nobody_chosen_no_words_too_long_and_unsupported_are_told_in_one_sentence(
    stage: Stage,
) -> None:
    card = await stage.draft()
    await stage.talk.press(card, "预览", user=LI_QIANG)
    assert stage.talk.alerts()[-1].startswith("还没有选择发给谁，草稿已保留。")
    asked = await stage.draft("/broadcast")
    voice = {"file_id": "V", "file_unique_id": "V", "duration": 3}
    (told,) = await stage.talk.reply_to(asked, "", user=LI_QIANG, voice=voice)
    assert told.text.startswith("这类内容不能转发，草稿已保留。")
    (card,) = await stage.talk.reply_to(
        asked, "", user=LI_QIANG, photo=photo("P1"), caption="长" * 1000
    )
    await stage.talk.press(await stage.to_all(card), "预览", user=LI_QIANG)
    assert stage.talk.alerts()[-1].startswith(
        "图片或文件所附的文字最多 874 字，现有 1000 字；草稿已保留。"
    )
    async with stage.talk.database.begin() as session:
        assert len((await session.exec(select(BroadcastDraft))).all()) == 2
        assert (await session.exec(select(Notice))).all() == []


async def test_a_scheduled_broadcast_waits_for_its_moment_and_can_be_called_off(
    stage: Stage,
) -> None:
    card = await stage.to_all(await stage.draft())
    card = await stage.press(await stage.press(card, "时间"), "下一工作日9点")
    done = await stage.press(await stage.press(card, "预览"), "发送")
    assert done.text == (
        "已登记第 1 号通知「关于报送质量月总结的通知」，11月29日(周三) 09:00发送。"
    )
    await stage.tick()
    assert COMMERCE_ROOM.id not in stage.seen
    later(stage.talk, days=1)
    await stage.tick()
    assert stage.seen[COMMERCE_ROOM.id].text == WORDS
    await stage.talk.press(done, "", user=LI_QIANG, data="bc:1:cancel")
    assert stage.talk.alerts()[-1].startswith("这条通知已撤回、取消或不在可办理的阶段。")


async def test_a_broadcast_that_was_called_off_is_not_sent(stage: Stage) -> None:
    card = await stage.to_all(await stage.draft())
    card = await stage.press(await stage.press(card, "时间"), "下一工作日9点")
    done = await stage.press(await stage.press(card, "预览"), "发送")
    gone = await stage.press(done, "取消发送")
    assert gone.text.endswith("已取消")
    later(stage.talk, days=1)
    await stage.tick()
    assert stage.seen == {}
    assert (await stage.only_broadcast()).state is BroadcastState.CANCELLED


@pytest.mark.parametrize(("degree", "goes"), [("平件", False), ("特急", True)])
async def test_only_top_urgency_goes_out_on_a_day_off(
    stage: Stage, degree: str, goes: bool
) -> None:
    later(stage.talk, days=4)  # Saturday
    card = await stage.to_all(await stage.draft())
    if degree == "特急":
        card = await stage.press(card, "☐ 特急")
    control = await stage.press(card, "预览")
    assert ("平件避开静默时段和休息日，将于12月4日(周一) 09:00发出。" in control.text) is not goes
    await stage.press(control, "发送")
    await stage.tick()
    assert (COMMERCE_ROOM.id in stage.seen) is goes
    if not goes:
        assert "静默时段或休息日，12月4日(周一) 09:00起发送" in stage.seen[LI_QIANG.id].text
        later(stage.talk, days=2)
        await stage.tick()
        assert COMMERCE_ROOM.id in stage.seen


async def test_a_series_comes_again_until_it_is_ended(stage: Stage) -> None:
    card = await stage.to_all(await stage.draft())
    card = await stage.press(await stage.press(card, "时间"), "每周一上午")
    done = await stage.press(await stage.press(card, "预览"), "发送")
    assert done.text.startswith(
        "已登记：每周一发送「关于报送质量月总结的通知」，首次12月4日(周一) 09:00"
    )
    numbers = []
    for _ in range(2):
        later(stage.talk, days=7)
        await stage.tick()
        async with stage.talk.database.begin() as session:
            numbers.append(len((await session.exec(select(Broadcast))).all()))
    assert numbers == [1, 2]
    (listed,) = await stage.talk.say("/broadcasts", user=LI_QIANG)
    assert "每周一 · 下次 12月18日(周一) 09:00" in listed.text
    ended = await stage.press(listed, "停止")
    assert ended.text == "已停止定期发送；已发出的不受影响。"
    later(stage.talk, days=7)
    await stage.tick()
    async with stage.talk.database.begin() as session:
        assert len((await session.exec(select(Broadcast))).all()) == 2


async def test_the_command_has_a_chinese_word_and_is_not_sent_on(stage: Stage) -> None:
    for call in ("/broadcast", "群发", "群发：", "@duban_bot 发通知"):
        card = await stage.draft(f"{call} 请报送总结")
        assert card.text.startswith("通知草稿\n请报送总结\n发给  未选择")


async def test_until_when_to_sign_is_echoed_as_a_day(stage: Stage) -> None:
    asked = await stage.press(await stage.press(await stage.draft(), "签收"), "写时间")
    for said, shown in [
        ("3个工作日内", "12月1日(周五) 17:00前"),
        ("12月2日", "12月2日(周六) 17:00，休息日前"),
        ("2018年2月11日上午", "2018年2月11日(周日) 09:00，调休上班前"),
    ]:
        (card,) = await stage.talk.reply_to(asked, said, user=LI_QIANG)
        assert f"\n签收  {shown}\n" in card.text


async def test_signing_before_it_goes_out_is_told(stage: Stage) -> None:
    card = await stage.to_all(await stage.draft())
    asked = await stage.press(await stage.press(card, "签收"), "写时间")
    await stage.talk.reply_to(asked, "明天12点", user=LI_QIANG)
    asked = await stage.press(await stage.press(card, "时间"), "写时间")
    (card,) = await stage.talk.reply_to(asked, "明天下午3点", user=LI_QIANG)
    await stage.talk.press(card, "预览", user=LI_QIANG)
    assert stage.talk.alerts()[-1].startswith("签收截止时间早于发送时间，草稿已保留。")


async def test_a_draft_outlives_a_restart_and_a_week_ends_it(stage: Stage) -> None:
    card = await stage.draft()
    services = stage.talk.application.bot_data.services
    assert services is not None
    restarted = build_application(
        services, token=TOKEN, request=stage.talk.wire, updates_request=stage.talk.wire
    )
    await restarted.initialize()
    stage.talk.application = restarted
    later(stage.talk, days=6)
    assert "关于报送" in (await stage.to_all(card)).text
    later(stage.talk, days=2)
    await stage.talk.press(card, "预览", user=LI_QIANG)
    assert stage.talk.alerts()[-1] == "这个按钮已经失效。请重新发送命令。"


async def test_departments_are_ticked_kept_as_a_group_and_chosen_again(stage: Stage) -> None:
    panel = await stage.press(await stage.press(await stage.draft(), "发给"), "选择单位")
    panel = await stage.press(panel, "☐ 市商务局")
    assert panel.text == "请勾选单位，已选 1 个。"
    asked = await stage.press(panel, "存为分组")
    (card,) = await stage.talk.reply_to(asked, "市场口", user=LI_QIANG)
    assert "发给  分组「市场口」（1 个群）" in card.text
    panel = await stage.press(await stage.press(await stage.draft(), "发给"), "常用分组")
    card = await stage.press(panel, "市场口")
    await stage.send(card)
    assert COMMERCE_ROOM.id in stage.seen
    assert WATER_ROOM.id not in stage.seen


async def test_chats_are_chosen_by_what_they_have_to_do(stage: Stage) -> None:
    card = await stage.draft()
    for button, said, shown in (
        ("任务牵头单位", "huizhou-2017#1", "任务1的牵头、负责单位（1 个群）"),
        ("任务配合单位", "huizhou-2017#1", "任务1的配合单位（0 个群）"),
        ("有任务到期的", "12月31日", "12月31日(周日)前有任务到期的单位（2 个群）"),
    ):
        asked = await stage.press(await stage.press(card, "发给"), button)
        (card,) = await stage.talk.reply_to(asked, said, user=LI_QIANG)
        assert f"发给  {shown}" in card.text
    await stage.talk.press(card, "预览", user=LI_QIANG)
    asked = await stage.press(await stage.press(card, "发给"), "任务牵头单位")
    (told,) = await stage.talk.reply_to(asked, "99", user=LI_QIANG)
    assert told.text == "没有第 99 项任务。请发送 /tasks 查看任务清单。"


async def test_who_has_not_signed_a_broadcast_can_be_written_to_again(stage: Stage) -> None:
    await stage.send(await stage.with_receipt(await stage.to_all(await stage.draft())))
    await stage.talk.press(stage.seen[COMMERCE_ROOM.id], "签收", user=WANG_MIN)
    panel = await stage.press(await stage.press(await stage.draft(), "发给"), "未签收某通知的")
    card = await stage.press(panel, "1 关于报送质量月总结的通知")
    assert "发给  第 1 号通知未签收的单位（1 个群）" in card.text


async def test_who_is_forgotten_leaves_no_chat_behind(stage: Stage) -> None:
    await appoint(stage.talk.database, WANG_MIN, Access.COORDINATOR)
    await stage.send(await stage.to_all(await stage.draft()))
    await stage.draft()
    (asked,) = await stage.talk.say("/forgetme", user=LI_QIANG)
    await stage.talk.press(asked, "确认删除", user=LI_QIANG)
    assert (await stage.only_broadcast()).telegram_id < 0
    async with stage.talk.database.begin() as session:
        assert (await session.exec(select(BroadcastDraft))).all() == []


async def test_it_works_in_the_coordinators_group_and_the_card_stands_there(stage: Stage) -> None:
    await stage.talk.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    (card,) = await stage.talk.say(f"/broadcast {WORDS}", user=LI_QIANG, room=OFFICE_ROOM)
    await stage.send(await stage.to_all(card))
    assert stage.seen[OFFICE_ROOM.id].text.startswith("关于报送质量月总结的通知\n第 1 号")


async def test_a_dropped_draft_sends_nothing(stage: Stage) -> None:
    card = await stage.to_all(await stage.draft())
    gone = await stage.press(await stage.press(card, "预览"), "取消")
    assert gone.text == "已取消，没有发送。"
    await stage.tick()
    async with stage.talk.database.begin() as session:
        kinds = (await session.exec(select(Notice.kind))).all()
    assert NoticeKind.BROADCAST not in kinds


def photo(file_id: str) -> list[dict[str, Any]]:
    return [{"file_id": file_id, "file_unique_id": file_id, "width": 90, "height": 60}]


def document(file_id: str) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "file_name": f"{file_id}.docx"}


@pytest.mark.parametrize(
    "press",
    [
        f"tick:{10**12}:1",
        "deps:x",
        f"by:{10**9}",
        "by:2",
        "at:then",
        "urgency:7",
        "ask:whom",
        "ask",
    ],
)
async def test_a_press_that_no_card_offers_leads_nowhere(stage: Stage, press: str) -> None:
    card = await stage.draft()
    number = card.data("预览").split(":")[1]
    await stage.talk.press(card, "", user=LI_QIANG, data=f"bd:{number}:{press}")
    assert stage.talk.alerts()[-1] == "这个按钮已经失效。请重新发送命令。"
    await stage.talk.press(card, "预览", user=LI_QIANG)
