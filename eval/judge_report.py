"""Showing what a judge said, with how far it agrees with a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.judge import QUESTIONS
from eval.judge_labels import Agreement
from eval.judge_run import Judged
from eval.report import figure, plain_table
from eval.statistics import wilson_interval


def judged_json(judged: Sequence[Judged], agreed: Mapping[str, Agreement] | None) -> dict[str, Any]:
    """Show the verdicts as one object."""
    return {
        "model": judged[0]["model"] if judged else None,
        "verdicts": {name: _tally(judged, name) for name in QUESTIONS},
        "agreement": {
            name: {**asdict(one), "share": one.share} for name, one in (agreed or {}).items()
        }
        or None,
    }


def show_judged(
    judged: Sequence[Judged], agreed: Mapping[str, Agreement] | None, console: Console
) -> None:
    """Print the verdicts, and beside them the agreement with a person or that there is none."""
    table = plain_table("judged by a model", "yes", "no", "no verdict", "share", "95 % interval")
    for name in QUESTIONS:
        tally = _tally(judged, name)
        said = tally["yes"] + tally["no"]
        share = tally["yes"] / said if said else None
        interval = wilson_interval(tally["yes"], said) if said else ()
        ends = " to ".join(figure(end) for end in interval)
        counts = (str(tally[word]) for word in ("yes", "no", "no verdict"))
        table.add_row(name, *counts, figure(share), ends)
    if judged:
        console.print(f"Model: {judged[0]['model']}", markup=False)
    console.print(table)
    if agreed is None:
        console.print(
            "Not compared with a person, so not to be relied on: write a sheet with --sheet, "
            "have it filled in, and give it with --labels."
        )
        return
    both = plain_table(
        "judge and person", "n", "agree", "share", "kappa", "judge yes", "person yes"
    )
    for name, one in agreed.items():
        both.add_row(
            name,
            str(one.answers),
            str(one.agreed),
            figure(one.share),
            figure(one.kappa),
            str(one.judge_yes),
            str(one.person_yes),
        )
    console.print(both)


def _tally(judged: Sequence[Judged], name: str) -> dict[str, int]:
    said = [line[name] for line in judged]
    asked = [name in line["reasons"] for line in judged]
    return {
        "yes": said.count(True),
        "no": said.count(False),
        "no verdict": sum(was and value is None for was, value in zip(asked, said, strict=True)),
    }
