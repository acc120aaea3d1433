"""What speaks for one candidate as the answer to a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one candidate as the answer to a question; see `qa.retrieval.features`.

    All but `cosine` are weighed by the field of `qa.retrieval.features.Weights` of the same name.
    """

    vectors: float
    """Cosine similarity of question and passage as a z-score over the candidates."""
    words: float
    """BM25 as a z-score over the candidates; one that the word index did not find has 0 of it."""
    cosine: float
    """Cosine similarity of question and passage, -1 to 1; it is not weighed."""
    coverage: float
    """Share of the question's terms, by weight, that passage, heading and paper's title hold."""
    unit: float
    """The same share for the best unit with its heading, 0 to 1."""
    heading: float
    """The same share for the heading path alone, 0 to 1."""
    phrases: float
    """Share of the question's neighbouring terms that are neighbours here too, 0 to 1."""
    names: float
    """Share of the names asked for that are there, 0 to 1; 0 where none is asked for."""
    period: float
    """1 in the period asked about, 0.8 where it is spoken of, -0.5 outside, 0 if none is asked."""
    reference: float
    """1 where a reference or minute number asked for is the passage's own, else 0."""
    standing: float
    """How well its standing suits: 1, 0.3 (a recommendation, of a decision asked) or 0."""
    shape: float
    """How many of the looks asked for it has (a figure, a name, a vote): 0 to about 4."""
    minor: float
    """-1 where it says next to nothing beside its heading, and decides nothing, else 0."""
    labels: float
    """Share of the labels asked for (bands, options, lots) that it has, 0 to 1."""
    row: float
    """Share of the question's terms in the best row that is wholly named by it, 0 to 1."""
