"""What a question of the record is about: meetings, papers, and the matter that is left over.

Councils are those that it names: by their name, or by the folder in which papers lie that name
none. Of their meetings on its days those are kept whose body's words fit best.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.language.councils import own_place
from qa.language.terms import analyse
from qa.papers import Hit, Paper
from qa.questions.question import Question
from qa.questions.record import RecordAsked
from qa.record.register import ANY_BODY, Meeting, meetings_held
from qa.retrieval.scope import sure_council, sure_councils

if TYPE_CHECKING:
    from qa.library import Library


NO_LETTER = re.compile(r"[\W\d_]+")


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
    is_named: bool
    """Whether it names a council."""
    lacks: tuple[str, ...] = ()
    """What is not sure of the scope, in sentences."""


def scope_of(
    question: Question, asked: RecordAsked, library: Library, hits: Sequence[Hit]
) -> Scope:
    """Return the scope: of the council that is named, else of those that the words fit best."""
    papers = library.papers()
    homes = library.once(_homes)
    terms = question.facets.all_terms
    councils = question.facets.councils_named(library.once(sure_councils))
    if not councils and not asked.is_dated and hits:
        councils = frozenset(filter(None, (sure_council(hits[0].paper),)))
    places = {own_place(council).lower() for council in councils} or _folders_named(library, terms)
    theirs = {home for home, paper in homes.first.items() if places and _is_of(paper, places)}
    held = [
        meeting
        for meeting in meetings_held(library)
        if not places or any(homes.of[paper.id] in theirs for paper in meeting.papers)
    ]
    meetings = [meeting for meeting in held if asked.covers(meeting.day)]
    lacks: tuple[str, ...] = ()
    if not meetings and places and asked.is_dated:
        meetings = [meeting for meeting in held if meeting.day is None]
        lacks = (_UNDATED,) if meetings else ()
    fits = [_fit(terms, _words_of(meeting, named=bool(places))) for meeting in meetings]
    most = max(fits, default=(0, 0))
    kept = tuple(meeting for meeting, fit in zip(meetings, fits, strict=True) if fit == most)
    known = frozenset().union(*(_all_words_of(meeting) for meeting in kept))
    known |= frozenset(term for council in (*councils, *places) for term in analyse(council))
    near = {hit.paper.id for hit in hits}
    own = [paper for paper in papers if homes.of[paper.id] in theirs] if places else papers
    if not places and hits:
        first = sure_council(hits[0].paper)
        theirs_surely = library.once(_by_sure_council).get(first, frozenset()) if first else ()
        wanted = near.union(theirs_surely)
        own = [paper for paper in papers if paper.id in wanted]
    names = sorted({meeting.name for meeting in kept}) if kept else sorted(councils)
    return Scope(
        meetings=kept,
        papers=tuple(own),
        matter=asked.matter - known,
        of=" and ".join(names[:3]) or "all councils",
        has_body=any(terms & _words_of(meeting, named=True) for meeting in kept),
        is_named=bool(places),
        lacks=lacks,
    )


_UNDATED = (
    "No paper of a meeting on the day asked about is held; this is of a meeting whose paper bears "
    "no day."
)


_Home = tuple[str | None, str]
"""The council of a paper, and the folder in which it is filed."""


@dataclass(frozen=True, slots=True)
class _Homes:
    """Where the papers in sight are at home: there are few such places, and many papers."""

    of: Mapping[str, _Home]
    """{paper id: its home}."""
    first: Mapping[_Home, Paper]
    """{home: a paper of it}."""


def _homes(library: Library) -> _Homes:
    papers = library.papers()
    of = {paper.id: (paper.council, paper.file.rpartition("/")[0]) for paper in papers}
    return _Homes(of, {of[paper.id]: paper for paper in reversed(papers)})


def _by_sure_council(library: Library) -> dict[str | None, frozenset[str]]:
    """Return {council: ids of the papers that surely are its own}."""
    found: dict[str | None, set[str]] = {}
    for paper in library.papers():
        found.setdefault(sure_council(paper), set()).add(paper.id)
    return {council: frozenset(ids) for council, ids in found.items()}


def _folders_named(library: Library, terms: frozenset[str]) -> set[str]:
    """Return the folders that a question names, of those whose papers name no council."""
    homes = library.once(_homes).first.values()
    folders = {_folder(paper) for paper in homes if paper.council is None}
    return {name for name in folders if name and terms.issuperset(analyse(name))}


def _is_of(paper: Paper, places: Collection[str]) -> bool:
    """Whether a paper is of one of some places: by its council, or by where it is filed."""
    if paper.council is not None and own_place(paper.council).lower() in places:
        return True
    if paper.council is not None and not _is_filed_alone(paper, places):
        return False
    filed = frozenset(analyse(_folders(paper)))
    return any(filed.issuperset(analyse(place)) for place in places)


def _is_filed_alone(paper: Paper, places: Collection[str]) -> bool:
    """Whether the folder that holds a paper is itself one of the places."""
    return _folder(paper) in places


def _folder(paper: Paper) -> str:
    return PurePosixPath(paper.file).parent.name.replace("-", " ").replace("_", " ").lower()


def _folders(paper: Paper) -> str:
    return " ".join(PurePosixPath(paper.file).parts[:-1]).replace("-", " ").replace("_", " ")


def _words_of(meeting: Meeting, *, named: bool) -> frozenset[str]:
    """Return the terms by which a meeting may be called: of its body alone if the council is named.

    Of a meeting whose council no paper tells, also those of the folders in which it is filed; of
    one whose body none tells, those of its files' names.
    """
    if meeting.body is not None and (named or meeting.council is not None):
        return _words_of_names(meeting.council, meeting.body, named)
    own = _terms(meeting.body or "")
    if meeting.body is None:
        stems = " ".join(PurePosixPath(paper.file).stem for paper in meeting.papers)
        own = frozenset(analyse(NO_LETTER.sub(" ", stems)))
    if named:
        return own - _terms(meeting.council or "")
    if meeting.council is not None:
        return meeting.words | own
    folders = " ".join(_folders(paper) for paper in meeting.papers)
    return meeting.words | own | frozenset(analyse(folders))


@lru_cache(maxsize=4096)
def _words_of_names(council: str | None, body: str, named: bool) -> frozenset[str]:
    own = _terms(body)
    return own - _terms(council or "") if named else _terms(f"{council or ''} {body}") | own


@lru_cache(maxsize=4096)
def _terms(name: str) -> frozenset[str]:
    return frozenset(analyse(name))


def _fit(terms: frozenset[str], words: frozenset[str]) -> tuple[int, int]:
    """Return how many of a meeting's words are asked for: of its own, and of any meeting's."""
    return len(terms & (words - ANY_BODY)), len(terms & words & ANY_BODY)


def _all_words_of(meeting: Meeting) -> frozenset[str]:
    """Return the terms of every name that the papers of a meeting bear for its council and body."""
    names = (_terms(f"{paper.council or ''} {paper.body or ''}") for paper in meeting.papers)
    return _words_of(meeting, named=False).union(*names)
