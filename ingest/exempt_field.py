"""The field of a report's cover that says whether it is exempt, in whichever words it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from ingest import patterns, restricting
from ingest.paragraphs import Paragraph

PARTLY = re.compile(r"\b(?:appendi|annex|in part|partly)", re.I)
SPLIT_WORDS = 8
"""Words of a marking that stands on two lines."""
VALUE_WORDS = 20
LABEL_LETTERS = 120
SEPARATOR = re.compile(r"[:?]\s*|\s[-–]\s")
"""What parts a label from its value."""


def fields_of(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Yield the (label, value) of a paragraph or row in which a cover's field may stand."""
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t") if cell.strip()]
    lines = map(patterns.plain, paragraph.unit.text.split("\n"))
    for text in dict.fromkeys([paragraph.plain, *lines, *cells]):
        for mark in islice(SEPARATOR.finditer(text[:LABEL_LETTERS]), 2):
            yield text[: mark.end()], text[mark.end() :]
    yield from pairwise(cells)


def is_field(field: tuple[str, str]) -> bool:
    """Whether this is a field that says whether a report is open, filled in."""
    label, value = field
    if re.fullmatch(r"\W*part \w+\W*", label, re.I):
        return False  # a heading: "Part B: Private Sector Housing"
    return bool(value.strip()) and bool(
        restricting.EXEMPT_LABEL.match(label) or restricting.OPEN_LABEL.match(label)
    )


def says_exempt(field: tuple[str, str]) -> bool:
    """Whether a field of a cover says that its report is exempt, all of it.

    "Yes - Appendix B only" restricts the appendix; "Yes / No" is a form not filled in.
    """
    label, value = field[0], " ".join(field[1].split()[:VALUE_WORDS])
    if not is_field(field) or PARTLY.search(value) or "appendi" in label.lower():
        return False
    if restricting.OPEN_LABEL.match(label):
        return bool(re.match(r"\W*no\b", value, re.I))
    if re.match(r"\W*closed\b", value, re.I) and "open" not in label.lower():
        return False  # the status of a project
    if restricting.EXEMPT_VALUE.match(value):
        return True
    asks = restricting.SAYS_WITHHELD.search(label) and not restricting.EITHER.search(label)
    if not asks or not restricting.EXEMPT_YES.match(value):
        return False
    blank = re.search(r"\byes\b\W{0,5}\bno\b", value, re.I)
    return not blank or bool(restricting.TICKED.match(value))


def label_above(paragraph: Paragraph, following: Paragraph | None) -> Iterator[tuple[str, str]]:
    """Yield a label with the value that stands below it."""
    if following is None or paragraph.is_row or paragraph.words > SPLIT_WORDS:
        return
    if not following.plain.endswith((":", "?")):  # the label goes on
        yield paragraph.plain, following.plain
