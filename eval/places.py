"""Places in papers, and whether what was found or cited overlaps what the gold names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from eval.gold import Evidence
from qa.answers import Citation
from qa.papers import Hit, Lines, PageKind, PageSpan, Paper


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: lines of a text source, or pages of a PDF."""

    files: tuple[str, ...]
    """The paper's name, and the names under which the same bytes are filed elsewhere."""
    lines: Lines | None = None
    pages: tuple[int, int] | None = None
    """First and last 1-based PDF page."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One passage of a ranking, whichever system found it. Rank is its place in the list."""

    id: str
    score: float
    place: Place
    text: str


def names_of(paper: Paper) -> tuple[str, ...]:
    """Return every name under which a paper is held."""
    return (paper.file, *paper.same_as)


def retrieved(hit: Hit) -> Retrieved:
    """Show a hit as the evaluator sees it."""
    lines = hit.passage.lines if hit.paper.format == "text" else None
    place = Place(names_of(hit.paper), lines, _pages(hit.paper, hit.passage.page))
    return Retrieved(hit.passage.id, hit.score, place, hit.passage.text)


def cited(citation: Citation) -> Place:
    """Return the place that a citation gives."""
    return Place(names_of(citation.paper), citation.lines, _pages(citation.paper, citation.page))


def overlaps(place: Place, evidence: Evidence) -> bool:
    """Say whether a place shares a line with the evidence, or spans its page.

    Lines decide where both have them; a page only where the place has no lines, since a
    text source's page is a printed number and often a range.
    """
    if not any(same_file(name, evidence.doc) for name in place.files):
        return False
    if place.lines is not None:
        if evidence.lines is None:
            return False
        return place.lines[0] <= evidence.lines[1] and evidence.lines[0] <= place.lines[1]
    if place.pages is not None and evidence.page is not None:
        return place.pages[0] <= evidence.page <= place.pages[1]
    return False


def same_file(held: str, wanted: str) -> bool:
    """Say whether a held paper's name ends in the wanted name, folder by folder."""
    wanted_parts = PurePosixPath(wanted).parts
    return PurePosixPath(held).parts[-len(wanted_parts) :] == wanted_parts


def _pages(paper: Paper, page: PageSpan) -> tuple[int, int] | None:
    if paper.format != "pdf" or page.kind is PageKind.UNKNOWN or page.first is None:
        return None
    return page.first, page.last if page.last is not None else page.first
