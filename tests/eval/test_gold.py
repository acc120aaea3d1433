from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from eval.gold import load_gold
from eval.wording import plain, stands_in
from qa.errors import GoldError
from qa.papers import Standing

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TOWNCLERK_SHARED", ROOT.parent / "shared"))
QUESTION: dict[str, Any] = {
    "id": "q1",
    "question": "What was agreed?",
    "category": "decision",
    "answerable": True,
    "answer": "The ferry.",
    "key_facts": ["the ferry was agreed"],
    "must_not": ["the bridge"],
    "evidence": [{"doc": "m.txt", "quote": "be agreed", "lines": [3, 4], "page": None}],
    "difficulty": "easy",
    "standing": "decided",
    "standing_alt": ["noted", None],
}
PLACE = {"doc": "m.txt", "quote": "q"}


def write(folder: Path, *questions: dict[str, Any] | str) -> Path:
    path = folder / "gold.jsonl"
    lines = [item if isinstance(item, str) else json.dumps(item) for item in questions]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_question_is_read_with_every_field(tmp_path: Path) -> None:
    (question,) = load_gold([write(tmp_path, QUESTION)])
    assert (question.id, question.category, question.gold) == ("q1", "decision", "gold")
    assert question.standings == (Standing.DECIDED, Standing.NOTED, None)
    assert question.evidence[0].lines == (3, 4)
    assert question.evidence[0].page is None
    assert not question.evidence[0].alt


def test_blank_lines_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    path = write(tmp_path, QUESTION, "", QUESTION | {"id": "q2", "category": ""})
    with pytest.raises(GoldError, match=r"gold\.jsonl:3: category must be text"):
        load_gold([path])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"page": 3}, "unknown key: page"),
        ({"id": ""}, "id must be text that is not empty, not ''"),
        ({"answerable": "yes"}, "answerable must be true or false, not 'yes'"),
        ({"key_facts": "one"}, "key_facts must be a list, not 'one'"),
        ({"key_facts": [" "]}, "key_facts must be a list of texts that are not empty"),
        ({"standing": "agreed"}, "standing 'agreed' is none of decided, recommended"),
        ({"standing": None}, "answerable, but its evidence has no standing"),
        ({"evidence": []}, "answerable, but no evidence answers it"),
        ({"evidence": [PLACE | {"page": 1, "near_miss": True}]}, "no evidence answers it"),
        ({"evidence": [PLACE | {"page": 1, "alt": True}]}, "every evidence is an alternative"),
        ({"evidence": ["m.txt"]}, "evidence 1: must be a JSON object, not str"),
        ({"evidence": [PLACE]}, "evidence 1: needs lines or page"),
        ({"evidence": [PLACE | {"page": 0}]}, "page must be a whole number from 1, not 0"),
        ({"evidence": [PLACE | {"page": True}]}, "page must be a whole number from 1"),
        ({"evidence": [PLACE | {"lines": [4]}]}, r"lines must be \[first, last\] from 1"),
        ({"evidence": [PLACE | {"lines": [4, 3]}]}, "lines must not end before they begin"),
        ({"evidence": [PLACE | {"page": 1, "pages": 2}]}, "evidence 1: unknown key: pages"),
        ({"evidence": [{"doc": "m.txt", "page": 1}]}, "evidence 1: missing key: quote"),
    ],
)
def test_a_slip_is_told_with_file_and_line(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = write(tmp_path, QUESTION, QUESTION | {"id": "q2"} | change)
    with pytest.raises(GoldError, match=rf"gold\.jsonl:2: .*{message}"):
        load_gold([path])


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    short = {name: value for name, value in QUESTION.items() if name != "standing"}
    with pytest.raises(GoldError, match="missing key: standing"):
        load_gold([write(tmp_path, short)])


def test_an_id_used_twice_names_both_places_even_across_files(tmp_path: Path) -> None:
    first = write(tmp_path, QUESTION)
    second = first.with_name("more.jsonl")
    second.write_text(json.dumps(QUESTION), encoding="utf-8")
    with pytest.raises(GoldError, match=r"more\.jsonl:1: id q1 is already used at .*gold\.jsonl:1"):
        load_gold([first, second])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "must be a JSON object, not list"),
        ('{"id": "a", "id": "b"}', "key given twice: id"),
    ],
)
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        load_gold([write(tmp_path, line)])


def test_a_file_that_is_absent_empty_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"absent\.jsonl: cannot be read: No such file"):
        load_gold([tmp_path / "absent.jsonl"])
    with pytest.raises(GoldError, match="no questions in"):
        load_gold([write(tmp_path, "")])
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xa3"}')
    with pytest.raises(GoldError, match="cannot be read as UTF-8"):
        load_gold([tmp_path / "latin.jsonl"])


def test_a_format_without_pages_needs_no_place(tmp_path: Path) -> None:
    found = [{"doc": "minutes.docx", "quote": "be agreed", "page": None}]
    (question,) = load_gold([write(tmp_path, QUESTION | {"evidence": found})])
    assert question.evidence[0].page is None


def test_the_sample_questions_load() -> None:
    assert len(load_gold([ROOT / "samples" / "gold.jsonl"])) >= 40


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no ../shared with real papers")
def test_real_questions_load_and_their_quotes_stand_where_they_say() -> None:
    import pypdfium2

    questions = load_gold(sorted((SHARED / "gold").glob("*.jsonl")))
    papers = {path.name: path for path in (SHARED / "corpus").rglob("*.*")}
    checked = 0
    for question in questions:
        for item in question.evidence:
            if item.doc not in papers:
                assert item.out_of_split, item.doc
                continue
            if item.lines:
                lines = papers[item.doc].read_text(encoding="utf-8").split("\n")
                text = "\n".join(lines[item.lines[0] - 1 : item.lines[1]])
            else:
                assert item.page is not None
                with pypdfium2.PdfDocument(papers[item.doc]) as paper:
                    text = paper[item.page - 1].get_textpage().get_text_range()
            assert stands_in(plain(item.quote), plain(text)), f"{question.id}: {item.quote}"
            checked += 1
    assert checked > len(questions) / 2
