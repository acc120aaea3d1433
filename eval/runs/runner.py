"""Asking the gold questions, and keeping what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion
from eval.progress import Advance
from eval.ranking.measures import DEPTH
from eval.runs.records import RECORDS, record_line
from eval.runs.scoring import score_answer
from eval.runs.summary import Record

if TYPE_CHECKING:
    from qa.protocols import Asker

WARM_UP = "What was decided at the last meeting?"
"""Asked first and not counted: models and indexes load with the first question."""


def run_gold(
    questions: Sequence[GoldQuestion],
    asker: Asker,
    held: HeldPapers,
    *,
    out: Path | None = None,
    withheld: Sequence[str] = (),
    progress: Advance = lambda done, total: None,
    hits: int = DEPTH,
) -> list[Record]:
    """Ask every question, one at a time, and score the answers.

    With `out`, each record is written to `out/records.jsonl` as soon as it is there. `hits` is
    how deep the rankings go; the measures take the first ten.
    """
    asker.ask(WARM_UP, hits=hits)
    records: list[Record] = []
    with _records_file(out) as keep:
        for question in questions:
            record = _ask(question, asker, held, withheld=withheld, hits=hits)
            records.append(record)
            keep(record)
            progress(len(records), len(questions))
    return records


def _ask(
    question: GoldQuestion, asker: Asker, held: HeldPapers, *, withheld: Sequence[str], hits: int
) -> Record:
    started = time.perf_counter()
    answer = asker.ask(question.question, hits=hits)
    wall_ms = (time.perf_counter() - started) * 1000
    evidence = tuple(item for item in question.evidence if held.holds(item.doc))
    score = score_answer(question, answer, held, withheld)
    return Record(question, answer, score, wall_ms, evidence)


@contextmanager
def _records_file(out: Path | None) -> Iterator[Callable[[Record], None]]:
    if out is None:
        yield lambda record: None
        return
    out.mkdir(parents=True, exist_ok=True)
    with (out / RECORDS).open("w", encoding="utf-8") as file:

        def write(record: Record) -> None:
            file.write(record_line(record).model_dump_json() + "\n")
            file.flush()

        yield write
