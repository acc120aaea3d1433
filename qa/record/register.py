"""The register of meetings: which body sat when, with which papers, and what its minutes record.

It is made of what the papers are known to be (`Paper.council`, `body`, `meeting_date`) and, of a
pack, of the meetings that its parts bear. A council or a body may be printed in several ways;
meetings of one place, body and day are one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.language.councils import own_place
from qa.language.dates import format_day
from qa.language.terms import STOPWORDS, analyse
from qa.papers import DECIDING, Item, ItemId, ItemKind, Paper, PaperKind, Passage

if TYPE_CHECKING:
    from qa.library import Library

RECORDING = frozenset({PaperKind.MINUTES, PaperKind.DECISION_RECORD, PaperKind.PACK})
"""Papers that may tell what was done at a meeting; of a pack, the minutes that are bound in it."""
SITTING = RECORDING | {PaperKind.AGENDA}
"""Papers that show that a meeting was held or called."""
SAME_NUMBERS = 0.7
"""Share of the items' numbers of two minutes that both have, to be of the same meeting's text."""
LEAST_SMALL_WORDS = 0.25
"""Share of small words in a text in English at least; in Welsh or Gaelic it is near none."""
ANY_BODY = frozenset(analyse("council committee meeting full"))

Admits = Callable[[date | None], bool]
_Key = tuple[str, frozenset[str], date | None, str]
"""Place, words of the body, day; of a paper that bears no day, its id as well."""
_Member = tuple[Paper, str | None, str | None]
"""A paper with the council and the body that it, or a part of it, bears."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item of a paper with the passages that hold it, in order."""

    paper: Paper
    item: Item
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting of a body on a day, with the papers that bear it."""

    council: str | None
    body: str | None
    day: date | None
    """None where its papers bear no day."""
    papers: tuple[Paper, ...]
    """Those held that are of it, by file name."""

    @property
    def id(self) -> str:
        """What it is known by: 16 hexadecimal digits of its place, its body and its day."""
        place, body = _key(self.council, self.body)
        day = self.day.isoformat() if self.day else self.papers[0].id
        told = "|".join([place, " ".join(sorted(body)), day])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The body and, where it has another name, the council: `Cabinet, Ashcombe Council`."""
        if self.body is None or self.council is None or not _key(self.council, self.body)[1]:
            return self.council or self.body or "the meeting"
        return f"{self.body}, {self.council}"

    @property
    def title(self) -> str:
        """Its name and its day."""
        return f"{self.name}, {format_day(self.day) if self.day else 'no day known'}"

    @property
    def words(self) -> frozenset[str]:
        """The index terms of its council's and its body's names."""
        return frozenset(analyse(f"{self.council or ''} {self.body or ''}"))

    def is_of_the_body_of(self, other: Meeting) -> bool:
        """Whether it is one of the same body of the same council as another meeting."""
        return _key(self.council, self.body) == _key(other.council, other.body)

    def is_recorded(self) -> bool:
        """Whether minutes or a record of decisions of it are held."""
        return any(paper.kind in RECORDING for paper in self.papers)


def meetings_held(library: Library, admits: Admits = lambda _: True) -> tuple[Meeting, ...]:
    """Return the meetings that the papers in sight bear, on the days admitted, in order."""
    return tuple(meeting for meeting in library.once(_all_meetings) if admits(meeting.day))


def _all_meetings(library: Library) -> tuple[Meeting, ...]:
    found: dict[_Key, list[_Member]] = {}
    loose: list[tuple[_Member, date | None, str]] = []
    for paper in library.papers():
        for council, body, day in _sittings(library, paper):
            member = (paper, council, body)
            undated = "" if day else paper.id
            if council and (body or paper.kind in SITTING):
                found.setdefault((*_key(council, body), day, undated), []).append(member)
            else:
                loose.append((member, day, undated))
    of_day: dict[tuple[date | None, str], list[_Key]] = {}
    for key in found:
        of_day.setdefault(key[2:], []).append(key)
    alone: dict[_Key, list[_Member]] = {}
    for (paper, council, body), day, undated in loose:
        # A paper that does not name its council or its body is of the one meeting that fits it and
        # whose papers are filed in the same place.
        place, own = _key(council, body)
        fits = [
            key
            for key in of_day.get((day, undated), ())
            if (not council or key[0] == place) and (not body or key[1] == own)
            if any(_filed(paper) == _filed(other) for other, _, _ in found[key])
        ]
        key = fits[0] if len(fits) == 1 else (place, own, day, undated)
        (found if len(fits) == 1 else alone).setdefault(key, []).append((paper, council, body))
    for key, members in alone.items():
        found.setdefault(key, []).extend(members)
    held = []
    for (_, _, day, _), members in found.items():
        councils = [council for _, council, _ in members if council]
        bodies = [body for _, _, body in members if body]
        papers = tuple(dict.fromkeys(paper for paper, _, _ in members))
        if not any(paper.kind in SITTING for paper in papers):
            continue
        held.append(Meeting(_commonest(councils), _commonest(bodies), day, papers))
    return tuple(sorted(held, key=lambda one: (one.day or date.max, one.name)))


def _filed(paper: Paper) -> str:
    """Return the first folder in which a paper is filed; empty where it is in none."""
    return paper.file.partition("/")[0] if "/" in paper.file else ""


def find_meeting(library: Library, meeting_id: str) -> Meeting | None:
    """Return the meeting with this id; None where no papers of such a meeting are held."""
    return next((one for one in meetings_held(library) if one.id == meeting_id), None)


def items_of(library: Library, meeting: Meeting) -> tuple[Placed, ...]:
    """Return the minutes of a meeting, item by item, each once, as far as they are in sight."""
    found: dict[tuple[str | None, str], Placed] = {}
    for paper in _once_each(library, meeting):
        held = passages_by_item(library, paper)
        for item in library.items(paper.id):
            passages = held.get(item.id_in(paper.id), ())
            if not passages or not _records(item, paper):
                continue
            days = {passage.meeting_date or paper.meeting_date for passage in passages}
            bodies = {passage.body or paper.body for passage in passages}
            own = _key(meeting.council, meeting.body)[1]
            keys = {_key(meeting.council, body)[1] for body in bodies}
            # A paper of one meeting may name its body shorter over the item than at its head.
            alone = paper.kind is not PaperKind.PACK and all(key <= own for key in keys)
            if days == {meeting.day} and (keys == {own} or alone):
                # The minutes may be held twice, as a file and bound in a pack.
                found.setdefault((item.number, item.title), Placed(paper, item, passages))
    return tuple(found.values())


def _records(item: Item, paper: Paper) -> bool:
    """Whether an item records what was done: a minute, or the whole of a record of decision."""
    if item.kind is ItemKind.MINUTE:
        return True
    return paper.kind is PaperKind.DECISION_RECORD and item.standing in DECIDING


def _once_each(library: Library, meeting: Meeting) -> list[Paper]:
    """Return the papers that record a meeting, of versions and translations only one.

    Minutes are the same where they number their items alike; the version in English is taken, which
    the small words of its titles and text show, and of these the longer.
    """
    recording = [paper for paper in meeting.papers if paper.kind in RECORDING]
    chosen = library.once(_papers_chosen)
    asked = tuple(paper.id for paper in recording)
    if asked not in chosen:
        chosen[asked] = tuple(paper.id for paper in _chosen(library, recording))
    by_id = {paper.id: paper for paper in recording}
    return [by_id[id_] for id_ in chosen[asked]]


def _papers_chosen(_: Library) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return {ids of papers that record a meeting: of those taken}, as far as it was asked yet."""
    return {}


def _chosen(library: Library, recording: Iterable[Paper]) -> list[Paper]:
    kept: list[tuple[Paper, frozenset[str | None]]] = []
    for paper in sorted(recording, key=lambda one: _fitness(library, one), reverse=True):
        numbers = frozenset(item.number for item in library.items(paper.id))
        if paper.kind is PaperKind.MINUTES and any(
            other.kind is PaperKind.MINUTES
            and len(numbers & known) >= SAME_NUMBERS * len(numbers | known)
            for other, known in kept
        ):
            continue
        kept.append((paper, numbers))
    return [paper for paper, _ in kept]


def _fitness(library: Library, paper: Paper) -> tuple[bool, bool, int]:
    """Return how fit a paper is to be read for its meeting: the version in force, in English."""
    words = [word for p in library.passages_of(paper.id)[:20] for word in p.text.lower().split()]
    english = sum(word in STOPWORDS for word in words) >= LEAST_SMALL_WORDS * len(words)
    decided = sum(len(item.decisions) for item in library.items(paper.id))
    return paper.superseded_by is None, english, decided


def passages_by_item(library: Library, paper: Paper) -> dict[ItemId, tuple[Passage, ...]]:
    """Return a paper's passages in sight by the item to which they belong."""
    held: dict[ItemId, tuple[Passage, ...]] = {}
    for passage in library.passages_of(paper.id):
        held[passage.item_id] = (*held.get(passage.item_id, ()), passage)
    return held


def _sittings(
    library: Library, paper: Paper
) -> Iterable[tuple[str | None, str | None, date | None]]:
    """Return council, body and day of each meeting of which a paper holds something."""
    found = dict.fromkeys([(paper.council, paper.body, paper.meeting_date)])
    for bound in library.bound_in(paper):
        body, day, _ = bound.part
        if bound.minutes:
            found.setdefault((paper.council, body or paper.body, day or paper.meeting_date))
    yield from found


@lru_cache(maxsize=4096)
def _key(council: str | None, body: str | None) -> tuple[str, frozenset[str]]:
    """Return by what place and body are told apart; a council's own meeting has no body's words."""
    own = frozenset(analyse(council or ""))
    words = frozenset(analyse(body or "")) - own - ANY_BODY - STOPWORDS
    # One paper has "and" in the council's name, another "&".
    place = " ".join(word for word in analyse(own_place(council or "")) if word not in STOPWORDS)
    return place, words


def _commonest(names: Sequence[str]) -> str | None:
    """Return the name that most papers bear, the longest of those; None without any."""
    return max(dict.fromkeys(names), key=lambda n: (names.count(n), len(n)), default=None)
