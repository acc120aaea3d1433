"""The chance that what was found answers a question: a logistic regression over learned scores.

Its signs are how well the best units answer, what of the question is there at all, what kind of
answer is asked for, and which of the things asked for were looked for and not seen. None of them
decides by itself. How it was fitted, and how far the chance can be relied on, is in
docs/adr/0040-one-judgement.md.
"""

from __future__ import annotations

import math
from collections.abc import Set

import numpy as np

from qa.judgement.features import FEATURES
from qa.judgement.scores import Scored, fitted
from qa.judgement.trees import Floats
from qa.retrieval.features import Asked

COMPARED = (
    *("own", "headed", "titled", "whole", "names", "names_headed", "fit", "row_name", "score"),
    *(f"hit_{name}" for name in ("cosine", "coverage", "unit", "phrases", "names")),
    *(f"hit_{name}" for name in ("labels", "period", "reference")),
)
"""Features of units of which the best unit's value and the highest count."""
LOOKED_FOR = ("amount", "count", "votes", "name", "named role", "party", "date", "any year")
"""The checks that look for the thing asked for; see `qa.answerability.judge`."""
FIRST = 3
"""Units whose mean score counts."""
_KINDS = tuple(name for name in FEATURES if name.startswith("asked_"))
SIGNS = (
    *("best", "gap", "mean", "sum", "words"),
    *(f"best_{name}" for name in COMPARED),
    *(f"most_{name}" for name in COMPARED),
    *_KINDS,
    *(f"lacks_{name.replace(' ', '_')}" for name in LOOKED_FOR),
)
"""The names of the signs, in order."""
READ_SIGNS = (*SIGNS, "read_best", "read_most", "read_second", "read_any")
"""The same where a reader read the likeliest units; see `_signs_read`."""
READ = "outcome_read"
"""The name of what was fitted over these."""


def signs_of(asked: Asked, scored: Scored, lacking: Set[str]) -> Floats:
    """Return the signs, shape (`READ_SIGNS`,) where units were read, else (`SIGNS`,).

    There must be a unit. `lacking` are the checks, of `LOOKED_FOR`, that saw what they look for
    nowhere.
    """
    order = scored.in_order()
    scores, best = scored.scores[order], scored.features[order[0]]
    compared = [FEATURES.index(name) for name in COMPARED]
    kinds = [FEATURES.index(name) for name in _KINDS]
    return np.array(
        [
            scores[0],
            scores[0] - scores[min(1, len(scores) - 1)],
            scores[:FIRST].mean(),
            np.log(np.exp(scores).sum()),
            math.log(max(1, asked.question.facets.length)),
            *best[compared],
            *scored.features[:, compared].max(axis=0),
            *best[kinds],
            *(float(name in lacking) for name in LOOKED_FOR),
            *_signs_read(scored, order[0]),
        ]
    )


def _signs_read(scored: Scored, best: int) -> list[float]:
    """Return what a reader says of the best unit, of the likeliest two for it, and of any of them.

    Log odds; none where nothing was read.
    """
    if not scored.extracts:
        return []
    logits = sorted((extract.logit for extract in scored.extracts.values()), reverse=True)
    own = scored.extracts.get(scored.candidates[best].unit)
    return [
        own.logit if own is not None else logits[-1],
        logits[0],
        logits[min(1, len(logits) - 1)],
        float(np.logaddexp.reduce(logits)),
    ]


def chance_of(signs: Floats) -> tuple[float, float]:
    """Return the chance, 0 to 1, that the papers found answer, and the least at which they do."""
    read = len(signs) == len(READ_SIGNS)
    model = fitted(READ, READ_SIGNS) if read else fitted("outcome", SIGNS)
    odds = model["constant"] + float(signs @ np.array(model["weights"]))
    return 1 / (1 + math.exp(-odds)), float(model["least"])
