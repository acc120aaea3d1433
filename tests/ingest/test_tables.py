"""Each row of a table knows its columns, caption, unit and group. Every table is invented."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.understand import Understood
from qa.papers import Unit
from qa.table_rows import TableRow
from tests.ingest.readers.drawn_tables import in_columns, read_drawn, ruled, write
from tests.ingest.written import read, read_text

HEAD = ["Crossing", "Budget", "Forecast"]
WIDTHS = (130, 90, 90)


def rows(paper: Understood) -> list[Unit]:
    return [unit for passage in paper.passages for unit in passage.units if unit.kind == "row"]


def row(paper: Understood, words: str) -> TableRow:
    (found,) = [unit.row for unit in rows(paper) if words in unit.text]
    assert found is not None
    return found


def test_a_row_of_a_pdf_knows_its_caption_columns_unit_and_group(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(
            canvas, "The harbour board was told in March what each of the ferries costs to run.", 70
        )
        write(canvas, "Table 2 - Cost of the ferries", 100, bold=True)
        in_columns(canvas, ["", "All figures in £m"], (400,), 114)
        in_columns(canvas, HEAD, (300, 400), 130, bold=True)
        write(canvas, "Northern crossings", 146, bold=True)
        in_columns(canvas, ["Long", "1.5", "1.7"], (300, 400), 160)
        in_columns(canvas, ["Short", "0.5", "-"], (300, 400), 174)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    assert row(paper, "Long") == TableRow(
        ("Long", "1.5", "1.7"),
        ("Crossing", "Budget", "Forecast"),
        "Table 2 - Cost of the ferries",
        "£m",
        "Northern crossings",
    )
    assert row(paper, "Short").cells == ("Short", "0.5", "-")
    above = {unit.text for passage in paper.passages for unit in passage.units}
    assert {"Crossing\tBudget\tForecast", "Table 2 - Cost of the ferries"} <= above


def test_a_table_that_goes_on_overleaf_keeps_its_caption_and_columns(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, "Table 3: Fares (£000s)", 700, bold=True)
        ruled(canvas, [HEAD, ["Long", "1,204", "1,310"]], WIDTHS, 720)

    def second(canvas: Canvas) -> None:
        ruled(canvas, [["Short", "96", "95"], ["Night", "12", "9"]], WIDTHS, 60, headers=0)

    paper = read(read_drawn(tmp_path, first, second), "fares.pdf")
    night = row(paper, "Night")
    assert (night.columns, night.caption, night.unit) == (
        tuple(HEAD),
        "Table 3: Fares (£000s)",
        "£000s",
    )
    (passage,) = [p for p in paper.passages if any("Night" in u.text for u in p.units)]
    assert "Crossing\tBudget\tForecast" in passage.text
    assert [u.page for u in passage.units if "Night" in u.text] == [2]


def test_a_row_that_the_pages_end_cuts_has_the_cells_of_both_halves(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        ruled(canvas, [[*HEAD, "Why"], ["Long", "10", "11", "Fuel rose"]], (90, 80, 80, 150), 720)

    def second(canvas: Canvas) -> None:
        top = [["", "", "", "all through the winter."], ["Short", "3", "3", "No change."]]
        ruled(canvas, top, (90, 80, 80, 150), 60, headers=0)

    paper = read(read_drawn(tmp_path, first, second), "fuel.pdf")
    whole = ("Long", "10", "11", "Fuel rose all through the winter.")
    assert [unit.row.cells for unit in rows(paper) if unit.row] == [
        whole,
        whole,
        ("Short", "3", "3", "No change."),
    ]
    assert [unit.page for unit in rows(paper)] == [1, 2, 2]


def test_nothing_above_a_table_comes_from_an_exempt_report_bound_before_it(
    tmp_path: Path,
) -> None:
    def cover(canvas: Canvas, subject: str, exempt: str) -> None:
        write(canvas, "Report to: Cabinet   Date of Meeting: 12 March 2019", 60)
        write(canvas, f"Subject: {subject}   Wards Affected: All", 74)
        write(canvas, "Report of: Head of Property   Key Decision: Yes", 88)
        write(canvas, f"Exempt / Confidential Report: {exempt}", 102)
        write(canvas, "1. Background", 130, bold=True)
        write(canvas, "The matter was before the Cabinet in the spring of the year before.", 150)

    def exempt(canvas: Canvas) -> None:
        cover(canvas, "Sale of the mill", "Yes")
        write(canvas, "Table 1 - Bids for the mill", 690, bold=True)
        ruled(canvas, [["Bidder", "Price", "Deposit"], ["Ash", "900", "90"]], WIDTHS, 720)

    def public(canvas: Canvas) -> None:
        cover(canvas, "Ferry fares", "No")
        ruled(canvas, [["Short", "96", "95"], ["Night", "12", "9"]], WIDTHS, 200, headers=0)

    def front(canvas: Canvas) -> None:
        cover(canvas, "Care of the trees", "No")

    paper = read(read_drawn(tmp_path, front, exempt, public), "pack.pdf")
    assert not any(row(paper, "Night").columns)
    told = repr(paper)
    for secret in ("Bidder", "Deposit", "Bids", "900"):
        assert secret not in told


def test_rows_of_a_text_know_the_row_that_heads_them() -> None:
    paper = read_text(
        "Ferry fares\n\nTable 1: fares (£)\n\nCrossing\tFare\tReturn\nLong\t£3\t£5\nShort\t£2\t£3\n"
    )
    short = row(paper, "Short")
    assert (short.cells, short.columns) == (("Short", "£2", "£3"), ("Crossing", "Fare", "Return"))
    assert short.caption == "Table 1: fares (£)"
