"""How well rankings find: run files, public collections, fitted weights, swept settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.ranking.trec import Measured
from eval.reports.printer import Blocks, Line, Table, as_object, figure, interval
from eval.tuning.beir import COLLECTION_MEASURES, SearcherFigures
from eval.tuning.fitting import FITTED, MEASURED, Fit, Variant, of_gold
from eval.tuning.judgement import Judging
from eval.tuning.sweep import Sweep

MEASURED_COLUMNS = [column for name in MEASURED for column in (name, "95 %")]


def measured_blocks(measured: Measured, *, by_query: bool) -> Blocks:
    """Show each measure with its interval, and each query's values where asked."""
    values = measured.values
    rows = [
        (
            name,
            figure(measured.average(name)),
            interval(measured.interval(name)),
            str(len(values[name])),
        )
        for name in values
    ]
    blocks = [Table(("measure", "value", "95 % interval", "queries"), rows)]
    if by_query:
        queries = sorted({query for own in values.values() for query in own})
        each = [(query, *(figure(own.get(query)) for own in values.values())) for query in queries]
        blocks.append(Table(("query", *values), each))
    return blocks


def measured_json(measured: Measured, *, by_query: bool) -> dict[str, Any]:
    """Show the values as one object; what is not defined is null."""
    shown: dict[str, Any] = {
        "measures": {
            name: {
                "value": measured.average(name),
                "interval": measured.interval(name),
                "queries": len(values),
            }
            for name, values in measured.values.items()
        },
        "notes": list(measured.notes),
    }
    if by_query:
        shown["queries"] = {name: dict(values) for name, values in measured.values.items()}
    return shown


def collection_blocks(searchers: Sequence[SearcherFigures]) -> Blocks:
    """Show our searchers' figures on a public collection beside those published."""
    rows = [
        (
            one.searcher,
            *(figure(one.measures[name]) for name in COLLECTION_MEASURES),
            interval(one.interval),
            str(one.queries),
            one.published or "",
        )
        for one in searchers
    ]
    columns = ("95 % of nDCG", "queries", "published nDCG@10")
    return [Table(("searcher", *COLLECTION_MEASURES, *columns), rows)]


def collection_json(searchers: Sequence[SearcherFigures]) -> dict[str, Any]:
    """Show the searchers' figures as one object."""
    return {"searchers": [as_object(one) for one in searchers]}


def fit_blocks(fit: Fit) -> Blocks:
    """Show the ablation, then the main variants by gold file, then the weights."""
    rows = [
        (v.name, *_cells(v), "" if v.name == FITTED else _gain(v, fit.fitted, MEASURED[0]))
        for v in fit.variants
    ]
    blocks: list[Line | Table] = [
        Line(f"{fit.questions} questions with an answer in the papers held"),
        *(
            [Line(f"no candidate at the evidence: {', '.join(fit.never_found)}")]
            if fit.never_found
            else []
        ),
        Table(("ranking", *MEASURED_COLUMNS, f"{MEASURED[0]} against '{FITTED}'"), rows),
    ]
    if len(fit.golds) > 1:
        by_gold = [
            (f"{gold}: {variant.name}", str(len(places)), *_cells(of_gold(variant, places)))
            for gold, places in fit.golds.items()
            for variant in fit.variants
            if not variant.name.startswith("without")
        ]
        blocks.append(Table(("gold file, ranking", "n", *MEASURED_COLUMNS), by_gold))
    shipped = asdict(type(fit.weights)())
    weights = [
        (name, f"{value:.2f}", f"{shipped[name]:.2f}")
        for name, value in asdict(fit.weights).items()
    ]
    return [*blocks, Table(("feature", "fitted on all", "as shipped"), weights)]


def fit_json(fit: Fit) -> dict[str, Any]:
    """Show a fit as one object."""
    variants = []
    for variant in fit.variants:
        value, ends = variant.gain(fit.fitted, MEASURED[0])
        golds = {gold: _values(of_gold(variant, places)) for gold, places in fit.golds.items()}
        gain = {"value": value, "interval": ends}
        variants.append(
            {"name": variant.name, "all": _values(variant), "golds": golds, "gain": gain}
        )
    return {
        "questions": fit.questions,
        "never_found": list(fit.never_found),
        "weights": as_object(fit.weights, places=3),
        "variants": variants,
    }


def sweep_blocks(sweep: Sweep) -> Blocks:
    """Show every cell beside the first, and what was chosen out of fold."""
    first = sweep.variants[0]
    rows = [
        (
            variant.name,
            *_cells(variant),
            "" if variant is first else _gain(variant, first, sweep.by),
            str(sweep.picks.get(variant.name, "")),
        )
        for variant in (*sweep.variants, sweep.chosen)
    ]
    columns = ("setting", *MEASURED_COLUMNS, f"{sweep.by} against the first", "chosen")
    return [Line(f"{len(first.scores)} questions"), Table(columns, rows)]


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


def _cells(variant: Variant) -> list[str]:
    return [
        cell
        for name in MEASURED
        for cell in (figure(variant.mean(name)), interval(variant.interval(name), places=2))
    ]


def _gain(variant: Variant, over: Variant, measure: str) -> str:
    value, ends = variant.gain(over, measure)
    return figure(value, sign=True) + (f" ({interval(ends, sign=True)})" if ends else "")


def _values(variant: Variant) -> dict[str, Any]:
    return {
        name: {
            "value": variant.mean(name),
            "interval": variant.interval(name),
            "questions": len(variant.scores),
        }
        for name in MEASURED
    }


def judging_blocks(judging: Judging) -> Blocks:
    """Show what a judgement finds in what it has not seen: units, outcomes, reliability."""
    blocks: list[Line | Table] = [_least(judging.least)]
    for name, measured in judging.measured.items():
        blocks += _judged(name, measured)
    return blocks


def outcome_blocks(left_out: str, least: float, measured: Mapping[str, Any]) -> Blocks:
    """Show how a least chance parts the questions that a fit has not seen, and its reliability."""
    return [_least(least), *_judged(left_out, measured)]


def _least(least: float) -> Line:
    return Line(f"least chance of an answer: {least:.3f}")


def _judged(name: str, measured: Mapping[str, Any]) -> Iterator[Table]:
    for part in ("units", "outcome"):
        if part in measured:
            rows = [(file, *map(_rounded, told.values())) for file, told in measured[part].items()]
            columns = next(iter(measured[part].values()))
            yield Table((f"{part}, {name}", *columns), rows)
    reliable = [tuple(map(_rounded, row)) for row in measured["reliability"]]
    yield Table((f"wordings, {name}", "mean chance", "answerable"), reliable)


def _rounded(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"
