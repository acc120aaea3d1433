"""Join a paper's lines into the units worth quoting: paragraphs, limbs and rows of tables.

`join_lines` is given the lines without the page's own (see `furniture`) and returns paragraphs in
reading order. A line of a PDF ends at the margin, so that white space, type and wording say where a
paragraph begins; in a text source its empty lines and numbers do; in a Word document or a web page
each line is a paragraph already. Rows of figures that stand in no table that the reader found are
known by their figures. No paragraph is longer than `LONGEST` letters, so that whatever looks at
one takes a bounded time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from ingest import wordings
from ingest.document import LineRole, SourceTable
from qa.language.dates import DAY_ENDINGS, YEARS_AT_COLUMNS
from qa.language.names import SHORT_TITLES
from qa.papers import FileFormat, SourceLine, TableRow, Unit, UnitKind

OPENING_WORDS = 60
"""Words in which a sheet says what it withholds; its paragraph may run on over the page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A unit, with its type and its words, by which its part in the paper is known."""

    unit: Unit
    plain: str
    """The text without Markdown marks and on one line, for matching only."""
    bold: bool = False
    size: float = 0.0
    pieces: tuple[Unit, ...] = ()
    """The unit cut where a page ends or a running header interrupts it: each is contiguous."""
    printed: str = ""
    """The text of a row with all tabs between its cells, also those of empty cells at its ends."""
    heads: tuple[Unit, ...] = ()
    """What stands above a row in its table: caption, column headings, the title of its group."""
    role: LineRole | None = None
    """Its part in an item of a meeting's web page, where the page's elements say so."""
    item_number: str | None = None
    """The number of the item that it opens, where the page gives it."""
    indent: int = 0
    """White space before its first line, in letters; 0 where the reader gives none."""
    words: int = field(init=False, repr=False, compare=False)
    """How many words `plain` has."""
    opening: str = field(init=False, repr=False, compare=False)
    """The first words of `plain`, in which a paragraph says that something is withheld."""
    is_row: bool = field(init=False, repr=False, compare=False)
    """Whether this is a row of a table."""
    plain_lines: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The unit's lines, each without marks as `plain` is; empty lines are kept."""
    plain_cells: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """What the unit's tabs part, each without marks as `plain` is; empty cells are kept."""

    def __post_init__(self) -> None:
        """Compute what the rest of ingest asks of each paragraph many times."""
        text = self.unit.text
        lines = wordings.plain_all(text.split("\n"))
        cells = lines if "\t" not in text and len(lines) == 1 else None
        compute = object.__setattr__  # the record is frozen
        words = self.plain.split()
        compute(self, "words", len(words))
        compute(self, "opening", " ".join(words[:OPENING_WORDS]))
        compute(self, "is_row", self.unit.kind == UnitKind.ROW)
        compute(self, "plain_lines", lines)
        compute(self, "plain_cells", cells or wordings.plain_all(text.split("\t")))

    @property
    def is_tabbed(self) -> bool:
        """Whether this is a row whose cells are known."""
        return self.is_row and "\t" in self.printed.strip()

    def of_kind(self, kind: UnitKind) -> Paragraph:
        """Return the paragraph as a heading or a row of column headings, which has no number."""
        unit = replace(self.unit, kind=kind, number=None)
        pieces = tuple(replace(piece, kind=kind, number=None) for piece in self.pieces)
        return replace(self, unit=unit, pieces=pieces)

    def as_row(self, row: TableRow, heads: tuple[Unit, ...]) -> Paragraph:
        """Return the row with what it says cell by cell, and what stands above it."""
        pieces = tuple(replace(piece, row=row) for piece in self.pieces)
        return replace(self, unit=replace(self.unit, row=row), pieces=pieces, heads=heads)


def marker_of(text: str) -> str | None:
    """Return the number that opens a limb or numbered paragraph, as printed, or None."""
    match = wordings.MARKER.match(text)
    if not match:
        return None
    if match["paren"]:
        return f"({match['paren']})"
    return match["dotted"] or match["plain"]


def paragraph_of(lines: Sequence[SourceLine], kind: UnitKind) -> Paragraph:
    """Return lines as one paragraph; a paragraph that begins with a number is a limb."""
    text = "\n".join(line.text.strip() for line in lines)
    if kind == UnitKind.PARAGRAPH and (number := marker_of(lines[0].text)):
        kind = UnitKind.LIMB
    else:
        number = marker_of(lines[0].text) if kind != UnitKind.ROW else None
    unit = Unit(text, (lines[0].number, lines[-1].number), lines[0].page, kind, number)
    return Paragraph(
        unit,
        wordings.plain(" ".join(line.text for line in lines)),
        bold=all(line.bold for line in lines)
        or bool(re.fullmatch(r"\s*(?:\d+\.?\s+)?\*\*[^*]+\*\*\W*", text)),
        size=lines[0].size,
        pieces=_pieces(lines, unit),
        printed=lines[0].text if kind == UnitKind.ROW and len(lines) == 1 else "",
        indent=len(lines[0].text) - len(lines[0].text.lstrip()),
    )


def _pieces(lines: Sequence[SourceLine], unit: Unit) -> tuple[Unit, ...]:
    runs = [[lines[0]]]
    for before, line in pairwise(lines):
        if line.number == before.number + 1 and line.page == before.page:
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) == 1:
        return (unit,)
    return tuple(
        replace(
            unit,
            text="\n".join(line.text.strip() for line in run),
            lines=(run[0].number, run[-1].number),
            page=run[0].page,
            kind=unit.kind if run is runs[0] or unit.kind == UnitKind.ROW else UnitKind.PARAGRAPH,
            number=unit.number if run is runs[0] else None,
        )
        for run in runs
    )


# Where a paragraph begins

ORDINALS = frozenset(DAY_ENDINGS)
"""pdfium puts a raised ordinal on a line of its own: "6", "th", "January"."""
OPENING = re.compile(
    r"(?:\d{1,2}\.\s+)?(?:RESOLVED|AGREED|NOTED|DECISION|Resolved|Decision Made|It was RESOLVED)\b|"
    r"(?:It was (?:moved|proposed)|Moved|Proposed) by |On the (?:motion|proposal) of |"
    r"(?:Amendment|Motion|Substantive motion) (?:lost|carried)\b"
)
"""Words with which a new paragraph begins, whatever the white space above."""
BIG_GAP = 0.45
"""White space, as a share of the line pitch, that parts two paragraphs of a PDF."""
SMALL_GAP = 0.15
"""White space that parts two paragraphs where the line before ends a sentence."""
NUMBERED_TITLE = re.compile(
    r"(?:\*\*)?(?:(?:agenda )?item |minute )?(?:[A-Z][A-Za-z]{0,4}/)?\d{1,4}(?P<part>/\d{1,4})?"
    r"[.):]?\s+(?:[-–—]\s+)?[A-Z][^.;:,]{2,70}[^.;:,\s]$"
)
"""A minute's number and title on a line of their own, right above what is minuted."""
TITLE_WORDS = 12
SHORT_LINE = 0.75
"""A line that ends a sentence, and is shorter than this share of the next, ends its paragraph."""
LABEL = re.compile(r"^[A-Z][\w()/'’&-]*(?: [\w()/'’&-]+){0,4}\s?:(?:\s|$)")


def join_lines(
    lines: Sequence[SourceLine], source: FileFormat, tables: Sequence[SourceTable] = ()
) -> list[Paragraph]:
    """Join lines, furniture already left out, into paragraphs in reading order.

    `source` is the document's format: a line of a PDF ends at the margin, one of a text file
    may, and one of a DOCX or HTML file is a paragraph or a row already. `tables` are those
    that the reader found.
    """
    lines = list(cut_long_lines(lines))
    if source == FileFormat.PDF:
        return list(_between_tables(lines, tables))
    if source == FileFormat.TEXT:
        return list(_text_paragraphs(_broken(lines), tables))
    rows = {line for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    return [
        paragraph_of([line], UnitKind.ROW if is_row else UnitKind.PARAGRAPH)
        for line in lines
        if line.text.strip()
        for is_row in (line.number in rows or "\t" in line.text.strip(),)
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
            yield from _mark_headers(list(_pdf_paragraphs(list(run))))


def _pdf_paragraphs(lines: Sequence[SourceLine]) -> Iterator[Paragraph]:
    held: list[SourceLine] = []
    letters, in_table = 0, False
    for line in lines:
        if is_numeric_row(line.text):
            wrapped, held = _split_wrapped_label(held, in_table, line)
            if held:
                yield paragraph_of(held, UnitKind.HEADER if in_table else UnitKind.PARAGRAPH)
            yield paragraph_of([*wrapped, line], UnitKind.ROW)
            held, letters, in_table = [], 0, True
            continue
        if held and (_is_full(held, letters, line) or _begins(line, held)):
            yield paragraph_of(held, UnitKind.PARAGRAPH)
            held, letters, in_table = [], 0, False
        if held or line.gap >= BIG_GAP:
            in_table = in_table and line.gap < BIG_GAP and len(held) < 6
        held.append(line)
        letters += len(line.text)
    if held:
        yield paragraph_of(held, UnitKind.PARAGRAPH)


AFTER_TITLE = re.compile(rf"\b{SHORT_TITLES}$")
"""A line that ends in a person's title: an initial that begins the next is no number."""


def _begins(line: SourceLine, held: Sequence[SourceLine]) -> bool:
    """Whether a line of a PDF begins a new paragraph after the lines held."""
    last = held[-1]
    if line.text in ORDINALS or last.text in ORDINALS or AFTER_TITLE.search(last.text):
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
    if wordings.BULLET.match(line.text) or LABEL.match(line.text):
        return True
    marker = marker_of(line.text)
    if marker is None:
        return False
    # A sentence may wrap so that a line begins "25. The variations"; a new point seldom
    # follows an unended line without any space.
    ended = last.text.rstrip().endswith((".", ":", ";", "?", "!", " and", " or", ","))
    marked = marker.startswith("(") or "." in marker or _counts_on(held[0].text, marker)
    return ended or line.gap > 0.05 or marked


def _closes_bracket(text: str, held: Sequence[SourceLine]) -> bool:
    """Whether a line closes a bracket that the line above left open, as in a title of two lines."""
    last = held[-1].text
    opened = last.rfind("(") > last.rfind(")")
    return opened and ")" in text and "(" not in text[: text.index(")")]


def _ends_early(last: SourceLine, line: SourceLine) -> bool:
    """Whether a sentence ends well before the edge to which the next line runs."""
    if not last.text.rstrip().endswith((".", ":", ";", "?", "!")) or line.text[:1].islower():
        return False
    return line.gap >= SMALL_GAP or len(last.text) < SHORT_LINE * len(line.text)


def _counts_on(text: str, marker: str) -> bool:
    """Whether a letter is the next after the one that opened the paragraph: a) and b)."""
    first = marker_of(text)
    letters = first is not None and len(first) == len(marker) == 1 and marker.isalpha()
    return letters and first is not None and ord(marker) == ord(first) + 1


def _broken(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Yield the lines of a text, each parted where it holds HTML's sign for the end of a line."""
    for line in lines:
        if "<br" not in line.text:
            yield line
        else:
            for piece in wordings.BREAK.split(line.text):
                yield replace(line, text=piece)


def _text_paragraphs(
    lines: Iterable[SourceLine], tables: Sequence[SourceTable]
) -> Iterator[Paragraph]:
    rows = {line for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    held: list[SourceLine] = []
    letters = 0
    for line in lines:
        text = line.text
        empty = not text.strip() or (text.lstrip().startswith("<br") and not wordings.plain(text))
        row = ("\t" in text or line.number in rows) and not empty
        starts = bool(empty or row or wordings.BULLET.match(text) or marker_of(text))
        starts = starts or bool(OPENING.match(text)) or (len(held) == 1 and _titles(held[0], line))
        if held and (starts or _is_full(held, letters, line)):
            yield paragraph_of(held, UnitKind.PARAGRAPH)
            held, letters = [], 0
        if row:
            yield paragraph_of([line], UnitKind.ROW)
        elif not empty:
            held.append(line)
            letters += len(text)
    if held:
        yield paragraph_of(held, UnitKind.PARAGRAPH)


def _titles(above: SourceLine, line: SourceLine) -> bool:
    """Whether a line of a text is the title of the next: it ends before the margin."""
    title, text = above.text.strip(), line.text.strip()
    if not text[:1].isupper() or len(title.split()) > TITLE_WORDS:
        return False
    match = NUMBERED_TITLE.match(title)
    # No limb is numbered 61/21: there a whole sentence below is enough, however short.
    sentence = match is not None and bool(match["part"]) and text.endswith(".")
    return match is not None and (sentence or len(title) < SHORT_LINE * len(text))


# Rows of figures in no table that the reader of a PDF found


def is_numeric_row(text: str) -> bool:
    """Whether a line of a PDF ends in at least two table figures."""
    match = wordings.NUMERIC_ROW.search(text)
    if (
        not match
        or not re.search(r"\d", match[0])
        or re.search(r"(?i)\bpages?\b|\btel|phone|\b0\d{4}", text)
    ):
        return False
    if re.search(r"[a-z]{3,}[.;]\s*$", text):
        return False
    figures = len(match[0].split())
    return figures >= 2 and not _is_date_or_range(text, match.start(1))


def _is_date_or_range(text: str, start: int) -> bool:
    """Whether figures at a line's end are "2025 - 26" or "12 - 18", and not two columns."""
    tail = text[start:].split()
    words_before = text[:start].split()
    prose = sum(1 for word in words_before if word[:1].islower()) > 6
    real = [cell for cell in tail if any(c.isdigit() for c in cell)]
    return len(real) < 2 or (prose and len(real) < 3)


def _split_wrapped_label(
    held: list[SourceLine], in_table: bool, row: SourceLine
) -> tuple[list[SourceLine], list[SourceLine]]:
    """Give the lines of a row's wrapped label to the row; the rest stays where it was."""
    label_missing = not re.search(r"[A-Za-z]{3}", row.text.split("£")[0][:40])
    starts_low = bool(re.match(r"[a-z(]", row.text))
    if not held or row.page != held[-1].page or row.gap >= BIG_GAP:
        return [], held
    if in_table or label_missing or starts_low:
        take = min(len(held), 6 if (label_missing or starts_low) and in_table else 2)
        if not in_table and len(held) > 2:
            return [], held
        return held[-take:], held[:-take]
    return [], held


# The column headings of such rows

HEADER_DEPTH = 4
"""Short lines above a table's first row that may be its column headings and caption."""


def _is_header(paragraph: Paragraph) -> bool:
    """Whether what stands before a table's first row reads as its column headings."""
    text = paragraph.plain
    if paragraph.unit.kind not in (UnitKind.PARAGRAPH, UnitKind.LIMB) or paragraph.words > 60:
        return False
    if text.endswith((".", ";", ":", "?")) or paragraph.words < 1:
        return False
    units = re.search(rf"£|%|{YEARS_AT_COLUMNS}|\byear\b|total|budget|forecast|actual", text, re.I)
    return bool(units) or paragraph.words <= 12


def _mark_headers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the column headings that stand right before (or, in some PDFs, after) the rows."""
    marked = list(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.is_row:
            continue
        before = index - 1
        while before >= max(0, index - HEADER_DEPTH) and not paragraphs[before].is_row:
            if paragraphs[before].unit.page != paragraph.unit.page or not _is_header(
                paragraphs[before]
            ):
                break
            if wordings.NUMBERED_HEADING.match(paragraphs[before].plain):
                break
            marked[before] = paragraphs[before].of_kind(UnitKind.HEADER)
            before -= 1
    return marked


# Lines that no paper has

LONGEST = 6_000
"""Letters of a line or paragraph. Of 45 real papers (1.5 million letters) the longest line has
2,592 and the longest paragraph 5,066."""


def cut_long_lines(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Yield the lines; one that is too long is cut between words into several of its number."""
    for line in lines:
        if len(line.text) <= LONGEST:
            yield line
        else:
            yield from (replace(line, text=piece) for piece in _line_pieces(line.text))


def _is_full(held: Sequence[SourceLine], letters: int, line: SourceLine) -> bool:
    """Whether the lines held, which have so many letters, leave no room for another line."""
    return bool(held) and letters + len(line.text) + len(held) > LONGEST


def _line_pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + LONGEST
        if end < len(text):
            space = text.rfind(" ", start + 1, end)
            end = space if space > 0 else end
        yield text[start:end]
        start = end
