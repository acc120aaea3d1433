"""Take over what a web page, or a document's heads and feet, say of the paper as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.bodies import find_body
from ingest.council import find_council
from ingest.document import PageSays
from ingest.meeting import Particulars
from ingest.paragraphs import paragraph_of
from ingest.parts import Part
from ingest.titles import title_of
from ingest.venue import find_venue
from qa.language.dates import first_date
from qa.papers import PaperKind
from qa.passages import SourceLine, UnitKind

FRONT = 15
MEETS = (PaperKind.AGENDA, PaperKind.MINUTES)


def as_page_says(parts: Sequence[Part], says: PageSays) -> list[Part]:
    """Give a paper's first document what was said of it beside the text."""
    if not parts:
        return []
    first = parts[0]
    particulars = _with_kind(first, says)
    if says.meeting:
        body, day = find_body(says.meeting), first_date(says.meeting)
        particulars = replace(
            particulars,
            body=particulars.body or body,
            meeting_date=day or particulars.meeting_date,
        )
    if particulars.body and particulars.body.isupper():
        particulars = replace(particulars, body=find_body(particulars.body) or particulars.body)
    if particulars.council is None:
        particulars = replace(particulars, council=council_said(says.publishers))
    if says.title:
        particulars = replace(particulars, title=says.title)
    elif particulars.kind in MEETS:
        title = title_of(particulars.kind, (), {}, particulars.body, particulars.meeting_date)
        particulars = replace(particulars, title=title)
    return [replace(first, particulars=particulars), *parts[1:]]


def council_said(lines: Sequence[str]) -> str | None:
    """Return the council that the surest of some lines names."""
    for line in lines:
        if council := find_council([paragraph_of([SourceLine(1, line)], UnitKind.PARAGRAPH)]):
            return council
    return None


def _with_kind(part: Part, says: PageSays) -> Particulars:
    particulars = part.particulars
    if says.kind is None or not (says.sure or particulars.kind is PaperKind.OTHER):
        return particulars
    front = part.paragraphs[:FRONT]
    day = particulars.meeting_date or first_date(" \n ".join(p.plain for p in front))
    venue = particulars.venue or (find_venue(front) if says.kind in MEETS else None)
    return replace(particulars, kind=says.kind, meeting_date=day, venue=venue)
