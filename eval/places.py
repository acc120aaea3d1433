"""Places in papers, and whether what was found or cited overlaps what the gold names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from eval.gold.questions import Evidence
from eval.wording import plain, stands_in
from qa.answers import Citation
from qa.pages import Lines, PageKind, PageSpan
from qa.papers import FileFormat, Paper
from qa.passages import Hit, Passage


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: lines of a text source, or pages of a PDF."""

    files: tuple[str, ...]
    """The paper's name, and the names under which the same bytes are filed elsewhere."""
    lines: Lines | None = None
    pages: tuple[int, int] | None = None
    """First and last 1-based PDF page."""
    words: str = ""
    """The passage itself, where its format has neither lines nor pages."""


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
    return placed(hit.passage, hit.paper, hit.score)


def placed(passage: Passage, paper: Paper, score: float = 0.0) -> Retrieved:
    """Show a passage as the evaluator sees it, found or not."""
    lines = passage.lines if paper.format == FileFormat.TEXT else None
    place = _place(paper, lines, passage.page, passage.text)
    return Retrieved(passage.id, score, place, passage.text)


def cited(citation: Citation) -> Place:
    """Return the place that a citation gives."""
    return _place(citation.paper, citation.lines, citation.page, citation.quote)


def overlaps(place: Place, evidence: Evidence) -> bool:
    """Say whether a place shares a line with the evidence, or spans its page.

    Lines decide where both have them; a page only where the place has no lines, since a
    text source's page is a printed number and often a range. In formats with neither, the
    words must hold the evidence's quote, or be part of it.
    """
    if not any(same_file(name, evidence.doc) for name in place.files):
        return False
    if place.lines is not None:
        if evidence.lines is None:
            return False
        return place.lines[0] <= evidence.lines[1] and evidence.lines[0] <= place.lines[1]
    if place.pages is not None and evidence.page is not None:
        return place.pages[0] <= evidence.page <= place.pages[1]
    if place.pages is None and evidence.page is None and evidence.lines is None:
        return _share_words(plain(place.words), plain(evidence.quote))
    return False


def same_file(held: str, wanted: str) -> bool:
    """Say whether a held paper's name ends in the wanted name, folder by folder."""
    wanted_parts = PurePosixPath(wanted).parts
    return PurePosixPath(held).parts[-len(wanted_parts) :] == wanted_parts


def _share_words(words: str, quote: str) -> bool:
    return bool(words) and (stands_in(quote, words) or stands_in(words, quote))


def _place(paper: Paper, lines: Lines | None, page: PageSpan, words: str) -> Place:
    names = names_of(paper)
    if lines is not None:
        return Place(names, lines=lines)
    if paper.format != FileFormat.PDF:
        return Place(names, words=words)
    if page.kind is PageKind.UNKNOWN or page.first is None:
        return Place(names)
    return Place(names, pages=(page.first, page.last if page.last is not None else page.first))
