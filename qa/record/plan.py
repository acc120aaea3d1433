"""From what a question asks to a listing of the record; None means that a search answers it.

The scope comes first: the meetings that the question's days, council and body fit. What is left
over of its words, once that is taken away, is its matter. Nothing left over: the whole meeting.
A person's name left over: what that person did. A matter left over is answered here only where the
question asks for its course, its votes, what was put off, or what was asked beside what was
resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.papers import Hit, Standing
from qa.questions.question import Kind, Question
from qa.questions.record import RecordAsked, Word
from qa.record.beside import asked_beside_resolved
from qa.record.entries import Listing
from qa.record.figures import figures_by_year
from qa.record.held import kinds_named, papers_held
from qa.record.matters import matter_over_time
from qa.record.meetings import (
    decisions_listed,
    deferrals_listed,
    items_on,
    private_listed,
)
from qa.record.people import acts_of, motions_listed, votes_on
from qa.record.scope import Scope, scope_of

if TYPE_CHECKING:
    from qa.library import Library

ONE_THING = frozenset({Kind.WHO, Kind.WHEN, Kind.REASON, Kind.FIGURE, Kind.YES_NO})
"""Kinds of question that want one thing, not a list."""
OF_A_TIME = frozenset({Kind.OTHER, Kind.DECISION})
"""Kinds of question on a matter in a time that goes on, which want its course."""
MOST_MEETINGS = 24


def listing_for(question: Question, library: Library, hits: Sequence[Hit] = ()) -> Listing | None:
    """Return what the record answers to a question; None where it asks for no list or course.

    `hits` are what a search found, if there was one: they tell the council where none is named.
    """
    asked = question.facets.record
    if not asked.words and not (asked.wants_several and asked.is_dated) and not asked.spans_days:
        return None
    scope = scope_of(question, asked, library, hits)
    listing = (
        _of_papers(question, asked, scope, library)
        or _of_a_meeting(question, asked, scope, library)
        or _of_a_person(question, asked, scope, library)
        or _of_a_matter(question, asked, scope, library)
    )
    if listing is None or not scope.lacks:
        return listing
    return replace(listing, lacks=(*listing.lacks, *scope.lacks))


def matter_for(question: Question, library: Library) -> Listing | None:
    """Return the course of the matter that a question names, whatever it asks of it."""
    asked = question.facets.record
    scope = scope_of(question, asked, library, ())
    # Where each of its words may ask for something, they are the matter: a library, an exemption.
    matter = scope.matter or question.facets.content_terms
    if not matter:
        return None
    return matter_over_time(library, scope.papers, matter, asked.covers, question.written)


def _of_papers(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    if not asked.has(Word.PAPERS, Word.HELD) or scope.matter:
        return None
    papers = scope.papers if scope.is_named else tuple(library.papers())
    if scope.has_body:
        papers = tuple(p for p in papers if any(p in m.papers for m in scope.meetings))
    kinds = kinds_named(question.facets.all_terms)
    return papers_held(papers, asked.covers, scope.of, scope.meetings, kinds, asked.years)


def _of_a_meeting(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    """Return all that meetings did of what is asked for, where no matter is named."""
    if question.minutes or not 0 < len(scope.meetings) <= MOST_MEETINGS:
        return None
    if question.facets.private.asks_for_private_items:  # of whichever meeting
        return private_listed(library, scope.meetings)
    if not _names_meetings(asked, scope):
        return None
    if asked.has(Word.PRIVATE) and (not scope.matter or asked.wants_several):
        all_items = asked.wants_several or Kind.YES_NO in question.kinds
        return private_listed(library, scope.meetings, scope.matter, all_items=all_items)
    if scope.matter and _wants_one_thing(question):
        return None
    if asked.has(Word.DEFERRED) and (not scope.matter or Kind.DECISION not in question.kinds):
        return deferrals_listed(library, scope.meetings, scope.matter)
    if scope.matter:
        return None
    if asked.has(Word.VOTED) and not asked.has(Word.MOVED):
        return votes_on(library, scope.meetings, scope.matter, every=True)
    if asked.has(Word.MOVED) and (asked.wants_several or asked.has(Word.EVERY)):
        return motions_listed(library, scope.meetings)
    if {Kind.WHO, Kind.WHEN, Kind.REASON} & set(question.kinds):
        return None
    for word, standing in ((Word.NOTED, Standing.NOTED), (Word.REFUSED, Standing.LOST)):
        if asked.has(word):
            return decisions_listed(library, scope.meetings, standings=(standing,))
    return decisions_listed(library, scope.meetings) if asked.has(Word.DECIDED) else None


def _names_meetings(asked: RecordAsked, scope: Scope) -> bool:
    """Whether a question names meetings: by a day, or by council and body that met but once."""
    return asked.is_dated or (len(scope.meetings) == 1 and scope.is_named and scope.has_body)


def _wants_one_thing(question: Question) -> bool:
    """Whether a question wants one thing and no list."""
    return bool(ONE_THING & set(question.kinds)) and Kind.LIST not in question.kinds


def _of_a_person(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    """Return what one person moved, seconded and voted, where a name is left over."""
    if not scope.matter or ONE_THING.intersection(question.kinds):
        return None
    if not (asked.has(Word.MOVED) or asked.has(Word.VOTED)):
        return None
    return acts_of(
        library,
        scope.meetings,
        scope.matter,
        votes_only=not asked.has(Word.MOVED),
        names=question.names,
        spelt=question.written,
    )


def _of_a_matter(
    question: Question, asked: RecordAsked, scope: Scope, library: Library
) -> Listing | None:
    if not scope.matter:
        return None
    if asked.compares_asked_with_decided and asked.is_dated:
        found = asked_beside_resolved(library, scope.meetings, scope.matter)
        if found is not None:
            return found
    if asked.has(Word.VOTED) and (asked.has(Word.EVERY) or asked.wants_several):
        every = asked.is_dated and asked.wants_several
        return votes_on(library, scope.meetings, scope.matter, every=every)
    goes_on = asked.goes_on and not asked.has(Word.COMPARED)
    course = asked.wants_course or (goes_on and set(question.kinds) <= OF_A_TIME)
    if course and Kind.YES_NO not in question.kinds:
        return matter_over_time(library, scope.papers, scope.matter, asked.covers, question.written)
    if asked.has(Word.EVERY) and len(set(asked.years)) > 1:
        return figures_by_year(library, scope.papers, scope.matter, asked.years)
    several = asked.wants_several or asked.has(Word.EVERY)
    to_be_done = asked.has(Word.ASKED) and not asked.has(Word.DECIDED)
    if asked.is_dated and several and not to_be_done and not ONE_THING & set(question.kinds):
        decided = asked.has(Word.DECIDED) and not asked.has(Word.EVERY)
        found = items_on(library, scope.meetings, scope.matter, decided=decided)
        if found is not None or not asked.has(Word.DECIDED):
            return found
        return decisions_listed(library, scope.meetings, scope.matter)
    return None
