from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval.gold.evidence import HeldPapers
from eval.gold.validation import (
    Remark,
    check_alone,
    check_in_papers,
    lines_of,
    place_of_quote,
    read_placed,
)
from tests.eval.scripted import BUDGET, MINUTES, Store

SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[4] / "shared")) / "gold"
SAMPLES = Path(__file__).parents[3] / "samples"


def question(identity: str = "q1", **changed: Any) -> dict[str, Any]:
    usual = {
        "id": identity,
        "question": f"What was decided on the ferry service in {identity}?",
        "category": "decision",
        "answerable": True,
        "answer": "It was extended to 30 September 2025 at a cost of £250,000.",
        "key_facts": ["extended to 30 September 2025", "cost of £250k"],
        "evidence": [
            {
                "doc": "ferry-minutes.txt",
                "lines": [5, 5],
                "quote": "the ferry service be extended to 30 September 2025",
            }
        ],
        "standing": "decided",
    }
    return usual | changed


def evidence(doc: str, quote: str, **place: Any) -> dict[str, Any]:
    return {"doc": doc, "quote": quote, **place}


@dataclass
class Gold:
    folder: Path

    def remarks(self, *splits: list[dict[str, Any] | str], papers: bool = True) -> list[Remark]:
        paths = []
        for number, rows in enumerate(splits):
            path = self.folder / f"split{number}.jsonl"
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            path.write_text("\n".join(lines) + "\n")
            paths.append(path)
        placed, remarks = read_placed(paths)
        remarks += check_alone(placed)
        if papers:
            remarks += check_in_papers(placed, Store())
        return remarks


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    return Gold(tmp_path)


def test_gold_in_order_has_no_remarks(gold: Gold) -> None:
    other = question(
        "q2",
        question="What is the forecast for residential care?",
        category="table",
        answer="£72.9m",
        key_facts=["£72.9m"],
        evidence=[evidence("budget.pdf", "Residential care 61.5 72.9 11.4", page=2)],
        standing="background",
    )
    assert gold.remarks([question(), other]) == []


def test_every_line_with_a_slip_is_told_and_the_others_still_checked(gold: Gold) -> None:
    found = gold.remarks(['{"id": "x"}', "not json", question(category="riddle")])
    assert [(r.line, r.check, r.wrong) for r in found] == [
        (1, "schema", True),
        (2, "schema", True),
        (3, "category", True),
    ]
    assert found[0].message.startswith("missing key: answerable")
    assert "'riddle' is none of decision, recommendation" in found[2].message


def test_an_unknown_standing_names_those_that_are_known(gold: Gold) -> None:
    (remark,) = gold.remarks([question(standing="agreed")])
    assert "standing 'agreed' is none of decided, recommended" in remark.message


def test_a_category_that_contradicts_the_answer_is_told(gold: Gold) -> None:
    (remark,) = gold.remarks([question(category="unanswerable")])
    assert (remark.message, remark.wrong) == ("category unanswerable, but answerable", True)
    (remark,) = gold.remarks([question(category="exempt")])
    assert (remark.message, remark.wrong) == ("category exempt, but answerable", False)


def test_a_quote_elsewhere_in_the_paper_is_told_with_its_lines(gold: Gold) -> None:
    moved = question(
        evidence=[
            evidence("ferry-minutes.txt", "be authorised to sign the agreement", lines=[5, 5])
        ],
        answer="Yes.",
        key_facts=["authorised to sign"],
    )
    (remark,) = gold.remarks([moved])
    assert (remark.check, remark.wrong) == ("quote", True)
    assert remark.message == (
        "evidence 1: the quote is not on lines 5 to 5 of ferry-minutes.txt; "
        "it stands on lines 6 to 6"
    )


def test_a_quote_on_another_page_or_on_none_is_told(gold: Gold) -> None:
    rows = question(
        answer="As it says.", key_facts=["forecast"],
        evidence=[
            evidence("budget.pdf", "Home care 20.5", page=3),
            evidence("budget.pdf", "No such words", page=1),
        ],
    )  # fmt: skip
    first, second = gold.remarks([rows])
    assert first.message.endswith("it stands on page 2")
    assert second.message.endswith("nor anywhere else in the paper")


def test_white_space_and_typography_do_not_matter(gold: Gold) -> None:
    spaced = [
        evidence("ferry-minutes.txt", "ferry  service be extended to 30 September", lines=[5, 5])
    ]
    across = [evidence("budget.pdf", "agree to draw £6m from the General Reserve", page=3)]
    assert gold.remarks([question(evidence=spaced)]) == []
    assert not [
        r
        for r in gold.remarks([question(evidence=across, answer="As it says.", key_facts=["£6m"])])
        if r.wrong
    ]


def test_a_paper_that_is_not_held_is_told_unless_it_is_out_of_split(gold: Gold) -> None:
    lost = evidence("lost.pdf", "words", page=1)
    (remark,) = gold.remarks([question(evidence=[*question()["evidence"], lost])])
    assert "lost.pdf is not held" in remark.message
    aside = question(evidence=[*question()["evidence"], lost | {"out_of_split": True}])
    assert gold.remarks([aside]) == []


def test_a_figure_that_the_evidence_does_not_show_is_told(gold: Gold) -> None:
    wrong = question(key_facts=["cost of £350k", "extended to 30 September 2025"])
    (remark,) = gold.remarks([wrong])
    assert (remark.check, remark.wrong) == ("figure", False)
    assert remark.message == "key fact: £350k is not in the evidence: 'cost of £350k'"


def test_a_near_miss_shows_nothing_and_a_question_without_answer_needs_nothing(gold: Gold) -> None:
    near = question(
        evidence=[
            evidence("ferry-minutes.txt", "close on Mondays", lines=[8, 8]),
            evidence("budget.pdf", "£14.0m", page=3, near_miss=True),
        ],
        answer="As it says.",
        key_facts=["£14m"],
    )
    assert [r.check for r in gold.remarks([near])] == ["figure"]
    none = question(
        category="unanswerable", answerable=False, standing=None, evidence=[], answer="Not £9m.",
        key_facts=["not stated: £9m"],
    )  # fmt: skip
    assert gold.remarks([none]) == []


def test_repeated_and_nearly_repeated_questions_are_told(gold: Gold) -> None:
    words = "What did Cabinet decide about the ferry service to the island?"
    rows = [
        question("q1", question=words),
        question("q2", question=words.upper().replace("?", "")),
        question("q3", question="What did the Cabinet decide on the ferry service to the island"),
        question("q4", question="What did Cabinet decide about the library hours at Stow?"),
    ]
    found = [r for r in gold.remarks(rows) if r.check == "repeated"]
    assert [(r.line, r.wrong) for r in found] == [(2, True), (3, False), (3, False)]
    assert "asks the same as split0.jsonl:1 (q1)" in found[0].message
    assert "asks nearly the same as" in found[1].message


def test_questions_that_differ_in_a_date_are_not_repeats(gold: Gold) -> None:
    rows = [
        question(name, question=f"What was the ferry forecast for the year in {month} 2024?")
        for name, month in (("q1", "31 March"), ("q2", "30 March"))
    ]
    assert [r for r in gold.remarks(rows) if r.check == "repeated"] == []


def test_evidence_shared_by_two_splits_is_a_leak_and_within_one_is_not(gold: Gold) -> None:
    other = question(
        "other",
        question="Until when does the boat run?",
        evidence=[evidence("papers/ferry-minutes.txt", "30 September 2025", lines=[4, 5])],
    )
    assert gold.remarks([question(), other]) == []
    (remark,) = gold.remarks([question()], [other])
    assert (remark.check, remark.path.name, remark.line) == ("leak", "split1.jsonl", 1)
    assert "split0.jsonl:1 (q1), another split" in remark.message


def test_rows_of_one_page_are_not_the_same_evidence(gold: Gold) -> None:
    rows = [
        question(name, question=f"Forecast of {row}?", answer="As it says.", key_facts=["forecast"],
                 evidence=[evidence("budget.pdf", row, page=2)])
        for name, row in (("q1", "Residential care 61.5"), ("q2", "Home care 20.5 23.1"))
    ]  # fmt: skip
    assert gold.remarks([rows[0]], [rows[1]]) == []


def test_ids_used_twice_are_told(gold: Gold) -> None:
    found = gold.remarks([question()], [question(question="Another matter: the swans?")])
    assert "the id is already used at split0.jsonl:1 (q1)" in [r.message for r in found]


def test_lines_of_a_quote_are_counted_from_one() -> None:
    text = "first line\nthe second\nline of three\nlast"
    assert lines_of("second line of", text) == (2, 3)
    assert lines_of("LAST", text) == (4, 4)
    assert lines_of("nowhere", text) is None


def test_papers_are_read_by_page_and_by_lines() -> None:
    held = HeldPapers(Store())
    assert held.named("ferry-minutes.txt") == [MINUTES]
    assert held.named("budget-copy.pdf") == [BUDGET]
    assert len(held.pages(BUDGET)) == 3
    assert place_of_quote(held, MINUTES, "presented the report") == "lines 3 to 3"


OF_OTHER_KINDS = {"dev-conversations.jsonl", "dev-premises.jsonl", "dev-record.jsonl"}
GOLD = [path for path in sorted(SHARED.glob("*.jsonl")) if path.name not in OF_OTHER_KINDS]


@pytest.mark.parametrize("path", [SAMPLES / "gold.jsonl", *GOLD])
def test_the_gold_that_we_measure_with_is_in_order(path: Path) -> None:
    placed, remarks = read_placed([path])
    remarks += check_alone(placed)
    assert len(placed) >= 30
    assert [remark for remark in remarks if remark.wrong] == []
