from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plans.commands import Asker
from plans.knowledge import Knowledge
from plans.model import Role
from plans.outline import PlanOutline
from plans.query import Combine, Counted, Kind, Most, Query, Reason
from plans.understanding import understand
from tests.plan_facts import autumn_county, spring_city

TODAY = date(2026, 11, 28)
ONE = Knowledge.of([PlanOutline.of(spring_city(), ("质量月", "世界计量日"))])
TWO = Knowledge.of([PlanOutline.of(spring_city()), PlanOutline.of(autumn_county())])


def ask(question: str, knowledge: Knowledge = ONE, asker: Asker | None = None) -> Query:
    return understand(question, knowledge, today=TODAY, asker=asker)


@pytest.mark.parametrize(
    "question",
    [
        "市商务局有哪些任务?",
        "商务局要做什么",
        "请问商务局的工作任务有哪些?谢谢",
        "@duban_bot 市商務局任務清單",
        "麻烦帮我查一下市商务局都有啥活儿啊",
        "商务局",
        "哪些任务涉及商务局",
        "市商物局的任务有哪些",
        "shangwuju",
        "shangwuju有哪些任务",
        "哪些任务涉及sswj",
        "跟商务局有关的任务",
        "市商务的任务",
    ],
)
def test_all_tasks_of_a_department_are_asked_for_in_many_ways(question: str) -> None:
    query = ask(question)
    assert query.kind is Kind.TASKS
    assert [part.names for part in query.parts] == [("市商务局",)]
    assert len(query.parts[0].roles) == 3
    assert query.topics == ()


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("市商务局牵头哪些任务", {Role.LEAD}),
        ("哪些任务是商务局牵头的", {Role.LEAD}),
        ("商务局当牵头单位的任务", {Role.LEAD}),
        ("由商务局主办的任务", {Role.LEAD}),
        ("商务局配合哪些任务", {Role.SUPPORT}),
        ("配合单位有商务局的任务", {Role.SUPPORT}),
        ("商务局作为参与部门的任务", {Role.SUPPORT}),
        ("商务局不牵头的任务", {Role.SUPPORT, Role.RESPONSIBLE}),
        ("商务局不牵头、只配合的任务", {Role.SUPPORT}),
        ("商务局负责落实的任务", {Role.RESPONSIBLE}),
        ("商务局负责什么", {Role.LEAD, Role.RESPONSIBLE}),
        ("商务局参与了哪些任务", set(Role)),
    ],
)
def test_the_part_of_a_department_is_understood(question: str, roles: set[Role]) -> None:
    assert set(ask(question).parts[0].roles) == roles


@pytest.mark.parametrize(
    ("question", "combine"),
    [
        ("商务局和科技局都参加的任务", Combine.ALL),
        ("哪些任务要商务局跟科技局一起做", Combine.ALL),
        ("既有商务局又有科技局的任务", Combine.ALL),
        ("商务局牵头、科技局配合的任务", Combine.ALL),
        ("商务局或者科技局的任务", Combine.ANY),
        ("商务局和科技局各有哪些任务", Combine.ANY),
    ],
)
def test_two_departments_are_joined_as_the_words_say(question: str, combine: Combine) -> None:
    query = ask(question)
    assert [part.names for part in query.parts] == [("市商务局",), ("市科技局",)]
    assert query.combine is combine


def test_each_department_has_the_part_that_stands_beside_it() -> None:
    first, second = ask("商务局牵头、科技局配合的任务").parts
    assert (first.roles, second.roles) == ((Role.LEAD,), (Role.SUPPORT,))


@pytest.mark.parametrize("words", ["我们", "我局", "本单位", "咱们局", "我们部门"])
def test_we_are_the_chats_department(words: str) -> None:
    query = ask(f"{words}牵头哪些任务", TWO, Asker("市商务局", "春城市"))
    assert query.parts[0].names == ("市商务局",)
    assert query.plans == ("chuncheng-2026",)


def test_we_mean_nobody_in_a_chat_without_a_department() -> None:
    assert ask("我们有哪些任务").reason is Reason.UNBOUND


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("哪些任务和电梯有关", "电梯"),
        ("哪些任务提到“跨境电商”?", "跨境电商"),
        ("有没有任务讲到民宿", "民宿"),
        ("电梯相关的任务是哪个", "电梯"),
        ("涉及中小企业的任务", "中小企业"),
    ],
)
def test_a_topic_is_what_is_left_of_the_question(question: str, topic: str) -> None:
    query = ask(question)
    assert (query.kind, [t.words for t in query.topics]) == (Kind.TASKS, [topic])


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("电梯物联网由谁牵头", {Role.LEAD}),
        ("谁负责电梯", {Role.LEAD, Role.RESPONSIBLE}),
        ("提升产品质量的配合单位有哪些", {Role.SUPPORT}),
        ("任务1涉及哪些部门", set(Role)),
    ],
)
def test_who_does_a_thing_is_a_question_for_departments(question: str, roles: set[Role]) -> None:
    query = ask(question)
    assert query.kind is Kind.DEPARTMENTS
    assert set(query.roles) == roles


@pytest.mark.parametrize(
    ("question", "words", "unit"),
    [
        ("游客满意度的目标是多少", "游客满意度", None),
        ("绿色食品要新增多少个", "绿色食品", "个"),
        ("制造业产品质量合格率要达到多少", "制造业产品质量合格率", None),
    ],
)
def test_how_much_is_a_question_for_targets(question: str, words: str, unit: str | None) -> None:
    query = ask(question)
    assert query.kind is Kind.TARGETS
    assert query.topics[0].words.replace("新增", "") == words
    assert query.unit == unit


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("一共多少项任务", Counted.TASKS),
        ("商务局牵头几项任务", Counted.TASKS),
        ("涉及多少个部门", Counted.DEPARTMENTS),
        ("任务1有几个配合单位", Counted.DEPARTMENTS),
        ("任务1有几项指标", Counted.TARGETS),
        ("有哪些部分", Counted.SECTIONS),
        ("离计划到期还有几天", Counted.DAYS),
        ("还有几个月到期", Counted.MONTHS),
    ],
)
def test_how_many_is_a_count(question: str, counted: Counted) -> None:
    query = ask(question)
    assert (query.kind, query.counted) == (Kind.COUNT, counted)


def test_a_part_of_the_plan_is_named_by_heading_or_number() -> None:
    for question in ("第二部分有哪些任务", "质量基础部分有哪几条", "“加强质量基础”包括哪些任务"):
        assert ask(question).section == ("加强质量基础",)


def test_observances_are_asked_for_by_name_and_by_time() -> None:
    assert ask("质量月是几月").observances == ("质量月",)
    assert ask("未来30天有什么主题日").window is not None
    assert ask("下一个宣传日是哪天").next_only


def test_a_superlative_is_understood() -> None:
    query = ask("哪个部门牵头的任务最多")
    assert (query.kind, query.most, query.roles) == (Kind.DEPARTMENTS, Most.MOST, (Role.LEAD,))


def test_a_place_says_which_plan() -> None:
    assert ask("秋县的商务局有哪些任务", TWO).plans == ("qiuxian-2026",)
    assert ask("春城和秋县的商务局各有哪些任务", TWO).plans == ("chuncheng-2026", "qiuxian-2026")
    assert ask("商务局有哪些任务", TWO).plans == ()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("市气象局有哪些任务", Reason.NO_TASKS),
        ("市奇怪局有哪些任务", Reason.UNKNOWN_DEPARTMENT),
        ("深圳市有哪些任务", Reason.UNKNOWN_PLACE),
        ("第九部分有哪些任务", Reason.UNKNOWN_SECTION),
        ("你好", Reason.COURTESY),
        ("谢谢", Reason.COURTESY),
        ("你是谁", Reason.NOT_UNDERSTOOD),
        ("任务1完成得怎么样了", Reason.NOT_UNDERSTOOD),
    ],
)
def test_what_it_cannot_answer_has_a_reason(question: str, reason: Reason) -> None:
    query = ask(question)
    assert (query.kind, query.reason) == (Kind.NONE, reason)


def test_without_plans_nothing_can_be_asked() -> None:
    assert ask("市商务局有哪些任务", Knowledge.of([])).reason is Reason.NO_PLANS


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("商务局牵头哪些任务", "市商务局 · 牵头"),
        ("年底前商务局要完成哪些任务", "市商务局 · 全部职责 · 年底前"),
        ("电梯由谁负责", "“电梯” · 牵头或负责 · 单位"),
    ],
)
def test_a_query_says_in_a_line_how_it_was_understood(question: str, line: str) -> None:
    assert ask(question).understood == line


@pytest.mark.parametrize(
    "question", ["春城市商务局", "春城商务局", "春城市商务局的任务", "春城商务局有哪些任务?"]
)
def test_a_place_before_a_departments_name_means_that_places_plans(question: str) -> None:
    query = ask(question, TWO)
    assert query.plans == ("chuncheng-2026",)
    assert query.parts[0].names == ("市商务局",)


def test_a_place_before_a_name_counts_for_more_than_the_chats_own_place() -> None:
    query = ask("春城市商务局", TWO, Asker("市商务局", "秋县"))
    assert query.plans == ("chuncheng-2026",)


@pytest.mark.parametrize("question", ["长沙市商务局", "长沙商务局", "长沙市商务局的任务"])
def test_a_department_of_a_place_no_plan_is_of_is_not_taken_for_ours(question: str) -> None:
    query = ask(question, TWO)
    assert (query.reason, query.asked) == (Reason.UNKNOWN_PLACE, "长沙")


def test_a_customs_house_is_that_of_its_own_name() -> None:
    assert ask("春城海关", TWO).plans == ("chuncheng-2026",)


def test_a_name_nobody_has_is_told_from_a_body_without_tasks() -> None:
    assert ask("市火星局有哪些任务").reason is Reason.UNKNOWN_DEPARTMENT
    assert ask("市气象局").reason is Reason.NO_TASKS


def test_a_very_long_name_is_not_said_again_in_full() -> None:
    query = ask("市" + "很长" * 6 + "局有哪些任务")
    assert query.reason is Reason.UNKNOWN_DEPARTMENT
    assert len(query.asked) <= 30


@pytest.mark.parametrize(
    ("question", "passing"),
    [
        ("商务局操心的任务有哪些", ("操心",)),
        ("商务局从头到尾掺和哪些任务", ("从头到尾掺和",)),
        ("哪些任务提到召回", ()),
        ("商务局的预算是多少", ()),
    ],
)
def test_a_colloquial_verb_beside_something_to_ask_about_is_no_topic(
    question: str, passing: tuple[str, ...]
) -> None:
    assert ask(question).passing == passing


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("商务局参与但不牵头的任务", {Role.RESPONSIBLE, Role.SUPPORT}),
        ("除了牵头的,商务局还有哪些任务", {Role.RESPONSIBLE, Role.SUPPORT}),
        ("以商务局为牵头单位的任务", {Role.LEAD}),
        ("商务局在哪些任务里是配合单位", {Role.SUPPORT}),
        ("商务局参与部门的任务列表", {Role.SUPPORT}),
        ("商务局的牵头任务和配合任务都要", {Role.LEAD, Role.SUPPORT}),
        ("商务局牵头的有哪些?配合的不要", {Role.LEAD}),
    ],
)
def test_the_part_a_department_is_to_have_is_read_wherever_it_stands(
    question: str, roles: set[Role]
) -> None:
    query = ask(question)
    assert query.kind is Kind.TASKS
    assert set(query.parts[0].roles) == roles


def test_what_is_counted_and_listed_in_one_question_is_listed() -> None:
    assert ask("商务局有几项任务,都是哪些").kind is Kind.TASKS
    assert ask("任务1的配合部门有多少个,都是谁").kind is Kind.DEPARTMENTS
    assert ask("商务局有几项任务").counted is Counted.TASKS


def test_two_wishes_become_two_queries_or_one_list() -> None:
    both = ask("任务1由谁牵头,有哪些指标")
    assert both.kind is Kind.DEPARTMENTS
    assert both.also is not None
    assert (both.also.kind, both.also.numbers) == (Kind.TARGETS, ("1",))
    assert Query.from_json(both.to_json()) == both
    one = ask("商务局牵头哪些,又配合哪些")
    assert one.also is None
    assert set(one.parts[0].roles) == {Role.LEAD, Role.SUPPORT}


def test_who_helps_whom_is_told_apart() -> None:
    helping, helped = ask("商务局配合谁"), ask("谁配合商务局")
    leading = {Role.LEAD, Role.RESPONSIBLE}
    assert (set(helping.parts[0].roles), set(helping.roles)) == ({Role.SUPPORT}, leading)
    assert (set(helped.parts[0].roles), set(helped.roles)) == (leading, {Role.SUPPORT})


@pytest.mark.parametrize(
    "words", ["谢谢啦", "好的,谢谢", "收到", "辛苦了老师", "各位早上好", "再见", "明白了,多谢您"]
)
def test_thanks_and_greetings_are_answered_in_kind(words: str) -> None:
    assert ask(words).reason is Reason.COURTESY


def test_who_is_left_out_is_no_part_of_what_is_asked() -> None:
    others = ask("除了商务局,任务1还有谁配合")
    assert (others.parts, others.without[0].names) == ((), ("市商务局",))
    assert ask("商务局跟谁一起做任务1").without[0].names == ("市商务局",)


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("超过95%的指标", (">", "95", "%")),
        ("哪些指标不低于百分之90", (">=", "90", "%")),
        ("100家以下的指标有哪些", ("<=", "100", "家")),
        ("百分之百的指标有哪些", ("=", "100", "%")),
        ("高于2万件的指标有几项", (">", "20000", "件")),
    ],
)
def test_targets_are_compared_with_an_amount(question: str, beyond: tuple[str, str, str]) -> None:
    query = ask(question)
    assert query.beyond is not None
    assert (query.beyond.operator, query.beyond.value, query.beyond.unit) == beyond
    assert query.topics == ()
    assert Query.from_json(query.to_json()) == query


@pytest.mark.parametrize("question", ["任务1的指标", "第1项的指标有哪些", "前3项的指标"])
def test_the_number_of_a_task_is_no_amount(question: str) -> None:
    query = ask(question)
    assert query.beyond is None
    assert query.numbers


@pytest.mark.parametrize("question", ["各部门分别有几项任务", "各单位各几项", "每个部门几项"])
def test_how_many_each_has_lists_the_departments(question: str) -> None:
    assert ask(question).kind is Kind.DEPARTMENTS


def test_whole_months_are_told_from_days() -> None:
    assert ask("计划中的宣传月是哪个月").months_only
    assert not ask("有哪些宣传日、宣传月").months_only


def test_what_is_still_to_come_begins_today() -> None:
    window = ask("今年还有哪些主题日没过").window
    assert window is not None
    assert window.start == TODAY


def test_a_plans_general_words_after_another_place_name_no_plan_here() -> None:
    query = ask("梅州的质量提升行动计划有哪些任务", TWO)
    assert (query.reason, query.asked) == (Reason.UNKNOWN_PLACE, "梅州")


def test_a_task_nobody_shares_may_be_asked_for() -> None:
    assert ask("哪些任务由商务局单独负责").alone
    assert not ask("哪些任务由商务局负责").alone


def test_departments_of_different_places_are_each_of_their_own() -> None:
    query = ask("春城市商务局和秋县市场监管局分别有哪些任务", TWO)
    assert [(part.names, part.plans) for part in query.parts] == [
        (("市商务局",), ("chuncheng-2026",)),
        (("市市场监管局",), ("qiuxian-2026",)),
    ]
    assert query.combine is Combine.ANY
    assert query.understood == "春城市商务局或秋县市市场监管局 · 全部职责"
    assert Query.from_json(query.to_json()) == query


def test_departments_named_once_for_two_places_are_of_both() -> None:
    query = ask("春城和秋县的商务局、市场监管局有哪些任务", TWO)
    assert [part.plans for part in query.parts] == [(), ()]


@pytest.mark.parametrize(
    "question", ["哪些任务有量化指标", "有指标的任务有哪些", "任务里哪些有指标"]
)
def test_tasks_with_targets_are_tasks(question: str) -> None:
    query = ask(question)
    assert (query.kind, query.with_targets, query.understood) == (Kind.TASKS, True, "有指标")


def test_tasks_without_targets_may_be_counted() -> None:
    query = ask("没有量化指标的任务有几项")
    assert (query.counted, query.without_targets) == (Counted.TASKS, True)


def test_a_verb_every_heading_opens_with_is_no_topic() -> None:
    assert ask("推动产品质量提升的责任单位有哪些").passing == ()


@pytest.mark.parametrize(
    "question",
    [
        "平台局有哪些任务",
        "请查一下旅游体育局的任务",
        "商务局和旅游体育局都参加的任务",
        "体育局任务",
    ],
)
def test_the_end_of_a_name_is_read_in_the_middle_of_a_question(question: str) -> None:
    names = [name for part in ask(question).parts for name in part.names]
    assert ("市文化广电旅游体育局" in names) == ("体育局" in question)


@pytest.mark.parametrize("question", ["商务局承担哪几件实事", "哪些实事由商务局负责"])
def test_what_a_plan_calls_its_tasks_is_no_topic(question: str) -> None:
    query = ask(question)
    assert (query.kind, query.topics) == (Kind.TASKS, ())
    assert [part.names for part in query.parts] == [("市商务局",)]


def test_who_leads_and_who_carries_out_are_all_that_have_a_part() -> None:
    assert len(ask("第1项任务哪个部门牵头,哪些部门落实").roles) == 3
    assert ask("第1项任务哪个部门牵头").roles == (Role.LEAD,)


def test_responsible_are_those_beside_the_lead_where_the_plan_calls_them_so() -> None:
    outline = PlanOutline.of(spring_city())
    labelled = Knowledge.of([replace(outline, helpers_are_responsible=True)])
    assert set(ask("计量服务的责任单位有哪些", labelled).roles) == {Role.SUPPORT, Role.RESPONSIBLE}
    assert set(ask("计量服务的责任单位有哪些").roles) == {Role.LEAD, Role.RESPONSIBLE}
    assert set(ask("计量服务由谁负责", labelled).roles) == {Role.LEAD, Role.RESPONSIBLE}


@pytest.mark.parametrize("question", ["任务" + "9" * 40, "提到" + "玄" * 60 + "的任务"])
def test_what_was_typed_is_not_repeated_at_length(question: str) -> None:
    assert len(ask(question).understood) < 40


def test_the_bank_is_no_pavement() -> None:
    outline = PlanOutline.of(spring_city())
    bank = "人行春城中心支行"
    knowledge = Knowledge.of([replace(outline, departments=(*outline.departments, bank))])
    for question in ("人行有哪些任务", "央行的任务", "春城人行牵头什么", "人民银行的任务"):
        assert [part.names for part in ask(question, knowledge).parts] == [(bank,)]
    assert ask("人行道改造有哪些任务", knowledge).parts == ()
