"""Asking the gold questions, and keeping what came of each."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.gold import GoldQuestion
from eval.held import HeldPapers
from eval.scoring import score_answer
from eval.summary import Record
from qa.answers import to_json

if TYPE_CHECKING:
    from qa.protocols import Asker

WARM_UP = "What was decided at the last meeting?"
"""Asked first and not counted: models and indexes load with the first question."""
HITS = 10

Progress = Callable[[int, int], None]
"""Called with (questions asked, questions in all)."""


def run_gold(
    questions: Sequence[GoldQuestion],
    asker: Asker,
    held: HeldPapers,
    *,
    out: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Record]:
    """Ask every question, one at a time, and score the answers.

    With `out`, each record is written to `out/records.jsonl` as soon as it is there.
    """
    asker.ask(WARM_UP, hits=HITS)
    records: list[Record] = []
    with _sink(out) as sink:
        for question in questions:
            record = _ask(question, asker, held)
            records.append(record)
            sink(record)
            progress(len(records), len(questions))
    return records


def record_json(record: Record) -> dict[str, Any]:
    """Show a record: one line of `records.jsonl`.

    `ranking` has passage ids, scores and the needs met, so that a run file in TREC's layout
    and graded judgments can be made from it.
    """
    question, score = record.question, record.score
    return {
        "id": question.id,
        "gold": question.gold,
        "category": question.category,
        "answerable": question.answerable,
        "expected": {
            "answer": question.answer,
            "standings": [value.value if value else None for value in question.standings],
        },
        "faults": list(score.faults),
        "facts": [{"fact": fact, "found": found} for fact, found in score.facts],
        "measures": {name: share.value for name, share in score.shares.items() if share.whole},
        "ranking": [
            {"rank": hit.rank, "id": hit.passage.id, "score": hit.score, "meets": sorted(met)}
            for hit, met in zip(record.answer.hits, score.found, strict=False)
        ],
        "wall_ms": round(record.wall_ms, 2),
        "answer": to_json(record.answer, hits=HITS),
    }


def _ask(question: GoldQuestion, asker: Asker, held: HeldPapers) -> Record:
    started = time.perf_counter()
    answer = asker.ask(question.question, hits=HITS)
    wall_ms = (time.perf_counter() - started) * 1000
    return Record(question, answer, score_answer(question, answer, held), wall_ms)


@contextmanager
def _sink(out: Path | None) -> Iterator[Callable[[Record], None]]:
    if out is None:
        yield lambda record: None
        return
    out.mkdir(parents=True, exist_ok=True)
    with (out / "records.jsonl").open("w", encoding="utf-8") as file:

        def write(record: Record) -> None:
            file.write(json.dumps(record_json(record), ensure_ascii=False) + "\n")
            file.flush()

        yield write
