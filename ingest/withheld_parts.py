"""Which of the documents bound in a pack are withheld, and where they begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from ingest.openings import COVER_SPAN
from ingest.paragraphs import Paragraph
from ingest.private_parts import opens_private_part, says_public
from ingest.restriction import is_restricted

AGENDA = re.compile(r"\bagenda\b|\bminutes\b|\bpack\b", re.I)
TITLE_WORDS = 20
TITLE_PAGE_WORDS = 60
"""Words of a page in front of a report that bears no more than its title."""


def find_withheld(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], marked: Collection[int]
) -> list[bool]:
    """Tell for each document whether it is withheld: marked itself, or in a pack's private part."""
    flags, private = [], False
    for place, (start, end) in enumerate(pairwise([*starts, len(paragraphs)])):
        some = paragraphs[start:end]
        private = private or (place > 0 and opens_private_part(paragraphs, start))
        page = some[0].unit.page
        top = page is None or (start > 0 and paragraphs[start - 1].unit.page != page)
        private = private and not (top and says_public(some))
        bears = any(paragraph.unit.page in marked for paragraph in some)
        flags.append(private or bears or is_restricted(some))
    title_page = starts[1:2] and paragraphs[0].unit.page != paragraphs[starts[1]].unit.page
    if title_page and all(flags[1:]) and _is_title_page(paragraphs[: starts[1]]):
        flags[0] = True
    return flags


def page_top(paragraphs: Sequence[Paragraph], start: int, before: int) -> int:
    """Return where the page begins on which an exempt document does: its title may stand there."""
    page, top = paragraphs[start].unit.page, start
    while page is not None and top - 1 > before and paragraphs[top - 1].unit.page == page:
        if start - top == COVER_SPAN or paragraphs[top - 1].words > TITLE_WORDS:
            return start
        top -= 1
    return top


def _is_title_page(paragraphs: Sequence[Paragraph]) -> bool:
    short = all(p.words <= TITLE_WORDS and not p.plain.endswith(".") for p in paragraphs)
    words = sum(paragraph.words for paragraph in paragraphs)
    named = any(AGENDA.search(p.plain) for p in paragraphs)
    return short and words <= TITLE_PAGE_WORDS and not named
