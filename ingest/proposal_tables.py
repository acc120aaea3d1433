"""Proposals that a table lists, a row each: what is proposed, and what it would save or raise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest import patterns
from ingest.outline import ItemKey, Section
from ingest.paragraphs import Paragraph
from ingest.proposal_names import short_title
from qa.papers import ItemKind, PaperKind, Standing

NAMED = re.compile(
    r"^(?:(?:description of |summary of )?(?:the )?"
    r"(?:(?:budget |savings? |proposed )?proposals?|(?:budget|savings?) options?)"
    r"(?: description| title| name)?"
    r"|(?:proposed |savings? )(?:measure|change|saving)s?(?: description)?"
    r"|description of (?:saving|change|measure)s?)$",
    re.I,
)
"""Heads the column that says what is proposed."""
MONEY = re.compile(r"\b(?:savings?|reductions?|income|raised)\b", re.I)
"""Heads a column of what comes of it."""
CODE = re.compile(r"[A-Z]{1,4}[ ./-]?\d{1,3}[a-z]?|\d{1,3}[a-z]?")
TOTALS = re.compile(r"^\W*(?:(?:grand |sub-?\s?)?totals?|all)\b", re.I)
LEAST = 3
"""Proposals from which a paper of no other kind is one of budget proposals."""
LONGEST_TITLE = 18
"""Words of a row's proposal that are its title as they stand."""
CAPTION = 12
"""Words of a table's caption at most."""
KINDS = frozenset({PaperKind.OTHER, PaperKind.REPORT, PaperKind.BUDGET_PROPOSALS})


@dataclass(slots=True)
class _Listing:
    """The proposals met so far, and the table in which we are."""

    sections: list[Section] = field(default_factory=list)
    named: dict[str, ItemKey] = field(default_factory=dict)
    columns: tuple[int, int | None, int] | None = None
    """Of a table's rows: where the proposal stands, where its code, and how many cells."""
    caption: str | None = None
    waiting: list[Paragraph] = field(default_factory=list)
    """Caption and column headings, which go with the first row."""


def list_rows(sections: Sequence[Section]) -> list[Section]:
    """Part a report's sections: each row that proposes, and each paragraph that tells of one.

    A paper of no other kind that lists several is one of budget proposals.
    """
    if not sections or sections[0].particulars.kind not in KINDS:
        return list(sections)
    listing = _Listing()
    for section in sections:
        _read(listing, section)
    if len(listing.named) < LEAST:
        return list(sections)
    particulars = sections[0].particulars
    if particulars.kind is PaperKind.OTHER:
        particulars = replace(particulars, kind=PaperKind.BUDGET_PROPOSALS)
        for section in listing.sections:
            section.particulars = particulars
    return [section for section in listing.sections if section.paragraphs]


def _read(listing: _Listing, section: Section) -> None:
    """Take a section over, parted where its tables list proposals or its text tells of one."""
    listing.columns = None
    _go_on(listing, section)
    for paragraph in section.paragraphs:
        if columns := _columns(paragraph):
            _open_table(listing, section, columns)
            listing.waiting.append(paragraph)
        elif listing.columns and "\t" in paragraph.unit.text:
            _take_row(listing, section, paragraph)
        else:
            if listing.columns or listing.waiting:
                _go_on(listing, section)
            if item := _told(listing, paragraph):
                _open(listing, section, item, ())
            listing.sections[-1].paragraphs.append(paragraph)


def _go_on(listing: _Listing, section: Section) -> None:
    """Begin what is left of a section, with the head of a table in which nothing is proposed."""
    listing.sections.append(replace(section, paragraphs=list(listing.waiting)))
    listing.columns, listing.waiting = None, []


def _columns(paragraph: Paragraph) -> tuple[int, int | None, int] | None:
    """Return the columns of a table of proposals that a row heads: what, its code, how many."""
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t")]
    what = next((i for i, cell in enumerate(cells) if NAMED.match(cell)), None)
    if what is None or not any(MONEY.search(c) for i, c in enumerate(cells) if i != what):
        return None
    return what, (what - 1 if what else None), len(cells)


def _open_table(listing: _Listing, section: Section, columns: tuple[int, int | None, int]) -> None:
    above = listing.sections[-1].paragraphs
    caption = above[-1] if above and above[-1].words <= CAPTION else None
    named = caption is not None and not caption.is_row and not caption.plain.endswith((".", ":"))
    listing.caption = caption.plain if named and caption is not None else None
    if named:
        listing.waiting.append(above.pop())
    listing.columns = columns


def _take_row(listing: _Listing, section: Section, row: Paragraph) -> None:
    assert listing.columns is not None
    what, code_at, count = listing.columns
    cells = [patterns.plain(cell) for cell in row.unit.text.split("\t")]
    title = cells[what] if len(cells) == count else ""
    if not re.search(r"[A-Za-z]{3}", title) or TOTALS.match(title):
        listing.sections.append(replace(section, paragraphs=[*listing.waiting, row]))
        listing.waiting = []
        return
    code = cells[code_at] if code_at is not None and CODE.fullmatch(cells[code_at]) else None
    named = title if len(title.split()) <= LONGEST_TITLE else short_title(title)
    item = ItemKey(code, named, ItemKind.PROPOSAL, place=row.unit.lines[0])
    listing.named[code or title] = item
    _open(listing, section, item, (listing.caption,) if listing.caption else ())
    listing.sections[-1].paragraphs += [*listing.waiting, row]
    listing.waiting = []


def _told(listing: _Listing, paragraph: Paragraph) -> ItemKey | None:
    """Return the proposal of which a paragraph tells: it opens with its code, "E4, schools."."""
    match = re.match(r"([A-Z]{1,4}[ ./-]?\d{1,3}[a-z]?)\s*[,.:;–—-]\s", paragraph.plain)
    return listing.named.get(match[1]) if match and not paragraph.is_row else None


def _open(listing: _Listing, section: Section, item: ItemKey, above: tuple[str, ...]) -> None:
    named = f"{item.number} {item.title}" if item.number else item.title
    path = tuple(text for text in above if text not in section.heading)
    heading = (*section.heading, *path, named)
    # A report is one item, whatever its tables propose.
    own = section.item or item
    listing.sections.append(Section(heading, Standing.PROPOSED, section.particulars, own))
