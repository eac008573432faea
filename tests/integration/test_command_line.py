"""The command line as checks call it: exit codes, what goes to stdout, one sentence on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "sandbox" / "sample_plan.txt"


def duban(*words: str | Path, head: int | None = None) -> tuple[int, str, str]:
    """Run one command; with *head*, close its stdout after so many characters."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "DUBAN_DATABASE_URL": "sqlite+aiosqlite://"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        if head is None:
            out, err = process.communicate()
        else:
            assert process.stdout is not None
            assert process.stderr is not None
            out = process.stdout.read(head)
            process.stdout.close()
            err = process.stderr.read()
        process.wait()
    return process.returncode, out, err


def test_one_document_is_one_object() -> None:
    code, out, err = duban("read", SAMPLE, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["tasks"]


def test_a_document_that_cannot_be_read_costs_one_line_and_no_json(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    code, out, err = duban("read", empty, "--json")
    assert (code, out) == (1, "")
    assert err.splitlines() == ["empty.txt: 这份文件里没有文字。请检查后重新发送。"]


def test_of_several_documents_those_that_can_be_read_are_a_list(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    code, out, err = duban("read", empty, SAMPLE, "--json")
    assert code == 1
    assert len(json.loads(out)) == 1
    assert len(err.splitlines()) == 1


def test_a_reader_who_has_enough_is_no_error() -> None:
    code, out, err = duban(
        "rehearse",
        "--plans",
        SAMPLE,
        "--from",
        "2026-01-01",
        "--to",
        "2027-12-31",
        "--json",
        head=5,
    )
    assert (code, len(out), err) == (0, 5, "")


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("ask",),
        ("read",),
        ("rehearse", "--from", "2026-02-30", "--to", "2026-03-01"),
        ("rehearse", "--from", "2026-03-02", "--to", "2026-03-01"),
        ("import", "--library", "nowhere-1999"),
        ("sandbox", "--port", "99999"),
        ("sandbox", "--port=-1"),
        ("db", "copy", "x", "y"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...]) -> None:
    code, out, err = duban(*words)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("verb", ["read", "import"])
def test_a_file_that_is_not_there_is_one_sentence(verb: str, tmp_path: Path) -> None:
    code, out, err = duban(verb, tmp_path / "missing.docx")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "请" in err


def test_a_department_that_no_plan_names_is_one_sentence() -> None:
    plan = str(SAMPLE)
    code, out, err = duban("ask", "我们有哪些任务", "--department", "没有的局", "--plans", plan)
    assert (code, out) == (1, "")
    assert err == "duban: 没有查到「没有的局」。可以试试：/departments\n"
