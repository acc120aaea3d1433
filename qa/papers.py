"""The vocabulary: papers, their parts, and what may be cited from them.

The words are those of council business (see `docs/words.md`): a *paper* is one published
document, a *minute* one item's record, a *resolution* what the meeting decided, a *limb* one
numbered part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qa.table_rows import TableRow


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


class PageKind(StrEnum):
    """How surely a page is known."""

    EXACT = "exact"
    RANGE = "range"
    UNKNOWN = "unknown"


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
    basis: str = "none"


UNKNOWN_PAGE = PageSpan(PageKind.UNKNOWN)

READ_BY_OCR = "pdf page, read by OCR"
"""The basis of a page whose text a machine recognised in a picture, and which may be wrong."""


class Unread(StrEnum):
    """Why nothing could read a page, so that nobody knows whether it may be shown."""

    SCANNED = "scanned"
    GARBLED = "garbled"
    """Its type does not say which letters it shows."""
    FAILED = "failed"


Lines = tuple[int, int]
"""First and last line, 1-based and inclusive, of the text as ingested."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One published document. `id` is a digest of its bytes (hex, 16 characters)."""

    id: str
    file: str
    title: str
    kind: PaperKind
    format: str
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
    """Id of the earlier version of this document, where that is held; see `qa.versions`."""
    superseded_by: str | None = None
    """Id of the next version of this document, where that is held."""
    same_as: tuple[str, ...] = ()
    """Names of the other places where these very bytes are filed."""
    notices: tuple[str, ...] = ()
    """What a reader of this paper must be told: pages scanned and not read, and so on."""


@dataclass(frozen=True, slots=True)
class Limb:
    """One numbered part of a resolution or recommendation, its text verbatim.

    The text is the whole limb with its own numbered parts, which `limbs` gives one by one.
    """

    number: str
    text: str
    limbs: tuple[Limb, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """A recorded vote; counts are None where the paper does not give them."""

    votes_for: int | None
    against: int | None
    abstain: int | None
    result: str | None


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
    kind: str
    """minute, agenda item, report or proposal."""
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


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing worth quoting: a paragraph, a limb, a table row. Verbatim.

    `text` is contiguous in the source (white space apart).
    """

    text: str
    lines: Lines
    page: int | None = None
    """1-based PDF page; for a text source the printed page, where it is surely known."""
    kind: str = "paragraph"
    """paragraph, limb, lead (the words that introduce limbs), row, header or heading."""
    number: str | None = None
    """A limb's or paragraph's own number, as printed."""
    row: TableRow | None = None
    """What a table's row says cell by cell, where its columns are known."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded, found and cited: a few units under one heading, of one standing.

    Source lines count from 1 in the order of reading for every format; the answer contract
    shows them for text sources only.
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
    item_kind: str | None = None
    body: str | None = None
    meeting_date: date | None = None
    references: tuple[str, ...] = ()
    private: bool = False
    """The public record of business that was taken with the press and public excluded."""

    @property
    def text(self) -> str:
        """The passage as printed, a unit a line."""
        return "\n".join(unit.text for unit in self.units)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its paper and score (larger is better), rank from 1."""

    rank: int
    score: float
    passage: Passage
    paper: Paper
    parts: dict[str, float] = field(default_factory=dict)
    """The score's ingredients by name, for the evaluator."""


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


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through: papers held and the span of their meeting dates."""

    papers: int
    first: date | None
    last: date | None
