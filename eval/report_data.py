"""What a report shows, as plain data: the same for the page, the Markdown and the JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from eval.finding import DEPTH
from eval.measures import MEASURES, direction
from eval.records import Kept, RankedHit
from eval.reports.answers import run_json
from eval.runs import Run
from eval.statistics import Share, bootstrap_interval, mean
from eval.summary import Group, Summary


class AnswerVerdict(StrEnum):
    """What an answer is, in a word."""

    RIGHT = "right"
    PARTLY = "partly right"
    WRONG = "wrong"


AS_IT_SHOULD_BE = {
    "false refusals": 0,
    "decline recall": 1,
    "proposal as decision": 0,
    "other as decision": 0,
    "quotes verbatim": 1,
    "withheld told": 0,
}
"""Measures, each with the value that an answer must have where it is defined: any other makes the
answer wrong, whatever else it says."""


def report_data(
    run: Run, judged: Sequence[Mapping[str, Any]] = (), judge: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return everything that a report shows, JSON through and through.

    `judged` are a judge's verdicts by question, `judge` what they come to, if it was judged.
    """
    summary = run.summary()
    said = {line["id"]: line for line in judged}
    questions = [
        {**_question(record), "judged": said.get(record.outcome.id)} for record in run.records
    ]
    return {
        "run": run.name,
        "circumstances": run.circumstances.shown(),
        "headline": _headline(summary, questions),
        **run_json(summary),
        "labels": {measure.name: measure.label for measure in MEASURES},
        "recall_at_k": recall_at_k(run.records),
        "asking_ms": sorted(record.outcome.times["asking"] for record in run.records),
        "verdicts": _verdicts(questions),
        "judge": judge,
        "questions": questions,
    }


def verdict_of(record: Kept) -> AnswerVerdict:
    """Say in a word what an answer is: without a fault, wrong, or partly right.

    Wrong: it declined or answered where it should not, took for decided what was not, misquoted,
    told withheld text, or holds none of the facts expected.
    """
    if not record.line.faults:
        return AnswerVerdict.RIGHT
    shares = record.outcome.shares
    grave = any(shares[name].value not in (None, due) for name, due in AS_IT_SHOULD_BE.items())
    return AnswerVerdict.WRONG if grave or shares["key facts"].value == 0 else AnswerVerdict.PARTLY


def recall_at_k(records: Sequence[Kept]) -> list[dict[str, Any]]:
    """Return, for each k, evidence recall with its interval, and questions with a hit."""
    needed = [
        (record.line.ranking, record.outcome.shares["citation recall"].whole)
        for record in records
        if record.outcome.answerable and record.outcome.shares["citation recall"].whole
    ]
    return [_at(k, needed) for k in range(1, DEPTH + 1)] if needed else []


def _at(k: int, needed: Sequence[tuple[Sequence[RankedHit], float]]) -> dict[str, Any]:
    met = [({n for hit in ranking[:k] for n in hit.meets}, whole) for ranking, whole in needed]
    shares = [Share(len(found), whole) for found, whole in met]
    return {
        "k": k,
        "recall": mean([share.value for share in shares]),
        "interval": bootstrap_interval(shares, pool=False),
        "hit": mean([float(bool(found)) for found, _ in met]),
        "questions": len(needed),
    }


def _headline(summary: Summary, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the few figures that an officer asks for first, each as a part of a whole."""
    overall = summary.overall
    rights = sum(question["verdict"] is AnswerVerdict.RIGHT for question in questions)
    lacking = overall.questions - overall.answerable
    wrongly = int(overall.values["false refusals"].part)
    tiles = [
        _tile("questions without a fault", rights, len(questions)),
        _tile(
            "answered, of those that the papers answer",
            overall.answerable - wrongly,
            overall.answerable,
        ),
        _tile("declined, of those that they do not", overall.declined - wrongly, lacking),
        _of(overall, "standing right", "answers with the right standing"),
        _of(overall, "all facts", "answers with every fact expected"),
        _of(overall, "quotes verbatim", "quotes word for word"),
        _of(overall, "place right", "quotes on the page or lines cited"),
        _of(overall, "proposal as decision", "proposals reported as decided"),
    ]
    return [tile for tile in tiles if tile["whole"]]


def _tile(label: str, part: float, whole: float, *, less: bool = False) -> dict[str, Any]:
    return {"label": label, "part": round(part), "whole": round(whole), "less_is_better": less}


def _of(group: Group, measure: str, label: str) -> dict[str, Any]:
    value = group.values[measure]
    return _tile(label, value.part, value.whole, less=direction(measure) < 0)


def _verdicts(questions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    given = [question["verdict"] for question in questions]
    return {verdict: given.count(verdict) for verdict in AnswerVerdict}


def _question(record: Kept) -> dict[str, Any]:
    """Return a kept record with its verdict, without what a reader has no use for."""
    left_out = ("shares", "times_ms", "ranking")
    kept = {name: value for name, value in record.shown.items() if name not in left_out}
    hits = [
        {**hit, "meets": list(ranked.meets)}
        for hit, ranked in zip(kept["answer"].get("hits", []), record.line.ranking, strict=False)
    ]
    return {**kept, "answer": {**kept["answer"], "hits": hits}, "verdict": verdict_of(record)}
