"""Find words that are struck through: by a line drawn through them, or by an annotation.

A word processor draws the line as a thin box or a stroke of its own, as long as the words are. A
line that is longer or shorter than the words it crosses is the edge of a cell or a chart's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import pypdfium2.raw as raw

from ingest.readers.pdf.ruling import Rule
from ingest.readers.pdf.words import Box, Characters, View, address_of, loose_box, origin_of
from qa.papers import Frame

LOW, HIGH = 0.12, 0.5
"""Where a line through words runs above their baseline, as shares of the type's size. Lines under
words are below 0; small letters are about 0.5 high."""
MOST_BESIDE = 2
"""Lines through one place of a line of words: one that strikes them and one under them. Shades that
run into one another are drawn as many thin boxes."""
ENDS = 0.45
"""How far a line may reach beyond the words that it strikes, in sizes of the type."""


def find_struck(
    text: str, chars: Characters, across: Sequence[Rule], frames: Sequence[Frame], view: View
) -> set[int]:
    """Return the places of struck letters, and of the spaces between them.

    `across` are the lines ruled across the page, from the top; `frames` those of annotations that
    strike words, in the page's own space.
    """
    struck: set[int] = set()
    rules = [rule for rule in across if rule.ruled]
    if not rules and not frames:
        return struck
    heights = [rule.at for rule in rules]
    boxes = [view.seen(*frame) for frame in frames]
    for start, end in _lines(text):
        base = _baseline(chars, start, view)
        if base is None:
            continue
        size = chars.size(chars.index(start))
        first = bisect_left(heights, base - HIGH * size)
        through = rules[first : bisect_right(heights, base - LOW * size)]
        over = [box for box in boxes if box.top < base - LOW * size < box.bottom]
        if through or over:
            letters = list(_letters(text, chars, start, end, view))
            near = [rule for rule in rules if base - size < rule.at < base + 0.3 * size]
            for rule in through:
                beside = sum(one.start < rule.end and one.end > rule.start for one in near)
                if beside <= MOST_BESIDE:
                    struck |= _struck_by(rule, letters, size, text)
            for box in over:
                places = [at for at, seen in letters if box.left <= seen.centre <= box.right]
                struck |= _whole(places)
    return struck


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line of the text begins and ends, without white space."""
    position = 0
    for piece in text.split("\r\n"):
        if piece.strip():
            begin = position + len(piece) - len(piece.lstrip())
            yield begin, position + len(piece.rstrip())
        position += len(piece) + 2


def _baseline(chars: Characters, place: int, view: View) -> float | None:
    """Return how far from the top of the page, as shown, a letter stands."""
    origin = origin_of(chars, chars.index(place))
    if origin is None:
        return None
    x, y = origin
    return view.seen(x, y, x, y).top


def _letters(
    text: str, chars: Characters, start: int, end: int, view: View
) -> Iterator[tuple[int, Box]]:
    edges = raw.FS_RECTF()
    for place in range(start, end):
        index = chars.index(place) if not text[place].isspace() else -1
        if index >= 0 and loose_box(chars.address, index, address_of(edges)):
            yield place, view.seen(edges.left, edges.bottom, edges.right, edges.top)


def _struck_by(rule: Rule, letters: Sequence[tuple[int, Box]], size: float, text: str) -> set[int]:
    """Return the places of the letters that a line strikes: none where it is not theirs."""
    found = [(at, box) for at, box in letters if rule.start <= box.centre <= rule.end]
    if not any(text[at].isalnum() for at, _ in found):
        return set()
    left, right = min(box.left for _, box in found), max(box.right for _, box in found)
    if left - rule.start > ENDS * size or rule.end - right > ENDS * size:
        return set()
    return _whole([at for at, _ in found])


def _whole(places: Sequence[int]) -> set[int]:
    return set(range(min(places), max(places) + 1)) if places else set()
