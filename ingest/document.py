"""What a reader hands over: a paper as numbered lines, whatever its format was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.members import Member
from qa.pages import Frame, Lines, Unread, WordPlace
from qa.papers import FileFormat, PaperKind
from qa.passages import SourceLine


class LineRole(StrEnum):
    """What a line of a meeting's web page is, where the page's elements are named for it."""

    ITEM = "item"
    """Opens an item of business: its number and its title."""
    BESIDE = "beside"
    """What the agenda says of an item, and the papers brought to it."""
    MINUTES = "minutes"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class PageSays:
    """What a web page, or a Word document's heads and feet, say of a paper beside its text."""

    kind: PaperKind | None = None
    title: str | None = None
    """What the page is about, where its largest heading only names the sort of page."""
    meeting: str | None = None
    """The words that name the meeting at which its business was done: body and day."""
    publishers: tuple[str, ...] = ()
    """Lines in which the council that publishes it may be named, the surest first."""
    sure: bool = False
    """Whether its elements tell the kind; else only its headings and its title do."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of a PDF: a run of lines that are its rows, their cells parted by tabs."""

    lines: Lines
    headers: int
    """How many of the first rows head the columns."""
    columns: tuple[str, ...]
    """What stands above each column, all its heading rows joined; empty where nothing does."""
    cuts: tuple[float, ...] = ()
    """Where each column begins and the last one ends, as shares of the page's width."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read. Lines are in reading order and numbered from 1 without holes.

    A table row is one line, its cells parted by tabs, as in the text sources. Blank lines are
    kept in text sources (they carry the paper's own numbering).
    """

    format: FileFormat
    """pdf, text, docx or html; zip for an archive, which has no lines of its own."""
    lines: tuple[SourceLine, ...]
    pages: int | None = None
    """Pages of a PDF; None for a source without pages."""
    labels: tuple[str | None, ...] = ()
    """The PDF's own page labels, one a page; empty where it has none."""
    title: str | None = None
    """The title that the file's metadata gives; often wrong, so only a last resort."""
    notices: tuple[str, ...] = ()
    """What a reader of the paper must be told, such as pages that are scans and not read."""
    recognised: frozenset[int] = frozenset()
    """Pages whose text a machine recognised in a picture, here or before."""
    words: Mapping[int, tuple[WordPlace, ...]] = field(default_factory=dict)
    """Where each word stands, for pages that OCR read here."""
    members: tuple[Member, ...] | None = None
    """What lies within an archive or is attached to a message; None for any other file."""
    tables: tuple[SourceTable, ...] = ()
    """The tables of a PDF, in the order of their lines; other formats tell rows by tabs alone."""
    unread: Mapping[int, Unread] = field(default_factory=dict)
    """Pages that nothing could read, and why. The few letters that such a page has are kept."""
    marks: tuple[str, ...] = ()
    """What is said of the paper outside its text: running heads, properties, a message's kind."""
    marked: frozenset[int] = frozenset()
    """Pages of a PDF to which a bookmark leads that names what is exempt."""
    hidden: Mapping[int, tuple[Frame, ...]] = field(default_factory=dict)
    """Where on which pages of a PDF its file holds what is not seen on them."""
    roles: Mapping[int, LineRole] = field(default_factory=dict)
    """What lines are, by their numbers, where a page's elements are named for it."""
    item_numbers: Mapping[int, str] = field(default_factory=dict)
    """The number that an item's opening line begins with, or that the page gives elsewhere."""
    says: PageSays = PageSays()
