"""The wordings of one question: put together, the worst of them, and whether they fared alike.

A question that is asked in several wordings counts once, and its wordings stay together whenever
questions are drawn again. A question in one wording gives what the answer gives.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from eval.measures import ALIKE, MEASURES, WORST, Measure, direction
from eval.statistics import Share

if TYPE_CHECKING:
    from eval.runs.summary import Outcome

NOTHING = Share(0, 0)


def by_question(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each question, by its id, in the order in which it was asked."""
    questions: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        questions.setdefault(outcome.question, []).append(outcome)
    return questions


def shares_of(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Share]]:
    """Return what each question adds to each figure of a run: by figure, then by question.

    The figures are every measure over all wordings, every measure in the worst wording (its name
    begins with `WORST`), and whether the wordings fared alike. All are to be pooled.
    """
    questions = by_question(outcomes)
    figures: dict[str, dict[str, Share]] = {}
    for measure in MEASURES:
        asked = {name: [one.shares[measure.name] for one in own] for name, own in questions.items()}
        figures[measure.name] = {name: together(measure, own) for name, own in asked.items()}
        if direction(measure.name):
            figures[WORST + measure.name] = {
                name: worst(measure, own) for name, own in asked.items()
            }
    alike_by = {name: alike(own) for name, own in questions.items()}
    for measure in ALIKE:
        figures[measure.name] = {name: made[measure.name] for name, made in alike_by.items()}
    return figures


def together(measure: Measure, shares: Sequence[Share]) -> Share:
    """Put the shares of a question's wordings together, so that pooling gives the measure.

    Of a pooled measure these are parts and wholes; of a mean the sum of the values over how many
    wordings have one.
    """
    if not measure.pooled:
        shares = [_as_one(share) for share in shares]
    return Share(math.fsum(s.part for s in shares), math.fsum(s.whole for s in shares))


def worst(measure: Measure, shares: Sequence[Share]) -> Share:
    """Return the share of the wording that fared worst; wordings without a value are left out."""
    defined = [share for share in shares if share.whole]
    if not defined:
        return NOTHING
    found = min(defined, key=lambda share: direction(measure.name) * (share.value or 0.0))
    return found if measure.pooled else _as_one(found)


def alike(outcomes: Sequence[Outcome]) -> Mapping[str, Share]:
    """Say of a question, for each measure of ALIKE, whether all its wordings fared the same.

    Nothing can be said of a question that was asked in one wording.
    """
    if len(outcomes) < 2:
        return {measure.name: NOTHING for measure in ALIKE}
    same = {
        "same status": _same(outcome.status for outcome in outcomes),
        "same standing": _same(outcome.standing for outcome in outcomes),
        "same paper found": _same(outcome.paper_found for outcome in outcomes),
        "same paper quoted": _same(outcome.paper_quoted for outcome in outcomes),
    }
    same["alike"] = same["same status"] and same["same standing"] and same["same paper quoted"]
    return {name: Share(int(is_so), 1) for name, is_so in same.items()}


def _same(values: Iterable[Hashable]) -> bool:
    return len(set(values)) == 1


def _as_one(share: Share) -> Share:
    """Return the share as a value of one; what is not defined stays so."""
    return Share(share.part / share.whole, 1) if share.whole else NOTHING
