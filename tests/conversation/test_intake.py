"""A plan comes in by chat: read, shown, put right, confirmed, revised, taken back."""

from __future__ import annotations

import pytest
from sqlmodel import select
from telegram.constants import ChatID

from store import revisions
from store.facts import facts_of
from store.tables.intakes import DepartmentAlias, Intake, Revision
from store.tables.people import Access
from store.tables.plans import Plan
from store.tables.records import Audit
from tests.conversation import paper
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Person, Sent, Talk, later
from tests.conversation.paper import FOOD, HEAD, MONTH, QUALITY, SERVICE, TASKS, TITLE, word
from tests.conversation.town import NOBODY, OFFICE_ROOM, STRANGE_ROOM, appoint, settle


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


async def send(talk: Talk, data: bytes, name: str = "pingchuan-2017.docx") -> Sent:
    """Send a file as the coordinator and return the card."""
    progress, card = await talk.hand_over(data, name=name, user=LI_QIANG)
    assert progress.text.startswith("正在读取")
    assert card.method == "editMessageText"
    return card


async def press(talk: Talk, card: Sent, label: str) -> Sent:
    """Press a button of the card and return how it looks then."""
    return (await talk.press(card, label, user=LI_QIANG))[-1]


async def rows(talk: Talk, table: type) -> list:
    async with talk.database.begin() as session:
        return list((await session.exec(select(table))).all())


async def plan_keys(talk: Talk) -> set[str]:
    return {plan.key for plan in await rows(talk, Plan)} - {"huizhou-2017", "dongguan-2017"}


async def duties(talk: Talk, key: str = "pingchuan-2017") -> dict[str, list[str]]:
    async with talk.database.begin() as session:
        plan = await revisions.find(session, key)
        assert plan is not None
        facts = await facts_of(session, plan)
    return {task.number: [duty.department for duty in task.duties] for task in facts.tasks}


class TestReading:
    async def test_the_card_says_what_was_read_and_nothing_is_stored(self, town: Talk) -> None:
        card = await send(town, word())
        assert card.text.splitlines()[:4] == [
            f"《{TITLE}》",
            "平府办〔2017〕8号 · 2017年3月5日 · 平川市",
            "3 项任务 · 4 个单位 · 2 项指标 · 1 个纪念日",
            "时限 2017年12月31日",
        ]
        assert card.labels == ["确认导入", "看全部任务", "取消"]
        assert await plan_keys(town) == set()

    async def test_all_tasks_can_be_seen_before(self, town: Talk) -> None:
        card = await send(town, word())
        tasks = await press(town, card, "看全部任务")
        assert "1  提升产品质量 · 1 项指标" in tasks.text
        assert "牵头 市质监局" in tasks.text
        assert (await press(town, tasks, "返回")).text == card.text

    async def test_confirmed_it_is_a_plan_with_its_original(self, town: Talk) -> None:
        original = word()
        done = await press(town, await send(town, original), "确认导入")
        assert done.text.startswith(f"已导入《{TITLE}》")
        assert done.labels == ["查看任务", "撤销"]
        assert await plan_keys(town) == {"pingchuan-2017"}
        [revision] = await rows(town, Revision)
        assert (revision.file_name, revision.document) == ("pingchuan-2017.docx", original)
        [audit] = await rows(town, Audit)
        assert (audit.action, audit.subject) == ("import", "plan:pingchuan-2017")
        [intake] = await rows(town, Intake)
        assert (intake.document, intake.facts) == (None, {})

    async def test_cancelled_it_leaves_nothing(self, town: Talk) -> None:
        gone = await press(town, await send(town, word()), "取消")
        assert gone.text == f"《{TITLE}》没有导入，文件也没有保存。"
        [intake] = await rows(town, Intake)
        assert (intake.document, intake.facts) == (None, {})
        assert await plan_keys(town) == set()

    async def test_a_card_is_good_for_three_days_and_once(self, town: Talk) -> None:
        card = await send(town, word())
        later(town, days=4)
        await town.press(card, "确认导入", user=LI_QIANG)
        assert town.alerts()[-1].startswith("这个按钮已经失效")
        second = await send(town, word())
        await press(town, second, "确认导入")
        await town.press(second, "确认导入", user=LI_QIANG)
        assert town.alerts()[-1].startswith("这个按钮已经失效")
        assert all(intake.document is None for intake in await rows(town, Intake))

    async def test_a_file_without_a_name_of_its_own_is_called_by_place_and_year(
        self, town: Talk
    ) -> None:
        card = await send(town, word(), "附件1.docx")
        assert "引用时称 pingchuan-2017" in card.text

    async def test_pasted_text_is_read_too(self, town: Talk) -> None:
        text = "\n".join(("/import", *HEAD, "一、实施质量提升工程", *TASKS, *paper.FOOT))
        _, card = await town.say(text, user=LI_QIANG)
        assert "3 项任务" in card.text
        assert "引用时称 pingchuan-2017" in card.text

    async def test_a_text_that_fills_a_message_may_have_been_cut(self, town: Talk) -> None:
        text = "\n".join(("/import", *HEAD, "一、实施质量提升工程", *TASKS, "加强领导。" * 800))
        *_, card, note = await town.say(text, user=LI_QIANG)
        assert "3 项任务" in card.text
        assert note.text.startswith("一条消息最多约 4000 字")

    @pytest.mark.parametrize("call", ["/import@duban_bot", "@duban_bot 导入"])
    async def test_in_the_coordinators_group_a_file_is_read_when_it_is_answered(
        self, town: Talk, call: str
    ) -> None:
        await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        assert await town.hand_over(word(), name="a.docx", user=WANG_MIN, room=OFFICE_ROOM) == []
        document = {"file_id": "f", "file_unique_id": "f", "file_name": "pc.docx", "file_size": 9}
        town.wire.files["f"] = word()
        message = {
            "message_id": 7,
            "date": 1,
            "chat": OFFICE_ROOM.json(),
            "from": WANG_MIN.json(),
            "document": document,
        }
        sent = await town.say(call, user=LI_QIANG, room=OFFICE_ROOM, reply_to_message=message)
        assert "3 项任务" in sent[-1].text

    async def test_who_sends_a_file_anonymously_confirms_by_name(self, town: Talk) -> None:
        await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        hidden = Person(ChatID.ANONYMOUS_ADMIN, "Group")
        [asked] = await town.hand_over(
            word(), name="pc.docx", user=hidden, room=OFFICE_ROOM, caption="/import"
        )
        assert asked.labels == ["确认由本人发出", "取消"]
        document = {"file_id": "f", "file_unique_id": "f", "file_name": "pc.docx", "file_size": 9}
        town.wire.files["f"] = word()
        quoted = {
            "message_id": 7,
            "date": 1,
            "chat": OFFICE_ROOM.json(),
            "from": hidden.json(),
            "document": document,
        }
        sent = await town.press(asked, "确认", user=LI_QIANG, reply_to_message=quoted)
        assert any("3 项任务" in one.text for one in sent)

    @pytest.mark.parametrize("caption", ["/import", "@duban_bot", "请 @duban_bot 看看"])
    async def test_a_caption_calls_as_well(self, town: Talk, caption: str) -> None:
        await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        sent = await town.hand_over(
            word(), name="a.docx", user=LI_QIANG, room=OFFICE_ROOM, caption=caption
        )
        assert "3 项任务" in sent[-1].text

    async def test_import_alone_says_how_and_offers_examples(self, town: Talk) -> None:
        [how] = await town.say("/import", user=LI_QIANG)
        assert how.text.startswith("导入计划\n请把印发的文件")
        assert "示例：惠州市建设质量强市2017年行动计划" not in how.labels  # the town has it already
        assert len(how.labels) == 4

    async def test_an_example_needs_no_document(self, talk: Talk) -> None:
        await appoint(talk.database, LI_QIANG, Access.COORDINATOR)
        [plans] = await talk.say("/plans", user=LI_QIANG)
        [card] = await talk.press(plans, "示例：惠州市建设质量强市2017年行动计划", user=LI_QIANG)
        assert "35 项任务 · 35 个单位 · 27 项指标 · 6 个纪念日" in card.text
        await press(talk, card, "确认导入")
        [task] = await talk.say("/task 3", user=LI_QIANG)
        assert "提升服务质量" in task.text
        assert "惠府办函〔2017〕35号" in task.text
        assert "<blockquote>" not in task.html
        assert (await talk.say("/plans", user=LI_QIANG))[0].labels[-1] == "看示例计划"
        assert "看示例计划" not in (await talk.say("/plans", user=NOBODY))[0].labels


class TestRefusals:
    async def test_others_are_told_who_may(self, town: Talk) -> None:
        [refusal] = await town.hand_over(word(), name="a.docx", user=NOBODY)
        assert refusal.text == "这项操作需要协调员。协调员：李强"
        assert "getFile" not in [name for name, _ in town.wire.calls]

    async def test_departments_groups_are_no_place_for_it(self, town: Talk) -> None:
        [refusal] = await town.hand_over(
            word(), name="a.docx", user=LI_QIANG, room=COMMERCE_ROOM, caption="/import"
        )
        assert refusal.text.startswith("这条命令请私聊发送")

    async def test_files_in_other_groups_are_none_of_our_business(self, town: Talk) -> None:
        assert await town.hand_over(word(), name="a.docx", user=NOBODY, room=STRANGE_ROOM) == []

    async def test_too_large_a_file_is_not_even_fetched(self, town: Talk) -> None:
        document = {"file_id": "f", "file_unique_id": "f", "file_name": "a.pdf"}
        [refusal] = await town.say("", user=LI_QIANG, document=document | {"file_size": 21 * 2**20})
        assert refusal.text == "文件超过20 MB，无法读取。请只发送计划正文，或另存为 Word 后再发。"
        assert "getFile" not in [name for name, _ in town.wire.calls]

    async def test_a_server_that_finds_it_too_large_says_the_same(self, town: Talk) -> None:
        town.wire.refusals["getFile"] = (400, "Bad Request: file is too big")
        card = await send(town, word())
        assert card.text.startswith("文件超过20 MB")

    @pytest.mark.parametrize(
        ("data", "name", "sentence"),
        [
            (b"", "a.txt", "这份文件里没有文字"),
            ("今天天气很好。".encode(), "a.txt", "这份文件里没有找到任务"),
            (b"PK\x03\x04broken", "a.docx", "文件已损坏"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.doc", "这种旧格式"),
            (word(head=("机密★1年", *HEAD)), "a.docx", "文件标有“机密”"),
        ],
    )
    async def test_a_bad_file_is_answered_in_a_sentence_and_leaves_nothing(
        self, town: Talk, data: bytes, name: str, sentence: str
    ) -> None:
        card = await send(town, data, name)
        assert card.text.startswith(sentence)
        assert card.labels == []
        assert await rows(town, Intake) == []

    async def test_a_picture_is_answered_with_what_to_send(self, town: Talk) -> None:
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
        [refusal] = await town.say("", user=LI_QIANG, photo=photo)
        assert "没有文字可读" in refusal.text


UNKNOWN = "2.提升服务质量。顾客满意度达75%以上。（市大数剧局牵头，市商务局配合）"


class TestDoubts:
    async def test_each_has_a_number_a_quotation_and_buttons(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        assert "有 2 处请确认：" in card.text
        assert "「市大数剧局」不在单位名录中" in card.text
        assert "<blockquote>顾客满意度达75%以上。</blockquote>" in card.html
        assert {"1 对", "1 改", "1 删", "2 收为新单位", "2 改", "2 删"} <= set(card.labels)

    async def test_the_right_name_is_given_by_a_reply(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        [question] = await town.press(card, "2 改", user=LI_QIANG)
        assert question.text.startswith("请回复本条消息。「市大数剧局」应写作什么？")
        assert "force_reply" in question.parameters["reply_markup"]
        noted, redrawn = await town.reply_to(question, "市大数据局", user=LI_QIANG)
        assert noted.text == "2. 改为 市大数据局"
        assert "→ 改为 市大数据局" in redrawn.text
        assert "2 重选" in redrawn.labels
        await press(town, redrawn, "确认导入")
        assert (await duties(town))["2"] == ["市大数据局", "市商务局"]

    async def test_the_reply_is_awaited_after_a_restart_and_by_any_coordinator(
        self, town: Talk
    ) -> None:
        await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
        sent = await town.hand_over(
            word((QUALITY, UNKNOWN)),
            name="pingchuan-2017.docx",
            user=LI_QIANG,
            room=OFFICE_ROOM,
            caption="/import",
        )
        [question] = await town.press(sent[-1], "2 改", user=LI_QIANG)
        assert "李强，请回复本条消息" in question.text
        [refusal] = await town.reply_to(question, "市大数据局", user=NOBODY)
        assert refusal.text.startswith("这项操作需要协调员")
        noted, _ = await town.reply_to(question, "又称 市政务服务局", user=LI_QIANG)
        assert noted.text == "2. 即 市政务服务局，按原名称登记"

    async def test_words_that_make_no_sense_are_asked_again(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        [question] = await town.press(card, "1 改", user=LI_QIANG)
        [refusal] = await town.reply_to(question, "尽快", user=LI_QIANG)
        assert refusal.text.startswith("没有看懂。请写一个日期")
        noted, _ = await town.reply_to(question, "2017年9月底", user=LI_QIANG)
        assert noted.text == "1. 改为 2017年9月底"

    async def test_a_new_body_is_known_from_then_on(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        card = await press(town, card, "2 收为新单位")
        assert "→ 收为新单位" in card.text
        await press(town, await press(town, card, "1 对"), "确认导入")
        [alias] = await rows(town, DepartmentAlias)
        assert alias.name == "大数剧局"
        again = await send(town, word((FOOD, UNKNOWN), head=("平川市食品安全2018年行动计划",)))
        assert "不在单位名录中" not in again.text

    async def test_a_body_is_found_by_its_other_name_in_questions(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        [question] = await town.press(card, "2 改", user=LI_QIANG)
        _, card = await town.reply_to(question, "又称 市政务服务局", user=LI_QIANG)
        await press(town, await press(town, card, "1 对"), "确认导入")
        [found] = await town.say("/tasks 市政务服务局", user=LI_QIANG)
        assert "提升服务质量" in found.text

    async def test_what_is_wrong_is_dropped_and_a_choice_can_be_changed(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        card = await press(town, await press(town, card, "2 删"), "2 重选")
        card = await press(town, await press(town, card, "2 删"), "1 删")
        assert "存疑之处都已确认" in card.text
        await press(town, card, "确认导入")
        assert (await duties(town))["2"] == ["市商务局"]

    async def test_the_rest_can_be_accepted_at_once(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        card = await press(town, card, "其余都对")
        assert "存疑之处都已确认" in card.text

    async def test_what_was_said_once_is_not_asked_of_the_next_version(self, town: Talk) -> None:
        card = await send(town, word((QUALITY, UNKNOWN)))
        [question] = await town.press(card, "2 改", user=LI_QIANG)
        _, card = await town.reply_to(question, "市大数据局", user=LI_QIANG)
        await press(town, await press(town, card, "1 对"), "确认导入")
        same = await send(town, word((QUALITY, UNKNOWN)))
        assert same.text.startswith(f"《{TITLE}》已经导入，内容相同，没有改动。")
        revised = await send(town, word((QUALITY, UNKNOWN, MONTH)))
        assert "存疑之处都已确认" in revised.text

    async def test_another_reply_to_the_bot_is_a_question_as_ever(self, town: Talk) -> None:
        [helped] = await town.say("/help", user=LI_QIANG)
        replies = await town.reply_to(helped, "/plans", user=LI_QIANG)
        assert replies


class TestRevision:
    @pytest.fixture
    async def imported(self, town: Talk) -> Talk:
        await press(town, await send(town, word()), "确认导入")
        return town

    @pytest.mark.parametrize("name", ["pingchuan-2017.docx", "附件1.docx", "最新.docx"])
    async def test_the_same_plan_again_changes_nothing(self, imported: Talk, name: str) -> None:
        card = await send(imported, word(), name)
        assert card.text == f"《{TITLE}》已经导入，内容相同，没有改动。\n引用时称 pingchuan-2017"
        assert card.labels == []
        assert len(await rows(imported, Revision)) == 1

    async def test_a_new_version_shows_what_it_changes_and_is_confirmed_once(
        self, imported: Talk
    ) -> None:
        changed = QUALITY.replace("93%", "95%").replace("、教育局", "")
        card = await send(imported, word((changed, SERVICE, FOOD)), "修订.docx")
        assert "任务编号不连续：2 → 4" in card.text
        card = await press(imported, card, "1/2 下一页")
        assert "这个计划已导入，新版本：新增 1 项，删去 1 项，修改 1 项" in card.text
        assert "新增  4  强化食品安全监管 · 市食药监局、市商务局" in card.text
        assert "删去  3  开展质量月活动" in card.text
        assert "减少单位 市教育局" in card.text
        assert "指标 制造业产品质量合格率 ≥ 93% → ≥ 95%" in card.text
        assert "已安排未发出的提醒不受影响" in card.text
        assert await duties(imported) == {
            "1": ["市质监局", "市商务局", "市教育局"],
            "2": ["市商务局", "市旅游局"],
            "3": ["市质监局"],
        }
        done = await press(imported, card, "确认更新")
        assert done.text.startswith(f"已更新《{TITLE}》\n任务新增 1 项，删去 1 项，修改 1 项")
        assert set(await duties(imported)) == {"1", "2", "4"}

    async def test_undo_by_button_restores_the_version_before(self, imported: Talk) -> None:
        card = await send(imported, word((QUALITY, SERVICE)))
        done = await press(imported, card, "确认更新")
        undone = await press(imported, done, "撤销")
        assert undone.text == f"已撤销对《{TITLE}》的更新，恢复为原来的 3 项任务。"
        assert set(await duties(imported)) == {"1", "2", "3"}

    async def test_undo_by_command_takes_a_new_plan_out(self, imported: Talk) -> None:
        [undone] = await imported.say("/undo", user=LI_QIANG)
        assert undone.text == f"已撤销导入，《{TITLE}》不再提醒。"
        assert await plan_keys(imported) == set()
        [refusal] = await imported.say("/undo", user=LI_QIANG)
        assert refusal.text.startswith("没有可以撤销的导入。")

    async def test_undo_ends_after_a_day(self, imported: Talk) -> None:
        later(imported, hours=25)
        [refusal] = await imported.say("/undo", user=LI_QIANG)
        assert refusal.text.startswith("没有可以撤销的导入。")

    @pytest.mark.parametrize(
        ("answer", "keys"),
        [
            ("是同一计划", {"pingchuan-2017"}),
            ("不是，另存", {"pingchuan-2017", "服务提升"}),
        ],
    )
    async def test_a_plan_that_is_much_alike_is_asked_about(
        self, imported: Talk, answer: str, keys: set[str]
    ) -> None:
        head = (TITLE.replace("行动计划", "工作行动计划"), "平府办〔2017〕30号", *HEAD[2:])
        card = await send(imported, word((QUALITY, SERVICE), head=head), "服务提升.docx")
        assert "相近。是同一个计划的新版本吗？" in card.text
        assert "确认导入" not in card.labels
        card = await press(imported, card, answer)
        await press(imported, card, "确认")
        assert await plan_keys(imported) == keys

    async def test_a_version_confirmed_meanwhile_is_compared_anew(self, imported: Talk) -> None:
        first = await send(imported, word((QUALITY, SERVICE)))
        second = await send(imported, word((QUALITY, MONTH)))
        await press(imported, second, "确认更新")
        redrawn = await press(imported, first, "确认更新")
        assert imported.alerts()[-1].startswith("在您核对期间，这个计划已有新的版本。")
        assert "新增 1 项，删去 1 项" in redrawn.text
        await press(imported, redrawn, "确认更新")
        assert set(await duties(imported)) == {"1", "2"}

    async def test_other_words_with_the_same_facts_are_told(self, imported: Talk) -> None:
        reworded = MONTH.replace("集中开展宣传", "集中开展宣传活动")
        card = await send(imported, word((QUALITY, SERVICE, reworded)))
        assert "正文文字有改动，引文随之更新" in card.text
