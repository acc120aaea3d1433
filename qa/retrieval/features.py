"""The features of a passage as the answer to a question, and how much each of them counts.

`weigh_question` weighs the question's terms for the library (`Asked`). `view_of` reads a passage once
into sets of terms (`View`). `features_of` compares the two for all candidates of a search, and
`combine` makes one score of a candidate's features. What an answer looks like (money, a name, a day)
is at the end: quotes are chosen by it too.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise

from qa.features import Features
from qa.language.dates import MONTH, OF_DAY
from qa.language.names import titles
from qa.language.numbers import DURATION, MONEY, Label, labels_among
from qa.language.spelling import weigh_terms
from qa.language.synonyms import learnt_words, met_otherwise
from qa.language.terms import analyse, read_terms, term_set
from qa.library import Library
from qa.papers import DECIDING, Paper, Passage, Standing, UnitKind
from qa.questions.business import FORMS
from qa.questions.question import Kind, Question


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each of the `Features` of the same name counts.

    Fitted on gold questions towards weights set by hand; how, and what they find out of fold, is in
    docs/adr/0002-passages-and-ranking.md. `townclerk eval fit` fits them anew.
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
    views: Sequence[View],
    scores: Sequence[IndexScores],
) -> list[Features]:
    """Return the features of each candidate, from its view and what the indexes say of it."""
    question, weighed = asked.question, asked.weighed
    names = [terms[0] for terms in map(analyse, question.names) if terms]
    pairs = list(pairwise(question.terms))
    # Other terms of a passage are left out at once, since joining large sets takes long.
    wanted = weighed.keys() | names
    found = []
    for (passage, paper), view, own in zip(candidates, views, scores, strict=True):
        heading = view.heading & wanted
        everywhere = (view.text & wanted) | heading | (view.paper & wanted)
        units: Sequence[Set[str]] = [(unit & wanted) | heading for unit in view.units]
        if question.others:
            everywhere |= met_otherwise(question.others, view.text | view.heading)
            units = [
                known | met_otherwise(question.others, unit | view.heading)
                for known, unit in zip(units, view.units, strict=True)
            ]
        rows = (row for row in view.rows if row <= weighed.keys())
        found.append(
            Features(
                vectors=own.vectors,
                words=own.words,
                cosine=own.cosine,
                coverage=_share(weighed, everywhere),
                unit=max((_share(weighed, unit) for unit in units), default=0.0),
                heading=_share(weighed, heading),
                phrases=sum(pair in view.pairs for pair in pairs) / max(1, len(pairs)),
                names=sum(name in everywhere for name in names) / max(1, len(names)),
                period=_period_fit(question, passage, paper),
                reference=_reference_fit(question, passage),
                standing=_standing_fit(question, passage),
                shape=_shape_fit(question, passage),
                minor=_minor(question, passage, paper, view),
                discussed=-float(
                    passage.standing is Standing.DISCUSSED
                    and not question.facets.business.asks_for_talk
                ),
                introduces=-float(
                    Kind.FIGURE not in question.kinds  # An introduction often has the figures.
                    and view.introduces
                ),
                labels=len(question.labels & view.labels) / max(1, len(question.labels)),
                row=max((_share(weighed, row) for row in rows), default=0.0),
            )
        )
    return found


ALTERNATIVES = re.compile(
    r"\balternatives?\b|\boptions?\b.{0,40}\b(?:considered|reject|apprais)", re.I
)
BARE = 4
"""A passage with at most so many terms beside those of its heading is only a heading."""
MENTIONED = 0.8
"""How well a passage that names the month asked about fits; one of a meeting in it has 1."""


def _standing_fit(question: Question, passage: Passage) -> float:
    if Kind.DECISION in question.kinds or Kind.VOTE in question.kinds:
        if passage.standing in DECIDING:
            return 1.0
        return 0.3 if passage.standing is Standing.RECOMMENDED else 0.0
    asked_for = question.facets.business.asks_for_recommendation
    return 1.0 if asked_for and passage.standing is Standing.RECOMMENDED else 0.0


def _shape_fit(question: Question, passage: Passage) -> float:
    """Return how many looks of an answer the passage has: money, a name, a reason, a vote."""
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
        fit += 0.7 if _looks_like(question, Kind.WHEN, text) else 0.0
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


def _minor(question: Question, passage: Passage, paper: Paper, view: View) -> float:
    """Return less than 0 for front sheets, contents pages and forms: they mention every matter."""
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


# A passage as it is compared with every question


@dataclass(frozen=True, slots=True)
class View:
    """The terms of a passage, of its headings, and of its paper; made once and kept."""

    text: frozenset[str]
    heading: frozenset[str]
    paper: frozenset[str]
    units: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]
    """Neighbouring terms of the text and the headings, stopwords left out."""
    introduces: bool = False
    """Whether it begins with what came before the meeting, as in `INTRODUCES`."""
    signed: bool = False
    """Whether it is where a form is signed."""
    labels: frozenset[Label] = frozenset()
    """Bands, options, lots and the like that it or its headings name."""
    rows: tuple[frozenset[str], ...] = ()
    """The terms of the name of each row of its tables."""


VIEWS_KEPT = 20_000


class Views:
    """The views of passages, kept for the questions to come. Safe from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._views: OrderedDict[str, View] = OrderedDict()
        self._titles: dict[str, frozenset[str]] = {}

    def of(self, candidates: Iterable[tuple[Passage, Paper]]) -> list[View]:
        """Return the view of each passage, in order."""
        return [self._view(passage, paper) for passage, paper in candidates]

    def _view(self, passage: Passage, paper: Paper) -> View:
        view = self._views.get(passage.id)
        if view is None:
            title = self._titles.get(paper.id)
            if title is None:
                title = self._titles[paper.id] = term_set(Library.title_words(paper))
            view = self._views[passage.id] = view_of(passage, title)
            if len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        return view


INTRODUCES = re.compile(
    r"\b(?:considered|received) (?:the|a|an) (?:joint )?(?:report|item)\b|\bconsideration was given to\b"
    r"|\breport (?:of|from|by) the\b|\b(?:approval|agreement) was sought\b|\bthe purpose of (?:this|the) report\b",
    re.I,
)
"""How a passage begins that says what came before the meeting, and not what was decided."""
SIGNATURE = re.compile(r"(?:[._…]\s?){12,}\s*(?:signed|signature|date|name)\b", re.I)
"""Where a form is signed."""
OPENING = 400
"""Characters at the start of a passage in which it introduces its matter."""


def view_of(passage: Passage, title: frozenset[str]) -> View:
    """Return the view of a passage; `title` are the terms of its paper's title words."""
    units = passage.units
    heading = " ".join([*passage.heading, *passage.references])
    columns = " ".join(unit.text for unit in units if unit.kind == UnitKind.HEADER)
    rows = [unit.text.split("\t")[:2] for unit in units if unit.kind == UnitKind.ROW]
    shared = [" ".join(unit.row.labels) if unit.row else "" for unit in units]
    read = read_terms(
        [heading, columns, *passage.heading]
        + [unit.text for unit in units]
        + [cell for row in rows for cell in row]
        + shared
    )
    above = read[columns].terms
    runs = [
        [term for unit in units for term in read[unit.text].matter],
        *(read[part].matter for part in passage.heading),
    ]
    by_unit = tuple(
        frozenset(
            [
                *read[unit.text].terms,
                *read[own].terms,
                *(above if unit.kind == UnitKind.ROW else ()),
            ]
        )
        for unit, own in zip(units, shared, strict=True)
    )
    # A row's name is in its first cell, or in the second where the first has no words.
    # Labels that it shares with other rows are a part of it.
    beside = (own for unit, own in zip(units, shared, strict=True) if unit.kind == UnitKind.ROW)
    named = (
        [*read[own].matter, *next((m for c in row if c not in own and (m := read[c].matter)), ())]
        for row, own in zip(rows, beside, strict=True)
    )
    return View(
        text=frozenset().union(*by_unit),
        heading=frozenset(read[heading].terms),
        paper=title,
        units=by_unit,
        pairs=frozenset(pair for run in runs for pair in pairwise(run)),
        introduces=bool(INTRODUCES.search(passage.text[:OPENING])),
        signed=bool(SIGNATURE.search(passage.text)),
        labels=labels_among(units, heading),
        rows=tuple(frozenset(terms) for terms in named if terms),
    )


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
