"""What speaks for a passage as the answer to a question: few features, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise

from qa.asked import share
from qa.language.numbers import MONEY
from qa.language.synonyms import met_otherwise
from qa.language.terms import analyse
from qa.looks import FIGURE, PERSON, REASONING, VOTING, looks_of
from qa.papers import DECIDING, Paper, Standing
from qa.passages import Features, Passage
from qa.question import Question
from qa.question_kinds import Kind
from qa.questions.asked_business import FORMS
from qa.views import OPENING, View

ALTERNATIVES = re.compile(
    r"\balternatives?\b|\boptions?\b.{0,40}\b(?:considered|reject|apprais)", re.I
)
BARE = 4
"""Terms that a passage must have beyond its heading's, to be more than a heading."""
SPOKEN_OF = 0.8
"""How well a passage fits a month asked about that it names, beside one of a meeting in it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each of the `Features` of the same name counts.

    Fitted by a listwise softmax towards hand-set weights on 142 questions of three councils'
    papers; out of fold (five folds, three seeds) it finds the evidence first for .79 to .81,
    .77 to .81 and .75 of them, against .72, .65 and .71 by the hand-set weights. Talk
    and introductions came later: over 281 questions by five writers they raised it from .757 to .78-.79 out of fold.
    Labels, and the row that is wholly named, came last: over 362 questions by seven writers the row
    raised it from .789-.798 to .795-.806 out of fold (two seeds).
    """

    vectors: float = 0.84
    words: float = 0.57
    coverage: float = 6.2
    unit: float = 1.9
    heading: float = 1.2
    phrases: float = 2.3
    names: float = 0.75
    period: float = 1.6
    reference: float = 1.0
    standing: float = 3.5
    shape: float = 1.3
    minor: float = 1.4
    discussed: float = 1.0
    introduces: float = 1.5
    labels: float = 1.5
    row: float = 3.0


def _standing_fit(question: Question, passage: Passage) -> float:
    if Kind.DECISION in question.kinds or Kind.VOTE in question.kinds:
        if passage.standing in DECIDING:
            return 1.0
        return 0.3 if passage.standing is Standing.RECOMMENDED else 0.0
    asked_for = question.facets.business.asks_for_recommendation
    return 1.0 if asked_for and passage.standing is Standing.RECOMMENDED else 0.0


def _shape_fit(question: Question, passage: Passage) -> float:
    """Whether the passage has the look of what is asked: money, a name, a reason, a vote."""
    text = passage.text
    fit = 0.0
    if Kind.FIGURE in question.kinds:
        fit += 1.0 if FIGURE.search(text) else 0.0
    if Kind.WHO in question.kinds:
        fit += 0.7 if PERSON.search(text) else 0.0
    if Kind.REASON in question.kinds:
        last = passage.heading[-1].lower() if passage.heading else ""
        fit += (
            1.0
            if last.startswith(("reason", "rationale", "why"))
            else 0.5 * bool(REASONING.search(text))
        )
    if question.facets.business.asks_for_alternatives:
        fit += (
            1.0 if ALTERNATIVES.search(" ".join([*passage.heading[-1:], text[:OPENING]])) else 0.0
        )
    if Kind.VOTE in question.kinds:
        fit += 1.0 if VOTING.search(text) else 0.0
    if Kind.WHEN in question.kinds:
        fit += 0.7 if looks_of(question, Kind.WHEN, text) else 0.0
    return fit


def _period_fit(question: Question, passage: Passage, paper: Paper) -> float:
    if not question.periods:
        return 0.0
    day = passage.meeting_date or paper.meeting_date
    if any(period.covers(day) for period in question.periods):
        return 1.0
    # What a body decided in a month is in that meeting's record, not where it is spoken of later.
    spoken_of = not {Kind.DECISION, Kind.VOTE} & set(question.kinds)
    months = [p.first for p in question.periods if spoken_of and 0 < (p.last - p.first).days <= 31]
    if any(re.search(rf"\b{d:%b}[a-z]*,? {d.year}\b", passage.text) for d in months):
        return SPOKEN_OF
    return -0.5 if day is not None else 0.0


def _minor(question: Question, passage: Passage, paper: Paper, view: View) -> float:
    """Front sheets, contents pages and forms mention every matter and answer none."""
    head = passage.heading[-1].lower() if passage.heading else ""
    says_nothing = len(view.text - view.heading) <= BARE and not MONEY.search(passage.text)
    if (says_nothing and passage.standing not in DECIDING) or view.signed:
        return -3.0
    if paper.kind in FORMS and paper.kind not in question.facets.business.forms:
        return -1.0
    if re.match(
        r"(?:contents?|background (?:papers|documents)|contact|appendices|implementation date)|agenda$",
        head,
    ):
        return -1.0
    return 0.0


@lru_cache(maxsize=200)
def _first_terms(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(terms[0] for terms in map(analyse, names) if terms)


def features(
    question: Question,
    weights: Mapping[str, float],
    idf: Mapping[str, float],
    passage: Passage,
    paper: Paper,
    view: View,
    *,
    vectors: float,
    words: float,
    cosine: float,
) -> Features:
    """Return the features of one candidate; `vectors`, `words` and `cosine` are the indexes'."""
    names = _first_terms(question.names)
    weighed = {term: weight * idf[term] for term, weight in weights.items()}
    # Whatever else a passage says is left aside at once: the sets would be long to join.
    terms = weighed.keys() | names
    heading = view.heading & terms
    everywhere = (view.text & terms) | heading | (view.paper & terms)
    units: Sequence[Set[str]] = [(unit & terms) | heading for unit in view.units]
    if question.others:
        everywhere |= met_otherwise(question.others, view.text | view.heading)
        units = [
            known | met_otherwise(question.others, unit | view.heading)
            for known, unit in zip(units, view.units, strict=True)
        ]
    asked = list(pairwise(question.terms))
    references = {r.replace(" ", "").upper() for r in passage.references}
    return Features(
        vectors=vectors,
        words=words,
        cosine=cosine,
        coverage=share(weighed, everywhere),
        unit=max((share(weighed, unit) for unit in units), default=0.0),
        heading=share(weighed, heading),
        phrases=sum(pair in view.pairs for pair in asked) / len(asked) if asked else 0.0,
        names=sum(name in everywhere for name in names) / len(names) if names else 0.0,
        period=_period_fit(question, passage, paper),
        reference=float(
            bool(references.intersection(question.references))
            or passage.item_number in question.minutes
        ),
        standing=_standing_fit(question, passage),
        shape=_shape_fit(question, passage),
        minor=_minor(question, passage, paper, view),
        discussed=-float(
            passage.standing is Standing.DISCUSSED and not question.facets.business.asks_for_talk
        ),
        introduces=-float(
            Kind.FIGURE not in question.kinds  # Figures are often told with the introduction.
            and view.introduces
        ),
        labels=len(question.labels & view.labels) / max(1, len(question.labels)),
        row=max((share(weighed, row) for row in view.rows if row <= weighed.keys()), default=0.0),
    )


_WEIGHED = tuple(field.name for field in fields(Weights))


def combine(candidates: Sequence[Features], weights: Weights) -> list[float]:
    """Return one score a candidate from its features, larger is better."""
    return [
        sum(getattr(weights, name) * getattr(found, name) for name in _WEIGHED)
        for found in candidates
    ]
