"""Does a message belong to what was quoted before? Weighed by what the papers have of its words.

The words alone do not tell: "how many staff?" follows, and "how many agency staff?" may not. So
the passages of the items quoted compete with all others that the search finds. What each sign
counts is learned (docs/adr/0035-conversation.md).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from qa.language.terms import analyse
from qa.papers import ItemId, Passage
from qa.questions.follow_ups import Move, Said

TOP = 3
"""Passages of the others that are compared with those quoted."""
NEAR = 10
"""Passages found among which those of the papers quoted are counted."""
FAR, WELL = 5.0, 15.0
"""Scores of the ranking between which the signs are spread: few lie beyond."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for or against a message's belonging to what was quoted."""

    points_back: float
    doubts: float
    """1 where it holds something to be so."""
    joined: float
    """1 where it begins with a word that joins it: "and"."""
    own: float
    """How many words of its own it has, up to 6, as a share of 6."""
    named: float
    dated: float
    short: float
    """How much shorter than twelve words it is, 0 to 1."""
    has: float
    """Share of its own words, by weight, that the items quoted have."""
    lacks: float
    """How much more of them, by weight, the best other passage has."""
    ahead: float
    """How much better the best passage quoted suits the message alone than the best other one: the
    difference of their scores, at most `FAR`, as a share of it."""
    elsewhere: float
    """How well the best other passage suits it: its score, up to `WELL`, as a share of that."""
    same_paper: float
    """Share of the first `NEAR` passages found that are of a paper quoted."""
    unlinked: float
    """`own`, where no pronoun, no joining word and no claim links it to what was said."""


@dataclass(frozen=True, slots=True)
class Competitor:
    """A passage that was found for a message as it stands, with how well it suits."""

    passage: Passage
    score: float


def signs_of(
    said: Said,
    length: int,
    weighed: Mapping[str, float],
    found: Sequence[Competitor],
    items: Set[ItemId],
    within: Sequence[Passage],
) -> Signs:
    """Return the signs, from all passages found for a message as it stands.

    Args:
        said: the message.
        length: how many words it has.
        weighed: the weight of each of its terms in this library.
        found: all passages found, best first, those of the items among them.
        items: the items quoted.
        within: their passages.
    """
    own = {term: weighed.get(term, 1.0) for term in said.terms}
    total = sum(own.values()) or 1.0
    held = frozenset(analyse(" ".join([text for p in within for text in (p.text, *p.heading)])))
    inside = [each for each in found if each.passage.item_id in items]
    others = [each for each in found if each.passage.item_id not in items]
    has = _share(own, held, total)
    best = max((_share(own, _terms(each), total) for each in others[:TOP]), default=0.0)
    suits = max((each.score for each in inside), default=-FAR)
    suits_other = max((each.score for each in others), default=-FAR)
    papers = frozenset(item.paper_id for item in items)
    linked = said.points_back or said.joined or said.move is Move.DOUBTS
    length_of_own = min(len(said.own), 6) / 6
    return Signs(
        points_back=float(said.points_back),
        doubts=float(said.move is Move.DOUBTS),
        joined=float(said.joined),
        own=length_of_own,
        named=float(said.named),
        dated=float(said.dated),
        short=max(0.0, 12 - length) / 12,
        has=has,
        lacks=max(0.0, best - has),
        ahead=max(-FAR, min(FAR, suits - suits_other)) / FAR,
        elsewhere=max(0.0, min(WELL, suits_other)) / WELL,
        same_paper=sum(each.passage.item_id.paper_id in papers for each in found[:NEAR]) / NEAR,
        unlinked=0.0 if linked else length_of_own,
    )


def _share(own: Mapping[str, float], held: Set[str], total: float) -> float:
    return sum(weight for term, weight in own.items() if term in held) / total


def _terms(each: Competitor) -> frozenset[str]:
    return frozenset(analyse(" ".join([each.passage.text, *each.passage.heading])))


@cache
def weights() -> Mapping[str, float]:
    """Return the learned weights of the signs, and `bias`."""
    text = files("qa.following").joinpath("data/weights.json").read_text(encoding="utf-8")
    learned: dict[str, float] = json.loads(text)["weights"]
    return learned


def log_odds(signs: Signs) -> float:
    """Return the log odds that a message belongs to what was quoted."""
    learned = weights()
    return learned["bias"] + math.fsum(
        learned[name] * value for name, value in asdict(signs).items()
    )


def chance(signs: Signs) -> float:
    """Return how likely a message belongs to what was quoted, 0 to 1."""
    return 1 / (1 + math.exp(-log_odds(signs)))
