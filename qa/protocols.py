"""What the parts need of one another, and the filter that every index applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from qa.answers import Answer, Citation
from qa.language.dates import is_within
from qa.papers import Hit, Paper, PaperKind, Passage
from qa.questions.question import Question

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a paper and a passage must be like to be in sight. A field of None asks for nothing.

    A part of a pack has a body, a day and a kind of its own, and by these it is in sight or not.
    """

    until: date | None = None
    """The library as at this day: no later meeting is in sight. What bears no date is, on every
    day: nothing shows that it is later."""
    body: str | None = None
    """The body that met, as its papers name it; case and white space do not matter."""
    kind: PaperKind | None = None
    first: date | None = None
    """Of meetings from this day on. What bears no date is out of sight."""
    last: date | None = None
    """Of meetings up to this day. What bears no date is out of sight."""
    council: str | None = None

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than the library as at a day."""
        asked = (self.body, self.kind, self.first, self.last, self.council)
        return asked != (None, None, None, None, None)

    def without(self, *fields: str) -> Filter:
        """Return it with these fields asking for nothing."""
        return replace(self, **dict.fromkeys(fields))

    def admits_paper(self, paper: Paper) -> bool:
        """Whether a paper is in sight by what is known of it as a whole."""
        return self.admits_part(paper, WHOLE)

    def admits(self, paper: Paper, passage: Passage) -> bool:
        """Whether a passage of a paper is in sight."""
        return self.admits_part(paper, part_of(passage))

    def admits_part(self, paper: Paper, part: Part) -> bool:
        """Whether what is of such a part of a paper is in sight."""
        body, own_day, kind = part
        if self.until is not None:
            latest = max(day_number(paper.meeting_date), day_number(own_day))
            if latest > day_number(self.until):
                return False
        if not self.narrows:
            return True
        day = own_day or paper.meeting_date
        return (
            is_within(day, self.first, self.last)
            and (self.kind is None or self.kind in (kind, paper.kind))
            and _is_named(self.body, body or paper.body)
            and _is_named(self.council, paper.council)
        )


Part = tuple[str | None, date | None, PaperKind | None]
"""Body, day and kind of a part of a paper, as far as they are its own."""
WHOLE: Part = (None, None, None)


def part_of(passage: Passage) -> Part:
    """Return of which part of its paper a passage is."""
    return passage.body, passage.meeting_date, passage.part_kind


def folded(name: str) -> str:
    """Return a name by which it is found again, whatever its case and white space."""
    return " ".join(name.split()).casefold()


def _is_named(wanted: str | None, name: str | None) -> bool:
    return wanted is None or (name is not None and folded(wanted) == folded(name))


EVERYTHING = Filter()
"""The filter that leaves all in sight."""


def day_number(day: date | None) -> int:
    """Return a day as the indexes hold it, 25 May 2017 as 20170525; 0 for None."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def latest_day(paper: Paper, passage: Passage) -> int:
    """Return the later of a paper's own day and its passage's, as the indexes hold it.

    Parts of a pack are of meetings of their own, and a passage may be read only where both
    days have come.
    """
    return max(day_number(paper.meeting_date), day_number(passage.meeting_date))


class Embedder(Protocol):
    """Turns texts into unit vectors, one row a text, in order."""

    @property
    def name(self) -> str:
        """The model's name, with the words that it puts before questions and passages."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimension), of passages."""
        ...

    def embed_question(self, question: str) -> Vectors:
        """Return the float32 unit vector of a question, of shape (dimension,)."""
        ...


class EmbedderInForm(Embedder, Protocol):
    """An embedding model that is loaded in a form, such as int8."""

    form: str


class Reranker(Protocol):
    """Reads a question beside each text, and says how well the text answers it."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 logits of shape (len(texts),), one a text in order; higher is better.

        A text's score does not depend on the others.
        """
        ...


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader makes of a text for a question."""

    logit: float
    """Log odds that the text answers."""
    words: str
    """The words of the text that answer best; empty where none do."""


@runtime_checkable
class Reader(Reranker, Protocol):
    """A reranker that also finds the words that answer."""

    def read(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Extract]:
        """Return what it makes of each text, in order; a text's does not depend on the others.

        A text comes behind what heads it, which is read too, and has no words that answer.
        """
        ...


class Searcher(Protocol):
    """Finds the passages that bear on a question."""

    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits, best first, ranked from 1."""
        ...


class Refreshing(Protocol):
    """What another process may change meanwhile; `qa.library.Library` is the real one."""

    def refresh(self) -> bool:
        """See what has changed since; return whether anything has."""
        ...


class Asker(Protocol):
    """Answers a question from the papers held; `qa.answerer.Answerer` is the real one."""

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Answer:
        """Answer with quotes, or say why not. Raises QuestionError on an unusable question.

        `previous` are the questions asked before it, oldest first; with `as_at`, papers of
        later meetings are not searched; `filters` narrow what is searched.
        """
        ...


NumberedUnit = Citation
"""A unit as a chooser is shown it: its number, its own words, its standing and where it stands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which units answer which part of a question."""

    answering: tuple[tuple[int, ...], ...]
    """A part each, in order: the numbers of the units that answer it, best first; or none."""
    line: str | None
    """The answer in one line of plain text, which the units chosen bear out; None where the chooser
    wrote none, or none that they do."""


class Chooser(Protocol):
    """Chooses the units that answer; `qa.writing.choosing.ModelChooser` asks a language model."""

    def choose(
        self, question: str, parts: Sequence[str], units: Sequence[NumberedUnit]
    ) -> Choice | None:
        """Return the choice; None where it could not be made, and another must be."""
        ...
