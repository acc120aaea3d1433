"""Examples for the start: questions of six kinds, made of the items held and answered first.

They are made once for each state of the library, on a thread of their own. Who comes while they
are tried is told how much room to keep for them, and gets each once it is answered.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from qa.answers import Answer, AnswerStatus
from qa.errors import LibraryError, PaperNotFoundError, QuestionError, UnavailableError
from qa.language.dates import format_day
from qa.papers import PaperKind, Standing
from ui.prompts.items import HeldItems, ItemHeld

if TYPE_CHECKING:
    from qa.answerer import Answering
    from qa.library import Library

AT_ONCE = 0.3
"""Seconds within which they count as ready: the page is shown with all of them."""
WAIT = 10.0
"""Seconds after which the page is shown, whatever is ready."""
TRIES = 3
"""Questions of a kind that are tried until one is answered."""
_LATEST = 40
"""Items, latest first, of which those are sought that papers of other days have too."""
_MINUTES_USED = 8
"""Papers, latest first, from which decisions are taken."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The examples that are ready, and whether more may come."""

    questions: tuple[str, ...] = ()
    """At most one a kind, each of which was answered."""
    room: tuple[str, ...] = ()
    """Questions as long as those that all kinds will have at most; empty where none comes."""


class _Making:
    """The examples of one state of the library, as they become ready."""

    def __init__(self, state: tuple[str, ...] | None) -> None:
        self.state = state
        """The ids of the papers held; None where the next who comes must try again."""
        self.shown: list[str] = []
        self._room: tuple[str, ...] = ()
        self._done = False
        self._news = threading.Condition()

    def plan(self, room: tuple[str, ...]) -> None:
        with self._news:
            self._room = room
            self._news.notify_all()

    def end(self) -> None:
        with self._news:
            self._done = True
            self._news.notify_all()

    def first(self) -> Ready:
        """Wait until all are ready, or else until it is known how many there may be."""
        with self._news:
            if not self._news.wait_for(lambda: self._done, AT_ONCE):
                self._news.wait_for(lambda: self._done or self._room, WAIT)
        return self.now()

    def now(self) -> Ready:
        return Ready(tuple(self.shown), () if self._done else self._room)


class Examples:
    """The examples of a library as it is now."""

    def __init__(self, answerer: Answering, items: HeldItems) -> None:
        """Take what answers them, before they are shown, and the items of which they are made."""
        self._answerer, self._items = answerer, items
        self._lock = threading.Lock()
        self._making = _Making(None)
        self._making.end()

    def of(self, library: Library) -> Ready:
        """Return those that are ready; they are begun where need be. Raises LibraryError."""
        state = tuple(sorted(paper.id for paper in library.papers()))
        with self._lock:
            if state != self._making.state:
                self._making = _Making(state)
                given = (library, self._making)
                threading.Thread(target=self._make, args=given, daemon=True).start()
            making = self._making
        return making.first()

    def now(self) -> Ready:
        """Return those that are ready by now, for a page that is shown already."""
        return self._making.now()

    def _make(self, library: Library, making: _Making) -> None:
        used: set[str] = set()  # titles: each example is of another matter, if there is one
        try:
            kinds = [list(islice(kind, 4 * TRIES)) for kind in by_kind(self._items.of(library))]
            making.plan(tuple(_longest(kinds)))
            for kind in kinds:
                for title, question in _tried(kind, used):
                    if question not in making.shown and self._is_answered(question):
                        used.add(title)
                        making.shown.append(question)
                        break
        except (LibraryError, PaperNotFoundError, UnavailableError):
            making.state = None  # nobody could answer just now: the next who comes tries again
        finally:
            making.end()

    def _is_answered(self, question: str) -> bool:
        """Whether a question is answered with a quote."""
        try:
            for part in self._answerer.stream(question, hits=0):
                if isinstance(part, Answer):
                    return part.status is AnswerStatus.ANSWERED and bool(part.citations)
        except QuestionError:
            return False
        return False


def _tried(kind: Sequence[tuple[str, str]], used: Collection[str]) -> list[tuple[str, str]]:
    """Return which of a kind's titles with questions are tried: those not yet used come first."""
    return sorted(kind, key=lambda pair: pair[0] in used)[:TRIES]


def _longest(kinds: Iterable[Sequence[tuple[str, str]]]) -> Iterator[str]:
    """Yield the longest question that is tried of each kind, if the first is always answered."""
    used: set[str] = set()
    for kind in kinds:
        if tried := _tried(kind, used):
            used.add(tried[0][0])
            yield max((question for _, question in tried), key=len)


KINDS = (
    "What was decided",
    "How much",
    "Who voted how",
    "When",
    "A matter in order",
    "A whole meeting",
)
"""What the kinds of `by_kind` are called, in its order."""


def first_of_each_kind(items: Sequence[ItemHeld]) -> list[tuple[str, str]]:
    """Return each kind's name with its best question; a kind that no item has is left out."""
    best = (next(questions, None) for questions in by_kind(items))
    return [(kind, found[1]) for kind, found in zip(KINDS, best, strict=True) if found]


def by_kind(items: Sequence[ItemHeld]) -> Iterator[Iterator[tuple[str, str]]]:
    """Yield, of each of six kinds, titles with questions on them, the best first."""
    minuted = [item for item in items if item.minuted and item.day is not None]
    decided = list(decisions_first(minuted))

    def asked(before: str, of: Iterable[ItemHeld], after: str = "") -> Iterator[tuple[str, str]]:
        return ((item.title, f"{before} {item.title}{after}?") for item in of)

    yield asked("What was decided on", decided)
    yield asked("How much money is in the decision on", (i for i in decided if i.has_sum))
    yield asked("Who voted for and against", (i for i in minuted if i.has_votes))
    yield asked("When was", decided, " decided")
    yield asked("What is the history of", _told_again(minuted[:_LATEST], items))
    yield (
        ("", f"What was decided at {item.paper.body} on {format_day(item.day)}?")
        for item in _first_of_each_meeting(decided)
        if item.day is not None
    )


def decisions_first(minuted: Iterable[ItemHeld]) -> Iterator[ItemHeld]:
    """Yield decided items: one of each of the latest meetings, then the second of each.

    A resolution in parts is seldom a vote of thanks, and a short title reads best.
    """
    meetings: dict[str, list[ItemHeld]] = {}
    for item in minuted:
        if item.standing is Standing.DECIDED and item.paper.kind is PaperKind.MINUTES:
            meetings.setdefault(item.paper.id, []).append(item)
    latest = list(meetings.values())[:_MINUTES_USED]
    for held in latest:
        held.sort(key=lambda item: (not item.in_parts, len(item.title)))
    most = max(map(len, latest), default=0)
    seen: set[str] = set()
    for place in range(most):
        for held in latest:
            if place < len(held) and held[place].title not in seen:
                seen.add(held[place].title)
                yield held[place]


def _told_again(minuted: Iterable[ItemHeld], items: Sequence[ItemHeld]) -> Iterator[ItemHeld]:
    """Yield minuted items of matters that papers of other days have as well, most days first."""
    days = {
        item: len({other.day for other in items if other.day and item.is_like(other)})
        for item in minuted
    }
    yield from sorted((i for i in days if days[i] > 1), key=lambda i: -days[i])


def _first_of_each_meeting(decided: Iterable[ItemHeld]) -> Iterator[ItemHeld]:
    seen: set[str] = set()
    for item in decided:
        if item.paper.body and item.paper.id not in seen:
            seen.add(item.paper.id)
            yield item
