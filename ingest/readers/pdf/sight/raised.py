"""Set raised note marks apart from what they stand behind: "£1,234" and "¹", never "£1,2341".

Raised type is smaller, and is drawn a little higher than the words before it. Squares ("m²") and
the endings of ordinals ("21st") belong to their word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.readers.pdf.sight.edits import CLOSING, Edits, things_of
from ingest.readers.pdf.sight.runs import Run, size_of
from ingest.readers.pdf.words import Characters, origin_of

RISE = (0.12, 0.75)
"""How much higher raised type begins, as shares of the size of the type before it."""
SMALLER = 0.87
"""The size of raised type at most, as a share of that before it."""
REACH = 60.0
"""In sizes of the type: how far on a mark may begin from where the words before it began."""


def find_raised(runs: Sequence[Run]) -> dict[int, bool]:
    """Return the words that are raised over their neighbours, by pdfium's address of each.

    The value says whether they are raised over what was drawn before them, not after them.
    """
    found: dict[int, bool] = {}
    for before, after in pairwise(runs):
        if before.shown or after.shown or before.angle or after.angle:
            continue
        rise, on = after.y - before.y, after.x - before.x
        if 0.5 < rise < 30 and on > 0:
            size = size_of(before)
            if _is_raised(rise, size_of(after), size) and on < REACH * size:
                found[after.thing] = True
        elif -30 < rise < -0.5 and on > 0 and before.thing not in found:
            size = size_of(after)
            if on < 3 * size and _is_raised(-rise, size_of(before), size):
                found[before.thing] = False
    return found


def _is_raised(rise: float, small: float, size: float) -> bool:
    return RISE[0] * size < rise < RISE[1] * size and 0 < small <= SMALLER * size


UNIT = re.compile(r"(?:^|[\W\d])(?:[kcdm]?m|ft|in|yd|mi)$")
"""What may be squared or cubed."""
POWER = re.compile(r"[23]")
MARK = re.compile(r"[(\[]?(?:\d{1,3}(?:[,; ]+\d{1,3})*|[a-z]|[*†‡§¶#]{1,3})[)\]]?")
NEAR = 0.6
"""White space between a mark and its word at most, in heights of the mark."""
HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOOK_BACK = 12


def part_marks(text: str, chars: Characters, raised: dict[int, bool]) -> Edits:
    """Return the edits that set raised note marks apart, and mend the lines that they broke.

    Digits become raised ones. Other raised letters stay as they are: the endings of ordinals in any
    language, squares, and what stands behind white space, such as a cell of a table.
    """
    things = {at: thing for at, thing in things_of(text, chars).items() if thing in raised}
    edits: Edits = {}
    for behind, places in groupby(sorted(things), key=lambda at: raised[things[at]]):
        for start, end in _together(list(places), text):
            if _is_near(text, start, chars):
                _part(text, start, end, edits, behind=behind)
            _join(text, start, end, edits, chars, behind=behind)
    return edits


def _is_near(text: str, start: int, chars: Characters) -> bool:
    """Whether raised letters stand close behind what is before them."""
    before = start - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    first, last = chars.index(start), chars.index(before) if before >= 0 else -1
    if first < 0 or last < 0 or text[before] in "\r\n":
        return False
    left, bottom, _, top = chars.textpage.get_charbox(first, loose=True)
    gap = left - chars.textpage.get_charbox(last, loose=True)[2]
    return bool(gap < NEAR * (top - bottom))


def _together(places: Sequence[int], text: str) -> list[tuple[int, int]]:
    """Return where each run of raised letters begins and ends."""
    spans: list[tuple[int, int]] = []
    for at in places:
        if spans and not text[spans[-1][1] : at].strip(" "):
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def _part(text: str, start: int, end: int, edits: Edits, *, behind: bool) -> None:
    mark = text[start:end]
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - LOOK_BACK) : start]
    if not behind or not before.strip():
        return
    if POWER.fullmatch(mark) and UNIT.search(before):
        edits[start] = mark.translate(HIGH)
        return
    if not MARK.fullmatch(mark):
        return
    for at in range(start, end):
        edits[at] = text[at].translate(HIGH)
    if not before[-1].isspace():
        edits[start] = " " + edits[start]
    following = text[end : end + 1]
    if following.isalnum():
        edits[end - 1] += " "


def _join(
    text: str, start: int, end: int, edits: Edits, chars: Characters, *, behind: bool
) -> None:
    """Mend the break that pdfium makes where the words go on behind, or under, a raised mark."""
    following = text[end : end + 2]
    if following == "\r\n" and _is_level(text, start - 1, end + 2, chars):
        edits[end] = "" if text[end + 2 : end + 3] in CLOSING else " "
        edits[end + 1] = ""
    elif (
        not behind
        and following == "\r\n"
        and MARK.fullmatch(text[start:end])
        and not text[text.rfind("\n", 0, start) + 1 : start].strip()
    ):
        edits[end], edits[end + 1] = " ", ""


LEVEL = 1.0
"""Points by which the letters of one line may stand higher or lower."""


def _is_level(text: str, before: int, after: int, chars: Characters) -> bool:
    """Whether the letters at, or next to, two places stand on one line, the second further on."""
    while before > 0 and text[before] == " ":
        before -= 1
    while after < len(text) - 1 and text[after] == " ":
        after += 1
    if before < 0 or after >= len(text):
        return False
    places = [origin_of(chars, chars.index(at)) for at in (before, after)]
    if places[0] is None or places[1] is None:
        return False
    (x1, y1), (x2, y2) = places[0], places[1]
    return abs(y1 - y2) < LEVEL and x2 > x1
