"""Showing benchmarks: tables for a terminal, one object for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from eval.baselines import Finding
from eval.bench import Benchmark, Ingest
from eval.measures import FINDING
from eval.report import figure, plain_table, value_json


def show_benchmark(benchmark: Benchmark, console: Console) -> None:
    """Print pages a second, then asking, then the bare limits."""
    console.print(
        f"{benchmark.papers} PDFs of {benchmark.pages} pages; load {benchmark.load:.1f} on "
        f"{benchmark.processors} processors before it began",
        highlight=False,
    )
    table = plain_table("ingest", "pages/s", "lowest", "highest", "repeats", "peak MiB")
    for ingest in benchmark.ingests:
        middle, low, high = ingest.pages_per_second
        table.add_row(
            ingest.system,
            *(f"{rate:.1f}" for rate in (middle, low, high)),
            str(len(ingest.seconds)),
            f"{max(ingest.peak_mib):.0f}",
        )
    console.print(table)
    console.print(f"{benchmark.times_as_fast:.2f} times as fast", highlight=False)
    if benchmark.findings:
        show_findings(benchmark.findings, console)
    limits = plain_table("alone", "a second")
    for label, rate in benchmark.limits.items():
        limits.add_row(label, f"{rate:.1f}")
    console.print(limits)


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print how well and how fast each system finds."""
    table = plain_table("finding", *(measure.label for measure in FINDING), "n", "p50 ms", "p95 ms")
    for finding in findings:
        values = [finding.values[measure.name] for measure in FINDING]
        table.add_row(
            finding.system,
            *(figure(value.value) for value in values),
            str(values[0].questions),
            figure(finding.p50_ms, "number"),
            figure(finding.p95_ms, "number"),
        )
    console.print(table)


def benchmark_json(benchmark: Benchmark) -> dict[str, Any]:
    """Show a benchmark as one object."""
    return {
        "papers": benchmark.papers,
        "pages": benchmark.pages,
        "load": benchmark.load,
        "processors": benchmark.processors,
        "ingest": [_ingest_json(ingest) for ingest in benchmark.ingests],
        "times_as_fast": round(benchmark.times_as_fast, 3),
        "finding": [finding_json(finding) for finding in benchmark.findings],
        "alone_per_second": {label: round(rate, 2) for label, rate in benchmark.limits.items()},
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Show a system's finding as one object."""
    return {
        "system": finding.system,
        "measures": {name: value_json(value) for name, value in finding.values.items()},
        "p50_ms": finding.p50_ms,
        "p95_ms": finding.p95_ms,
    }


def _ingest_json(ingest: Ingest) -> dict[str, Any]:
    middle, low, high = ingest.pages_per_second
    return {
        "system": ingest.system,
        "pages_per_second": {"middle": middle, "lowest": low, "highest": high},
        "seconds": list(ingest.seconds),
        "peak_mib": list(ingest.peak_mib),
    }
