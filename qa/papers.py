"""The vocabulary: papers, what they are, and the business found in them.

The words are those of council business (see `docs/words.md`): a *paper* is one published
document, a *minute* one item's record, a *resolution* what the meeting decided, a *limb* one
numbered part of it. `qa.pages` has their pages, `qa.passages` what may be cited from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa.pages import Lines, PageSpan


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
    EMAIL = "email"
    """Read as a paper of text or HTML; what is attached to it are papers of their own."""
    ZIP = "zip"
    """An archive: it holds papers and is none itself."""


@dataclass(frozen=True, slots=True)
class ItemId:
    """What tells an item from others: its paper, number and title.

    Without a title it is no item: what stands in the paper outside all of its items.
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


class VoteResult(StrEnum):
    """How a recorded vote went, where the paper tells it or its counts do."""

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
        """Return what tells this item of a paper from others."""
        return ItemId(paper_id, self.number, self.title)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through: papers held and the span of their meeting dates."""

    papers: int
    first: date | None
    last: date | None
