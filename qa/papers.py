"""The types that all wings share: papers, pages, items, table rows, passages, hits.

The words are those of council business (see `docs/words.md`): a *paper* is one published
document, a *minute* the record of one item, a *resolution* what the meeting decided, a *limb* one
numbered part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

# Pages


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


class Standing(StrEnum):
    """What a passage of a paper *is*: a decision, a request for one, or neither."""

    DECIDED = "decided"
    RECOMMENDED = "recommended"
    PROPOSED = "proposed"
    NOTED = "noted"
    DEFERRED = "deferred"
    DISCUSSED = "discussed"
    BACKGROUND = "background"
    EXEMPT = "exempt"


DECIDING = frozenset({Standing.DECIDED, Standing.NOTED, Standing.DEFERRED})
"""What a meeting did with a matter."""
MERELY = frozenset({Standing.PROPOSED, Standing.RECOMMENDED})
"""What is only asked of it."""


class PaperKind(StrEnum):
    """What a paper is, as a clerk would file it."""

    AGENDA = "agenda"
    PACK = "pack"
    MINUTES = "minutes"
    REPORT = "officer report"
    PORTFOLIO_REPORT = "portfolio report"
    BUDGET_PROPOSALS = "budget proposals"
    DECISION_RECORD = "decision record"
    SUPPLEMENT = "supplement"
    APPENDIX = "appendix"
    EQUALITY_ASSESSMENT = "equality impact assessment"
    OTHER = "paper"


class ItemKind(StrEnum):
    """What an item found in a paper is."""

    MINUTE = "minute"
    """The record of one item of business in a meeting's minutes."""
    AGENDA_ITEM = "agenda item"
    """What an agenda lists to be taken."""
    REPORT = "report"
    PROPOSAL = "proposal"
    """One of several savings, charges or changes that a paper puts forward."""


class FileFormat(StrEnum):
    """What a file is by its content. A paper held is a PDF, a text, DOCX or HTML."""

    PDF = "pdf"
    TEXT = "text"
    DOCX = "docx"
    HTML = "html"
    RTF = "rtf"
    """Rich Text; read as a paper of Word's format."""
    EMAIL = "email"
    """Read as a paper of text or HTML; what is attached to it are papers of their own."""
    ZIP = "zip"
    """An archive: it holds papers and is none itself."""


class NoFile(StrEnum):
    """Why no file of a paper is handed out; its text is."""

    TEXT_ONLY = "text only"
    """It is no PDF, and of these only a text that is public as a whole is kept."""
    NOTHING_SHOWN = "nothing shown"
    """No page of it may be shown."""
    NO_COPY = "no copy"
    """No copy of the PDF can be made that holds no more than it may."""
    NOT_SEARCHED = "not searched"
    """It was read before papers were searched for what cannot be seen on their pages."""
    OLD = "old"
    """An earlier version of Townclerk kept the file as it came."""
    GONE = "gone"
    """The copy is no longer there, or its bytes are not those that were written."""


@dataclass(frozen=True, slots=True)
class ItemId:
    """Which item of which paper: its number and title.

    Without a title it stands for what is in the paper outside all of its items.
    """

    paper_id: str
    number: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One published document. `id` is a digest of its bytes (hex, 16 characters)."""

    id: str
    file: str
    title: str
    kind: PaperKind
    format: FileFormat
    """pdf, text, docx or html."""
    digest: str
    """SHA-256 of the bytes, hex."""
    council: str | None = None
    body: str | None = None
    meeting_date: date | None = None
    venue: str | None = None
    pages: int | None = None
    """Pages of a PDF; None for a source without pages."""
    supersedes: str | None = None
    """Id of the earlier version of this document, where that is held; see `qa.retrieval.scope`."""
    superseded_by: str | None = None
    """Id of the next version of this document, where that is held."""
    same_as: tuple[str, ...] = ()
    """Names of the other places where these very bytes are filed."""
    notices: tuple[str, ...] = ()
    """What a reader of this paper must know: pages that were not read, and so on."""


@dataclass(frozen=True, slots=True)
class Limb:
    """One numbered part of a resolution or recommendation, its text verbatim.

    The text is the whole limb with its own numbered parts, which `limbs` gives one by one.
    """

    number: str
    text: str
    limbs: tuple[Limb, ...] = ()


class VoteResult(StrEnum):
    """How a recorded vote went, by the paper's words or by its counts."""

    CARRIED = "carried"
    AGREED = "agreed"
    """Carried, in the paper's own word."""
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Vote:
    """A recorded vote; counts are None where the paper does not give them."""

    votes_for: int | None
    against: int | None
    abstain: int | None
    result: VoteResult | None


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one standing within an item."""

    standing: Standing
    lines: Lines | None
    page: PageSpan
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A minute, agenda item, report or proposal found in a paper."""

    number: str | None
    title: str
    kind: ItemKind
    standing: Standing
    page: PageSpan
    lines: Lines | None
    limbs: tuple[Limb, ...] = ()
    missing_limbs: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    moved_by: str | None = None
    seconded_by: str | None = None
    votes: tuple[Vote, ...] = ()
    blocks: tuple[Block, ...] = ()
    private: bool = False
    """The public record of business that was taken with the press and public excluded."""

    def id_in(self, paper_id: str) -> ItemId:
        """Return the id of this item in a paper."""
        return ItemId(paper_id, self.number, self.title)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through: papers held and the span of their meeting dates."""

    papers: int
    first: date | None
    last: date | None


# Rows of tables

SUM = re.compile(
    r"[(\[]?\s?[-+–−]?\s?[£€$]?\s?[-+–−]?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?\s?(?:%|p|m|k|bn|M|K)?[)\]]?"
    r"[*†‡^]{0,2}"
)
"""A sum, a share or a count that stands alone in its cell."""
CODE = re.compile(r"[A-Z]{1,4}[ -]?\d{1,4}[A-Za-z]?|#\d{1,3}")
"""The code under which a proposal, a risk or a measure goes."""
PERCENT = re.compile(r"%|per cent|\bchange\b.*%", re.I)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, cell by cell. The unit that holds it has it as printed."""

    cells: tuple[str, ...]
    """One a column, empty where the row has nothing there."""
    columns: tuple[str, ...] = ()
    """What stands above each cell, headings over several columns included; empty if nothing."""
    caption: str | None = None
    unit: str | None = None
    """What the figures are counted in where the table says it once: `£000s`, `£m`."""
    group: str | None = None
    """The title, within the table, under which the row stands."""


def is_sum(cell: str) -> bool:
    """Whether a cell holds a figure alone."""
    return bool(SUM.fullmatch(cell.strip()))


def row_label(row: TableRow) -> str:
    """Return what names the row: its first cell that is no figure, empty where all are figures.

    A row's own number ("12", "3.1") before its name is no label; a code ("E1") is a part of it.
    """
    places = _label_places(row)
    return " ".join(row.cells[place] for place in places)


def _label_places(row: TableRow) -> tuple[int, ...]:
    texts = [i for i, cell in enumerate(row.cells) if cell and not is_sum(cell)]
    if not texts:
        return ()
    first = texts[0]
    named = first + 1 < len(row.cells) and first + 1 in texts
    return (first, first + 1) if named and CODE.fullmatch(row.cells[first]) else (first,)


def row_values(row: TableRow) -> tuple[tuple[str, str], ...]:
    """Return (column, cell) for each cell that is filled, the label and row number left out.

    The column is empty where nothing stands above the cell.
    """
    places = _label_places(row)
    names = [*row.columns, *[""] * (len(row.cells) - len(row.columns))]
    return tuple(
        (name, cell)
        for index, (name, cell) in enumerate(zip(names, row.cells, strict=False))
        if cell and index not in places and not (places and index < places[0] and cell.isdigit())
    )


def in_words(row: TableRow) -> str:
    """Return the row as a sentence would have it: `Label: column value; column value (£m)`.

    The words are the paper's own, but in this order they do not stand there: for reading and
    for search, never as a quote. The unit is given once, and not at all where it is that
    of some figures only.
    """
    values = row_values(row)
    unit = row.unit if row.unit and not PERCENT.search(row.unit) else None
    bearing = {name for name, _ in values if unit and unit in name}
    if bearing:
        if {name for name, value in values if is_sum(value)} <= bearing:
            values = tuple((_without(name, unit or ""), value) for name, value in values)
        else:
            unit = None
    listed = "; ".join(f"{name} {value}".strip() for name, value in values)
    label = " – ".join(part for part in (row.group, row_label(row)) if part)
    words = f"{label}: {listed}" if label and listed else label or listed
    return f"{words} ({unit})" if unit else words


def _without(name: str, unit: str) -> str:
    """Return a column's name without a unit at its end; one within its words is left."""
    return re.sub(rf"\s*\(?{re.escape(unit)}\)?$", "", name)


# Passages


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a paper as read. `number` counts from 1 through the whole paper."""

    number: int
    text: str
    page: int | None = None
    """1-based PDF page; None for a source without pages."""
    size: float = 0.0
    """Height of the type in points; 0 where the format has none."""
    bold: bool = False
    gap: float = 0.0
    """White space above the line, as a multiple of the usual line pitch; 0 if not known."""


class UnitKind(StrEnum):
    """What part of a text a unit is."""

    PARAGRAPH = "paragraph"
    LIMB = "limb"
    """A numbered paragraph or a numbered part of a resolution."""
    LEAD = "lead"
    """The words that introduce limbs."""
    ROW = "row"
    """A row of a table, its cells parted by tabs."""
    HEADER = "header"
    """What stands above the rows of a table: caption, column headings, titles of groups."""
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing worth quoting: a paragraph, a limb, a table row. Verbatim.

    `text` is contiguous in the source (white space apart).
    """

    text: str
    lines: Lines
    page: int | None = None
    """1-based PDF page; for a text source the printed page, where it is surely known."""
    kind: UnitKind = UnitKind.PARAGRAPH
    number: str | None = None
    """A limb's or paragraph's own number, as printed."""
    row: TableRow | None = None
    """What a table's row says cell by cell, where its columns are known."""


@dataclass(frozen=True)
class Passage:
    """What is embedded, found and cited: a few units under one heading, of one standing.

    Source lines count from 1 in the order of reading for every format; the answer contract
    shows them for text sources only. Its text is put together once, and kept; so the record
    has no slots.
    """

    id: str
    paper_id: str
    ordinal: int
    units: tuple[Unit, ...]
    heading: tuple[str, ...]
    standing: Standing
    page: PageSpan
    lines: Lines
    item_number: str | None = None
    item_title: str | None = None
    item_kind: ItemKind | None = None
    body: str | None = None
    meeting_date: date | None = None
    references: tuple[str, ...] = ()
    part_kind: PaperKind | None = None
    """What the paper bound in a pack is in which it stands; of any other paper, its own kind.
    None for a passage of a library built before this was kept."""
    private: bool = False
    """The public record of business that was taken with the press and public excluded."""

    @cached_property
    def text(self) -> str:
        """The passage as printed, a unit a line."""
        return "\n".join(unit.text for unit in self.units)

    @cached_property
    def item_id(self) -> ItemId:
        """The id of the passage's item; without a title where it belongs to none."""
        return ItemId(self.paper_id, self.item_number, self.item_title)


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one candidate as the answer to a question; see `qa.retrieval.features`.

    All but `cosine` are weighed by the field of `qa.retrieval.features.Weights` of the same name.
    """

    vectors: float
    """Cosine similarity of question and passage as a z-score over the candidates."""
    words: float
    """BM25 as a z-score over the candidates; one that the word index did not find has 0 of it."""
    cosine: float
    """Cosine similarity of question and passage, -1 to 1; it is not weighed."""
    coverage: float
    """Share of the question's terms, by weight, that passage, heading and paper's title hold."""
    unit: float
    """The same share for the best unit with its heading, 0 to 1."""
    heading: float
    """The same share for the heading path alone, 0 to 1."""
    phrases: float
    """Share of the question's neighbouring terms that are neighbours here too, 0 to 1."""
    names: float
    """Share of the names asked for that are there, 0 to 1; 0 where none is asked for."""
    period: float
    """1 in the period asked about, 0.8 where it is spoken of, -0.5 outside, 0 if none is asked."""
    reference: float
    """1 where a reference or minute number asked for is the passage's own, else 0."""
    standing: float
    """How well its standing suits: 1, 0.3 (a recommendation, of a decision asked) or 0."""
    shape: float
    """How many of the looks asked for it has (a figure, a name, a vote): 0 to about 4."""
    minor: float
    """0, -1 for a form or a contents page, -3 where it says nothing or is signed off."""
    discussed: float
    """-1 for talk where talk is not asked for, else 0."""
    introduces: float
    """-1 for an introduction where no figure is asked for, else 0."""
    labels: float
    """Share of the labels asked for (bands, options, lots) that it has, 0 to 1."""
    row: float
    """Share of the question's terms in the best row that is wholly named by it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its paper and score (larger is better), rank from 1."""

    rank: int
    score: float
    passage: Passage
    paper: Paper
    features: Features | None = None
    """What its score is made of; None where it was found by one index alone."""
