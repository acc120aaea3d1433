"""Say on which page a passage stands: exactly, within a range, or not at all.

For a PDF the page is known from the file. For a text source it is bounded by the printed page marks
around the lines, by the contents page of a bound report, and by the pages that the agenda's index
gives to what is bound in the pack. It is exact only where these meet. Pages are never counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest import wordings
from ingest.document import SourceDocument
from ingest.layout.furniture import Furniture, Mark, find_cut_sentences
from ingest.layout.headings import MINUTES_START, REPORT_START
from qa.papers import UNKNOWN_PAGE, Lines, PageBasis, PageKind, PageSpan, SourceLine, Unit


class BoundDocument(NamedTuple):
    """The lines of a document bound in a text source, and the pages that the agenda gives it."""

    first_line: int
    last_line: int
    first_page: int
    last_page: int


_Bound = tuple[int | None, int | None, PageBasis]
"""The first and last page on which lines may stand, None where unknown, and how we know."""
_Opening = tuple[int, int, int]
"""The first and last line of the title of a bound document, and its page."""
TITLE = re.compile(f"{REPORT_START.pattern}|{MINUTES_START.pattern}", re.I)
TITLE_LINES = 6
"""Lines of a title after its first, at most, with the empty ones."""


class PageFinder:
    """Finds page spans for lines of one paper."""

    def __init__(
        self,
        document: SourceDocument,
        furniture: Furniture,
        bound: Sequence[BoundDocument] = (),
    ) -> None:
        """Take the paper and the documents bound in it, by the agenda's index."""
        self._pages = {line.number: line.page for line in document.lines}
        self._paged = document.pages is not None
        self._recognised = document.recognised
        self._printed = dict(furniture.printed)
        for page, label in enumerate(document.labels, start=1):
            # Labels that merely count the PDF's pages say nothing new.
            if label and label != str(page):
                self._printed.setdefault(page, label)
        self._mark_lines = [line for line, _ in furniture.marks]
        self._marks = furniture.marks
        self._bound = tuple(bound)
        self._feet = _are_feet(furniture.marks, self._bound)
        self._pins: list[Mark] = []
        self._cuts: dict[int, int] = {}
        self._openings: list[_Opening] = []
        if not self._paged:
            self._openings = _find_openings(document.lines, furniture.marks, self._bound)
        if not self._paged and self._feet:
            self._pins = _find_pins(document.lines, furniture.marks)
            self._cuts = dict(find_cut_sentences(document.lines, furniture.marks))

    def printed(self, page: int) -> str | None:
        """Return the printed number of a PDF page, or None."""
        return self._printed.get(page)

    def span(self, lines: Lines) -> PageSpan:
        """Return the page span of a run of lines."""
        return self._paged_span(lines) if self._paged else self._text_span(lines)

    def place(self, units: Iterable[Unit]) -> tuple[Unit, ...]:
        """Return units of a text source with the printed page of each, where that is known.

        A passage that runs on to the next page has a range; what is quoted of it may be exact.
        """
        if self._paged:
            return tuple(units)
        spans = [(unit, self._text_span(unit.lines)) for unit in units]
        return tuple(
            replace(unit, page=span.first) if span.kind is PageKind.EXACT else unit
            for unit, span in spans
        )

    def _paged_span(self, lines: Lines) -> PageSpan:
        first, last = self._pages.get(lines[0]), self._pages.get(lines[1])
        if first is None or last is None:
            return UNKNOWN_PAGE
        printed = [p for p in (self._printed.get(first), self._printed.get(last)) if p]
        shown = "–".join(dict.fromkeys(printed)) or None
        kind = PageKind.EXACT if first == last else PageKind.RANGE
        read_by_ocr = any(page in self._recognised for page in range(first, last + 1))
        basis = PageBasis.OCR if read_by_ocr else PageBasis.PDF_PAGE
        return PageSpan(kind, first, last, shown, basis)

    def _text_span(self, lines: Lines) -> PageSpan:
        bounds = [*self._by_marks(lines), *self._by_contents(lines), *self._by_index(lines)]
        low = max((low for low, _, _ in bounds if low is not None), default=None)
        high = min((high for _, high, _ in bounds if high is not None), default=None)
        if low is None or high is None or high < low:
            return UNKNOWN_PAGE
        kind = PageKind.EXACT if low == high else PageKind.RANGE
        printed = str(low) if low == high else f"{low}–{high}"
        basis = " and ".join(dict.fromkeys(basis for _, _, basis in bounds))
        return PageSpan(kind, low, high, printed, basis)

    def _by_marks(self, lines: Lines) -> Iterator[_Bound]:
        """Bound by the printed numbers around: below a footer the next page has begun."""
        before = bisect_left(self._mark_lines, lines[0]) - 1
        after = bisect_right(self._mark_lines, lines[1] - 1)
        if before >= 0:
            yield self._marks[before][1] + self._feet, None, PageBasis.PRINTED_FOOTER
        if after < len(self._marks):
            yield None, self._marks[after][1], PageBasis.PRINTED_FOOTER
        if lines[0] == lines[1] and lines[0] in self._cuts:
            yield self._cuts[lines[0]], self._cuts[lines[0]], PageBasis.PRINTED_FOOTER

    def _by_contents(self, lines: Lines) -> Iterator[_Bound]:
        """Bound by the headings above and below that a contents page pins."""
        above = [page for line, page in self._pins if line <= lines[0]]
        below = [page for line, page in self._pins if line >= lines[1]]
        if above:
            yield above[-1], None, PageBasis.CONTENTS_PAGE
        if below:
            yield None, below[0], PageBasis.CONTENTS_PAGE

    def _by_index(self, lines: Lines) -> Iterator[_Bound]:
        """Bound by the pages that the agenda gives the bound document, or itself."""
        for first_line, last_line, first_page, last_page in self._bound:
            if first_line <= lines[0] and lines[1] <= last_line:
                yield first_page, last_page, PageBasis.AGENDA_INDEX
        for first_line, last_line, page in self._openings:
            if first_line <= lines[0] and lines[1] <= last_line:
                yield page, page, PageBasis.AGENDA_INDEX
        first = min(self._bound, default=None)
        if first and lines[1] < first.first_line and first.first_page > 1:
            yield 1, first.first_page - 1, PageBasis.AGENDA_INDEX


def _are_feet(marks: Sequence[tuple[int, int]], bound: Sequence[BoundDocument]) -> bool:
    """Whether the printed numbers stand at the foot of their pages.

    They do where the number of a bound document's last page stands below all of its text.
    """
    begins = [first for first, _, _, _ in bound]
    return any(
        page == last_page
        and line >= last_line
        and not any(last_line < begin < line for begin in begins)
        for line, page in marks
        for _, last_line, _, last_page in bound
    )


def _find_openings(
    lines: Sequence[SourceLine], marks: Sequence[Mark], bound: Sequence[BoundDocument]
) -> list[_Opening]:
    """Return the titles with which bound documents open, on the first of their pages.

    Only where printed numbers bear the agenda's index out: one at least stands in a document,
    and each that does is one of the pages that the agenda gives to it.
    """
    begins = sorted(bound)
    held = [
        (page, begins[place - 1])
        for line, page in marks
        if (place := bisect_right([b.first_line for b in begins], line))
    ]
    if not held or not all(b.first_page <= page <= b.last_page for page, b in held):
        return []
    texts = {line.number: line.text.strip() for line in lines}
    return [
        (first, _end_of_title(texts, first, last), page)
        for begin, last, page, _ in begins
        if (first := _begin_of_title(texts, begin))
    ]


def _begin_of_title(texts: Mapping[int, str], begin: int) -> int | None:
    """Return the line with which a document opens; an empty or a stray line may stand above it."""
    near = [number for number in range(begin, begin + TITLE_LINES) if texts.get(number)][:2]
    return next((n for n in near if TITLE.match(wordings.plain(texts[n]))), None)


def _end_of_title(texts: Mapping[int, str], first: int, last: int) -> int:
    """Return the last line of the title that begins here: lines in capitals stay together."""
    end = first
    for number in range(first + 1, min(last, first + TITLE_LINES) + 1):
        if texts[number] and not (texts[number].isupper() and texts[first].isupper()):
            break
        end = number if texts[number] else end
    return end


# Headings whose page a contents page gives

CONTENTS = re.compile(r"\W*(?:table of )?contents(?: page)?\W*", re.I)
ENTRY = re.compile(
    r"\W*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>\S.*?)[\s.…]+(?P<page>\d{1,3})\W*"
)
HEADING = re.compile(r"\W*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>[A-Z].{2,120})")
LEAST = 4
"""Entries of a contents page, and headings found, at least."""
ALIKE = 0.5
"""Share of a heading's longer words that its entry must have: the two often differ.

Its number must be the entry's too, and both follow the entries found before."""


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    words: frozenset[str]
    page: int


def _find_pins(lines: Sequence[SourceLine], feet: Sequence[Mark]) -> list[Mark]:
    """Return (line, printed page) of each heading that a contents page pins, in order.

    A report bound in a pack keeps its own contents page, whose numbers are not the pack's. Where
    one of its headings opens a page whose printed number is known, all of them are known.
    `feet` are the printed footers. Without one right above a heading, or where a footer
    gainsays the contents page, nothing is pinned.
    """
    texts = wordings.plain_all([line.text for line in lines])
    pins: list[Mark] = []
    for index, text in enumerate(texts):
        if CONTENTS.fullmatch(text):
            entries, end = _entries(texts, index + 1)
            found = _headings(lines, texts, entries, end)
            pins += _numbered(found, lines, feet) if len(found) >= LEAST else []
    return pins


def _entries(texts: Sequence[str], start: int) -> tuple[list[_Entry], int]:
    entries: list[_Entry] = []
    end, others = start, 0
    for index in range(start, len(texts)):
        match = ENTRY.fullmatch(texts[index])
        if match and (not entries or int(match["page"]) >= entries[-1].page):
            entries.append(
                _Entry(_bare(match["number"]), _words(match["title"]), int(match["page"]))
            )
            end, others = index + 1, 0
        elif texts[index]:
            others += 1
        if others > 3:
            break
    return (entries, end) if len(entries) >= LEAST else ([], end)


def _headings(
    lines: Sequence[SourceLine], texts: Sequence[str], entries: Sequence[_Entry], start: int
) -> list[tuple[int, int]]:
    """Return (index of the heading's line, its page by the contents), in the contents' order."""
    found: list[tuple[int, int]] = []
    waiting = list(entries)
    for index in range(start, len(lines)):
        match = HEADING.fullmatch(texts[index])
        if not match or not waiting:
            continue
        number, words = _bare(match["number"]), _words(match["title"])
        for place, entry in enumerate(waiting):
            shared = len(words & entry.words) / max(1, len(words))
            if entry.number == number and words and shared >= ALIKE:
                found.append((index, entry.page))
                waiting = waiting[place + 1 :]
                break
    return found


def _numbered(
    found: Sequence[tuple[int, int]], lines: Sequence[SourceLine], feet: Sequence[Mark]
) -> list[Mark]:
    """Return the headings with printed page numbers; none where the contents page gives others."""
    distances = {
        page + 1 - inner
        for index, inner in found
        for line, page in feet
        if _is_right_below(lines, index, line)
    }
    if len(distances) != 1:
        return []
    distance = distances.pop()
    pins = [(lines[index].number, inner + distance) for index, inner in found]
    agree = all(
        page <= foot if line <= end else page > foot for line, page in pins for end, foot in feet
    )
    return pins if agree else []


def _is_right_below(lines: Sequence[SourceLine], index: int, foot: int) -> bool:
    above = index - 1
    while above >= 0 and not lines[above].text.strip():
        above -= 1
    return above >= 0 and lines[above].number == foot


def _bare(number: str) -> str:
    return re.sub(r"(?:\.0)+$", "", number)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{4,}", title.lower()))
