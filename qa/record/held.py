"""Which papers are held: of a council or a body, of a time, of a kind. From the register alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from qa.language.dates import format_day
from qa.papers import UNKNOWN_PAGE, PageBasis, PageKind, PageSpan, Paper, PaperKind, Standing
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of, in_order


def papers_held(
    papers: Sequence[Paper], covers: Callable[[date | None], bool], of: str
) -> Listing | None:
    """Return those of these papers that are of the days asked about, by kind and day."""
    entries = [_entry(paper) for paper in papers if covers(paper.meeting_date)]
    undated = [paper for paper in papers if paper.meeting_date is None and not covers(None)]
    if not entries:
        return None
    kinds: dict[PaperKind, list[Entry]] = {}
    for entry in in_order(entries):
        kinds.setdefault(entry.paper.kind, []).append(entry)
    groups = tuple(Group(kind.value.capitalize(), tuple(held)) for kind, held in kinds.items())
    line = f"{count_of(len(entries), 'paper')} of {of} held."
    lacks = []
    if undated:
        more = count_of(len(undated), "paper")
        names = "; ".join(paper.file for paper in undated[:10])
        lacks.append(f"{more} held bear no date, and may be of that time: {names}.")
    return Listing(ListingKind.PAPERS, line, groups, tuple(lacks))


def _entry(paper: Paper) -> Entry:
    """Return a paper as an entry: the words that tell its day, else its title."""
    basis = next((each for each in paper.identity if each.field in ("date", "title")), None)
    page = UNKNOWN_PAGE
    if basis is not None and basis.page is not None:
        page = PageSpan(PageKind.EXACT, basis.page, basis.page, None, PageBasis.PDF_PAGE)
    lines = (basis.line, basis.line) if basis is not None and basis.line else None
    day = format_day(paper.meeting_date) if paper.meeting_date else "no date"
    also = f" Held as well as {', '.join(paper.same_as)}." if paper.same_as else ""
    return Entry(
        text=paper.title,
        standing=Standing.BACKGROUND,
        paper=paper,
        page=page,
        lines=lines,
        day=paper.meeting_date,
        label=f"{day}, {paper.file}",
        note=also.strip(),
    )
