"""/templates: broadcasts kept under names, each department's fields in them."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Sent, Talk
from tests.conversation.town import WATER_ROOM, bind_room, settle

WORDS = "请{部门}于{截止日期}前完成：{任务}（还有{剩余天数}天）"
FILLED = "请市商务局于12月31日(周日)前完成：1 商务局牵头的事（还有33天）"


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    await bind_room(talk.database, WATER_ROOM, "市水务局")
    return talk


async def add(talk: Talk, words: str = WORDS) -> Sent:
    return (await talk.say(f"/templates 新建 到期提醒\n{words}", user=LI_QIANG))[-1]


async def test_a_template_is_kept_listed_changed_and_removed(town: Talk) -> None:
    [empty] = await town.say("模板", user=LI_QIANG)
    assert "还没有模板" in empty.text
    assert "可用字段：{部门}、{任务}、{截止日期}、{剩余天数}" in empty.text
    card = await add(town)
    assert card.text == f"模板 1  到期提醒\n{WORDS}\n已保存。"
    [listed] = await town.say("/templates", user=LI_QIANG)
    assert "1  到期提醒" in listed.text
    [one] = await town.press(listed, "1", user=LI_QIANG)
    [asked] = await town.press(one, "修改", user=LI_QIANG)
    [changed] = await town.reply_to(asked, "请{部门}尽快办理", user=LI_QIANG)
    assert "请{部门}尽快办理\n已修改。" in changed.text
    [sure] = await town.press(changed, "删除", user=LI_QIANG)
    assert "确定删除" in sure.text
    [gone] = await town.press(sure, "确定删除", user=LI_QIANG)
    assert gone.text == "已删除模板「到期提醒」。"
    [said] = await town.say("/templates 1", user=LI_QIANG)
    assert said.text.startswith("没有 1 号模板")


async def test_name_and_words_may_stand_on_one_line(town: Talk) -> None:
    [card] = await town.say("/templates add 催报 请{部门}尽快 报送", user=LI_QIANG)
    assert card.text == "模板 1  催报\n请{部门}尽快 报送\n已保存。"


async def test_by_button_name_and_words_are_asked_for(town: Talk) -> None:
    [empty] = await town.say("/templates", user=LI_QIANG)
    [asked] = await town.press(empty, "新建模板", user=LI_QIANG)
    assert "第一行写模板名称" in asked.text
    [card] = await town.reply_to(asked, f"到期提醒\n{WORDS}", user=LI_QIANG)
    assert card.text.endswith("已保存。")


async def test_it_is_looked_at_as_a_department_reads_it(town: Talk) -> None:
    [looked] = await town.press(await add(town), "预览", user=LI_QIANG)
    assert looked.text == f"以市商务局为例：\n{FILLED}"
    [again] = await town.say("/templates 预览 1", user=LI_QIANG)
    assert again.text == looked.text


async def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(town: Talk) -> None:
    refused = await add(town, "请{单位}办理")
    assert refused.text == (
        "没有「单位」这个字段。可用的字段：{部门}、{任务}、{截止日期}、{剩余天数}。"
    )
    [listed] = await town.say("/templates", user=LI_QIANG)
    assert "还没有模板" in listed.text
    await add(town)
    assert (await add(town)).text.startswith("已有名为「到期提醒」的模板（1 号）")


@pytest.mark.parametrize("words", ["改", "修改", "删除 x", "新建 只有名称"])
async def test_words_that_make_no_sense_are_answered_with_the_usage(town: Talk, words: str) -> None:
    [said] = await town.say(f"/templates {words}", user=LI_QIANG)
    assert said.text.startswith("没有看懂这条命令")


async def test_it_is_used_by_opening_a_draft_whose_preview_is_filled_in(town: Talk) -> None:
    [draft] = await town.press(await add(town), "用它群发", user=LI_QIANG)
    assert "通知草稿" in draft.text
    number = draft.data("预览").split(":")[1]
    await town.press(draft, "", user=LI_QIANG, data=f"bd:{number}:all")
    shown = await town.press(draft, "", user=LI_QIANG, data=f"bd:{number}:look")
    assert shown[0].text == FILLED
    assert shown[0].chat == LI_QIANG.id != COMMERCE_ROOM.id
