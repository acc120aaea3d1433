"""What a meeting did, as a person read it in its minutes: items, decisions, motions, look-alikes.

Another format than `eval.reading.truth`: one JSON file a paper, and the words of the paper
themselves, so that these files stay with the papers and outside this project. They are read and
checked here; `eval.reading.acts` scores them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter

from eval.gold.questions import check_place
from eval.gold.slips import (
    CHECKED,
    AnyStanding,
    Count,
    FirstAndLast,
    Text,
    read_model,
    read_written,
    slip,
)
from eval.reading.truth import truth_files

Voters = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Division:
    """The votes of one division; what the paper does not give is None."""

    __pydantic_config__ = CHECKED

    on: Text
    """What was voted on."""
    votes_for: Annotated[Voters | None, Field(validation_alias="for")]
    against: Voters | None
    abstain: Voters | None
    names_for: tuple[Text, ...] | None
    names_against: tuple[Text, ...] | None
    names_abstain: tuple[Text, ...] | None
    declined_to_vote: tuple[Text, ...] | None
    casting_vote: Text | None
    recorded: bool
    """The paper gives the votes by name, or says that they were recorded."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A sentence by which the meeting did something, with its standing and who moved it."""

    __pydantic_config__ = CHECKED

    text: Text
    standing: AnyStanding
    proposed_by: Text | None
    seconded_by: Text | None
    vote: Text | None
    """In the paper's words: unanimous, nem. con., carried …"""
    sums: tuple[Text, ...]
    """Sums of money that it decides."""
    votes: Division | None = None
    lines: FirstAndLast | None = None
    page: Count | None = None
    outcome: Text = ""
    """Of an application: approved, refused …"""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion or an amendment, and what came of it."""

    __pydantic_config__ = CHECKED

    text: Text
    kind: Text
    moved_by: Text
    seconded_by: Text | None
    outcome: Text
    lines: FirstAndLast | None = None
    page: Count | None = None
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What somebody said that they, or another, would do; no decision of the meeting."""

    __pydantic_config__ = CHECKED

    text: Text
    who: Text
    lines: FirstAndLast | None = None
    page: Count | None = None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A sentence that reads like a decision of this meeting and is none."""

    __pydantic_config__ = CHECKED

    text: Text
    why_not: Text
    lines: FirstAndLast | None = None
    page: Count | None = None


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item of the minutes, and all that was done in it."""

    __pydantic_config__ = CHECKED

    number: Text | None
    title: Text
    page: Count | None
    decisions: tuple[Decision, ...]
    undertakings: tuple[Undertaking, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    motions: tuple[Motion, ...] = ()
    section: Text = ""
    """Of a paper that records two meetings: which."""
    meeting_date: date | None = None
    """Where it is not the paper's."""
    private: bool = False
    """Considered with the public excluded."""
    exempt: bool = False
    note: Text = ""


@dataclass(frozen=True, slots=True)
class MinutesRead:
    """The minutes or decisions of a meeting, every item of them."""

    __pydantic_config__ = CHECKED

    doc: Text
    """Name of the file, below the folder of all bodies' papers."""
    council: Text
    body: Text
    kind: Text
    chair: Text | None
    meeting_date: date | None
    exempt: bool
    items: tuple[MinutesItem, ...]
    note: Text = ""


def _all_placed(minutes: MinutesRead) -> MinutesRead:
    """Check that each sentence has lines or a page, where its paper has either."""
    for number, item in enumerate(minutes.items, start=1):
        sentences: tuple[Decision | Motion | Undertaking | LookAlike, ...] = (
            *item.decisions,
            *item.motions,
            *item.undertakings,
            *item.look_alikes,
        )
        for each in sentences:
            try:
                check_place(minutes.doc, each.lines, each.page)
            except ValueError as error:
                raise slip(f"item {number}: {error}: {each.text[:60]!r}") from error
    return minutes


_MINUTES: TypeAdapter[MinutesRead] = TypeAdapter(
    Annotated[MinutesRead, AfterValidator(_all_placed)]
)


def load_minutes(paths: Sequence[Path]) -> list[MinutesRead]:
    """Read the minutes in files and folders. Raises GoldError naming the file at the first slip."""
    files = truth_files(paths) if paths else []
    return [read_model(_MINUTES, read_written(file), file.name) for file in files]
