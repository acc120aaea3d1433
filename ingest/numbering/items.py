"""Find the items of a paper: by its own numbers, else by its headings, with what they leave out.

`find_items` is the whole of it: openings are weighed, a series is chosen, headings of the same look
between its numbers are added, and the numbered headings within an item become items below it.
Where nothing is numbered, headings of one look are the items.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.paragraphs import Paragraph
from ingest.numbering.captions import Captioned, captioned_items, labelled_items
from ingest.numbering.cutting import Place, cut_paragraphs
from ingest.numbering.headings import between_items, headed_items
from ingest.numbering.openings import Opening, find_openings, paragraph_lines
from ingest.numbering.series import choose, load_weights, whole_run

ROW_WORDS = 8
"""Words of a row beside the title from which it also holds what was said."""


SENTENCE_WORDS = 7
"""Words from which a title that ends with a full stop is what was said."""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item: where its heading begins, where what was said begins, and what it is called."""

    start: int
    body: int
    """Index of the first paragraph behind the heading; `start` where a row holds both."""
    number: str | None
    title: str
    below: bool = False
    """Whether it is a part of an item before it."""
    meeting: str | None = None
    """The words that name its own meeting, where a page records several."""


def find_items(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[FoundItem]]:
    """Return the paragraphs, cut where items open in the middle of one, and the items in order."""
    if captioned := captioned_items(paragraphs):
        return _cut(paragraphs, captioned)
    weights = load_weights()
    openings = find_openings(paragraphs, weights.business)
    chosen, worth = choose(openings, weights)
    if worth < weights.sure:
        heads = headed_items(paragraphs, weights.business)
        if not heads and len(run := whole_run(openings)) > len(chosen):
            chosen, worth = run, weights.sure
        elif len(heads) > len(chosen) or (heads and worth < weights.least):
            return _cut(paragraphs, [Captioned(head, None) for head in heads])
    labelled = labelled_items(paragraphs)
    if len(labelled) > len(chosen):
        return _cut(paragraphs, labelled)
    if not chosen or worth < weights.least:
        return list(paragraphs), []
    tops = sorted([*chosen, *between_items(paragraphs, openings, chosen)], key=lambda o: o.place)
    marked = [opening for opening in openings if opening.mark]
    places = [opening.place for opening in marked]
    found = []
    for opening, after in zip(tops, [*tops[1:], None], strict=True):
        first = bisect_right(places, opening.place)
        last = bisect_left(places, after.place) if after else len(places)
        found.append(Captioned(opening, opening.number))
        inside = [o for o in marked[first:last] if not _is_cell(o, opening, paragraphs)]
        found += _sub_items(inside, opening)
    return _cut(paragraphs, found)


def _is_cell(inside: Opening, above: Opening, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a number within an item counts the rows of a table whose columns have headings.

    A number such as 3.1 that names the item 3 above it is that of a part of the item.
    """
    row = paragraphs[inside.paragraph].unit.row
    return row is not None and any(row.columns) and not _is_below(inside, above.number)


def _sub_items(inside: Sequence[Opening], above: Opening) -> list[Captioned]:
    """Return the numbered headings within an item that are items of their own, with their numbers.

    All numbers of one form that rise within the item must head something: a list of points or
    of a resolution's limbs heads nothing. `inside` are the numbered lines within the item.
    """
    best: list[Captioned] = []
    for run in _rising(inside):
        if len(run) <= len(best):
            continue
        if sum(map(_heads, run)) < HEADED * len(run) and not _head_texts(run, above.number):
            continue
        sure = run[0].features["marked"] or _is_below(run[0], above.number)
        if len(run) == 1 and not sure:
            continue
        if sum(o.features["behind_open"] for o in run) <= 0.5 * len(run):
            best = [Captioned(o, _number_below(o, above.number), below=True) for o in run]
    return best


HEADED = 0.8
"""Share of a run within an item that must be headings."""


def _rising(openings: Sequence[Opening]) -> list[list[Opening]]:
    """Return the run of each frame that counts up from 1 by one, or by two."""
    runs: dict[str, list[Opening]] = {}
    last: dict[str, int] = {}
    for opening in openings:
        for reading in opening.mark.readings if opening.mark else ():
            before = last.get(reading.frame, 0)
            if before < reading.count <= before + (2 if before else 1):
                runs.setdefault(reading.frame, []).append(opening)
                last[reading.frame] = reading.count
    return [runs[frame] for frame in sorted(runs)]


def _head_texts(run: Sequence[Opening], number: str | None) -> bool:
    """Whether numbers such as 3.1 within item 3 each stand with a title above a text."""
    titled = [o.features["alone"] and o.features["short"] and not o.features["stops"] for o in run]
    apart = [two.paragraph - one.title_paragraph > 1 for one, two in pairwise(run)]
    below = all(_is_below(o, number) and not o.features["lower"] for o in run)
    return below and len(run) > 1 and all(titled) and all(apart)


def _heads(opening: Opening) -> bool:
    """Whether an opening within an item looks like a heading by its type or its own line."""
    look = opening.features
    words = look["short"] and not look["stops"] and not look["lower"] and not look["that"]
    typed = look["bold"] or look["marked"] or look["larger"] or look["capitals"]
    return bool(words and typed)


def _is_below(opening: Opening, number: str | None) -> bool:
    """Whether a number such as 3.1 names the item 3 above it."""
    bare = (number or "").rstrip(".0") or (number or "")
    return bool(bare) and (opening.number or "").startswith((f"{bare}.", f"{bare}/"))


def _number_below(opening: Opening, number: str | None) -> str:
    """Return the number of a part of an item: of the 1 within 3, as web pages show it, 3.1."""
    assert opening.mark is not None
    if opening.mark.style == "number" and number and not _is_below(opening, number):
        return f"{number}.{opening.mark.printed}"
    return opening.mark.printed


# Items as paragraphs


def _cut(
    paragraphs: Sequence[Paragraph], found: Sequence[Captioned]
) -> tuple[list[Paragraph], list[FoundItem]]:
    places: dict[int, list[Place]] = {}
    bodies: list[tuple[int, Place] | None] = []
    for one in found:
        opening = one.opening
        if paragraphs[opening.paragraph].is_row:
            bodies.append(None)
            continue
        if opening.line:
            places.setdefault(opening.paragraph, []).append((opening.line, 0))
        place = _body_place(paragraphs[opening.title_paragraph], opening)
        if place is not None:
            places.setdefault(opening.title_paragraph, []).append(place)
        bodies.append((opening.title_paragraph, place) if place is not None else None)
    cut = cut_paragraphs(paragraphs, places)
    items = []
    for one, body in zip(found, bodies, strict=True):
        opening = one.opening
        start = cut.moved.get((opening.paragraph, (opening.line, 0)))
        if start is None:
            continue
        if body is not None and body in cut.moved:
            behind = cut.moved[body]
        elif not opening.title.lines or _holds_more(paragraphs[opening.paragraph], opening):
            behind = start
        elif opening.title_paragraph != opening.paragraph:
            behind = cut.first[opening.title_paragraph] + 1
        else:
            behind = start + 1
        items.append(
            FoundItem(start, behind, one.number, opening.title.text, one.below, one.meeting)
        )
    return cut.paragraphs, items


def _holds_more(paragraph: Paragraph, opening: Opening) -> bool:
    """Whether a paragraph is not the item's heading alone: a row with the minute, a sentence."""
    words = len(opening.title.text.split())
    if paragraph.is_row and paragraph.words > words + ROW_WORDS:
        return True
    return bool(opening.features.get("stops")) and words > SENTENCE_WORDS


def _body_place(paragraph: Paragraph, opening: Opening) -> Place | None:
    """Return where, in the paragraph of a title, what follows it begins; None at its end."""
    lines = paragraph_lines(paragraph)
    if not opening.title.lines:
        return None
    first = opening.line if opening.title_paragraph == opening.paragraph else 0
    last = first + opening.title.lines - 1
    if tail := opening.title.tail:
        text = lines[last]
        at = text.rfind(tail)
        if at < 0:
            at = text.find(tail[:TAIL_LETTERS])
        return (last, at) if at > 0 else None
    return (last + 1, 0) if last + 1 < len(lines) else None


TAIL_LETTERS = 12
"""Letters of what follows a title by which its place in the line is found."""
