"""Questions as people ask them, and the cards they get: on a small plan of our own."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.app import build_application
from plans.departments import Directory
from plans.model import PlanFacts
from store import contacts
from store.imports import save_plan
from store.tables.people import Access
from tests.conversation.conftest import (
    BOT,
    COMMERCE_ROOM,
    LI_QIANG,
    START,
    TOKEN,
    WANG_MIN,
    Person,
    Room,
    Talk,
    later,
)
from tests.conversation.town import STRANGE_ROOM, appoint, bind_room, department_id
from tests.plan_facts import autumn_county, spring_city

MARKET_ROOM = Room(-1004, "市市场监管局工作群")


async def load(talk: Talk, *plans: PlanFacts) -> Talk:
    async with talk.database.begin() as session:
        for facts in plans:
            await save_plan(session, facts, directory=Directory.load(), now=START)
    return talk


@pytest.fixture
async def spring(talk: Talk) -> Talk:
    """One plan; the groups of 市商务局 and 市市场监管局 are bound, 王敏 is a contact."""
    await load(talk, spring_city())
    await bind_room(talk.database, COMMERCE_ROOM, "市商务局", place="春城市")
    await bind_room(talk.database, MARKET_ROOM, "市市场监管局", place="春城市")
    await appoint(talk.database, LI_QIANG, Access.COORDINATOR)
    later(talk, days=3000)
    return talk


class TestTheSameRoad:
    @pytest.mark.parametrize(
        "words",
        [
            "/tasks 市商务局 配合",
            "／tasks 市商务局 配合",
            "/tasks@duban_bot 市商务局 配合",
            "任务 市商务局 配合",
            "/ask 商务局配合哪些任务",
            "问 商务局配合哪些任务",
            "商务局配合哪些任务",
            "商務局配合哪些任務？",
            "商务局配合哪些任务🙏🙏",
            "商务局\u200b配合哪些\ufe0f任务\u202e",
            "\ud83d商务局配合哪些任务",
        ],
    )
    async def test_command_word_and_question_have_one_answer(
        self, spring: Talk, words: str
    ) -> None:
        [reply] = await spring.say(words)
        assert reply.text.startswith("市商务局 · 配合 2 项任务\n《春城市质量提升2026年行动计划》")
        assert reply.text.endswith("理解为：市商务局 · 配合")

    async def test_search_shows_the_sentence_that_has_the_words(self, spring: Talk) -> None:
        [reply] = await spring.say("/search 电梯")
        assert "推进电梯物联网监测" in reply.text
        assert reply.text.startswith("“电梯” · 1 项任务")

    @pytest.mark.parametrize("words", ["/who 电梯", "谁负责 电梯", "电梯谁负责"])
    async def test_who_names_the_task_and_its_departments_by_part(
        self, spring: Talk, words: str
    ) -> None:
        [reply] = await spring.say(words)
        assert reply.text.startswith("4  建设检验检测平台\n负责  市科技局、市市场监管局、春城海关")

    @pytest.mark.parametrize("command", ["ask", "search", "who"])
    async def test_a_command_without_words_says_how_it_is_used(
        self, spring: Talk, command: str
    ) -> None:
        [reply] = await spring.say(f"/{command}")
        assert "没有看懂这条命令" in reply.text
        assert f"/{command} " in reply.text

    async def test_in_a_bound_group_tasks_are_its_own(self, spring: Talk) -> None:
        [reply] = await spring.say("/tasks", room=MARKET_ROOM)
        assert reply.text.startswith("市市场监管局 · 4 项任务")

    async def test_a_private_unknown_command_is_named(self, spring: Talk) -> None:
        [reply] = await spring.say("/taskz 市商务局")
        assert reply.text.startswith("没有「/taskz」这条命令。请发送 /help")


class TestWhatItIsNotAskedInGroups:
    @pytest.mark.parametrize("words", ["商务局配合哪些任务", "/taskz", "/taskz@other_bot"])
    async def test_people_among_themselves_are_left_alone(self, spring: Talk, words: str) -> None:
        assert await spring.say(words, room=COMMERCE_ROOM) == []

    @pytest.mark.parametrize(
        "words",
        [
            "@duban_bot 我们配合哪些任务",
            "我们配合哪些任务 @Duban_Bot",
            "请问@duban_bot 我们配合哪些任务",
        ],
    )
    async def test_a_mention_asks(self, spring: Talk, words: str) -> None:
        [reply] = await spring.say(words, room=COMMERCE_ROOM)
        assert reply.text.startswith("市商务局 · 配合 2 项任务")

    async def test_an_unknown_command_for_us_is_named(self, spring: Talk) -> None:
        [reply] = await spring.say("/taskz@duban_bot", room=COMMERCE_ROOM)
        assert "没有「/taskz@duban_bot」这条命令" in reply.text

    async def test_a_mention_alone_is_greeted_with_examples(self, spring: Talk) -> None:
        [reply] = await spring.say("@duban_bot", room=COMMERCE_ROOM)
        assert reply.text.startswith("您好。可以这样问：")

    async def test_a_foreign_group_is_refused(self, spring: Talk) -> None:
        [reply] = await spring.say("@duban_bot 商务局有哪些任务", room=STRANGE_ROOM)
        assert "本群还没有绑定部门" in reply.text

    async def test_in_a_forum_the_message_that_began_the_topic_is_no_question(
        self, spring: Talk
    ) -> None:
        began = {
            "message_id": 7,
            "date": int(START.timestamp()),
            "chat": COMMERCE_ROOM.json(),
            "from": BOT,
            "forum_topic_created": {"name": "质量", "icon_color": 1},
        }
        said = await spring.say(
            "大家看一下",
            room=COMMERCE_ROOM,
            is_topic_message=True,
            message_thread_id=7,
            reply_to_message=began,
        )
        assert said == []

    async def test_the_answer_goes_to_the_topic_of_the_question(self, spring: Talk) -> None:
        [reply] = await spring.say(
            "@duban_bot 我们有哪些任务",
            room=COMMERCE_ROOM,
            is_topic_message=True,
            message_thread_id=7,
        )
        assert int(reply.parameters["message_thread_id"]) == 7

    async def test_an_edited_question_is_not_asked_again(self, spring: Talk) -> None:
        edited = {
            "message_id": 9,
            "date": int(START.timestamp()),
            "edit_date": int(START.timestamp()),
            "chat": Room(WANG_MIN.id, type="private").json(),
            "from": WANG_MIN.json(),
            "text": "商务局有哪些任务",
        }
        assert await spring.deliver({"edited_message": edited}) == []

    async def test_words_below_a_picture_ask_as_words_do(self, spring: Talk) -> None:
        picture = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
        [reply] = await spring.say(
            "", room=COMMERCE_ROOM, photo=picture, caption="@duban_bot 我们有哪些任务"
        )
        assert reply.text.startswith("市商务局 · 2 项任务")
        [reply] = await spring.say("", photo=picture, caption="市商务局有哪些任务")
        assert reply.text.startswith("市商务局 · 2 项任务")
        assert await spring.say("", room=COMMERCE_ROOM, photo=picture, caption="合影") == []

    async def test_a_very_long_question_is_cut_politely(self, spring: Talk) -> None:
        [reply] = await spring.say("商务局有哪些任务？" + "谢谢" * 2000)
        assert reply.text.startswith("市商务局 · 2 项任务")
        assert "问题较长，只读了前 9 字。" in reply.text
        [reply] = await spring.say("谢" * 4000)
        assert "问题较长，只读了前 200 字。" in reply.text


class TestWhatItCannotAnswer:
    async def test_three_examples_all_have_an_answer(self, spring: Talk) -> None:
        [reply] = await spring.say("给我写一首诗")
        said = reply.text
        assert said.startswith(("这个我答不了。可以这样问：", "计划里没有查到"))
        examples = re.findall("「(.+?)」", said.partition("可以这样问：")[2])
        assert len(examples) == 3
        for example in examples:
            [answer] = await spring.say(example)
            assert "理解为" in answer.text

    async def test_in_a_department_s_group_an_example_is_its_own(self, spring: Talk) -> None:
        [reply] = await spring.say("@duban_bot 你好", room=MARKET_ROOM)
        assert "「我们牵头哪些任务」" in reply.text

    async def test_without_a_plan_nothing_is_invented(self, talk: Talk) -> None:
        [reply] = await talk.say("商务局有哪些任务")
        assert reply.text == "还没有导入计划。请协调员先导入印发的方案。"

    async def test_an_unknown_name_is_chosen_within_the_same_question(self, spring: Talk) -> None:
        [reply] = await spring.say("/tasks 市科学局 负责")
        assert reply.text == "没有查到「市科学局」。是不是："
        [chosen] = await spring.press(reply, "市科技局")
        assert chosen.method == "editMessageText"
        assert chosen.text.startswith("市科技局 · 牵头或负责 1 项任务")

    async def test_a_name_given_in_reply_completes_the_question(self, spring: Talk) -> None:
        [reply] = await spring.say("/tasks 市科学局 负责")
        [answer] = await spring.reply_to(reply, "市科技局")
        assert answer.text.startswith("市科技局 · 牵头或负责 1 项任务")


class TestGoingOn:
    @pytest.mark.parametrize(
        ("words", "start"),
        [
            ("那负责的呢?", "市市场监管局 · 牵头或负责 3 项任务"),
            ("只看有指标的", "市市场监管局 · 牵头 1 项任务"),
            ("商务局呢?", "没有查到市商务局牵头的任务。"),
            ("科技局、海关呢?", "没有查到市科技局、春城海关牵头的任务。"),
            ("全部", "市市场监管局 · 4 项任务"),
            ("1", "1  提升产品质量"),
            ("第1项", "1  提升产品质量"),
            ("4", "4  建设检验检测平台"),
            ("还有哪些部门", "1  提升产品质量\n牵头  市市场监管局"),
            ("指标", "市市场监管局 · 牵头 2 项指标"),
            ("有哪些指标", "市市场监管局 · 牵头 2 项指标"),
        ],
    )
    async def test_a_reply_to_an_answer_goes_on_from_it(
        self, spring: Talk, words: str, start: str
    ) -> None:
        [answer] = await spring.say("/ask 市场监管局牵头哪些任务", room=COMMERCE_ROOM)
        [more] = await spring.reply_to(answer, words)
        assert more.text.startswith(start)

    async def test_it_goes_on_from_an_answer_that_went_on(self, spring: Talk) -> None:
        [first] = await spring.say("市场监管局牵头哪些任务")
        [second] = await spring.reply_to(first, "那负责的呢?")
        [third] = await spring.reply_to(second, "4")
        [fourth] = await spring.reply_to(third, "谁负责")
        assert fourth.text.startswith("4  建设检验检测平台\n负责  市科技局")

    async def test_a_question_of_its_own_is_taken_as_one(self, spring: Talk) -> None:
        [first] = await spring.say("市场监管局牵头哪些任务")
        [second] = await spring.reply_to(first, "商务局有哪些任务")
        assert second.text.startswith("市商务局 · 2 项任务")

    async def test_what_a_pressed_card_shows_now_counts(self, spring: Talk) -> None:
        [first] = await spring.say("市场监管局有哪些任务")
        [narrower] = await spring.press(first, "只看负责")
        [answer] = await spring.reply_to(narrower, "有几项")
        assert answer.text.startswith("市市场监管局 · 负责 2 项任务")

    async def test_thanks_below_an_answer_are_left_alone_in_a_group(self, spring: Talk) -> None:
        [first] = await spring.say("/tasks", room=COMMERCE_ROOM)
        assert await spring.reply_to(first, "谢谢") == []
        [said] = await spring.reply_to(first, "给我写一首诗")
        assert "可以这样问" in said.text

    async def test_an_explanation_below_a_reminder_is_no_question(self, spring: Talk) -> None:
        [help_text] = await spring.say("/help", room=COMMERCE_ROOM)
        assert await spring.reply_to(help_text, "材料正在走签批流程") == []
        [answer] = await spring.reply_to(help_text, "我们有哪些任务")
        assert answer.text.startswith("市商务局 · 2 项任务")


class TestCards:
    async def test_a_task_opens_on_the_card_and_leads_back(self, spring: Talk) -> None:
        [card] = await spring.say("/tasks 市场监管局")
        assert card.labels[:4] == ["1", "3", "4", "2"]
        [task] = await spring.press(card, "3")
        assert (task.method, task.text.splitlines()[0]) == ("editMessageText", "3  完善计量服务")
        [back] = await spring.press(task, "‹ 返回清单")
        assert (back.text, back.labels) == (card.text, card.labels)

    async def test_filters_say_how_they_are_understood(self, spring: Talk) -> None:
        [card] = await spring.say("/tasks 市场监管局")
        assert card.text.endswith("理解为：市市场监管局 · 全部职责")
        [lead] = await spring.press(card, "只看牵头")
        assert lead.text.endswith("理解为：市市场监管局 · 牵头")
        [every] = await spring.press(lead, "看全部")
        assert every.text == card.text

    async def test_buttons_work_after_a_restart_and_months_later(self, spring: Talk) -> None:
        [card] = await spring.say("/tasks 市场监管局")
        services = spring.application.bot_data.services
        assert services is not None
        again = build_application(
            services, token=TOKEN, request=spring.wire, updates_request=spring.wire
        )
        async with again:
            reborn = Talk(again, spring.wire, spring.database, spring.now)
            later(spring, days=200)
            [lead] = await reborn.press(card, "只看牵头")
            assert lead.text.startswith("市市场监管局 · 牵头 1 项任务")
            [more] = await reborn.reply_to(card, "那配合的呢?")
            assert more.text.startswith("市市场监管局 · 配合 1 项任务")

    @pytest.mark.parametrize(
        "data", ["q:", "q:1", "q:99:1:", "q:1:1:x", "q:x:1:", "q:1:1::77777", f"q:1:1::{'9' * 30}"]
    )
    async def test_a_stale_button_answers_politely(self, spring: Talk, data: str) -> None:
        [card] = await spring.say("/tasks 市场监管局")
        assert await spring.press(card, "", data=data) == []
        assert spring.alerts() == ["这个按钮已经失效。请重新发送命令。"]

    async def test_every_button_fits_into_what_telegram_carries(self, spring: Talk) -> None:
        for words in ("/tasks", "/task 1", "/targets", "/departments", "/due 400", "我们"):
            [card] = await spring.say(words)
            data = [b["callback_data"] for row in card.buttons for b in row]
            assert all(len(each.encode()) <= 64 for each in data)
        assert len("q:2147483647:99:ps:2147483647") <= 64

    async def test_deadlines_stand_by_date_the_most_urgent_first(self, spring: Talk) -> None:
        later(spring, days=290)  # December 2026
        [card] = await spring.say("/due 40")
        assert card.text.splitlines()[3].startswith("🟡 12月31日(周四)到期，还有")
        assert "12月31日" not in "".join(card.text.splitlines()[4:])


class TestSeveralPlans:
    async def test_numbers_say_which_plan(self, spring: Talk) -> None:
        await load(spring, autumn_county())
        [card] = await spring.say("/tasks 市商务局")
        assert "春城 1  提升产品质量" in card.text
        assert "秋县 1  提升产品质量" in card.text
        assert "春城 1" in card.labels
        [task] = await spring.press(card, "秋县 1")
        assert task.text.startswith("秋县 1  提升产品质量")
        [typed] = await spring.say("/task 秋县 1")
        assert typed.text.startswith("秋县 1  提升产品质量")
        assert "春城 1" not in typed.text

    async def test_one_place_after_another(self, spring: Talk) -> None:
        await load(spring, autumn_county())
        [card] = await spring.say("春城市商务局有哪些任务")
        [other] = await spring.reply_to(card, "秋县呢?")
        assert "秋县 1  提升产品质量" in other.text
        assert "春城 1" not in other.text


class TestPace:
    async def test_a_person_is_told_once_and_then_nothing_until_the_minute_is_over(
        self, spring: Talk
    ) -> None:
        spring.application.bot_data.paces.most = 2
        assert "项任务" in (await spring.say("/tasks"))[0].text
        [card] = await spring.say("市商务局有哪些任务")
        later(spring, seconds=20)
        [told] = await spring.say("/tasks", room=COMMERCE_ROOM)
        assert told.text == "问得有些快，请等 40 秒再问。"
        assert await spring.say("/tasks") == []
        assert await spring.say("/taskz") == []
        later(spring, seconds=40)
        assert "项任务" in (await spring.say("/tasks"))[0].text
        assert card.labels

    async def test_buttons_are_not_counted_and_others_may_ask(self, spring: Talk) -> None:
        spring.application.bot_data.paces.most = 1
        [card] = await spring.say("/tasks 市场监管局")
        for label in ("只看牵头", "只看负责", "只看配合"):
            assert len(await spring.press(card, label)) == 1
        assert "项任务" in (await spring.say("/tasks", user=LI_QIANG))[0].text


class TestInline:
    async def ask(self, talk: Talk, words: str, user: Person) -> dict[str, Any]:
        query = {"id": "77", "from": user.json(), "query": words, "offset": ""}
        before = len(talk.wire.calls)
        await talk.deliver({"inline_query": query})
        [(name, answer)] = talk.wire.calls[before:]
        assert name == "answerInlineQuery"
        return {
            key: json.loads(value) if key in ("results", "button", "is_personal") else value
            for key, value in answer.items()
        }

    async def test_people_with_a_role_get_the_answer_and_narrower_ones(self, spring: Talk) -> None:
        answer = await self.ask(spring, "市场监管局", LI_QIANG)
        assert (answer["is_personal"], int(answer["cache_time"])) == (True, 10)
        titles = [one["title"] for one in answer["results"]]
        assert titles[:2] == ["市市场监管局 · 4 项任务", "市市场监管局 · 牵头 1 项任务"]
        first = answer["results"][0]
        assert first["type"] == "article"
        assert "提升产品质量" in first["input_message_content"]["message_text"]

    async def test_a_contact_is_offered_its_own_before_it_types(self, spring: Talk) -> None:
        of = await department_id(spring.database, "市商务局", "春城市")
        async with spring.database.begin() as session:
            person = await contacts.meet(
                session, telegram_id=WANG_MIN.id, name="王敏", now=spring.now
            )
            await contacts.grant(session, person, Access.CONTACT, now=spring.now, department_id=of)
        answer = await self.ask(spring, "", WANG_MIN)
        assert answer["results"][0]["title"] == "市商务局 · 2 项任务"

    async def test_what_has_no_answer_offers_nothing(self, spring: Talk) -> None:
        assert (await self.ask(spring, "今天天气", LI_QIANG))["results"] == []

    async def test_strangers_get_nothing_but_the_way_to_register(self, spring: Talk) -> None:
        answer = await self.ask(spring, "市场监管局", Person(99, "路人"))
        assert (answer["results"], answer["is_personal"]) == ([], True)
        assert answer["button"]["text"] == "请先登记，再在其他聊天中查询"
        [reply] = await spring.say(f"/start {answer['button']['start_parameter']}")
        assert "口令无效" not in reply.text
