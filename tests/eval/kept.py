"""Runs over scripted answers, kept in a folder as `eval run --out` keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.circumstances import Circumstances, gold_asked
from eval.gold.questions import GoldQuestion
from eval.held import HeldPapers
from eval.runner import run_gold
from eval.runs import Run, end_run, open_run
from qa.answers import Answer
from tests.eval.scripted import QUESTIONS, ScriptedAsker, Store, right_answers


def keep(
    folder: Path,
    script: dict[str, Answer] | None = None,
    questions: Sequence[GoldQuestion] = QUESTIONS,
    **made_with: Any,
) -> Run:
    asker = ScriptedAsker(right_answers() if script is None else script)
    run_gold(questions, asker, HeldPapers(Store()), out=folder)
    end_run(folder, scripted_circumstances(questions, **made_with), [])
    return open_run(folder)


def scripted_circumstances(
    questions: Sequence[GoldQuestion] = QUESTIONS, **made_with: Any
) -> Circumstances:
    gold = gold_asked(questions)
    return Circumstances(**{"format": 1, "made": "2026-01-01", "gold": gold, **made_with})
