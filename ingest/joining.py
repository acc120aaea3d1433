"""Join a paper's lines into paragraphs: where one begins, in a PDF and in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ingest import patterns
from ingest.document import SourceTable
from ingest.long_lines import cut_long_lines, is_full
from ingest.loose_heads import mark_headers
from ingest.loose_rows import is_numeric_row, split_wrapped_label
from ingest.paragraphs import Paragraph, marker_of, paragraph_of
from qa.language.dates import DAY_ENDINGS
from qa.papers import FileFormat
from qa.passages import SourceLine, UnitKind

BIG_GAP = 0.45
"""White space, as a share of the line pitch, that parts two paragraphs of a PDF."""
ORDINALS = frozenset(DAY_ENDINGS)
"""pdfium gives a raised ordinal a line of its own: "6", "th", "January"."""
OPENING = re.compile(
    r"(?:\d{1,2}\.\s+)?(?:RESOLVED|AGREED|NOTED|DECISION|Resolved|Decision Made|It was RESOLVED)\b|"
    r"(?:It was (?:moved|proposed)|Moved|Proposed) by |On the (?:motion|proposal) of |"
    r"(?:Amendment|Motion|Substantive motion) (?:lost|carried)\b"
)
"""Words with which a new paragraph begins, whatever the white space above."""
SMALL_GAP = 0.15
"""White space that parts two paragraphs where the line before ends a sentence."""
NUMBERED_TITLE = re.compile(
    r"(?:\*\*)?(?:(?:agenda )?item |minute )?(?:[A-Z][A-Za-z]{0,4}/)?\d{1,4}(?P<part>/\d{1,4})?"
    r"[.):]?\s+(?:[-–—]\s+)?[A-Z][^.;:,]{2,70}[^.;:,\s]$"
)
"""A minute's number and title on a line of their own, right above what is minuted."""
TITLE_WORDS = 12
SHORT_LINE = 0.75
"""A line this much shorter than the next, and ended, was not broken by the margin."""
LABEL = re.compile(r"^[A-Z][\w()/'’&-]*(?: [\w()/'’&-]+){0,4}\s?:(?:\s|$)")


def _text_paragraphs(lines: Iterable[SourceLine]) -> Iterator[Paragraph]:
    held: list[SourceLine] = []
    letters = 0
    for line in lines:
        text = line.text
        row = "\t" in text and bool(text.strip())
        starts = bool(not text.strip() or row or patterns.BULLET.match(text) or marker_of(text))
        starts = starts or bool(OPENING.match(text)) or (len(held) == 1 and _titles(held[0], line))
        if held and (starts or is_full(held, letters, line)):
            yield paragraph_of(held, UnitKind.PARAGRAPH)
            held, letters = [], 0
        if row:
            yield paragraph_of([line], UnitKind.ROW)
        elif text.strip():
            held.append(line)
            letters += len(text)
    if held:
        yield paragraph_of(held, UnitKind.PARAGRAPH)


def _titles(above: SourceLine, line: SourceLine) -> bool:
    """Whether a line of a text is the title of what begins below: it ends before the margin."""
    title, text = above.text.strip(), line.text.strip()
    if not text[:1].isupper() or len(title.split()) > TITLE_WORDS:
        return False
    match = NUMBERED_TITLE.match(title)
    # No limb is numbered 61/21: there a whole sentence below is enough, however short.
    sentence = match is not None and bool(match["part"]) and text.endswith(".")
    return match is not None and (sentence or len(title) < SHORT_LINE * len(text))


def _closes_bracket(text: str, held: Sequence[SourceLine]) -> bool:
    """Whether a line ends a bracket that the line above left open: a title of two lines."""
    last = held[-1].text
    opened = last.rfind("(") > last.rfind(")")
    return opened and ")" in text and "(" not in text[: text.index(")")]


def _begins(line: SourceLine, held: Sequence[SourceLine]) -> bool:
    """Whether a line of a PDF begins a new paragraph after the lines held."""
    last = held[-1]
    if line.text in ORDINALS or last.text in ORDINALS:
        return False
    if line.page == last.page and _closes_bracket(line.text, held):
        return False
    if line.page != last.page:
        if line.page and last.page and line.page > last.page + 1:
            return True  # a blank page parts two documents
        ended = last.text.rstrip().endswith((".", ":", ";", "?", "!"))
        opens = marker_of(line.text) or LABEL.match(line.text) or OPENING.match(line.text)
        return ended or line.bold != last.bold or bool(opens)
    if line.gap >= BIG_GAP or abs(line.size - last.size) > 1.5:
        return True
    if OPENING.match(line.text) or _ends_early(last, line):
        return True
    if line.bold and last.text.isupper() and not line.text.isupper():
        return True  # a sub-heading right below a title in capitals
    if line.bold != last.bold and (line.bold or len(held) < 4):
        return True
    if patterns.BULLET.match(line.text) or LABEL.match(line.text):
        return True
    marker = marker_of(line.text)
    if marker is None:
        return False
    # A sentence may wrap so that a line begins "25. The variations"; a new point seldom
    # follows an unended line without any space.
    ended = last.text.rstrip().endswith((".", ":", ";", "?", "!", " and", " or", ","))
    marked = marker.startswith("(") or "." in marker or _counts_on(held[0].text, marker)
    return ended or line.gap > 0.05 or marked


def _counts_on(text: str, marker: str) -> bool:
    """Whether a letter is the next after the one that opened the paragraph: a) and b)."""
    first = marker_of(text)
    letters = first is not None and len(first) == len(marker) == 1 and marker.isalpha()
    return letters and first is not None and ord(marker) == ord(first) + 1


def _ends_early(last: SourceLine, line: SourceLine) -> bool:
    """Whether a sentence ends well before the edge to which the next line runs."""
    if not last.text.rstrip().endswith((".", ":", ";", "?", "!")) or line.text[:1].islower():
        return False
    return line.gap >= SMALL_GAP or len(last.text) < SHORT_LINE * len(line.text)


def _pdf_paragraphs(lines: Sequence[SourceLine]) -> Iterator[Paragraph]:
    held: list[SourceLine] = []
    letters, in_table = 0, False
    for line in lines:
        if is_numeric_row(line.text):
            wrapped, held = split_wrapped_label(held, in_table, line)
            if held:
                yield paragraph_of(held, UnitKind.HEADER if in_table else UnitKind.PARAGRAPH)
            yield paragraph_of([*wrapped, line], UnitKind.ROW)
            held, letters, in_table = [], 0, True
            continue
        if held and (is_full(held, letters, line) or _begins(line, held)):
            yield paragraph_of(held, UnitKind.PARAGRAPH)
            held, letters, in_table = [], 0, False
        if held or line.gap >= BIG_GAP:
            in_table = in_table and line.gap < BIG_GAP and len(held) < 6
        held.append(line)
        letters += len(line.text)
    if held:
        yield paragraph_of(held, UnitKind.PARAGRAPH)


def join_lines(
    lines: Sequence[SourceLine], source: FileFormat, tables: Sequence[SourceTable] = ()
) -> list[Paragraph]:
    """Join lines, furniture already left out, into paragraphs in reading order.

    `source` is the document's format: a line of a PDF ends at the margin, one of a text file
    may, and one of a DOCX or HTML file is a paragraph or a row already. `tables` are those
    that the reader of a PDF found.
    """
    lines = list(cut_long_lines(lines))
    if source == FileFormat.PDF:
        return list(_between_tables(lines, tables))
    if source == FileFormat.TEXT:
        return list(_text_paragraphs(lines))
    return [
        paragraph_of([line], UnitKind.ROW if "\t" in line.text.strip() else UnitKind.PARAGRAPH)
        for line in lines
        if line.text.strip()
    ]


def _between_tables(
    lines: Sequence[SourceLine], tables: Sequence[SourceTable]
) -> Iterator[Paragraph]:
    """Yield each row of the tables found, and what stands before, between and after them."""
    rows = {line for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    for in_table, run in groupby(lines, key=lambda line: line.number in rows):
        if in_table:
            yield from (paragraph_of([line], UnitKind.ROW) for line in run)
        else:
            yield from mark_headers(list(_pdf_paragraphs(list(run))))
