"""Tell the items of a meeting's web page, and what of them is agenda, minutes and decision.

The pages of committee systems name their elements for it: the title of an item, the label
above its minutes, above its decision and above the papers brought to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from ingest.document import LineRole, PageSays
from ingest.readers.rows import ITEM_NUMBER, Written, bare_number
from qa.papers import PaperKind

ITEM_PAGE = re.compile(r"\W*agenda item\W*$", re.I)


def is_item_page(page: LexborHTMLParser) -> bool:
    """Whether a page shows one item of a meeting."""
    return any(ITEM_PAGE.match(head.text()) for head in page.css("h1")[:2])


MOST_NAMES = 60
HEADS = 6
"""Lines at the head of a page in which it says what sort of page it is."""
DECISION_PAGE = re.compile(
    r"\W*(?:officer |delegated |executive |key )?decision details?\W*$", re.I
)
ISSUE_PAGE = re.compile(r"\W*(?:issue|(?:forward )?plan item) details?\W*$", re.I)
DUE = re.compile(r"\bdecision due(?: date)?\s*:\s*(?P<which>.{3,60}\b\d{4}\b.{0,60})", re.I)
MINUTES_WORD = re.compile(r"\bminutes\b", re.I)
RECORDS = re.compile(
    r"\b(?:RESOLVED|AGREED|NOTED|[Rr]esolved|(?:was|were) (?:agreed|approved|noted|received))\b"
)
"""What minutes hold, and a page that only leads to minutes does not."""


def page_says(page: LexborHTMLParser, written: Sequence[Written]) -> PageSays:
    """Return what a page tells of its paper, given the lines of its main part."""
    names = tuple(_publishers(page))[:MOST_NAMES]
    heads = [line.text for line in written[:HEADS] if line.bold]
    for head, below in pairwise(heads):
        if DECISION_PAGE.match(head):
            kind = PaperKind.DECISION_RECORD
            return PageSays(kind, below, _meeting(page), names, sure=True)
        if ISSUE_PAGE.match(head):
            due = _after(DUE, page)
            return PageSays(PaperKind.OTHER, below, due, names, sure=True)
    if any(line.role is LineRole.ITEM for line in written):
        kind = PaperKind.MINUTES if _is_minuted(written) else PaperKind.AGENDA
        meeting = _meeting(page) if is_item_page(page) else None
        return PageSays(kind, None, meeting, names, sure=True)
    named = any(MINUTES_WORD.search(text) for text in [*heads[:2], title_of(page) or ""])
    kept = named and any(RECORDS.search(line.text) for line in written)
    return PageSays(PaperKind.MINUTES if kept else None, publishers=names)


TITLE_PARTS = re.compile(r"\s*(?:[|»·>]|::)\s*|\s+[-–—:]\s+")
PUBLISHER = 'meta[property="og:site_name"], meta[name$="publisher" i], meta[name$="creator" i]'
MOST_LINKS = 40
BANNERS = (
    "header, [role=banner], #header, #banner, .header, .site-header, .logo, #logo, "
    "footer, [role=contentinfo], #footer, .footer, .site-footer"
)
MOST_BANNERS = 8
"""Elements, which may lie one in another, whose whole text is looked at."""


def _publishers(page: LexborHTMLParser) -> Iterator[str]:
    """Yield short lines that may name the council: of the title first, then heads, then feet."""
    yield from _short(TITLE_PARTS.split(title_of(page) or ""))
    for meta in page.css(PUBLISHER)[:MOST_LINKS]:
        yield from _short([meta.attributes.get("content") or ""])
    for banner in page.css(BANNERS)[:MOST_BANNERS]:
        yield from _short(banner.text(separator="\n").split("\n"))
        for image in banner.css("img[alt]")[:MOST_LINKS]:
            yield from _short([image.attributes.get("alt") or ""])


LONGEST_NAME = 14


def _short(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        words = line.split()
        if 1 < len(words) <= LONGEST_NAME:
            yield " ".join(words)


def title_of(page: LexborHTMLParser) -> str | None:
    """Return the title that a browser shows for the page."""
    title = page.css_first("title")
    return (title.text() or None) if title else None


MEETING = re.compile(
    r"(?:\bmeeting\s*(?:of|:)|decided at(?: meeting)?\s*:)\s*(?P<which>.{3,90}?\b\d{4}\b.{0,90})",
    re.I,
)


def _meeting(page: LexborHTMLParser) -> str | None:
    return _after(MEETING, page)


MOST_SEARCHED = 500
"""Paragraphs of a page, from its head, in which its meeting is looked for."""


def _after(label: re.Pattern[str], page: LexborHTMLParser) -> str | None:
    """Return what stands behind a label: on a line of the page, or in its list of links."""
    paragraphs = [place.text(separator=" ") for place in page.css("p")[:MOST_SEARCHED]]
    links = [
        line
        for held in page.css(".mgActionList")[:MOST_BANNERS]
        for line in held.text(separator="\n").split("\n")
    ]
    lines = (" ".join(line.split()) for line in [*paragraphs, *links])
    found = next((match for line in lines if (match := label.search(line))), None)
    return found["which"].strip() if found else None


def _is_minuted(written: Sequence[Written]) -> bool:
    return any(line.role in (LineRole.MINUTES, LineRole.DECISION) for line in written)


NUMBER = re.compile(rf"(?:(?:agenda )?item\s+(?:no\.?\s*)?)?{ITEM_NUMBER.pattern}", re.I)
MINUTES_LABEL = re.compile(r"(?:draft |printed )?(?:minutes?|record|discussion)\W*", re.I)
DECISION = re.compile(
    r"(?:draft )?(?:decisions?|resolutions?|resolved|outcomes?)(?: made| taken)?\W*", re.I
)
PAPERS = re.compile(
    r"(?:additional|supporting|background|accompanying|associated|linked|reports?|papers?|documents?"
    r"|appendi|attachments?|links?|webcast|recommendations?|purpose|summary|agenda)\b",
    re.I,
)


@dataclass(slots=True)
class ItemMarks:
    """Follows the items of a page line by line."""

    role: LineRole | None = None
    """What the next line is, if it does not itself begin something."""
    given: str = ""
    """The number of the one item that a page shows, which stands elsewhere on it."""
    _row: int = 0
    """How many rows are open, one in another, where the item at hand began; and tables."""
    _table: int = 0
    _number: str = ""
    """The number that stood alone above the title of its item."""

    def opens(self, line: Written, *, rows: int, tables: int) -> Written | None:
        """Return the line of an item's title as one that opens it.

        A number that stands alone is kept as a cell of its row, or outside of tables for the
        title below it.
        """
        if NUMBER.fullmatch(line.text):
            self._number = "" if rows else line.text
            return line if rows else None
        number = self._number
        self.role = LineRole.BESIDE
        self._row, self._table = rows, tables
        self._number, self.given, given = "", "", self.given
        text = f"{number} {line.text}".strip()
        return replace(
            line, text=text, role=LineRole.ITEM, item=bare_number(number) or given or None
        )

    def labels(self, text: str, *, named: bool) -> None:
        """Take a line that may be a label. `named`: its element is of the class of labels."""
        if self.role is None:
            return
        if MINUTES_LABEL.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.MINUTES
        elif DECISION.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.DECISION
        elif named and PAPERS.match(text):
            self.role = LineRole.BESIDE
        elif named and self.role is LineRole.DECISION:
            self.role = LineRole.MINUTES  # The reasons, say, which are no part of the decision.

    def end_row(self, rows: int) -> None:
        """End the item whose row this is: what its table holds next is no part of it."""
        if self.role is not None and rows == self._row:
            self.role = LineRole.BESIDE

    def end_table(self, tables: int) -> None:
        """End the last item of a table: nothing below it is one of its lines."""
        if self._table and tables == self._table:
            self.role, self._table = None, 0


ITEM_OF = re.compile(r"\(\s*item\s+(?P<number>[\w./]{1,8}?)\.?\s*\)", re.I)


def item_of_page(page: LexborHTMLParser) -> str:
    """Return the number of the one item that a page shows, where it gives it."""
    found = ITEM_OF.search(_meeting(page) or "")
    return found["number"] if found else ""


TITLE_CLASS = "mgaititletxt"
PAGE_TITLE_CLASS = "mgsubtitletxt"
"""Of the heading below "Agenda item", on a page that shows only one."""
LABEL_CLASSES = frozenset({"mgsubitemtitletxt", "mgsubsubtitletxt"})
