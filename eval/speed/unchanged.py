"""How long an ingest takes that finds nothing new: the usual case, night after night."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from eval.processes import ingest_papers
from eval.progress import Step
from eval.speed.reading import Spread

PAPER = """Marrowby Council

Minutes of the Cabinet held on {day} March {year}

1. FERRY {number}

The officer spoke of ferry {number}.

RESOLVED that ferry {number} sail at {number} minutes past the hour.
"""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Ingests of the same files, all of which are held."""

    files: int
    first_seconds: float
    """Of the ingest that took them in."""
    seconds: Spread
    """Of the whole command, its start-up included, over the repeats."""


def measure_unchanged(files: int, *, repeats: int = 3, step: Step = lambda what: None) -> Unchanged:
    """Take in so many invented minutes, then give the same files again and again."""
    with tempfile.TemporaryDirectory(prefix="townclerk-bench-") as name:
        folder = Path(name)
        papers = folder / "papers"
        papers.mkdir()
        for number in range(files):
            text = PAPER.format(number=number, day=1 + number % 28, year=1900 + number // 28)
            (papers / f"minutes-{number:06}.txt").write_text(text, encoding="utf-8")
        step(f"taking in {files} papers")
        first = ingest_papers([papers], folder / "library")
        seconds = []
        for turn in range(repeats):
            step(f"the same again, {turn + 1} of {repeats}")
            seconds.append(ingest_papers([papers], folder / "library").seconds)
    return Unchanged(files, first.seconds, Spread.of(seconds))
