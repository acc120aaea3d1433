"""Verbs of outcomes: what a body did with a matter, or a member in its debate, and whether it is done.

"The Cabinet approved it" says that it is done; "the Cabinet is asked to approve it" and "it would be
approved" do not. Questions and papers are read alike. The verbs are data: `data/outcomes.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from qa.language.word_lists import read_pairs


class Does(StrEnum):
    """What is done by a verb; the values are the headings of the data file."""

    PASSED = "passed"
    REFUSED = "refused"
    DEFERRED = "deferred"
    NOTED = "noted"
    MOVED = "moved"
    SECONDED = "seconded"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of an outcome as it stands in a text."""

    does: Does
    done: str
    """Its past participle: approved."""
    at: int
    """Which of the words it is, from 0."""
    past: bool
    """Whether it stands in a past form: approved, be approved."""
    is_done: bool
    """Whether no word before that form leaves it open whether it was done."""
    negated: bool
    """Whether "not" or "no" stands before it: was not agreed."""

    @property
    def refuses(self) -> bool:
        """Whether it says that a body said no."""
        opposite = Does.PASSED if self.negated else Does.REFUSED
        return self.is_done and self.does is opposite


WORD = re.compile(r"[^\W_][\w'’-]*|[£€$]\s?\d[\d,.]*\w*|[.,;:?!()“”\"]")
"""A word, a sum of money or a mark."""
MARKS = frozenset('.,;:?!()“”"')
OPEN = frozenset(
    """to be being will would shall should could may might can cannot must if whether
    unless""".split()  # noqa: SIM905
)
"""Words before a verb that leave open whether it was done."""
NOT = frozenset(("not", "no", "never", "nor", "neither"))
PARTICLES = frozenset(
    """out forward up over into aside away off down through""".split()  # noqa: SIM905
)
"""Words that make another verb of one: carried out, set up."""
APART = 6
"""Words within which the particle of a verb that has one follows it: turned the offer down."""
BACK = 3
"""Words before a verb among which such a word counts: "not be approved", "if it is approved"."""


def words_of(text: str) -> list[str]:
    """Return the words, sums and marks of a text, in order."""
    return WORD.findall(text)


def verbs_in(words: Sequence[str]) -> list[Verb]:
    """Return the verbs of outcomes among words, in order; of these a phrasal verb is none."""
    found = []
    for at, word in enumerate(words):
        known = _known(words, at) if word[0].isalpha() else None
        if known is None:
            continue
        does, done = known
        before = [w.lower() for w in words[max(0, at - BACK) : at]]
        cut = max((i + 1 for i, w in enumerate(before) if w in MARKS), default=0)
        near = before[cut:]
        past = word.lower() in _past_forms()
        found.append(
            Verb(
                does,
                done,
                at,
                past,
                is_done=past and not OPEN & set(near),
                negated=any(w in NOT or w.endswith(("n't", "n’t")) for w in near),
            )
        )
    return found


def _known(words: Sequence[str], at: int) -> tuple[Does, str] | None:
    """Return what the verb at a place does and how it is written when done; None of another word."""
    word, after = words[at].lower(), [w.lower() for w in words[at + 1 : at + 1 + APART]]
    after = after[: next((i for i, word in enumerate(after) if word in MARKS), len(after))]
    for particle in after:
        if particle in PARTICLES and (found := _forms().get(f"{word} {particle}")):
            return found
    return None if after and after[0] in PARTICLES else _forms().get(word)


@cache
def _forms() -> dict[str, tuple[Does, str]]:
    """Return the verbs by each of their forms; one with a particle has it behind the form."""
    pairs = [(does, read_pairs("outcomes.toml", does.value)) for does in Does]
    return {
        " ".join([form, *particle]): (does, done)
        for does, verbs in pairs
        for verb, done in verbs.items()
        for base, *particle in [verb.split()]
        for form in (*_inflected(base), done.split()[0])
    }


def _inflected(verb: str) -> tuple[str, ...]:
    """Return the forms of a verb that are regular: approve, approves, approving."""
    root = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    third = f"{verb[:-1]}ies" if verb.endswith("y") else f"{verb}s"
    return verb, third, f"{verb}es", f"{root}ing"


@cache
def _past_forms() -> frozenset[str]:
    done = {done.split()[0] for _, done in _forms().values()}
    return frozenset(done)
