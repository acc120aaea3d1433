"""Say which thing that a question takes for granted is not so by the papers, or that none is known.

Silence is no contradiction: where the papers do not say, there is no premise to correct.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.library import Library
from qa.papers import Hit
from qa.premises.actors import wrong_body, wrong_mover
from qa.premises.corrected import Premise
from qa.premises.evidence import Evidence
from qa.premises.figures import wrong_day, wrong_sum
from qa.premises.outcomes import not_unanimous, wrong_outcome
from qa.quoting.units import Quote
from qa.retrieval.features import Asked

CHECKS: tuple[Callable[[Evidence], Premise | None], ...] = (
    wrong_outcome,
    not_unanimous,
    wrong_mover,
    wrong_sum,
    wrong_day,
    wrong_body,
)
"""What is compared, in the order in which it is said: only the first is."""


def premise_of(
    asked: Asked, quotes: Sequence[Quote], hits: Sequence[Hit], library: Library
) -> Premise | None:
    """Return the first thing that the question takes for granted and the papers say otherwise.

    `quotes` are what answers the question, the first the one that answers most; `hits` what was
    found for it. None where the papers agree with the question, or cannot tell.
    """
    evidence = Evidence(asked, quotes, hits, library)
    if not evidence.found:
        return None
    found = (check(evidence) for check in CHECKS)
    return next((premise for premise in found if premise is not None), None)
