"""A sentence cut to a few words where its own clauses part, so that it still says no more than before.

A cut keeps the clause that denies, the one on which the sentence depends, and the words that say
who said it. Where these and what answers do not fit together, there is no cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.language.terms import stem
from qa.papers import Standing
from qa.writing.evidence import (
    CONDITION_WORDS,
    DECISION_WORDS,
    DENIALS,
    POSSIBILITY_WORDS,
    REQUEST_WORDS,
    STANDING_WORDS,
)

MOST_OF_A_HEAD = 16
"""Words before "that" or a colon which say who said or decided what follows."""
MOST_PARTS = 40
CUT = " …"
"""Behind a line that ends before its sentence does."""
_CLAUSE = re.compile(
    r"(?<=[,;:])\s+|\s+(?=[–—-]\s)|\s+(?=\()|(?<=\))\s+"
    r"|\s+(?=(?:and|but|which|who|whose|while|whilst|whereas|because|since|although|so that|in order to"
    r"|subject to|provided|unless|if|until|except|where|when)\s)",
    re.I,
)
"""Where a clause begins. A figure such as 1,000 has no white space, and stays whole."""
_PHRASE = re.compile(
    r"\s+(?=(?:with|for|by|from|at|on|in|to|of|or|as|during|following|including)\s)", re.I
)
"""Where a phrase begins: a line may end before it, and may not begin with it."""
_NUMBER = re.compile(
    r"^\W*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+\.?)\s+|^[-–•*▪●\uf0b7o]\s+", re.I
)
_TO_THE_NEXT = re.compile(r"[;,]\s*(?:and|or|ac|neu)\W*$", re.I)
"""How a limb ends that leads to the next one."""
_IN_MAY = re.compile(r"(?<=\d\s)May\b|(?<=(?:st|nd|rd|th)\s)May\b|\bMay(?=,?\s\d)")
"""The month, which is not the word that makes uncertain."""
_OF_A_NUMBER = re.compile(r"\bNo\.(?=\s?\d)", re.I)
"""The short form of "number", which is no denial."""
CONDITIONS = CONDITION_WORDS | {"except", "pending"}
UNCERTAIN = POSSIBILITY_WORDS | {"would", "should"}
"""Words that make their own clause less than certain."""
ASIDE = re.compile(
    r"(?:and|but|which|who|whose|while|whilst|whereas|although|because|since)\b", re.I
)
"""How a clause begins that denies something of its own."""
_OF_A_NAME = re.compile(r"(?:who|which|whose)\b", re.I)
"""How an aside begins that is on what stands before it."""


def without_number(text: str) -> str:
    """Return a text without the number or bullet that it begins with."""
    return _NUMBER.sub("", text, count=1).strip()


def without_head(sentence: str, standing: Standing) -> str:
    """Return a sentence without the words that only say what its standing says.

    "RESOLVED that the lease be renewed", said to be decided, is "the lease be renewed".
    """
    head = _head(sentence)
    words = {stem(word) for word in re.findall(r"[a-z]+", head.lower())}
    said = {
        Standing.DECIDED: DECISION_WORDS,
        Standing.RECOMMENDED: REQUEST_WORDS,
    }.get(standing, STANDING_WORDS.get(standing, frozenset()))
    if not head or not words & said or limiting_words(head):
        return sentence
    rest = sentence[len(head) :].lstrip(" :–-")
    return without_number(rest) if len(rest.split()) > 2 else sentence


def _head(sentence: str) -> str:
    """Return the words up to the first "that" or colon, if they are few; else none."""
    match = re.search(r"\bthat\b[:,]?|:|\b(?:resolved|agreed)\s*[-–]\s", sentence, re.I)
    if match is None or len(sentence[: match.end()].split()) > MOST_OF_A_HEAD:
        return ""
    return sentence[: match.end()]


def cuts(
    sentence: str,
    most: int,
    worth: Callable[[str], float],
    answers: Callable[[str], float] = lambda _: 0.0,
) -> list[str]:
    """Return what of a sentence may be told in at most `most` words, the best first.

    It is the sentence itself where it is short enough. `worth` says how well a part answers, and
    `answers` what it holds of the words that a reader found to answer. The parts keep their order;
    `CUT` is where some are missing: phrases of one clause before the words that answer, too.
    """
    sentence = _TO_THE_NEXT.sub("", " ".join(sentence.split())).rstrip(" ;,")
    if len(sentence.split()) <= most:
        return [sentence.rstrip(".")]
    parts = _parts(sentence)[:MOST_PARTS]
    head = {0} if _head(parts[0].text) else set()
    found: dict[str, float] = {}
    windows = [frozenset(range(first, last + 1)) for first, last in _windows(parts, most)]
    for window in (*windows, *_over_phrases(parts, answers)):
        kept = _with_limits(parts, {*window, *head})
        text = _joined(parts, sorted(kept), sentence)
        if len(text.split()) <= most and text not in found:
            found[text] = worth(text) + FROM_THE_START * (0 in kept)
    return sorted((text for text in found if found[text] > 0), key=lambda text: -found[text])


FROM_THE_START = 0.25
"""What a cut is worth more that begins as its sentence does."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause or a phrase of a sentence."""

    text: str
    clause: int
    """The number of its clause."""
    opens: bool
    """Whether a line may begin with it: it is a clause, not only a phrase."""
    limits: bool
    """Whether it denies, or makes the sentence depend on something or less certain."""
    holds: bool
    """Whether what it says limits the rest of the sentence too, and not its own clause alone."""


def _parts(sentence: str) -> list[_Part]:
    """Return the clauses and phrases of a sentence, in order."""
    clauses = [clause for clause in _CLAUSE.split(sentence) if clause.strip()]
    return [
        _Part(phrase, number, at == 0, bool(limiting_words(phrase)), _holds(phrase, clause))
        for number, clause in enumerate(clauses)
        for at, phrase in enumerate(p for p in _PHRASE.split(clause) if p.strip())
    ]


def limiting_words(text: str) -> set[str]:
    """Return the words of a text that deny, make it depend on something or less certain."""
    bare = _OF_A_NUMBER.sub(" ", _IN_MAY.sub(" ", text))
    words = set(re.findall(r"[a-z']+", bare.lower().replace("’", "'")))
    short = {word for word in words if word.endswith("n't")}
    return short | words & (DENIALS | CONDITIONS | UNCERTAIN)


def _holds(phrase: str, clause: str) -> bool:
    words = limiting_words(phrase)
    return bool(words & CONDITIONS) or bool(words - UNCERTAIN and not ASIDE.match(clause))


def _with_limits(parts: Sequence[_Part], kept: set[int]) -> set[int]:
    """Return what is kept with all that limits it.

    That is what limits within its own clauses, and in the same part of the sentence, up to a
    semicolon, each clause that limits the rest.
    """
    low, high = min(kept), max(kept)
    while low > 0 and not parts[low - 1].text.endswith(";"):
        low -= 1
    while high < len(parts) - 1 and not parts[high].text.endswith(";"):
        high += 1
    own = {parts[at].clause for at in kept}
    holding = {parts[at].clause for at in range(low, high + 1) if parts[at].holds}
    limited = {parts[at].clause for at in range(len(parts)) if parts[at].limits} & own
    return kept | {at for at, part in enumerate(parts) if part.clause in holding | limited}


def _windows(parts: Sequence[_Part], most: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last part of each run that is short enough and begins a clause."""
    for first, part in enumerate(parts):
        words = 0
        for last in range(first, len(parts)) if part.opens else ():
            words += len(parts[last].text.split())
            if words > most:
                break
            yield first, last


def _over_phrases(
    parts: Sequence[_Part], answers: Callable[[str], float]
) -> Iterator[frozenset[int]]:
    """Yield how a clause begins, together with the phrases further on in it that answer.

    "There was a need to draw down £9m … over the next two years". So with a clause that goes on
    behind an aside: "Mrs Reed … spoke for the tenants".
    """
    worths = [answers(part.text) for part in parts]
    if max(worths) <= 0:
        return
    best = worths.index(max(worths))
    opens = max(at for at in range(best + 1) if parts[at].opens)
    before = _before_an_aside(parts, opens)
    for last in range(best, len(parts)):
        if worths[last] <= 0:
            return
        for begins in range(opens, best - 1):
            yield frozenset((*range(opens, begins + 1), *range(best, last + 1)))
        if before:
            yield frozenset((*before, *range(opens, last + 1)))


def _before_an_aside(parts: Sequence[_Part], opens: int) -> list[int]:
    """Return the clause that the one from `opens` goes on with, behind an aside; else nothing."""
    aside = [at for at, part in enumerate(parts) if part.clause == parts[opens].clause - 1]
    if not aside or not _OF_A_NAME.match(parts[aside[0]].text):
        return []
    return [at for at, part in enumerate(parts) if part.clause == parts[aside[0]].clause - 1]


def _joined(parts: Sequence[_Part], kept: Sequence[int], sentence: str) -> str:
    """Return the parts kept, with a mark wherever words of the sentence are left out."""
    text = "" if kept[0] == 0 else "… "
    for at, after in zip(kept, [*kept[1:], None], strict=True):
        if after == at + 1:
            text += f"{parts[at].text} "
        else:
            text += parts[at].text.rstrip(" .,;:–-") + (f"{CUT} " if after is not None else "")
    return text if sentence.endswith(parts[kept[-1]].text) else text + CUT
