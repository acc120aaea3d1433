"""The parts of a paper's outline: items of business and the sections under them.

All that reads an outline (agenda, minutes, reports, proposals) returns sections in the paper's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.layout.headings import PART, is_list_of_names, stands_alone
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.particulars import Particulars
from qa.papers import ItemKind, Lines, Standing

SOFT = frozenset({Standing.DISCUSSED, Standing.BACKGROUND, Standing.PROPOSED})
"""Standings that are judged by wording; the others follow from the paper's own marks."""


@dataclass(frozen=True, slots=True)
class ItemKey:
    """The item to which a section belongs. `place` keeps items of the same name apart."""

    number: str | None
    title: str
    kind: ItemKind
    private: bool = False
    references: tuple[str, ...] = ()
    place: int = 0
    title_lines: Lines | None = None
    """Where the title stands, which a section need not hold."""


@dataclass(slots=True)
class Section:
    """Paragraphs under one heading path, of one standing."""

    heading: tuple[str, ...]
    standing: Standing
    particulars: Particulars
    item: ItemKey | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    decision: bool = False
    """A resolution or a set of recommendations: kept whole, its limbs kept as limbs."""


def same_words(text: str, title: str | None) -> bool:
    """Whether a heading repeats the title, punctuation and case apart."""
    return bool(title) and _letters(text) == _letters(title or "")


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def may_head(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Pair each paragraph with whether it may head a section: names in a list may not."""
    flags = [True] * len(paragraphs)
    run: list[int] = []
    for index, paragraph in enumerate([*paragraphs, None]):
        alone = paragraph is not None and paragraph.size == 0 and stands_alone(paragraph)
        # "Section B" begins something new: it is no name in a list.
        if alone and paragraph is not None and not PART.match(paragraph.plain):
            run.append(index)
            continue
        if is_list_of_names([paragraphs[i] for i in run]):
            for i in run[1:-1]:
                flags[i] = False
        run = []
    return list(zip(paragraphs, flags, strict=True))
