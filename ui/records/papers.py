"""Every paper held, as rows of a table: when and of which meeting, what it is, which version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.language.dates import format_day
from qa.language.terms import term_set
from qa.papers import Paper, PaperKind
from qa.record.register import Meeting, meetings_held
from ui.records.filters import Asked
from ui.records.lines import Link, paper_link

if TYPE_CHECKING:
    from qa.library import Library


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper held."""

    link: Link
    file: str
    day: str
    """In words; empty where it bears none."""
    iso: str
    body: str
    meeting: Link | None
    """The page of its meeting, or the list of those that it is of."""
    kind: str
    council: str
    pages: int | None
    versions: tuple[tuple[str, Link], ...]
    """What is said of each other version that is held, with its link."""

    @property
    def version(self) -> str:
        """What is said of other versions, in words alone."""
        return "; ".join(f"{said} {link.words}" for said, link in self.versions)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of a page offers."""

    bodies: tuple[str, ...]
    kinds: tuple[str, ...]
    councils: tuple[str, ...]


def paper_rows(library: Library, asked: Asked) -> list[PaperRow]:
    """Return the papers asked for, the latest meeting first, those without a day last."""
    words = term_set(asked.words)
    found = [
        paper
        for paper in library.papers()
        if asked.covers(paper.meeting_date)
        and _is(paper.body, asked.body)
        and _is(paper.kind.value, asked.kind)
        and _is(paper.council, asked.council)
        and words <= term_set(f"{paper.title} {paper.file}")
        and (not asked.words or words or asked.words.casefold() in paper.title.casefold())
    ]
    found.sort(key=lambda paper: paper.title.casefold())
    found.sort(key=lambda paper: paper.meeting_date or date.min, reverse=True)
    of = defaultdict[str, list[Meeting]](list)
    for meeting in meetings_held(library):
        for paper in meeting.papers:
            of[paper.id].append(meeting)
    titles = {paper.id: paper for paper in library.papers()}
    return [_row(paper, of[paper.id], titles) for paper in found]


def choices(papers: Sequence[Paper]) -> Choices:
    """Return the bodies, kinds and councils of papers, by name."""
    kinds = {paper.kind for paper in papers}
    return Choices(
        bodies=_names(paper.body for paper in papers),
        kinds=tuple(kind.value for kind in PaperKind if kind in kinds),
        councils=_names(paper.council for paper in papers),
    )


def _names(names: Iterable[str | None]) -> tuple[str, ...]:
    held: dict[str, str] = {}
    for name in names:
        if name:
            held.setdefault(name.casefold(), name)
    return tuple(sorted(held.values(), key=str.casefold))


def _is(held: str | None, wanted: str) -> bool:
    return not wanted or (held or "").casefold() == wanted.casefold()


def _row(paper: Paper, meetings: Sequence[Meeting], held: dict[str, Paper]) -> PaperRow:
    versions = []
    for said, other in (
        ("superseded by", paper.superseded_by),
        ("supersedes", paper.supersedes),
    ):
        if other is not None and other in held:
            versions.append((said, paper_link(held[other])))
    meeting = None
    if len(meetings) == 1:
        words = paper.body or paper.council or "the meeting"
        of = format_day(meetings[0].day) if meetings[0].day else "no day known"
        meeting = Link(words, f"meetings/{meetings[0].id}", of)
    elif meetings:
        meeting = Link(paper.body or "several meetings", f"meetings?paper={paper.id}", paper.title)
    return PaperRow(
        link=paper_link(paper),
        file=paper.file,
        day=format_day(paper.meeting_date) if paper.meeting_date else "",
        iso=paper.meeting_date.isoformat() if paper.meeting_date else "",
        body=paper.body or "",
        meeting=meeting,
        kind=paper.kind.value,
        council=paper.council or "",
        pages=paper.pages,
        versions=tuple(versions),
    )
