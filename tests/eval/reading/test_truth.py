"""Files of truth: a slip is told with its place, and those committed are in order."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.reading.found import bare, joined
from eval.reading.truth import TruePaper, load_truth
from qa.errors import GoldError

TRUTH = Path(__file__).parents[2] / "truth"
TEXTS = TRUTH / "council-papers"
SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[4] / "shared"))
LONGEST = 45
"""Words: no cell, title or heading of a paper is longer; a copied paragraph would be."""


def written(folder: Path, truth: Any) -> Path:
    file = folder / "truth.json"
    file.write_text(truth if isinstance(truth, str) else json.dumps(truth), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("truth", "told"),
    [
        ("{", "truth.json: not JSON"),
        ([], "must be a JSON object"),
        ({}, "missing key: file"),
        ({"file": "a.txt", "itmes": []}, "unknown key: itmes"),
        ({"file": "a.txt", "meeting": {"chair": "x"}}, "unknown key: chair"),
        ({"file": "a.txt", "items": [{"kind": "motion"}]}, "item 1: kind must be one of"),
        ({"file": "a.txt", "items": [{"kind": "minute", "lines": [4, 2]}]}, "item 1: lines must"),
        ({"file": "a.txt", "items_complete": ["minutes"]}, "items_complete must be"),
        ({"file": "a.txt", "blocks": [{"standing": "decided"}]}, "block 1: needs lines"),
        ({"file": "a.txt", "blocks": [{"lines": [1, 2], "standing": "agreed"}]}, "block 1: stan"),
        ({"file": "a.txt", "rows": [{"cells": ["a"]}]}, "row 1: needs a line or a page"),
        ({"file": "a.txt", "pages": [{"line": 3}]}, "page 1: missing key: printed"),
        ({"file": "a.txt", "pages": [{"printed": 3}]}, "page 1: needs a line"),
        ({"file": "a.txt", "pages": [{"line": 3, "printed": "five"}]}, "printed must be"),
    ],
)
def test_a_slip_in_a_file_of_truth_is_told_with_its_place(
    tmp_path: Path, truth: object, told: str
) -> None:
    with pytest.raises(GoldError, match=told):
        load_truth([written(tmp_path, truth)])


def test_no_files_of_truth_is_an_error_that_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no \*\.json files of truth in"):
        load_truth([tmp_path])
    with pytest.raises(GoldError, match="no such file or folder"):
        load_truth([tmp_path / "gone"])


@pytest.fixture(scope="module")
def texts() -> list[TruePaper]:
    return load_truth([TEXTS])


def test_the_truth_of_the_text_papers_is_as_wide_as_it_says(texts: list[TruePaper]) -> None:
    kinds = [kind for paper in texts for item in paper.items for kind in item.texts("kind")]
    assert kinds.count("proposal") == 41
    assert kinds.count("minute") == 43
    assert sum(len(paper.blocks) for paper in texts) >= 120
    assert sum(len(paper.rows) for paper in texts) >= 40
    (pack,) = [paper for paper in texts if paper.file.startswith("council-papers/000")]
    assert len([page for page in pack.pages if page.span]) >= 40


def test_every_file_of_truth_is_in_order() -> None:
    folders = sorted({file.parent for file in TRUTH.rglob("*.json")})
    assert TEXTS in folders
    for paper in load_truth(folders):
        assert paper.file


def test_no_sentence_of_a_paper_is_copied_into_the_truth() -> None:
    for file in TRUTH.rglob("*.json"):
        if "styles" in file.parent.name:
            continue  # papers of councils that we invented
        for block in json.loads(file.read_text(encoding="utf-8")).get("blocks", []):
            assert len(block.get("words", "").split()) <= 5, (file.name, block)
        for text in strings(json.loads(file.read_text(encoding="utf-8"))):
            assert len(text.split()) <= LONGEST, (file.name, text)


def strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, key)
    elif isinstance(value, str) and key != "note":
        yield value


def test_rows_and_items_of_the_truth_stand_on_their_lines(texts: list[TruePaper]) -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"no real papers in {SHARED}")
    for paper in texts:
        lines = (SHARED / "corpus" / paper.file).read_text(encoding="utf-8").split("\n")
        for row in paper.rows:
            assert row.place.lines is not None
            assert bare(lines[row.place.lines[0] - 1]) == joined(row.cells)
        for item in paper.items:
            assert item.place.lines is not None
            first, last = item.place.lines
            assert lines[first - 1].strip() and lines[last - 1].strip(), item.name
            numbers = [n for n in item.texts("number") if "minute" in item.texts("kind")]
            heading = lines[first - 1].lstrip("*")
            assert all(heading.startswith(number) for number in numbers), item.name
