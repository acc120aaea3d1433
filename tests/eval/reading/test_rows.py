"""Rows of tables measured by what is known of them, on faults small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.papers import TableRow, Unit, UnitKind
from tests.eval.understood import PASSAGES, TRUTH, Understood, counted, score, unit

HEADERS, CELLS = "rows with headers", "cells under their headers"
CAPTION, UNIT = "rows with caption", "rows with unit"
HEADER, STOW, MARSH = PASSAGES[3].units
Counts = dict[str, tuple[int, int, int]]


def read_as(folder: Path, *units: Unit, **truth: Any) -> Counts:
    """Score a table that was understood as these units."""
    table = replace(PASSAGES[3], units=units)
    understood = Understood(passages=(*PASSAGES[:3], table))
    stated = {key: value for key, value in (TRUTH["rows"][0] | truth).items() if value}
    rows = [stated, *TRUTH["rows"][1:]]
    return counted(score(folder, understood, rows=rows))


def stow(**changed: Any) -> Unit:
    assert STOW.row is not None
    return replace(STOW, row=replace(STOW.row, **changed))


def test_a_row_is_right_only_with_all_its_cells_in_order(tmp_path: Path) -> None:
    counts = read_as(tmp_path, HEADER, replace(STOW, text="Stow\t61.5\t40"), MARSH)
    assert counts["rows"] == (1, 2, 1)
    assert counts[HEADERS] == counts[CELLS] == (0, 1, 0)
    counts = read_as(tmp_path, HEADER, replace(STOW, kind=UnitKind.PARAGRAPH), MARSH)
    assert counts["rows"] == (1, 2, 1)


def test_headers_count_by_the_names_of_the_columns_and_not_by_words_nearby(
    tmp_path: Path,
) -> None:
    counts = read_as(tmp_path, STOW, MARSH)
    assert counts[HEADERS] == counts[CELLS] == counts[UNIT] == (1, 1, 0)
    nothing_known = replace(STOW, row=None)
    counts = read_as(tmp_path, HEADER, nothing_known, MARSH)
    assert counts["rows"] == (2, 2, 0)
    assert counts[HEADERS] == counts[CELLS] == counts[CAPTION] == counts[UNIT] == (0, 1, 0)


@pytest.mark.parametrize(
    "columns",
    [
        ("Hours", "Branch", "Cost"),
        ("Branch", "Open Hours Cost", "Cost"),
        ("", "Branch", "Hours"),
        ("Branch", "Hour", "Cost"),
    ],
)
def test_headers_in_another_order_over_other_cells_or_run_together_are_wrong(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    counts = read_as(
        tmp_path, HEADER, stow(columns=columns), MARSH, headers=["Branch", "Hours", "Cost"]
    )
    assert counts[CELLS] == (0, 1, 1)


def test_what_stands_over_several_columns_or_counts_them_may_stand_in_the_name(
    tmp_path: Path,
) -> None:
    columns = ("Branch", "In the week Hours", "Cost £000")
    counts = read_as(tmp_path, HEADER, stow(columns=columns), MARSH, headers=["Hours", "Cost"])
    assert counts[HEADERS] == counts[CELLS] == (1, 1, 0)


def test_a_total_without_cells_for_its_words_needs_the_headers_over_its_cells_alone(
    tmp_path: Path,
) -> None:
    total = replace(
        STOW, text="Total\t61.5", row=TableRow(("Total", "61.5"), ("Branch", "Cost"), "Table 1")
    )
    wanted = {"cells": ["Total", "61.5"], "headers": ["Branch", "Hours", "Cost"], "unit": ""}
    assert read_as(tmp_path, HEADER, total, MARSH, **wanted)[HEADERS] == (1, 1, 0)
    misplaced = replace(total, row=TableRow(("Total", "61.5"), ("Branch", ""), "Table 1"))
    assert read_as(tmp_path, HEADER, misplaced, MARSH, **wanted)[HEADERS] == (0, 1, 1)


def test_the_caption_may_be_the_heading_above_the_table(tmp_path: Path) -> None:
    assert read_as(tmp_path, HEADER, stow(caption="Opening"), MARSH)[CAPTION] == (0, 1, 1)
    counts = read_as(tmp_path, HEADER, stow(caption=None), MARSH, caption="Library hours")
    assert counts[CAPTION] == (1, 1, 0)


def test_a_unit_that_the_table_does_not_print_is_false(tmp_path: Path) -> None:
    assert read_as(tmp_path, HEADER, stow(unit="£m"), MARSH)[UNIT] == (0, 1, 1)
    assert read_as(tmp_path, HEADER, stow(unit="£m"), MARSH, unit="")[UNIT] == (0, 0, 1)
    in_name = stow(unit=None, columns=("Branch", "Hours", "Cost £’000"))
    assert read_as(tmp_path, HEADER, in_name, MARSH, unit="£000")[UNIT] == (1, 1, 0)


def test_each_passage_that_holds_a_row_must_know_it(tmp_path: Path) -> None:
    again = replace(PASSAGES[3], id="again", units=(stow(columns=()), MARSH))
    counts = counted(score(tmp_path, Understood(passages=(*PASSAGES, again))))
    assert counts["rows"] == (2, 2, 0)
    assert counts[HEADERS] == (0, 1, 1)


def test_a_row_that_nothing_was_known_of_is_no_unit_of_another_kind(tmp_path: Path) -> None:
    heading = unit("Stow 40 61.5", 8, "heading")
    assert read_as(tmp_path, HEADER, heading, MARSH)["rows"] == (1, 2, 1)
