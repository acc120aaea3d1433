"""Figures drawn from tables, with what a person compares with the page."""

from __future__ import annotations

from dataclasses import replace

from eval.reading.cells import MOST_OF_A_PAPER, draw_cells
from qa.papers import TableRow
from tests.eval.understood import PASSAGES, Understood, row

TABLE = PASSAGES[3]


def test_a_figure_comes_with_its_row_its_column_and_its_unit() -> None:
    drawn = draw_cells(Understood(), draw=100, seed=1)
    assert [(c.value, c.labels, c.column, c.unit, c.place) for c in drawn] == [
        ("40", ("Stow",), "Hours", "£000", 2),
        ("61.5", ("Stow",), "Cost", "£000", 3),
        ("32", ("Marsh End",), "Hours", "£000", 2),
        ("48.0", ("Marsh End",), "Cost", "£000", 3),
    ]
    assert {cell.caption for cell in drawn} == {"Table 1: Opening"}


def test_a_label_of_several_rows_comes_first_and_once() -> None:
    known = TableRow(("North", "Stow", "40"), ("Area", "Branch", "Hours"), labels=("North",))
    units = (replace(row("North\tStow\t40", 7), row=known),)
    understood = Understood(passages=(replace(TABLE, units=units),))
    assert [c.labels for c in draw_cells(understood, 1, 1)] == [("North", "Stow")]


def test_a_cell_beyond_the_columns_has_no_name() -> None:
    known = TableRow(("Stow", "40", "7"), ("Branch", "Hours"))
    units = (replace(row("Stow\t40\t7", 7), row=known),)
    understood = Understood(passages=(replace(TABLE, units=units),))
    assert [c.column for c in draw_cells(understood, 2, 1)] == ["Hours", ""]


def test_a_large_paper_gives_only_so_many_and_a_row_in_two_passages_counts_once() -> None:
    units = tuple(row(f"Branch {line}\t{line}\t{line}.5", line) for line in range(7, 57))
    long = replace(TABLE, units=units, lines=(7, 56))
    understood = Understood(passages=(long, long))
    drawn = draw_cells(understood, draw=100, seed=5)
    assert len(drawn) == MOST_OF_A_PAPER
    assert len({(cell.lines, cell.place) for cell in drawn}) == MOST_OF_A_PAPER


def test_a_seed_draws_the_same_again_and_another_one_others() -> None:
    units = tuple(row(f"Branch {line}\t{line}\t{line}.5", line) for line in range(7, 57))
    understood = Understood(passages=(replace(TABLE, units=units, lines=(7, 56)),))
    first, again, other = (draw_cells(understood, 4, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
