"""Passages: what is embedded, found, quoted and cited of a paper, down to its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa.pages import Lines, PageSpan
from qa.papers import ItemId, ItemKind, Paper, PaperKind, Standing
from qa.table_rows import TableRow


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
    item_kind: ItemKind | None = None
    body: str | None = None
    meeting_date: date | None = None
    references: tuple[str, ...] = ()
    part_kind: PaperKind | None = None
    """What the paper bound in a pack is in which it stands; of any other paper, its own kind.
    None for a passage of a library built before this was kept."""
    private: bool = False
    """The public record of business that was taken with the press and public excluded."""

    @property
    def text(self) -> str:
        """The passage as printed, a unit a line."""
        return "\n".join(unit.text for unit in self.units)

    @property
    def item_id(self) -> ItemId:
        """What tells the passage's item from others; without a title where it is of none."""
        return ItemId(self.paper_id, self.item_number, self.item_title)


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one candidate as the answer to a question; see `qa.features`.

    All but `cosine` are weighed by the field of `qa.features.Weights` of the same name.
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
