"""Which papers are held: of a council or a body, of a time, of a kind. From the register alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import date
from pathlib import PurePosixPath

from qa.language.dates import day_in_name, format_day, names_year
from qa.language.terms import stem
from qa.papers import UNKNOWN_PAGE, PageBasis, PageKind, PageSpan, Paper, PaperKind, Standing
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of, in_order
from qa.record.register import Meeting

ANY_KIND = frozenset(map(stem, ("papers", "documents", "files", "records")))
"""Words that ask for papers of every kind."""
NAMED_KINDS = {
    stem("minutes"): PaperKind.MINUTES,
    stem("agendas"): PaperKind.AGENDA,
    stem("packs"): PaperKind.PACK,
    stem("supplements"): PaperKind.SUPPLEMENT,
}
MOST_NAMED = 10
BY_NAME = "dated by the name of its file"
BY_YEAR = "bears no day; it names the year"


def kinds_named(terms: Set[str]) -> frozenset[PaperKind]:
    """Return the kinds of paper that alone are asked for by a question's terms; none if all are."""
    if terms & ANY_KIND:
        return frozenset()
    return frozenset(kind for word, kind in NAMED_KINDS.items() if word in terms)


def papers_held(
    papers: Sequence[Paper],
    covers: Callable[[date | None], bool],
    of: str,
    meetings: Sequence[Meeting] = (),
    kinds: frozenset[PaperKind] = frozenset(),
    years: Sequence[int] = (),
) -> Listing | None:
    """Return those of these papers that are of the days asked about, by kind and day.

    A paper that bears no day is taken by the day in its file's name, or by a year that this or its
    title names; others are named. Of `meetings` it is said which have no minutes.
    """
    wanted = [paper for paper in papers if not kinds or paper.kind in kinds]
    entries = []
    undated = []
    for paper in wanted:
        if paper.meeting_date is not None or covers(None):
            entries += [_entry(paper)] if covers(paper.meeting_date) else []
            continue
        day = day_in_name(PurePosixPath(paper.file).stem)
        told = f"{PurePosixPath(paper.file).stem.replace('_', ' ')} {paper.title}"
        if day is not None:
            entries += [_entry(paper, day, BY_NAME)] if covers(day) else []
        elif any(names_year(told, _as_named(year, told)) for year in years):
            entries.append(_entry(paper, None, BY_YEAR))
        else:
            undated.append(paper)
    if not entries:
        return None
    by_kind: dict[PaperKind, list[Entry]] = {}
    for entry in in_order(entries):
        by_kind.setdefault(entry.paper.kind, []).append(entry)
    groups = tuple(Group(kind.value.capitalize(), tuple(held)) for kind, held in by_kind.items())
    line = f"{count_of(len(entries), 'paper')} of {of} held."
    lacks = []
    without = [one.title for one in meetings if covers(one.day) and not one.is_recorded()]
    if without:
        lacks.append(f"No minutes that bear the day are held of {'; '.join(without)}.")
    if undated:
        more = count_of(len(undated), "paper")
        names = "; ".join(paper.file for paper in undated[:MOST_NAMED])
        rest = len(undated) - MOST_NAMED
        names += f"; and {rest} more" if rest > 0 else ""
        lacks.append(f"{more} held bear no date, and may be of that time: {names}.")
    return Listing(ListingKind.PAPERS, line, groups, tuple(lacks))


def _as_named(year: int, told: str) -> str:
    """Return a year as a text may name it: itself, or the span of years that it begins or ends."""
    for first in (year - 1, year):
        span = f"{first}-{(first + 1) % 100:02d}"
        if names_year(told, span):
            return span
    return str(year)


def _entry(paper: Paper, by_name: date | None = None, how: str = "") -> Entry:
    """Return a paper as an entry: the words that tell its day, else its title."""
    basis = next((each for each in paper.identity if each.field in ("date", "title")), None)
    page = UNKNOWN_PAGE
    if basis is not None and basis.page is not None:
        page = PageSpan(PageKind.EXACT, basis.page, basis.page, None, PageBasis.PDF_PAGE)
    lines = (basis.line, basis.line) if basis is not None and basis.line else None
    day = paper.meeting_date or by_name
    also = f"Held as well as {', '.join(paper.same_as)}" if paper.same_as else ""
    return Entry(
        text=paper.title,
        standing=Standing.BACKGROUND,
        paper=paper,
        page=page,
        lines=lines,
        day=day,
        label=f"{format_day(day) if day else 'no date'}, {paper.file}",
        note="; ".join(part for part in (how, also) if part),
    )
