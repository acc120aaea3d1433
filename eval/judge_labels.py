"""What a person says of the answers, in a sheet, and how far the judge agrees.

A judge whose agreement is not measured says nothing: the two are always shown together.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.judge import QUESTIONS
from eval.judge_run import Judged
from eval.records import RunError
from eval.runs import Run

COLUMNS = ("id", "question", "expected", "answer", *QUESTIONS)
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})

Labels = Mapping[str, Mapping[str, bool]]
"""For each question by id, what a person said: faithful, correct; what they left out is absent."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judge and person agree on one question, over the answers that both judged."""

    answers: int
    agreed: int
    judge_yes: int
    person_yes: int
    kappa: float | None
    """Cohen's kappa; None where chance alone would always agree."""

    @property
    def share(self) -> float | None:
        """Share of the answers on which they agree."""
        return self.agreed / self.answers if self.answers else None


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Compare (judge, person) pairs. Kappa is after Cohen (1960)."""
    count = len(pairs)
    agreed = sum(judge is person for judge, person in pairs)
    yes = [sum(pair[side] for pair in pairs) for side in (0, 1)]
    kappa = None
    if count:
        by_chance = (yes[0] * yes[1] + (count - yes[0]) * (count - yes[1])) / count**2
        kappa = (agreed / count - by_chance) / (1 - by_chance) if by_chance < 1 else None
    return Agreement(count, agreed, yes[0], yes[1], kappa)


def agreements(judged: Sequence[Judged], labels: Labels) -> dict[str, Agreement]:
    """Compare the judge with a person on each of QUESTIONS."""
    return {
        name: agreement(
            [
                (line[name], labels[line["id"]][name])
                for line in judged
                if line[name] is not None and name in labels.get(line["id"], {})
            ]
        )
        for name in QUESTIONS
    }


def write_sheet(run: Run, path: Path) -> None:
    """Write the answers of a run for a person to judge: yes or no in the last two columns."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for record in run.records:
            shown = record.shown
            texts = (shown["question"], shown["expected"]["answer"], shown["answer"]["answer"])
            rows.writerow([record.outcome.id, *map(_as_text, texts), *("" for _ in QUESTIONS)])


def read_labels(path: Path, run: Run) -> Labels:
    """Read a sheet that a person filled in. Raises RunError naming the row of a slip."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{path}: cannot be read as a CSV sheet: {error}") from error
    known = {record.outcome.id for record in run.records}
    labels = {}
    for number, row in enumerate(rows, start=2):
        identity = row.get("id") or ""
        if identity not in known:
            raise RunError(f"{path}, row {number}: the run has no question {identity!r}")
        labels[identity] = {
            name: _yes(said, f"{path}, row {number}, {name}")
            for name in QUESTIONS
            if (said := (row.get(name) or "").strip())
        }
    if not any(labels.values()):
        raise RunError(f"{path}: no verdict in it; put yes or no in the columns {QUESTIONS}")
    return labels


def _yes(said: str, where: str) -> bool:
    if said.lower() in YES:
        return True
    if said.lower() in NO:
        return False
    raise RunError(f"{where}: must be yes or no, not {said!r}")


def _as_text(value: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
