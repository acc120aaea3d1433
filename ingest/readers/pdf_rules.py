"""The lines ruled on a PDF's page, and the edges of its shaded boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_paths import Matrix, after, find_paths, matrix_of
from ingest.readers.pdf_words import Box, View

THIN = 2.5
"""Points up to which a filled box is a line."""
SHORT = 4.0
"""Points up to which a line is the corner of a box or a dot."""
JOIN = 3.5
"""Points between two pieces that are drawn as one line."""
SAME = 1.6
"""Points within which two lines are one."""
WHITE = 246
MAX_DRAWN = 20_000
"""Drawings on a page beyond which it is a map or a plan, not a table."""
FILL, STROKE = ctypes.c_int(), ctypes.c_int()
EDGES = tuple(ctypes.c_float() for _ in range(4))
PARTS = tuple(ctypes.c_uint() for _ in range(4))
"""Room for what pdfium tells of a path: made once, as a page may have thousands."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` is its distance from the top (or left), the others its ends."""

    at: float
    start: float
    end: float
    ruled: bool = True
    """False for the edge of a shaded box."""

    @property
    def length(self) -> float:
        """From end to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page: those across it from the top, those down it from the left."""

    across: list[Rule]
    down: list[Rule]


def find_rules(page: pdfium.PdfPage, view: View) -> Rules:
    """Return the lines of a page, pieces of one line joined."""
    across: list[Rule] = []
    down: list[Rule] = []
    for count, (drawn, matrix) in enumerate(find_paths(page)):
        if count >= MAX_DRAWN:
            return Rules([], [])
        for box, ruled in _marks(drawn, matrix, view):
            _add_edges(box, ruled, across, down)
    return Rules(_joined(across), _joined(down))


def _add_edges(box: Box, ruled: bool, across: list[Rule], down: list[Rule]) -> None:
    width, height = box.right - box.left, box.bottom - box.top
    if height <= THIN or width <= THIN:
        if width > max(height, SHORT):
            across.append(Rule(box.middle, box.left, box.right))
        elif height > max(width, SHORT):
            down.append(Rule(box.centre, box.top, box.bottom))
        return
    across.append(Rule(box.top, box.left, box.right, ruled))
    across.append(Rule(box.bottom, box.left, box.right, ruled))
    down.append(Rule(box.left, box.top, box.bottom, ruled))
    down.append(Rule(box.right, box.top, box.bottom, ruled))


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(points: Iterable[tuple[float, float]], view: View) -> Box:
    xs, ys = zip(*points, strict=True)
    return view.seen(min(xs), min(ys), max(xs), max(ys))


def _marks(drawn: object, matrix: Matrix, view: View) -> Iterator[tuple[Box, bool]]:
    """Yield the boxes that a path draws, each with whether it is drawn in ink."""
    if not raw.FPDFPath_GetDrawMode(drawn, FILL, STROKE):
        return
    stroked = bool(STROKE.value) and _is_seen(raw.FPDFPageObj_GetStrokeColor, drawn)
    filled = bool(FILL.value) and _is_seen(raw.FPDFPageObj_GetFillColor, drawn)
    if not (stroked or filled):
        return
    if stroked and raw.FPDFPath_CountSegments(drawn) > 5:
        yield from _strokes(drawn, after(matrix_of(drawn), matrix), view)
        return
    if raw.FPDFPageObj_GetBounds(drawn, *EDGES):
        left, bottom, right, top = (edge.value for edge in EDGES)
        yield _box([_point(matrix, left, bottom), _point(matrix, right, top)], view), stroked


def _strokes(drawn: object, matrix: Matrix, view: View) -> Iterator[tuple[Box, bool]]:
    """Yield each straight stroke of a path of many, as a line is drawn round many cells."""
    x, y = ctypes.c_float(), ctypes.c_float()
    before = begun = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(drawn)):
        segment = raw.FPDFPath_GetPathSegment(drawn, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = _point(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield _box([before, here], view), True
        if raw.FPDFPathSegment_GetClose(segment):
            yield _box([here, begun], view), True
        before = here


def _is_seen(colour: Callable[..., int], drawn: object) -> bool:
    """Whether a colour shows on white paper; one that cannot be told is taken to."""
    if not colour(drawn, *PARTS):
        return True
    *inks, cover = (part.value for part in PARTS)
    return cover > 0 and min(inks) < WHITE


def _joined(rules: list[Rule]) -> list[Rule]:
    """Join the pieces of each line, and lines drawn twice."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if rows and rule.at - rows[-1][0].at <= SAME:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    joined = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        held: Rule | None = None
        for rule in sorted(row, key=lambda r: r.start):
            if held and rule.start - held.end <= JOIN:
                end, ruled = max(held.end, rule.end), held.ruled or rule.ruled
                held = Rule(at, held.start, end, ruled)
                continue
            if held:
                joined.append(held)
            held = Rule(at, rule.start, rule.end, rule.ruled)
        if held:
            joined.append(held)
    return [rule for rule in joined if rule.length > SHORT]
