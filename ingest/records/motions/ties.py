"""Which motion a decision settles: its mover, seconder and votes are those of the decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ingest import wordings
from ingest.records.motions.moved import Business, Moved, votes_of, words_of
from ingest.records.motions.wording import sentence_at
from ingest.records.votes.figures import MANNER
from qa.papers import Decision, MotionKind, MotionOutcome, Standing, Vote, VoteResult

ALIKE = 75.0
"""From this likeness (0 to 100) the words of a decision are those of a motion."""
SHORTEST = 12
"""Letters that can be compared."""


def tie_votes(decisions: Sequence[Decision], business: Business) -> tuple[Decision, ...]:
    """Give each decision of an item the mover, seconder and votes of the motion that it settles.

    A decision settles the motion in whose words, or in the account of whose vote, it stands; else
    the last one that is moved before it and settled by the resolution of which it is a part.
    """
    return tuple(_tied(decision, business) for decision in decisions)


def _tied(decision: Decision, business: Business) -> Decision:
    first, last = _paragraphs_of(decision, business)
    if first is None or last is None:
        return decision
    one = _motion_of(decision, business, first, last)
    votes = votes_of(one) if one else _own_votes(decision, business, first, last)
    if one is None:
        return replace(decision, votes=votes) if votes else decision
    return replace(decision, moved_by=one.mover, seconded_by=one.seconder, votes=votes)


def _paragraphs_of(decision: Decision, business: Business) -> tuple[int | None, int | None]:
    """Return the first and last paragraph of the item in which a decision stands."""
    inside = [
        index
        for index, paragraph in enumerate(business.paragraphs)
        if paragraph.unit.lines[0] <= decision.lines[1]
        and paragraph.unit.lines[1] >= decision.lines[0]
    ]
    if len(inside) > 1:  # A line that has words of two paragraphs counts for each.
        words = decision.text
        alike = [i for i in inside if _likeness(words, business.texts[i]) >= ALIKE]
        inside = alike or inside
    return (inside[0], inside[-1]) if inside else (None, None)


def _motion_of(decision: Decision, business: Business, first: int, last: int) -> Moved | None:
    moved = business.moved
    where = range(first, last + 1)
    near = [one for one in moved if any(place in where for place in _places(one))]
    if near:
        scores = [
            (_score(decision, one, business), _suits(decision, one), p)
            for p, one in enumerate(near)
        ]
        best = max(scores)
        if best[0] >= ALIKE:
            return near[best[2]]
    return _elsewhere(decision, business, first)


def _places(one: Moved) -> set[int]:
    """Return the paragraphs in which a motion is moved, worded, voted on or settled."""
    words = range(one.words.first, one.words.last + 1) if one.words else ()
    return {one.place[0], *one.settled, *words}


def _suits(decision: Decision, one: Moved) -> int:
    """Return how well the outcome of a motion, and what it is called, suit a decision."""
    lost = one.outcome in (MotionOutcome.LOST, MotionOutcome.WITHDRAWN)
    amendment = bool(re.search(r"\bamendments?\b", decision.text[:200], re.I))
    alike = amendment == (one.kind is MotionKind.AMENDMENT)
    return 2 * (lost == (decision.standing is Standing.LOST)) + alike


def _score(decision: Decision, one: Moved, business: Business) -> float:
    """Return how like a decision is to what is said of a motion, from 0 to 100, in steps of ten."""
    said = business.texts[one.place[0]]
    moving = said[slice(*sentence_at(said, one.act[0]))]
    best = max(_likeness(decision.text, text) for text in (words_of(one), moving, *one.told))
    return best // 10 * 10 + 9 if best >= ALIKE else best


def _elsewhere(decision: Decision, business: Business, first: int) -> Moved | None:
    """Return the motion of a decision that stands apart from it: in its words, or a limb of it."""
    alike = [one for one in business.moved if _likeness(decision.text, words_of(one)) >= ALIKE]
    standing = [one for one in alike if one.outcome is not MotionOutcome.LOST]
    if standing:
        return max(
            standing,
            key=lambda one: (
                one.outcome is MotionOutcome.CARRIED,
                fuzz.ratio(decision.text.lower(), words_of(one).lower()),
            ),
        )
    earlier = [one for one in business.moved if one.place[0] <= first]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: one.last)
    if last.outcome is not MotionOutcome.CARRIED:
        return None
    between = business.paragraphs[last.last + 1 : first]
    listed = all(p.unit.number or p.is_row for p in between) and len(between) < LONGEST_LIST
    limb = business.paragraphs[first].unit.number is not None and first > last.last
    resolved = any(wordings.RESOLUTION.match(sentence) for sentence in last.told)
    return last if listed and limb and resolved and max(last.settled) == last.last else None


LONGEST_LIST = 40
"""Limbs of a resolution at most."""


def _likeness(one: str, other: str) -> float:
    one, other = " ".join(one.split()), " ".join(other.split())
    if min(len(one), len(other)) < SHORTEST:
        return 0.0
    return float(fuzz.partial_ratio(one.lower(), other.lower()))


def _own_votes(decision: Decision, business: Business, first: int, last: int) -> tuple[Vote, ...]:
    """Return the votes on a decision of which no mover is named: told with it or right beside it."""
    beside = range(first - 1, last + 2)
    free = [cast for cast in business.casts if cast.motion is None]
    within = [cast.vote for cast in free if cast.last >= first and cast.first <= last]
    near = [cast.vote for cast in free if cast.last in beside or cast.first in beside]
    if votes := within or near[-1:]:
        return tuple(replace(vote, on=vote.on or decision.text) for vote in votes)
    told = MANNER.search(decision.text)
    words = (
        told[0]
        if told
        else next((words for place, words in business.manners if first - 1 <= place <= last), None)
    )
    if words is None:
        return ()
    return (Vote(None, None, None, VoteResult.CARRIED, on=decision.text, manner=words),)
