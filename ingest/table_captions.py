"""What a table is of, and what its figures are counted in: the words above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.paragraphs import Paragraph
from qa.passages import UnitKind

CAPTION = re.compile(r"(?:table|figure|appendix|annexe?|schedule|chart)\b", re.I)
NAMED = re.compile(r"(?:table|figure|chart)\s*\d", re.I)
"""How the heading of a table's first column begins where it is the table's title."""
CAPTION_WORDS = 30
MOST_ABOVE = 2
MOST_LOOKED_AT = 4
LEAD_IN_WORDS = 7
"""Words from which on a line that ends in a colon is the sentence that leads to the table."""
UNIT = re.compile(
    r"£\s?[’']?(?:m(?:illions?)?|bn|billions?|k|thousands?|0{3}[’']?s?)\b"
    r"|£s? per \w+|\b(?:millions|thousands) of pounds\b",
    re.I,
)
PERCENT = re.compile(r"\(%\)|%$|\bpercentages?\b", re.I)
ALL_FIGURES = re.compile(r"^\W*(?:all )?(?:figures|amounts|values)\b.{0,40}$", re.I)


def find_caption(paragraphs: Sequence[Paragraph], first: int) -> list[Paragraph]:
    """Return what stands right above a table: its title, and what its figures are counted in.

    The title is at most two short paragraphs, the upper one no plainer than the lower. A
    sentence between the title and the table is passed over where the title is bold or says
    that it is one. Above a table at the head of a page, only what its figures are counted in
    is looked for at the foot of the page before.
    """
    page = paragraphs[first].unit.page
    taken: list[Paragraph] = []
    titles: list[Paragraph] = []
    passed = 0
    for paragraph in reversed(paragraphs[max(0, first - MOST_LOOKED_AT) : first]):
        overleaf = paragraph.unit.page != page
        if says_unit(paragraph) and not (overleaf and titles):
            taken.insert(0, paragraph)
            if overleaf:
                break
            continue
        if paragraph.is_row or overleaf or paragraph.unit.kind == UnitKind.HEADER:
            break
        named = bool(CAPTION.match(paragraph.plain))
        if _is_title(paragraph) and (not passed or paragraph.bold or named):
            if titles and titles[0].bold and not (paragraph.bold or named):
                break
            taken.insert(0, paragraph)
            titles.insert(0, paragraph)
            if named or len(titles) == MOST_ABOVE or passed:
                break
        elif titles or passed:
            break
        else:
            passed += 1
    return taken


def says_unit(paragraph: Paragraph) -> bool:
    """Whether a paragraph says no more than what all figures are counted in."""
    return bool(ALL_FIGURES.match(paragraph.plain)) and not paragraph.is_row


def title_of(above: Sequence[Paragraph], columns: Sequence[str]) -> str | None:
    """Return a table's title: that above it, else the first heading where it names the table."""
    titles = [" ".join(p.plain.split()) for p in above if not says_unit(p)]
    inside = next((name for name in columns if name), "")
    return " – ".join(titles) or (inside if NAMED.match(inside) else None)


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.plain.rstrip()
    if not text or paragraph.words > CAPTION_WORDS or not re.search(r"[A-Za-z]{2}", text):
        return False
    if CAPTION.match(text):
        return True
    if text.endswith(":") and paragraph.words >= LEAD_IN_WORDS and not paragraph.bold:
        return False
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
    if any(PERCENT.search(text) for text in above):
        return "%"
    return None
