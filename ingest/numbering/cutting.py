"""Cut paragraphs where items open, so that each title is a paragraph of its own.

A reader joins the lines of a paragraph by their look. Where the number of the next item stands in
the middle of it, or a title is run in with what follows, it is parted here. No word is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import wordings
from ingest.layout.paragraphs import Paragraph, marker_of
from qa.papers import Unit, UnitKind

Place = tuple[int, int]
"""A line of a paragraph, from 0, and a letter of that line."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The paragraphs after cutting, and where each place of the old ones now begins."""

    paragraphs: list[Paragraph]
    moved: dict[tuple[int, Place], int]
    """By (old paragraph, place): the index of the paragraph that begins there."""
    first: list[int]
    """By old paragraph: the index of its first piece."""


def cut_paragraphs(paragraphs: Sequence[Paragraph], places: Mapping[int, Sequence[Place]]) -> Cut:
    """Return the paragraphs, each parted at the places given for it (rising, without (0, 0))."""
    cut = Cut([], {}, [])
    for index, paragraph in enumerate(paragraphs):
        cut.first.append(len(cut.paragraphs))
        starts = sorted({(0, 0), *places.get(index, ())})
        parts = list(_parts(paragraph, starts)) if len(starts) > 1 else [paragraph]
        if len(parts) != len(starts):
            parts = [paragraph]
        for place, part in zip(starts, parts, strict=False):
            cut.moved[index, place] = len(cut.paragraphs)
            cut.paragraphs.append(part)
    return cut


def _parts(paragraph: Paragraph, starts: Sequence[Place]) -> Iterator[Paragraph]:
    """Yield a paragraph in parts; none where its lines do not match its text."""
    lines: list[tuple[Unit, int, str]] = []
    for piece in paragraph.pieces:
        texts = piece.text.split("\n")
        numbered = len(texts) == piece.lines[1] - piece.lines[0] + 1
        if not numbered and piece.lines[0] != piece.lines[1]:
            return
        lines += [
            (piece, piece.lines[0] + (place if numbered else 0), text)
            for place, text in enumerate(texts)
        ]
    ends = [*starts[1:], (len(lines), 0)]
    for start, end in zip(starts, ends, strict=True):
        taken = [
            (piece, number, text[start[1] if at == start[0] else 0 :][: _until(at, start, end)])
            for at, (piece, number, text) in enumerate(lines)
            if start[0] <= at <= end[0]
        ]
        taken = [line for line in taken if line[2].strip()]
        if taken:
            yield _joined(paragraph, taken)
        else:
            return


def _until(at: int, start: Place, end: Place) -> int | None:
    if at != end[0]:
        return None
    return max(0, end[1] - (start[1] if at == start[0] else 0))


def _joined(paragraph: Paragraph, lines: Sequence[tuple[Unit, int, str]]) -> Paragraph:
    runs: list[list[tuple[Unit, int, str]]] = []
    for line in lines:
        if runs and runs[-1][-1][0] is line[0]:
            runs[-1].append(line)
        else:
            runs.append([line])
    text = "\n".join(text.strip() for _, _, text in lines)
    number = marker_of(lines[0][2])
    kind = paragraph.unit.kind
    if kind in (UnitKind.LIMB, UnitKind.PARAGRAPH):
        kind = UnitKind.LIMB if number else UnitKind.PARAGRAPH
    unit = replace(
        lines[0][0], text=text, lines=(lines[0][1], lines[-1][1]), kind=kind, number=number
    )
    pieces = tuple(
        replace(
            run[0][0],
            text="\n".join(text.strip() for _, _, text in run),
            lines=(run[0][1], run[-1][1]),
            kind=kind if run is runs[0] else UnitKind.PARAGRAPH,
            number=number if run is runs[0] else None,
        )
        for run in runs
    )
    plain = wordings.plain(" ".join(text for _, _, text in lines))
    return replace(paragraph, unit=unit, plain=plain, pieces=pieces if len(runs) > 1 else (unit,))
