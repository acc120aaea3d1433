"""A premise that is not so: what the question takes, what the papers say, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.papers import Unit
from qa.quoting.units import Quote

MOST_WORDS = 25
"""Words of a sentence that corrects."""


class PremiseKind(StrEnum):
    """What about a question is not so."""

    OUTCOME = "outcome"
    PERSON = "person"
    BODY = "body"
    SUM = "sum"
    DAY = "day"
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Premise:
    """What a question takes for granted, and what the papers say of it."""

    kind: PremiseKind
    taken: str
    """In the question's words: approved, £15,000."""
    found: str
    """In the paper's words, or the standing that it has: deferred."""
    sentence: str
    """Plain text of at most `MOST_WORDS` words; figures and names in it stand in the quote, or
    are the question's own."""
    quote: Quote
    """What says so."""
    contradicted: bool = True
    """False where the papers only do not go as far: they recommend it, and no decision is held."""

    @property
    def proof(self) -> Unit:
        """The unit that has the words found; the quote may begin with one that leads it in."""
        units = self.quote.units
        return next((u for u in units if self.found.lower() in u.text.lower()), units[-1])
