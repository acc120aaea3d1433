from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.papers import Standing

SAMPLES = Path(__file__).parents[2] / "samples"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()
]
EVIDENCE = [(gold["id"], found) for gold in QUESTIONS for found in gold["evidence"]]
CATEGORIES = {
    *("decision", "figure", "table", "who", "reason", "proposal"),
    *("vote", "multi", "status", "discussion", "unanswerable", "exempt"),
}


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("identity", "found"), EVIDENCE, ids=[f"{i}-{n}" for n, (i, _) in enumerate(EVIDENCE)]
)
def test_every_quote_stands_on_the_page_given(
    identity: str, found: dict[str, Any], pages_of: Callable[[Path], tuple[str, ...]]
) -> None:
    pages, quote = pages_of(SAMPLES / "papers" / found["doc"]), squeezed(found["quote"])
    standing = [number for number, page in enumerate(pages, 1) if quote in squeezed(page)]
    if found["doc"].endswith(".pdf"):
        assert found["page"] in standing, f"{identity}: the quote stands on pages {standing}"
    else:
        assert found["page"] is None and standing == [1], f"{identity}: no such quote"


def test_no_two_questions_have_one_id_or_one_wording() -> None:
    assert len({gold["id"] for gold in QUESTIONS}) == len(QUESTIONS)
    assert len({gold["question"].casefold() for gold in QUESTIONS}) == len(QUESTIONS)


def test_every_kind_of_question_is_asked_and_enough_that_must_be_declined() -> None:
    asked = Counter(gold["category"] for gold in QUESTIONS)
    assert set(asked) == CATEGORIES
    assert len(QUESTIONS) >= 40
    assert asked["unanswerable"] >= 5 and asked["exempt"] >= 5


def test_every_paper_but_the_restricted_one_is_asked_about() -> None:
    asked = {found["doc"] for _, found in EVIDENCE}
    held = {path.name for path in (SAMPLES / "papers").iterdir()}
    assert held - asked == {"cabinet-2024-09-12-item-9-restricted.pdf"}
    assert asked <= held


@pytest.mark.parametrize("gold", QUESTIONS, ids=[gold["id"] for gold in QUESTIONS])
def test_a_question_is_in_order(gold: dict[str, Any]) -> None:
    standings = {standing.value for standing in Standing} | {None}
    assert gold["difficulty"] in {"easy", "medium", "hard"}
    assert {gold["standing"], *gold.get("standing_alt", [])} <= standings
    assert gold["answerable"] is (gold["category"] not in {"unanswerable", "exempt"})
    assert gold["answer"] and gold["key_facts"] and gold["evidence"]
    assert all(
        set(found) >= {"doc", "page", "lines", "quote", "section"} for found in gold["evidence"]
    )
    if gold["category"] == "unanswerable":
        assert gold["standing"] is None
        assert all(found.get("near_miss") for found in gold["evidence"])
