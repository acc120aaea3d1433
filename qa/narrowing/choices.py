"""What a question can be narrowed to, from the papers held, and a check of what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.errors import NarrowingError
from qa.papers import PaperKind
from qa.protocols import WHOLE, Filter, folded

if TYPE_CHECKING:
    from qa.library import Library

MOST_NAMED = 30
"""Names that a message lists; the commonest."""
LONGEST_NAME = 200
"""Characters of the name of a body or a council, in what is asked for."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the papers held are of, each name once and in order."""

    bodies: tuple[str, ...]
    kinds: tuple[PaperKind, ...]
    councils: tuple[str, ...]
    first: date | None
    last: date | None
    """The days of the first and the last meeting."""


def choices_held(library: Library) -> Choices:
    """Return what a question can be narrowed to; parts of packs count as papers do."""
    return library.once(_choices)


def _choices(library: Library) -> Choices:
    bodies: Counter[str] = Counter()
    councils: Counter[str] = Counter()
    kinds: set[PaperKind] = set()
    for paper in library.papers():
        for body, _, kind in {WHOLE, *library.parts_of(paper)}:
            bodies.update(filter(None, [body or paper.body]))
            kinds.add(kind or paper.kind)
        councils.update(filter(None, [paper.council]))
    held = library.coverage()
    return Choices(
        bodies=_each_once(bodies),
        kinds=tuple(kind for kind in PaperKind if kind in kinds),
        councils=_each_once(councils),
        first=held.first,
        last=held.last,
    )


def check_known(filters: Filter, library: Library) -> None:
    """Raise NarrowingError where no paper held can be meant: unknown names, days in no order.

    The message says what there is to choose from.
    """
    if filters.first and filters.last and filters.first > filters.last:
        raise NarrowingError("The first day is after the last; give them the other way round.")
    if filters.body is None and filters.council is None:
        return
    choices = choices_held(library)
    for wanted, names, what in (
        (filters.body, choices.bodies, "body"),
        (filters.council, choices.councils, "council"),
    ):
        if wanted is not None and folded(wanted) not in map(folded, names):
            raise NarrowingError(_unknown(wanted, names, what))


def _unknown(wanted: str, names: Sequence[str], what: str) -> str:
    several = {"body": "bodies", "council": "councils"}[what]
    shown = "".join(char if char.isprintable() else " " for char in wanted)[:60]
    if not names:
        return f"No paper held names a {what}, so none can be asked for by it."
    listed = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"No paper held is of a {what} called “{shown}”. The {several} held: {listed}{more}."


def _each_once(names: Counter[str]) -> tuple[str, ...]:
    """Return names in order, of those that differ by case or white space only the commonest."""
    best: dict[str, str] = {}
    for name, _ in _commonest_first(names.items()):
        best.setdefault(folded(name), " ".join(name.split()))
    return tuple(sorted(best.values(), key=str.casefold))


def _commonest_first(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))
