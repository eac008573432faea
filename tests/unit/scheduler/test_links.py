"""Links to sign by: short, ours alone, and over one day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plans.errors.robots import BadSignature
from scheduler.links import GOOD_FOR, Links

TODAY = date(2017, 12, 1)
LINKS = Links("https://duban.example.gov.cn/", b"k" * 32)


def token(links: Links = LINKS, notice: int = 7) -> str:
    return links.make(notice, today=TODAY).rpartition("/")[2]


def test_a_link_names_its_notice() -> None:
    assert LINKS.make(7, today=TODAY).startswith("https://duban.example.gov.cn/r/")
    assert LINKS.read(token(), today=TODAY) == 7


def test_with_the_longest_address_that_settings_take_a_link_has_a_hundred_characters() -> None:
    assert len(Links("https://" + "d" * 64, b"k").make(2**31 - 1, today=TODAY)) <= 100


def test_it_is_good_until_its_last_day_and_not_after() -> None:
    last = TODAY + GOOD_FOR
    assert LINKS.read(token(), today=last) == 7
    with pytest.raises(BadSignature):
        LINKS.read(token(), today=last + timedelta(days=1))


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "x",
        "…",
        "A" * 24,
        token(Links("https://duban.example.gov.cn", b"another")),
        token()[:-4],
        token() + "AAAA",
        token(notice=8)[:8] + token()[8:],
    ],
)
def test_what_is_not_ours_is_refused(foreign: str) -> None:
    with pytest.raises(BadSignature):
        LINKS.read(foreign, today=TODAY)


def test_a_key_is_not_shown() -> None:
    assert "kkk" not in repr(LINKS)
