"""Run and qrels files in TREC's layout: ours for other tools to check, and any system's measured.

A run line is `query Q0 passage rank score tag`; a qrels line is `query 0 passage grade`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.ranking.measures import MeasureError, falling, in_order, measure_ranked
from eval.statistics import Interval, Share, bootstrap_interval, mean

RUN, QRELS = "run.trec", "qrels.trec"

Scored = Sequence[tuple[str, float]]
"""Passage ids with their scores, best first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Values by measure, then by query; only where they are defined."""

    values: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...]
    """What a reader must know of the two files."""

    def average(self, measure: str) -> float | None:
        """Return the mean over the queries for which the measure is defined."""
        return mean(list(self.values[measure].values()))

    def interval(self, measure: str) -> Interval | None:
        """Return the mean's 95 % bootstrap interval over queries."""
        shares = [Share(value, 1) for value in self.values[measure].values()]
        return bootstrap_interval(shares, pool=False)


def measure_files(qrels: Path, run: Path, measures: Sequence[str]) -> Measured:
    """Measure a run. Scores rank it, not its ranks, and ties go by falling id, as in trec_eval."""
    judged, scored = read_qrels(qrels), read_run(run)
    rankings = {query: in_order(scores) for query, scores in scored.items()}
    values = measure_ranked(measures, judged, rankings)
    unranked, unjudged = judged.keys() - rankings.keys(), rankings.keys() - judged.keys()
    notes = []
    if unranked:
        notes.append(f"{len(unranked)} judged queries are not in the run and count 0")
    if unjudged:
        notes.append(f"{len(unjudged)} queries of the run have no judgments and are left out")
    return Measured(values, tuple(notes))


def write_trec(
    folder: Path,
    rankings: Mapping[str, Scored],
    qrels: Mapping[str, Mapping[str, int]],
    *,
    tag: str = "townclerk",
) -> None:
    """Write `run.trec` and `qrels.trec`. Raises MeasureError on an id with a space in it.

    Scores that are level are lowered by one bit each, so that every tool ranks as we did.
    """
    run_lines = [
        f"{_word(query)} Q0 {_word(name)} {rank} {score:.9g} {_word(tag)}"
        for query, ranking in rankings.items()
        for rank, ((name, _), score) in enumerate(
            zip(ranking, falling(score for _, score in ranking), strict=True), start=1
        )
    ]
    qrels_lines = [
        f"{_word(query)} 0 {_word(name)} {grade}"
        for query, grades in qrels.items()
        for name, grade in sorted(grades.items())
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in ((RUN, run_lines), (QRELS, qrels_lines)):
        text = "".join(f"{line}\n" for line in lines)
        (folder / name).write_text(text, encoding="utf-8")


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Return {query: {passage: score}}. Raises MeasureError with the line at the first slip."""
    run: dict[str, dict[str, float]] = {}
    for where, fields in _fields(path, "query Q0 passage rank score tag"):
        scores = run.setdefault(fields[0], {})
        if fields[2] in scores:
            raise MeasureError(f"{where}: {fields[2]} is ranked twice for {fields[0]}")
        scores[fields[2]] = _number(fields[4], where)
    return run


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return {query: {passage: grade}}; grades below 0 count as 0.

    TREC's four columns, or BEIR's three with a heading (`query-id corpus-id score`). Raises
    MeasureError with the line at the first slip.
    """
    layout = "query 0 passage grade"
    heading = path.is_file() and _first_line(path).split() == ["query-id", "corpus-id", "score"]
    qrels: dict[str, dict[str, int]] = {}
    for where, fields in _fields(path, "query passage grade" if heading else layout):
        if heading and fields[0] == "query-id":
            continue
        query, name, grade = fields[0], fields[-2], _number(fields[-1], where)
        if grade != int(grade):
            raise MeasureError(f"{where}: the grade must be a whole number, not {fields[-1]}")
        grades = qrels.setdefault(query, {})
        if name in grades:
            raise MeasureError(f"{where}: {name} is judged twice for {query}")
        grades[name] = max(0, int(grade))
    return qrels


def _word(text: str) -> str:
    if len(text.split()) != 1:
        raise MeasureError(f"{text!r} has white space in it, which TREC's layout cannot hold")
    return text


def _fields(path: Path, layout: str) -> Iterator[tuple[str, list[str]]]:
    columns = len(layout.split())
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MeasureError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, start=1):
        fields = line.split()
        if fields and len(fields) != columns:
            raise MeasureError(
                f"{path}:{number}: {len(fields)} columns where there must be {columns} ({layout})"
            )
        if fields:
            yield f"{path}:{number}", fields


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline()


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise MeasureError(f"{where}: {text!r} is no number") from error
    if number != number or number in (float("inf"), float("-inf")):
        raise MeasureError(f"{where}: {text!r} is no finite number")
    return number
