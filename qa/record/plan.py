"""From what a question asks to a listing of the record; None means that a search answers it.

The scope comes first: the meetings that the question's days, council and body fit. What is left
over of its words, once that is taken away, is its matter. Nothing left over: the whole meeting.
A person's name left over: what that person did. A matter left over is answered here only where the
question asks for its course, its votes, or what was asked beside what was resolved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.language.councils import own_place
from qa.language.terms import analyse, content_terms
from qa.papers import Hit, Paper
from qa.questions.question import Kind, Question
from qa.questions.record import RecordAsked, Word
from qa.record.beside import asked_beside_resolved
from qa.record.entries import Listing
from qa.record.figures import figures_by_year
from qa.record.held import papers_held
from qa.record.matters import matter_over_time
from qa.record.meetings import (
    decisions_listed,
    deferrals_listed,
    items_on,
    private_listed,
)
from qa.record.people import acts_of, votes_on
from qa.record.register import Meeting, meetings_held
from qa.retrieval.scope import sure_council

if TYPE_CHECKING:
    from qa.library import Library

ONE_THING = frozenset({Kind.WHO, Kind.WHEN, Kind.REASON, Kind.FIGURE, Kind.YES_NO})
"""Kinds of question that want one thing, not a list."""
MOST_MEETINGS = 24


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings and papers that a question is about, and what is left over of its words."""

    meetings: tuple[Meeting, ...]
    papers: tuple[Paper, ...]
    matter: frozenset[str]
    of: str
    """The council or body, in words."""
    has_body: bool
    """Whether the question names the body that met."""


def listing_for(question: Question, library: Library, hits: Sequence[Hit] = ()) -> Listing | None:
    """Return what the record answers to a question; None where it asks for no list or course.

    `hits` are what a search found, if there was one: they tell the council where none is named.
    """
    asked = question.facets.record
    if not asked.words and not (asked.wants_several and asked.is_dated):
        return None
    scope = _scope(question, asked, library, hits)
    return (
        _of_papers(asked, scope)
        or _of_a_meeting(question, asked, scope, library)
        or _of_a_person(question, asked, scope, library)
        or _of_a_matter(question, asked, scope, library)
    )


def matter_for(question: Question, library: Library) -> Listing | None:
    """Return the course of the matter that a question names, whatever it asks of it."""
    asked = question.facets.record
    scope = _scope(question, asked, library, ())
    # Where each of its words may ask for something, they are the matter: a library, an exemption.
    matter = scope.matter or frozenset(content_terms(question.text))
    if not matter:
        return None
    return matter_over_time(library, scope.papers, matter, asked.covers)


def _of_papers(asked: RecordAsked, scope: Scope) -> Listing | None:
    if not asked.has(Word.PAPERS, Word.HELD) or scope.matter:
        return None
    papers = scope.papers
    if scope.has_body:
        papers = tuple(p for p in papers if any(p in m.papers for m in scope.meetings))
    return papers_held(papers, asked.covers, scope.of)


def _of_a_meeting(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    """Return all that meetings did of what is asked for, where no matter is named."""
    if question.minutes or not 0 < len(scope.meetings) <= MOST_MEETINGS:
        return None
    if question.facets.private.asks_for_private_items:  # of whichever meeting
        return private_listed(library, scope.meetings)
    if scope.matter or not asked.is_dated:
        return None
    if asked.has(Word.PRIVATE):
        return private_listed(library, scope.meetings)
    if ONE_THING.intersection(question.kinds):
        return None
    if asked.has(Word.DEFERRED):
        return deferrals_listed(library, scope.meetings)
    if asked.has(Word.DECIDED):
        return decisions_listed(library, scope.meetings)
    return None


def _of_a_person(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    """Return what one person moved, seconded and voted, where only the name is left over."""
    if not scope.matter or ONE_THING.intersection(question.kinds):
        return None
    if not (asked.has(Word.MOVED) or asked.has(Word.VOTED)):
        return None
    votes_only = not asked.has(Word.MOVED)
    return acts_of(library, scope.meetings, scope.matter, votes_only=votes_only)


def _of_a_matter(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    if not scope.matter:
        return None
    if asked.has(Word.COMPARED, Word.ASKED, Word.DECIDED) and asked.is_dated:
        found = asked_beside_resolved(library, scope.meetings, scope.matter)
        if found is not None:
            return found
    if asked.has(Word.VOTED, Word.EVERY):
        return votes_on(library, scope.meetings, scope.matter)
    if asked.wants_course and Kind.YES_NO not in question.kinds:
        return matter_over_time(library, scope.papers, scope.matter, asked.covers)
    if asked.has(Word.EVERY) and len(set(asked.years)) > 1:
        return figures_by_year(library, scope.papers, scope.matter, asked.years)
    several = asked.wants_several or asked.has(Word.EVERY)
    to_be_done = asked.has(Word.ASKED) and not asked.has(Word.DECIDED)
    if asked.is_dated and several and not to_be_done and not ONE_THING & set(question.kinds):
        return items_on(library, scope.meetings, scope.matter)
    return None


def _scope(question: Question, asked: RecordAsked, library: Library, hits: Sequence[Hit]) -> Scope:
    """Return the scope: of the council that is named, else of those that the words fit best."""
    papers = library.papers()
    councils = question.facets.councils_named(map(sure_council, papers))
    if not councils and not asked.is_dated and hits:
        councils = frozenset(filter(None, (sure_council(hits[0].paper),)))
    places = {own_place(council).lower() for council in councils}
    terms = question.facets.all_terms
    meetings = [
        meeting
        for meeting in meetings_held(library, asked.covers)
        if not places or any(_is_of(paper, places) for paper in meeting.papers)
    ]
    fits = [len(terms & _words_of(meeting, named=bool(places))) for meeting in meetings]
    most = max(fits, default=0)
    kept = tuple(meeting for meeting, fit in zip(meetings, fits, strict=True) if fit == most)
    known = frozenset().union(*(_words_of(meeting, named=False) for meeting in kept))
    known |= frozenset(term for council in councils for term in analyse(council))
    near = {hit.paper.id for hit in hits}
    own = [paper for paper in papers if _is_of(paper, places)] if places else papers
    if not places and near:
        own = [paper for paper in papers if paper.id in near]
    names = sorted({meeting.name for meeting in kept}) if kept else sorted(councils)
    return Scope(
        meetings=kept,
        papers=tuple(own),
        matter=asked.matter - known,
        of=" and ".join(names[:3]) or "all councils",
        has_body=any(terms & _words_of(meeting, named=True) for meeting in kept),
    )


def _is_of(paper: Paper, places: Collection[str]) -> bool:
    """Whether a paper is of one of some places: by its council, else by where it is filed."""
    if paper.council is not None:
        return own_place(paper.council).lower() in places
    filed = frozenset(analyse(_folders(paper)))
    return any(filed.issuperset(analyse(place)) for place in places)


def _folders(paper: Paper) -> str:
    return " ".join(PurePosixPath(paper.file).parts[:-1]).replace("-", " ").replace("_", " ")


def _words_of(meeting: Meeting, *, named: bool) -> frozenset[str]:
    """Return the terms by which a meeting may be called: of its body alone if the council is named.

    Of a meeting whose council no paper tells, also those of the folders in which it is filed.
    """
    if named:
        return frozenset(analyse(meeting.body or "")) - frozenset(analyse(meeting.council or ""))
    if meeting.council is not None:
        return meeting.words
    folders = " ".join(_folders(paper) for paper in meeting.papers)
    return meeting.words | frozenset(analyse(folders))
