"""What grows with a library, a column a size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eval.reports.measurements import CROWD
from eval.reports.printer import UNDEFINED, Blocks, Line, Table, as_object, figure

if TYPE_CHECKING:
    from eval.speed.growth import Size


def growth_blocks(sizes: Sequence[Size]) -> Blocks:
    """Show each size beside the others."""
    columns = [_rows(size) for size in sizes]
    labels = list(dict.fromkeys(label for rows in columns for label in rows))
    loads = ", ".join(f"{size.load:.1f}" for size in sizes)
    return [
        Line(f"{CROWD} Load before each size: {loads}."),
        Table(
            ("", *(f"{size.passages:,}" for size in sizes)),
            [(label, *(rows.get(label, UNDEFINED) for rows in columns)) for label in labels],
        ),
    ]


def growth_json(sizes: Sequence[Size]) -> dict[str, Any]:
    """Show the sizes as one object."""
    return {
        "crowd": CROWD,
        "sizes": [{**as_object(size), "changed": size.changed.model_dump()} for size in sizes],
    }


def _rows(size: Size) -> dict[str, str]:
    changed = size.changed
    plain = size.plain or {}
    return {
        "papers": f"{size.papers:,}",
        "stored, passages a second": f"{size.stored_per_second:.0f}"
        if size.stored_per_second
        else UNDEFINED,
        **{
            f"{kind}: p50, p95 ms (of the processor)": (
                f"{each.p50_ms:.0f}, {each.p95_ms:.0f} "
                f"({each.cpu_p50_ms:.0f}, {each.cpu_p95_ms:.0f})"
            )
            for kind, each in size.asking.items()
        },
        "seconds from opening to the first answer": f"{size.open_seconds:.1f}",
        "MiB of a process that has answered": f"{size.resident_mib:.0f}",
        "share of the 60 nearest found": figure(size.found_share),
        "hit@1": figure(size.values["hit@1"].value),
        "hit@5": figure(size.values["hit@5"].value),
        "one more paper, the whole command, s": f"{changed.ingest:.1f}",
        "the next answer of a running process, s": (
            f"{changed.answer_after:.2f} (before {changed.answer_before:.2f})"
        ),
        "removing it, s": f"{changed.removal:.1f}",
        "the next answer after that, s": f"{changed.answer_after_removal:.2f}",
        "doctor, s": f"{changed.doctor:.1f}",
        "MiB on disk": f"{size.disk_mib:.0f}",
        **(
            {
                "llama-index with Chroma, vectors alone: p50, p95 ms": (
                    f"{plain['p50_ms']:.0f}, {plain['p95_ms']:.0f}"
                ),
                "the same: MiB of its process": f"{plain['mib']:.0f}",
                "the same: hit@1": figure(plain["hit@1"]),
            }
            if plain
            else {}
        ),
    }
