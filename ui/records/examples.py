"""Questions made of the library's own items, one of each kind: how to ask.

An item serves by what its record has: limbs, a sum, names of voters, a mover. An item whose title
has only words that the titles of several meetings have is routine, and serves for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.language.dates import format_day
from qa.language.numbers import MONEY
from qa.language.terms import SMALL_WORDS, term_set
from qa.papers import Standing
from qa.record.register import Meeting, Placed, items_of, meetings_held

if TYPE_CHECKING:
    from qa.library import Library

MEETINGS_USED = 12
"""The latest with minutes, from which the examples are taken."""
ROUTINE = 3
"""Meetings whose titles have a term, from which on it is routine."""
_TITLE_LENGTH = range(8, 80)


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of question, with one that can be asked of the papers held."""

    kind: str
    question: str


def examples_of(library: Library) -> list[Example]:
    """Return a question of each kind that the papers held can answer."""
    dated = [meeting for meeting in meetings_held(library) if meeting.day and meeting.is_recorded()]
    held = [
        (meeting, one)
        for meeting in reversed(dated[-MEETINGS_USED:])
        for one in items_of(library, meeting)
        if not one.item.private
    ]
    # In how many meetings' titles each term is: what all meetings have is routine.
    spread: Counter[str] = Counter()
    for each in {meeting.id for meeting, _ in held}:
        titles = [term_set(one.item.title) for meeting, one in held if meeting.id == each]
        spread.update(frozenset[str]().union(*titles))
    own = [
        (meeting, one)
        for meeting, one in held
        if any(spread[term] < ROUTINE for term in term_set(one.item.title))
        and len(one.item.title) in _TITLE_LENGTH
        and one.item.standing in (Standing.DECIDED, Standing.DEFERRED)
        and one.item.decisions
    ]
    return list(_examples(own))


def _examples(own: list[tuple[Meeting, Placed]]) -> Iterator[Example]:
    used: set[str] = set()

    def first(fits: Callable[[Placed], bool]) -> str | None:
        """Return the title of an item that fits, of those that no question has yet if any."""
        found = [title_of(one) for _, one in own if fits(one)]
        title = next((title for title in found if title not in used), next(iter(found), None))
        if title is not None:
            used.add(title)
        return title

    kinds: tuple[tuple[str, str, Callable[[Placed], bool]], ...] = (
        ("What was decided", "What was decided on {}?", lambda one: len(one.item.limbs) > 1),
        ("How much", "How much money was agreed for {}?", _has_sum),
        ("Who voted how", "Who voted for and against {}?", _has_names),
        ("Who moved it", "Who moved {}?", lambda one: any(d.moved_by for d in one.item.decisions)),
        ("Put off", "What was deferred on {}?", lambda one: one.item.standing is Standing.DEFERRED),
        ("When", "When was {} decided?", lambda one: bool(one.item.limbs)),
        ("A matter in order", "What is the history of {}?", lambda one: bool(one.item.limbs)),
    )
    for kind, wording, fits in kinds:
        title = first(fits)
        if title is not None:
            yield Example(kind, wording.format(title))
    for meeting, _ in own[:1]:
        if meeting.day:
            body = meeting.body or meeting.council or "the meeting"
            yield Example(
                "A whole meeting", f"What did {body} decide on {format_day(meeting.day)}?"
            )


def _has_sum(one: Placed) -> bool:
    return any(MONEY.search(decision.text) for decision in one.item.decisions)


def _has_names(one: Placed) -> bool:
    votes = [vote for motion in one.item.motions for vote in motion.votes]
    return any(vote.names_for or vote.names_against for vote in votes)


def title_of(one: Placed) -> str:
    """Return an item's title as a question has it: one in capitals in mixed case."""
    title = " ".join(one.item.title.split()).rstrip(".:")
    if not title.isupper():
        return title
    words = title.lower().split()
    return " ".join(word if word in SMALL_WORDS else word.capitalize() for word in words)
