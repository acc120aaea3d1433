"""What a question needs to be shown: its required evidence, each with its alternatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.gold.questions import Evidence, GoldQuestion
from eval.places import Place, overlaps
from eval.wording import plain

Need = tuple[Evidence, ...]
"""Evidence of which any one is enough: a first choice and its alternatives."""


def needs_of(question: GoldQuestion, holds: Callable[[str], bool]) -> tuple[Need, ...]:
    """Group a question's evidence into what is needed; near misses are left out.

    Each evidence that is not an alternative makes a need. An alternative joins the need whose
    quote shares most words with its own (intersection over union), at a tie the nearest one
    before it. Evidence marked out of split is then dropped where its paper is not held, and
    a need of which nothing is left with it.
    """
    answers = [item for item in question.evidence if not item.near_miss]
    firsts = [index for index, item in enumerate(answers) if not item.alt]
    groups: dict[int, list[Evidence]] = {index: [answers[index]] for index in firsts}
    for index, item in enumerate(answers):
        if item.alt:
            groups[_stands_for(index, firsts, answers)].append(item)
    kept = (
        tuple(item for item in group if not item.out_of_split or holds(item.doc))
        for group in groups.values()
    )
    return tuple(need for need in kept if need)


def met_by(place: Place, needs: Sequence[Need]) -> frozenset[int]:
    """Return the indices of the needs that a place overlaps."""
    return frozenset(
        index for index, need in enumerate(needs) if any(overlaps(place, item) for item in need)
    )


def _stands_for(index: int, firsts: Sequence[int], answers: Sequence[Evidence]) -> int:
    words = [set(plain(item.quote).split()) for item in answers]

    def likeness(first: int) -> tuple[float, bool, int]:
        shared = len(words[first] & words[index]) / len(words[first] | words[index])
        before = first < index
        return shared, before, first if before else -first

    return max(firsts, key=likeness)
