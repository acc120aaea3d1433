"""One first line for all parts of a question, by what a reader found for each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.judgement.parts import ScoredPart
from qa.library import Library
from qa.papers import DECIDING
from qa.protocols import Extract
from qa.questions.question import Kind
from qa.quoting.resolutions import item_of
from qa.quoting.standing import with_standing
from qa.quoting.units import Quote
from qa.retrieval.features import Asked
from qa.writing.form.line import MOST_WORDS, Line, first_line, joined
from qa.writing.form.shown import share_of

HELD = 0.75
"""Share of the words that answer a part, and all figures among them, that the line must have."""


def line_of_parts(
    asked: Asked, parts: Sequence[ScoredPart], quotes: Sequence[Quote], library: Library
) -> Line | None:
    """Return one line that answers each part of a question; None where it cannot be made surely.

    So it is where a part was left out or has no sure answer, where what was decided is asked and no
    decision leads, where a vote or a mover is asked for (these are told from the record), and
    where what answers does not fit.
    """
    if len(parts) < 2 or len(parts) < len(asked.question.parts):
        return None
    lines = [_line_of(part, quotes, library, MOST_WORDS // len(parts)) for part in parts]
    told = [line for line in lines if line is not None]
    return joined(told) if len(told) == len(lines) else None


def _line_of(part: ScoredPart, quotes: Sequence[Quote], library: Library, most: int) -> Line | None:
    if Kind.VOTE in part.asked.question.kinds:
        return None
    best = part.scored.candidates[part.scored.in_order()[0]]
    extract = part.scored.extracts.get(best.unit)
    holding = (
        quote
        for quote in quotes
        if quote.passage.id == best.hit.passage.id and best.unit in quote.units
    )
    quote = next(holding, None)
    if quote is None or extract is None or extract.logit <= 0:
        return None
    told = with_standing(part.asked, replace(quote, answering=best.unit), library)
    if Kind.DECISION in part.asked.question.kinds and (
        told.standing not in DECIDING or quote is not quotes[0]
    ):
        return None
    item = item_of(quote.passage, library)
    line = first_line(
        part.asked,
        told.quote,
        best.unit,
        told.standing,
        decisions=[decision.text for decision in item.decisions] if item else [],
        extracts={best.unit: extract},
        most_words=most,
        of_a_part=True,
    )
    return line if line is not None and line.tells and _holds(line, extract) else None


def _holds(line: Line, extract: Extract) -> bool:
    """Whether a line has most of the words that answer, and every figure among them."""
    figures = re.findall(r"\d[\d,.]*", extract.words)
    return share_of(extract.words, line.text) >= HELD and all(f in line.text for f in figures)
