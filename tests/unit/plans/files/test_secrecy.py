import pytest

from plans.errors.documents import SecretDocument
from plans.files.door import read_file
from plans.files.secrecy import marking


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("机密", "机密"),
        ("机 密", "机密"),
        ("绝　密", "绝密"),
        ("机密★1年", "机密"),
        ("秘密 ★ 3 年", "秘密"),
        ("秘密★长期", "秘密"),
        ("绝密★启用前", "绝密"),
        ("密级：机密", "机密"),
        ("【秘密】", "秘密"),
        ("000123 机密★5年 特急", "机密"),
        ("機密", "機密"),
        ("内部资料", "内部资料"),
        ("内部资料 注意保存", "内部资料"),
        ("（内部资料，请勿外传）", "内部资料"),
        ("內部資料", "內部資料"),
        ("| 秘密★1年 |  |", "秘密"),
        ("内部文件 不得外传", "内部文件"),
    ],
)
def test_a_marking_at_the_head_is_found(line: str, found: str) -> None:
    text = f"{line}\n某市人民政府文件\n一、总体要求\n"
    assert marking(text) == found
    with pytest.raises(SecretDocument) as caught:
        read_file(text.encode(), name="x.txt")
    assert caught.value.values == {"marking": found}


@pytest.mark.parametrize(
    "line",
    [
        "保守国家秘密",
        "加强商业秘密保护。",
        "3.商业秘密",
        "机密文件管理",
        "（五）严守工作秘密，规范内部资料管理。",
        "内部资料管理制度",
        "密级：公开",
        "市保密局、市国家保密局",
        "秘密进行",
    ],
)
def test_a_mere_mention_is_no_marking(line: str) -> None:
    assert marking(f"某市行动计划\n{line}\n") is None


def test_a_marking_far_down_counts_only_with_its_star() -> None:
    body = "\n".join(f"{n}.推进工作。" for n in range(100))
    assert marking(f"{body}\n机密\n") is None
    assert marking(f"{body}\n机密★1年\n") == "机密"
