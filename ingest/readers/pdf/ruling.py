"""Find the lines ruled on a PDF's page, the edges of its shaded boxes, and the frames they make."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf.words import (
    Box,
    View,
    Word,
    address_of,
    drawn_in_form,
    drawn_on_page,
    handle_of,
    kind_of_drawn,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` is its distance from the top (or left), `start` and `end` its ends."""

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


MAX_DRAWN = 20_000
"""Drawings on a page beyond which it is a map or a plan, not a table."""


def find_rules(page: pdfium.PdfPage, view: View) -> Rules:
    """Return the lines of a page, pieces of one line joined."""
    across: list[Rule] = []
    down: list[Rule] = []
    for count, (drawn, matrix) in enumerate(_find_paths(page)):
        if count >= MAX_DRAWN:
            return Rules([], [])
        for box, ruled in _marks(drawn, matrix, view):
            _add_edges(box, ruled, across, down)
    return Rules(_joined(across), _joined(down))


_Matrix = tuple[float, float, float, float, float, float]
UNTURNED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
FORM_DEPTH = 3


def _find_paths(page: pdfium.PdfPage) -> Iterator[tuple[object, _Matrix]]:
    """Yield the paths drawn on a page, each with the matrix to the page's space."""
    count = raw.FPDFPage_CountObjects(page.raw)
    return _within(address_of(page.raw), drawn_on_page, count, UNTURNED, FORM_DEPTH)


def _within(
    holder: int, get: Callable[[int, int], int], count: int, matrix: _Matrix, depth: int
) -> Iterator[tuple[object, _Matrix]]:
    """Yield the paths of a page, or of a drawing on it, as `_find_paths` does."""
    for index in range(count):
        drawn = get(holder, index)
        kind = kind_of_drawn(drawn)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle_of(drawn), matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth > 0:
            form = handle_of(drawn)
            inner = _after(_matrix_of(form), matrix)
            within = raw.FPDFFormObj_CountObjects(form)
            yield from _within(drawn, drawn_in_form, within, inner, depth - 1)


def _after(first: _Matrix, then: _Matrix) -> _Matrix:
    """Return the matrix that does `first` and then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _matrix_of(drawn: object) -> _Matrix:
    """Return the matrix from something drawn to the space of what holds it."""
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(held)):
        return UNTURNED
    return (held.a, held.b, held.c, held.d, held.e, held.f)


FILL, STROKE = ctypes.c_int(), ctypes.c_int()
EDGES = tuple(ctypes.c_float() for _ in range(4))


def _marks(drawn: object, matrix: _Matrix, view: View) -> Iterator[tuple[Box, bool]]:
    """Yield the boxes that a path draws, each with whether it is drawn in ink."""
    if not raw.FPDFPath_GetDrawMode(drawn, FILL, STROKE):
        return
    stroked = bool(STROKE.value) and _is_seen(raw.FPDFPageObj_GetStrokeColor, drawn)
    filled = bool(FILL.value) and _is_seen(raw.FPDFPageObj_GetFillColor, drawn)
    if not (stroked or filled):
        return
    segments = raw.FPDFPath_CountSegments(drawn)
    if segments > CORNERS:
        whole = _after(_matrix_of(drawn), matrix)
        if stroked:
            yield from _strokes(drawn, whole, view)
        elif segments <= MOST_SEGMENTS:
            yield from _filled(drawn, whole, view)
        return
    if raw.FPDFPageObj_GetBounds(drawn, *EDGES):
        left, bottom, right, top = (edge.value for edge in EDGES)
        yield _box([_point(matrix, left, bottom), _point(matrix, right, top)], view), stroked


PARTS = tuple(ctypes.c_uint() for _ in range(4))
"""Room for pdfium's answers about a path: made once, since a page may have thousands."""
WHITE = 246


def _is_seen(colour: Callable[..., int], drawn: object) -> bool:
    """Whether a colour shows on white paper; true where it is not known."""
    if not colour(drawn, *PARTS):
        return True
    *inks, cover = (part.value for part in PARTS)
    return cover > 0 and min(inks) < WHITE


CORNERS = 5
"""Segments of a path, at most, that draws one box."""
MOST_SEGMENTS = 400
"""Segments of a filled path beyond which it is a picture."""


def _filled(drawn: object, matrix: _Matrix, view: View) -> Iterator[tuple[Box, bool]]:
    """Yield each box that a filled path draws; letters and other shapes are left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    straight = True
    for index in range(raw.FPDFPath_CountSegments(drawn)):
        segment = raw.FPDFPath_GetPathSegment(drawn, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and _is_box(corners):
                yield _box(corners, view), False
            corners, straight = [], True
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        corners.append(_point(matrix, x.value, y.value))
    if straight and _is_box(corners):
        yield _box(corners, view), False


def _is_box(corners: Sequence[tuple[float, float]]) -> bool:
    """Whether corners are those of a box that stands upright."""
    if not 4 <= len(corners) <= CORNERS:
        return False
    xs, ys = {round(x, 1) for x, _ in corners}, {round(y, 1) for _, y in corners}
    return len(xs) == len(ys) == 2


def _strokes(drawn: object, matrix: _Matrix, view: View) -> Iterator[tuple[Box, bool]]:
    """Yield each straight stroke of a path of many strokes, such as a line round many cells."""
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


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(points: Iterable[tuple[float, float]], view: View) -> Box:
    xs, ys = zip(*points, strict=True)
    return view.seen(min(xs), min(ys), max(xs), max(ys))


THIN = 2.5
"""Points up to which a filled box is a line."""
SHORT = 4.0
"""Points up to which a line is only the corner of a box, or a dot."""


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


SAME = 1.6
"""Points within which two lines are one."""
JOIN = 3.5
"""Points between two pieces that are drawn as one line."""


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


FRAME_LENGTH = 0.75
FRAME = 0.06
"""A line this near to the page's edge, as a share of the page, belongs to no table."""


def without_frame(rules: Rules, view: View) -> Rules:
    """Leave out the four lines of a frame round a page."""
    across = [
        r
        for r in rules.across
        if r.length > FRAME_LENGTH * view.width and not FRAME < r.at / view.height < 1 - FRAME
    ]
    down = [
        r
        for r in rules.down
        if r.length > FRAME_LENGTH * view.height and not FRAME < r.at / view.width < 1 - FRAME
    ]
    if not (_on_both_sides(across, view.height) and _on_both_sides(down, view.width)):
        return rules
    return Rules(
        [r for r in rules.across if r not in across], [r for r in rules.down if r not in down]
    )


def _on_both_sides(rules: Sequence[Rule], size: float) -> bool:
    return any(r.at < size / 2 for r in rules) and any(r.at > size / 2 for r in rules)


TOUCH = 3.0
"""Points within which lines meet."""


def find_frames(rules: Rules) -> list[Box]:
    """Return a box round each set of lines that touch, and round lines across of one length."""
    edges = [(rule, True) for rule in rules.across] + [(rule, False) for rule in rules.down]
    group = list(range(len(edges)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, across in enumerate(rules.across):
        for j, down in enumerate(rules.down, start=len(rules.across)):
            if (
                across.start - TOUCH <= down.at <= across.end + TOUCH
                and down.start - TOUCH <= across.at <= down.end + TOUCH
            ):
                group[root(j)] = root(i)
    sets: dict[int, list[tuple[Rule, bool]]] = {}
    for i, edge in enumerate(edges):
        sets.setdefault(root(i), []).append(edge)
    boxes = []
    for found in sets.values():
        count = sum(is_across for _, is_across in found)
        if count >= 2 and len(found) - count >= 2:
            boxes.append(_frame(found))
    boxes += _stacks([found[0][0] for found in sets.values() if len(found) == 1 and found[0][1]])
    return boxes


def _frame(found: Sequence[tuple[Rule, bool]]) -> Box:
    across = [rule for rule, is_across in found if is_across]
    down = [rule for rule, is_across in found if not is_across]
    return Box(
        min([r.start for r in across] + [r.at for r in down]),
        min([r.at for r in across] + [r.start for r in down]),
        max([r.end for r in across] + [r.at for r in down]),
        max([r.at for r in across] + [r.end for r in down]),
    )


def _stacks(across: Sequence[Rule]) -> list[Box]:
    """Return a box round each three or more lines across that begin and end alike."""
    stacks: list[list[Rule]] = []
    for rule in sorted(across, key=lambda r: r.at):
        for stack in stacks:
            last = stack[-1]
            if abs(last.start - rule.start) < TOUCH and abs(last.end - rule.end) < TOUCH:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [_frame([(rule, True) for rule in stack]) for stack in stacks if len(stack) >= 3]


def is_closed(frame: Box, rules: Rules, words: Sequence[Word]) -> bool:
    """Whether ruled lines, or shading round all print in it, close a box on both sides."""
    sides = [
        [
            rule
            for rule in rules.down
            if abs(rule.at - side) < TOUCH and rule.end > frame.top and rule.start < frame.bottom
        ]
        for side in (frame.left, frame.right)
    ]
    if not all(sides):
        return False
    shaded = False
    if not all(rule.ruled for side in sides for rule in side):
        level = [word for word in words if frame.top < word.box.middle < frame.bottom]
        outside = sum(not frame.left - TOUCH <= w.box.centre <= frame.right + TOUCH for w in level)
        shaded = outside <= 0.1 * len(level)  # else its lines of print go on outside it
    return all(
        sum(
            min(rule.end, frame.bottom) - max(rule.start, frame.top)
            for rule in side
            if rule.ruled or shaded
        )
        > 0.8 * frame.height
        for side in sides
    )
