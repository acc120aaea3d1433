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


class Theme(StrEnum):
    """What a measure is about; reports keep those of one theme together."""

    FINDING = "finding"
    JUDGED = "judged passages"
    CITING = "citing"
    ANSWERING = "answering"
    FORM = "form of the answer"
    DECLINING = "outcome"
    WORDING = "the same question in other words"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by name, and how the questions' shares of it are put together."""

    name: str
    label: str
    theme: Theme
    pooled: bool = False
    """All parts over all wholes; otherwise the mean of the questions' shares."""
    form: Form = Form.SHARE


F1 = Measure("decline f1", "declining: F1", Theme.DECLINING, pooled=True)
"""The harmonic mean of precision and recall, as one pooled share: twice the questions rightly
declined over those declined and those without an answer."""

MEASURES = (
    Measure("hit@1", "hit@1", Theme.FINDING),
    Measure("hit@5", "hit@5", Theme.FINDING),
    Measure("hit@10", "hit@10", Theme.FINDING),
    Measure("recall@5", "evidence recall@5", Theme.FINDING),
    Measure("recall@10", "evidence recall@10", Theme.FINDING),
    Measure("mrr@10", "reciprocal rank@10", Theme.FINDING),
    Measure("quote@300", "quote@300", Theme.FINDING),
    Measure("quote@1000", "quote@1000", Theme.FINDING),
    Measure("ndcg@5", "nDCG@5", Theme.JUDGED),
    Measure("ndcg@10", "nDCG@10", Theme.JUDGED),
    Measure("success@1", "success@1", Theme.JUDGED),
    Measure("success@5", "success@5", Theme.JUDGED),
    Measure("success@10", "success@10", Theme.JUDGED),
    Measure("rr@10", "reciprocal rank@10 of passages", Theme.JUDGED),
    Measure("passage recall@5", "passage recall@5", Theme.JUDGED),
    Measure("passage recall@10", "passage recall@10", Theme.JUDGED),
    Measure("map@10", "mean average precision@10", Theme.JUDGED),
    Measure("citation precision", "citation precision", Theme.CITING),
    Measure("citation recall", "citation recall", Theme.CITING),
    Measure("evidence quoted", "evidence quoted", Theme.CITING),
    Measure("statements supported", "statements supported by what they cite", Theme.CITING),
    Measure("citations supporting", "citations that support their statement", Theme.CITING),
    Measure("quotes verbatim", "quotes verbatim", Theme.CITING, pooled=True, form=Form.COUNT),
    Measure("place right", "page or lines right", Theme.CITING, pooled=True, form=Form.COUNT),
    Measure("pages spanned", "pages a citation spans", Theme.CITING, pooled=True, form=Form.NUMBER),
    Measure("key facts", "key facts found", Theme.ANSWERING),
    Measure("key facts answerable", "key facts found, answerable questions", Theme.ANSWERING),
    Measure("all facts", "answers with every key fact", Theme.ANSWERING, pooled=True),
    Measure("standing right", "standing right", Theme.ANSWERING, pooled=True),
    Measure(
        "proposal as decision",
        "recommendations or proposals reported as decided",
        Theme.ANSWERING,
        pooled=True,
        form=Form.COUNT,
    ),
    Measure(
        "other as decision",
        "others not decided but reported as decided",
        Theme.ANSWERING,
        pooled=True,
        form=Form.COUNT,
    ),
    Measure("first line answers", "the first line answers, in at most 25 words", Theme.FORM),
    Measure("first line short", "first line of at most 25 words", Theme.FORM),
    Measure("answer words", "words an answer", Theme.FORM, form=Form.NUMBER),
    Measure("citations", "quotes an answer", Theme.FORM, form=Form.NUMBER),
    Measure("several quotes", "answers with several quotes", Theme.FORM),
    Measure(
        "quotes cut",
        "quotes that end in mid-sentence",
        Theme.FORM,
        pooled=True,
        form=Form.COUNT,
    ),
    Measure("right outcome", "right outcome of the three", Theme.DECLINING),
    Measure("decline precision", "declining: precision", Theme.DECLINING, pooled=True),
    Measure("decline recall", "declining: recall", Theme.DECLINING, pooled=True),
    F1,
    Measure(
        "false refusals",
        "answerable questions declined or nearest only",
        Theme.DECLINING,
        pooled=True,
    ),
    Measure("nearest only", "answerable questions, nearest only", Theme.DECLINING, pooled=True),
    Measure("nearest told", "unanswerable questions, nearest only", Theme.DECLINING, pooled=True),
    Measure("exempt recognised", "exempt matters recognised", Theme.DECLINING, pooled=True),
    Measure(
        "withheld told",
        "answers that tell withheld text",
        Theme.DECLINING,
        pooled=True,
        form=Form.COUNT,
    ),
)

ALIKE = (
    Measure("same status", "same outcome in every wording", Theme.WORDING),
    Measure("same standing", "same standing in every wording", Theme.WORDING),
    Measure("same paper found", "same first paper found in every wording", Theme.WORDING),
    Measure("same paper quoted", "same first paper quoted in every wording", Theme.WORDING),
    Measure("alike", "treated alike: outcome, standing, first paper quoted", Theme.WORDING),
)
"""Of a question in several wordings, not of one answer: 1 where all were treated alike."""

WORST = "worst wording: "
"""What the name of a measure begins with where each question counts by its worst wording."""

FINDING = tuple(measure for measure in MEASURES if measure.theme is Theme.FINDING)
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
    {
        "proposal as decision",
        "other as decision",
        "quotes cut",
        "false refusals",
        "nearest only",
        "withheld told",
    }
)
NEITHER_IS_BETTER = frozenset(
    {"pages spanned", "answer words", "citations", "several quotes", "nearest told"}
)
NEVER_WORSE = frozenset({"quotes verbatim", "place right", "proposal as decision", "withheld told"})
"""What a council is promised. One question more on the wrong side is one too many."""


def direction(name: str) -> int:
    """Return 1 where more is better, -1 where less is, 0 where neither is.

    The name may begin with `WORST`.
    """
    name = name.removeprefix(WORST)
    if name in NEITHER_IS_BETTER:
        return 0
    return -1 if name in LESS_IS_BETTER else 1


_LABELS = {measure.name: measure.label for measure in (*MEASURES, *ALIKE)}


def label_of(name: str) -> str:
    """Return how a measure is named to a reader; its name may begin with `WORST`."""
    measure = name.removeprefix(WORST)
    return f"{WORST}{_LABELS[measure]}" if measure != name else _LABELS[name]
