from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.gold.questions import Evidence, HardNegative, load_gold, worded
from eval.gold.validation import stands
from qa.errors import GoldError
from qa.papers import Standing
from tests.eval.scripted import FERRY, RENT

ROOT = Path(__file__).parents[3]
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
OTHER_FILES = ("dev-conversations.jsonl", "dev-premises.jsonl", "dev-record.jsonl")
PLACE: dict[str, Any] = {"doc": "m.txt", "quote": "q"}


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


def test_what_further_readers_write_is_read_and_kept(tmp_path: Path) -> None:
    answers = PLACE | {"page": 2, "span": "q", "span_start": 0}
    close = PLACE | {"page": 3, "near_miss": True, "why_not": "another year"}
    further = {
        "evidence": [answers, close],
        "variants": ["And the ferry?"],
        "answer_span": "q",
        "answer_spans": ["q", "r"],
        "hard_negatives": [PLACE | {"page": None, "lines": [1, 2], "why_not": "the bridge"}],
        "standing_alt": ["lost"],
        "kind": "decision",
        "register": "everyday",
        "style": "resident",
        "reworded": True,
        "body": "Brackwater Council",
        "language": "en",
        "about_language": "asked in English of a paper in Welsh",
    }
    (question,) = load_gold([write(tmp_path, QUESTION | further)])
    assert question.variants == ("And the ferry?",)
    assert question.hard_negatives[0].lines == (1, 2)
    assert question.evidence[1].why_not == "another year"
    assert question.standings == (Standing.DECIDED, Standing.LOST)
    unanswerable = {"answerable": False, "standing": None, "lacks": "the year", "evidence": [close]}
    (question,) = load_gold([write(tmp_path, QUESTION | unanswerable)])
    assert question.lacks == "the year"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gold": "mine"}, "unknown key: gold; correct its name, or leave it out"),
        ({"variants": ["Why?", ""]}, "variants must be a list of texts .*; number 2 is ''"),
        ({"hard_negatives": [PLACE | {"pages": 1}]}, "hard negative 1: unknown key: pages"),
        ({"standing_alt": ["agreed"]}, "standing alt 1: 'agreed' is none of decided"),
        (
            {"evidence": [PLACE | {"page": 1}, PLACE | {"page": 1, "span_start": -1}]},
            "evidence 2: span_start must be a whole number from 0, not -1",
        ),
        (
            {"evidence": [PLACE | {"page": 1, "span": "q", "span_start": 1}]},
            "evidence 1: the span does not begin at letter 1 of the quote",
        ),
        ({"turns": []}, "a file of conversations, not of gold questions; leave it out here"),
        ({"trap": "x"}, "a file of questions with a false premise, not of gold questions"),
        ({"complete_answer": []}, "a file of questions with a complete list, not of gold"),
    ],
)
def test_a_slip_in_a_further_field_is_told_with_what_to_do(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(GoldError, match=rf"gold\.jsonl:2: .*{message}"):
        load_gold([write(tmp_path, QUESTION, QUESTION | {"id": "q2"} | change)])


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no ../shared with real papers")
def test_real_questions_load_and_their_quotes_stand_where_they_say() -> None:
    import pypdfium2

    gold = SHARED / "gold"
    files = sorted({*gold.glob("*.jsonl")} - {gold / name for name in OTHER_FILES})
    # Each by itself: two of them use the same ids.
    questions = [question for file in files for question in load_gold([file])]
    assert len(questions) >= 600
    papers = {path.name: path for path in (SHARED / "corpus").rglob("*.*")}
    pages: dict[Path, list[str]] = {}

    def text_at(paper: Path, place: Evidence | HardNegative) -> str:
        if place.lines:
            lines = paper.read_text(encoding="utf-8").split("\n")
            return "\n".join(lines[place.lines[0] - 1 : place.lines[1]])
        if paper not in pages:
            with pypdfium2.PdfDocument(paper) as opened:
                pages[paper] = [page.get_textpage().get_text_range() for page in opened]
        assert place.page is not None
        return pages[paper][place.page - 1]

    checked = 0
    for question in questions:
        for item in (*question.evidence, *question.hard_negatives):
            # `doc` is a name alone, or the path below the folder of all papers or of all bodies.
            below = [SHARED / "corpus" / item.doc, SHARED / "corpus/bodies" / item.doc]
            paper = next((path for path in below if path.is_file()), papers.get(item.doc))
            if paper is None:
                assert isinstance(item, Evidence) and item.out_of_split, item.doc
            elif paper.suffix in (".pdf", ".txt"):
                assert stands(item.quote, text_at(paper, item)), f"{question.id}: {item.quote}"
                checked += 1
    assert checked > len(questions)


def test_each_wording_is_a_question_of_its_own_that_names_the_first() -> None:
    asked = worded([replace(FERRY, variants=("And the ferry?", "Ferry?")), RENT])
    assert [(q.id, q.question, q.wording_of) for q in asked] == [
        ("ferry", FERRY.question, ""),
        ("ferry~2", "And the ferry?", "ferry"),
        ("ferry~3", "Ferry?", "ferry"),
        ("rent", RENT.question, ""),
    ]
    assert {q.variants for q in asked} == {()}
    assert asked[0] == FERRY
