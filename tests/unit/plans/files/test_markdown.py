import pytest

from plans.files.door import read_file
from plans.files.markdown import read


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## 一、总体要求 ##", "一、总体要求"),
        ("- 要点", "要点"),
        ("1. 第一", "1. 第一"),
        ("> 引文", "引文"),
        ("**市商务局**牵头", "市商务局牵头"),
        ("3*4 与 *重点*", "3*4 与 重点"),
        ("[通知](http://x/y)", "通知"),
        ("`代码`", "代码"),
        ("| 任务 | **单位** |", "| 任务 | 单位 |"),
        ("| 甲<br>乙 | 丙 \\| 丁 |", "| 甲 乙 | 丙 ｜ 丁 |"),
        ("一\\*", "一*"),
        ("《方案》&nbsp;附件", "《方案》\xa0附件"),
    ],
)
def test_marks_are_taken_off(written: str, shown: str) -> None:
    assert read(written) == shown


def test_rules_fences_and_the_line_below_a_heading_row_vanish() -> None:
    assert read("---\ntitle: x\n---\n| a | b |\n|:--|--:|\n| 1 | 2 |\n***\n```") == (
        "| a | b |\n| 1 | 2 |"
    )


def test_markdown_is_known_by_its_name() -> None:
    assert read_file("# 方案".encode(), name="x.md") == "方案"
    assert read_file("# 方案".encode(), name="x.txt") == "# 方案"
