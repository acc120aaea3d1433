"""What the parts need of one another, and the filter that every index applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.answers import Answer, Citation
from qa.papers import Hit, Paper, Passage
from qa.questions.question import Question

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]


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


class Reranker(Protocol):
    """Reads a question beside each text, and says how well the text answers it."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 logits of shape (len(texts),), one a text in order; higher is better.

        A text's score does not depend on the others.
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
    ) -> Answer:
        """Answer with quotes, or say why not. Raises QuestionError on an unusable question.

        `previous` are the questions asked before it, oldest first; with `as_at`, papers of
        later meetings are not searched.
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


@dataclass(frozen=True, slots=True)
class Filter:
    """What a paper and a passage must be like to be in sight. A field of None asks for nothing.

    What bears no date is in sight on every day: nothing shows that it is later.
    """

    until: date | None = None
    """The last day whose meetings are in sight."""

    def admits_paper(self, paper: Paper) -> bool:
        """Whether a paper is in sight."""
        return self.until is None or day_number(paper.meeting_date) <= day_number(self.until)

    def admits(self, paper: Paper, passage: Passage) -> bool:
        """Whether a passage of a paper is in sight."""
        return self.until is None or latest_day(paper, passage) <= day_number(self.until)


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
