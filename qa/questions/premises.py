"""What a question takes for granted: an outcome, who did it, a sum, a day.

"Why did the Cabinet approve it?" takes for granted that it did; "Did the Cabinet approve it?" and
"What did the Cabinet decide?" do not. It is read by the place of the verb in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.language.dates import find_days
from qa.language.names import MINUTED_TITLES
from qa.language.numbers import amount_of
from qa.language.terms import STOPWORDS, stem
from qa.questions.outcomes import MARKS, Does, Verb, verbs_in, words_of


@dataclass(frozen=True, slots=True)
class OutcomeTaken:
    """What a question says was done with its matter."""

    does: Does
    done: str
    """The verb, as its past participle: approved."""
    of_amendment: bool
    """Whether it speaks of an amendment, and not of the matter itself."""
    is_asked: bool
    """Whether it asks if it was done, and does not take it for granted."""


@dataclass(frozen=True, slots=True)
class SumTaken:
    """A sum of money that a question names, and what it is the sum of."""

    written: str
    value: float
    """In pounds, or whatever the sign says."""
    nouns: frozenset[str]
    """Index terms of the words beside it, if any: of "the £15,000 precept", precept."""
    is_given: bool = False
    """Whether it is spoken of as one that is known: the £15,000."""


@dataclass(frozen=True, slots=True)
class DayTaken:
    """A day that a question names."""

    day: date
    when: bool
    """Whether it says when something was done: on 4 July, and not "the minutes of 4 July"."""


@dataclass(frozen=True, slots=True)
class TakenForGranted:
    """What a question takes for granted; what it does not name is None or empty."""

    outcome: OutcomeTaken | None = None
    mover: str | None = None
    """The surname of who is said to have moved it."""
    seconder: str | None = None
    bodies: tuple[str, ...] = ()
    """Bodies that are said to have done something, named with capitals: Joint Committee."""
    sums: tuple[SumTaken, ...] = ()
    days: tuple[DayTaken, ...] = ()
    unanimous: bool = False
    """Whether it says that nobody voted against it, or abstained."""


def read_premises(text: str) -> TakenForGranted:
    """Return what a question takes for granted."""
    words = words_of(text)
    verbs = verbs_in(words)
    return TakenForGranted(
        outcome=_outcome(words, verbs),
        mover=_person(text, words, verbs, Does.MOVED),
        seconder=_person(text, words, verbs, Does.SECONDED),
        bodies=tuple(dict.fromkeys(_acting_bodies(text))),
        sums=_sums(words),
        days=tuple(
            DayTaken(found.day, bool(WHEN.search(text[: found.start]))) for found in find_days(text)
        ),
        unanimous=bool(UNANIMOUS & {word.lower() for word in words}),
    )


UNANIMOUS = frozenset(("unanimous", "unanimously"))


WHEN = re.compile(r"\b(?:on|meeting of)\s+(?:the\s+)?$", re.I)
"""What stands before the day on which something was done."""

# The outcome

WHETHER = frozenset("did was were has have had is are does do".split())  # noqa: SIM905
"""Words that open a question which asks whether something is so."""
SMALL_TALK = frozenset("so and but please well".split())  # noqa: SIM905
OF_CONTENT = frozenset(("decided", "resolved", "voted"))
"""Verbs that say no more than that something was settled, but for what follows them."""
SAYS_WHAT = frozenset(("to", "that", "on", "in"))
"""Words that such a verb must be followed by, to say what was settled."""
SETTLING = frozenset(("decision", "resolution", "agreement", "vote"))
"""Nouns of an outcome, before what was settled: the decision to approve."""
DETERMINERS = frozenset(("the", "a", "an", "this", "that", "its", "their"))
SUBORDINATES = frozenset(("that", "which", "who", "when", "where", "whose"))
"""Words that open a clause within a clause."""
BODIES = frozenset("council cabinet executive committee board panel authority".split())  # noqa: SIM905
"""Words for a body: of these "voted for" tells an outcome, of a member only a vote."""
SETTLED = frozenset((Does.PASSED, Does.REFUSED))


def _outcome(words: Sequence[str], verbs: Sequence[Verb]) -> OutcomeTaken | None:
    """Return the first outcome that is taken for granted."""
    low = [word.lower() for word in words]
    opening = next((word for word in low if word not in SMALL_TALK), "")
    if opening in WHETHER and "or" in low:
        return None
    for verb in verbs:
        if verb.does in SETTLED and not verb.negated and _is_taken(low, verb):
            does, done = _settled_to(low, verb, verbs)
            return OutcomeTaken(
                does,
                done,
                of_amendment="amendment" in _clause(low, verb.at),
                is_asked=opening in WHETHER,
            )
    return None


def _is_taken(low: Sequence[str], verb: Verb) -> bool:
    """Whether a verb stands where it says that something was done, and not what is asked for."""
    after = low[verb.at + 1] if verb.at + 1 < len(low) else ""
    by_a_body = verb.at > 0 and after == "for" and low[verb.at - 1] in BODIES
    if verb.done in OF_CONTENT and not by_a_body and after not in SAYS_WHAT:
        return False
    before = _before(low, verb.at)
    if _asks_what_was_settled(before):
        return False
    if before[-1:] and before[-1] in DETERMINERS:
        return False  # It is a noun: the vote.
    if verb.is_done:
        return bool(before)
    if before[-2:-1] and before[-1] == "to":
        return before[-2] in SETTLING
    asked = [at for at, word in enumerate(before) if word == "did"]
    return bool(asked) and not {"to", "not"} & set(before[asked[-1] :])


def _asks_what_was_settled(before: Sequence[str]) -> bool:
    """Whether the words before a verb ask what was settled: "what did the Cabinet", "what was"."""
    at = next((at for at, word in enumerate(before) if word == "what"), None)
    if at is None or SUBORDINATES & set(before[at:]):
        return False
    return len(before) <= at + 1 or before[at + 1] in WHETHER | {"the"}


def _settled_to(low: Sequence[str], verb: Verb, verbs: Sequence[Verb]) -> tuple[Does, str]:
    """Return what was settled: of "decided to refuse", that it was refused."""
    for other in verbs:
        if 2 <= other.at - verb.at <= 3 and low[verb.at + 1] == "to":
            return other.does, other.done
    return verb.does, verb.done


def _before(low: Sequence[str], at: int) -> list[str]:
    """Return the words before a verb in its clause."""
    start = max((i + 1 for i in range(at) if low[i] in MARKS), default=0)
    return list(low[start:at])


def _clause(low: Sequence[str], at: int) -> list[str]:
    """Return the words of the clause in which a verb stands."""
    end = next((i for i in range(at, len(low)) if low[i] in MARKS), len(low))
    return [*_before(low, at), *low[at:end]]


# Who did it

PERSON = re.compile(
    rf"\b(?:(?:{MINUTED_TITLES})\.?|[A-Z]\.?)\s+(?:[A-Z]\.?\s+|[A-Z][\w'’-]+\s+){{0,2}}(?P<surname>[A-Z][a-z][\w’-]*)(?:['’]s?)?(?=[\s,.;:?!]|$)"
)
"""A person with a title or an initial; the surname is the last of the names."""
BODY_NAMED = re.compile(
    r"\b(?:[A-Z][\w&’'-]*\s+(?:(?:and|of|for|the|&)\s+)*)+?(?:Committee|Cabinet|Executive|Board|Panel)\b"
)
OWNER = re.compile(r"[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*['’]s?\s+$")
"""A council's name before its body: Ashcombe's."""
THE_WHOLE = re.compile(r"\b[Ff]ull Council\b")
"""The council as against its committees."""
BEFORE_A_BODY = re.compile(r"\b(?:did|had|has|by)\s+(?:the\s+)?$", re.I)


def _acting_bodies(text: str) -> Iterator[str]:
    """Yield the bodies that are said to have done something: after "did", or before its verb."""
    for match in (*BODY_NAMED.finditer(text), *THE_WHOLE.finditer(text)):
        after = verbs_in(words_of(text[match.end() :])[:1])
        before = OWNER.sub("", text[: match.start()])
        if BEFORE_A_BODY.search(before) or any(verb.is_done for verb in after):
            yield match[0]


PUT = frozenset(("motion", "amendment", "proposal"))
"""What a member moves: "Councillor Hay's motion"."""


def _person(text: str, words: Sequence[str], verbs: Sequence[Verb], does: Does) -> str | None:
    """Return the surname of the person who is said to have done something, or None."""
    done = [verb for verb in verbs if verb.does is does]
    seconds = [verb for verb in verbs if verb.does is Does.SECONDED]
    low = [word.lower().removesuffix("'s").removesuffix("’s").rstrip("'’") for word in words]
    for match in PERSON.finditer(text):
        last = len(words_of(text[: match.end()])) - 1
        first = len(words_of(text[: match.start()]))
        by_name = any(verb.at == last + 1 for verb in done)
        by = first > 0 and low[first - 1] == "by" and any(verb.at == first - 2 for verb in done)
        own = last + 1 < len(low) and low[last + 1] in PUT and match[0].endswith(("s", "'", "’"))
        whom = any(verb.at == first - 1 for verb in seconds)
        if by_name or by or (does is Does.MOVED and ((own and low[last] != words[last]) or whom)):
            return match["surname"]
    return None


# Sums

LINKS = STOPWORDS | frozenset("as of the a an at to for in is was be from with".split())  # noqa: SIM905
NEAR = 3
"""Words beside a sum among which it is said what it is the sum of."""


def _sums(words: Sequence[str]) -> tuple[SumTaken, ...]:
    found = []
    for at, word in enumerate(words):
        value = amount_of(word.rstrip(".,")) if word[0] in "£€$" else None
        nouns = _nouns(words, at)
        if value:
            given = at > 0 and words[at - 1].lower() in DETERMINERS - {"a", "an"}
            found.append(SumTaken(word.rstrip(".,"), value, nouns, given))
    return tuple(found)


def _nouns(words: Sequence[str], at: int) -> frozenset[str]:
    """Return the terms of the noun that a sum measures: the one after it, or before "of" or "at"."""
    after = words[at + 1 : at + 1 + NEAR]
    if after and after[0].lower() == "as":
        after = [word for word in after[1:] if word.lower() not in LINKS]
    taken = []
    for word in after:
        if word in MARKS or word.lower() in LINKS or not word[0].islower() or verbs_in([word]):
            break
        taken.append(stem(word.lower()))
    before = [word.lower() for word in words[max(0, at - 2) : at]]
    if not taken and len(before) == 2 and before[1] in ("of", "at") and before[0].isalpha():
        taken = [stem(before[0])]
    return frozenset(taken)
