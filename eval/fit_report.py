"""Showing a fit: each variant overall and by gold file, and the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from eval.ablation import FITTED, MEASURED, Fit, Variant, of_gold
from eval.report import figure, plain_table

if TYPE_CHECKING:
    from rich.console import Console


def show_fit(fit: Fit, console: Console) -> None:
    """Print the ablation, then the main variants by gold file, then the weights."""
    console.print(f"{fit.questions} questions with an answer in the papers held")
    if fit.never_found:
        console.print(f"no candidate at the evidence: {', '.join(fit.never_found)}")
    table = plain_table("ranking", *_columns(), f"hit@1 against '{FITTED}'")
    for variant in fit.variants:
        gain = "" if variant.name == FITTED else _gain(variant, fit.fitted)
        table.add_row(variant.name, *_cells(variant), gain)
    console.print(table)
    if len(fit.golds) > 1:
        console.print(_by_gold(fit))
    weights = plain_table("feature", "fitted on all", "as shipped")
    shipped = asdict(type(fit.weights)())
    for name, value in asdict(fit.weights).items():
        weights.add_row(name, f"{value:.2f}", f"{shipped[name]:.2f}")
    console.print(weights)


def _columns() -> list[str]:
    return [column for name in MEASURED for column in (name, "95 %")]


def _cells(variant: Variant) -> list[str]:
    cells = []
    for name in MEASURED:
        cells += [figure(variant.mean(name)), _interval(variant.interval(name))]
    return cells


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"


def _gain(variant: Variant, over: Variant) -> str:
    value, interval = variant.gain(over, MEASURED[0])
    shown = f" ({interval[0]:+.3f} to {interval[1]:+.3f})" if interval else ""
    return f"{value:+.3f}{shown}"


def _by_gold(fit: Fit) -> Any:
    table = plain_table("gold file, ranking", "n", *_columns())
    for gold, places in fit.golds.items():
        for variant in fit.variants:
            if not variant.name.startswith("without"):
                part = of_gold(variant, places)
                table.add_row(f"{gold}: {variant.name}", str(len(places)), *_cells(part))
    return table


def fit_json(fit: Fit) -> dict[str, Any]:
    """Show a fit as one object."""
    everything = tuple(range(fit.questions))
    return {
        "questions": fit.questions,
        "never_found": list(fit.never_found),
        "weights": {name: round(value, 3) for name, value in asdict(fit.weights).items()},
        "variants": [
            {
                "name": variant.name,
                "all": _values(variant, everything),
                "golds": {gold: _values(variant, places) for gold, places in fit.golds.items()},
                "gain": dict(
                    zip(("value", "interval"), variant.gain(fit.fitted, MEASURED[0]), strict=True)
                ),
            }
            for variant in fit.variants
        ],
    }


def _values(variant: Variant, places: Sequence[int]) -> dict[str, Any]:
    part = of_gold(variant, places)
    return {
        name: {"value": part.mean(name), "interval": part.interval(name), "questions": len(places)}
        for name in MEASURED
    }
