"""What a sentence calls the motion that it is about: "the amendment in paragraph 15".

A motion is called by its paragraph, by who moved it, by its turn, or as the substantive one; a
bare "the motion" is the last one, and "the amendment" the last that is still open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.records.people import ANY, tidy
from qa.language.numbers import ORDINAL_WORDS
from qa.papers import MotionKind, MotionOutcome


@dataclass(frozen=True, slots=True)
class Called:
    """How a motion is called. What a sentence does not say is None or False."""

    amendment: bool | None = None
    """Whether it is called an amendment; None where it is only called a proposal."""
    paragraph: str | None = None
    sure: bool = False
    """It is called by a number of its own: "motion 12.3"; it is that one or none."""
    by: str | None = None
    turn: int | None = None
    """0 for the first amendment, -1 for the last."""
    vague: bool = False
    """The word stands there, but not for one motion: "an amendment"."""
    substantive: bool = False
    """The motion in the form that it now has, or as it was first moved."""


class Named(Protocol):
    """What may be called: a motion with its kind, number, mover and whether it is settled."""

    @property
    def kind(self) -> MotionKind:
        """What was moved."""
        ...

    @property
    def number(self) -> str | None:
        """Of its paragraph, as printed."""
        ...

    @property
    def mover(self) -> str | None:
        """Who moved it."""
        ...

    @property
    def procedural(self) -> bool:
        """Whether it is about how to go on."""
        ...

    @property
    def outcome(self) -> MotionOutcome | None:
        """What came of it."""
        ...


_NOUN = r"(?P<noun>amendments?|motions?|propos(?:als?|itions?)|recommendations?|resolutions?|gwelliant|cynnig)"
_TURN = rf"(?:(?P<turn>{'|'.join(ORDINAL_WORDS)}|further|last|final)\s+)?"
_OF_PARAGRAPH = re.compile(
    rf"\b{_NOUN}\b[^.;]{{0,80}}?\bparagraphs?\s*\(?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*|[a-z]\b)\)?",
    re.I,
)
_NUMBERED = re.compile(
    rf"\b{_NOUN}\s+(?:no\.?\s*|number\s+)?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*|(?-i:[A-H])(?=\W))(?![\d/])",
    re.I,
)
_SUBSTANTIVE = re.compile(
    r"\b(?:substantive|original|main|amended)\s+(?:motion|proposal|proposition|recommendations?)\b"
    r"|\b(?:motion|proposal|recommendations?),?\s+as\s+(?:\w+\s+)?amended\b",
    re.I,
)
_BY = re.compile(
    rf"\b(?i:{_NOUN})\s+(?:(?:was|as|which|that|had|been|is|so|duly)\s+){{0,2}}(?:(?:moved|proposed|put forward|put|tabled|submitted)\s+)?by\s+(?:the\s+(?=[A-Z][a-z]+\b(?<!Council)))?(?P<by>{ANY})"
    rf"|(?P<owner>{ANY})['’]s?\s+(?P<noun2>amendment|motion|proposal)\b"
)
_BARE = re.compile(rf"\b(?:the|this|that|said|each|an?|y)\s+{_TURN}(?:\w+\s+)?{_NOUN}\b", re.I)
_ANY_NOUN = re.compile(rf"\b{_NOUN}\b", re.I)


def called_in(text: str) -> Called | None:
    """Return what a sentence calls the motion that it is about; None where it calls none."""
    if match := _OF_PARAGRAPH.search(text):
        return Called(_is_amendment(match["noun"]), paragraph=match["number"])
    if _SUBSTANTIVE.search(text):
        return Called(False, substantive=True)
    if match := _BY.search(text):
        noun = match["noun"] or match["noun2"]
        return Called(_is_amendment(noun), by=tidy(match["by"] or match["owner"]))
    if match := _NUMBERED.search(text):
        return Called(_is_amendment(match["noun"]), paragraph=match["number"], sure=True)
    text = re.sub(r"\(amendment\)", "", text, flags=re.I)  # of Acts and Regulations
    if match := _BARE.search(text):
        turn = match["turn"]
        return Called(_is_amendment(match["noun"]), turn=_turn(turn) if turn else None)
    match = _ANY_NOUN.search(text)
    return Called(_is_amendment(match["noun"]), vague=True) if match else None


def _is_amendment(noun: str) -> bool | None:
    noun = noun.lower()
    if noun.startswith(("amend", "gwell")):
        return True
    return False if noun.startswith("motion") or noun == "cynnig" else None


def _turn(word: str) -> int:
    word = word.lower()
    return ORDINAL_WORDS.index(word) if word in ORDINAL_WORDS else -1


def find_called(
    called: Called | None, moved: Sequence[Named], *, last: int | None = None
) -> int | None:
    """Return the place of the motion that is called so, among those moved before; None where none is.

    `last` is the place that is meant where nothing says otherwise.
    """
    if not moved:
        return None
    every = range(len(moved))
    if called is None:
        return last if last is not None else _latest_open(moved, every)
    if called.paragraph:
        number = called.paragraph.strip("().").lower()
        for place in reversed(every):
            if (moved[place].number or "").strip("().").lower() == number:
                return place
        if called.sure:
            return None
    if called.by and (places := [p for p in every if same_person(called.by, moved[p].mover)]):
        fitting = [p for p in places if called.amendment is None or _fits(called, moved[p])]
        return (fitting or places)[-1]
    fitting = [p for p in every if called.amendment is None or _fits(called, moved[p])]
    if called.turn is not None and fitting:
        return fitting[called.turn] if called.turn < len(fitting) else fitting[-1]
    if called.amendment is False and fitting:
        # A motion about how to go on ("that the question be now put") lies between.
        return _latest_open(moved, fitting)
    if not fitting:
        return None if called.amendment else _latest_open(moved, every)
    return _latest_open(moved, fitting)


def _fits(called: Called, one: Named) -> bool:
    return (one.kind is MotionKind.AMENDMENT) == called.amendment


def _latest_open(moved: Sequence[Named], places: Sequence[int]) -> int:
    """Return the last motion that is not settled yet; the last of all where all are."""
    still = [place for place in places if moved[place].outcome is None]
    still = [place for place in still if not moved[place].procedural] or still
    return (still or list(places))[-1]


def same_person(one: str, other: str | None) -> bool:
    """Whether two names may be of one person: the last word is the same, titles apart."""
    if not other:
        return False
    a, b = (
        [w.strip("().,").lower() for w in re.split(r"[\s(]+", n) if w.strip("().,")]
        for n in (one, other)
    )
    if not a or not b:
        return False
    return a[-1] == b[-1] or (len(a) == 1 and a[0] in b) or (len(b) == 1 and b[0] in a)
