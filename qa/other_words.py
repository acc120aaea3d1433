"""What papers may call what the asker calls otherwise: for a tip, a waste recycling centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from qa.lay_words import LAY_WORDS
from qa.terms import analyse, content_terms

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherWords:
    """Terms of a question, and the terms of each phrase that papers may have in their stead."""

    asked: frozenset[str]
    written: tuple[frozenset[str], ...]


@cache
def _table() -> Mapping[Terms, OtherWords]:
    """Return the thesaurus by the terms of what is asked, stopwords included."""
    return {
        tuple(analyse(asked)): OtherWords(
            frozenset(content_terms(asked)),
            tuple(frozenset(content_terms(phrase)) for phrase in written),
        )
        for asked, written in LAY_WORDS
    }


@cache
def _longest() -> int:
    return max(map(len, _table()))


def other_words(text: str) -> tuple[OtherWords, ...]:
    """Return what the words of a question may be called in papers; the longest entry is meant."""
    terms = analyse(text)
    found: dict[Terms, OtherWords] = {}
    at = 0
    while at < len(terms):
        for length in range(min(_longest(), len(terms) - at), 0, -1):
            key = tuple(terms[at : at + length])
            if key in _table():
                found.setdefault(key, _table()[key])
                at += length
                break
        else:
            at += 1
    return tuple(found.values())


def learnt_words(
    terms: Sequence[str], short_forms: Mapping[str, tuple[str, ...]]
) -> tuple[OtherWords, ...]:
    """Return what the papers' own short forms make of the terms asked: either way round.

    `qa.spelling.weigh_terms` weighs them too, so that a part of what is spelt out counts; here
    all of it counts as the term itself. Both stay, as measured on 545 questions: the weights
    alone lose half of the evidence of one gold question in 90 (citation recall .902 to .896), for
    citation precision over all of .719 instead of .716; these alone lose the same, and citation
    recall over all falls from .788 to .779.
    """
    asked = frozenset(terms)
    found = []
    for short, spelt_out in short_forms.items():
        if asked.issuperset(spelt_out):
            found.append(OtherWords(frozenset(spelt_out), (frozenset((short,)),)))
        if short in asked:
            found.append(OtherWords(frozenset((short,)), (frozenset(spelt_out),)))
    return tuple(found)


def met_otherwise(others: Sequence[OtherWords], found: Set[str]) -> frozenset[str]:
    """Return the terms asked of which a text has the papers' words, all those of one phrase."""
    met: set[str] = set()
    for other in others:
        if any(phrase <= found for phrase in other.written):
            met |= other.asked
    return frozenset(met)


def searched_otherwise(others: Iterable[OtherWords], weight: float) -> dict[str, float]:
    """Return the terms of the papers' phrases, each phrase weighing as much in all."""
    weights: dict[str, float] = {}
    for other in others:
        for phrase in other.written:
            for term in phrase:
                weights[term] = max(weights.get(term, 0.0), weight / len(phrase))
    return weights
