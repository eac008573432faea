"""Letters that a database may refuse, wherever a person can put them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Talk
from tests.conversation.town import settle

ODD = {"nul": "\x00", "surrogate": "\ud83d", "private": "\U0010ffff", "direction": "\u202e"}
PAPER = "春城市2026年工作计划\n一、重点任务\n(一)提升质量。加强{}抽查。(市商务局牵头)\n"


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_odd_letters_in_words_names_and_files_are_no_fault(talk: Talk, odd: str) -> None:
    await settle(talk.database)
    person = replace(LI_QIANG, name=f"李{odd}强")
    room = replace(COMMERCE_ROOM, title=f"商务{odd}局")
    said = [
        *await talk.say(f"/start {odd}", user=person),
        *await talk.say(f"/tasks 市{odd}商务局", user=person),
        *await talk.say(f"/search 牵头{odd}", user=person, room=room),
        *await talk.say(f"市商务局{odd}牵头哪些任务?", user=person),
        *await talk.say(f"/event 启动{odd}仪式 9月1日 9:30 会议室{odd} 市商务局", user=person),
        *await talk.say(f"/broadcast 通知{odd}", user=person),
        *await talk.hand_over(
            PAPER.format(odd).encode("utf-8", "replace"), name=f"{odd}.txt", user=person
        ),
        *await talk.say("", user=person, room=room, new_chat_title=f"新{odd}名"),
        *await talk.say("/contacts", user=person),
    ]
    assert len(said) > 5
    assert not [answer.text for answer in said if "出了点问题" in answer.text]


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
async def test_numbers_too_large_for_a_row_are_no_fault(talk: Talk, number: int) -> None:
    await settle(talk.database)
    said = [
        answer
        for words in ("/task {}", "/revoke {}", "/handover {} 1", "/event {}", "/due {}", "{}")
        for answer in await talk.say(words.format(number), user=LI_QIANG)
    ]
    assert said
    assert not [answer.text for answer in said if "出了点问题" in answer.text]
