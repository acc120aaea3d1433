"""Understand a follow-up: its matter, body and day are taken from the questions before.

A question that names a matter of its own is new: nothing is taken over. The others are put in full,
and the reader is shown how each was understood. They are of three sorts: the matter is left out
("why?", "who voted against?"), is pointed at ("how much will it save?"), or another is named in its
place ("what about the library?"). One that comes without any question before it is declined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qa.questions.matter import BODY, Matter, dates_in, matter_of, own_words
from qa.questions.question import LONGEST

TURNS = 8
"""Questions before this one that are read; the matter is seldom older."""
POINTED = 2
"""Common words of its own that a question may have beside a pronoun and still name no matter:
"which company runs it?" With 3, one of 963 full questions was wrongly taken for a follow-up
(docs/adr/0021-conversations.md)."""
UNNAMED = 3
"""Common words of its own that a question may have and still leave its matter out: "how many
staff?" Whether they are a matter of its own is decided from the papers."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question put so that it stands alone, and the matter that it is about."""

    text: str
    """The question in full, as shown to the reader."""
    matter: Matter
    carried: bool = False
    """Whether something was taken over from the turn before."""
    sought: str = ""
    """The question in full as searched: without a body that was only taken over."""
    before: str = ""
    """The question before, in full; empty where nothing was taken over from it."""


class SameMatter(Protocol):
    """Decides from the papers whether words belong to a matter or name one of their own."""

    def __call__(self, words: str, turn: Turn, *, definite: bool) -> bool:
        """Whether the words belong to the matter of a turn.

        `definite` words ("the licence") as a rule mean something known already; they name a matter
        of their own only where a heading has few words beside them.
        """
        ...


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
    if before is None or not before.matter.parts:
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


CONNECTIVE = re.compile(
    r"^\W*(?:(?:and|but|so|or|also|ok|okay|right|thanks|thank you|great|then|well|sorry|please)\b[\s,.–-]*)+",
    re.I,
)
_ASKS = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|did|do|does|has|have|had|will|would|"
    r"can|could|should|may|shall|tell|show|give|list)\b"
)
_POLITE = r"^\W*(?:(?:ok|okay|right|well|so|then|great|thanks|thank you)\b[\s,.–-]*)*"
INSTEAD = re.compile(
    rf"{_POLITE}(?:(?:and|but)[\s,]+)?(?:what|how) about (?!{_ASKS})(?P<what>.+)$"
    rf"|{_POLITE}(?:and|or|but)[\s,]+(?!{_ASKS})(?P<only>(?:[^\s]+\s*){{1,7}})$",
    re.I,
)
"""A question that only names another matter, body, day or side."""
DEFINITE = re.compile(r"\bthe\s+[a-z]", re.ASCII)
MEETING = re.compile(
    r"\b(?:next|last|latest|previous|annual|extraordinary) (?:(?:full )?council |cabinet |executive |committee )?meetings?\b",
    re.I,
)


def _of_a_meeting(text: str, *, joined: bool) -> bool:
    """Whether a question without a matter asks about a whole meeting: by its day, or the next."""
    if joined or points_back(text):
        return False
    return bool(dates_in(text) or MEETING.search(text))


LATER = re.compile(
    r"\b(?:later|since|afterwards?|after|then|next|now|nowadays|eventually|in the end|back|changed?|still|today|finally|"
    r"when|varied|superseded|what happened)\b",
    re.I,
)
"""Words that ask about another time than the turn before."""


def _carry(text: str, before: Turn) -> Turn:
    """Return a question that leaves its matter out, with that of the turn before put in."""
    held, named = before.matter, matter_of(text)
    day = named.day or ("" if LATER.search(text) else held.day)
    matter = replace(held, body=named.body or held.body, day=day)
    parts = [held.words, "" if named.body else held.body, "" if named.day else day]
    stem = text.rstrip(" ?!.").replace("{", "(").replace("}", ")")
    return _turn(f"{stem} ({{}})?", matter, parts, before)


_PREPOSITION = r"\b(?:for|on|about|of|in|at|with|to|from|by)\s+"


def _in_place(what: str, before: Turn, same_matter: SameMatter) -> Turn:
    """Return "what about X?" in full: another matter, body or day, or more on the same matter."""
    what = what.strip(" ?!.,")
    named, held = matter_of(what), before.matter
    asked = held.frame or "{}"
    if own_words(what):
        if same_matter(what, before, definite=False):
            return _carry(what, before)
        asked = re.sub(r"\b(?:the|an?|its|their) \{\}", "{}", asked, flags=re.I)
        if re.match(_PREPOSITION, what, re.I):
            asked = re.sub(_PREPOSITION + r"(?=\{\})", "", asked, flags=re.I)
        matter = Matter(what, named.body or held.body, named.day, asked)
        return _turn(asked, matter, [what], before)
    if not (named.body or named.day):
        return _carry(what, before)
    matter = replace(held, body=named.body or held.body, day=named.day or held.day)
    return _turn(asked, matter, [held.words, what], before)


def _turn(asked: str, matter: Matter, parts: Sequence[str], before: Turn) -> Turn:
    """Return a turn with the parts of a matter (words, body, day) put in place of {}."""
    given = [part for part in parts if part]
    sought = [part for part in given if part != before.matter.body] or given
    return Turn(
        asked.format("; ".join(given)),
        replace(matter, frame=asked),
        carried=True,
        sought=asked.format("; ".join(sought)),
        before=before.sought,
    )


def understood_as(turn: Turn) -> str | None:
    """Return a follow-up as it was understood, to be shown; None where it stands alone."""
    if not turn.carried:
        return None
    return _plain(turn.text)


def _plain(text: str) -> str:
    """Return a text without brackets, which would be taken for the numbers of quotes."""
    return " ".join(re.sub(r"[\[\]<>*_`#|]", " ", text).split())


# Questions that came without those they rest on

_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b", re.I)
_TO_COME = re.compile(r"\bit\b.*\bto\s+[a-z]+", re.I)
"""What "it" stands for may follow: "what will it cost to mend the roof?"."""
_COUNCIL = re.compile(r"\b(?:they|them|their|theirs)\b", re.I)
"""Beside a matter, these mean the council as a rule: "when will they mend the potholes?"."""


def names_no_matter(turn: Turn) -> bool:
    """Whether a question that took nothing over cannot be understood alone: "who moved it?".

    It has no words of a matter, no body and no day; or few words, and one that points back. An
    answer to it would be about whatever matter the search happens to find.
    """
    text = CONNECTIVE.sub("", turn.text).strip() or turn.text
    named = turn.matter.body or turn.matter.day or MEETING.search(text) or _EXISTS.search(text)
    if turn.carried or named:
        return False
    own = own_words(text)
    if not own:
        return True
    if len(own) > POINTED or _TO_COME.search(text):
        return False
    known = any(char.isupper() or char.isdigit() for word in own for char in word)
    return not (known and not text.isupper()) and points_back(_COUNCIL.sub(" ", text))


def without_matter(turn: Turn) -> str:
    """Return a question that names no matter, in full, with a word on what is missing."""
    return _plain(f"{turn.text.rstrip(' ?!.')} (the matter is not named)?")


# Words that point back


_THING = (
    r"(?:decision|resolution|vote|motion|amendment|proposal|recommendation|report|paper|meeting|item|minute|matter|"
    r"scheme|project|plan|contract|building|site|centre|service|work|works|change|cut|saving|savings|cost|costs|"
    r"money|sum|amount|figure|budget|place|move|one|ones|option|options|petition|policy|strategy|case)s?"
)
_POINTING_THING = re.compile(rf"\b(?:this|that|these|those|the same|the said)\s+{_THING}\b", re.I)
_ONES = re.compile(
    r"\bwhich ones?\b|\bthe (?:others?|rest|former|latter|first one|second one)\b", re.I
)
_OF_IT = re.compile(
    r"\b(?:with|on|about|for|of|to|in|from|by|against|behind|over) (?:it|them)\W*$", re.I
)
_IT = re.compile(r"\b(?:it|its|it's|it’s|itself)\b", re.I)
_EXPLETIVE = re.compile(
    r"\b(?:is|was) it (?:true|possible|the case|correct|right|fair|legal|lawful|allowed|likely|a fact|compulsory|necessary) (?:that|to|for)\b"
    r"|\bhow (?:long|much|often) (?:does|will|would|did) it (?:take|cost) to\b|\bwhat time is it\b|\bit (?:is|was) (?:true|said)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:how (?:much|many)|what|which|whose)\s+(?:(?:other|more|extra)\s+)?[a-z]+", re.I
)
"""A word that is asked for, and so stands for nothing yet: "how much budget moves with it?"."""
_THAT_ALONE = re.compile(
    r"\b(?:about|of|for|with|on|to|by|after|before|from|against|in|at|behind|than|like|do|did|does|is|was|are|were|has|will|would|should|agree|support|oppose|approve|mean|why|how's|what's|that's)\s+(?:that|this|those|these)(?:\s*[?.!,]|\s*$|\s+(?:cost|save|mean|happen|start|begin|end|decided|agreed|approved|done|paid|still|in|now|being|been|be|to|come|work|affect|include|so)\b)"
    r"|^\W*(?:is|was|are|were|does|did|will|would|has|had|can|could|should)\s+(?:that|this|those|these)\b(?!\s+[a-z]+s?\s+(?:of|for)\b)",
    re.I,
)
_THERE = re.compile(r"\b(?:in|from|to|up|down|over|out) there\b|\bthere[?.!]?\s*$", re.I)
_PERSONS = re.compile(r"\b(?:they|them|their|theirs|he|him|his|she|her|hers)\b", re.I)


def points_back(text: str) -> bool:
    """Whether a question has a word whose meaning only what was said before can give.

    A pronoun that follows a matter of the question's own points to that: "when will the
    library open and what will it cost?" stands alone.
    """
    if any(pattern.search(text) for pattern in (_POINTING_THING, _ONES, _OF_IT)):
        return True
    for pattern, antecedent in (
        (_IT, own_words),
        (_THAT_ALONE, own_words),
        (_THERE, own_words),
        (_PERSONS, _someone),
    ):
        match = pattern.search(text)
        if match and not antecedent(_COUNTED.sub(" ", text[: match.start()])):
            if pattern is _IT and _EXPLETIVE.search(text):
                continue
            return True
    return False


def _someone(text: str) -> list[str]:
    """Return what a plural or personal pronoun may stand for: a matter, or a body."""
    return own_words(text) or [match[0] for match in BODY.finditer(text)]


_SIDE = re.compile(r"\W*(?:the|its|their|any)\s", re.I)


def speaks_of_a_side(words: str) -> bool:
    """Whether words begin as those for a side of what is known already do: "the annual fee"."""
    return _SIDE.match(words) is not None
