"""What is asked, as the search weighs it, and how much of it a text covers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from qa.language.spelling import weigh_terms
from qa.language.synonyms import learnt_words, met_otherwise
from qa.language.terms import term_set
from qa.library import Library
from qa.question import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its weighted terms and their idf, as the search saw them."""

    question: Question
    weights: Mapping[str, float]
    idf: Mapping[str, float]

    def cover(self, text: str) -> float:
        """Return the share of the question's terms that a text holds, by idf, 0 to 1."""
        found = term_set(text)
        if self.question.others:
            found |= met_otherwise(self.question.others, found)
        return coverage(self.weights, self.idf, found)


def weigh_question(question: Question, library: Library) -> Asked:
    """Return the question with its terms as weighed for this library."""
    words, weights = library.words, weighed_terms(question, library)
    learnt = learnt_words(question.terms, library.short_forms())
    total = max(1, words.count())
    idf = {term: idf_of(words.document_frequency(term), total) for term in weights}
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


def idf_of(frequency: int, total: int) -> float:
    """Return a term's inverse document frequency (BM25's, never negative)."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def coverage(
    weights: Mapping[str, float], idf: Mapping[str, float], found: frozenset[str]
) -> float:
    """Return the idf-weighted share of the question's terms that are found, 0 to 1."""
    return share({term: weight * idf[term] for term, weight in weights.items()}, found)


def share(weighed: Mapping[str, float], found: Set[str]) -> float:
    """Return the share of the weight of all terms that those found have, 0 to 1."""
    total = sum(weighed.values())
    if total <= 0:
        return 0.0
    return sum(weight for term, weight in weighed.items() if term in found) / total
