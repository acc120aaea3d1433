"""What the questions of a run come to: each measure overall, by gold file and by category.

Every measure is given over all wordings and in the worst wording of each question. Intervals are
over questions: the wordings of one stay together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.gold.evidence import HeldPapers, Retrieved, needs_of, same_file
from eval.gold.questions import Evidence, GoldQuestion
from eval.measures import ALIKE, FINDING, MEASURES, WORST, Measure, direction
from eval.ranking.measures import score_finding
from eval.runs.scoring import QuestionScore
from eval.runs.wordings import by_question, shares_of, together
from eval.statistics import (
    Calibration,
    Interval,
    Share,
    bootstrap_interval,
    calibrate,
    percentile,
    pooled,
)
from qa.answers import Answer, AnswerStatus


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
    """What an answer adds to the figures of a run, kept or just asked."""

    id: str
    question: str
    """Id of the question of which this was one wording."""
    gold: str
    category: str
    answerable: bool
    shares: dict[str, Share]
    times: dict[str, float]
    """Milliseconds: asking as timed from outside, and each stage by name."""
    chance: float | None
    """That the papers answer it, 0 to 1, as the answer gives it."""
    status: AnswerStatus
    standing: str | None
    paper_found: str | None
    paper_quoted: str | None
    """Files of the first hit and of the first citation."""
    body: str = ""
    file: str = ""
    """Body whose papers answer, and the paper that the gold's first evidence is in."""
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
    asked: int
    """Wordings in which they were asked."""
    answerable: int
    declined: int
    """Wordings that the papers answer, and that were not answered."""
    statuses: dict[str, tuple[int, int]]
    """{status: wordings that the papers answer, and that they do not, to which it was given}."""
    words: tuple[float, float] | None
    """Words of an answer: the middle and the longest; None where none was given."""
    values: dict[str, Value]
    """Over all wordings."""
    worst: dict[str, Value]
    """In the worst wording of each question, of the measures that have a better side."""
    alike: dict[str, Value]
    """How far the wordings of a question were treated alike."""
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
    """Of the chance that answers carry; None where none carries one."""
    declined_by: tuple[DeclinedBy, ...] = ()
    """The check that declined most first."""
    bodies: tuple[Group, ...] = ()
    files: tuple[Group, ...] = ()
    """By the body asked about, and by the paper (a writer each) of the gold's evidence; without
    intervals."""


def summarise(records: Sequence[Record], held: HeldPapers) -> Summary:
    """Put the records of a run together."""
    questions = [record.question for record in records]
    return put_together(
        [outcome_of(record) for record in records], papers_not_held(questions, held.holds)
    )


def put_together(outcomes: Sequence[Outcome], not_held: Sequence[str] = ()) -> Summary:
    """Put outcomes together: overall, by gold file and by category."""
    scored = [(o.chance, o.answerable) for o in outcomes if o.chance is not None]
    return Summary(
        overall=_group("all", outcomes),
        golds=tuple(_groups(outcomes, [outcome.gold for outcome in outcomes])),
        categories=tuple(_groups(outcomes, [outcome.category for outcome in outcomes])),
        not_held=tuple(not_held),
        calibration=calibrate(scored),
        declined_by=_declined_by(outcomes),
        bodies=tuple(_groups(outcomes, [o.body for o in outcomes], intervals=False)),
        files=tuple(_groups(outcomes, [o.file for o in outcomes], intervals=False)),
    )


def outcome_of(record: Record) -> Outcome:
    """Return what a question adds to the figures."""
    question, answer = record.question, record.answer
    return Outcome(
        id=question.id,
        question=question.wording_of or question.id,
        gold=question.gold,
        category=question.category,
        answerable=question.answerable,
        shares=record.score.shares,
        times={"asking": record.wall_ms, **answer.timings_ms},
        chance=answer.chance,
        status=answer.status,
        standing=answer.standing.value if answer.standing else None,
        paper_found=answer.hits[0].paper.file if answer.hits else None,
        paper_quoted=answer.citations[0].paper.file if answer.citations else None,
        body=question.body,
        file=question.evidence[0].doc if question.evidence else "",
        declined_by=answer.declined_by,
    )


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
    return _value([together(measure, [share]) for share in shares])


def _value(shares: Sequence[Share], *, intervals: bool = True) -> Value:
    """Pool shares, one a question."""
    defined = [share for share in shares if share.whole]
    return Value(
        value=pooled(defined),
        interval=bootstrap_interval(defined, pool=True) if intervals else None,
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


def _groups(
    outcomes: Sequence[Outcome], names: Sequence[str], *, intervals: bool = True
) -> Iterable[Group]:
    for name in filter(None, dict.fromkeys(names)):
        own = [outcome for outcome, of in zip(outcomes, names, strict=True) if of == name]
        yield _group(name, own, intervals=intervals)


def _group(name: str, outcomes: Sequence[Outcome], *, intervals: bool = True) -> Group:
    shares = shares_of(outcomes)
    values = {name: _value(list(own.values()), intervals=intervals) for name, own in shares.items()}
    words = [
        outcome.shares["answer words"].part
        for outcome in outcomes
        if outcome.shares["answer words"].whole
    ]
    return Group(
        name=name,
        questions=len(by_question(outcomes)),
        asked=len(outcomes),
        answerable=sum(outcome.answerable for outcome in outcomes),
        declined=sum(outcome.status is not AnswerStatus.ANSWERED for outcome in outcomes),
        statuses={
            status.value: (
                sum(o.status is status and o.answerable for o in outcomes),
                sum(o.status is status and not o.answerable for o in outcomes),
            )
            for status in AnswerStatus
        },
        words=(at(words, 50), max(words)) if words else None,
        values={measure.name: values[measure.name] for measure in MEASURES},
        worst={
            measure.name: values[WORST + measure.name]
            for measure in MEASURES
            if direction(measure.name)
        },
        alike={measure.name: values[measure.name] for measure in ALIKE},
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
