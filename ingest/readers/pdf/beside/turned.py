"""Find type that stands aslant or sideways on a page, and large pale type across it.

Pdfium gives such letters one by one, or runs them into the line of text that was drawn before. Here
they are put together along their own baselines.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt
from ingest.readers.pdf.beside.baselines import letters_of, put_together
from ingest.readers.pdf.beside.handles import wide_text
from ingest.readers.pdf.covers import DrawnText
from ingest.readers.pdf.words import address_of
from ingest.readers.seen import SeenGatherer

LARGE = 30.0
"""Points; type of this size may be a watermark."""


def see_turned(
    texts: Sequence[DrawnText],
    textpage: pdfium.PdfTextPage,
    turns: int,
    number: int,
    seen: SeenGatherer,
    *,
    large: bool,
) -> None:
    """Hand over the turned type of a page, of which `texts` are the words drawn.

    `turns` are the quarter turns by which the page is shown, and `number` is its own, from 1. With
    `large`, type that is not turned is looked at too.
    """
    places: dict[int, tuple[SeenAt, float]] = {}
    for handle, angle, turned in _in_company(list(directions(texts, turns))):
        where = _place_of(handle, turned) if turned or large else None
        if where is not None:
            places[address_of(handle)] = where, angle
    if not places:
        return
    letters, complete = letters_of(textpage, {thing: angle for thing, (_, angle) in places.items()})
    for where in (SeenAt.WATERMARK, SeenAt.ASLANT, SeenAt.TURNED):
        for line in put_together(one for thing, one in letters if places[thing][0] is where):
            seen.add(line, where, number)
    seen.full = seen.full or not complete


Direction = tuple[object, float, float]
"""Words drawn, the angle of their baseline on the page, and that as the page is shown."""


def _in_company(drawn: list[Direction]) -> Iterator[Direction]:
    """Yield words drawn; what is drawn between turned words is one with them.

    In a round stamp, the letter at the top is upright.
    """
    turns = [0.0, *(turned for _, _, turned in drawn), 0.0]
    for at, (handle, angle, turned) in enumerate(drawn):
        if not turned and turns[at] and turns[at + 2]:
            turned = turns[at]
        yield handle, angle, turned


UPRIGHT = math.radians(5)
"""Type that is turned by less is level: a scan may lie a little aslant."""


def directions(texts: Sequence[DrawnText], turns: int) -> Iterator[Direction]:
    """Yield words drawn, the angle of their baseline on the page, and that as the page is shown.

    The second angle is 0 for words that stand upright. Angles are in radians.
    """
    matrix = raw.FS_MATRIX()
    to_matrix = ctypes.byref(matrix)
    get_matrix = raw.FPDFPageObj_GetMatrix
    for _, handle, form in texts:
        if not get_matrix(handle, to_matrix):
            continue
        across, up = matrix.a, matrix.b
        if form is not None:
            across, up = across * form.a + up * form.c, across * form.b + up * form.d
        if up == 0 and across > 0 and turns == 0:
            yield handle, 0.0, 0.0
            continue
        angle = math.atan2(up, across)
        shown = math.remainder(angle - turns * math.pi / 2, math.tau)
        yield handle, angle, shown if abs(shown) > UPRIGHT else 0.0


def _place_of(handle: object, turned: float) -> SeenAt | None:
    """Return what turned or large words are; None for words that a reader takes for text."""
    if turned and abs(math.remainder(turned, math.pi / 2)) <= UPRIGHT:
        return SeenAt.TURNED
    if turned:
        return SeenAt.ASLANT
    return (
        SeenAt.WATERMARK if _is_large(handle) and (_is_pale(handle) or _is_mark(handle)) else None
    )


def _is_large(handle: object) -> bool:
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
    raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    return bool(size.value * math.hypot(matrix.c, matrix.d) >= LARGE)


PALE = 100
"""Of 255; the darkest ink of a colour that shows type behind it."""
OPAQUE = 250


def _is_pale(handle: object) -> bool:
    inks = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *map(ctypes.byref, inks)):
        return True
    *colour, opaque = (ink.value for ink in inks)
    return min(colour) >= PALE or opaque < OPAQUE or bool(raw.FPDFPageObj_HasTransparency(handle))


MAX_MARKS = 20
ARTIFACT = "artifact"


def _is_mark(handle: object) -> bool:
    """Whether the file itself says that words are no part of its text."""
    for index in range(min(raw.FPDFPageObj_CountMarks(handle), MAX_MARKS)):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        if mark and wide_text(partial(_name, mark)).lower() in (ARTIFACT, "watermark"):
            return True
    return False


def _name(mark: object, room: object, size: int) -> int:
    length = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, room, size, ctypes.byref(length))
    return int(length.value)
