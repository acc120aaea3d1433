"""Motions and amendments of an item, each with its mover, its words, its votes and its outcome.

`ingest.records.reading` makes these from an item's paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.wording import Words
from ingest.records.votes.figures import Counts
from qa.papers import Lines, Motion, MotionKind, MotionOutcome, Vote, VoteResult

Names = Callable[[], Mapping[str, str]]
"""Gives whom initials stand for; it is asked only where a person is named by initials."""


@dataclass(slots=True)
class Moved:
    """A motion while its item is read."""

    kind: MotionKind
    mover: str | None
    seconder: str | None
    place: tuple[int, int]
    """The paragraph in which it is moved, and where in its text."""
    act: tuple[int, int]
    verb: tuple[int, int]
    active: bool
    sure: bool
    number: str | None = None
    words: Words | None = None
    votes: list[Vote] = field(default_factory=list)
    outcome: MotionOutcome | None = None
    amends: int | None = None
    last: int = 0
    """The last paragraph that is about it: moved, seconded, voted on or settled."""
    settled: list[int] = field(default_factory=list)
    """The paragraphs that tell its votes or its outcome."""
    told: list[str] = field(default_factory=list)
    """The sentences that do."""
    manner: str | None = None
    procedural: bool = False
    """It is about how to vote or to go on, not about the matter."""
    of_row: bool = False
    """It is the row of a table with a column for who proposed."""
    of_notice: bool = False
    """Notice was given of it, and it was withdrawn before anybody moved it."""


@dataclass(slots=True)
class Cast:
    """A vote with its place: paragraphs [first, last], and the motion on which it was put."""

    vote: Vote
    first: int
    last: int
    start: int
    motion: int | None
    against: int | None = None
    """The amendment that stood against the motion, in a division between the two."""


@dataclass(slots=True)
class Business:
    """What was moved and voted on in an item, with the texts of its paragraphs."""

    paragraphs: Sequence[Paragraph]
    texts: list[str]
    moved: list[Moved]
    casts: list[Cast]
    manners: list[tuple[int, str]]
    """Paragraph and words of what was agreed without a count and without a motion."""

    def votes(self) -> tuple[Vote, ...]:
        """Return the votes that were counted or taken by name, in order."""
        return tuple(cast.vote for cast in self.casts)

    def motions(self, pages: PageFinder) -> tuple[Motion, ...]:
        """Return the motions and amendments, in order."""
        return tuple(self._motion(one, pages) for one in self.moved)

    def _motion(self, one: Moved, pages: PageFinder) -> Motion:
        lines = self.lines_of(one)
        amended = self.moved[one.amends] if one.amends is not None else None
        return Motion(
            one.kind,
            words_of(one),
            lines,
            pages.span(lines),
            one.number,
            one.mover,
            one.seconder,
            votes_of(one),
            one.outcome,
            (words_of(amended) or None) if amended else None,
        )

    def lines_of(self, one: Moved) -> Lines:
        """Return the lines of a motion's words; of the sentence that moves it where it has none."""
        first, last = (one.words.first, one.words.last) if one.words else (one.place[0],) * 2
        return (self.paragraphs[first].unit.lines[0], self.paragraphs[last].unit.lines[1])

    def main(self) -> Moved | None:
        """Return the motion that settled the item, else its first one.

        An amendment that was carried changes the motion, which is then carried or not; only where
        it takes the motion's place is it the amendment that settles.
        """
        moved = [one for one in self.moved if not one.of_notice]
        if not moved:
            return None
        carried = [one for one in moved if one.outcome is MotionOutcome.CARRIED]
        motions = [one for one in carried if one.kind is MotionKind.MOTION]
        if motions:
            return motions[-1]
        base = [one for one in moved if one.kind is MotionKind.MOTION]
        lost = base and all(one.outcome is MotionOutcome.LOST for one in base)
        if carried and (lost or not base):
            return carried[-1]
        return (base or moved)[0]


def words_of(one: Moved) -> str:
    """Return the words of a motion on one line."""
    return " ".join(one.words.text.split()) if one.words else ""


def votes_of(one: Moved) -> tuple[Vote, ...]:
    """Return the votes on a motion, each with its words; without a count, how it was agreed."""
    if one.votes or not one.manner:
        return tuple(one.votes)
    result = VoteResult.LOST if one.outcome is MotionOutcome.LOST else VoteResult.CARRIED
    return (Vote(None, None, None, result, on=words_of(one) or None, manner=one.manner),)


def changed(
    vote: Vote,
    *,
    result: VoteResult | None = None,
    casting: str | None = None,
    on: str | None = None,
) -> Vote:
    """Return a vote with what is told of it later; None leaves what was told."""
    return Vote(
        vote.votes_for, vote.against, vote.abstain, result or vote.result,
        vote.names_for, vote.names_against, vote.names_abstain, vote.names_not_voting,
        casting or vote.casting, on or vote.on, vote.manner,
    )  # fmt: skip


def turned(vote: Vote, on: str) -> Vote:
    """Return a vote between two motions as one on the other of them: for is against."""
    results = {VoteResult.LOST: VoteResult.CARRIED, None: None}
    return replace(
        vote,
        votes_for=vote.against,
        against=vote.votes_for,
        result=results.get(vote.result, VoteResult.LOST),
        names_for=vote.names_against,
        names_against=vote.names_for,
        on=on or None,
    )


def repeats(before: Cast, counts: Counts, first: int) -> bool:
    """Whether a vote tells the counts of the list right above it once more."""
    same = (before.vote.votes_for, before.vote.against) == (
        counts.get("for"),
        counts.get("against"),
    )
    return same and counts.get("for") is not None and first - before.last <= 2


def without_words(sentence: str, acts: Sequence[Moved]) -> str:
    """Return a sentence without the words of what is moved in it."""
    sentence = sentence.replace("\n", " ")
    for one in acts:
        if one.words is None or one.words.behind:
            continue
        words = one.words.text.split("\n")[0]
        place = sentence.find(words)
        if place >= 0 and len(words) > 3:
            sentence = sentence[:place] + sentence[place + len(words) :]
    return sentence
