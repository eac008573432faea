from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import Entity, Formatted, units, with_detected, words_of
from bot.sandbox.errors import ApiError
from bot.sandbox.markup import parse_html


def marks(source: str) -> list[tuple[str, str]]:
    parsed = parse_html(source)
    return [(entity.type, words_of(entity, parsed.text)) for entity in parsed.entities]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("一 <b>二</b>", "一 二", [("bold", "二")]),
        ("<b>一<i>二</i></b>", "一二", [("bold", "一二"), ("italic", "二")]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", "a"), ("italic", "b")]),
        ("🟡 <code>/task 3</code>", "🟡 /task 3", [("code", "/task 3")]),
        ("<u>a</u><s>b</s><del>c</del>", "abc", None),
        ("<B >大写</b>", "大写", [("bold", "大写")]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;", 'a <b> & "c" \'', []),
        ("&nbsp;&unknown;", "&nbsp;&unknown;", []),
        ("<blockquote>引</blockquote>", "引", [("blockquote", "引")]),
        ("<blockquote expandable>引</blockquote>", "引", [("expandable_blockquote", "引")]),
        ('<span class="tg-spoiler">谜</span>', "谜", [("spoiler", "谜")]),
        ("<b></b>空", "空", []),
        ("  <b> 头</b>尾 \n", "头尾", [("bold", "头")]),
        ("<code><b>x</b></code>", "x", [("code", "x")]),
        ("<a href='javascript:x'>y</a>", "y", []),
    ],
)
def test_html_becomes_text_and_entities(source, text, found):
    assert parse_html(source).text == text
    if found is not None:
        assert marks(source) == found


def test_a_link_and_a_language_are_kept():
    parsed = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')
    assert parsed.entities[0].url == "https://example.org/?a=1&b=2"
    parsed = parse_html('<pre><code class="language-python">x</code></pre>')
    assert parsed.entities == (Entity("pre", 0, 1, language="python"),)


def test_offsets_count_utf16_units():
    assert units("🟡a") == 3
    assert parse_html("🟡<b>a</b>").entities == (Entity("bold", 2, 1),)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("督<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source, why):
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


@given(st.text(alphabet="<>/ab &;=\"'bi督🟡\n"))
def test_any_text_is_read_or_refused(source):
    with suppress(ApiError):
        parsed = parse_html(source)
        assert all(0 <= one.offset < one.end <= units(parsed.text) for one in parsed.entities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/tasks 市商务局", [("bot_command", "/tasks")]),
        ("请用 /task@duban_bot", [("bot_command", "/task@duban_bot")]),
        ("3/15 和 a/b", []),
        ("/tasks市商务局", []),
        ("//x", []),
        ("@duban_bot 你好 #质量月", [("mention", "@duban_bot"), ("hashtag", "#质量月")]),
        ("看 https://example.org/a?b=1。", [("url", "https://example.org/a?b=1")]),
        ("a@duban_bot", []),
    ],
)
def test_commands_mentions_and_addresses_are_found_as_people_type(text, found):
    detected = with_detected(Formatted(text))
    assert [(one.type, words_of(one, text)) for one in detected.entities] == found


def test_nothing_is_looked_for_in_code():
    assert marks_of("<code>/task 3</code>") == ["code"]


def marks_of(source: str) -> list[str]:
    return [entity.type for entity in with_detected(parse_html(source)).entities]


def test_only_a_hundred_entities_are_kept():
    assert len(parse_html("<b>a</b> " * 120).entities) == 100
