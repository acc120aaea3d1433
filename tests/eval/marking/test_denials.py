from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.gold.questions import worded
from eval.marking.denials import draw_denials
from eval.runs.records import Run
from qa.answers import AnswerStatus
from tests.eval.kept import keep
from tests.eval.scripted import (
    CLOSURE,
    FERRY,
    LIBRARY,
    QUESTIONS,
    RENT,
    cite_lines,
    declined,
    minute_hit,
    right_answers,
)

REWORDED = "How dear is it?"


def kept(folder: Path) -> Run:
    """The rent is declined in both wordings, the library told as nearest, the others right."""
    questions = [FERRY, LIBRARY, replace(RENT, variants=(REWORDED,)), *QUESTIONS[2:3]]
    script = right_answers()
    script[REWORDED] = declined()
    script[LIBRARY.question] = declined(
        AnswerStatus.NEAREST,
        [minute_hit(1, 8, 9)],
        [cite_lines(CLOSURE, 8, 8)],
        "The papers found do not say when.",
    )
    return keep(folder, script, worded(questions))


def test_what_declines_is_drawn_first_and_one_wording_before_another(tmp_path: Path) -> None:
    records = kept(tmp_path).records
    two = {row.id.split("~")[0] for row in draw_denials(records, 2)}
    assert two == {"rent", "library"}
    three = {row.id for row in draw_denials(records, 3)}
    assert three == {"rent", "rent~2", "library"}
    assert len(draw_denials(records, 60)) == 5


def test_a_seed_draws_the_same_again(tmp_path: Path) -> None:
    records = kept(tmp_path).records
    assert draw_denials(records, 3, seed=4) == draw_denials(records, 3, seed=4)


def test_a_row_shows_what_was_said_found_and_expected(tmp_path: Path) -> None:
    rows = {row.id: row for row in draw_denials(kept(tmp_path).records)}
    row = rows["library"]
    assert row.kind == "nearest, papers answer"
    assert row.said == "The papers found do not say when."
    assert row.quotes == f"[1] papers/ferry-minutes.txt, lines 8 to 8 (decided): {CLOSURE}"
    assert row.found.startswith("1. papers/ferry-minutes.txt, lines 8 to 9: It was proposed")
    assert "ferry-minutes.txt, lines 8 to 8: close on Mondays" in row.expected
    assert (row.marks, row.mark) == ("untrue, true, none", "")
