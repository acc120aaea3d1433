"""Runs over scripted answers, kept in a folder as `eval run --out` keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion
from eval.runs.records import FORMAT, Circumstances, Run, end_run, gold_asked, open_run
from eval.runs.runner import run_gold
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
    return Circumstances(**{"format": FORMAT, "made": "2026-01-01", "gold": gold, **made_with})
