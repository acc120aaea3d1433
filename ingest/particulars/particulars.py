"""Read what a paper is: its kind, council, body, day, venue and title, and what tells each.

All of it stands at the front, on a cover or in lines of their own, but for what is signed at the end
and what a record says was done. What is not there stays None: what stands beside the text, such as
the file's name, is weighed in `outside`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.bodies import body_signs, same_body
from ingest.particulars.councils import council_signs, most_named, same_council
from ingest.particulars.cover import read_cover
from ingest.particulars.days import day_signs
from ingest.particulars.evidence import Sign, basis_of, settle
from ingest.particulars.kinds import Kind, kind_of
from ingest.particulars.titles import find_venue, title_of
from qa.language.sentences import FULL_STOPS
from qa.papers import Basis, PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its particulars stand."""
NAMED_IN = 400
"""Paragraphs in which the council is looked for that is named most."""
NUMBER = re.compile(r"(?=.*\d)(?=.*[A-Z/-])[A-Z\d][A-Z\d/.-]{3,19}")
"""A decision's or report's number, where a label says so: "2024/118"."""
NUMBERED = re.compile(
    r"\breport (?:no|number|ref(?:erence)?)\b\.?\s*:?\s*(?P<number>(?=\S*\d)[A-Z\d][A-Z\d/.-]{2,18}[A-Z\d])",
    re.I,
)
"""A report's number, in its front beside other things: "(Report no. AB/25/61)"."""
NUMBER_NEAR = 8
"""Paragraphs of a report's front in which it gives its number."""
MEETS = frozenset({PaperKind.AGENDA, PaperKind.MINUTES, PaperKind.SUPPLEMENT})


@dataclass(frozen=True, slots=True)
class Signs:
    """All that tells council, body and day within a paper, to be weighed with what is beside it."""

    council: tuple[Sign[str], ...] = ()
    body: tuple[Sign[str], ...] = ()
    day: tuple[Sign[date], ...] = ()
    kind: PaperKind | None = None
    """The kind by which they were weighed."""
    paragraphs: int = 0
    """How many paragraphs were read."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the front of a paper, or of a report bound in a pack, says about itself."""

    kind: PaperKind
    title: str | None = None
    council: str | None = None
    body: str | None = None
    meeting_date: date | None = None
    venue: str | None = None
    references: tuple[str, ...] = ()
    proposed_decision: bool = False
    """A decision record drawn up before the decision: what it holds is a recommendation."""
    identity: tuple[Basis, ...] = ()
    """What tells council, body, date, kind and title, as far as the paper itself does."""
    signs: Signs = field(default=Signs(), repr=False, compare=False)


def read_particulars(
    paragraphs: Sequence[Paragraph], known: PaperKind | None = None
) -> Particulars:
    """Read a paper's particulars; what is not there stays None. `known` is its kind, if known."""
    count = len(paragraphs)
    paragraphs = without_properties(paragraphs)
    front = [p for p in paragraphs[:FRONT] if p.plain]
    cover = read_cover(front)
    kind = kind_of(paragraphs, cover)
    if known and known is not kind.kind:
        kind = kind._replace(kind=known)
    councils = council_signs(paragraphs)
    if not settle(councils, same_council):
        councils += most_named(paragraphs[:NAMED_IN])
    council = settle(councils, same_council)
    bodies = body_signs(paragraphs, cover, council.value if council else None, kind.kind)
    own = council.value if council else None
    body = settle(bodies, partial(same_body, council=own))
    days = day_signs(paragraphs, cover, kind.kind)
    day = settle(days)
    title = title_of(
        kind.kind, front, cover, body.value if body else None, day.value if day else None
    )
    # "Town Hall. The meeting began at 2 pm.": the place ends with the sentence.
    meets = kind.kind in MEETS
    venue = FULL_STOPS.split(cover.venue)[0] or (find_venue(front) if meets else None)
    number = cover.number
    if not number and kind.kind is PaperKind.REPORT:
        numbered = (NUMBERED.search(p.plain) for p in front[:NUMBER_NEAR])
        number = next((match["number"] for match in numbered if match), "")
    numbers = [number] if NUMBER.fullmatch(number) else wordings.references(number)
    references = tuple(dict.fromkeys([*numbers, *wordings.references(title or "")]))
    told = [
        basis_of(name, settled)
        for name, settled in (("council", council), ("body", body))
        if settled
    ]
    told += [basis_of("date", day)] if day else []
    told += _basis_of_kind(kind)
    told += _basis_of_title(title, front)
    return Particulars(
        kind.kind,
        title,
        council.value if council else None,
        body.value if body else None,
        day.value if day else None,
        venue,
        references,
        kind.proposed,
        tuple(told),
        Signs(tuple(councils), tuple(bodies), tuple(days), kind.kind, count),
    )


def _basis_of_kind(kind: Kind) -> list[Basis]:
    if kind.told_by is None:
        return []
    unit = kind.told_by.unit
    words = " ".join(kind.words.split())[:200]
    return [Basis("kind", kind.kind.value, words, unit.page, unit.lines[0], kind.confidence)]


def _basis_of_title(title: str | None, front: Sequence[Paragraph]) -> list[Basis]:
    """Return where a title is printed; one that is put together from the meeting has no place."""
    if not title:
        return []
    place = next((p for p in front if title in p.plain or p.plain in title), None)
    if place is None:
        return [Basis("title", title, title, confidence=0.6)]
    unit = place.unit
    return [Basis("title", title, place.plain[:200], unit.page, unit.lines[0], 0.8)]


FENCE = ("---", "+++")
"""Around the properties that may stand before a Markdown text."""


def without_properties(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the paragraphs of a Markdown text without the properties that stand before it."""
    if not paragraphs or paragraphs[0].unit.text.split("\n")[0].strip() not in FENCE:
        return paragraphs
    fence = paragraphs[0].unit.text.split("\n")[0].strip()
    for index, paragraph in enumerate(paragraphs[:40]):
        lines = paragraph.unit.text.split("\n")
        ends = (i for i, line in enumerate(lines) if line.strip() == fence and (index or i))
        end = next(ends, None)
        if end is not None:
            return [*_after(paragraph, end + 1), *paragraphs[index + 1 :]]
    return paragraphs


def _after(paragraph: Paragraph, lines: int) -> list[Paragraph]:
    """Return what of a paragraph stands after so many of its lines; nothing where nothing does."""
    kept = paragraph.unit.text.split("\n")[lines:]
    if not any(line.strip() for line in kept):
        return []
    first, last = paragraph.unit.lines
    unit = replace(paragraph.unit, text="\n".join(kept), lines=(min(first + lines, last), last))
    return [replace(paragraph, unit=unit, pieces=(unit,), plain=wordings.plain(" ".join(kept)))]
