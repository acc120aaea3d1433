"""What a paper says, as a person read it. `eval.reading_file` takes it from `tests/truth`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.papers import ItemKind

Accepted = frozenset[str | None]
"""The values that are right; more than one only where the paper bears them."""

MEETING = ("council", "body", "date", "venue", "kind")
ITEM_KINDS = frozenset(ItemKind)
STANDINGS = frozenset(
    ["decided", "recommended", "proposed", "noted", "deferred", "discussed", "background", "exempt"]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: lines of a text source, or pages of a PDF, first and last."""

    lines: tuple[int, int] | None = None
    pages: tuple[int, int] | None = None

    def __str__(self) -> str:
        """Show the place as a reader would name it."""
        name, span = ("lines", self.lines) if self.lines else ("pages", self.pages)
        return f"{name} {span[0]}-{span[1]}" if span else "no place"


@dataclass(frozen=True, slots=True)
class TrueItem:
    """One minute, agenda item, report or proposal. `stated` names what the truth says of it."""

    place: Place
    stated: Mapping[str, Any]

    def accepted(self, key: str) -> Accepted:
        """Return the values that are right for a field that is stated."""
        return one_or_more(self.stated[key])

    def texts(self, key: str) -> list[str]:
        """Return the values that are right, None apart; none where the field is not stated."""
        if key not in self.stated:
            return []
        return sorted(value for value in self.accepted(key) if value is not None)

    @property
    def name(self) -> str:
        """Name the item in a list of misses."""
        kind, number, title = (shown(self.stated.get(key)) for key in ("kind", "number", "title"))
        return f"{kind} {number} {title} ({self.place})"


@dataclass(frozen=True, slots=True)
class TrueBlock:
    """A run of lines, or a page and the first words, and the standings that are right."""

    place: Place
    words: str
    standings: frozenset[str]
    trap: str


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A table's row as printed, with the words of its caption, headers and unit."""

    place: Place
    cells: tuple[str, ...]
    headers: tuple[str, ...]
    caption: str
    unit: str


@dataclass(frozen=True, slots=True)
class TruePage:
    """A line and the printed pages on which it may stand, or a PDF's page and its number.

    For a line, `span` is first and last printed page, None where nothing can be known; for a
    PDF's page, `printed` is the number on it.
    """

    line: int | None
    page: int | None
    span: tuple[int, int] | None
    printed: str | None


@dataclass(frozen=True, slots=True)
class TruePaper:
    """Everything that one file of truth states."""

    file: str
    meeting: Mapping[str, Accepted]
    items: tuple[TrueItem, ...]
    complete: frozenset[str]
    """The kinds of item of which every one is listed."""
    blocks: tuple[TrueBlock, ...]
    rows: tuple[TrueRow, ...]
    pages: tuple[TruePage, ...]


def one_or_more(value: object) -> Accepted:
    """Return the values of a field that is one value or a list of values that are all right."""
    return frozenset(value if isinstance(value, list) else [value])


def shown(value: object) -> str:
    """Show a field: the first of several values that are right."""
    first = value[0] if isinstance(value, list) and value else value
    return "-" if first is None else str(first)
