"""Names as they sound, without the 45 MB of every phrase in the language."""

from __future__ import annotations

import pytest

from plans.sounds import SPOKEN_OTHERWISE, initials, reading


@pytest.mark.parametrize(
    ("name", "full", "letters"),
    [
        ("商务局", "shangwuju", "swj"),
        (
            "中国人民银行惠州市中心支行",
            "zhongguorenminyinhanghuizhoushizhongxinzhihang",
            "zgrmyhhzszxzh",
        ),
        ("工商行政管理局", "gongshangxingzhengguanliju", "gsxzglj"),
        ("畜牧兽医局", "xumushouyiju", "xmsyj"),
        ("银行保险监管分局", "yinhangbaoxianjianguanfenju", "yhbxjgfj"),
        ("重庆", "chongqing", "cq"),
        ("长沙", "changsha", "cs"),
        ("漯河", "luohe", "lh"),
        ("bim", "", ""),
    ],
)
def test_names_sound_as_people_say_them(name: str, full: str, letters: str) -> None:
    assert (reading(name), initials(name)) == (full, letters)


@pytest.mark.parametrize("word", SPOKEN_OTHERWISE)
def test_what_is_listed_is_said_so_inside_a_name_too(word: str) -> None:
    said = SPOKEN_OTHERWISE[word].replace(" ", "")
    assert reading(word) == said
    assert reading(f"{word}局").startswith(said)
