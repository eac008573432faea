"""Questions about the published plans, where they are at hand."""

from __future__ import annotations

import pytest

from plans.departments import Directory
from store.imports import save_plan
from tests.conversation.conftest import COMMERCE_ROOM, START, Sent, Talk
from tests.conversation.town import bind_room
from tests.plan_facts import published
from texts.paging import LINE_CHARACTERS, PAGE_LINES

AROUND = 6
"""lines around what a page lists: heading, how it was understood, blank ones"""


async def load(talk: Talk, *keys: str) -> Talk:
    async with talk.database.begin() as session:
        for key in keys:
            await save_plan(session, published(key), directory=Directory.load(), now=START)
    return talk


@pytest.fixture
async def huizhou(talk: Talk) -> Talk:
    await load(talk, "huizhou-2017")
    await bind_room(talk.database, COMMERCE_ROOM, "市商务局")
    talk.application.bot_data.paces.most = 1000
    return talk


def lines_on_a_phone(sent: Sent) -> int:
    return sum(max(-(-len(line) // LINE_CHARACTERS), 1) for line in sent.text.splitlines())


async def test_today_s_name_finds_the_bodies_it_replaced_and_says_so(huizhou: Talk) -> None:
    [reply] = await huizhou.say("市市场监管局牵头哪些任务")
    assert reply.text.startswith("市市场监管局 · 牵头 7 项任务")
    assert "理解为：市市场监管局（原市质监局、市工商局、" in reply.text


async def test_one_department_s_tasks_as_the_sample_shows_them(huizhou: Talk) -> None:
    [reply] = await huizhou.say("/tasks", room=COMMERCE_ROOM)
    assert reply.text.splitlines()[:8] == [
        "市商务局 · 19 项任务",
        "《惠州市建设质量强市2017年行动计划》",
        "🟢 均于12月31日(周日)到期，还有33天",
        "",
        "牵头(3)",
        "3  提升服务质量 · 1 项指标",
        "20  构建以落实首负责任为核心的责任追溯体系",
        "32  实施电子商务产业提质升级工程",
    ]
    assert reply.labels[-5:-1] == ["只看牵头", "只看负责", "只看配合", "有指标的"]


async def test_a_conversation_in_replies(huizhou: Talk) -> None:
    [first] = await huizhou.say("@duban_bot 我们牵头哪些任务", room=COMMERCE_ROOM)
    assert first.text.startswith("市商务局 · 牵头 3 项任务")
    for words, start in (
        ("只看有指标的", "市商务局 · 牵头 1 项任务"),
        ("那配合的呢?", "市商务局 · 配合 6 项任务"),
        ("水务局呢?", "没有查到市水务局牵头的任务。"),
        ("第32项", "32  实施电子商务产业提质升级工程"),
        ("20", "20  构建以落实首负责任为核心的责任追溯体系"),
    ):
        [reply] = await huizhou.reply_to(first, words)
        assert reply.text.startswith(start), words


@pytest.mark.parametrize(
    "words",
    [
        "/tasks",
        "/targets",
        "/departments",
        "/due 60",
        "/observances",
        "/plans",
        "/search 质量",
        "/who 电梯",
        "我们有哪些任务",
        "年底前到期的指标",
        "有哪些部分",
        "哪些部门牵头的任务最多",
    ],
)
async def test_every_page_of_an_answer_is_a_screen_at_most(huizhou: Talk, words: str) -> None:
    [shown] = await huizhou.say(words)
    while True:
        assert lines_on_a_phone(shown) <= PAGE_LINES + AROUND, shown.text
        further = [label for label in shown.labels if "下一页" in label]
        if not further:
            break
        [shown] = await huizhou.press(shown, further[0])


async def test_of_five_plans_every_number_says_which(talk: Talk) -> None:
    await load(
        talk, "huizhou-2017", "zhanjiang-2020", "xuchang-2013", "hubei-2025", "dongguan-2025"
    )
    [card] = await talk.say("市商务局有哪些任务")
    numbers = [label for label in card.labels if label[-1].isdigit()]
    assert numbers
    assert all(label.split()[0] in {"惠州", "湛江", "许昌", "东莞", "湖北"} for label in numbers)
    [typed] = await talk.say("/task 惠州 3")
    assert typed.text.startswith("惠州 3  提升服务质量")


async def test_where_nothing_falls_due_it_says_when_something_does_and_shows_it(
    huizhou: Talk,
) -> None:
    [reply] = await huizhou.say("/due", room=COMMERCE_ROOM)
    assert reply.text == (
        "未来30天没有市商务局的到期任务。最近一批12月31日(周日)到期，还有33天，共 19 项。\n\n"
        "理解为：市商务局 · 全部职责 · 未来30天"
    )
    [shown] = await huizhou.press(reply, "看这一批")
    assert shown.method == "editMessageText"
    assert shown.text.startswith("市商务局 · 19 项任务")
    [of_all] = await huizhou.say("逾期的任务有哪些")
    assert of_all.text.startswith("没有逾期任务。最近一批12月31日(周日)到期，还有33天，共 35 项。")
    [of_one] = await huizhou.say("市商务局牵头的任务本周到期的有哪些")
    assert of_one.text.startswith("本周没有市商务局牵头的到期任务。最近一批")


@pytest.mark.parametrize("command", ["/search", "/who"])
async def test_a_topic_that_is_also_a_short_name_is_searched_for(
    huizhou: Talk, command: str
) -> None:
    [reply] = await huizhou.say(f"{command} 知识产权")
    assert "理解为：“知识产权”" in reply.text
    [of_body] = await huizhou.say("/search 知识产权局")
    assert of_body.text.startswith("市知识产权局 · 3 项任务")


async def test_the_end_of_several_names_is_asked_about(huizhou: Talk) -> None:
    for words in ("/tasks 管理局", "管理局有什么任务", "市管理局牵头哪些任务"):
        [reply] = await huizhou.say(words)
        assert "可能是市食品药品监督管理局、市邮政管理局，请选择：" in reply.text
        assert reply.labels == ["市食品药品监督管理局", "市邮政管理局"]
    [chosen] = await huizhou.press(reply, "市邮政管理局")
    assert chosen.text.startswith("没有查到市邮政管理局牵头的任务。")


@pytest.mark.parametrize(
    "words",
    [f"/task {'9' * 20}", f"/task {'3' * 300}", f"第{'9' * 20}项任务是什么", f"任务{'9' * 20}"],
)
async def test_a_very_long_number_is_answered_in_one_short_sentence(
    huizhou: Talk, words: str
) -> None:
    [reply] = await huizhou.say(words)
    assert reply.text.splitlines()[0] == "没有这一项任务。请发送 /tasks 查看任务清单。"
    assert max(map(len, reply.text.splitlines())) < 40


async def test_a_stretch_without_observances_says_so(huizhou: Talk) -> None:
    [reply] = await huizhou.say("未来30天有什么主题日")
    assert reply.text.startswith("未来30天没有主题日、主题月。请发送 /observances 查看全年安排。")


async def test_parts_of_several_plans_are_counted_plan_by_plan(huizhou: Talk) -> None:
    await load(huizhou, "xuchang-2013")
    [reply] = await huizhou.say("一共几个部分")
    lines = reply.text.splitlines()
    assert lines[0] == "共 18 个部分"
    assert "《惠州市建设质量强市2017年行动计划》" in lines
    assert lines.count("1. 实施质量提升工程（6 项）") == 1
    [of_two] = await huizhou.say("惠州市旅游局和许昌市旅游局")
    assert of_two.text.startswith("市旅游局 · 12 项任务")
    [led] = await huizhou.say("许昌市质监局牵头几项任务")
    assert led.text.startswith("市质监局 · 牵头 14 项任务")


async def test_a_row_of_a_table_is_quoted_without_its_heading(talk: Talk) -> None:
    await load(talk, "zhanjiang-2020")
    [reply] = await talk.say("/task 3")
    heading = "推动消费品工业增品种、提品质、创品牌"
    assert reply.text.count(heading) == 1
    assert " | " not in reply.text


async def test_thanks_are_answered_as_thanks(huizhou: Talk) -> None:
    [thanks] = await huizhou.say("谢谢")
    assert thanks.text == "不客气。"
    [greeting] = await huizhou.say("您好")
    assert greeting.text.startswith("您好。可以这样问：")
