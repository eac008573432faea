"""Updates as they may come: well formed with any words, damaged anywhere, or no updates at all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st

from handlers.roles import BUTTONS
from tests.conversation.conftest import (
    BOT,
    COMMERCE_ROOM,
    LI_QIANG,
    START,
    WANG_MIN,
    Person,
    Room,
    entities,
)
from tests.conversation.town import NOBODY, STRANGE_ROOM, ZHANG_SAN
from texts.catalogue import Texts

Json: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

PEOPLE = LI_QIANG, WANG_MIN, ZHANG_SAN, NOBODY
GROUPS = COMMERCE_ROOM, STRANGE_ROOM
COMMANDS = sorted(command.name for command in Texts().commands)
CHINESE_WORDS = sorted(word for command in Texts().commands for word in command.words)
HUGE = 4096
"""letters of the longest message"""
ARGUMENTS = (
    "市商务局",
    "惠州 3",
    "1",
    "牵头 2017",
    "2017-12-31",
    "12月31日",
    "-1",
    "９",
    "一百零三",
    "0",
    "99999999999999999999",
    "年底前到期的指标",
    "市商务局牵头哪些任务",
    "第三季度",
    "市质监局 市水务局",
    "coordinator",
    "contact 市商务局",
    "30",
    "add 市商务局 https://oapi.dingtalk.com/robot/send?access_token=x",
    "仪式 9月1日 9:30 会议室 市商务局",
)
ODD = (
    "\x00",
    "\u202e",
    "\ufeff",
    "\u200b\u200d",
    "e\u0301\u0323",
    "𠮷",
    "👨\u200d👩\u200d👧",
    "\ud83d",
    "ﷺ",
    "İ",
    "ß",
    "<b>",
    "</b>&amp;",
    "{{ 7*7 }}",
    "%s%n",
    "'; DROP TABLE task; --",
    "\\",
    "\r\n\t",
    "١٢",
    "²",
    "½",
    "㈠",
    "〇",
    "①",
    "Ⅷ",
)

letters = (
    st.text(max_size=40)
    | st.sampled_from(ODD)
    | st.text("市商务局牵头配合年月日前第一二三0123456789 ")
)
huge = st.builds(
    lambda piece, times: (piece * times)[:HUGE], letters.filter(bool), st.integers(50, HUGE)
)
phrases = st.lists(st.sampled_from(ARGUMENTS) | letters, max_size=4).map(" ".join)
commands = st.builds(
    "{}{}{} {}".format,
    st.sampled_from(("/", "/", "/", "／", "")),
    st.sampled_from((*COMMANDS, *CHINESE_WORDS, "nothing")),
    st.sampled_from(("", "", "@duban_bot", "@other_bot")),
    phrases | huge,
)
words = (commands | commands | phrases | huge | letters).map(lambda text: text[:HUGE])
"""what a person may type"""
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from((-(10**30), 2**63, 2**31, 0, -1))
    | st.floats(allow_nan=False, allow_infinity=False)
    | letters
    | huge,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4),
    max_leaves=8,
)
unknown = st.dictionaries(
    st.text("abcdefghijklmnop_", min_size=3, max_size=12).map("new_{}".format), values, max_size=3
)
"""fields that a later Bot API may bring"""


def message(person: Person, room: Room | None, content: Json) -> Json:
    return {
        "message_id": 77,
        "date": int(START.timestamp()),
        "chat": (room or Room(person.id, type="private")).json(),
        "from": person.json(),
    } | content


def said(text: str) -> Json:
    return {"text": text, "entities": entities(text)}


people = st.sampled_from(PEOPLE)
rooms = st.sampled_from(GROUPS)
said_in_private = st.builds(
    lambda person, text, more: {"message": message(person, None, said(text) | more)},
    people,
    words.filter(str.strip),
    unknown,
)
said_in_groups = st.builds(
    lambda person, room, text: {"message": message(person, room, said(text))},
    people,
    rooms,
    words | words.map("@duban_bot {}".format),
)

FILE = {"file_id": "f", "file_unique_id": "f", "file_size": 9}
OURS = message(WANG_MIN, None, {"from": BOT, "text": "…", "message_id": 5001})
CONTENTS: tuple[Json, ...] = (
    {"document": FILE | {"file_name": "方案.docx", "mime_type": "application/msword"}},
    {"document": FILE | {"file_name": "计划.txt"}, "caption": "/import"},
    {"photo": [FILE | {"width": 1, "height": 1}], "caption": "/broadcast 见图"},
    {"photo": [FILE | {"width": 1, "height": 1}], "media_group_id": "8"},
    {
        "sticker": FILE
        | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    },
    {"location": {"longitude": 114.4, "latitude": 23.1}},
    {"contact": {"phone_number": "1", "first_name": "王"}},
    {"new_chat_title": "新名"},
    {"migrate_to_chat_id": -1002002},
    {"migrate_from_chat_id": -1001},
    {"new_chat_members": [BOT]},
    {"left_chat_member": BOT},
    {"pinned_message": OURS},
    {"reply_to_message": OURS} | said("那配合的呢?"),
    {"reply_to_message": OURS, "is_topic_message": True, "message_thread_id": 9} | said("/due"),
    {"via_bot": BOT} | said("/tasks 市商务局"),
    {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "某"}}
    | said("/undo"),
    {"sender_chat": {"id": -1001, "type": "supergroup", "title": "群"}} | said("/chats"),
    {"dice": {"emoji": "🎲", "value": 6}},
    {"web_app_data": {"data": "{}", "button_text": "x"}},
)
MEMBER = {"status": "member", "user": BOT}
GONE = {"status": "kicked", "user": BOT, "until_date": 0}


def press(person: Person, room: Room | None, data: str) -> Json:
    below = OURS | {"chat": (room or Room(person.id, type="private")).json()}
    return {"id": "5", "from": person.json(), "chat_instance": "1", "data": data, "message": below}


def _others() -> Iterator[Json]:
    """One update of each further kind."""
    change = {"chat": COMMERCE_ROOM.json(), "from": LI_QIANG.json(), "date": 1511830800}
    yield {"my_chat_member": change | {"old_chat_member": MEMBER, "new_chat_member": GONE}}
    yield {"my_chat_member": change | {"old_chat_member": GONE, "new_chat_member": MEMBER}}
    yield {"chat_member": change | {"old_chat_member": MEMBER, "new_chat_member": GONE}}
    yield {"chat_join_request": change | {"user_chat_id": 11}}
    yield {"edited_message": message(WANG_MIN, None, said("/due") | {"edit_date": 1511830900})}
    yield {"channel_post": message(WANG_MIN, Room(-1005, "频道", "channel"), said("/due"))}
    yield {"inline_query": {"id": "6", "from": LI_QIANG.json(), "query": "市商务局", "offset": ""}}
    yield {"chosen_inline_result": {"result_id": "1", "from": LI_QIANG.json(), "query": "x"}}
    yield {"poll_answer": {"poll_id": "1", "user": LI_QIANG.json(), "option_ids": [0]}}
    yield {"message_reaction": change | {"message_id": 1, "old_reaction": [], "new_reaction": []}}
    yield {"callback_query": press(LI_QIANG, None, "q:1")}
    bare_press = {"id": "7", "from": LI_QIANG.json(), "chat_instance": "1"}
    yield {"callback_query": bare_press}
    yield {"callback_query": bare_press | {"game_short_name": "g"}}
    yield {"callback_query": bare_press | {"data": "q:1", "inline_message_id": "z"}}


others = st.sampled_from([*_others()]) | st.builds(
    lambda person, room, content: {"message": message(person, room, content)},
    people,
    rooms | st.none(),
    st.sampled_from(CONTENTS),
)

BUTTON_WORDS = """
all by who look send yes no ok edit on off time rung mute
pause end page card chase late task plan day fix sign when kind due
again list file text back
- 99999999999999999999 ２ ² 2017-12-31 2026-02-30 x 2017-12 2017-13
0000-00 9999-12 0000 9999 2017 0001-01-01 9999-12-31 p1 p-1
mon off
"""
"""verbs of buttons, and what may stand where a number or a day should"""
parts = st.integers(0, 30).map(str) | st.sampled_from(BUTTON_WORDS.split()) | letters
datas = st.builds(
    lambda prefix, more: ":".join((prefix, *more))[:64],
    st.sampled_from(sorted(BUTTONS)) | st.text(max_size=4),
    st.lists(parts, max_size=5),
)
presses = st.builds(
    lambda person, room, data: {"callback_query": press(person, room, data)},
    people,
    rooms | st.none(),
    datas,
)
well_formed = said_in_private | said_in_groups | others | presses


def paths(value: object, here: Path = ()) -> Iterator[Path]:
    """Every place in *value* that something can be put in."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for name, below in inner:
        yield (*here, name)
        yield from paths(below, (*here, name))


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """An update in which things are missing, of another kind, or where they do not belong."""
    body: Any = copy.deepcopy(draw(well_formed))
    for _ in range(draw(st.integers(1, 4))):
        places = [*paths(body)]
        if not places:
            return body
        *way, last = draw(st.sampled_from(places))
        holder = body
        for step in way:
            holder = holder[step]
        if draw(st.booleans()):
            holder[last] = draw(values)
        else:
            del holder[last]
    return body


shapeless = st.dictionaries(
    st.sampled_from(("message", "callback_query", "inline_query", "my_chat_member", "x")), values
)
updates = said_in_private | said_in_groups | others | damaged() | damaged() | shapeless


def as_sent(body: Json, number: int) -> bytes:
    """The bytes that Telegram would push."""
    return json.dumps({"update_id": number} | body).encode("utf-8", "surrogatepass")
