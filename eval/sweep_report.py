"""Showing a sweep: a table, one object, and a plot of every cell with its interval."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING, Any

from eval.ablation import MEASURED, Variant
from eval.report import figure, plain_table
from eval.sweeping import Sweep

if TYPE_CHECKING:
    from rich.console import Console

WIDTH, ROW, TOP, LABELS, RIGHT = 900, 22, 54, 330, 40
"""Of the plot, in pixels: a row a cell, the names on the left."""
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.axis{stroke:#999}.grid{stroke:#e4e4e4}"
    ".cell{stroke:#1d4f91;fill:#1d4f91}.chosen{stroke:#b3541e;fill:#b3541e}.whisker{stroke-width:2}"
)


def show_sweep(sweep: Sweep, console: Console) -> None:
    """Print every cell beside the first, and what was chosen out of fold."""
    first = sweep.variants[0]
    columns = [column for name in MEASURED for column in (name, "95 %")]
    table = plain_table("setting", *columns, f"{sweep.by} against the first", "chosen")
    for variant in (*sweep.variants, sweep.chosen):
        cells = []
        for name in MEASURED:
            cells += [figure(variant.mean(name)), _interval(variant.interval(name))]
        value, interval = variant.gain(first, sweep.by)
        gain = "" if variant is first else f"{value:+.3f} ({_interval(interval, '+.3f')})"
        table.add_row(variant.name, *cells, gain, str(sweep.picks.get(variant.name, "")))
    console.print(f"{len(first.scores)} questions")
    console.print(table)


def _interval(interval: tuple[float, float] | None, form: str = ".2f") -> str:
    return " to ".join(format(end, form) for end in interval) if interval else ""


def sweep_json(sweep: Sweep) -> dict[str, Any]:
    """Show a sweep as one object."""
    return {
        "questions": len(sweep.chosen.scores),
        "by": sweep.by,
        "cells": [
            asdict(cell) | _values(variant) | {"chosen": sweep.picks[variant.name]}
            for cell, variant in zip(sweep.cells, sweep.variants, strict=True)
        ],
        "chosen out of fold": _values(sweep.chosen),
    }


def _values(variant: Variant) -> dict[str, Any]:
    return {
        name: {"value": variant.mean(name), "interval": variant.interval(name)} for name in MEASURED
    }


def sweep_plot(sweep: Sweep) -> str:
    """Draw each cell's measure with its interval, a row a cell, as an SVG by itself."""
    rows = [*sweep.variants, sweep.chosen]
    spans = [variant.interval(sweep.by) or (0.0, 1.0) for variant in rows]
    low = max(0.0, min(start for start, _ in spans) - 0.02)
    high = min(1.0, max(end for _, end in spans) + 0.02)

    def across(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(LABELS + share * (WIDTH - LABELS - RIGHT), 1)

    bottom = TOP + ROW * len(rows)
    title = f"{sweep.by} by setting, 95 % intervals, {len(sweep.chosen.scores)} questions"
    parts = [f'<text x="12" y="22" font-weight="bold">{escape(title)}</text>']
    for tick in (low + (high - low) * step / 4 for step in range(5)):
        x = across(tick)
        parts.append(f'<line class="grid" x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{bottom}"/>')
        parts.append(f'<text x="{x}" y="{TOP - 14}" text-anchor="middle">{tick:.2f}</text>')
    for number, (variant, (start, end)) in enumerate(zip(rows, spans, strict=True)):
        y = TOP + ROW * number + ROW / 2
        kind = "chosen" if variant is sweep.chosen else "cell"
        value = variant.mean(sweep.by) or 0.0
        ends = f'x1="{across(start)}" y1="{y}" x2="{across(end)}" y2="{y}"'
        told = escape(f"{variant.name}: {value:.3f} ({start:.3f} to {end:.3f})")
        parts += [
            f'<text x="12" y="{y + 4}">{escape(variant.name)}</text>',
            f'<line class="whisker {kind}" {ends}/>',
            f'<circle class="{kind}" cx="{across(value)}" cy="{y}" r="5">',
            f"<title>{told}</title></circle>",
        ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 16}" '
        f'width="{WIDTH}" role="img" aria-label="{escape(title)}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
