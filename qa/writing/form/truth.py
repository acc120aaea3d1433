"""Whether a line says no more than what it was made of: figures, days, names, denials, conditions.

This check knows nothing of how the line was made. It reads the line's words and those of the texts
that must bear it out, and in doubt says no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language.numbers import amount_of
from qa.language.terms import content_terms
from qa.writing.evidence import Anchor, Token, read_tokens
from qa.writing.form.clauses import ASIDE, CONDITIONS, UNCERTAIN, limiting_words
from qa.writing.form.figures import COUNTED_IN, scale_of


def is_borne_out(line: str, sources: Sequence[str], *, of_one_text: bool = False) -> bool:
    """Whether every figure, day, name and other word of a line stands in its sources.

    A sum may be rounded, or in full where the paper counts in thousands or millions. A line
    `of_one_text` has its words in the order of the first source, with all that denies or limits
    them there. No line denies or limits more than its sources do.
    """
    printed = [token for text in sources for token in read_tokens(text, opening=True)]
    words = {token.term for token in printed} | {token.text.lower() for token in printed}
    figures = {token.term for token in printed if token.anchor is Anchor.FIGURE}
    dates = [set(token.term.split("-")) for token in printed if token.anchor is Anchor.DATE]
    said = []
    for token in read_tokens(line, opening=True):
        if token.anchor is Anchor.DATE:
            known = any(set(token.term.split("-")) <= day for day in dates)
        elif token.anchor is Anchor.FIGURE and token.term not in figures:
            if not _rounds_one(token.text, sources):
                return False
            continue
        else:
            known = token.term in words or token.text.lower() in words
        if not known:
            return False
        said.append(token.term)
    ours, theirs = limiting_words(line), limiting_words(" ".join(sources))
    if not of_one_text:
        return ours <= theirs
    return ours <= theirs and _owed(line, sources[0]) <= ours and _in_order(said, printed)


SHARED = 2
"""Words that carry matter, of a part of a sentence from which a line is taken to be made of it."""
_PARTS = re.compile(rf";|(?:,|\s)\s*(?={ASIDE.pattern})", re.I)


def _owed(line: str, sentence: str) -> set[str]:
    """Return the limiting words that a line may not leave out of the sentence that it is made of."""
    owed: set[str] = set()
    for whole in sentence.split(";"):
        if _shares(whole, line):
            owed |= limiting_words(whole) & CONDITIONS
        free = _of_what_is_left_out(whole, line)
        for part in _PARTS.split(whole):
            if _shares(part, line):
                owed |= limiting_words(part) - free
    return owed


def _of_what_is_left_out(whole: str, line: str) -> set[str]:
    """Return the words that make uncertain only what a line does not say.

    What such a word makes uncertain stands behind it, maybe behind an aside: of "the Council,
    with others, would write to the Minister" the words "the Council, with others" say nothing
    that is uncertain. So no word of matter behind it may be in the line.
    """
    said = set(content_terms(line))
    free: dict[str, bool] = {}
    words = whole.split()
    for at, word in enumerate(words):
        for limiting in limiting_words(word) & UNCERTAIN:
            behind = set(content_terms(" ".join(words[at + 1 :])))
            free[limiting] = free.get(limiting, True) and bool(behind) and not behind & said
    return {word for word, is_free in free.items() if is_free}


def _in_order(said: Sequence[str], printed: Sequence[Token]) -> bool:
    """Whether all terms come one after another among the printed ones, others between them."""
    left = iter(token.term for token in printed)
    return all(any(term == other for other in left) for term in said)


def _rounds_one(written: str, sources: Sequence[str]) -> bool:
    """Whether a sum is one of the sources' figures, rounded, in what these say that they count."""
    value = amount_of(written)
    if value is None:
        return False
    scales = {
        1.0,
        *(scale_of(counted) for text in sources for counted in COUNTED_IN.finditer(text)),
    }
    numbers = [amount_of(n.replace(" ", "")) for text in sources for n in _NUMBER.findall(text)]
    near = _step(written) / 2 * 1.001
    return any(abs(n * scale - value) <= near for n in numbers if n is not None for scale in scales)


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?\s?(?:k|m|bn)?\b", re.I)


def _step(written: str) -> float:
    """Return what the last decimal of a written sum is worth, in units."""
    digits = re.search(r"\d[\d,]*(?:\.(?P<decimals>\d+))?", written)
    decimals = len(digits["decimals"] or "") if digits else 0
    scale = (amount_of(f"1{written[digits.end() :]}") if digits else None) or 1.0
    return scale / 10**decimals if scale > 1 else 1.0


def _shares(part: str, line: str) -> bool:
    return len(set(content_terms(part)) & set(content_terms(line))) >= SHARED
