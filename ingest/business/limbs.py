"""Read the limbs of a resolution or a set of recommendations, and which of them are missing.

A limb is a numbered part; its number has a style ("(1)", "a)", "iv.") and a place in the order of
that style. Limbs of another style below one are its own parts. What an extraction lost is known by
a gap in the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from qa.papers import Limb

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
OPEN_ENDED = re.compile(r"(?::|\bthat|\bto|\bthat:|[:–—-])\W*$", re.I)
LONGEST_GAP = 2
"""Limbs that may be missing between two found ones."""
RUN_IN = re.compile(r"(?:(?<=\s)|^)(\((?:\d{1,2}|[a-zA-Z]|[ivx]{2,5})\))(?=\s)")
"""A limb's number within a paragraph: "RESOLVED That (1) the report be noted; (2) …"."""
RECORDED = re.compile(
    r"(?:^|\s)decision(?: made| taken)?\s*:\s*(?:$|(?:as |the |i |cabinet|that|agree|to )\b)"
    r"|^\W*(?:\d{1,2}[.)]?\s+)?(?:the |details of (?:the )?)?decisions?(?:\(s\))?(?: made| taken)?\W*$",
    re.I,
)
NOT_RECORDED = re.compile(
    r"\W*(?:(?:reasons?|reason\(s\)|title of|date of|key)\s|[^:]*\b(?:taking|making) (?:the|this|a) )",
    re.I,
)
"""Labels of what stands beside a decision: its reasons, its day, who takes it."""
Order = tuple[str, int]
"""A limb number's style and its place in the order."""


@dataclass(slots=True)
class _Draft:
    number: str
    order: Order
    texts: list[str]
    below: list[_Draft] = field(default_factory=list)

    def limb(self) -> Limb:
        return Limb(self.number, "\n".join(self.texts), tuple(d.limb() for d in self.below))


def read_limbs(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Limb, ...], tuple[str, ...]]:
    """Return a resolution's limbs and the numbers that are missing between the top ones.

    The words after a limb up to the next top number belong to it; its own parts are its limbs.
    """
    tops: list[_Draft] = []
    for paragraph in paragraphs:
        number = None if _introduces(paragraph, tops) else paragraph.unit.number
        if number and (draft := _draft(number, paragraph.unit.text, tops)):
            continues = not tops or draft.order[0] == tops[0].order[0]
            if continues and (not tops or draft.order[1] > tops[-1].order[1]):
                tops.append(draft)
                continue
            if tops and not continues:
                _put_below(tops[-1], draft)
        if tops:
            tops[-1].texts.append(paragraph.unit.text)
    if not tops:
        tops = _run_in(paragraphs)
    return tuple(draft.limb() for draft in tops), _missing(paragraphs, tops)


def order_of(number: str, after: Order | None = None) -> Order | None:
    """Return a limb number's style and place, or None; (i) after (h) is a letter."""
    bare = number.strip("().")
    style = "paren" if number.startswith("(") else "plain"
    if bare.isdigit():
        return f"{style} 1", int(bare)
    if re.fullmatch(r"\d+(?:\.\d+)+", bare):
        stem, _, place = bare.rpartition(".")
        return f"dotted {stem}.1", int(place)
    case = "A" if bare.isupper() else "a"
    letter = ord(bare.lower()) - 96 if len(bare) == 1 and bare.isalpha() else None
    if letter and after and after[0].lower() == f"{style} a" and after[1] == letter - 1:
        return after[0], letter  # word processors turn the first of a), b), c) into A)
    if bare.lower() in ROMAN:
        return f"{style} {'I' if bare.isupper() else 'i'}", ROMAN.index(bare.lower()) + 1
    return (f"{style} {case}", letter) if letter else None


def asks(text: str) -> bool:
    """Whether words head what is asked for, or end by leading in to it: "is asked to:"."""
    heads = wordings.RECOMMENDATION.match(text)
    return bool(heads or (wordings.ASKED.search(text) and OPEN_ENDED.search(text)))


def labels_decision(text: str) -> bool:
    """Whether words are, or begin with, the label above or beside what one record decides."""
    return bool(RECORDED.search(text)) and not NOT_RECORDED.match(text)


def _draft(number: str, text: str, tops: Sequence[_Draft]) -> _Draft | None:
    before = tops[-1].below[-1] if tops and tops[-1].below else None
    order = order_of(number, tops[-1].order if tops else None)
    if before and (order is None or order[0] != tops[0].order[0]):
        order = order_of(number, before.order)
    return _Draft(number, order, [text]) if order else None


def _put_below(top: _Draft, draft: _Draft) -> None:
    """Keep a part of a limb: those of one style, in rising order."""
    if not top.below or (
        draft.order[0] == top.below[0].order[0] and draft.order[1] > top.below[-1].order[1]
    ):
        top.below.append(draft)
    else:
        top.below[-1].texts += draft.texts


def _introduces(paragraph: Paragraph, tops: Sequence[_Draft]) -> bool:
    """Whether a numbered paragraph introduces the limbs: "2.1 The Committee is asked to:"."""
    text = paragraph.plain
    if wordings.RESOLUTION.match(text):
        return True
    if tops or (paragraph.unit.number or "").startswith("("):
        return False
    return bool(
        wordings.ASKED.search(text)
        or (wordings.RECOMMENDATION.match(text) and paragraph.words <= 4)
    )


def _run_in(paragraphs: Sequence[Paragraph]) -> list[_Draft]:
    """Return the limbs that stand within one paragraph, numbered from the first on."""
    for paragraph in paragraphs:
        text = paragraph.unit.text
        drafts: list[_Draft] = []
        marks = list(RUN_IN.finditer(text))
        starts: list[int] = []
        for mark in marks:
            order = order_of(mark[1], drafts[-1].order if drafts else None)
            due = (drafts[-1].order[0], drafts[-1].order[1] + 1) if drafts else None
            if order and (order == due if due else order[1] == 1):
                drafts.append(_Draft(mark[1], order, []))
                starts.append(mark.start())
        if len(drafts) >= 2:
            for draft, start, end in zip(drafts, starts, [*starts[1:], len(text)], strict=True):
                draft.texts.append(text[start:end].strip())
            return drafts
    return []


def _missing(paragraphs: Sequence[Paragraph], tops: Sequence[_Draft]) -> tuple[str, ...]:
    missing = _missing_before(paragraphs, tops)
    for one, after in pairwise(tops):
        missing += [_numbered(one, place) for place in range(one.order[1] + 1, after.order[1])]
    return tuple(missing)


def _missing_before(paragraphs: Sequence[Paragraph], tops: Sequence[_Draft]) -> list[str]:
    """Return the limbs lost between the words that introduce them and the first one found."""
    if not tops or not 1 < tops[0].order[1] <= 1 + LONGEST_GAP:
        return []
    first = tops[0]
    before = next((i for i, p in enumerate(paragraphs) if p.unit.number == first.number), 0)
    if not before or not OPEN_ENDED.search(paragraphs[before - 1].plain):
        return []
    return [_numbered(first, place) for place in range(1, first.order[1])]


def _numbered(like: _Draft, place: int) -> str:
    """Return the number of another limb, printed as this one's is."""
    style = like.order[0]
    bare = like.number.strip("().")
    if style.startswith("dotted"):
        return like.number.replace(bare, f"{style.split()[1][:-1]}{place}")
    label = str(place) if style.endswith("1") else chr(96 + place)
    label = ROMAN[place - 1] if style[-1] in "iI" else label
    return like.number.replace(bare, label.upper() if style[-1] in "AI" else label)
