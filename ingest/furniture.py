"""Find what is on the page but not part of the paper: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest import patterns
from ingest.document import SourceDocument
from qa.papers import SourceLine

EDGE = 3
"""Lines at the head and foot of a page among which furniture is looked for."""
OPENING_LINES = 10
"""Lines of a text source within which its own heading stands."""
SHARE = 0.3
"""A line that stands at the edge of this share of the pages (and of three) is furniture."""
PRINTED = re.compile(r"\W*(?:page\s+)?(\d{1,4})(?:\s+of\s+\d+)?(?:\s+agenda item\s+\d+)?\W*", re.I)
LOGO = re.compile(r"[a-z]+(?: [a-z]+){0,3} council")
"""A council's name alone on a line, page after page, is its letterhead."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Line numbers to leave out of the text, and the printed page numbers found on the way."""

    lines: frozenset[int]
    printed: Mapping[int, str] = field(default_factory=dict)
    """PDF page to printed number."""
    marks: tuple[tuple[int, int], ...] = ()
    """(line, printed page number) of each page mark in a text source, in order."""


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", patterns.plain(text)).lower()


def _is_mark(text: str) -> bool:
    text = patterns.plain(text)
    return len(text) < 90 and bool(
        patterns.BLANK_PAGE.search(text)
        or patterns.AGENDA_ITEM_MARK.match(text)
        or patterns.PAGE_MARK.match(text)
    )


def _is_day_line(line: SourceLine) -> bool:
    """A body's name and day at the edge of a page; the paper's own heading is kept."""
    opening = line.page == 1 if line.page is not None else line.number <= OPENING_LINES
    text = patterns.plain(line.text)
    undashed = line.page is not None and patterns.BODY_DAY.match(text)
    return not opening and bool(undashed or patterns.BODY_AND_DAY.match(text))


def _edges(document: SourceDocument) -> dict[int, list[SourceLine]]:
    rows = {line for table in document.tables for line in range(table.lines[0], table.lines[1] + 1)}
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip() and line.number not in rows:
            pages[line.page].append(line)
    return {
        page: lines[:EDGE] + lines[EDGE:][-EDGE:] if len(lines) > EDGE else lines
        for page, lines in pages.items()
    }


def _printed_numbers(edges: Mapping[int, Sequence[SourceLine]]) -> dict[int, tuple[str, int]]:
    """Return {page: (printed number, line)} where the numbers run along with the pages.

    A bare number is believed only where at least two pages agree on the distance between
    the printed number and the PDF page, since a table may end on a bare figure.
    """
    candidates: list[tuple[int, int, int]] = []
    for page, lines in edges.items():
        for line in {lines[0].number: lines[0], lines[-1].number: lines[-1]}.values():
            if match := PRINTED.fullmatch(patterns.plain(line.text)):
                candidates.append((page, int(match[1]), line.number))
    distances = Counter(number - page for page, number, _ in candidates)
    found: dict[int, tuple[str, int]] = {}
    for page, number, line_number in candidates:
        if distances[number - page] >= 2 or (len(edges) == 1 and number < 2000):
            current = found.get(page)
            if current is None or distances[number - page] > distances[int(current[0]) - page]:
                found[page] = (str(number), line_number)
    return found


def _pdf_furniture(document: SourceDocument) -> Furniture:
    edges = _edges(document)
    shapes = Counter(
        shape for lines in edges.values() for shape in {_shape(line.text) for line in lines}
    )
    needed = max(3, SHARE * len(edges))
    printed = _printed_numbers(edges)
    if len(edges) == 1:
        printed = {}
    out = {number for _, number in printed.values()}
    tabular = _tabular_pages(document)
    seen: set[str] = set()
    for page, lines in sorted(edges.items()):
        for index, line in enumerate(lines):
            shape = _shape(line.text)
            repeated = shapes[shape] >= needed and len(shape) > 1 and len(line.text) < 120
            # Every report of a pack opens its cover table in the same words.
            repeated = repeated and not re.match(r"[a-z][\w /()]{1,30}:", shape)
            # The first sight of a running title is kept: it often is the paper's only title.
            # Column headings repeat too, and each page's rows need their own.
            columns = index in (1, 2) and page in tabular
            if (
                _is_mark(line.text)
                or _is_day_line(line)
                or (repeated and shape in seen and not columns)
            ):
                out.add(line.number)
            seen.add(shape)
    return Furniture(frozenset(out), {page: text for page, (text, _) in printed.items()})


def _tabular_pages(document: SourceDocument) -> set[int]:
    """Pages that open on a table: one of their first lines ends in several figures."""
    depth: Counter[int] = Counter()
    tabular: set[int] = set()
    for line in document.lines:
        if line.page is None:
            continue
        depth[line.page] += 1
        if depth[line.page] <= 8 and patterns.NUMERIC_ROW.search(line.text):
            tabular.add(line.page)
    return tabular


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def _text_furniture(document: SourceDocument) -> Furniture:
    out: set[int] = set()
    marks: list[tuple[int, int]] = []
    logos = Counter(_letters(line.text) for line in document.lines)
    for line in document.lines:
        text = patterns.plain(line.text)
        if not text or "\t" in line.text:
            continue
        letters = _letters(line.text)
        if (
            _is_mark(line.text)
            or _is_day_line(line)
            or (logos[letters] >= 3 and LOGO.fullmatch(letters))
        ):
            out.add(line.number)
        if match := patterns.PAGE_MARK.match(text):
            marks.append((line.number, int(match[1])))
        elif (match := patterns.PAGE_GLUED.match(text)) and not text.endswith("."):
            marks.append((line.number, int(match["page"])))
            if len(match["rest"].split()) <= 5:
                out.add(line.number)
    return Furniture(frozenset(out), {}, _rising(marks))


def _rising(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Keep the longest run of marks whose page numbers never fall: the others refer elsewhere.

    Of runs as long as one another, the one that got so long first is kept. `tops` is a Fenwick
    tree of the runs by their last page, so that 20,000 marks take no time to speak of.
    """
    tops: list[tuple[int, int]] = [(0, 0)] * (max((page for _, page in marks), default=0) + 2)
    before: list[int] = []
    best = (0, 0)
    for index, (_, page) in enumerate(marks):
        length, place = _top(tops, page + 1)
        before.append(-place if length else index)
        run = (length + 1, -index)
        best = max(best, run)
        _raise(tops, page + 1, run)
    kept, at = [], -best[1]
    for _ in range(best[0]):
        kept.append(marks[at])
        at = before[at]
    return tuple(reversed(kept))


def _top(tops: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Return the greatest of what stands at the places up to this one."""
    found = (0, 0)
    while place:
        found = max(found, tops[place])
        place &= place - 1
    return found


def _raise(tops: list[tuple[int, int]], place: int, value: tuple[int, int]) -> None:
    while place < len(tops):
        tops[place] = max(tops[place], value)
        place += place & -place


def find_furniture(document: SourceDocument) -> Furniture:
    """Return the lines that belong to the page rather than to the paper."""
    return _pdf_furniture(document) if document.pages is not None else _text_furniture(document)
