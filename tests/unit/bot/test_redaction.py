"""What is taken out of a line, and what stays."""

from __future__ import annotations

import time

import pytest
from telegram import Update

from bot.acquaintances import names_in
from bot.redaction import MOST_NAMES, Redactor

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def redact() -> Redactor:
    redactor = Redactor()
    redactor.keep_secret("correct horse", None, "")
    redactor.meet(["王敏", "Li", "Anna Schmidt", "info", "王", '"', None])
    return redactor


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", None),
        (f"InvalidToken: `{TOKEN}`", "InvalidToken: `<token>`"),
        ("proxy http://duban:geheim@10.0.0.1:8080 refused", None),
        ("postgresql+asyncpg://duban:geheim@db/duban", "postgresql+asyncpg://<secret>@db/duban"),
        ("password correct horse is wrong", "password <secret> is wrong"),
        ("https://robot.example/send?key=0123-geheim&x=1", None),
        ("https://robot.example/send?access_token=geheim", None),
        ("https://robot.example/bot/v2/hook/geheim-0123", None),
        ("王敏 签收", "<name> 签收"),
        ("会议由王敏主持", "会议由<name>主持"),
        ("/who?name=%E7%8E%8B%E6%95%8F", "/who?name=<name>"),
        (r'{"first": "\u738b\u654f"}', '{"first": "<name>"}'),
        ("Anna Schmidt wrote", "<name> wrote"),
        ("Li wrote to the Library about Lime", "<name> wrote to the Library about Lime"),
        ("User(first_name='赵六', id=5, is_bot=False)", None),
        ('User(first_name="O\'Hara", id=5)', 'User(first_name="<private>", id=5)'),
        (r"Message(text='it\'s 赵六 here', id=5)", "Message(text='<private>', id=5)"),
        ('{"from": {"first_name": "赵六", "id": 5}}', None),
        (r'{"exception": "{\"first_name\": \"赵六\"}"}', None),
        ("Contact(telegram_id=5, name='赵六')", "Contact(telegram_id=5, name='<private>')"),
        ("call 13800138000 now", "call <phone> now"),
        ("身份证 44130219900101123X", "身份证 <identity card>"),
    ],
)
def test_secrets_and_people_are_taken_out(redact: Redactor, line: str, told: str | None) -> None:
    line = redact(line)
    assert not any(word in line for word in (TOKEN, "geheim", "赵六", "王敏", "13800138000"))
    assert told is None or line == told


@pytest.mark.parametrize(
    "line",
    [
        "planned 38 notices for 2026-09-01",
        '{"event": "sent", "level": "info", "notice": 17}',
        "chat -1001380013800 is gone",
        "key='2026-09-01:digest:3'",
        "市商务局 · 19 项任务",
        "https://api.telegram.org/file?size=12",
    ],
)
def test_what_harms_nobody_stays(redact: Redactor, line: str) -> None:
    assert redact(line) == line


def test_the_names_in_an_update_are_those_of_everybody_in_it() -> None:
    def user(number: int, first: str, last: str | None = None) -> dict[str, object]:
        named = {"id": number, "is_bot": False, "first_name": first}
        return named | ({"last_name": last} if last else {})

    chat = {"id": -1, "type": "group"}
    message = {
        "message_id": 2,
        "date": 0,
        "chat": chat,
        "from": user(1, "敏", "王"),
        "new_chat_members": [user(2, "李强")],
        "reply_to_message": {"message_id": 1, "date": 0, "chat": chat, "from": user(3, "赵六")},
        "contact": {"phone_number": "13800138000", "first_name": "孙七"},
    }
    update = Update.de_json({"update_id": 1, "message": message}, None)
    assert {"王敏", "李强", "赵六", "孙七", "13800138000"} <= set(names_in(update))


def test_a_town_full_of_names_is_forgotten_in_order_and_costs_little() -> None:
    redactor = Redactor()
    redactor.meet(f"人员{number}号" for number in range(MOST_NAMES + 1))
    begun = time.perf_counter()
    assert redactor("人员0号 人员1号") == "人员0号 <name>"
    redactor("Traceback: " + "a line of the traceback without people\n" * 200)
    assert time.perf_counter() - begun < 1
