"""The coordinator of `benchmarks.soak`: notices to all and to some, events, a plan and its undoing.

Everything goes the way of a person: words in private, and the buttons below what comes back. Faults
strike here too: who is not answered begins anew, as people do.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta

from bot.sandbox import acts
from bot.sandbox.people import Message, Person
from bot.sandbox.world import World
from scheduler.workdays import Workdays

PATIENCE = 12.0
"""seconds until somebody who is not answered begins anew"""
ATTEMPTS = 5
MONDAY, FRIDAY = 0, 4
TICKED = 2
"""departments of a notice to some"""
PLAN = """/import
平川市建设质量强市{year}年行动计划
平府办〔{year}〕{number}号
为推进质量强市建设，制定本行动计划。
一、实施质量提升工程
1.提升产品质量。到{year}年，制造业产品质量合格率稳定在{number}%以上。（单位1牵头，单位2、单位3配合）
2.提升服务质量。到{year}年，生产性服务业顾客满意度达75%以上。（单位4牵头，单位5配合）
平川市人民政府办公室
{year}年3月5日"""


class Unanswered(Exception):
    """The button that was waited for did not come."""


class Office:
    """One coordinator."""

    def __init__(self, world: World, person: Person, workdays: Workdays) -> None:
        self._world = world
        self._person = person
        self._workdays = workdays
        self._seen = 0
        """the last message that was there before this piece of work"""
        self.done: Counter[str] = Counter()
        self.given_up: Counter[str] = Counter()

    async def work(self, day: date) -> None:
        """Do what is to be done on *day*: weekly to all, else to some; events and plans between."""
        if not self._workdays.is_working(day):
            return
        await self._try("to all" if day.weekday() == MONDAY else "to some", self._notify, day)
        if day.day % 3 == 0:
            await self._try("events", self._announce, day)
        if day.weekday() == FRIDAY:
            await self._try("plans", self._import, day)
        if day.weekday() == FRIDAY and day.day % 2:
            await self._try("undone", self._undo, day)

    async def _try(self, what: str, act: Callable[[date], Awaitable[None]], day: date) -> None:
        for _ in range(ATTEMPTS):
            try:
                await act(day)
            except Unanswered:
                continue
            self.done[what] += 1
            return
        self.given_up[what] += 1

    async def _notify(self, day: date) -> None:
        """Send a notice that is to be signed."""
        self._say(f"/broadcast 关于报送{day:%-m月%-d日}质量工作情况的通知\n请各单位按时报送。")
        await self._press("发给")
        if day.weekday() == MONDAY:
            await self._press("全部单位")
        else:
            await self._press("选择单位")
            for _ in range(TICKED):
                await self._press("☐")
            await self._press("完成")
        for label in ("签收", "下一工作日17:00", "预览", "发送"):
            await self._press(label)

    async def _announce(self, day: date) -> None:
        when = day + timedelta(days=10)
        units = "、".join(f"单位{number}" for number in range(day.day, day.day + TICKED))
        self._say(f"/event 质量工作会议 {when.isoformat()} 09:30 市政府会议室 {units}")
        await self._press("确认")

    async def _import(self, day: date) -> None:
        self._say(PLAN.format(year=day.year, number=day.day))
        await self._press("确认")

    async def _undo(self, _: date) -> None:
        self._say("/undo")
        await self._heard(lambda message: "撤销" in message.formatted.text)

    def _say(self, words: str) -> None:
        self._seen = self._world.chat(self._person.id).last_id
        acts.say(self._world, acts.Utterance(self._person.id, self._person.id, words))

    async def _press(self, label: str) -> None:
        """Press the newest button whose label begins so, once it is there."""
        message = await self._heard(lambda message: _data(message, label) is not None)
        query = acts.press(
            self._world,
            chat_id=self._person.id,
            person_id=self._person.id,
            message_id=message.id,
            data=_data(message, label) or "",
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._world.queries.wait(query)

    async def _heard(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the bot's newest message of that kind behind what was said last."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            messages = self._world.chat(self._person.id).messages
            for number in sorted(messages, reverse=True):
                if number <= self._seen:
                    break
                if messages[number].sender_id == self._world.bot.id and wanted(messages[number]):
                    return messages[number]
            await asyncio.sleep(0.02)
        raise Unanswered


def _data(message: Message, label: str) -> str | None:
    for row in (message.markup or {}).get("inline_keyboard", ()):
        for button in row:
            if button["text"].startswith(label) and "callback_data" in button:
                return str(button["callback_data"])
    return None
