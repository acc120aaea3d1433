"""What speaks for a unit as the answer to a question, as a row of numbers.

Nothing here knows a wording. A unit is compared by the terms that it shares with the question, by
what it has that the question has not (a figure, a day, a name), by where it stands, and by how its
passage was ranked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from qa.features import Features
from qa.judgement.units import Candidate, candidates_of, columns_of, text_with_columns
from qa.language.numbers import DURATION, MONEY, PER_CENT, labels_of, within_bounds
from qa.language.synonyms import met_otherwise
from qa.language.terms import analyse, stem, term_set
from qa.papers import Hit, ItemKind, Standing, UnitKind
from qa.questions.question import Kind
from qa.retrieval.features import (
    DATE,
    FIGURE,
    PERSON,
    REASONING,
    VOTING,
    Asked,
    looks_like_an_answer,
)

NUMBER = re.compile(r"\d[\d,.]*")
SHARE = re.compile(rf"\d\s?{PER_CENT}", re.I)
WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
TOTAL_ROW = re.compile(r"\W*(?:grand |sub-?|over)?totals?\b", re.I)
SHORT, LONG = 5, 60
"""Words below and above which a unit is short or long."""
LOOKS = {
    "money": MONEY,
    "share": SHARE,
    "date": DATE,
    "duration": DURATION,
    "person": PERSON,
    "voting": VOTING,
    "reasoning": REASONING,
}
_OF_HIT = tuple(field.name for field in fields(Features))
_STANDINGS = tuple(standing for standing in Standing if standing is not Standing.EXEMPT)
_KINDS = tuple(Kind)
_COMPARED = ("own", "headed", "fit", "row_name", "hit_unit", "hit_coverage")
"""Features of which it also counts how far behind the best unit's they are."""


def unit_features(asked: Asked, hits: Sequence[Hit]) -> tuple[list[Candidate], NDArray[np.float64]]:
    """Return the units of the hits, and their features, shape (units, `FEATURES`)."""
    candidates = candidates_of(hits)
    rows = [row for rank, hit in enumerate(hits) for row in _of_hit(asked, hit, rank, hits[0])]
    if not rows:
        return [], np.zeros((0, len(FEATURES)))
    table = np.array([[row[name] for name in _OWN] for row in rows], np.float64)
    compared = table[:, [_OWN.index(name) for name in _COMPARED]]
    kinds = np.tile([float(kind in asked.question.kinds) for kind in _KINDS], (len(rows), 1))
    return candidates, np.hstack([table, compared - compared.max(axis=0), kinds])


def _of_hit(asked: Asked, hit: Hit, rank: int, first: Hit) -> list[dict[str, float]]:
    """Return the features of each unit of a hit that says something by itself."""
    passage, units = hit.passage, hit.passage.units
    columns = columns_of(passage)
    terms = [term_set(text_with_columns(unit, columns)) for unit in units]
    heading, title = term_set(" ".join(passage.heading)), term_set(hit.paper.title)
    share = _Shares(asked)
    own = [share.of(found) for found in terms]
    looks = [looks_like_an_answer(asked.question, unit.text) for unit in units]
    everything = frozenset[str]().union(heading, title, *terms)
    shared = {
        "rank": 1 / (1 + rank),
        "score": hit.score,
        "behind": hit.score - first.score,
        "whole": share.of(everything),
        "units": math.log(len(units)),
        "minute": float(passage.item_kind == ItemKind.MINUTE),
        **{f"stands_{s.value}": float(passage.standing is s) for s in _STANDINGS},
        **{
            f"hit_{name}": float(getattr(hit.features, name)) if hit.features else 0.0
            for name in _OF_HIT
        },
    }
    facets = asked.question.facets
    asks_total = facets.figures.asks_for_total
    rows = []
    for place in (each.place for each in candidates_of([hit])):
        unit, found = units[place], terms[place]
        words = len(unit.text.split())
        undated = DATE.sub(" ", unit.text)
        of_table = unit.row
        row_name = (
            term_set(" ".join([*of_table.labels, unit.text.split("\t")[0]]))
            if of_table
            else frozenset[str]()
        )
        labelled = bool(asked.question.labels & labels_of(unit, columns)) or within_bounds(
            asked.question.facets.figures.bounds, unit.text
        )
        rows.append(
            {
                **shared,
                "own": own[place],
                "headed": share.of(found | heading),
                "titled": share.of(found | heading | title),
                "behind_best": own[place] - max(own),
                "before": own[place - 1] if place else 0.0,
                "after": own[place + 1] if place + 1 < len(units) else 0.0,
                "fit": own[place] * (1.0 if looks[place] or not any(looks) else 0.5)
                + 0.3 * labelled,
                "looks": float(looks[place]),
                "labelled": float(labelled),
                "place": place / len(units),
                "first": float(place == 0),
                "words": math.log1p(words),
                "short": float(words < SHORT),
                "long": float(words > LONG),
                "row": float(unit.kind == UnitKind.ROW),
                "row_name": share.of(row_name),
                "row_named": len(row_name & share.terms) / max(1, len(row_name)),
                "columns": share.of(term_set(" ".join(of_table.columns))) if of_table else 0.0,
                "caption": share.of(term_set(of_table.caption or "")) if of_table else 0.0,
                "names": share.names(found),
                "names_headed": share.names(found | heading),
                "new": len(found - share.terms) / max(1, len(found)),
                "new_terms": math.log1p(len(found - share.terms - heading)),
                **{name: float(look.search(unit.text) is not None) for name, look in LOOKS.items()},
                "figure": float(FIGURE.search(undated) is not None),
                "new_number": float(not facets.numbers.issuperset(NUMBER.findall(undated))),
                "new_name": float(_has_new_capital(unit.text, facets.stems)),
                "total": float(asks_total and TOTAL_ROW.match(unit.text) is not None),
                "asks": float(unit.text.rstrip().endswith("?")),
                "leads": float(unit.text.rstrip().endswith(":")),
            }
        )
    return rows


class _Shares:
    """What share of a question's terms and names some terms have."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.terms = asked.question.facets.all_terms
        self.total = sum(asked.weighed.values()) or 1.0
        self.named = [terms[0] for terms in map(analyse, asked.question.names) if terms]

    def of(self, found: Set[str]) -> float:
        """Return the share of the question's terms, by weight, 0 to 1."""
        others = self.asked.question.others
        known = found | met_otherwise(others, frozenset(found)) if others else found
        return sum(w for term, w in self.asked.weighed.items() if term in known) / self.total

    def names(self, found: Set[str]) -> float:
        """Return the share of the names asked for; 0 where none is."""
        return sum(name in found for name in self.named) / max(1, len(self.named))


def _has_new_capital(text: str, known: Set[str]) -> bool:
    """Whether a word after the first begins with a capital and its stem is not a known one."""
    words = list(WORD.finditer(text))
    return any(w[0][0].isupper() and stem(w[0].lower()) not in known for w in words if w.start())


_OWN = (
    *("rank", "score", "behind", "whole", "units", "minute"),
    *(f"stands_{standing.value}" for standing in _STANDINGS),
    *(f"hit_{name}" for name in _OF_HIT),
    *("own", "headed", "titled", "behind_best", "before", "after", "fit", "looks", "labelled"),
    *("place", "first", "words", "short", "long"),
    *("row", "row_name", "row_named", "columns", "caption"),
    *("names", "names_headed", "new", "new_terms"),
    *LOOKS,
    *("figure", "new_number", "new_name", "total", "asks", "leads"),
)
FEATURES = (
    *_OWN,
    *(f"{name}_behind" for name in _COMPARED),
    *(f"asked_{kind.name.lower()}" for kind in _KINDS),
)
"""The names of the columns of `unit_features`."""
