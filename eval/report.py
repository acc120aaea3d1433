"""Showing a run: tables for a terminal, one object for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.measures import MEASURES, SHOWN_BY_CATEGORY, Measure
from eval.statistics import Calibration
from eval.summary import Group, Summary, Value

UNDEFINED = "–"


def show(summary: Summary, console: Console) -> None:
    """Print the run overall, then by gold file and by category."""
    overall = summary.overall
    console.print(
        f"{overall.questions} questions, {overall.answerable} answerable, "
        f"{overall.declined} declined",
        highlight=False,
    )
    if summary.not_held:
        console.print(
            f"Not held, so counted as missed: {', '.join(summary.not_held)}",
            style="bold red",
            highlight=False,
            soft_wrap=True,
        )
    console.print(_overall_table(overall))
    console.print(_latency_table(overall))
    if made := summary.calibration:
        console.print(_calibration_table(made))
        console.print(
            f"calibration error {figure(made.error)}, Brier score {figure(made.brier)}, "
            f"area under the ROC curve {figure(made.auc)}",
            highlight=False,
        )
    groups = summary.golds if len(summary.golds) > 1 else ()
    console.print(_group_table([*groups, *summary.categories, overall]))


def run_json(summary: Summary) -> dict[str, Any]:
    """Show a run as one object. What is not defined is null."""
    return {
        "overall": _group_json(summary.overall),
        "golds": {group.name: _group_json(group) for group in summary.golds},
        "categories": {group.name: _group_json(group) for group in summary.categories},
        "not_held": list(summary.not_held),
        "calibration": _calibration_json(summary.calibration) if summary.calibration else None,
    }


def figure(value: float | None, form: str = "share") -> str:
    """Write a value as the tables do."""
    if value is None:
        return UNDEFINED
    return f"{value:.1f}" if form == "number" else f"{value:.3f}"


def plain_table(*columns: str) -> Table:
    """Return a table whose first column is words and whose others are figures."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index else "left", no_wrap=True)
    return table


def _overall_table(group: Group) -> Table:
    table = plain_table("measure", "value", "95 % interval", "questions")
    for measure in MEASURES:
        value = group.values[measure.name]
        table.add_row(measure.label, _shown(measure, value), _interval(measure, value), _n(value))
    return table


def _shown(measure: Measure, value: Value) -> str:
    if measure.form == "count" and value.value is not None:
        return f"{value.part:.0f} of {value.whole:.0f}"
    return figure(value.value, measure.form)


def _interval(measure: Measure, value: Value) -> str:
    if value.interval is None or measure.form == "count":
        return ""
    return " to ".join(figure(end, measure.form) for end in value.interval)


def _n(value: Value) -> str:
    return str(value.questions)


def _latency_table(group: Group) -> Table:
    table = plain_table("milliseconds", "p50", "p95")
    for stage, (middle, high) in group.latency.items():
        table.add_row(stage, f"{middle:.1f}", f"{high:.1f}")
    return table


def _calibration_table(made: Calibration) -> Table:
    table = plain_table("evidence score", "mean", "has an answer", "95 % interval", "questions")
    for one in made.bins:
        share, ends = figure(one.answerable), " to ".join(figure(end) for end in one.interval)
        table.add_row(
            f"{one.low:.1f} to {one.high:.1f}", figure(one.score), share, ends, str(one.questions)
        )
    return table


def _calibration_json(made: Calibration) -> dict[str, Any]:
    bins = [{**asdict(one), "interval": list(one.interval)} for one in made.bins]
    return {**asdict(made), "bins": bins}


def _group_table(groups: Sequence[Group]) -> Table:
    table = plain_table(
        "questions", "n", *SHOWN_BY_CATEGORY, "declined", "wrongly", "p50 ms", "p95 ms"
    )
    for group in groups:
        values = group.values
        wrongly = values["false refusals"].part + _answered_wrongly(values)
        table.add_row(
            group.name,
            str(group.questions),
            *(figure(values[name].value) for name in SHOWN_BY_CATEGORY),
            str(group.declined),
            f"{wrongly:.0f}",
            *(f"{taken:.1f}" for taken in group.latency["asking"]),
        )
    return table


def _answered_wrongly(values: dict[str, Value]) -> float:
    declining = values["decline recall"]
    return declining.whole - declining.part


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "questions": group.questions,
        "answerable": group.answerable,
        "declined": group.declined,
        "measures": {name: value_json(value) for name, value in group.values.items()},
        "latency_ms": {
            stage: {"p50": round(middle, 2), "p95": round(high, 2)}
            for stage, (middle, high) in group.latency.items()
        },
    }


def value_json(value: Value) -> dict[str, Any]:
    """Show a measure over some questions."""
    interval = [round(end, 4) for end in value.interval] if value.interval else None
    return {
        "value": None if value.value is None else round(value.value, 4),
        "interval": interval,
        "part": round(value.part, 4),
        "whole": round(value.whole, 4),
        "questions": value.questions,
    }
