"""The features of a passage as the answer to a question, and how much each of them counts.

`weigh_question` weighs the question's terms for the library (`Asked`). `features_of` compares them
with all candidates of a search at once, each read into numbers by `qa.retrieval.views`, and `combine`
makes one score of a candidate's features. What an answer looks like (money, a name, a day) is at the
end: quotes are chosen by it too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.features import Features
from qa.language.dates import MONTH, OF_DAY
from qa.language.names import titles
from qa.language.numbers import DURATION
from qa.language.spelling import weigh_terms
from qa.language.synonyms import learnt_words, met_otherwise
from qa.language.terms import analyse, term_set
from qa.library import Library
from qa.papers import DECIDING, Paper, Passage, Standing
from qa.questions.question import Kind, Question
from qa.retrieval.views import OPENING, Groups, View, Views


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each of the `Features` of the same name counts.

    Fitted on gold questions towards weights set by hand; how, and what they find out of fold, is in
    docs/adr/0039-ranking-refitted.md. `townclerk eval fit` fits them anew.
    """

    vectors: float = 0.89
    words: float = 0.33
    coverage: float = 9.49
    unit: float = -0.05
    heading: float = 1.7
    phrases: float = 1.13
    names: float = 1.05
    period: float = 2.81
    reference: float = 0.8
    standing: float = 3.93
    shape: float = 2.16
    minor: float = 1.3
    labels: float = 1.96
    row: float = 6.05


_WEIGHED = tuple(field.name for field in fields(Weights))


def combine(candidates: Sequence[Features], weights: Weights) -> list[float]:
    """Return one score a candidate from its features, larger is better."""
    return [
        sum(getattr(weights, name) * getattr(found, name) for name in _WEIGHED)
        for found in candidates
    ]


# The question


@dataclass(frozen=True)
class Asked:
    """A question with its weighted terms and their idf, as they were searched.

    `weighed` is worked out once and kept, so the record has no slots.
    """

    question: Question
    weights: Mapping[str, float]
    idf: Mapping[str, float]

    @cached_property
    def weighed(self) -> Mapping[str, float]:
        """How much each term counts: its weight times its idf."""
        return {term: weight * self.idf[term] for term, weight in self.weights.items()}

    def cover(self, text: str) -> float:
        """Return the share of the question's terms, by weight, that a text has, 0 to 1."""
        found = term_set(text)
        if self.question.others:
            found |= met_otherwise(self.question.others, found)
        return _share(self.weighed, found)


def weigh_question(question: Question, library: Library) -> Asked:
    """Return the question with its terms as weighed for this library."""
    words, weights = library.words, weighed_terms(question, library)
    learnt = learnt_words(question.terms, library.short_forms())
    total = max(1, words.count())
    idf = {term: _idf(words.document_frequency(term), total) for term in weights}
    return Asked(replace(question, others=question.others + learnt), weights, idf)


def weighed_terms(question: Question, library: Library) -> dict[str, float]:
    """Return the terms to search a library for, with their weights."""
    return weigh_terms(
        question.terms,
        library.words,
        written=question.written,
        light=question.day_terms,
        learnt=library.short_forms(),
    )


def _idf(frequency: int, total: int) -> float:
    """Return a term's inverse document frequency (BM25's, never negative)."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _share(weighed: Mapping[str, float], found: Set[str]) -> float:
    """Return the share of the total weight that the terms found have, 0 to 1."""
    total = sum(weighed.values())
    if total <= 0:
        return 0.0
    return sum(weight for term, weight in weighed.items() if term in found) / total


# The candidates


@dataclass(frozen=True, slots=True)
class IndexScores:
    """What the indexes say of one candidate; the fields are as in `Features`."""

    vectors: float
    words: float
    cosine: float


def features_of(
    asked: Asked,
    candidates: Sequence[tuple[Passage, Paper]],
    views: Views,
    scores: Sequence[IndexScores],
) -> list[Features]:
    """Return the features of each candidate, from its view and what the indexes say of it."""
    question, seen = asked.question, views.of(candidates)
    shares = _shares(asked, seen, views)
    return [
        Features(
            vectors=own.vectors,
            words=own.words,
            cosine=own.cosine,
            coverage=shares.coverage[at],
            unit=shares.unit[at],
            heading=shares.heading[at],
            phrases=shares.phrases[at],
            names=shares.names[at],
            period=_period_fit(question, passage, paper),
            reference=_reference_fit(question, passage),
            standing=_standing_fit(question, passage),
            shape=_shape_fit(question, passage, view),
            minor=-float(view.bare and passage.standing not in DECIDING),
            labels=len(question.labels & view.labels) / max(1, len(question.labels)),
            row=shares.row[at],
        )
        for at, ((passage, paper), view, own) in enumerate(
            zip(candidates, seen, scores, strict=True)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Shares:
    """What of the question's terms each candidate has, a number a candidate; see `Features`."""

    coverage: list[float]
    unit: list[float]
    heading: list[float]
    phrases: list[float]
    names: list[float]
    row: list[float]


_Held = NDArray[np.bool_]
"""Which terms (columns) are held: a row a passage, or a unit or row of a table."""


def _shares(asked: Asked, views: Sequence[View], known: Views) -> _Shares:
    """Compare the question's terms with all candidates at once, in arrays."""
    question, count = asked.question, len(views)
    names = [terms[0] for terms in map(analyse, question.names) if terms]
    terms = list(
        dict.fromkeys(
            [
                *asked.weighed,
                *names,
                *(t for other in question.others for t in other.asked),
                *(t for other in question.others for phrase in other.written for t in phrase),
            ]
        )
    )
    place = {term: at for at, term in enumerate(terms)}
    weights = np.zeros(len(terms))
    weights[: len(asked.weighed)] = list(asked.weighed.values())
    columns = known.columns(terms)

    def share(held: _Held) -> NDArray[np.float64]:
        total = float(weights.sum())
        return (held * weights).sum(axis=1) / total if total > 0 else np.zeros(len(held))

    def with_others(held: _Held, read: _Held) -> _Held:
        """Add the terms for which what was read has a whole phrase that papers use instead."""
        for other in question.others:
            met = np.zeros(len(read), np.bool_)
            for phrase in other.written:
                columns_of_phrase = np.array([place[term] for term in phrase], np.int64)
                met |= read[:, columns_of_phrase].all(axis=1)
            columns_met = np.array([place[term] for term in other.asked], np.int64)
            held[np.ix_(np.flatnonzero(met), columns_met)] = True
        return held

    headings = columns.held(Groups.of([view.heading for view in views]))
    papers = columns.held(Groups.of([view.paper for view in views]))
    units = Groups.joined([view.units for view in views])
    in_units = columns.held(units.groups)
    text = np.zeros((count, len(terms)), np.bool_)
    np.logical_or.at(text, units.owner, in_units)
    everywhere = with_others(text | headings | papers, text | headings)
    headed = in_units | headings[units.owner]
    rows = Groups.joined([view.rows for view in views])
    in_rows = columns.held(rows.groups) & (weights > 0)
    whole = in_rows.sum(axis=1) == rows.groups.lengths
    pairs = known.pairs(pairwise(question.terms))
    beside = np.array([np.isin(view.pairs, pairs).sum() for view in views], np.float64)
    columns_of_names = np.array([place[name] for name in names], np.int64)
    named = everywhere[:, columns_of_names].sum(axis=1) / max(1, len(names))
    return _Shares(
        coverage=share(everywhere).tolist(),
        unit=units.highest(share(with_others(headed.copy(), headed)), count),
        heading=share(headings).tolist(),
        phrases=(beside / max(1, len(question.terms) - 1)).tolist(),
        names=named.tolist(),
        row=rows.highest(np.where(whole, share(in_rows), 0.0), count),
    )


ALTERNATIVES = re.compile(
    r"\balternatives?\b|\boptions?\b.{0,40}\b(?:considered|reject|apprais)", re.I
)
MENTIONED = 0.8
"""How well a passage that names the month asked about fits; one of a meeting in it has 1."""


def _standing_fit(question: Question, passage: Passage) -> float:
    if Kind.DECISION in question.kinds or Kind.VOTE in question.kinds:
        if passage.standing in DECIDING:
            return 1.0
        return 0.3 if passage.standing is Standing.RECOMMENDED else 0.0
    asked_for = question.facets.business.asks_for_recommendation
    return 1.0 if asked_for and passage.standing is Standing.RECOMMENDED else 0.0


def _shape_fit(question: Question, passage: Passage, view: View) -> float:
    """Return how many looks of an answer the passage has: money, a name, a reason, a vote."""
    text = passage.text
    fit = 0.0
    if Kind.FIGURE in question.kinds:
        fit += 1.0 if view.has(FIGURE, text) else 0.0
    if Kind.WHO in question.kinds:
        fit += 0.7 if view.has(PERSON, text) else 0.0
    if Kind.REASON in question.kinds:
        last = passage.heading[-1].lower() if passage.heading else ""
        fit += (
            1.0
            if last.startswith(("reason", "rationale", "why"))
            else 0.5 * view.has(REASONING, text)
        )
    if question.facets.business.asks_for_alternatives:
        fit += (
            1.0 if ALTERNATIVES.search(" ".join([*passage.heading[-1:], text[:OPENING]])) else 0.0
        )
    if Kind.VOTE in question.kinds:
        fit += 1.0 if view.has(VOTING, text) else 0.0
    if Kind.WHEN in question.kinds:
        lasting = question.facets.times.asks_how_long and view.has(DURATION, text)
        fit += 0.7 if lasting or view.has(DATE, text) else 0.0
    return fit


def _period_fit(question: Question, passage: Passage, paper: Paper) -> float:
    if not question.periods:
        return 0.0
    day = passage.meeting_date or paper.meeting_date
    if any(period.covers(day) for period in question.periods):
        return 1.0
    # A decision of a month is in the minutes of that meeting; later papers only mention it.
    mentioned = not {Kind.DECISION, Kind.VOTE} & set(question.kinds)
    months = [p.first for p in question.periods if mentioned and 0 < (p.last - p.first).days <= 31]
    if any(re.search(rf"\b{d:%b}[a-z]*,? {d.year}\b", passage.text) for d in months):
        return MENTIONED
    return -0.5 if day is not None else 0.0


def _reference_fit(question: Question, passage: Passage) -> float:
    """Return 1 where the passage has the reference or minute number that is asked for, else 0."""
    own = {reference.replace(" ", "").upper() for reference in passage.references}
    asked_for = not own.isdisjoint(question.references)
    return float(asked_for or passage.item_number in question.minutes)


# What an answer looks like: money, a figure, a name, a day, a reason, a vote


FIGURE = re.compile(
    r"[£€$]\s?\d|\b\d[\d,.]*\s?(?:%|per cent|fte|k\b|m\b)|\b\d{2,}\b|\b\d+\s?[-–]\s?\d+\b|[a-z)]:?\s\d+\s*$",
    re.M,
)
PERSON = re.compile(
    rf"\b(?:{titles(plural=True, capitals=True)}|Chair(?:man|person)?|Director|Head of|Chief|Officer|Ltd|Limited|LLP|plc)\b"
)
REASONING = re.compile(
    r"\b(?:because|in order to|due to|as a result|therefore|so that|reason|rationale|since|owing to|justif)",
    re.I,
)
VOTING = re.compile(
    r"\b(?:moved|proposed|seconded|for \(\d|against \(\d|abstain|amendment|motion|carried|lost)\b",
    re.I,
)
DATE = re.compile(
    rf"\b\d{{1,2}}{OF_DAY}?\s+(?:of\s+)?{MONTH}\b|\b{MONTH},?\s+(?:19|20)\d\d\b|\b(?:19|20)\d\d(?:\s?[-/–]\s?\d{{2,4}})?\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b"
    r"|\b(?:weekly|monthly|quarterly|annual\w*|six.monthly|(?:spring|summer|autumn|winter) \d{4})\b",
    re.I,
)
LOOKS: Mapping[Kind, re.Pattern[str]] = {
    Kind.FIGURE: FIGURE,
    Kind.WHO: PERSON,
    Kind.WHEN: DATE,
    Kind.VOTE: VOTING,
}
"""What an answer looks like, for the kinds of answer that have a look of their own."""


def looks_like_an_answer(question: Question, text: str) -> bool:
    """Whether a text looks like an answer of a kind asked for; true where none has a look."""
    looks = [kind for kind in question.kinds if kind in LOOKS]
    undated = DATE.sub(" ", text) if Kind.FIGURE in looks else text
    return not looks or any(
        _looks_like(question, kind, undated if kind is Kind.FIGURE else text) for kind in looks
    )


def _looks_like(question: Question, kind: Kind, text: str) -> bool:
    """Whether a text looks like an answer of a kind. A length of time answers `how long`."""
    lasting = kind is Kind.WHEN and question.facets.times.asks_how_long and DURATION.search(text)
    return bool(lasting or LOOKS[kind].search(text))
