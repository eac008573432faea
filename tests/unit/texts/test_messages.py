import pytest

from texts.messages import TELEGRAM_LIMIT, length, split

ITEM = "🟡 还有30天(12月31日到期)\n牵头 <b>3</b> 提升服务质量:顾客满意度 &gt; 75%"


def test_a_long_message_is_cut_between_items() -> None:
    items = [f"{ITEM}{number}" for number in range(200)]
    pieces = split("\n\n".join(items))
    assert len(pieces) > 1
    assert all(length(piece) <= TELEGRAM_LIMIT for piece in pieces)
    assert [item for piece in pieces for item in piece.split("\n\n")] == items


def test_no_message_is_cut_that_fits_as_telegram_counts() -> None:
    marked_up = "<b>字</b>" * TELEGRAM_LIMIT
    assert split(marked_up) == (marked_up,)


@pytest.mark.parametrize("character", ["字", "🟡"])
def test_what_is_too_long_for_one_message_is_cut_where_it_must_be(character: str) -> None:
    pieces = split(character * 5000)
    assert all(length(piece) <= TELEGRAM_LIMIT for piece in pieces)
    assert "".join(pieces) == character * 5000


@pytest.mark.parametrize("mark", ["&amp;", "&#x27;", '<a href="https://example.org/a">甲</a>'])
@pytest.mark.parametrize("before", range(8))
def test_no_mark_and_no_entity_is_cut_in_two(mark: str, before: int) -> None:
    line = "甲" * before + mark * 40
    pieces = split(line, limit=10, size=len if mark.startswith("&") else length)
    assert "".join(pieces) == line
    for piece in pieces:
        assert piece.count("<") == piece.count(">")
        assert piece.count("&") == piece.count(";")
