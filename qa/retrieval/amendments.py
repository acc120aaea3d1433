"""Amendments of which notice was given, and the minutes that say how each ended.

A paper of amendments is filed before a meeting; the minutes of that meeting record what was moved.
The two are one where body, day and words agree, and no other mover is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from rapidfuzz import fuzz

from qa.papers import Item, Motion, Paper, PaperKind

ALIKE = 80.0
"""From this likeness (0 to 100) the words of two amendments are the same."""
SURELY_ALIKE = 95.0
"""From this one too where the minutes name another mover."""
SHORTEST = 20
"""Letters that can be compared."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The same amendment in another paper."""

    paper: Paper
    motion: Motion


class Papers(Protocol):
    """Where papers and their items are held."""

    def papers(self) -> list[Paper]:
        """Return all papers."""
        ...

    def items(self, paper_id: str) -> tuple[Item, ...]:
        """Return the items of a paper."""
        ...


def joined(library: Papers, paper: Paper, motion: Motion) -> Joined | None:
    """Return where else an amendment stands: in the minutes, or in the notice given of it.

    None where no such paper is held, or where two would fit equally well.
    """
    filed = paper.kind is PaperKind.AMENDMENT
    wanted = PaperKind.MINUTES if filed else PaperKind.AMENDMENT
    if not filed and paper.kind is not PaperKind.MINUTES:
        return None
    best: list[tuple[float, Joined]] = []
    for other in _of_meeting(library.papers(), paper, wanted):
        for each in _motions(library.items(other.id)):
            if score := _likeness(motion, each):
                best.append((score, Joined(other, each)))
    if not best:
        return None
    best.sort(key=lambda one: -one[0])
    if len(best) > 1 and best[1][0] == best[0][0] and _is_another(best[0][1], best[1][1]):
        return None
    return best[0][1]


def with_outcomes(library: Papers, paper: Paper) -> tuple[Item, ...]:
    """Return the items of a paper; filed amendments with what the minutes say became of each."""
    items = library.items(paper.id)
    if paper.kind is not PaperKind.AMENDMENT:
        return items
    return tuple(
        replace(item, motions=tuple(_ended(library, paper, each) for each in item.motions))
        for item in items
    )


def _ended(library: Papers, paper: Paper, motion: Motion) -> Motion:
    found = joined(library, paper, motion)
    if found is None:
        return motion
    return replace(motion, outcome=found.motion.outcome, votes=found.motion.votes)


def _is_another(one: Joined, other: Joined) -> bool:
    return (one.motion.outcome, one.motion.votes) != (other.motion.outcome, other.motion.votes)


def _of_meeting(papers: Iterable[Paper], paper: Paper, kind: PaperKind) -> Iterator[Paper]:
    """Yield the papers of a kind of the same body's meeting on the same day."""
    if paper.meeting_date is None:
        return
    for other in papers:
        if other.kind is kind and other.meeting_date == paper.meeting_date:
            bodies, councils = (paper.body, other.body), (paper.council, other.council)
            if _agree(*bodies) and _agree(*councils):
                yield other


_GENERIC = re.compile(
    r"\b(?:full|meeting|of|the|county|city|borough|district|town|parish)\b|\W", re.I
)


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two names may be of one body or council; what is not known may be any."""
    if not one or not other or one.casefold() == other.casefold():
        return True
    return _GENERIC.sub("", one).casefold() == _GENERIC.sub("", other).casefold()


def _motions(items: Iterable[Item]) -> Iterator[Motion]:
    for item in items:
        yield from item.motions


def _likeness(one: Motion, other: Motion) -> float:
    """Return how surely two are the same amendment, 0 to 100; 0 where they are not."""
    first, second = (" ".join(each.text.split()).lower() for each in (one, other))
    if min(len(first), len(second)) < SHORTEST:
        return 0.0
    score = float(fuzz.token_sort_ratio(first, second))
    if min(len(first), len(second)) / max(len(first), len(second)) > 0.5:
        score = max(score, float(fuzz.partial_ratio(first, second)))
    same = _surname(one.moved_by) == _surname(other.moved_by)
    known = bool(one.moved_by and other.moved_by)
    least = ALIKE if same or not known else SURELY_ALIKE
    return score + (same and known) if score >= least else 0.0


def _surname(name: str | None) -> str:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", (name or "").split("(")[0].split(",")[0])
    return words[-1].casefold() if words else ""
