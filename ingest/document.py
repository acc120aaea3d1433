"""What a reader hands over: a paper as numbered lines, whatever its format was.

The bounds that a type names are checked where a document comes out of a child process. Beside the
document stand the settings of OCR, and the reasons for which a scanned page may stay unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ingest.file_names import MAX_MEMBERS, Member, ShownWords
from qa.papers import FileFormat, Frame, Lines, PaperKind, SourceLine, Unread, WordPlace

MAX_NOTICES = 20_000
BLACKED_OUT = "\u2588"
"""A line's text has this where a reader of the paper sees a black box over words."""


MAX_SEEN = 5_000
"""What is handed over beside the lines, at most. Where there is more, `unseen` says so."""


class SeenAt(StrEnum):
    """Where words stand that are not among a paper's lines, in words that may be shown."""

    NOTE = "note on the page"
    """Typed on a page of a PDF afterwards: a text note, a comment, what a mark-up says."""
    STAMP = "stamp on the page"
    FIELD = "form field"
    """What is filled in, with the field's label or name before it where it has one."""
    CHOICE = "entry chosen"
    """What is chosen from a list, or the label of a box that is ticked."""
    WATERMARK = "watermark"
    ASLANT = "type printed aslant"
    TURNED = "type printed sideways"
    """Turned by 90, 180 or 270 degrees from what else stands on the page."""
    OVERLAY = "words over a blacked-out place"
    RUNNING_HEAD = "head of the page"
    RUNNING_FOOT = "foot of the page"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    TEXT_BOX = "text box"
    CHANGE = "tracked change"
    """Deleted or moved text that is still in the file."""
    TITLE = "title"
    PROPERTY = "property of the file"
    """Written as "name: value"."""
    BOOKMARK = "bookmark"
    PAGE_LABEL = "page label"
    LAYER = "name of a layer"
    ATTACHMENT = "name of an attached file"
    PICTURE = "description of a picture"
    LINK = "title of a link"
    MAIL_HEADER = "mail header"
    """Written as "name: value"."""
    OTHER_VERSION = "other version of the text"
    """Of a message, or of a part of a Word document."""
    BANNER = "outside the page's text"
    """Of a web page: its head, foot, menus and banners."""
    HIDDEN = "hidden in the file"
    """Nothing that a reader sees, but it may say how the paper is marked."""


@dataclass(frozen=True, slots=True)
class SeenWords:
    """Words that whoever opens the file sees, or may see, and that are not among its lines.

    One entry a line or paragraph as it was written. What stands together follows one another;
    what is longer than may be shown is given in pieces that overlap.
    """

    words: Annotated[ShownWords, Field(min_length=1)]
    where: SeenAt
    page: Annotated[int, Field(gt=0)] | None = None
    """Of a PDF, from 1; None where it belongs to no page or the format has none."""


class LineRole(StrEnum):
    """What a line of a meeting's web page is, where the names of the page's elements say so."""

    ITEM = "item"
    """Opens an item of business: its number and its title."""
    BESIDE = "beside"
    """What the agenda says of an item, and the papers brought to it."""
    MINUTES = "minutes"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class PageSays:
    """What a web page, or a Word document's heads and feet, say of a paper outside its text."""

    kind: PaperKind | None = None
    title: ShownWords | None = None
    """What the page is about, where its largest heading only names the sort of page."""
    meeting: ShownWords | None = None
    """The words that name the meeting at which its business was done: body and day."""
    publishers: tuple[ShownWords, ...] = ()
    """Lines in which the council that publishes it may be named, the surest first."""
    sure: bool = False
    """Whether `kind` follows from the page's elements, not only from its headings and title."""


@dataclass(frozen=True, slots=True)
class MergedCell:
    """Words that stand beside several rows of a table, or under several of its columns."""

    column: Annotated[int, Field(ge=0)]
    """The first column, from 0."""
    columns: Annotated[int, Field(gt=0)]
    lines: Lines
    """The rows. The words are in the first of them; empty there where they stand overleaf."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table: a run of lines that are its rows, their cells parted by tabs."""

    lines: Lines
    headers: int
    """How many of the first rows head the columns."""
    columns: tuple[ShownWords, ...]
    """What stands above each column, all its heading rows joined; empty where nothing does."""
    cuts: tuple[Annotated[float, Field(allow_inf_nan=False)], ...] = ()
    """Where each column begins and the last one ends, as shares of the page's width."""
    merged: tuple[MergedCell, ...] = ()
    """The cells below the headings that stand for several rows or columns."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read. Lines are in reading order and numbered from 1 without holes.

    A table row is one line, its cells parted by tabs, as in the text sources. Blank lines are
    kept in text sources (they carry the paper's own numbering).
    """

    format: FileFormat
    """pdf, text, docx or html; zip for an archive, which has no lines of its own."""
    lines: tuple[SourceLine, ...]
    pages: Annotated[int, Field(gt=0)] | None = None
    """Pages of a PDF; None for a source without pages."""
    labels: tuple[ShownWords | None, ...] = ()
    """The PDF's own page labels, one a page; empty where it has none."""
    title: ShownWords | None = None
    """The title that the file's metadata gives; often wrong, so only a last resort."""
    notices: Annotated[tuple[ShownWords, ...], Field(max_length=MAX_NOTICES)] = ()
    """What whoever reads the paper must know, such as pages that are scans and not read."""
    recognised: frozenset[int] = frozenset()
    """Pages whose text a machine recognised in a picture, here or before."""
    words: Mapping[int, tuple[WordPlace, ...]] = field(default_factory=dict)
    """Where each word stands, for pages that OCR read here."""
    members: Annotated[tuple[Member, ...], Field(max_length=MAX_MEMBERS)] | None = None
    """What lies within an archive, or is attached to a message or PDF; None for any other file."""
    tables: tuple[SourceTable, ...] = ()
    """The tables of a PDF, in the order of their lines; other formats have rows with tabs only."""
    unread: Mapping[int, Unread] = field(default_factory=dict)
    """Pages that nothing could read, and why. The few letters that such a page has are kept."""
    marks: tuple[ShownWords, ...] = ()
    """Words outside the text that may withhold it: running heads, properties, a message's kind."""
    marked: frozenset[int] = frozenset()
    """Pages of a PDF to which a bookmark leads that names what is exempt."""
    hidden: Mapping[int, tuple[Frame, ...]] = field(default_factory=dict)
    """By page of a PDF: the places at which its file holds words that are not seen on the page."""
    roles: Mapping[int, LineRole] = field(default_factory=dict)
    """What lines are, by their numbers, where the names of a page's elements say so."""
    item_numbers: Mapping[int, ShownWords] = field(default_factory=dict)
    """The number that an item's opening line begins with, or that the page gives elsewhere."""
    says: PageSays = PageSays()
    seen: Annotated[tuple[SeenWords, ...], Field(max_length=MAX_SEEN)] = ()
    """All that a reader sees, or that the properties say, and that is not among the lines.

    What is among them letter by letter, such as type printed aslant, is here put together.
    """
    unseen: bool = False
    """Whether there is more of it than is in `seen`; a notice says so too."""


# The reading of scanned pages

LANGUAGES = "eng"
"""Tesseract's names of languages, joined by `+`: `eng+cym` for papers with Welsh in them."""
OFF = "off"


class WhyNoOcr(StrEnum):
    """Why OCR did not read a page, in the words of a notice."""

    NOT_INSTALLED = "Tesseract is not installed"
    NO_LANGUAGE = "Tesseract has no data for the language set"
    TURNED_OFF = "OCR is turned off"
    OUT_OF_TIME = "OCR ran out of time"


ADVICE = {
    WhyNoOcr.NOT_INSTALLED: "install it (apt-get install tesseract-ocr)",
    WhyNoOcr.NO_LANGUAGE: "install that too (such as apt-get install tesseract-ocr-cym), or set "
    "TOWNCLERK_OCR to a language it has",
}


@dataclass(frozen=True, slots=True)
class ScanReading:
    """How scanned pages are read: languages for Tesseract, or `off`."""

    languages: str = LANGUAGES

    @property
    def wanted(self) -> bool:
        """Whether scanned pages are to be read at all."""
        return self.languages != OFF


STANDARD_SCANS = ScanReading()


def advise(notices: Iterable[str]) -> list[str]:
    """Return what an administrator can do so that the scans named in notices are read."""
    found = list(notices)
    return [
        f"{reason}: {step}, then ingest these papers with --rebuild"
        for reason, step in ADVICE.items()
        if any(f"({reason})" in notice for notice in found)
    ]
