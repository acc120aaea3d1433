"""Understand a follow-up: the matter, body and day are carried from the turns before.

A question that names a matter of its own is new and takes nothing over. One that leaves its
matter out ("why?", "who voted against?"), points at it ("how much will it save?") or only
names another in its place ("what about the library?") is put in full, and the reader is shown
how it was understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qa.questions.matter import (
    CONNECTIVE,
    DEFINITE,
    INSTEAD,
    LATER,
    MEETING,
    Matter,
    dates_in,
    matter_of,
    own_words,
    points_back,
)
from qa.questions.question import LONGEST

TURNS = 8
"""Questions before this one that are looked at; a conversation's matter is seldom older."""

UNNAMED = 3
"""Common words that a question may have of its own and still leave its matter out: "how many
staff?" Whether it does is for the papers to say."""

_PREPOSITION = r"\b(?:for|on|about|of|in|at|with|to|from|by)\s+"


class SameMatter(Protocol):
    """Says from the papers whether words belong to a matter or name one of their own."""

    def __call__(self, words: str, turn: Turn, *, definite: bool) -> bool:
        """Whether the words belong to the matter of a turn.

        `definite` words ("the licence") speak of what is known already, so that only a matter
        named by little else is one of their own.
        """
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question put so that it stands alone, and the matter that it is about."""

    text: str
    """The question in full, as shown to the reader."""
    matter: Matter
    carried: bool = False
    """Whether something was taken over from the turn before."""
    sought: str = ""
    """The question in full as searched: a body that was only carried is no word to look for."""
    before: str = ""
    """The turn before, put so that it stands alone; empty where nothing was carried from it."""


def understand(question: str, previous: Sequence[str], same_matter: SameMatter) -> Turn:
    """Return the question as it is to be understood after those before it, oldest first."""
    turn: Turn | None = None
    asked = [text[:LONGEST] for text in previous if any(c.isalnum() for c in text)]
    for text in [*asked[-TURNS:], question]:
        turn = _follow(text, turn, same_matter)
    assert turn is not None
    return turn


def _follow(text: str, before: Turn | None, same_matter: SameMatter) -> Turn:
    """Return a question as understood after one turn."""
    text = " ".join(text.split())
    alone = Turn(text, matter_of(text), sought=text)
    if before is None or not before.matter.told:
        return alone
    bare = CONNECTIVE.sub("", text).strip() or text
    own = own_words(bare)
    instead = INSTEAD.match(text)
    if instead:
        return _in_place(instead["what"] or instead["only"], before, same_matter)
    if not own:
        return alone if _of_a_meeting(bare, joined=bare != text) else _carry(bare, before)
    if points_back(bare):
        return _carry(bare, before)
    names = any(word[0].isupper() for word in own) and not bare.isupper()
    short = len(own) <= UNNAMED and not names
    definite = bool(DEFINITE.search(bare))
    if (bare != text or short) and same_matter(bare, before, definite=definite):
        return _carry(bare, before)
    return alone


def _of_a_meeting(text: str, *, joined: bool) -> bool:
    """Whether a question without a matter asks of a whole meeting, by its day or as the next."""
    if joined or points_back(text):
        return False
    return bool(dates_in(text) or MEETING.search(text))


def _carry(text: str, before: Turn) -> Turn:
    """Put the matter of the turn before into a question that leaves it out."""
    held, said = before.matter, matter_of(text)
    day = said.day or ("" if LATER.search(text) else held.day)
    matter = replace(held, body=said.body or held.body, day=day)
    parts = [held.words, "" if said.body else held.body, "" if said.day else day]
    stem = text.rstrip(" ?!.").replace("{", "(").replace("}", ")")
    return _turn(f"{stem} ({{}})?", matter, parts, before)


def _in_place(what: str, before: Turn, same_matter: SameMatter) -> Turn:
    """Understand "what about X?": another matter, body or day, or another side of the same."""
    what = what.strip(" ?!.,")
    said, held = matter_of(what), before.matter
    asked = held.frame or "{}"
    if own_words(what):
        if same_matter(what, before, definite=False):
            return _carry(what, before)
        asked = re.sub(r"\b(?:the|an?|its|their) \{\}", "{}", asked, flags=re.I)
        if re.match(_PREPOSITION, what, re.I):
            asked = re.sub(_PREPOSITION + r"(?=\{\})", "", asked, flags=re.I)
        matter = Matter(what, said.body or held.body, said.day, asked)
        return _turn(asked, matter, [what], before)
    if not (said.body or said.day):
        return _carry(what, before)
    matter = replace(held, body=said.body or held.body, day=said.day or held.day)
    return _turn(asked, matter, [held.words, what], before)


def _turn(asked: str, matter: Matter, parts: Sequence[str], before: Turn) -> Turn:
    """Return a turn that asks something of what was carried: the matter, its body, its day."""
    told = [part for part in parts if part]
    sought = [part for part in told if part != before.matter.body] or told
    return Turn(
        asked.format("; ".join(told)),
        replace(matter, frame=asked),
        carried=True,
        sought=asked.format("; ".join(sought)),
        before=before.sought,
    )


def understood_as(turn: Turn) -> str | None:
    """Return a follow-up as it was understood, to be shown; None where it stands alone."""
    if not turn.carried:
        return None
    # A reader's own brackets would be taken for the numbers of quotes.
    plain = re.sub(r"[\[\]<>*_`#|]", " ", turn.text)
    return " ".join(plain.split())
