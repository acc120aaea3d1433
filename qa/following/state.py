"""What a conversation is about: the items that its answers quoted, and what was asked of them."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from qa.answers import Answer, AnswerStatus, Citation
from qa.library import Library
from qa.papers import ItemId, Paper, Passage
from qa.questions.follow_ups import Held, Turn
from qa.retrieval.scope import councils_held

REMEMBERED = 512
"""Answers of which it is kept what they quoted."""
SHORT_PAPER = 80
"""Passages of a paper that is about one matter, as a report is."""
LONGEST_ITEM = 60
"""Passages of an item that are looked through for a follow-up."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer quoted. It has no text of a question or a paper but the titles of items."""

    items: tuple[ItemId, ...] = ()
    """In the order of the quotes, the lead's first."""
    council: str | None = None
    day: date | None = None
    """The day of the lead's meeting."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in its conversation."""

    rests_on: int | None
    """The number of the question on which it rests; None for a matter of its own."""
    same: bool = True
    """Whether what it names instead of the matter belongs to the matter."""


@dataclass(frozen=True, slots=True)
class Known:
    """What it took a search to find out about a question of a conversation."""

    place: Place
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation as it was understood, with what was quoted in its answer."""

    turn: Turn
    quoted: Quoted
    thread: tuple[ItemId, ...] = ()
    """The items quoted since its matter was taken up, the newest first."""
    number: int = 0
    """Its place among the questions before, from 0."""

    def held(self, library: Library) -> Held:
        """Return what a follow-up may take over."""
        several = len(library.once(councils_held) - {None}) > 1
        return Held(
            matter=self.turn.matter,
            asked=self.turn.asked,
            title=next((item.title for item in self.quoted.items if item.title), ""),
            council=self.quoted.council or "" if several else "",
        )


def what_is_quoted(answer: Answer, library: Library) -> Quoted:
    """Return what an answer quotes; where it quotes nothing, what its first hit is of.

    Of an answer on exempt business nothing is kept.
    """
    if answer.status is AnswerStatus.EXEMPT:
        return Quoted()
    if answer.citations:
        lead = answer.citations[0].paper
        items = [item for cited in answer.citations for item in _item_of(cited, library)]
        return Quoted(tuple(dict.fromkeys(items)), lead.council, _day(lead, None))
    if not answer.hits:
        return Quoted()
    first = answer.hits[0]
    return Quoted((first.passage.item_id,), first.paper.council, _day(first.paper, first.passage))


def _day(paper: Paper, passage: Passage | None) -> date | None:
    return (passage.meeting_date if passage else None) or paper.meeting_date


def _item_of(citation: Citation, library: Library) -> list[ItemId]:
    start = citation.quote.split("\n")[0]
    return [
        passage.item_id
        for passage in library.passages_of(citation.paper.id)
        if passage.heading == citation.heading and start in passage.text
    ][:1]


def passages_of_items(items: Sequence[ItemId], library: Library) -> list[Passage]:
    """Return the passages of items; of their paper, where that is short and one item."""
    found: list[Passage] = []
    for item in items:
        whole = library.passages_of(item.paper_id)
        own = [passage for passage in whole if passage.item_id == item]
        if item.title is None and len(whole) <= SHORT_PAPER:
            own = whole
        found += own[:LONGEST_ITEM]
    return found


class Memory:
    """What is known of questions, by those that led to them; no question can be read from it.

    The key is a digest with a salt of this process, so that a question cannot be guessed either.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._salt = os.urandom(16)
        self._kept: OrderedDict[bytes, Known] = OrderedDict()
        self._lock = Lock()

    def _key(self, questions: Sequence[str]) -> bytes:
        digest = hashlib.blake2b(key=self._salt, digest_size=16)
        for text in questions:
            digest.update(text.encode(errors="replace") + b"\0")
        return digest.digest()

    def get(self, questions: Sequence[str]) -> Known | None:
        """Return what is known of the last of these questions, if anything."""
        with self._lock:
            key = self._key(questions)
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, questions: Sequence[str], known: Known) -> None:
        """Keep what is known of the last of these questions."""
        with self._lock:
            self._kept[self._key(questions)] = known
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all, since the library has changed."""
        with self._lock:
            self._kept.clear()
