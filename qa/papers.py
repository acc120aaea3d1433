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

from qa.features import Features

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
    LOST = "lost"
    """A motion or an amendment that was not carried, or was withdrawn."""
    RECORDED = "recorded"
    """It stands in the minutes of a meeting, and whether it was decided is not sure."""
    DISCUSSED = "discussed"
    BACKGROUND = "background"
    EXEMPT = "exempt"


DECIDING = frozenset({Standing.DECIDED, Standing.NOTED, Standing.DEFERRED, Standing.LOST})
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
    AMENDMENT = "amendment"
    """Notice, before a meeting, of an amendment that a member will move."""
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
    identity: tuple[Basis, ...] = ()
    """What tells council, body, date, kind and title; none for papers read before this was kept."""
    records: tuple[Record, ...] = ()
    """Who was present, sent apologies and so on, where it stands outside the items."""


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
    """A recorded vote; counts are None where the paper does not give them.

    Names are as printed; there are none where the paper does not give them.
    """

    votes_for: int | None
    against: int | None
    abstain: int | None
    result: VoteResult | None
    names_for: tuple[str, ...] = ()
    names_against: tuple[str, ...] = ()
    names_abstain: tuple[str, ...] = ()
    names_not_voting: tuple[str, ...] = ()
    """Who was there and declined to vote."""
    casting: str | None = None
    """Who gave the casting vote, as printed."""
    on: str | None = None
    """The text of the motion or amendment that was put to the vote."""
    manner: str | None = None
    """How it was agreed where nobody was counted, as printed: unanimously, nem. con."""

    @property
    def sides(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each side in words, with the names on it."""
        return (
            ("Voted for", self.names_for),
            ("Voted against", self.names_against),
            ("Abstained", self.names_abstain),
            ("Did not vote", self.names_not_voting),
        )

    @property
    def counts(self) -> tuple[int | None, ...]:
        """How many the paper counts on each of the sides."""
        return (self.votes_for, self.against, self.abstain, None)


class MotionKind(StrEnum):
    """What was moved."""

    MOTION = "motion"
    AMENDMENT = "amendment"


class MotionOutcome(StrEnum):
    """What became of a motion."""

    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion or an amendment: who moved it, how it was voted on, what came of it."""

    kind: MotionKind
    text: str
    """Verbatim, white space apart."""
    lines: Lines
    """Where the text stands, counted through the paper for every format."""
    page: PageSpan
    number: str | None = None
    """Of the paragraph or the motion, as printed, by which a vote may call it."""
    moved_by: str | None = None
    seconded_by: str | None = None
    votes: tuple[Vote, ...] = ()
    outcome: MotionOutcome | None = None
    """None where the paper does not say."""
    amends: str | None = None
    """Of an amendment: the text of the motion that it would change; None where not known."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A sentence or a limb of minutes by which a meeting did something."""

    text: str
    """Verbatim, white space apart."""
    standing: Standing
    lines: Lines
    """Where it stands, counted through the paper for every format."""
    page: PageSpan
    confidence: float = 1.0
    """How sure the standing is, from 0 to 1."""
    moved_by: str | None = None
    seconded_by: str | None = None
    votes: tuple[Vote, ...] = ()
    """The votes on the motion that it settles."""


class RecordKind(StrEnum):
    """What minutes record beside decisions."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    SUBSTITUTE = "substitute"
    IN_ATTENDANCE = "in attendance"
    DECLARATION = "declaration of interest"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Record:
    """Somebody's presence, interest, question or answer, as the minutes record it."""

    kind: RecordKind
    who: str
    """As printed; for a question, who put it."""
    text: str
    """Verbatim: the words that record it."""
    lines: Lines
    page: PageSpan
    other: str | None = None
    """For whom a substitute sits; whom a question is put to; in what somebody has an interest."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What tells one field of a paper's identity, and how surely."""

    field: str
    """council, body, date, kind or title."""
    value: str
    """As held; a date in ISO form."""
    words: str
    """The words that tell it, verbatim; of a file's name, the name."""
    page: int | None = None
    """1-based page of a PDF."""
    line: int | None = None
    """Counted through the paper; None where it is told by a file's name or properties."""
    confidence: float = 1.0
    """From 0 to 1."""


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
    decisions: tuple[Decision, ...] = ()
    """Of minutes: each sentence or limb by which the meeting did something, in order."""
    motions: tuple[Motion, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def name(self) -> str:
        """Its number and its title."""
        return f"{self.number or ''} {self.title}".strip()

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
    r"(?![(\[]?[£€$]\s?0{3})"  # what figures are counted in
    r"[(\[]?\s?[-+–−]?\s?[£€$]?\s?[-+–−]?"
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \xa0\u2009\u202f]\d{3})+|\d{1,9})"
    r"(?:\.\d+)?\s?(?:%|p|m|k|bn|M|K)?[)\]]?[*†‡^]{0,2}"
)
"""A sum, a share or a count that stands alone in its cell; a space may part its thousands."""


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
    labels: tuple[str, ...] = ()
    """Labels that stand for several rows, this one among them, the outer first. Each is in its
    cell too, though it may be printed beside another of these rows."""


def is_sum(cell: str) -> bool:
    """Whether a cell holds a figure alone."""
    return bool(SUM.fullmatch(cell.strip()))


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
class Hit:
    """A passage found, with its paper and score (larger is better), rank from 1."""

    rank: int
    score: float
    passage: Passage
    paper: Paper
    features: Features | None = None
    """What its score is made of; None where it was found by one index alone."""
