"""Read one page of a PDF: its lines in reading order with their type, and the state of its text.

A table's row is one line, its cells parted by tabs. Words that are not seen on the page are left
out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import MergedCell, SeenAt, SourceTable
from ingest.readers.pdf.beside.turned import has_large, see_turned
from ingest.readers.pdf.covers import Drawn, look_over
from ingest.readers.pdf.hidden import NOTHING, Hidden, find_hidden, leave_out
from ingest.readers.pdf.ruling import Rules, find_rules
from ingest.readers.pdf.sight.edits import edited, leaving_out, things_of
from ingest.readers.pdf.sight.labels import find_labels
from ingest.readers.pdf.sight.line_numbers import find_line_numbers
from ingest.readers.pdf.sight.order import Addition, Placed, in_order, may_have_columns
from ingest.readers.pdf.sight.raised import find_raised, part_marks
from ingest.readers.pdf.sight.runs import Run, find_runs, quarter_turns
from ingest.readers.pdf.sight.spaced import join_spaced
from ingest.readers.pdf.sight.struck import find_struck
from ingest.readers.pdf.sight.unnamed import Unnamed, find_unnamed
from ingest.readers.pdf.tables import FoundRow, FoundTable, find_tables
from ingest.readers.pdf.words import BoldPlaces, Box, Characters, View, Word, find_words, view_of
from ingest.readers.seen import SeenGatherer
from qa.papers import Frame, SourceLine, WordPlace


class PageState(StrEnum):
    """Whether a page's text could be read, and how."""

    READ = "read"
    SCANNED = "scanned"
    RECOGNISED = "recognised"
    """A page image whose text was recognised by OCR: here, or before and laid over it."""
    PICTURE = "picture"
    """A page image in which OCR found no text."""
    GARBLED = "garbled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page, numbered from the first number given."""

    lines: list[SourceLine]
    state: PageState
    words: tuple[WordPlace, ...] = ()
    """Where each word stands; given only for a page that OCR read."""
    tables: tuple[SourceTable, ...] = ()
    left_out: frozenset[LeftOut] = frozenset()
    """What its file holds, or its picture shows, that is not among the lines."""
    hidden: tuple[Frame, ...] = ()
    """Where the file holds what is not seen on the page."""


class LeftOut(StrEnum):
    """Why words of a page's file are not among its lines."""

    COVERED = "covered"
    """They cannot be seen, as under a redaction."""
    LAYER = "layer"
    """They are on a layer that is switched off."""
    BEYOND = "beyond"
    """They stand beyond the edges of the page."""
    STRUCK = "struck"
    """They are struck through."""
    UNNAMED = "unnamed"
    """Their type does not say which letters it shows."""
    RECOGNISED = "recognised"
    """The same, but OCR read them from the picture: they are among the lines."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a page beside what it draws itself; each is asked for once at most."""

    layered: bool = False
    """Whether some layers of the file are switched off."""
    struck: tuple[Frame, ...] = ()
    """Where annotations strike words through."""
    notes: Callable[[], Sequence[Placed]] = tuple
    """What notes and fields add; asked for when all else of the page is read."""
    recognise: Callable[[], Sequence[WordPlace]] = tuple
    """What OCR sees on the page; asked for where a part of its type names no letters."""


NOTHING_BESIDE = Beside()


def read_page(
    page: pdfium.PdfPage,
    number: int,
    first_line: int,
    seen: SeenGatherer,
    beside: Beside = NOTHING_BESIDE,
) -> PageText:
    """Read a page. `number` counts pages from 1; lines are numbered from `first_line` on.

    Type that is turned, and large pale type, is also put together by itself, in `seen`.
    """
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        chars = Characters(textpage, text)
        unnamed = find_unnamed(text, chars)
        state = PageState.GARBLED if unnamed.whole else _state(page, text, chars)
        view = view_of(page)
        drawn = look_over(page, layered=beside.layered)
        runs = find_runs(drawn.texts, view.turns)
        hidden = find_hidden(page, text, chars, drawn, runs, scanned=state in PICTURED)
        text = leave_out(text, hidden) if hidden.boxed else text
        large = has_large(runs)
        turned = see_turned(runs, textpage, number, seen, large=large)
        rules = find_rules(page, view)
        labels = find_labels(runs, turned, textpage, rules, view) if turned else {}
        turned = {**turned, **dict.fromkeys(labels, SeenAt.ASLANT)}
        sideways = list(_read_sideways(page, drawn, runs, turned, hidden, beside)) if turned else []
        struck = find_struck(text, chars, rules.across, beside.struck, view)
        _see_unseen(text, struck, SeenAt.CHANGE, number, seen)
        _see_unseen(text, hidden.off | hidden.beyond, SeenAt.HIDDEN, number, seen)
        filled = _filled(unnamed, chars, view, beside)
        if filled:
            unnamed.edits.update(leaving_out(unnamed.broken))
        edits = {**unnamed.edits, **leaving_out(hidden.out | struck)}
        if turned:
            edits |= leaving_out(_aside(text, chars, turned))
        if raised := find_raised(runs):
            edits = {**part_marks(text, chars, raised), **edits}
        text, chars = edited(text, chars, edits)
        text, chars = edited(text, chars, join_spaced(text, chars))
        text, chars = edited(text, chars, find_line_numbers(text, chars))
        notes = beside.notes()
        additions = [
            *filled,
            *chain.from_iterable(dict.fromkeys(labels.values())),
            *(one for note in notes for one in note.additions(view)),
        ]
        words = None
        if additions or may_have_columns(runs):
            by_place = any(note.is_field for note in notes)
            text, chars, words = in_order(text, chars, view, rules, additions, by_place=by_place)
        tables = _find_tables(rules, text, chars, view, words) if state in TYPED else []
        found = [] if unnamed.coded else _find_lines(text, chars, tables, view)
        found, tables = _with_sideways(found, tables, sideways, view)
    finally:
        textpage.close()
    heads, feet = [line.head for line in found], [line.foot for line in found]
    gaps = gaps_above(heads, feet, [line.size for line in found])
    lines = [
        SourceLine(
            first_line + index,
            line.text,
            number,
            line.size,
            line.bold,
            max(gap, APART) if line.apart else gap,
        )
        for index, (line, gap) in enumerate(zip(found, gaps, strict=True))
    ]
    placed = _place_tables(found, tables, first_line, view)
    left_out = {
        LeftOut.COVERED: hidden.covered,
        LeftOut.LAYER: bool(hidden.off),
        LeftOut.BEYOND: bool(hidden.beyond),
        LeftOut.STRUCK: bool(struck),
        LeftOut.UNNAMED: bool(unnamed.lost or unnamed.broken) and not filled and not unnamed.whole,
        LeftOut.RECOGNISED: bool(filled),
    }
    why = frozenset(reason for reason, holds in left_out.items() if holds)
    return PageText(lines, state, tables=placed, left_out=why, hidden=hidden.places)


APART = 1.0
"""White space, in lines, that a ruled line counts for."""
FEW_LETTERS = 40
PICTURE_SHARE = 0.3
"""A page with fewer letters and digits, and more of it covered by pictures, is a scan."""
PAGE_PICTURE_SHARE = 0.8


def _state(page: pdfium.PdfPage, text: str, chars: Characters) -> PageState:
    letters = (char for char in text if char.isalnum())
    if next(islice(letters, FEW_LETTERS - 1, None), None) is None:
        scanned = _picture_share(page) > PICTURE_SHARE
        return PageState.SCANNED if scanned else PageState.READ
    first = chars.index(len(text) - len(text.lstrip()))
    if first >= 0 and chars.invisible(first) and _picture_share(page) > PAGE_PICTURE_SHARE:
        return PageState.RECOGNISED
    return PageState.READ


FORM_DEPTH = 4
"""How deep drawings within drawings are searched for pictures."""


def _picture_share(page: pdfium.PdfPage) -> float:
    """Return how much of the page pictures cover, by the sum of their frames; 1 at most."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=FORM_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        across = min(right, width) - max(left, 0.0)
        up = min(top, height) - max(bottom, 0.0)
        covered += max(0.0, across) * max(0.0, up)
    return min(1.0, covered / (width * height)) if width > 0 and height > 0 else 0.0


PICTURED = frozenset({PageState.SCANNED, PageState.RECOGNISED})
"""The states of pages whose words are in a picture."""
TYPED = frozenset({PageState.READ, PageState.RECOGNISED})
"""The states of pages whose words have places on the page."""
FEW_RULES = 3
"""Ruled lines of a page that may only underline words or part a footnote from the text."""
MAY_BE_ROW = re.compile(r"(?<=[ \t])(?:[-+(£–]*\d[\d,.]*[%)mk]?|[-–])[ \t]*\r?$", re.M)
"""The end of a row of a table without ruled lines: a figure, or a dash in its place."""
MAX_WORDS = 6_000
"""Words of a page beyond which no table is looked for."""


def _find_tables(
    rules: Rules, text: str, chars: Characters, view: View, words: list[Word] | None = None
) -> list[FoundTable]:
    """Return the tables of a page, of which `words` are the words where they are known."""
    ruled = len(rules.across) + len(rules.down) > FEW_RULES
    if not ruled and len(MAY_BE_ROW.findall(text)) < 2:
        return []  # prose, found by one search
    if words is None:
        words = find_words(chars.textpage, text, chars.index, view, chars.added)
    if not words or len(words) > MAX_WORDS:
        return []
    return find_tables(words, rules, view, BoldPlaces(chars))


def _find_lines(
    text: str, chars: Characters, tables: Sequence[FoundTable], view: View
) -> list[_PageLine]:
    """Return the lines of a page; a table's rows come where pdfium has its first word."""
    placed = list(_plain_lines(_without(text, tables), chars, view))
    for number, table in enumerate(tables):
        start = min(word.start for row in table.rows for word in row.words)
        for row in table.rows:
            if row.lines:
                start = max(start, min(word.start for word in row.words))
                placed += (arranged := list(_text_lines(row, start, chars, view)))
                start = arranged[-1][0]
            else:
                placed.append((start, _row_line(row, number, chars, view)))
    ordered = [line for _, line in sorted(placed, key=lambda pair: pair[0])]
    return _titles_first(ordered)


@dataclass(frozen=True, slots=True)
class _PageLine:
    """A line with its type.

    `head` and `foot` are the heights of its first and last print, in points from the page's foot.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    head: float = 0.0
    foot: float = 0.0
    table: int | None = None
    """The table of the page, from 0, of which it is a row."""
    apart: bool = False
    """Whether a line that is ruled parts it from what stands before it."""


SOFT_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at which it joined two printed lines."""
ONE_LINE = str.maketrans(
    {SOFT_HYPHEN: "-", "\0": "\ufffd", NOTHING: None}
    | dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ")
)
"""Fonts may map to any character; inside a line there may be none that ends lines elsewhere."""


def _plain_lines(text: str, chars: Characters, view: View) -> list[tuple[int, _PageLine]]:
    found = []
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            first = position + len(piece) - len(piece.lstrip())
            last = position + len(piece.rstrip()) - 1
            start, end = chars.index(first), chars.index(last)
            content = content.translate(ONE_LINE)
            if start < 0 or end < 0:
                found.append((first, _line_with_added(content, first, last, chars, view)))
            else:
                # A heading is bold to its last character; a run-in label ("Summary: ...") is not.
                bold = chars.bold(start) and chars.bold(end)
                bottom = chars.bottom(start, view)
                line = _PageLine(content, chars.size(start), bold, bottom, bottom)
                found.append((first, line))
        position += len(piece) + 2
    return found


TYPE_SHARE = 0.8
"""The size of the type of a word that is not pdfium's, as a share of its place's height."""


def _line_with_added(
    content: str, first: int, last: int, chars: Characters, view: View
) -> _PageLine:
    """Return a line that begins or ends with what is not pdfium's: by its other letters, if any."""
    known = (index for at in range(first, last + 1) if (index := chars.index(at)) >= 0)
    start = next(known, -1)
    if start >= 0:
        bottom = chars.bottom(start, view)
        return _PageLine(content, chars.size(start), False, bottom, bottom)
    box = chars.added.get(first)
    if box is None:
        return _PageLine(content)
    bottom = view.height - box.bottom
    return _PageLine(content, round(TYPE_SHARE * box.height, 1), False, bottom, bottom)


def _text_lines(
    row: FoundRow, start: int, chars: Characters, view: View
) -> Iterator[tuple[int, _PageLine]]:
    """Yield the lines of a row that only arranges a text, each with its place in the page's text.

    The places rise from `start` on, so that a table within the text comes where it stands.
    """
    for line in row.lines:
        first, last = line.words[0], line.words[-1]
        begin, end = chars.index(first.start), chars.index(last.start + len(last.text) - 1)
        start = max(start, first.start)
        if begin < 0 or end < 0:
            yield start, _PageLine(line.text.translate(ONE_LINE), apart=line.apart)
            continue
        bold, bottom = chars.bold(begin) and chars.bold(end), chars.bottom(begin, view)
        text, size = line.text.translate(ONE_LINE), chars.size(begin)
        yield start, _PageLine(text, size, bold, bottom, bottom, apart=line.apart)


def _without(text: str, tables: Sequence[FoundTable]) -> str:
    """Return the text with white space in the place of the words of tables."""
    taken = [word for table in tables for row in table.rows for word in row.words]
    if not taken:
        return text
    left = list(text)
    for word in taken:
        left[word.start : word.start + len(word.text)] = " " * len(word.text)
    return "".join(left)


def _row_line(row: FoundRow, table: int, chars: Characters, view: View) -> _PageLine:
    text = "\t".join(cell.translate(ONE_LINE) for cell in row.cells)
    first = chars.index(row.words[0].start)
    return _PageLine(
        text,
        chars.size(first) if first >= 0 else 0.0,
        row.bold,
        view.height - min(word.box.bottom for word in row.words),
        view.height - max(word.box.bottom for word in row.words),
        table,
    )


def _titles_first(lines: list[_PageLine]) -> list[_PageLine]:
    """Put what is printed above a table before it, where the page begins with the table.

    Spreadsheets often draw the title of a sheet last.
    """
    if not lines or lines[0].table is None:
        return lines
    above = [line for line in lines if line.table is None and line.foot > lines[0].head]
    return above + [line for line in lines if line not in above] if above else lines


SOLID = 1.4
"""Distance to the next line of a paragraph, at most, as a multiple of the type's size."""
SAME_SIZE = 0.6
"""Points. Small print is set closer than the text."""
LEAST_SOLID = 2
"""How many close lines of the text's own size are enough to give the pitch."""
MAX_GAP = 999.0


def gaps_above(
    heads: Sequence[float], feet: Sequence[float] | None = None, sizes: Sequence[float] = ()
) -> list[float]:
    """Return the white space above each line, as a multiple of the page's usual line pitch.

    `heads` and `feet` are the heights of each line's first and last print from the page's foot.
    With the `sizes` of the type, lines that are set close give the pitch: on a page of short
    paragraphs most lines have white space above them.
    """
    drops = [above - below for above, below in zip(feet or heads, heads[1:], strict=False)]
    pitches = [drop for drop in drops if drop > 1]
    if not pitches:
        return [0.0] * len(heads)
    body = median(sizes) if sizes else 0.0
    solid = [
        drop
        for drop, size in zip(drops, sizes[1:], strict=False)
        if 1 < drop < SOLID * size and abs(size - body) < SAME_SIZE
    ]
    usual = median(pitches)
    pitch = min(usual, median(solid)) if len(solid) >= LEAST_SOLID else usual
    return [0.0, *(round(min(max(0.0, drop / pitch - 1), MAX_GAP), 2) for drop in drops)]


def _place_tables(
    found: Sequence[_PageLine], tables: Sequence[FoundTable], first_line: int, view: View
) -> tuple[SourceTable, ...]:
    """Return the tables with the numbers of the lines that are their rows."""
    places: dict[int, list[int]] = {}
    for number, line in enumerate(found, start=first_line):
        if line.table is not None:
            places.setdefault(line.table, []).append(number)
    return tuple(
        SourceTable(
            (numbers[0], numbers[-1]),
            tables[index].headers,
            tuple(name.translate(ONE_LINE) for name in tables[index].columns),
            tuple(round(cut / view.width, 3) for cut in tables[index].cuts),
            tuple(
                MergedCell(column, 1, (numbers[first], numbers[last]))
                for column, first, last in tables[index].merged
            ),
        )
        for index, numbers in places.items()
    )


# Type that is turned, and what lies across the page


def _aside(text: str, chars: Characters, turned: Mapping[int, SeenAt]) -> set[int]:
    """Return the places of letters that are no part of the page's lines.

    Those are turned type, which is read by itself, and what lies across other words; but not where
    most of the page lies aslant.
    """
    things = things_of(text, chars)
    aside = {at for at, thing in things.items() if thing in turned}
    aslant = {at for at in aside if turned[things[at]] is SeenAt.ASLANT}
    if 2 * len(aslant) > len(things):
        aside -= aslant
    across = {at for at in aside if turned[things[at]] is SeenAt.WATERMARK}
    if across:
        boxes = [chars.textpage.get_charbox(chars.index(at)) for at in across]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
        others = (chars.textpage.get_charbox(chars.index(at)) for at in things if at not in aside)
        if not any(
            left < (x1 + x2) / 2 < right and bottom < (y1 + y2) / 2 < top
            for x1, y1, x2, y2 in others
        ):
            aside -= across  # a title in large pale type
    return aside


@dataclass(frozen=True, slots=True)
class _Sideways:
    """What is printed sideways on a page."""

    lines: list[_PageLine]
    tables: list[FoundTable]
    bottom: float
    """Its lower edge, in points from the top of the page as shown."""


def _read_sideways(
    page: pdfium.PdfPage,
    drawn: Drawn,
    runs: Sequence[Run],
    turned: Mapping[int, SeenAt],
    hidden: Hidden,
    beside: Beside,
) -> Iterator[_Sideways]:
    """Yield what is printed sideways, read as if the page were turned so that it stands upright."""
    sides: dict[int, set[int]] = {}
    for run in runs:
        if turned.get(run.thing) is SeenAt.TURNED and (turns := quarter_turns(run.shown)):
            sides.setdefault(turns, set()).add(run.thing)
    own, view = page.get_rotation(), view_of(page)
    for turns, things in sides.items():
        page.set_rotation((own + 90 * turns) % 360)
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range()
            chars = Characters(textpage, text)
            if hidden.places:
                hidden = find_hidden(page, text, chars, drawn, runs)
                text = leave_out(text, hidden)
            yield from _read_side(page, text, chars, things, hidden.out, beside, view)
        finally:
            textpage.close()
            page.set_rotation(own)


def _read_side(
    page: pdfium.PdfPage,
    text: str,
    chars: Characters,
    things: set[int],
    out: frozenset[int],
    beside: Beside,
    view: View,
) -> Iterator[_Sideways]:
    """Yield what `things` say on a page turned so that they stand upright, as `view` shows it."""
    turned, found = view_of(page), things_of(text, chars)
    rules = find_rules(page, turned)
    own = {at for at, thing in found.items() if thing in things}
    boxes = [chars.textpage.get_charbox(chars.index(at)) for at in own]
    others = {at for at in found if at not in own}
    struck = find_struck(text, chars, rules.across, beside.struck, turned)
    text, chars = edited(text, chars, leaving_out(others | struck | out))
    tables = _find_tables(rules, text, chars, turned)
    lines = _find_lines(text, chars, tables, turned)
    if lines:
        share = view.width / turned.width
        tables = [replace(table, cuts=tuple(cut * share for cut in table.cuts)) for table in tables]
        yield _Sideways(lines, tables, max(view.seen(*box).bottom for box in boxes))


def _with_sideways(
    found: list[_PageLine], tables: list[FoundTable], sides: Sequence[_Sideways], view: View
) -> tuple[list[_PageLine], list[FoundTable]]:
    """Put what is printed sideways before the first line that stands below all of it."""
    for side in sides:
        lines = [
            line if line.table is None else replace(line, table=line.table + len(tables))
            for line in side.lines
        ]
        foot = view.height - side.bottom
        at = next((n for n, line in enumerate(found) if 0 < line.head < foot), len(found))
        found = [*found[:at], *lines, *found[at:]]
        tables = [*tables, *side.tables]
    return found, tables


# What notes, fields and OCR add


ROUND_A_WORD = 3.0
"""Points by which a word that OCR saw may stand beside the letters of the file."""


def _filled(unnamed: Unnamed, chars: Characters, view: View, beside: Beside) -> list[Addition]:
    """Return what OCR sees where the page's letters have no names."""
    if not (unnamed.lost or unnamed.broken) or unnamed.whole:
        return []
    seen = beside.recognise()
    boxes = []
    for place in (*unnamed.lost, *unnamed.broken) if seen else ():
        index = chars.index(place)
        if index >= 0 and chars.text_at(index).strip():
            boxes.append(view.seen(*chars.textpage.get_charbox(index, loose=True)))
    found = []
    for word in seen:
        box = Box(
            word.left * view.width,
            word.top * view.height,
            word.right * view.width,
            word.bottom * view.height,
        )
        if any(
            one.left - ROUND_A_WORD < box.centre < one.right + ROUND_A_WORD
            and one.top - ROUND_A_WORD < box.middle < one.bottom + ROUND_A_WORD
            for one in boxes
        ):
            found.append(Addition(word.text, box))
    return found


def _see_unseen(
    text: str, places: Iterable[int], where: SeenAt, number: int, seen: SeenGatherer
) -> None:
    """Hand over words that are in the file and not among the lines: they may be a marking."""
    kept = frozenset(places)
    if kept:
        told = "".join(
            char if at in kept or char in "\r\n" else " " for at, char in enumerate(text)
        )
        seen.add(told.translate(TOLD), where, number)


TOLD = str.maketrans({SOFT_HYPHEN: "-", "\0": None})
