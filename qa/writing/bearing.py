"""Whether one clause of a quote bears out one clause of a written sentence.

The clause must hold every word that claims something, and must not say otherwise: the same words
denied, in another order, less certain, about another date, or only proposed. The check knows no
meaning. In doubt it says no, and the sentence is dropped. What was measured:
docs/adr/0008-language-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.terms import stem
from qa.papers import Standing
from qa.writing.evidence import (
    BOUNDS,
    CONDITION_WORDS,
    DECISION_WORDS,
    DENIALS,
    OTHER_OUTCOMES,
    POSSIBILITY_WORDS,
    PROPOSAL_WORDS,
    REQUEST_WORDS,
    STANDING_WORDS,
    Anchor,
    Clause,
    Direction,
    Evidence,
    Token,
    canonical,
)

_IN_ORDER = 0.6
"""Share of a clause's words that must come in the paper's order, if there are four or more."""
_BESIDE = 2
"""Words that may stand between the day of a meeting and what was done at it."""
_MEETING_WORDS = frozenset(
    stem(word) for word in ["meeting", "minutes", "cabinet", "council", "executive"]
)
_OUTCOMES = OTHER_OUTCOMES | DECISION_WORDS
_UNDATED = (Standing.DECIDED, Standing.NOTED, Standing.RECOMMENDED, Standing.PROPOSED)
"""Of any other quote a sentence must give the day of a decision that it speaks of."""
_OTHER_OUTCOME_TERMS = frozenset(canonical(term) for term in OTHER_OUTCOMES)


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a written sentence."""

    text: str
    tokens: tuple[Token, ...]
    sentence_words: frozenset[str]
    """The words of the whole sentence, lower case."""
    joined: bool
    """Whether an "and" or the like joins it to the clause before, rather than a comma."""


def bears_out(claim: Claim, tokens: Sequence[Token], clause: Clause, evidence: Evidence) -> bool:
    """Return whether a clause of the evidence has all that a claim says.

    `tokens` are those of the claim that claim something.
    """
    if all(token.term in _OUTCOMES or token.text.lower() in DENIALS for token in tokens):
        return False  # that something was noted, agreed or not agreed does not say what it was
    known = evidence.context | frozenset(clause.sentence_terms)
    return (
        all(
            _has_anchor(token, claim, clause, evidence)
            if token.anchor
            else canonical(token.term) in known
            for token in tokens
        )
        and _covers_enough(tokens, clause)
        and _count_denials(claim.text) == _count_denials(clause.text)
        and _in_order(tokens, clause)
        and not any(_direction_differs(token, clause) for token in tokens)
        and _as_certain(claim, clause)
        and _decided_alike(claim, clause, evidence)
        and _proposed_alike(claim, clause, evidence)
    )


def _has_anchor(token: Token, claim: Claim, clause: Clause, evidence: Evidence) -> bool:
    """Return whether a figure, date, name or role is in the clause itself, tied the same way."""
    if token.anchor is Anchor.NAME:
        return canonical(token.term) in clause.terms | evidence.context
    if token.anchor is Anchor.ROLE:
        return canonical(token.term) in clause.terms
    same = [
        other
        for other in clause.tokens
        if (other.anchor, other.term) == (token.anchor, token.term) or _is_part_of(token, other)
    ]
    if not same:
        return token.anchor is Anchor.DATE and _is_meeting_date(token, claim, evidence)
    if not any(_tied_alike(token, other) for other in same):
        return False
    return token.anchor is Anchor.DATE or _bound_alike(token, same[0], claim, clause)


def _is_part_of(token: Token, other: Token) -> bool:
    """Return whether a date is another one, or that without its day, month or year."""
    if token.anchor is not Anchor.DATE or other.anchor is not Anchor.DATE:
        return False
    return set(token.term.split("-")) <= set(other.term.split("-"))


def _is_meeting_date(token: Token, claim: Claim, evidence: Evidence) -> bool:
    """Return whether a date is the meeting's, and stands beside the meeting or what it did."""
    parts = set(token.term.split("-"))
    if token.direction is not Direction.NONE or not any(
        parts <= set(day.split("-")) for day in evidence.meeting_dates
    ):
        return False
    place = next(i for i, other in enumerate(claim.tokens) if other is token)
    near = claim.tokens[max(0, place - _BESIDE) : place + _BESIDE + 1]
    wanted = STANDING_WORDS[evidence.citation.standing] | _MEETING_WORDS
    return any(other.term in wanted for other in near)


def _tied_alike(token: Token, other: Token) -> bool:
    """Return whether a figure or date has the paper's "from", "to" or "by" before it, or none.

    The sentence may leave the word out. It may not change it, nor put one in.
    """
    return token.direction in (Direction.NONE, other.direction)


def _bound_alike(token: Token, other: Token, claim: Claim, clause: Clause) -> bool:
    """Return whether a figure has the bounds ("up to") that the paper gives it."""
    claimed = _words_before(claim.text, token.text)
    printed = _words_before(clause.text, other.text)
    return all(bool(bound.search(printed)) == bool(bound.search(claimed)) for bound in BOUNDS)


def _words_before(text: str, figure: str) -> str:
    place = text.find(figure)
    return " ".join(text[: max(place, 0)].lower().split()[-6:])


def _covers_enough(tokens: Sequence[Token], clause: Clause) -> bool:
    """Return whether the clause itself has one of the words; half of them with figures or roles."""
    here = sum(
        canonical(token.term) in clause.terms
        or any(_is_part_of(token, other) for other in clause.tokens)
        for token in tokens
    )
    tied = any(token.anchor not in (None, Anchor.NAME) for token in tokens)
    return here >= len(tokens) / 2 if tied else here > 0


def _count_denials(text: str) -> int:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    return sum(word in DENIALS or word.endswith("n't") for word in words)


def _in_order(tokens: Sequence[Token], clause: Clause) -> bool:
    """Return whether the words come mostly in the paper's order, so that nobody does another's act.

    Names, dates and figures that the clause has once must all be in order; of the other words
    the longest run in order counts.
    """
    printed = [(token.anchor, token.term) for token in clause.tokens]
    tied = [(t.anchor, t.term) for t in tokens if t.anchor not in (None, Anchor.ROLE)]
    tied_places = [printed.index(anchor) for anchor in tied if printed.count(anchor) == 1]
    if tied_places != sorted(tied_places):
        return False
    terms = list(clause.sentence_terms)
    claimed = [canonical(t.term) for t in tokens if t.term not in POSSIBILITY_WORDS]
    places = [terms.index(term) for term in claimed if term in terms]
    if len(places) < 4:
        return True
    longest = [1] * len(places)
    for i in range(len(places)):
        longest[i] += max((longest[j] for j in range(i) if places[j] < places[i]), default=0)
    return max(longest) >= _IN_ORDER * len(places)


def _direction_differs(token: Token, clause: Clause) -> bool:
    """Return whether the paper has another word before it, "from" where the sentence has "to"."""
    printed = {
        other.direction for other in clause.tokens if canonical(other.term) == canonical(token.term)
    }
    if token.direction is Direction.NONE:
        return token.anchor is Anchor.NAME and printed == {Direction.FROM}
    return bool(printed) and not printed & {token.direction, Direction.NONE}


def _as_certain(claim: Claim, clause: Clause) -> bool:
    """Return whether a "may" or an "if" of the paper is kept."""
    sentence = frozenset(re.findall(r"[a-z']+", clause.sentence.lower()))
    own = frozenset(re.findall(r"[a-z']+", clause.text.lower()))
    claimed = claim.sentence_words
    if own & POSSIBILITY_WORDS and not claimed & POSSIBILITY_WORDS:
        return False
    return not sentence & CONDITION_WORDS or bool(claimed & (CONDITION_WORDS | POSSIBILITY_WORDS))


def _decided_alike(claim: Claim, clause: Clause, evidence: Evidence) -> bool:
    """Return whether words of deciding are the paper's own, or fit its standing and nothing else.

    Whether a request is taken for a decision is `_proposed_alike`'s to check.
    """
    standing = evidence.citation.standing
    claimed = {token.term for token in claim.tokens}
    words = claimed & DECISION_WORDS
    if not words:
        return True
    if words & clause.terms:
        return standing in _UNDATED or any(t.anchor is Anchor.DATE for t in claim.tokens)
    if standing is not Standing.DECIDED:
        return False
    return not (_OTHER_OUTCOME_TERMS & frozenset(clause.sentence_terms) - claimed)


def _proposed_alike(claim: Claim, clause: Clause, evidence: Evidence) -> bool:
    """Return whether the sentence presents as proposed what the paper proposes, and nothing else."""
    claimed = any(stem(word) in REQUEST_WORDS for word in claim.sentence_words)
    printed = bool(PROPOSAL_WORDS & frozenset(clause.sentence_terms))
    if printed:
        return claimed or bool(claim.sentence_words & POSSIBILITY_WORDS)
    return not claimed or evidence.leads_in_proposals or not evidence.proposes
