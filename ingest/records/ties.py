"""Which motion a decision settles: its mover, seconder and votes are those of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ingest.records.figures import MANNER
from ingest.records.motions import Business, Moved, votes_of, words_of
from qa.papers import Decision, MotionKind, MotionOutcome, Vote, VoteResult

ALIKE = 75.0
"""From this likeness (0 to 100) the words of a decision are those of a motion."""


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
    if not moved:
        return None
    where = range(first, last + 1)
    stated = [one for one in moved if any(place in one.settled for place in where)]
    moving = [one for one in moved if one.place[0] in where]
    worded = [
        one for one in moved
        if one.words and one.words.first <= last and one.words.last >= first
    ]  # fmt: skip
    if near := [*moving, *worded]:
        best = max(near, key=lambda one: (_score(decision, one, business), one in worded))
        if len(near) == 1 or _score(decision, best, business) >= ALIKE / 2:
            return best
    if stated:
        return _stated(decision, stated)
    return _before(decision, business, first)


def _score(decision: Decision, one: Moved, business: Business) -> float:
    said = business.texts[one.place[0]][slice(*_sentence_span(one, business))]
    return max(_likeness(decision.text, words_of(one)), _likeness(decision.text, said))


def _sentence_span(one: Moved, business: Business) -> tuple[int, int]:
    from ingest.records.wording import sentence_at

    return sentence_at(business.texts[one.place[0]], one.act[0])


def _stated(decision: Decision, stated: Sequence[Moved]) -> Moved:
    """Return which of the motions that a paragraph settles a decision is about."""
    text = decision.text.lower()
    amendments = [one for one in stated if one.kind is MotionKind.AMENDMENT]
    motions = [one for one in stated if one.kind is MotionKind.MOTION]
    if "amendment" in text and amendments and not motions:
        return amendments[-1]
    carried = [one for one in stated if one.outcome is MotionOutcome.CARRIED]
    return (carried or stated)[-1]


def _before(decision: Decision, business: Business, first: int) -> Moved | None:
    """Return the motion before a decision that is part of the resolution on it."""
    earlier = [one for one in business.moved if one.place[0] < first]
    if not earlier:
        return None
    alike = [one for one in earlier if _likeness(decision.text, words_of(one)) >= ALIKE]
    if alike:
        return alike[-1]
    last = max(earlier, key=lambda one: one.last)
    if last.outcome is not MotionOutcome.CARRIED:
        return None
    between = business.paragraphs[last.last + 1 : first]
    listed = all(p.unit.number or p.is_row for p in between) and len(between) < 40
    limb = business.paragraphs[first].unit.number is not None
    return last if (listed and limb) or first == last.last else None


def _likeness(one: str, other: str) -> float:
    if not one or not other or min(len(one), len(other)) < 12:
        return 0.0
    return float(fuzz.partial_ratio(one.lower(), other.lower()))


def _own_votes(
    decision: Decision, business: Business, first: int, last: int
) -> tuple[Vote, ...]:
    """Return the votes on a decision of which no mover is named: told with it or right beside it."""
    beside = range(first - 1, last + 2)
    free = [cast for cast in business.casts if cast.motion is None]
    within = [cast.vote for cast in free if cast.last >= first and cast.first <= last]
    near = [cast.vote for cast in free if cast.last in beside or cast.first in beside]
    if votes := within or near[-1:]:
        return tuple(replace(vote, on=vote.on or decision.text) for vote in votes)
    told = MANNER.search(decision.text)
    words = told[0] if told else next(
        (words for place, words in business.manners if first - 1 <= place <= last), None
    )
    if words is None:
        return ()
    return (Vote(None, None, None, VoteResult.CARRIED, on=decision.text, manner=words),)
