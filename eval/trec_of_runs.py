"""A gold run as TREC's run and qrels files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.held import HeldPapers
from eval.judgments import judge_passages
from eval.needs import needs_of
from eval.summary import Record
from eval.trec import write_trec


def write_run_files(folder: Path, records: Sequence[Record], held: HeldPapers) -> None:
    """Write the rankings of all questions, and the judgments of those that have an answer."""
    rankings = {
        record.question.id: [(hit.passage.id, hit.score) for hit in record.answer.hits]
        for record in records
    }
    judged = {
        record.question.id: judge_passages(needs_of(record.question, held.holds), held)
        for record in records
        if record.question.answerable
    }
    write_trec(folder, rankings, judged)
