"""A matter in time order, as the page shows it: stages, votes, and asked beside resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.language.dates import format_day
from qa.questions.question import read_question
from qa.record.beside import Piece
from qa.record.course.stages import Compared, Stage, StageKind, course_of
from ui.records.lines import (
    Badge,
    Changed,
    Line,
    Link,
    anchor,
    badge_of,
    changed,
    done_lines,
    line_of,
    place_of,
)

if TYPE_CHECKING:
    from qa.library import Library


@dataclass(frozen=True, slots=True)
class Beside:
    """A limb resolved beside the same limb as a paper asked for it."""

    said: str
    """Whether the words are the same."""
    paper: Link
    pieces: tuple[tuple[str, str], ...]
    """Runs of words, each `same`, `left out` or `added`; none where all are the same."""


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of a matter."""

    kind: str
    badge: Badge
    day: str
    name: str
    """The item, else the paper."""
    of: str
    """The kind of its paper, or the body that met."""
    meeting: Link | None
    """The item on its meeting's page."""
    lines: tuple[Line, ...]
    same: tuple[Link, ...]
    """Papers that asked for what was resolved in the same words throughout."""
    differing: tuple[Beside, ...]
    only_asked: tuple[Line, ...]
    changed: Changed | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter in time order."""

    asked: str
    line: str
    stages: tuple[StageView, ...]
    lacks: tuple[str, ...]


def matter_view(library: Library, asked: str) -> MatterView:
    """Return what the papers held say of a matter, in time order."""
    try:
        listing, course = course_of(library, read_question(asked))
    except QuestionError:  # no word in it, and so no matter
        listing, course = None, ()
    if listing is None:
        return MatterView(asked, "Nothing was found on this matter.", (), ())
    stages = tuple(map(_stage, course))
    first, last = stages[0].day, stages[-1].day
    number = "1 stage" if len(stages) == 1 else f"{len(stages)} stages"
    span = f", {first} to {last}" if first != last else f", {first}"
    return MatterView(asked, f"{number}{span}.", stages, listing.lacks)


def _stage(stage: Stage) -> StageView:
    first = stage.first
    meeting = None
    if stage.meeting is not None and stage.kind is not StageKind.PRIVATE:
        href = f"meetings/{stage.meeting.id}#{anchor(first.item_number, first.item_title)}"
        meeting = Link("All of this meeting", href, stage.meeting.title)
    of = stage.meeting.name if stage.meeting else first.paper.title
    differing = [compared for compared in stage.compared if compared.differs]
    unlike = {compared.paper.id for compared in differing}
    same = {c.paper.id: c.paper for c in stage.compared if c.paper.id not in unlike}
    return StageView(
        kind=stage.kind.value,
        badge=badge_of(stage.standing, stage.change),
        day=format_day(first.day) if first.day else "No day known",
        name=first.name or first.paper.title,
        of="" if of == (first.name or first.paper.title) else of,
        meeting=meeting,
        lines=done_lines(stage.entries, stage.motions, stage.standing)
        if stage.meeting
        else tuple(line_of(entry, entry.standing, short=True) for entry in stage.entries),
        same=tuple(Link(p.title, f"papers/{p.id}", p.file) for p in same.values()),
        differing=tuple(map(_beside, differing)),
        only_asked=tuple(line_of(entry, entry.standing) for entry in stage.only_asked),
        changed=changed(stage.change),
    )


def _beside(one: Compared) -> Beside:
    runs = tuple((piece.value, text) for piece, text in one.pieces)
    found = {piece for piece, _ in one.pieces}
    said = [piece.value for piece in (Piece.LEFT_OUT, Piece.ADDED) if piece in found]
    page = place_of(one.asked)
    return Beside(f"words {' and '.join(said)}", Link(one.paper.title, page.href, page.words), runs)
