"""Showing how asking fares in a crowd: tables for a terminal, one object for a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.reading_speed import Spread
from eval.report import figure, plain_table, value_json
from eval.scale import Asked, Scale

SHOWN = ("hit@1", "hit@5", "quote@300", "quote@1000")
CROWD = (
    "The crowd is written for the purpose: sentences of the sample papers with their words "
    "exchanged for others of the papers held, a vector embedded for each topic and the topic's "
    "other passages set about it."
)


def show_scale(scale: Scale, console: Console) -> None:
    """Print the whole, each stage, what it finds, and what it costs to hold."""
    console.print(
        f"{scale.questions} questions, asked for the first time by a warm process, "
        f"{scale.repeats} rounds of each library in turns; load {scale.load:.1f} on "
        f"{scale.processors} processors before. {CROWD}",
        soft_wrap=True,
    )
    sides = (scale.alone, scale.crowded)
    console.print(_held_table(sides))
    for side in sides:
        console.print(_stage_table(side))
    times = scale.crowded.p50_ms.middle / scale.alone.p50_ms.middle
    console.print(f"in the crowd the middle question takes {times:.2f} times as long")


def scale_json(scale: Scale) -> dict[str, Any]:
    """Show a measurement of scale as one object."""
    return {
        **asdict(scale),
        "crowd": CROWD,
        "alone": _asked_json(scale.alone),
        "crowded": _asked_json(scale.crowded),
    }


def _held_table(sides: tuple[Asked, Asked]) -> Any:
    table = plain_table("", *(side.library for side in sides))
    rows = {
        "papers": [f"{side.papers:,}" for side in sides],
        "passages": [f"{side.passages:,}" for side in sides],
        "p50 ms": [_told(side.p50_ms) for side in sides],
        "p95 ms": [_told(side.p95_ms) for side in sides],
        "p50 ms of the same, asked again": [_told(side.again_p50_ms) for side in sides],
        **{
            f"{name} (n={sides[0].values[name].questions})": [
                figure(side.values[name].value) for side in sides
            ]
            for name in SHOWN
        },
        "seconds to open, the model loaded": [_told(side.open_seconds, 2) for side in sides],
        "seconds to the first answer then": [_told(side.first_answer_seconds, 2) for side in sides],
        "MiB of memory, the model apart": [_told(side.library_mib, 0) for side in sides],
        "MiB of memory at most, all told": [f"{side.peak_mib:.0f}" for side in sides],
        "MiB on disk": [f"{side.disk_mib:.0f}" for side in sides],
    }
    for label, cells in rows.items():
        table.add_row(label, *cells)
    return table


def _stage_table(side: Asked) -> Any:
    table = plain_table(f"stage, {side.library}", "share", "p50 ms", "p95 ms")
    for name, stage in side.stages.items():
        table.add_row(name, f"{stage.share:.0%}", _told(stage.p50_ms), _told(stage.p95_ms))
    table.add_row("all", "100%", _told(side.p50_ms), _told(side.p95_ms))
    return table


def _told(spread: Spread, places: int = 1) -> str:
    ends = f"{spread.low:.{places}f} to {spread.high:.{places}f}"
    return f"{spread.middle:.{places}f} ({ends})"


def _asked_json(side: Asked) -> dict[str, Any]:
    return {
        **asdict(side),
        "values": {name: value_json(value) for name, value in side.values.items()},
    }
