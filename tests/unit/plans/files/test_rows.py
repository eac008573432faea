import pytest

from plans.files.numerals import write
from plans.files.rows import fold


@pytest.mark.parametrize(
    ("lines", "folded"),
    [
        (["推进农业", "标准化"], "推进农业标准化"),
        (["市发展改革局", "市商务局", "市教育局"], "市发展改革局、市商务局、市教育局"),
        (["市市场监", "管局"], "市市场监管局"),
        (["市人民政府", "办公室"], "市人民政府办公室"),
        (["市委", "宣传部"], "市委宣传部"),
        (["市国资", "委"], "市国资委"),
        (["牵头单位：市商务局", "配合单位：市教育局"], "牵头单位：市商务局；配合单位：市教育局"),
        (["完成改造", "2.建成平台"], "完成改造 2.建成平台"),
        (["GDP", "growth"], "GDP growth"),
        (["到2025年，", "达到95%"], "到2025年，达到95%"),
        (["", " 甲 ", ""], "甲"),
    ],
)
def test_lines_of_a_cell_are_joined_by_what_they_say(lines: list[str], folded: str) -> None:
    assert fold(lines) == folded


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (103, "chineseCounting", "一百零三"),
        (110, "chineseCounting", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (10, "ideographDigital", "一〇"),
        (2, "ideographTraditional", "乙"),
        (11, "decimalEnclosedCircle", "⑪"),
        (21, "decimalEnclosedCircle", "㉑"),
        (3, "decimalEnclosedParen", "⑶"),
        (5, "decimalFullWidth", "５"),
        (4, "lowerRoman", "iv"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (7, "noSuchStyle", "7"),
        (7, "none", ""),
    ],
)
def test_numbers_are_written_in_words_styles(number: int, style: str, shown: str) -> None:
    assert write(number, style) == shown
