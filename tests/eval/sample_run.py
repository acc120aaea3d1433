"""The gold questions of the sample papers, asked once and measured for all that need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion
from eval.reports.gate import Baseline
from eval.runs.records import Kept, Run, record_line
from eval.runs.runner import run_gold
from qa.answers import Answer
from qa.library import Library
from tests.eval.kept import scripted_circumstances

SAMPLES = Path(__file__).parents[2] / "samples"
GOLD = SAMPLES / "gold.jsonl"
SECRET = "£2,417,350"
"""Stands in the restricted sample paper alone, which no library holds."""


@dataclass(frozen=True)
class Sound:
    """The real answers, and the run that they make."""

    questions: list[GoldQuestion]
    answers: Mapping[str, Answer]
    library: Library
    held: HeldPapers
    run: Run
    baseline: Baseline


@dataclass
class Recorded:
    """Gives answers that were given before."""

    answers: Mapping[str, Answer]

    def ask(self, question: str, *, hits: int = 10) -> Answer:
        return self.answers.get(question) or next(iter(self.answers.values()))


def measured(questions: list[GoldQuestion], answers: Mapping[str, Answer], held: HeldPapers) -> Run:
    records = run_gold(questions, Recorded(answers), held, withheld=[SECRET])
    kept = tuple(Kept.of(record_line(record)) for record in records)
    return Run("samples", scripted_circumstances(questions, not_held=()), kept)
