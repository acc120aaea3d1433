"""What a table is of, and what its figures are counted in: the words above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.paragraphs import Paragraph

CAPTION = re.compile(r"(?:table|figure|appendix|annexe?|schedule|chart)\b", re.I)
CAPTION_WORDS = 30
MOST_ABOVE = 2
UNIT = re.compile(
    r"£\s?[’']?(?:m(?:illions?)?|bn|billions?|k|thousands?|0{3}[’']?s?)\b"
    r"|£s? per \w+|\b(?:millions|thousands) of pounds\b",
    re.I,
)
ALL_FIGURES = re.compile(r"^\W*(?:all )?(?:figures|amounts|values)\b.{0,40}$", re.I)


def find_caption(paragraphs: Sequence[Paragraph], first: int) -> list[Paragraph]:
    """Return what stands right above a table as its title, at most two short paragraphs.

    A sentence between the title and the table is passed over where the title is bold or says
    that it is one.
    """
    page = paragraphs[first].unit.page
    taken: list[Paragraph] = []
    passed = 0
    for index in range(first - 1, max(-1, first - 5), -1):
        paragraph = paragraphs[index]
        if paragraph.is_row or paragraph.unit.page != page or paragraph.unit.kind == "header":
            break
        named = bool(CAPTION.match(paragraph.plain))
        if _is_title(paragraph) and (not passed or paragraph.bold or named):
            taken.insert(0, paragraph)
            if named or len(taken) == MOST_ABOVE or passed:
                break
        elif taken or passed:
            break
        else:
            passed += 1
    return taken


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.plain.rstrip()
    if not text or paragraph.words > CAPTION_WORDS or not re.search(r"[A-Za-z]{2}", text):
        return False
    if CAPTION.match(text):
        return True
    numbered = paragraph.unit.number is not None and not paragraph.bold
    return not numbered and not text.endswith((".", ";", ",", "?", "!")) and not text[0].islower()


def find_unit(columns: Sequence[str], heads: Sequence[str], above: Sequence[str]) -> str | None:
    """Return what all figures are counted in, as printed; None where columns differ or none says.

    `heads` are the rows of headings, `above` the caption's lines.
    """
    for text in [*heads, *above]:
        if ALL_FIGURES.match(text) and (match := UNIT.search(text)):
            return match[0]
    named = [match[0] for name in columns if (match := UNIT.search(name))]
    if named:
        return named[0] if len(set(named)) == 1 else None
    for text in [*above, *heads]:
        if match := UNIT.search(text):
            return match[0]
    return None
