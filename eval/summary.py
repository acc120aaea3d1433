"""Putting the questions' scores together: overall, by gold file and by category."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.gold import GoldQuestion
from eval.held import HeldPapers
from eval.measures import F1, MEASURES, Measure
from eval.metrics import Share, bootstrap_interval, f_measure, mean, percentile, pooled
from eval.scoring import QuestionScore
from qa.answers import Answer


@dataclass(frozen=True, slots=True)
class Record:
    """One question asked: the gold, the answer, its score and how long it took."""

    question: GoldQuestion
    answer: Answer
    score: QuestionScore
    wall_ms: float


@dataclass(frozen=True, slots=True)
class Value:
    """A measure over some questions."""

    value: float | None
    interval: tuple[float, float] | None
    """95 % bootstrap interval over the questions."""
    part: float
    whole: float
    """Sums over the questions of the shares' parts and wholes."""
    questions: int
    """Questions for which the measure is defined."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some questions and every measure over them."""

    name: str
    questions: int
    answerable: int
    declined: int
    values: dict[str, Value]
    latency: dict[str, tuple[float, float]]
    """p50 and p95 in milliseconds: asking as timed from outside, and each stage by name."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A run over gold questions."""

    overall: Group
    golds: tuple[Group, ...]
    categories: tuple[Group, ...]
    not_held: tuple[str, ...]
    """Papers that the gold rests on and the library does not hold."""


def summarise(records: Sequence[Record], held: HeldPapers) -> Summary:
    """Put the records of a run together."""
    return Summary(
        overall=_group("all", records),
        golds=tuple(_groups(records, [record.question.gold for record in records])),
        categories=tuple(_groups(records, [record.question.category for record in records])),
        not_held=papers_not_held([record.question for record in records], held.holds),
    )


def papers_not_held(
    questions: Iterable[GoldQuestion], holds: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the papers that the evidence names and that should be held but are not."""
    docs = {
        item.doc for question in questions for item in question.evidence if not item.out_of_split
    }
    return tuple(sorted(doc for doc in docs if not holds(doc)))


def value_of(measure: Measure, shares: Sequence[Share]) -> Value:
    """Put the questions' shares of one measure together."""
    defined = [share for share in shares if share.whole]
    put_together = pooled(defined) if measure.pooled else mean([s.value for s in defined])
    return Value(
        value=put_together,
        interval=bootstrap_interval(defined, pool=measure.pooled),
        part=sum(share.part for share in defined),
        whole=sum(share.whole for share in defined),
        questions=len(defined),
    )


def _groups(records: Sequence[Record], names: Sequence[str]) -> Iterable[Group]:
    for name in dict.fromkeys(names):
        yield _group(
            name, [record for record, own in zip(records, names, strict=True) if own == name]
        )


def _group(name: str, records: Sequence[Record]) -> Group:
    values = {
        measure.name: value_of(measure, [record.score.shares[measure.name] for record in records])
        for measure in MEASURES
    }
    precision, recall = values["decline precision"], values["decline recall"]
    values[F1.name] = Value(f_measure(precision.value, recall.value), None, 0, 0, len(records))
    return Group(
        name=name,
        questions=len(records),
        answerable=sum(record.question.answerable for record in records),
        declined=int(precision.whole),
        values=values,
        latency=_latency(records),
    )


def _latency(records: Sequence[Record]) -> dict[str, tuple[float, float]]:
    times: dict[str, list[float]] = {"asking": [record.wall_ms for record in records]}
    for record in records:
        for stage, taken in record.answer.timings_ms.items():
            times.setdefault(stage, []).append(taken)
    return {stage: (at(taken, 50), at(taken, 95)) for stage, taken in times.items() if taken}


def at(values: Sequence[float], percent: float) -> float:
    """Return a percentile of values that are not empty."""
    found = percentile(values, percent)
    if found is None:
        raise ValueError("no values")
    return found
