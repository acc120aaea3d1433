"""Find what is on the page but is no part of the paper: running heads and feet, page numbers.

`find_furniture` looks at the first and last lines of each page of a PDF: a line is left out where
pages repeat it, where it is the page's number, or where it only says on which page of which agenda
item it stands. A text source has no pages, so its page marks are known by their words alone; they
are kept as marks, by which `pages` bounds the page of a passage.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest import wordings
from ingest.document import SourceDocument
from qa.papers import SourceLine

Mark = tuple[int, int]
"""A line and the printed page that ends with it (a footer) or on which it stands (a pin)."""
EDGE = 3
"""Lines at the head, and as many at the foot, of a page among which furniture is looked for."""
SHARE = 0.3
"""A line at the edge of this share of the pages, and of three at least, is furniture."""
OPENING_LINES = 10
"""A text source has its own heading within so many lines."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The numbers of the lines to leave out, and the printed page numbers found among them."""

    lines: frozenset[int]
    printed: Mapping[int, str] = field(default_factory=dict)
    """PDF page to printed number."""
    marks: tuple[Mark, ...] = ()
    """(line, printed page number) of each page mark in a text source, in order."""


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """A line at the head or foot of a page of a PDF."""

    source: SourceLine
    plain: str
    shape: str
    """The line with its figures alike: running lines differ by the page's number."""

    @property
    def number(self) -> int:
        return self.source.number


def find_furniture(document: SourceDocument) -> Furniture:
    """Return the lines that belong to the page and not to the paper, and its printed page numbers."""
    if document.pages is not None:
        return _pdf_furniture(document)
    lines, marks = _find_marks(document.lines)
    return Furniture(lines, {}, marks)


def _pdf_furniture(document: SourceDocument) -> Furniture:
    edges = _edges(document)
    shapes = Counter(shape for lines in edges.values() for shape in {line.shape for line in lines})
    needed = max(3, SHARE * len(edges))
    running = {shape for shape, pages in shapes.items() if pages >= needed and shape.strip("# ")}
    printed = _printed_numbers(edges, running, document.pages or 0)
    out = {number.line for number in printed.values() if number.line is not None}
    tabular = _tabular_pages(document)
    seen: set[str] = set()
    for page, lines in sorted(edges.items()):
        for index, line in enumerate(lines):
            shape = line.shape
            repeated = shapes[shape] >= needed and len(shape) > 1 and len(line.source.text) < 120
            # Every report of a pack opens its cover table in the same words.
            repeated = repeated and not re.match(r"[a-z][\w /()]{1,30}:", shape)
            # The first sight of a running title is kept: it often is the paper's only title.
            # Column headings repeat too, and each page's rows need their own.
            columns = index in (1, 2) and page in tabular
            if (
                _is_mark(line.plain)
                or _is_day_line(line.source, line.plain)
                or (repeated and shape in seen and not columns)
            ):
                out.add(line.number)
            seen.add(shape)
    return Furniture(frozenset(out), {page: number.text for page, number in printed.items()})


def without_marks(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return a page's lines without those that only give its number or its agenda item."""
    texts = wordings.plain_all([line.text for line in lines])
    return [line for line, text in zip(lines, texts, strict=True) if not _is_mark(text)]


def _is_mark(text: str) -> bool:
    """Whether a line is nothing but a page's own: its number, its item, or that it is blank."""
    return len(text) < 90 and bool(
        wordings.BLANK_PAGE.search(text)
        or wordings.AGENDA_ITEM_MARK.match(text)
        or wordings.PAGE_MARK.match(text)
    )


def _is_day_line(line: SourceLine, text: str) -> bool:
    """Whether a body's name and day stand at a page's edge; the paper's own heading is kept."""
    opening = line.page == 1 if line.page is not None else line.number <= OPENING_LINES
    undashed = line.page is not None and wordings.BODY_DAY.match(text)
    return not opening and bool(undashed or wordings.BODY_AND_DAY.match(text))


def _edges(document: SourceDocument) -> dict[int, list[_EdgeLine]]:
    rows = {line for table in document.tables for line in range(table.lines[0], table.lines[1] + 1)}
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip() and line.number not in rows:
            pages[line.page].append(line)
    edges = {page: lines[:EDGE] + lines[EDGE:][-EDGE:] for page, lines in pages.items()}
    texts = iter(wordings.plain_all([line.text for lines in edges.values() for line in lines]))
    return {
        page: [
            _EdgeLine(line, text, re.sub(r"\d+", "#", text).lower())
            for line, text in zip(lines, texts, strict=False)
        ]
        for page, lines in edges.items()
    }


def _tabular_pages(document: SourceDocument) -> set[int]:
    """Pages that open on a table: one of their first lines ends in several figures."""
    depth: Counter[int] = Counter()
    tabular: set[int] = set()
    for line in document.lines:
        if line.page is None:
            continue
        depth[line.page] += 1
        if depth[line.page] <= 8 and wordings.NUMERIC_ROW.search(line.text):
            tabular.add(line.page)
    return tabular


# The numbers printed on the pages of a PDF

BARE = re.compile(
    r"\W*(?P<worded>page\s+)?(?P<number>\d{1,4})(?:\s+of\s+(?P<all>\d+))?"
    r"(?:\s+agenda item\s+\d+)?\W*",
    re.I,
)
GLUED = re.compile(r"(?P<rest>.*\S)\s+(?P<number>\d{1,4})\W*")
FILE_NAME = re.compile(r"[^\s/\\]*(?:[/\\][^\s/\\]+){2,}")
"""The place of a file, which word processors print beside the page's number."""
LABEL = re.compile(
    r"\b(?:annexe?|appendix|chapter|draft|figure|form|item|minute|no|number|objective|option|"
    r"part|phase|priority|question|report|risk|schedule|section|table|template|version|year)\W*$",
    re.I,
)
"""Words behind which a number counts something other than pages."""
AGREE, AGREE_GLUED = 2, 3
"""Pages that must agree on the distance between the printed number and the page's place."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number printed on a page, and the line that holds nothing else, if one does."""

    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    number: int
    line: int
    words: str = ""
    """What stands on the line before the number."""
    of_all: bool = False
    """Whether it is printed as this page of as many as there are: "Page 3 of 12"."""

    @property
    def distance(self) -> int:
        return self.number - self.page


def _printed_numbers(
    edges: Mapping[int, Sequence[_EdgeLine]], running: set[str], pages: int
) -> dict[int, PrintedNumber]:
    """Return the printed number of each page that bears one; `running` are repeated lines.

    A bare number is believed where two pages agree on the distance between it and the page's
    place in the file, since a table may end on a bare figure; a number behind the words of a
    running line where three do. A page alone is believed where its number is its own place.
    """
    bare = [c for page, lines in edges.items() for c in _bare(page, lines, running, pages)]
    glued = [c for page, lines in edges.items() for c in _glued(page, lines)]
    distances = Counter(distance for _, distance in {(c.page, c.distance) for c in bare})
    certain = {c.page: c for c in bare if c.of_all}
    found: dict[int, PrintedNumber] = {}
    for candidate in sorted(bare, key=lambda c: (not c.of_all, -distances[c.distance])):
        sure = distances[candidate.distance] >= AGREE and len(edges) > 1
        if sure or candidate.of_all:
            found.setdefault(candidate.page, PrintedNumber(str(candidate.number), candidate.line))
    for candidate in [] if certain else _agreeing(glued):
        found.setdefault(candidate.page, PrintedNumber(str(candidate.number), None))
    for candidate in [] if found else [*bare, *(c for c in glued if FILE_NAME.fullmatch(c.words))]:
        if candidate.distance == 0:
            found.setdefault(candidate.page, PrintedNumber(str(candidate.number), None))
    return found


def _bare(
    page: int, lines: Sequence[_EdgeLine], running: set[str], pages: int
) -> Iterator[_Candidate]:
    """Yield the numbers alone on the first or last line of a page, or behind the word "page"."""
    own = [line for line in lines if line.shape not in running] or lines
    outer = {lines[0].number, lines[-1].number, own[0].number, own[-1].number}
    for line in lines:
        match = BARE.fullmatch(line.plain)
        if match and (line.number in outer or match["worded"]):
            number = int(match["number"])
            of_all = bool(match["worded"]) and number == page and match["all"] == str(pages)
            yield _Candidate(page, number, line.number, of_all=of_all)


def _glued(page: int, lines: Sequence[_EdgeLine]) -> Iterator[_Candidate]:
    for line in lines:
        match = GLUED.fullmatch(line.plain)
        if match and "\t" not in line.source.text and not LABEL.search(match["rest"]):
            yield _Candidate(page, int(match["number"]), line.number, match["rest"].lower())


def _agreeing(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those whose words stand on several pages, each at the same distance from its place."""
    alike: dict[tuple[str, int], dict[int, _Candidate]] = defaultdict(dict)
    for candidate in candidates:
        alike[candidate.words, candidate.distance].setdefault(candidate.page, candidate)
    return [c for run in alike.values() if len(run) >= AGREE_GLUED for c in run.values()]


# The page marks of a text source

LOGO = re.compile(r"[a-z]+(?: [a-z]+){0,3} council")
"""A council's name alone on a line, page after page, is its letterhead."""
FOOTER_WORDS = 5
"""Words before a page number, at most, that are the footer's own; more are text of the paper."""
CUT_WORDS = (8, 100)
"""Words, at least and at most, of a line that a footer cuts in the middle of a sentence."""
UNFINISHED = re.compile(r"[\w,’'*_)]$")
MARKED = re.compile(r"\W*(?:\(?\w{1,3}[.)]|\d+(?:\.\d+)*)\s|[-•*#|]")
"""A line that opens with a bullet or a number begins something of its own."""


def _find_marks(lines: Sequence[SourceLine]) -> tuple[frozenset[int], tuple[Mark, ...]]:
    """Return the numbers of the lines to leave out, and (line, printed number) of each page mark."""
    out: set[int] = set()
    marks: list[Mark] = []
    logos = Counter(_letters(line.text) for line in lines)
    for line, text in zip(lines, wordings.plain_all([line.text for line in lines]), strict=True):
        if not text or "\t" in line.text:
            continue
        letters = _letters(line.text)
        logo = logos[letters] >= 3 and LOGO.fullmatch(letters)
        if _is_mark(text) or _is_day_line(line, text) or logo:
            out.add(line.number)
        if match := wordings.PAGE_MARK.match(text):
            marks.append((line.number, int(match[1])))
        elif (match := wordings.PAGE_GLUED.match(text)) and not text.endswith("."):
            marks.append((line.number, int(match["page"])))
            if len(match["rest"].split()) <= FOOTER_WORDS:
                out.add(line.number)
    return frozenset(out), _rising([(line, page) for line, page in marks if page > 0])


def find_cut_sentences(lines: Sequence[SourceLine], marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield (line, page) of the line above and below each page's end that cuts a sentence in two.

    The footer is glued to the first half, which therefore ends its page and, being too short
    to fill one, stands wholly on it. The second half opens the next page.
    """
    after = {line.number: index + 1 for index, line in enumerate(lines)}
    for (number, page), (_, following) in pairwise([*marks, (0, marks[-1][1] + 1 if marks else 0)]):
        match = wordings.PAGE_GLUED.match(wordings.plain(lines[after[number] - 1].text))
        least, most = CUT_WORDS
        if match and least <= len(match["rest"].split()) <= most:
            rest = next((line for line in lines[after[number] :] if line.text.strip()), None)
            if (
                rest
                and following > page
                and UNFINISHED.search(match["rest"])
                and _goes_on(rest.text)
            ):
                yield number, page
                yield rest.number, page + 1


def _goes_on(text: str) -> bool:
    """Whether a line may be the rest of a sentence: no row, no heading, nothing numbered."""
    words = wordings.plain(text).split()
    begun = "\t" in text or MARKED.match(text) or text.isupper()
    return not begun and (text.strip()[0].islower() or len(words) >= CUT_WORDS[0])


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def _rising(marks: Sequence[Mark]) -> tuple[Mark, ...]:
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
    """Return the greatest value at the places up to this one."""
    found = (0, 0)
    while place:
        found = max(found, tops[place])
        place &= place - 1
    return found


def _raise(tops: list[tuple[int, int]], place: int, value: tuple[int, int]) -> None:
    while place < len(tops):
        tops[place] = max(tops[place], value)
        place += place & -place
