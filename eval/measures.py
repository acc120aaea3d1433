"""What is measured, in the order in which it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How the value of a measure is written."""

    SHARE = "share"
    """0 to 1, three places."""
    COUNT = "count"
    """Parts of wholes."""
    NUMBER = "number"
    """One place."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by name, and how the questions' shares of it are put together."""

    name: str
    label: str
    group: str
    pooled: bool = False
    """All parts over all wholes; otherwise the mean of the questions' shares."""
    form: Form = Form.SHARE


F1 = Measure("decline f1", "declining: F1", "declining", pooled=True)
"""The harmonic mean of precision and recall, as one pooled share: twice the questions rightly
declined over those declined and those without an answer."""

MEASURES = (
    Measure("hit@1", "hit@1", "finding"),
    Measure("hit@5", "hit@5", "finding"),
    Measure("hit@10", "hit@10", "finding"),
    Measure("recall@5", "evidence recall@5", "finding"),
    Measure("recall@10", "evidence recall@10", "finding"),
    Measure("mrr@10", "reciprocal rank@10", "finding"),
    Measure("quote@300", "quote@300", "finding"),
    Measure("quote@1000", "quote@1000", "finding"),
    Measure("ndcg@5", "nDCG@5", "judged passages"),
    Measure("ndcg@10", "nDCG@10", "judged passages"),
    Measure("success@1", "success@1", "judged passages"),
    Measure("success@5", "success@5", "judged passages"),
    Measure("success@10", "success@10", "judged passages"),
    Measure("rr@10", "reciprocal rank@10 of passages", "judged passages"),
    Measure("passage recall@5", "passage recall@5", "judged passages"),
    Measure("passage recall@10", "passage recall@10", "judged passages"),
    Measure("map@10", "mean average precision@10", "judged passages"),
    Measure("citation precision", "citation precision", "citing"),
    Measure("citation recall", "citation recall", "citing"),
    Measure("evidence quoted", "evidence quoted", "citing"),
    Measure("statements supported", "statements supported by what they cite", "citing"),
    Measure("citations supporting", "citations that support their statement", "citing"),
    Measure("quotes verbatim", "quotes verbatim", "citing", pooled=True, form=Form.COUNT),
    Measure("place right", "page or lines right", "citing", pooled=True, form=Form.COUNT),
    Measure("pages spanned", "pages a citation spans", "citing", pooled=True, form=Form.NUMBER),
    Measure("key facts", "key facts found", "answering"),
    Measure("all facts", "answers with every key fact", "answering", pooled=True),
    Measure("standing right", "standing right", "answering", pooled=True),
    Measure(
        "proposal as decision",
        "recommendations or proposals reported as decided",
        "answering",
        pooled=True,
        form=Form.COUNT,
    ),
    Measure(
        "other as decision",
        "others not decided but reported as decided",
        "answering",
        pooled=True,
        form=Form.COUNT,
    ),
    Measure("answer words", "words an answer", "answering", form=Form.NUMBER),
    Measure("citations", "citations an answer", "answering", form=Form.NUMBER),
    Measure("decline precision", "declining: precision", "declining", pooled=True),
    Measure("decline recall", "declining: recall", "declining", pooled=True),
    F1,
    Measure("false refusals", "answerable questions declined", "declining", pooled=True),
    Measure("exempt recognised", "exempt matters recognised", "declining", pooled=True),
    Measure(
        "withheld told",
        "answers that tell withheld text",
        "declining",
        pooled=True,
        form=Form.COUNT,
    ),
)

FINDING = tuple(measure for measure in MEASURES if measure.group == "finding")
"""The measures of a ranking, which a system that only retrieves has too."""

SHOWN_BY_CATEGORY = (
    "hit@1",
    "hit@5",
    "quote@300",
    "quote@1000",
    "citation precision",
    "citation recall",
    "key facts",
    "standing right",
)

LESS_IS_BETTER = frozenset(
    {"proposal as decision", "other as decision", "false refusals", "withheld told"}
)
NEITHER_IS_BETTER = frozenset({"pages spanned", "answer words", "citations"})
NEVER_WORSE = frozenset({"quotes verbatim", "place right", "proposal as decision", "withheld told"})
"""What a council is promised. One question more on the wrong side is one too many."""


def direction(name: str) -> int:
    """Return 1 where more is better, -1 where less is, 0 where neither is."""
    if name in NEITHER_IS_BETTER:
        return 0
    return -1 if name in LESS_IS_BETTER else 1
