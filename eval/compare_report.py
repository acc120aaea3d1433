"""Showing a comparison: tables for a terminal, one object for a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from eval.compare import Changed, Comparison
from eval.measures import MEASURES, Measure, direction
from eval.report import UNDEFINED, figure, plain_table
from eval.statistics import Difference


def verdict(measure: str, made: Difference) -> str:
    """Say in a word what the second run is by a measure: better, worse, or no surer than chance."""
    if made.change is None:
        return "not comparable" if made.questions else ""
    if made.interval is None or made.change == 0 or made.interval[0] <= 0 <= made.interval[1]:
        return "" if made.change == 0 else "unsure"
    if direction(measure) == 0:
        return "more" if made.change > 0 else "fewer"
    return "better" if made.change * direction(measure) > 0 else "worse"


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print the measures side by side, what was set otherwise, and the questions that changed."""
    first, second = comparison.names
    console.print(
        f"{comparison.questions} questions; A is {first}, B is {second}. Intervals: 95 %, paired "
        f"bootstrap; p: randomisation, two-sided; {comparison.resamples:,} resamples each.",
        soft_wrap=True,
    )
    console.print(_measures(comparison))
    console.print("Of so many measures, one in twenty seems to change by chance alone.\n")
    console.print(_latency(comparison))
    if not comparison.settings:
        console.print("Nothing was set otherwise.")
    for name, (a, b) in comparison.settings.items():
        console.print(Text(f"{name}: {_brief(a)} in A, {_brief(b)} in B"), soft_wrap=True)
    worse = [changed for changed in comparison.changed if changed.worse or changed.new]
    better = [changed for changed in comparison.changed if changed.better or changed.mended]
    console.print(f"\nB is worse on {len(worse)} questions and better on {len(better)}.")
    for changed in comparison.changed:
        console.print(Text(_changed(changed)), soft_wrap=True)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Show a comparison as one object. What is not defined is null."""
    return {
        "runs": list(comparison.names),
        "questions": comparison.questions,
        "resamples": comparison.resamples,
        "measures": {
            name: {**asdict(made), "verdict": verdict(name, made)}
            for name, made in comparison.measures.items()
        },
        "latency_ms": comparison.latency,
        "settings": {name: list(pair) for name, pair in comparison.settings.items()},
        "changed": [asdict(changed) for changed in comparison.changed],
    }


def signed(value: float | None, form: str = "share") -> str:
    """Write a change with its sign."""
    if value is None:
        return UNDEFINED
    return f"{value:+.1f}" if form == "number" else f"{value:+.3f}"


def _measures(comparison: Comparison) -> Any:
    table = plain_table("measure", "A", "B", "B - A", "95 % interval", "p", "won", "lost", "n", "B")
    for measure in MEASURES:
        made = comparison.measures[measure.name]
        table.add_row(*_row(measure, made))
    return table


def _row(measure: Measure, made: Difference) -> list[str]:
    form = "number" if measure.form == "number" else "share"
    less = direction(measure.name) < 0
    won, lost = (made.lower, made.higher) if less else (made.higher, made.lower)
    interval = " to ".join(signed(end, form) for end in made.interval) if made.interval else ""
    return [
        measure.label,
        figure(made.first, form),
        figure(made.second, form),
        signed(made.change, form),
        interval,
        UNDEFINED if made.p is None else f"{made.p:.4f}",
        str(won),
        str(lost),
        str(made.questions),
        verdict(measure.name, made),
    ]


def _latency(comparison: Comparison) -> Any:
    table = plain_table("milliseconds", "p50 A", "p50 B", "p95 A", "p95 B")
    for stage, (a, b) in comparison.latency.items():
        table.add_row(stage, *(f"{taken:.1f}" for taken in (a[0], b[0], a[1], b[1])))
    return table


def _changed(changed: Changed) -> str:
    lines = [f"{changed.id}  {changed.question}"]
    parts = (
        ("worse by", ", ".join(changed.worse)),
        ("better by", ", ".join(changed.better)),
        ("new", "; ".join(changed.new)),
        ("mended", "; ".join(changed.mended)),
    )
    return "\n".join([*lines, *(f"    {label}: {text}" for label, text in parts if text)])


def _brief(value: object) -> str:
    return "not set" if value is None else str(value)
