"""/letter: the papers of the last stage as Word files."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, Paper, SubjectKind
from store.tables.people import Chat, ChatKind
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Sent, Talk
from tests.conversation.town import OFFICE_ROOM, chat_rows, settle

ISSUED = date(2017, 11, 28)


@pytest.fixture
async def papers(talk: Talk) -> Talk:
    """Two 督办通知单 to 市商务局, the list of them in the coordinators' group."""
    await settle(talk.database)
    await talk.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    [room] = await chat_rows(talk.database, COMMERCE_ROOM)
    async with talk.database.begin() as session:
        office = Chat(telegram_id=-1, kind=ChatKind.GROUP, title="质强办", is_coordinators=True)
        session.add(office)
        await session.flush()
        roots = [await owed(session, room.id, day) for day in (23, 24)]
        for number, root in enumerate(roots, start=12):
            for stage, code, name, day in (
                (1, "催办", "催办单", 27),
                (2, "督办", "督办通知单", 28),
            ):
                session.add(
                    Paper(
                        about_id=root.id,
                        stage=stage,
                        name=name,
                        code=code,
                        year=2017,
                        number=number,
                        day=date(2017, 11, day),
                    )
                )
        session.add(
            Notice(
                key="list",
                chat_id=office.id,
                kind=NoticeKind.ESCALATION,
                day=ISSUED,
                since=ISSUED,
                due_at=talk.now,
                state=NoticeState.SENT,
                message_id=70,
                details={"notices": [root.id for root in roots]},
            )
        )
    return talk


async def owed(session: AsyncSession, chat: int, day: int) -> Notice:
    root = Notice(
        key=f"2017-11-{day}:digest:{chat}",
        chat_id=chat,
        kind=NoticeKind.DIGEST,
        day=date(2017, 11, day),
        since=date(2017, 11, day),
        due_at=datetime(2017, 11, day, 1, tzinfo=UTC),
        wants_receipt=True,
        state=NoticeState.SENT,
    )
    session.add(root)
    await session.flush()
    item = NoticeItem(
        notice_id=root.id,
        chat_id=chat,
        occurrence=f"huizhou-2017#1:2017-12-31:{day}",
        subject=SubjectKind.TASK,
        subject_id=1,
        due=date(2017, 12, 31),
        rung=30,
        role=Role.LEAD,
    )
    session.add(item)
    return root


def sent_file(talk: Talk) -> tuple[str, Document]:
    name, data = talk.wire.documents[-1]
    return name, Document(io.BytesIO(data))


def cells(document: Document) -> dict[str, str]:
    rows = document.tables[0].rows
    return {row.cells[0].text.replace("\u3000", ""): row.cells[1].text for row in rows}


async def test_a_paper_is_a_form_with_number_matter_requirement_department_and_deadline(
    papers: Talk,
) -> None:
    await papers.say("/letter 12", user=LI_QIANG)
    name, document = sent_file(papers)
    assert name == "督办通知单-督办〔2017〕12号.docx"
    assert [one.text for one in document.paragraphs[:2]] == ["督办通知单", "督办〔2017〕12号"]
    said = cells(document)
    assert said["责任单位"] == "市商务局"
    assert said["督办事项"] == "《计划》第1项：商务局牵头的事（牵头）"
    assert "请于2017年11月28日17:00前签收" in said["办理要求"]
    assert said["完成时限"] == "2017年12月31日"
    assert said["催办情况"] == (
        "2017年11月23日提醒，未签收；11月27日催办（催办〔2017〕12号），仍未签收。"
    )
    assert "签收人：" in said["签收"]
    assert said["办理情况"] == ""
    assert document.paragraphs[-1].text.endswith("2017年11月28日")


@pytest.mark.parametrize("words", ["督办〔2017〕13号", "13", "督办[2017]13号", "13号"])
async def test_it_is_found_as_it_is_cited(papers: Talk, words: str) -> None:
    await papers.say(f"通知单 {words}", user=LI_QIANG)
    assert sent_file(papers)[0] == "督办通知单-督办〔2017〕13号.docx"


async def test_below_the_list_all_papers_come_in_one_file(papers: Talk) -> None:
    listed = Sent("sendMessage", -1, "尚未签收", parameters={"message_id": 70})
    async with papers.database.begin() as session:
        [escalation] = [
            one for one in (await session.exec(select(Notice))).all() if one.key == "list"
        ]
    await papers.press(listed, "", user=LI_QIANG, data=f"letter:{escalation.id}")
    name, document = sent_file(papers)
    assert name == "督办通知单-2017-11-28.docx"
    assert len(document.tables) == 2


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("99", "没有查到督办〔2017〕99号。"),
        ("催办〔2016〕12号", "没有查到催办〔2016〕12号。"),
        ("", "没有看懂这条命令"),
        ("十二", "没有看懂这条命令"),
    ],
)
async def test_what_there_is_not_is_said(papers: Talk, words: str, answer: str) -> None:
    [said] = await papers.say(f"/letter {words}", user=LI_QIANG)
    assert said.text.startswith(answer)
