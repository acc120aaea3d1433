"""The terms to search for: as asked, with typos mended, words parted, short forms spelt out."""

from __future__ import annotations

import string
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Protocol

from rapidfuzz.distance import OSA

from qa.language.synonyms import ShortForms
from qa.language.terms import analyse, stem
from qa.language.word_lists import read_lists, read_pairs

SPELT_OUT: Mapping[str, tuple[str, ...]] = {
    analyse(short)[0]: tuple(analyse(spelt))
    for short, spelt in read_pairs("short_forms.toml", "spelt_out").items()
}
"""Short forms that councils share, by their terms; each paper's own are learnt elsewhere."""
INTENT = frozenset(analyse(" ".join(read_lists("common_words.toml")["intent_words"])))
"""Words that say what kind of answer is wanted, or of whom, and verbs that say next to nothing:
they weigh little as matter."""
INTENT_WEIGHT = 0.25
SHORT_WEIGHT = 0.5
TYPO_WEIGHT = 0.8
DAY_WEIGHT = 0.4
LONGEST_MENDED = 40
"""Letters. No word of a paper is longer; the time that mending takes grows with their square."""
MOST_MENDED = 30
"""Words of a question that are mended, at most; no question that a person writes has so many."""
SHORT = 5
"""Letters of a word that is near to too many others to be mended freely."""


class WordView(Protocol):
    """What spelling needs of the word index."""

    def document_frequency(self, term: str) -> int:
        """Return in how many passages a term stands."""
        ...

    def expand(self, prefix: str, limit: int = ...) -> list[str]:
        """Return indexed terms that begin with a prefix."""
        ...


def _one_slip(word: str) -> Iterator[str]:
    """Yield the words that one slip of the pen turns into this one; the first letter stands.

    No other letter is put for one of a short word: that turns most of them into each other.
    """
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail and len(word) > SHORT:
                yield head + letter + tail[1:]


def _corrections(word: str, words: WordView) -> list[str]:
    """Return the term most likely meant by a word that no paper has, or nothing.

    One slip is looked for in the word as written, before it is stemmed, since a slip near the
    end hides the ending. Two slips are looked for among the stems, in longer words only.
    """
    term = stem(word)
    if len(word) < 5 or not word.isalpha():
        return []
    known = {t: words.document_frequency(t) for t in {stem(slip) for slip in _one_slip(word)}}
    best = max(known, key=lambda t: (known[t], t))
    if known[best]:
        return [best]
    if len(term) < 8:
        return []
    # An exchange of two neighbours is one slip (optimal string alignment).
    slips = {w: OSA.distance(term, w, score_cutoff=2) for w in words.expand(term[:2]) if w != term}
    near = [w for w, count in slips.items() if count <= 2]
    near.sort(key=lambda w: (slips[w], -words.document_frequency(w)))
    return near[:1]


def _split(term: str, words: WordView) -> list[str]:
    """Part "carpark" into two words that the papers know."""
    best: tuple[int, list[str]] = (0, [])
    for at in range(4, len(term) - 3):
        pair = analyse(f"{term[:at]} {term[at:]}")
        known = min((words.document_frequency(t) for t in pair), default=0)
        if len(pair) == 2 and known > best[0]:
            best = (known, pair)
    return best[1]


def _split_and_mended(word: str, words: WordView) -> list[str]:
    """Part "librarycadr" into a word that the papers know and one that is a slip for such a one."""
    best: tuple[int, list[str]] = (0, [])
    for at in range(4, len(word) - 3) if word.isalpha() else ():
        first, second = stem(word[:at]), stem(word[at:])
        if words.document_frequency(first):
            second, *_ = [*_corrections(word[at:], words), second]
        elif words.document_frequency(second):
            first, *_ = [*_corrections(word[:at], words), first]
        known = min(words.document_frequency(first), words.document_frequency(second))
        if known > best[0]:
            best = (known, [first, second])
    return best[1]


def weigh_terms(
    terms: Iterable[str],
    words: WordView,
    *,
    written: Mapping[str, str] | None = None,
    light: Container[str] = (),
    learnt: ShortForms | None = None,
) -> dict[str, float]:
    """Return the terms to search for with their weights: as asked, mended, or spelt out.

    `learnt` gives the short forms that the papers themselves spell out, by their terms, which
    `qa.language.synonyms.learnt_words` takes whole as well (see there);
    `written` the asker's own spelling of a term, lower case, where it is known; `light` the
    terms that say when and not what. A term that no paper has gives way to what it was mended to.
    """
    weights: dict[str, float] = {}
    left = MOST_MENDED
    for term in terms:
        spelt_out = (learnt.get(term) if learnt else None) or SPELT_OUT.get(term, ())
        full = DAY_WEIGHT if term in light else 1.0
        if words.document_frequency(term) > 0:
            weights[term] = INTENT_WEIGHT if term in INTENT else full
        else:
            mended = []
            if not spelt_out and left:
                left -= 1
                mended = mend((written or {}).get(term, term), words)
            for other in mended:
                weight = INTENT_WEIGHT if other in INTENT else TYPO_WEIGHT
                weights[other] = max(weights.get(other, 0.0), weight)
            if not mended:
                weights.setdefault(term, SHORT_WEIGHT if spelt_out else full)
        for other in spelt_out:
            weights[other] = max(weights.get(other, 0.0), SHORT_WEIGHT / len(spelt_out))
    for short in learnt.spelt_out_in(set(terms)) if learnt else ():
        weights.setdefault(short, SHORT_WEIGHT)
    return weights


def mend(word: str, words: WordView) -> list[str]:
    """Return the terms most likely meant by a word that no paper has; nothing if none is near."""
    if len(word) > LONGEST_MENDED:
        return []
    return _split(word, words) or _corrections(word, words) or _split_and_mended(word, words)
