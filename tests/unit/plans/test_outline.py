from __future__ import annotations

import pytest

from plans.reading.counting import numbers
from plans.reading.marks import Kind, mark_at
from plans.reading.outline import heading, outline_of
from plans.reading.tasks import items_of_body


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("一、总体要求", Kind.CHINESE, 1),
        ("(十二)深化改革", Kind.CHINESE_PAREN, 12),
        ("( 三 ) 深化改革", Kind.CHINESE_PAREN, 3),
        ("3.开展活动", Kind.DIGIT, 3),
        ("4、6月10日前,悬挂横幅", Kind.DIGIT, 4),
        ("壹、工作目标", Kind.CHINESE, 1),
        ("(拾壹)开展评估", Kind.CHINESE_PAREN, 11),
        ("15、强化监管", Kind.DIGIT, 15),
        ("(2)更新设备", Kind.DIGIT_PAREN, 2),
        ("4)更新设备", Kind.DIGIT_PAREN, 4),
        ("⑤更新设备", Kind.CIRCLED, 5),
        ("第三条 支持发展", Kind.ARTICLE, 3),
        ("第二节 主要任务", Kind.SECTION, 2),
        ("第一部分 总则", Kind.PART, 1),
        ("任务3:优化热线", Kind.ARTICLE, 3),
        ("1.2 编制目录", Kind.DECIMAL, 2),
    ],
)
def test_marks_are_known(line: str, kind: Kind, number: int) -> None:
    mark = mark_at(line)
    assert mark is not None
    assert (mark.kind, mark.number) == (kind, number)


@pytest.mark.parametrize(
    "line", ["2025年全市", "1.5万家企业", "12月底前", "一是加强领导", "十大工程", "100%达标"]
)
def test_other_numbers_are_no_marks(line: str) -> None:
    assert mark_at(line) is None


def test_items_nest_in_the_order_of_first_appearance() -> None:
    outline = outline_of("一、甲\n(一)乙\n1.丙。正文。\n2.丁。正文。\n(二)戊\n二、己")
    assert [len(node.above()) for node in outline.nodes] == [0, 1, 2, 2, 1, 0]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("1.提升产品质量。加强抽查。", "提升产品质量"),
        ("1.提升产品质量 加强抽查,开展整治。", "提升产品质量"),
        ("1.建立健全覆盖全市各行业各领域的质量安全追溯体系和风险监测预警工作机制,落实责任", None),
        ("1.完成改造28个", "完成改造28个"),
    ],
)
def test_headings_end_at_the_first_stop(line: str, title: str | None) -> None:
    outline = outline_of(line)
    span = heading(outline, outline.nodes[0])
    assert (span.of(outline.text) if span else None) == title


def test_a_number_that_lost_its_point_goes_on_counting() -> None:
    outline = outline_of("1.第一项。做好。\n2.第二项。做好。\n3开展第三项。做好。")
    assert [node.number for node in outline.nodes] == [1, 2, 3]


def _numbers(text: str) -> list[str]:
    return numbers(items_of_body(outline_of(text)))


def test_a_heading_that_begins_with_a_number_goes_on_counting() -> None:
    outline = outline_of("9.名师项目。培养名师。\n10.名医项目。\n11.121英才项目。培养英才。")
    assert [(node.number, node.body - node.start) for node in outline.nodes][-1] == (11, 3)


def test_counting_that_goes_on_gives_plain_numbers() -> None:
    assert _numbers("一、甲\n1.乙。(市教育局负责)\n二、丙\n2.丁。(市公安局负责)") == ["1", "2"]


def test_counting_that_starts_again_gives_section_numbers() -> None:
    text = "一、甲\n1.乙。(市教育局负责)\n2.乙。(市教育局负责)\n二、丙\n1.丁。(市公安局负责)"
    assert _numbers(text) == ["1/1", "1/2", "2/1"]


def test_a_clause_behind_the_last_sub_item_speaks_for_the_item() -> None:
    text = "1.甲。好。(市教育局负责)\n2.乙。\n(1)丙丙丙。\n(2)丁丁丁。(市公安局负责)"
    items = items_of_body(outline_of(text))
    assert [item.title for item in items] == ["甲", "乙"]
    assert len(items[1].lines) == 3


def test_without_departments_every_item_of_the_main_part_is_a_task() -> None:
    goals = "一、总体要求\n(一)指导思想。坚持。\n(二)主要目标。到2025年。"
    text = goals + "\n二、任务\n(三)甲。做好。\n(四)乙。做好。"
    assert _numbers(text) == ["3", "4"]
