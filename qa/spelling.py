"""Meet the asker half-way: typos, run-together words, and the short forms of council talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from qa.terms import analyse

SHORT_FORMS: Mapping[str, str] = {
    "o&s": "overview scrutiny",
    "exec": "executive",
    "cllr": "councillor",
    "cllrs": "councillors",
    "councillor": "cllr",
    "mgmt": "management",
    "rep": "representative",
    "dept": "department",
    "dom": "domiciliary",
    "fte": "full time equivalent",
    "lac": "looked after children",
    "asc": "adult social care",
    "eia": "equality impact assessment",
    "mtfp": "medium term financial plan",
    "mtfs": "medium term financial strategy",
    "cfo": "chief finance officer",
    "s151": "section 151",
    "s106": "section 106",
    "s75": "section 75",
    "info": "information",
    "ccg": "clinical commissioning group",
    "lga": "local government association",
    "send": "special educational needs disability",
}
"""Short forms that councils share; each paper's own are learnt elsewhere."""
INTENT = frozenset(
    analyse(
        "decide decided decision resolve resolved resolution agree agreed approve approved outcome "
        "cabinet executive council committee meeting report paper minutes"
    )
)
"""Words that say what kind of answer is wanted, or of whom: they weigh little as matter."""
INTENT_WEIGHT = 0.25
SHORT_WEIGHT = 0.5
TYPO_WEIGHT = 0.8


class WordView(Protocol):
    """What spelling needs of the word index."""

    def document_frequency(self, term: str) -> int:
        """Return in how many passages a term stands."""
        ...

    def expand(self, prefix: str, limit: int = ...) -> list[str]:
        """Return indexed terms that begin with a prefix."""
        ...


def edit_distance(a: str, b: str, limit: int) -> int:
    """Return the Damerau-Levenshtein distance, or limit + 1 where it is larger."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j - 1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        rows.append(row)
    return rows[-1][-1]


def _corrections(term: str, words: WordView) -> list[str]:
    if len(term) < 5 or not term.isalpha():
        return []
    limit = 1 if len(term) < 8 else 2
    near = [
        w for w in words.expand(term[:2]) if w != term and edit_distance(term, w, limit) <= limit
    ]
    near.sort(key=lambda w: (edit_distance(term, w, limit), -words.document_frequency(w)))
    return near[:1]


def _split(term: str, words: WordView) -> list[str]:
    """Part "healthcheck" into two words that the papers know."""
    best: tuple[int, list[str]] = (0, [])
    for at in range(4, len(term) - 3):
        pair = analyse(f"{term[:at]} {term[at:]}")
        known = min((words.document_frequency(t) for t in pair), default=0)
        if len(pair) == 2 and known > best[0]:
            best = (known, pair)
    return best[1]


def weigh_terms(terms: tuple[str, ...], words: WordView) -> dict[str, float]:
    """Return the terms to search for with their weights: as asked, mended, or spelt out."""
    weights: dict[str, float] = {}
    for term in terms:
        if words.document_frequency(term) > 0:
            weights[term] = INTENT_WEIGHT if term in INTENT else 1.0
        else:
            for other in _split(term, words) or _corrections(term, words):
                weights[other] = max(weights.get(other, 0.0), TYPO_WEIGHT)
            weights.setdefault(term, 1.0)
        for other in analyse(SHORT_FORMS.get(term, "")):
            weights[other] = max(weights.get(other, 0.0), SHORT_WEIGHT)
    return weights
