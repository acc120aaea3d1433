"""Where on a PDF's page its file holds what is not seen there, so that it goes out to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.readers.pdf_characters import Characters
from ingest.readers.pdf_covers import Cover, CoverKind, Drawn
from ingest.readers.pdf_looks import SCAN_SHARE
from qa.pages import Frame
from qa.redaction_marks import within_reach

MAX_PLACES = 2_000
"""Of a page; more are noted as one that reaches round them all."""
ROUND = 0.5
"""Points by which ink may reach beyond the frame of a letter."""


def marked_places(drawn: Drawn) -> Iterator[Frame]:
    """Yield what is marked to be taken out."""
    yield from (cover.frame for cover in drawn.covers if cover.kind is CoverKind.REDACTION)


def places_on_scan(drawn: Drawn, size: tuple[float, float]) -> Iterator[Frame]:
    """Yield what is drawn over the picture of a scan: the file holds the picture whole."""
    large = SCAN_SHARE * size[0] * size[1]
    scans = [c for c in drawn.covers if c.kind is CoverKind.PICTURE and _area(c) >= large]
    first = min((scan.order for scan in scans), default=None)
    for cover in drawn.covers:
        over = first is not None and cover.order > first
        if over and cover.kind in (CoverKind.BOX, CoverKind.NOTE):
            yield cover.frame


def letter_places(text: str, hidden: Sequence[int], chars: Characters) -> Iterator[Frame]:
    """Yield the frames of hidden letters, those that follow one another on a line in one."""
    frame: Frame | None = None
    last = -1
    for place in hidden:
        left, bottom, right, top = chars.textpage.get_charbox(chars.index(place))
        joined = frame is not None and not text[last + 1 : place].strip() and left >= frame[0]
        if frame is not None and joined and _on_line(frame, bottom, top):
            bottom, top = min(bottom, frame[1]), max(top, frame[3])
            frame = (frame[0], bottom, max(right, frame[2]), top)
        else:
            if frame is not None:
                yield frame
            frame = (left, bottom, right, top)
        last = place
    if frame is not None:
        yield frame


def noted(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Return places as the library keeps them: a little wider, and no more than it may hold."""
    found = [
        within_reach((left - ROUND, bottom - ROUND, right + ROUND, top + ROUND))
        for left, bottom, right, top in map(within_reach, frames)
    ]
    if len(found) <= MAX_PLACES:
        return tuple(found)
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return ((min(lefts), min(bottoms), max(rights), max(tops)),)


def _on_line(frame: Frame, bottom: float, top: float) -> bool:
    shared = min(top, frame[3]) - max(bottom, frame[1])
    return shared > 0.5 * min(top - bottom, frame[3] - frame[1])


def _area(cover: Cover) -> float:
    left, bottom, right, top = cover.frame
    return (right - left) * (top - bottom)
