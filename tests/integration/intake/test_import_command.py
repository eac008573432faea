"""`duban import` and `duban read` as somebody at the machine meets them."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest
from sqlmodel import select

from bot.cli import parser
from bot.commands import imports, reading
from bot.opening import open_database
from config.settings import Settings
from store.tables.intakes import Revision
from store.tables.plans import Plan
from store.tables.records import Audit
from tests.conversation.paper import FOOD, HEAD, MONTH, QUALITY, SERVICE, word

ORIGINAL = word()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'duban.db'}", _env_file=None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path, "pingchuan-2017.docx", ORIGINAL)


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def said(*words: str | Path) -> Namespace:
    return parser().parse_args([str(word) for word in words])


async def stored(settings: Settings, table: type) -> list:
    database = await open_database(settings.database_url)
    try:
        async with database.begin() as session:
            return list((await session.exec(select(table).order_by(table.id))).all())
    finally:
        await database.close()


async def test_a_new_plan_is_accounted_for(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await imports.run(said("import", file), settings) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已导入《平川市建设质量强市2017年行动计划》（pingchuan-2017）",
        "3 项任务 · 4 个单位 · 2 项指标 · 1 个纪念日",
    ]
    [row] = await stored(settings, Revision)
    assert (row.actor, row.document) == ("command line", ORIGINAL)
    assert [entry.action for entry in await stored(settings, Audit)] == ["import"]


async def test_the_same_again_is_no_change_under_any_name(
    settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = saved(tmp_path, "附件1.docx", word())
    assert await imports.run(said("import", file, other), settings) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "没有变化《平川市建设质量强市2017年行动计划》（pingchuan-2017）"
    )
    assert [plan.key for plan in await stored(settings, Plan)] == ["pingchuan-2017"]


async def test_a_new_version_is_accounted_for_line_by_line(
    settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await imports.run(said("import", file), settings)
    capsys.readouterr()
    changed = QUALITY.replace("93%", "95%")
    unknown = SERVICE.replace("市旅游局", "市大数剧局")
    await imports.run(
        said("import", saved(tmp_path, file.name, word((changed, unknown, FOOD)))), settings
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "已更新《平川市建设质量强市2017年行动计划》（pingchuan-2017）",
        "任务新增 1 项，修改 2 项，删去 1 项",
    ]
    assert "新增  4  强化食品安全监管 · 市食药监局、市商务局" in lines
    assert "    指标 制造业产品质量合格率 ≥ 93% → ≥ 95%" in lines
    assert "请核对（2 处）" in lines
    assert "1. 任务2：「市大数剧局」不在单位名录中，请确认名称。" in lines


async def test_a_bad_file_costs_one_line_and_the_others_are_imported(
    settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = saved(tmp_path, "空.txt", b"  ")
    secret = saved(tmp_path, "密.docx", word(head=("秘密★1年", *HEAD)))
    assert await imports.run(said("import", bad, secret, file), settings) == 1
    told = capsys.readouterr()
    assert [line.split("：")[0].split(":")[0] for line in told.err.splitlines()] == [
        "空.txt",
        "密.docx",
    ]
    assert told.out.startswith("已导入")
    assert len(await stored(settings, Plan)) == 1


async def test_published_plans_need_no_file(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await imports.run(said("import", "--library", "huizhou-2017"), settings) == 0
    assert "35 项任务 · 35 个单位" in capsys.readouterr().out
    assert [plan.key for plan in await stored(settings, Plan)] == ["huizhou-2017"]


async def test_without_anything_to_import_it_says_what_it_needs(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await imports.run(said("import"), settings) == 2
    assert "--library" in capsys.readouterr().err


def test_the_sandbox_takes_published_plans() -> None:
    arguments = said("sandbox", "--library", "huizhou-2017", "--today", "2017-11-28")
    assert arguments.library == ["huizhou-2017"]
    with pytest.raises(SystemExit):
        said("sandbox", "--library", "nowhere")


class TestReport:
    async def test_it_can_be_read_from_top_to_bottom(
        self, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        unknown = SERVICE.replace("市旅游局", "市大数剧局")
        later = MONTH.replace("9月质量月", "2017年9月底前的质量月")
        path = saved(tmp_path, "a.docx", word((QUALITY, unknown, later)))
        assert await reading.run(said("read", path), settings) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[:8] == [
            "《平川市建设质量强市2017年行动计划》",
            "平府办〔2017〕8号 · 2017年3月5日 · 平川市",
            "3 项任务 · 4 个单位 · 2 项指标 · 1 个纪念日",
            "时限 2017年12月31日；以下任务未注明时限的，都于2017年12月31日到期",
            "",
            "请核对（1 处）",
            "1. 任务2：「市大数剧局」不在单位名录中，请确认名称。",
            "   原文：（市商务局牵头，市大数剧局配合）",
        ]
        assert lines[8:16] == [
            "",
            "实施质量提升工程",
            "",
            "1  提升产品质量",
            "    牵头  市质监局",
            "    配合  市商务局、市教育局",
            "    指标  制造业产品质量合格率 ≥ 93%",
            "",
        ]

    async def test_json_without_sentences_is_the_form_of_the_library(
        self, settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        await reading.run(said("read", file, "--without-sentences"), settings)
        shown = json.loads(capsys.readouterr().out)
        out = tmp_path / "out"
        await reading.run(said("read", file, "--without-sentences", "--out", out), settings)
        assert json.loads((out / "pingchuan-2017.json").read_text("utf-8")) == shown
        assert "text" not in json.dumps(shown)
