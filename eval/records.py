"""The records of a run: how a question's answer and score are kept, and read back.

One JSON object a line, written as the question is answered. The report, a comparison and the
gate are all made from these lines, so that none of them asks anything again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.gold.slips import OtherStanding
from eval.statistics import Share
from eval.summary import Outcome, Record, outcome_of
from qa.answers import to_json
from qa.errors import TownclerkError
from qa.papers import Standing

HITS = 10
RECORDS = "records.jsonl"


class RunError(TownclerkError):
    """A run that was kept cannot be used; the message says what to do."""


class KeptPart(BaseModel):
    """A part of what is kept of a run, as it stands in its files."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class KeptEvidence(KeptPart):
    """A passage of a paper that is held and bears on the question."""

    doc: str
    page: int | None
    lines: tuple[int, int] | None
    quote: str
    alt: bool
    near_miss: bool


class Expected(KeptPart):
    """What the gold says."""

    answer: str
    standings: tuple[Standing | OtherStanding | None, ...]
    evidence: tuple[KeptEvidence, ...]


class KeptFact(KeptPart):
    """A key fact, and whether the answer states it."""

    fact: str
    found: bool


class RankedHit(KeptPart):
    """A passage found, and the needs (by index) that it meets."""

    rank: int
    id: str
    score: float
    meets: tuple[int, ...]


class RecordLine(KeptPart):
    """One line of `records.jsonl`: all that is kept of a question.

    The gold's `must_not`, and its quotes from papers that are not held, are left out: they may be
    exempt. An answer that tells withheld text is left out too.
    """

    id: str
    question: str
    gold: str
    category: str
    answerable: bool
    expected: Expected
    faults: tuple[str, ...]
    facts: tuple[KeptFact, ...]
    measures: dict[str, float | None]
    """Those that are defined."""
    shares: dict[str, tuple[int | float, int | float]]
    """Part and whole of every measure."""
    evidence_score: float | None
    ranking: tuple[RankedHit, ...]
    """A run file in TREC's layout and graded judgments can be made from it."""
    wall_ms: float
    times_ms: dict[str, float]
    answer: dict[str, Any]
    """As the answer contract has it, with at most ten hits."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of a kept run: what it adds to the figures, and all that was kept of it."""

    outcome: Outcome
    line: RecordLine

    @classmethod
    def of(cls, line: RecordLine) -> Kept:
        """Take the figures from a line."""
        shares = {name: Share(*share) for name, share in line.shares.items()}
        outcome = Outcome(
            id=line.id,
            gold=line.gold,
            category=line.category,
            answerable=line.answerable,
            shares=shares,
            times=line.times_ms,
            evidence=line.evidence_score,
        )
        return cls(outcome, line)

    @property
    def shown(self) -> dict[str, Any]:
        """The line as plain JSON."""
        return self.line.model_dump(mode="json")


def record_line(record: Record) -> RecordLine:
    """Return what is kept of a question that was asked."""
    question, score, outcome = record.question, record.score, outcome_of(record)
    evidence = tuple(KeptEvidence.model_validate(item) for item in record.evidence)
    return RecordLine(
        id=question.id,
        question=question.question,
        gold=question.gold,
        category=question.category,
        answerable=question.answerable,
        expected=Expected(answer=question.answer, standings=question.standings, evidence=evidence),
        faults=score.faults,
        facts=tuple(KeptFact(fact=fact, found=found) for fact, found in score.facts),
        measures={name: share.value for name, share in score.shares.items() if share.whole},
        shares={name: (share.part, share.whole) for name, share in score.shares.items()},
        evidence_score=outcome.evidence,
        ranking=tuple(
            RankedHit(rank=hit.rank, id=hit.passage.id, score=hit.score, meets=tuple(sorted(met)))
            for hit, met in zip(record.answer.hits, score.found, strict=False)
        ),
        wall_ms=round(record.wall_ms, 2),
        times_ms={name: round(taken, 3) for name, taken in outcome.times.items()},
        answer=_answer_json(record),
    )


def read_records(folder: Path) -> list[Kept]:
    """Read the records of a run. Raises RunError where there are none or they are not in order."""
    path = folder / RECORDS
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(
            f"{folder} holds no run; make one with: townclerk eval run GOLD --out {folder}"
        ) from error
    kept = []
    for number, line in enumerate(lines, 1):
        if line:
            try:
                kept.append(Kept.of(RecordLine.model_validate_json(line)))
            except ValidationError as error:
                raise RunError(
                    f"{path}:{number}: not a record that this version can read; run again"
                ) from error
    if not kept:
        raise RunError(f"{path} is empty: the run ended before its first answer; run it again")
    return kept


def _answer_json(record: Record) -> dict[str, Any]:
    shown = to_json(record.answer, hits=HITS)
    if not record.score.shares["withheld told"].part:
        return shown
    empty = {"answer": "(left out: it tells withheld text)", "citations": [], "hits": []}
    return {**shown, **empty}
