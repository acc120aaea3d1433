"""The records of a run: how a question's answer and score are kept, and read back.

One JSON object a line, written as the question is answered. The report, a comparison and the
gate are all made from these lines, so that none of them asks anything again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold import Evidence
from eval.statistics import Share
from eval.summary import Outcome, Record, outcome_of
from qa.answers import to_json
from qa.errors import TownclerkError

HITS = 10
RECORDS = "records.jsonl"


class RunError(TownclerkError):
    """A run that was kept cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of a kept run: what it adds to the figures, and all that was kept of it."""

    outcome: Outcome
    shown: Mapping[str, Any]
    """The line as `record_json` made it."""


def record_json(record: Record) -> dict[str, Any]:
    """Show a record: one line of `records.jsonl`.

    `shares` has part and whole of each measure; `ranking` passage ids, scores and the needs
    met, so that a run file in TREC's layout and graded judgments can be made from it. The
    gold's `must_not`, and its quotes from papers that are not held, are left out: they may be
    exempt. An answer that tells withheld text is left out too.
    """
    question, score, outcome = record.question, record.score, outcome_of(record)
    return {
        "id": question.id,
        "question": question.question,
        "gold": question.gold,
        "category": question.category,
        "answerable": question.answerable,
        "expected": {
            "answer": question.answer,
            "standings": [value.value if value else None for value in question.standings],
            "evidence": [_evidence_json(item) for item in record.evidence],
        },
        "faults": list(score.faults),
        "facts": [{"fact": fact, "found": found} for fact, found in score.facts],
        "measures": {name: share.value for name, share in score.shares.items() if share.whole},
        "shares": {name: [share.part, share.whole] for name, share in score.shares.items()},
        "evidence_score": outcome.evidence,
        "ranking": [
            {"rank": hit.rank, "id": hit.passage.id, "score": hit.score, "meets": sorted(met)}
            for hit, met in zip(record.answer.hits, score.found, strict=False)
        ],
        "wall_ms": round(record.wall_ms, 2),
        "times_ms": {name: round(taken, 3) for name, taken in outcome.times.items()},
        "answer": _answer_json(record),
    }


def read_records(folder: Path) -> list[Kept]:
    """Read the records of a run. Raises RunError where there are none or they are not in order."""
    path = folder / RECORDS
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(
            f"{folder} holds no run; make one with: townclerk eval run GOLD --out {folder}"
        ) from error
    kept = [_kept(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line]
    if not kept:
        raise RunError(f"{path} is empty: the run ended before its first answer; run it again")
    return kept


def _kept(line: str, where: str) -> Kept:
    try:
        shown = json.loads(line)
        outcome = Outcome(
            id=shown["id"],
            gold=shown["gold"],
            category=shown["category"],
            answerable=shown["answerable"],
            shares={name: Share(*share) for name, share in shown["shares"].items()},
            times=shown["times_ms"],
            evidence=shown["evidence_score"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{where}: not a record that this version can read; run again") from error
    return Kept(outcome, shown)


def _evidence_json(item: Evidence) -> dict[str, Any]:
    return {
        "doc": item.doc,
        "page": item.page,
        "lines": list(item.lines) if item.lines else None,
        "quote": item.quote,
        "alt": item.alt,
        "near_miss": item.near_miss,
    }


def _answer_json(record: Record) -> dict[str, Any]:
    shown = to_json(record.answer, hits=HITS)
    if not record.score.shares["withheld told"].part:
        return shown
    empty = {"answer": "(left out: it tells withheld text)", "citations": [], "hits": []}
    return {**shown, **empty}
