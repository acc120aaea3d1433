"""Find the items of a meeting's web page, and which of its lines are agenda, minutes or decision.

The pages of committee systems name their elements for it: the title of an item, and the labels
above its minutes, above its decision and above the papers brought to it. A page also says what
paper it is: its kind, its meeting, and the council that publishes it.
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
"""Lines at the head of a page in which it may say what kind of page it is."""
DECISION_PAGE = re.compile(
    r"\W*(?:officer |delegated |executive |key )?decision details?\W*$", re.I
)
ISSUE_PAGE = re.compile(r"\W*(?:issue|(?:forward )?plan item) details?\W*$", re.I)
DUE = re.compile(r"\bdecision due(?: date)?\s*:\s*(?P<which>.{3,60}\b\d{4}\b.{0,60})", re.I)
MINUTES_WORD = re.compile(r"\bminutes\b", re.I)
RECORDS = re.compile(
    r"\b(?:RESOLVED|AGREED|NOTED|[Rr]esolved|(?:was|were) (?:agreed|approved|noted|received))\b"
)
"""Words that minutes have, and a page that only links to minutes has not."""


def describe_page(page: LexborHTMLParser, written: Sequence[Written]) -> PageSays:
    """Return what a page says of its paper. `written` are the lines of its main part."""
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
        minuted = any(line.role in (LineRole.MINUTES, LineRole.DECISION) for line in written)
        kind = PaperKind.MINUTES if minuted else PaperKind.AGENDA
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
"""Elements whose text is looked at; they may lie within one another."""


def _publishers(page: LexborHTMLParser) -> Iterator[str]:
    """Yield short lines that may name the council: from the title, then banners and footers."""
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
"""How many of the first paragraphs are searched for the meeting."""


def _after(label: re.Pattern[str], page: LexborHTMLParser) -> str | None:
    """Return the words after a label: in a paragraph of the page, or in its list of links."""
    paragraphs = [place.text(separator=" ") for place in page.css("p")[:MOST_SEARCHED]]
    links = [
        line
        for held in page.css(".mgActionList")[:MOST_BANNERS]
        for line in held.text(separator="\n").split("\n")
    ]
    lines = (" ".join(line.split()) for line in [*paragraphs, *links])
    found = next((match for line in lines if (match := label.search(line))), None)
    return found["which"].strip() if found else None


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
    """Follows the items of a page, line by line."""

    role: LineRole | None = None
    """The role of the next line, unless that line begins something itself."""
    given: str = ""
    """The number of the item, on a page that shows one item and its number elsewhere."""
    _row: int = 0
    """How many rows were open, one within another, where the item at hand began."""
    _table: int = 0
    """How many tables were open there."""
    _number: str = ""
    """A number that stood alone on a line, above the title of its item."""

    def opens(self, line: Written, *, rows: int, tables: int) -> Written | None:
        """Return the line of an item's title as the line that opens the item.

        A number alone in a row is returned as it is; outside of tables it is kept for the title
        below it, and None is returned.
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
        """Note a line that may be a label. `named`: its element has the class of labels."""
        if self.role is None:
            return
        if MINUTES_LABEL.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.MINUTES
        elif DECISION.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.DECISION
        elif named and PAPERS.match(text):
            self.role = LineRole.BESIDE
        elif named and self.role is LineRole.DECISION:
            self.role = LineRole.MINUTES  # such as the reasons, which are no part of the decision

    def end_row(self, rows: int) -> None:
        """End the item of this row: the next row of its table is no part of it."""
        if self.role is not None and rows == self._row:
            self.role = LineRole.BESIDE

    def end_table(self, tables: int) -> None:
        """End the last item of a table: nothing below the table is part of it."""
        if self._table and tables == self._table:
            self.role, self._table = None, 0


ITEM_OF = re.compile(r"\(\s*item\s+(?P<number>[\w./]{1,8}?)\.?\s*\)", re.I)


def item_of_page(page: LexborHTMLParser) -> str:
    """Return the number of the item that a page shows; empty where it gives none."""
    found = ITEM_OF.search(_meeting(page) or "")
    return found["number"] if found else ""


TITLE_CLASS = "mgaititletxt"
PAGE_TITLE_CLASS = "mgsubtitletxt"
"""The class of the heading below "Agenda item", on a page that shows one item."""
LABEL_CLASSES = frozenset({"mgsubitemtitletxt", "mgsubsubtitletxt"})
