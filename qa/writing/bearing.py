"""Whether one clause of a quote has all that one clause of a written sentence claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.terms import stem
from qa.papers import Standing
from qa.writing.evidence import (
    ASKING,
    BOUNDS,
    DECIDING,
    DENYING,
    FROM,
    LIMITING,
    NONE,
    OTHERWISE,
    PROPOSING,
    SAID,
    Anchor,
    Clause,
    Evidence,
    Token,
    alike,
)

IN_ORDER = 0.6
"""Share of a clause's words that must come in the paper's order, where there are four or more."""
BESIDE = 2
"""Words that may stand between the day of a meeting and what was done at it."""
MEETING = frozenset(
    stem(word) for word in ["meeting", "minutes", "cabinet", "council", "executive"]
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a written sentence, with the words in it that make a claim."""

    text: str
    tokens: tuple[Token, ...]
    words: frozenset[str]
    """The words of the whole sentence, lower case."""
    joined: bool
    """Whether an "and" or the like joins it to the clause before, rather than a comma."""


def bears_out(claim: Claim, tokens: Sequence[Token], clause: Clause, held: Evidence) -> bool:
    """Whether one clause of a quote has all that a clause of a sentence claims."""
    if all(t.term in OTHERWISE | DECIDING for t in tokens):
        return False  # that something was noted or agreed says nothing of what it was
    known = frozenset(clause.sentence_terms) | held.around
    return (
        all(
            _in_clause(t, claim, clause, held) if t.anchor else alike(t.term) in known
            for t in tokens
        )
        and _told_there(tokens, clause)
        and _denials(claim.text) == _denials(clause.text)
        and _in_order(tokens, clause)
        and not any(_turned(t, clause) for t in tokens)
        and _as_certain(claim, clause)
        and _decided_so(claim, clause, held)
        and _asked_so(claim, clause, held)
    )


def _in_clause(token: Token, claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether a figure, date, name or role stands in the very clause, tied the same way."""
    if token.anchor is Anchor.NAME:
        return alike(token.term) in clause.terms | held.around
    if token.anchor is Anchor.ROLE:
        return alike(token.term) in clause.terms
    same = [
        t
        for t in clause.tokens
        if (t.anchor, t.term) == (token.anchor, token.term) or _covers(token, t)
    ]
    if not same:
        return token.anchor is Anchor.DATE and _of_meeting(token, claim, held)
    if not any(_tied_alike(token, other) for other in same):
        return False
    return token.anchor is Anchor.DATE or all(
        _bound_alike(token, other, claim, clause) for other in same[:1]
    )


def _covers(token: Token, other: Token) -> bool:
    """Whether a date is another one with a part left out."""
    if token.anchor is not Anchor.DATE or other.anchor is not Anchor.DATE:
        return False
    return set(token.term.split("-")) <= set(other.term.split("-"))


def _same_date(token: Token, clause: Clause) -> bool:
    return any(_covers(token, other) for other in clause.tokens)


def _of_meeting(token: Token, claim: Claim, held: Evidence) -> bool:
    """Whether a date is the meeting's, told of the meeting or right beside who decided."""
    parts = set(token.term.split("-"))
    if token.lead != NONE or not any(parts <= set(day.split("-")) for day in held.dates):
        return False
    place = next(i for i, other in enumerate(claim.tokens) if other is token)
    near = claim.tokens[max(0, place - BESIDE) : place + BESIDE + 1]
    return bool({other.term for other in near} & (SAID[held.citation.standing] | MEETING))


def _tied_alike(token: Token, other: Token) -> bool:
    """Whether the sentence has the paper's "from", "to" or "by" before a figure or date, or none.

    It may leave the word out; it may not turn it into another, nor put one in.
    """
    return token.lead in (NONE, other.lead)


def _bound_alike(token: Token, other: Token, claim: Claim, clause: Clause) -> bool:
    """Whether a figure that the paper bounds ("up to") is bounded alike."""
    told = _words_before(claim.text, token.text)
    held = _words_before(clause.text, other.text)
    for group in BOUNDS:
        if any(_has(word, held) for word in group) != any(_has(word, told) for word in group):
            return False
    return True


def _words_before(text: str, figure: str) -> str:
    place = text.find(figure)
    return " ".join(text[: max(place, 0)].lower().split()[-6:])


def _has(word: str, text: str) -> bool:
    return bool(re.search(rf"\b{word}\b", text))


def _denials(text: str) -> int:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    return sum(word in DENYING or word.endswith("n't") for word in words)


def _told_there(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the very clause has something of it, and where figures are told, half of it."""
    there = sum(alike(t.term) in clause.terms or _same_date(t, clause) for t in tokens)
    tied = any(t.anchor not in (None, Anchor.NAME) for t in tokens)
    return there >= len(tokens) / 2 if tied else there > 0


def _turned(token: Token, clause: Clause) -> bool:
    """Whether a word that the paper has only "from" is told "to", or the other way about."""
    leads = {t.lead for t in clause.tokens if alike(t.term) == alike(token.term)}
    told = token.lead
    if token.anchor is Anchor.NAME and told == NONE:
        return leads == {FROM}
    return bool(told and leads and told not in leads and NONE not in leads)


def _in_order(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the words come mostly in the paper's order, so that none does another's deed."""
    terms = list(clause.sentence_terms)
    tied = [(t.anchor, t.term) for t in tokens if t.anchor not in (None, Anchor.ROLE)]
    held = [(t.anchor, t.term) for t in clause.tokens]
    found = [held.index(anchor) for anchor in tied if held.count(anchor) == 1]
    if found != sorted(found):
        return False
    stated = [alike(t.term) for t in tokens if t.term not in LIMITING[0]]
    places = [terms.index(term) for term in stated if term in terms]
    if len(places) < 4:
        return True
    longest = [1] * len(places)
    for i in range(len(places)):
        longest[i] += max((longest[j] for j in range(i) if places[j] < places[i]), default=0)
    return max(longest) >= IN_ORDER * len(places)


def _as_certain(claim: Claim, clause: Clause) -> bool:
    """Whether what the paper says with a "may" or an "if" is said so."""
    whole = frozenset(re.findall(r"[a-z']+", clause.sentence.lower()))
    own = frozenset(re.findall(r"[a-z']+", clause.text.lower()))
    may, condition = LIMITING
    if own & may and not claim.words & may:
        return False
    return not (whole & condition and not claim.words & (condition | may))


def _decided_so(claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether words of deciding are the paper's own, or fit its standing and nothing else there."""
    said = {token.term for token in claim.tokens} & DECIDING
    if not said or said & clause.terms:
        dated = any(t.anchor is Anchor.DATE for t in claim.tokens)
        decided = held.citation.standing in (Standing.DECIDED, Standing.NOTED)
        asked = held.citation.standing in (Standing.RECOMMENDED, Standing.PROPOSED)
        return not said or decided or dated or asked  # that it was asked for is looked at apart
    if held.citation.standing is not Standing.DECIDED:
        return False
    others = {alike(term) for term in OTHERWISE}
    return not (others & frozenset(clause.sentence_terms) - {t.term for t in claim.tokens})


def _asked_so(claim: Claim, clause: Clause, held: Evidence) -> bool:
    """Whether what is told as proposed is what the paper proposes, and the other way about."""
    asked = bool(ASKING & {stem(word) for word in claim.words})
    told = bool(PROPOSING & frozenset(clause.sentence_terms))
    if told and not asked and not claim.words & LIMITING[0]:
        return False
    return told or not asked or held.led or not held.asks
