"""Say on which page a passage stands: exactly, within a range, or not at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.document import SourceDocument
from ingest.furniture import Furniture
from qa.papers import READ_BY_OCR, UNKNOWN_PAGE, Lines, PageKind, PageSpan


class PageFinder:
    """Finds page spans for lines of one paper.

    For a PDF the page is known from the file itself. For a text source it is bounded by the
    printed page marks around the lines, and by the agenda's own index of page numbers where
    the start of a bound report is known; it is exact only where the bounds meet.
    """

    def __init__(
        self,
        document: SourceDocument,
        furniture: Furniture,
        starts: Sequence[tuple[int, int, int, int]] = (),
    ) -> None:
        """Take the paper and `starts`: (first line, last line, first page, last page) by index."""
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
        self._starts = tuple(starts)

    def printed(self, page: int) -> str | None:
        """Return the printed number of a PDF page, or None."""
        return self._printed.get(page)

    def span(self, lines: Lines) -> PageSpan:
        """Return the page span of a run of lines."""
        return self._paged_span(lines) if self._paged else self._text_span(lines)

    def _paged_span(self, lines: Lines) -> PageSpan:
        first, last = self._pages.get(lines[0]), self._pages.get(lines[1])
        if first is None or last is None:
            return UNKNOWN_PAGE
        printed = [p for p in (self._printed.get(first), self._printed.get(last)) if p]
        shown = "–".join(dict.fromkeys(printed)) or None
        kind = PageKind.EXACT if first == last else PageKind.RANGE
        read_by_ocr = any(page in self._recognised for page in range(first, last + 1))
        return PageSpan(kind, first, last, shown, READ_BY_OCR if read_by_ocr else "pdf page")

    def _text_span(self, lines: Lines) -> PageSpan:
        low, high = 1, None
        basis = []
        before = bisect_left(self._mark_lines, lines[0]) - 1
        after = bisect_right(self._mark_lines, lines[1] - 1)
        if before >= 0:
            low = self._marks[before][1]
            basis.append("printed footer")
        if after < len(self._marks):
            high = self._marks[after][1]
            basis.append("printed footer")
        for first_line, last_line, first_page, last_page in self._starts:
            if first_line <= lines[0] and lines[1] <= last_line:
                low, high = max(low, first_page), min(high or last_page, last_page)
                basis.append("agenda index")
        if high is None or not basis or high < low or (before < 0 and "agenda index" not in basis):
            return UNKNOWN_PAGE
        kind = PageKind.EXACT if low == high else PageKind.RANGE
        printed = str(low) if low == high else f"{low}–{high}"
        return PageSpan(kind, low, high, printed, " and ".join(dict.fromkeys(basis)))
