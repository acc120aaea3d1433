"""What the questions of a run come to: each measure overall, by gold file and by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.gold.evidence import HeldPapers, Retrieved, needs_of, same_file
from eval.gold.questions import Evidence, GoldQuestion
from eval.measures import FINDING, MEASURES, Measure
from eval.ranking.measures import score_finding
from eval.runs.scoring import QuestionScore
from eval.statistics import (
    Calibration,
    Interval,
    Share,
    bootstrap_interval,
    calibrate,
    mean,
    percentile,
    pooled,
)
from qa.answers import Answer, AnswerStatus

LOOKED_AT = 5
"""Hits whose share of the question's terms counts, as in `qa.answerability`."""


@dataclass(frozen=True, slots=True)
class Record:
    """One question asked: the gold, the answer, its score and how long it took."""

    question: GoldQuestion
    answer: Answer
    score: QuestionScore
    wall_ms: float
    evidence: tuple[Evidence, ...] = ()
    """The gold's evidence in papers that are held."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question adds to the figures of a run, kept or just asked."""

    id: str
    gold: str
    category: str
    answerable: bool
    shares: dict[str, Share]
    times: dict[str, float]
    """Milliseconds: asking as timed from outside, and each stage by name."""
    evidence: float | None
    """Score by which it was answered or declined, 0 to 1."""
    declined_by: str | None = None
    """The check that found what the papers lack; None where it was not declined so."""


@dataclass(frozen=True, slots=True)
class Value:
    """A measure over some questions."""

    value: float | None
    interval: Interval | None
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
class DeclinedBy:
    """The questions that one check declined."""

    check: str
    questions: int
    answerable: int
    """Those that the papers do answer."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A run over gold questions."""

    overall: Group
    golds: tuple[Group, ...]
    categories: tuple[Group, ...]
    not_held: tuple[str, ...]
    """Papers that the gold rests on and the library does not hold."""
    calibration: Calibration | None
    """Of the score by which questions are declined; None where answers carry none."""
    declined_by: tuple[DeclinedBy, ...] = ()
    """The check that declined most first."""


def summarise(records: Sequence[Record], held: HeldPapers) -> Summary:
    """Put the records of a run together."""
    questions = [record.question for record in records]
    return put_together(
        [outcome_of(record) for record in records], papers_not_held(questions, held.holds)
    )


def put_together(outcomes: Sequence[Outcome], not_held: Sequence[str] = ()) -> Summary:
    """Put outcomes together: overall, by gold file and by category."""
    scored = [(o.evidence, o.answerable) for o in outcomes if o.evidence is not None]
    return Summary(
        overall=_group("all", outcomes),
        golds=tuple(_groups(outcomes, [outcome.gold for outcome in outcomes])),
        categories=tuple(_groups(outcomes, [outcome.category for outcome in outcomes])),
        not_held=tuple(not_held),
        calibration=calibrate(scored),
        declined_by=_declined_by(outcomes),
    )


def outcome_of(record: Record) -> Outcome:
    """Return what a question adds to the figures."""
    question = record.question
    return Outcome(
        id=question.id,
        gold=question.gold,
        category=question.category,
        answerable=question.answerable,
        shares=record.score.shares,
        times={"asking": record.wall_ms, **record.answer.timings_ms},
        evidence=evidence_of(record.answer),
        declined_by=record.answer.declined_by,
    )


def evidence_of(answer: Answer) -> float | None:
    """Return the score by which an answer was given or declined; None where there is none.

    The chance that the papers answer, where it was judged; else the share of the question's terms,
    weighed by rarity, that the best of the first hits holds, and 0 where the question was declined
    or nothing was found.
    """
    if answer.chance is not None:
        return answer.chance
    if answer.status is not AnswerStatus.ANSWERED or not answer.hits:
        return 0.0
    looked_at = [hit.features for hit in answer.hits[:LOOKED_AT]]
    covers = [found.coverage for found in looked_at if found is not None]
    return min(1.0, max(covers)) if covers else None


def papers_not_held(
    questions: Iterable[GoldQuestion], holds: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the papers that the evidence names and that should be held but are not."""
    docs = {
        item.doc for question in questions for item in question.evidence if not item.out_of_split
    }
    return tuple(sorted(doc for doc in docs if not holds(doc)))


def score_rankings(
    questions: Sequence[GoldQuestion],
    rankings: Mapping[str, Sequence[Retrieved]],
    holds: Callable[[str], bool],
) -> dict[str, Value]:
    """Return each measure of finding over the questions that have an answer.

    `rankings` are the passages found for each question by id, best first, by whichever system.
    """
    scores = [
        score_finding(question, rankings[question.id], needs_of(question, holds))
        for question in questions
    ]
    return {
        measure.name: value_of(measure, [score[measure.name] for score in scores])
        for measure in FINDING
    }


def holder(files: Sequence[str]) -> Callable[[str], bool]:
    """Return what says whether a paper is among these files."""
    return lambda doc: any(same_file(name, doc) for name in files)


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


def _declined_by(outcomes: Sequence[Outcome]) -> tuple[DeclinedBy, ...]:
    checks = Counter(outcome.declined_by for outcome in outcomes if outcome.declined_by)
    answerable = Counter(outcome.declined_by for outcome in outcomes if outcome.answerable)
    return tuple(
        DeclinedBy(check, count, answerable[check]) for check, count in checks.most_common()
    )


def _groups(outcomes: Sequence[Outcome], names: Sequence[str]) -> Iterable[Group]:
    for name in dict.fromkeys(names):
        yield _group(name, [o for o, own in zip(outcomes, names, strict=True) if own == name])


def _group(name: str, outcomes: Sequence[Outcome]) -> Group:
    values = {
        measure.name: value_of(measure, [outcome.shares[measure.name] for outcome in outcomes])
        for measure in MEASURES
    }
    return Group(
        name=name,
        questions=len(outcomes),
        answerable=sum(outcome.answerable for outcome in outcomes),
        declined=int(values["decline precision"].whole),
        values=values,
        latency=_latency(outcomes),
    )


def _latency(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, float]]:
    times: dict[str, list[float]] = {}
    for outcome in outcomes:
        for stage, taken in outcome.times.items():
            times.setdefault(stage, []).append(taken)
    return {stage: (at(taken, 50), at(taken, 95)) for stage, taken in times.items() if taken}


def at(values: Sequence[float], percent: float) -> float:
    """Return a percentile of values that are not empty."""
    found = percentile(values, percent)
    if found is None:
        raise ValueError("no values")
    return found
