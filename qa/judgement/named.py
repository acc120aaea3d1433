"""The judgement of models that a council named: a cross-encoder's order, a language model's choice.

Both see the units that the embedded score puts first, and change their order. What they leave out
stays where it was; a choice that cannot be made leaves the embedded judgement as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa.answers import Citation
from qa.judgement.parts import ScoredPart
from qa.judgement.reading import read_likeliest
from qa.judgement.scores import Scored
from qa.judgement.units import columns_of, text_with_columns
from qa.protocols import Choice, Chooser, Reader, Reranker
from qa.retrieval.features import Asked

RERANKED = 25
"""Units that a cross-encoder reads for a question."""
SHOWN = 20
"""Units that a language model is shown for a question."""
CHOSEN = 20.0
"""Log odds by which units that were chosen stand before all others."""


def reranked(
    asked: Asked, scored: Scored, reranker: Reranker | None, whole: Asked | None = None
) -> Scored:
    """Return the units with the first of them in a cross-encoder's order, or in the reader's.

    They exchange their scores, so that the chance of an answer is still that of the best of them.
    Without a reranker they are as they were. `whole` is the question that this one is a part of.
    """
    if reranker is None or not scored.candidates:
        return scored
    if isinstance(reranker, Reader):
        return read_likeliest(asked, scored, reranker, whole)
    first = scored.in_order()[:RERANKED]
    texts = [_in_place(scored, place) for place in first]
    found = reranker.scores(asked.question.text, texts)
    in_order = [first[at] for at in np.argsort(-found, kind="stable")]
    return scored.exchanged(in_order)


def chosen_by(
    asked: Asked, parts: Sequence[ScoredPart], scored: Scored, chooser: Chooser
) -> tuple[Scored, list[ScoredPart], Choice] | None:
    """Return the units with those first that a language model chose, and its choice.

    So it is for the whole question, and for each part by what was chosen for that. None where it
    made no choice that can be used. Its line goes where the units that it chose do not have one
    standing: nobody could say which of them it has.
    """
    shown = scored.in_order()[:SHOWN]
    units = [_numbered(scored, place, number) for number, place in enumerate(shown, start=1)]
    choice = chooser.choose(
        asked.question.text,
        [part.asked.question.text for part in parts] or [asked.question.text],
        units,
    )
    if choice is None:
        return None
    numbers = list(dict.fromkeys(number for part in choice.answering for number in part))
    of_parts = [
        replace(part, scored=_first(part.scored, [shown[number - 1] for number in own]))
        for part, own in zip(parts, choice.answering, strict=bool(parts))
    ]
    standings = {units[number - 1].standing for number in numbers}
    line = choice.line if len(standings) == 1 else None
    first = _first(scored, [shown[number - 1] for number in numbers])
    return first, of_parts, replace(choice, line=line)


def _first(scored: Scored, places: Sequence[int]) -> Scored:
    """Return the units with those at some places before all others, in this order."""
    scores = scored.scores.copy()
    for before, place in enumerate(reversed(places)):
        scores[place] = scored.scores.max() + CHOSEN + before * 0.01
    return replace(scored, scores=scores)


def _in_place(scored: Scored, place: int) -> str:
    """Return a unit's words after the headings that it stands under."""
    candidate = scored.candidates[place]
    passage = candidate.hit.passage
    text = text_with_columns(candidate.unit, columns_of(passage))
    return ": ".join([*passage.heading[-1:], text])


def _numbered(scored: Scored, place: int, number: int) -> Citation:
    candidate = scored.candidates[place]
    passage, paper = candidate.hit.passage, candidate.hit.paper
    return Citation(
        number=number,
        quote=candidate.unit.text,
        paper=paper,
        page=passage.page,
        lines=passage.lines,
        heading=passage.heading,
        minute=passage.item_number,
        standing=passage.standing,
    )
