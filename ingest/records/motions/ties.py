"""Which motion a decision settles: its mover, seconder and votes are those of the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ingest import wordings
from ingest.layout.pages import PageFinder
from ingest.records.motions.moved import Business, Moved, turned, votes_of, words_of
from ingest.records.motions.wording import sentence_at
from ingest.records.votes.figures import MANNER
from qa.papers import Decision, Lines, MotionKind, MotionOutcome, Standing, Vote, VoteResult

ALIKE = 75.0
"""From this likeness (0 to 100) the words of a decision are those of a motion."""
LONGEST_LOOK = 80
"""Words of a decision by which it is found in its paragraph."""
FEW = 3
"""Words at most between a decision and who moved it."""
SHORTEST = 12
"""Letters that can be compared."""
LinesOf = NDArray[np.int64]
"""First and last line of each paragraph of an item, shape (paragraphs, 2)."""


def tie_votes(
    decisions: Sequence[Decision], business: Business, pages: PageFinder
) -> tuple[Decision, ...]:
    """Give each decision of an item the mover, seconder and votes of the motion that it settles.

    A decision settles the motion in whose words, or in the account of whose vote, it stands; else
    the last one that is moved before it and settled by the resolution of which it is a part.
    """
    lines = np.array([p.unit.lines for p in business.paragraphs], np.int64).reshape(-1, 2)
    parted = [part for each in decisions for part in _each_election(each, business, lines, pages)]
    tied = [_tied(decision, business, lines) for decision in parted]
    tied += [*_appointments(tied, business, pages), *_divisions(tied, business, pages)]
    return tuple(sorted(tied, key=lambda decision: decision.lines))


DIVIDED = 0.9
"""How sure what a division decided is, where no sentence says so."""


def _divisions(
    decisions: Sequence[Decision], business: Business, pages: PageFinder
) -> Iterator[Decision]:
    """Yield what was counted on both sides, where no decision stands with or right below it."""
    taken = {line for each in decisions for line in range(each.lines[0], each.lines[1] + 1)}
    for cast in business.casts:
        vote = cast.vote
        if cast.motion is None or vote.votes_for is None or vote.against is None:
            continue
        won = vote.votes_for > vote.against
        if vote.result is not None:
            won = vote.result is not VoteResult.LOST
        elif vote.votes_for == vote.against:
            continue
        near = business.paragraphs[cast.first : cast.last + 1 + FEW]
        lines = (near[0].unit.lines[0], business.paragraphs[cast.last].unit.lines[1])
        if not taken.isdisjoint(range(lines[0], near[-1].unit.lines[1] + 1)):
            continue
        one = business.moved[cast.motion]
        if cast.against is not None:  # of motion and amendment the amendment was put
            one, won = business.moved[cast.against], not won
            vote = turned(vote, words_of(one))
        text = " ".join(
            " ".join(p.unit.text.split()) for p in business.paragraphs[cast.first : cast.last + 1]
        )
        standing = Standing.DECIDED if won else Standing.LOST
        yield Decision(
            text, standing, lines, pages.span(lines), DIVIDED, one.mover, one.seconder, (vote,)
        )


def _each_election(
    decision: Decision, business: Business, lines: LinesOf, pages: PageFinder
) -> list[Decision]:
    """Part a decision that tells several elections, each with a mover of its own."""
    first, last = decision.lines
    inside = np.flatnonzero((lines[:, 0] >= first) & (lines[:, 1] <= last)).tolist()
    held = [one for one in business.moved if one.of_row and one.place[0] in inside]
    if len({(one.mover, one.seconder) for one in held}) < 2:
        return [decision]
    return [
        replace(decision, text=" ".join(text.split()), lines=own, page=pages.span(own))
        for index in inside
        for text, own in _lines_of(index, business)
    ]


_NEW_LINE = re.compile(r"\W*[A-Z][^:\n]{2,60}:")
"""A line of a list that has a label."""


def _lines_of(index: int, business: Business) -> list[tuple[str, Lines]]:
    """Return a paragraph's text and lines; label by label where it tells several elections."""
    unit = business.paragraphs[index].unit
    apart = unit.text.split("\n")
    several = sum(one.of_row and one.place[0] == index for one in business.moved) > 1
    if not several or len(apart) != unit.lines[1] - unit.lines[0] + 1:
        return [(unit.text, unit.lines)]
    found: list[tuple[str, Lines]] = []
    for number, text in enumerate(apart, unit.lines[0]):
        if found and not _NEW_LINE.match(text):
            before, lines = found.pop()
            found.append((f"{before}\n{text}", (lines[0], number)))
        else:
            found.append((text, (number, number)))
    return found


APPOINTED = 0.9
"""How sure an appointment is that a line of a list tells, where all of the list were elected."""


def _appointments(
    decisions: Sequence[Decision], business: Business, pages: PageFinder
) -> Iterator[Decision]:
    """Yield who was elected or appointed by a line of a list, where no decision has that line."""
    taken = {line for each in decisions for line in range(each.lines[0], each.lines[1] + 1)}
    for one in business.moved:
        if not one.of_row or one.outcome is not MotionOutcome.CARRIED:
            continue
        index = one.place[0]
        start = business.paragraphs[index].unit.lines[0]
        at = start + business.texts[index][: one.verb[0]].count("\n")
        pieces = _lines_of(index, business)
        text, lines = next((each for each in pieces if at <= each[1][1]), pieces[-1])
        if taken.isdisjoint(range(lines[0], lines[1] + 1)):
            yield Decision(
                " ".join(text.split()), Standing.DECIDED, lines, pages.span(lines), APPOINTED,
                one.mover, one.seconder, votes_of(one),
            )  # fmt: skip


def _tied(decision: Decision, business: Business, lines: LinesOf) -> Decision:
    first, last = _paragraphs_of(decision, business, lines)
    if first is None or last is None:
        return decision
    one = _motion_of(decision, business, first, last)
    votes = votes_of(one) if one else _own_votes(decision, business, first, last)
    if one is None:
        return replace(decision, votes=votes) if votes else decision
    told = replace(decision, moved_by=one.mover, seconded_by=one.seconder, votes=votes)
    if one.of_row and one.outcome is None and decision.standing is Standing.DECIDED:
        return replace(told, standing=Standing.RECORDED)  # nominated; nothing says elected
    return told


def _paragraphs_of(
    decision: Decision, business: Business, lines: LinesOf
) -> tuple[int | None, int | None]:
    """Return the first and last paragraph of the item in which a decision stands."""
    first, last = decision.lines
    inside = np.flatnonzero((lines[:, 0] <= last) & (lines[:, 1] >= first)).tolist()
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
            (_score(decision, one, business), _beside(decision, one, business),
             _suits(decision, one), p)
            for p, one in enumerate(near)
        ]  # fmt: skip
        best = max(scores)
        if best[0] >= ALIKE:
            return near[best[3]] if _is_sure(best[:3], scores, near) else None
    return _elsewhere(decision, business, first)


def _is_sure(
    best: tuple[float, ...], scores: Sequence[tuple[float, int, int, int]], near: Sequence[Moved]
) -> bool:
    """Whether no motion of another mover in the same paragraph would fit a decision as well."""
    equal = [near[score[3]] for score in scores if score[:3] == best]
    apart = {one.place[0] for one in equal}
    return best[1] > 0 or len(apart) > 1 or len({one.mover for one in equal}) == 1


def _beside(decision: Decision, one: Moved, business: Business) -> int:
    """Return 2 where a motion is moved within a decision's words, 1 where right behind them."""
    words = re.findall(r"\w+", decision.text)[:LONGEST_LOOK]
    if not words:
        return 0
    said = business.texts[one.place[0]]
    if not said or not (found := re.search(r"\W+".join(map(re.escape, words)), said)):
        return 0
    if found.start() <= one.act[0] < found.end() or found.start() <= one.verb[0] < found.end():
        return 2
    between = said[found.end() : one.act[0]]
    return int(one.act[0] >= found.end() and len(between.split()) <= FEW)


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
