"""Give every paragraph its place in the outline and its standing: what the clerk would say."""

from __future__ import annotations

from ingest.agenda import read_agenda
from ingest.minutes import read_minutes
from ingest.outline import SOFT, ItemKey, Section
from ingest.page_items import has_items, read_page_agenda
from ingest.parts import Part
from ingest.proposals import are_proposals, read_proposals
from ingest.reports import read_report
from qa.papers import PaperKind

__all__ = ["SOFT", "ItemKey", "Section", "read_sections"]


def read_sections(part: Part) -> list[Section]:
    """Read one document's outline. Order is the order of the paper."""
    sections = None
    if part.particulars.kind is PaperKind.AGENDA and has_items(part.paragraphs):
        sections = read_page_agenda(part)
    elif part.particulars.kind is PaperKind.MINUTES:
        sections = read_minutes(part)
    elif part.particulars.kind in (PaperKind.AGENDA, PaperKind.SUPPLEMENT):
        sections = read_agenda(part)
    elif are_proposals(part.paragraphs):
        sections = read_proposals(part)
    return [section for section in sections or read_report(part) if section.paragraphs]
