"""Pages: where a passage stands and how surely that is known, and a page as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """How surely a page is known."""

    EXACT = "exact"
    RANGE = "range"
    UNKNOWN = "unknown"


class PageBasis(StrEnum):
    """By what a page is known."""

    NONE = "none"
    PDF_PAGE = "pdf page"
    OCR = "pdf page, read by OCR"
    """The page of a PDF whose text a machine recognised in a picture, and which may be wrong."""
    PRINTED_FOOTER = "printed footer"
    """Page numbers printed in a text source."""
    CONTENTS_PAGE = "contents page"
    """The pages that a table of contents gives for headings."""
    AGENDA_INDEX = "agenda index"
    """The pages that an agenda gives for what is bound with it."""


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The pages on which a passage stands, and how we know.

    `first` and `last` are 1-based PDF pages for a PDF; for a text source they are printed
    page numbers where markers pin them, else None. `printed` is the number a reader sees on
    the paper, None where there is none. An exact page is never guessed.
    """

    kind: PageKind
    first: int | None = None
    last: int | None = None
    printed: str | None = None
    basis: str = PageBasis.NONE
    """A `PageBasis`; in a text source several may bear on it, joined by " and "."""


UNKNOWN_PAGE = PageSpan(PageKind.UNKNOWN)

Lines = tuple[int, int]
"""First and last line, 1-based and inclusive, of the text as ingested."""


class Unread(StrEnum):
    """Why nothing could read a page, so that nobody knows whether it may be shown."""

    SCANNED = "scanned"
    GARBLED = "garbled"
    """Its type does not say which letters it shows."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Where a word that OCR read stands, as shares of its page's picture from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


Frame = tuple[float, float, float, float]
"""A part of a PDF's page: left, bottom, right, top, in points of the page's own space."""
FAR = 1_000_000.0
"""Points from a page's corner; no page reaches so far."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page's text as read. Sources without pages have a single page numbered 1."""

    number: int
    text: str
    printed: str | None = None
    first_line: int = 1
    withheld: bool = False
    """May not be shown: of an exempt document bound in a public paper, or unread."""
    words: tuple[WordPlace, ...] = ()
    """Given on the way into the library, for a page that OCR read; see `Library.word_places`."""
    unread: Unread | None = None
    """Why it was not read and so is withheld, though nothing says that it is exempt."""
    hidden: tuple[Frame, ...] = ()
    """Where the file holds what is not seen on the page, as under a box: it stays unseen."""
