from __future__ import annotations

import pytest

from plans.clean import clean
from plans.reading.script import one_script


@pytest.mark.parametrize(
    ("raw", "simplified"),
    [
        ("質量強市建設", "质量强市建设"),
        ("支持鹹甯市創建", "支持咸宁市创建"),
        ("新(xīn)聞資訊", "新闻资讯"),
        ("科(kē)技(jì )創新(xīn)", "科技创新"),
        ("（市質監局牽頭，市農業局配合）", "(市质监局牵头,市农业局配合)"),
        ("２０１７年，９３％", "2017年,93%"),
        ("着力提升、著力提升、著名商标", "着力提升、着力提升、著名商标"),
        ("「十四五」規畫", "“十四五”规划"),
        ("①第一项", "①第一项"),
        ("惠府办函〔2017〕35号", "惠府办函〔2017〕35号"),
        ("委员会(TC)", "委员会(TC)"),
    ],
)
def test_text_comes_in_one_script(raw: str, simplified: str) -> None:
    assert one_script(raw) == simplified


def test_untoned_readings_go_where_the_text_is_full_of_readings() -> None:
    assert one_script("我(wǒ)们(men)质(zhì)量(liàng)强(qiáng)市(shì)") == "我们质量强市"


def test_a_mark_mangled_in_gbk_is_a_mark_again() -> None:
    assert clean("二、整治内容\n?。ㄒ唬┚C合整治重点。").split("\n")[1].startswith("(一)")


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (
            "一、总体要求\n\n— 3 —\n坚持标准引领,服务发展大局。",
            ["一、总体要求", "坚持标准引领,服务发展大局。"],
        ),
        ("第一段还没有写完,\n接着写完。", ["第一段还没有写完,接着写完。"]),
        (
            "(联系电话:质量科,81234567)\n质量提升实施方案\n为提升质量,制定本方案。",
            ["(联系电话:质量科,81234567)", "质量提升实施方案", "为提升质量,制定本方案。"],
        ),
        (
            "2020年食品安全重点工作安排\n2020年全县工作,坚持统筹发展。",
            ["2020年食品安全重点工作安排", "2020年全县工作,坚持统筹发展。"],
        ),
        (
            "做好工作。(市教育局、市工业和\n信息化局负责)",
            ["做好工作。(市教育局、市工业和信息化局负责)"],
        ),
        ("9.\n积极开展工作。", ["9.积极开展工作。"]),
        ("一、提升质量(一)提升产品质量。很好。", ["一、提升质量", "(一)提升产品质量。很好。"]),
        (
            "完成任务。(市教育局负责)(二)第二项。做好。",
            ["完成任务。(市教育局负责)", "(二)第二项。做好。"],
        ),
        ("抓好落实。。市教育局,,市公安局", ["抓好落实。市教育局,市公安局"]),
        ("浏览次数:1024\n做好工作。\n暂无数据", ["做好工作。"]),
    ],
)
def test_lines_become_paragraphs(raw: str, lines: list[str]) -> None:
    assert clean(raw).split("\n") == lines


def test_a_table_of_contents_is_dropped() -> None:
    body = [
        "一、总体要求",
        "坚持标准引领,服务全市发展大局。",
        "二、任务",
        "做好年度各项重点工作任务落实。",
    ]
    raw = "\n".join(["实施方案", "目 录", "一、总体要求....1", "二、任务....3", *body])
    assert clean(raw).split("\n") == ["实施方案", *body]


def test_cells_on_lines_become_rows() -> None:
    raw = "任务表\n工作任务 |\n责任部门 |\n1.抓好\n质量 |\n市质监局 |\n2.抓好安全 |\n市应急局 |"
    assert clean(raw).split("\n")[1:] == [
        "| 工作任务 | 责任部门 |",
        "| 1.抓好质量 | 市质监局 |",
        "| 2.抓好安全 | 市应急局 |",
    ]


def test_rows_without_outer_bars_get_them() -> None:
    assert clean("序号 | 任务 | 单位\n--- | --- | ---\n1 | 抓质量 | 市质监局") == (
        "| 序号 | 任务 | 单位 |\n| 1 | 抓质量 | 市质监局 |"
    )
