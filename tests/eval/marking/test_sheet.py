from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from eval.marking.sheet import Row, count_marks, mark_blocks, write_rows
from qa.errors import GoldError
from tests.eval.printed import printed

ROW = Row(
    id="ferry",
    kind="decision",
    question="=What of the ferry?",
    outcome="answered, decided",
    said="It runs on.",
    quotes="",
    found="",
    expected="It runs on.",
    marks="right, partly, wrong",
)


def marked(path: Path, *marks: str) -> Path:
    rows = [replace(ROW, id=f"ferry-{n}", mark=mark) for n, mark in enumerate(marks)]
    write_rows(rows, path)
    return path


def test_marks_are_counted_by_kind_over_all_sheets(tmp_path: Path) -> None:
    first = marked(tmp_path / "a.csv", "right", "Right", "wrong", "")
    write_rows([replace(ROW, kind="list", mark="partly")], tmp_path / "b.csv")
    counts = count_marks([first, tmp_path / "b.csv"])
    assert counts["decision"] == {"right": 2, "partly": 0, "wrong": 1, "": 1}
    assert counts["list"]["partly"] == 1
    text = printed(mark_blocks(counts))
    rows = {line.split()[0]: line.split() for line in text.splitlines()}
    assert rows["all"] == ["all", "2", "1", "1", "1"]
    assert "2 of 4 marked right" in text


def test_a_question_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = marked(tmp_path / "a.csv", "")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["question"] == "'=What of the ferry?"


def test_a_mark_that_is_not_offered_is_named_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"a\.csv, row 3: 'good' is none of right, partly, wrong"):
        count_marks([marked(tmp_path / "a.csv", "right", "good")])


def test_a_sheet_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = marked(tmp_path / "a.csv", "right")
    with pytest.raises(GoldError, match="is there already"):
        write_rows([ROW], path)


@pytest.mark.parametrize("text", ["", "id,question\n1,2\n"])
def test_what_is_no_sheet_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match="no sheet that"):
        count_marks([path])


def test_the_command_prints_the_counts(tmp_path: Path) -> None:
    path = marked(tmp_path / "a.csv", "right", "wrong")
    done = CliRunner().invoke(app, ["marks", str(path)])
    assert done.exit_code == 0
    assert "1 of 2 marked right" in done.stdout
