import pytest

from texts.typeset import full_width


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("请签收,并于今日反馈", "请签收，并于今日反馈"),
        ("已签收:王敏 09:12", "已签收：王敏 09:12"),
        ("12月31日(周日)到期,还有33天", "12月31日(周日)到期，还有33天"),
        ("市质监局(现市市场监管局)", "市质监局（现市市场监管局）"),
        ("牵头(3)", "牵头(3)"),
        ("合格率达95%,提升", "合格率达95%，提升"),
        ("超过4300件 &gt; 1,000 件", "超过4300件 &gt; 1,000 件"),
        ("<b>指标:</b> a:b", "<b>指标：</b> a:b"),
    ],
)
def test_marks_between_chinese_words_are_full_width(typed: str, printed: str) -> None:
    assert full_width(typed) == printed
