"""Find type that stands aslant or sideways on a page, and large pale type across it.

Pdfium gives such letters one by one, or runs them into the line of text that was drawn before. Here
they are put together along their own baselines.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt
from ingest.readers.pdf.beside.baselines import letters_of, put_together
from ingest.readers.pdf.covers import marks_of
from ingest.readers.pdf.sight.runs import UPRIGHT, Run, size_of
from ingest.readers.pdf.words import handle_of
from ingest.readers.seen import SeenGatherer

LARGE = 30.0
"""Points; type of this size may be a watermark."""


ROOM = 20.0
"""Points up or down from what was drawn before, at least, at which large type begins."""


def has_large(runs: Sequence[Run]) -> bool:
    """Whether a page has type that may be a watermark."""
    before = math.inf
    for run in runs:
        if abs(run.y - before) > ROOM and size_of(run) >= LARGE:
            return True
        before = run.y
    return False


def see_turned(
    runs: Sequence[Run],
    textpage: pdfium.PdfTextPage,
    number: int,
    seen: SeenGatherer,
    *,
    large: bool,
) -> Mapping[int, SeenAt]:
    """Hand over the turned type of a page, of which `runs` are the words drawn.

    `number` is the page's own, from 1. With `large`, type that is not turned is looked at too.
    Returns what each of these runs is, by pdfium's address of it.
    """
    places: dict[int, tuple[SeenAt, float]] = {}
    for run, turned in _in_company(runs):
        where = _place_of(run, turned) if turned or large else None
        if where is not None:
            places[run.thing] = where, run.angle
    if not places:
        return {}
    letters, complete = letters_of(textpage, {thing: angle for thing, (_, angle) in places.items()})
    for where in (SeenAt.WATERMARK, SeenAt.ASLANT, SeenAt.TURNED):
        for line in put_together(one for thing, one in letters if places[thing][0] is where):
            seen.add(line, where, number)
    seen.full = seen.full or not complete
    return {thing: where for thing, (where, _) in places.items()}


def _in_company(runs: Sequence[Run]) -> Iterator[tuple[Run, float]]:
    """Yield words drawn and their slant; what is drawn between turned words is one with them.

    In a round stamp, the letter at the top is upright.
    """
    last = len(runs) - 1
    for at, run in enumerate(runs):
        turned = run.shown
        if not turned and 0 < at < last and runs[at - 1].shown and runs[at + 1].shown:
            turned = runs[at - 1].shown
        yield run, turned


def _place_of(run: Run, turned: float) -> SeenAt | None:
    """Return what turned or large words are; None for words that a reader takes for text."""
    if turned and abs(math.remainder(turned, math.pi / 2)) <= UPRIGHT:
        return SeenAt.TURNED
    if turned:
        return SeenAt.ASLANT
    if size_of(run) < LARGE:
        return None
    handle = handle_of(run.thing)
    return SeenAt.WATERMARK if _is_pale(handle) or _is_mark(handle) else None


PALE = 100
"""Of 255; the darkest ink of a colour that shows type behind it."""
OPAQUE = 250


def _is_pale(handle: object) -> bool:
    inks = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *map(ctypes.byref, inks)):
        return True
    *colour, opaque = (ink.value for ink in inks)
    return min(colour) >= PALE or opaque < OPAQUE or bool(raw.FPDFPageObj_HasTransparency(handle))


ARTIFACT = "artifact"


def _is_mark(handle: object) -> bool:
    """Whether the file itself says that words are no part of its text."""
    return any(name in (ARTIFACT, "watermark") for name in marks_of(handle))
