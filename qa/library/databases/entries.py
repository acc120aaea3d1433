"""The records of the catalogue: as they are handed over, and as the rows of its tables keep them.

They are kept as JSON, each row with a checksum, and are checked when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from qa.errors import LibraryError
from qa.library.connections import Cell
from qa.library.formats import EXEMPT, SHOWN, UNREAD, checksum
from qa.papers import Frame, Item, Paper, PaperKind, PaperPage, Passage, Standing, WordPlace
from qa.protocols import Part, Vectors

VECTOR = np.float16
"""Vectors rest at half precision in the catalogue: 768 bytes instead of 1,536."""

PAPER = TypeAdapter(Paper)
ITEMS = TypeAdapter(tuple[Item, ...])
PASSAGE = TypeAdapter(Passage)
WORDS = TypeAdapter(tuple[WordPlace, ...])
FRAMES = TypeAdapter(tuple[Frame, ...])

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper ready to be stored: its parts, one vector a passage, and its file."""

    paper: Paper
    items: tuple[Item, ...]
    pages: tuple[PaperPage, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    source: Path
    origin: Path | None = None
    """Where the paper is from, where that is not `source`: its place in an archive or message."""
    public: bool = True
    """Whether all that its file holds is public; of a PDF the pages say it."""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """What the catalogue's record of a passage says of it beside its words."""

    id: str
    ordinal: int
    heading: tuple[str, ...]
    standing: Standing
    item_number: str | None = None
    item_title: str | None = None
    body: str | None = None
    meeting_date: date | None = None
    part_kind: PaperKind | None = None


HEAD = TypeAdapter(HeadRow)


@dataclass(frozen=True, slots=True)
class Head:
    """A passage without its words: what heads it, and where it stands."""

    id: str
    ordinal: int
    standing: Standing
    heading: tuple[str, ...]
    """The index terms of the lowest heading over it."""
    part: Part


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item of a paper without its words; or what stands outside its items."""

    is_item: bool
    """Whether it has a title; False of what stands outside."""
    title: tuple[str, ...]
    """The index terms of its title."""
    passages: tuple[Head, ...]
    """In order."""


@dataclass(frozen=True, slots=True)
class BoundPart:
    """A part of a pack, and whether what is told of it is its minutes."""

    part: Part
    minutes: bool


DAMAGED = (
    "the catalogue cannot be read (a record of it is damaged); run townclerk doctor, which says "
    "of which paper, and what mends it"
)


def read_record(kind: TypeAdapter[_Record], text: str | bytes) -> _Record:
    """Read back what the catalogue keeps. Raises LibraryError where it is damaged."""
    try:
        return kind.validate_json(text)
    except ValidationError:
        # Without its cause, whose words may hold the paper's text.
        raise LibraryError(DAMAGED) from None


def check(sum_: int | None, *cells: Cell) -> None:
    """Raise LibraryError where the cells of a row are not what was written."""
    if sum_ is not None and checksum(*cells) != sum_:
        raise LibraryError(DAMAGED)


def vector_bytes(vector: Vectors) -> bytes:
    """Return a vector as the catalogue keeps it."""
    return vector.astype(VECTOR).tobytes()


def read_vector(data: bytes) -> Vectors:
    """Return a vector of the catalogue at single precision."""
    return np.frombuffer(data, dtype=VECTOR).astype(np.float32)


WHY_UNREAD = {code: why for why, code in UNREAD.items()}
"""Why a page was not read, by its code; it was read, or is exempt, where that is not here."""
ADD_PAGE = (
    "INSERT INTO pages (paper_id, number, printed, first_line, text, withheld, hidden, crc) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def page_row(paper_id: str, page: PaperPage) -> tuple[Cell, ...]:
    """Return what the catalogue notes of a page, as `ADD_PAGE` takes it."""
    code = UNREAD[page.unread] if page.unread else EXEMPT if page.withheld else SHOWN
    hidden = FRAMES.dump_json(page.hidden).decode()
    row = (paper_id, page.number, page.printed, page.first_line, page.text, code, hidden)
    return *row, checksum(*row)


def as_mapping(passage: Passage) -> Mapping[str, object]:
    """Return of a passage what `part_rows` reads."""
    return {
        "body": passage.body,
        "meeting_date": passage.meeting_date,
        "part_kind": passage.part_kind,
        "item_kind": passage.item_kind,
    }
