"""Files with tables of layouts that spreadsheets and accounts make, and the cells in them."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Spacer, Table

from tests.ingest.layout.table_files import GRID, PROSE, TableFile, drawn, flowing
from tests.ingest.readers.pdf.drawn_tables import HEIGHT, in_columns, write

TOWNS = ("Hollinford", "Osierby", "Stonylea")


def turned_headings(path: Path) -> None:
    """Headings that run upwards over figures that stand upright."""
    rows = [
        ["Homes allowed", "1,150", "2,600", "40"],
        ["Homes begun", "443", "463", "566"],
        ["Homes built", "120", "43", "1,049"],
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 80)
        table = Table([["", "", "", ""], *rows], rowHeights=[80, 18, 18, 18], style=GRID)
        table.wrap(500, 300)
        table.drawOn(canvas, 72, HEIGHT - 260)
        left = 72 + table._colWidths[0]
        for name, width in zip(TOWNS, table._colWidths[1:], strict=True):
            canvas.saveState()
            canvas.translate(left + width / 2 + 3, HEIGHT - 202)
            canvas.rotate(90)
            canvas.drawString(0, 0, name)
            canvas.restoreState()
            left += width

    drawn(path, page)


def labels_outside(path: Path) -> None:
    """A frame is ruled round the figures; what they are of stands to its left."""
    figures = [
        ["Precept", "Other income", "Staff", "Other costs"],
        ["-", "-", "-", "4,022"],
        ["-", "68,635", "-", "163,521"],
        ["1,832,982", "-", "152,360", "147,302"],
        ["1,832,982", "68,635", "152,360", "314,845"],
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 80)
        table = Table(figures, colWidths=[80] * 4, rowHeights=[20] * 5, style=GRID)
        table.wrap(500, 300)
        table.drawOn(canvas, 200, HEIGHT - 240)
        for place, label in enumerate(["Town in bloom", "Culture", "Central support", "Totals"]):
            write(canvas, label, 240 - 100 + 20 * (place + 1) + 13)

    drawn(path, page)


def numbered_columns(path: Path) -> None:
    rows = [["Site", "Objective", "", "", "", ""], ["", "1", "2", "3", "4", "5"]]
    rows += [["H1", "0", "12", "0", "7", "0"], ["H2", "3", "0", "0", "9", "1"]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (-1, 0))]
    flowing(path, PROSE, Spacer(1, 12), Table(rows, style=[*GRID, *spans]))


def ranges(path: Path) -> None:
    rows = [["Approach", "Homes"], ["Brownfield sites", "1,500-2,500"]]
    rows += [["Edges of towns", "23,000-28,000"], ["New towns", "7,400"]]
    flowing(path, PROSE, Spacer(1, 12), Table(rows, colWidths=[200, 100], style=GRID))


def headings_within(path: Path) -> None:
    """Accounts: the year before at the left, and new headings half way down."""

    def page(canvas: Canvas) -> None:
        def line(top: float, last: str, label: str, *cells: str, bold: bool = False) -> None:
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
            canvas.drawRightString(130, HEIGHT - top, last)
            canvas.drawString(150, HEIGHT - top, label)
            for right, cell in zip((370, 450, 530), cells, strict=True):
                canvas.drawRightString(right, HEIGHT - top, cell)

        line(100, "2025", "", "2026", "2026", "2026", bold=True)
        line(112, "Net", "", "Gross", "Income", "Net", bold=True)
        line(130, "(3,000)", "Play areas", "(4,022)", "500", "(3,522)")
        line(145, "-", "Market", "(1,610)", "2,180", "570")
        line(160, "(88,677)", "Grants", "(101,510)", "-", "(101,510)")
        line(190, "", "", "Opening", "Movement", "Closing", bold=True)
        line(205, "", "General fund", "9,126", "(1,050)", "8,076")
        line(220, "", "Other funds", "2,400", "600", "3,000")

    drawn(path, page)


def listed_in_a_cell(path: Path) -> None:
    """A cell of a grid lists several sums among its words: the row is one all the same."""

    def page(canvas: Canvas) -> None:
        in_columns(canvas, ["Grants by ward"], (), 80, bold=True)
        text = "Special games for all\nwho live in the town\nand those near it\nin any year"
        rows = [
            ["Group", "Project", "Asked for", "Decided"],
            ["Games", text, "Ash - £2,355\nElm - £2,355", "£900"],
            ["Choir", "Concerts\nin the spring", "£500", "£450"],
            ["Scouts", "A new tent", "£700", "£700"],
        ]
        table = Table(rows, colWidths=[80, 160, 110, 80], style=GRID)
        table.wrap(500, 400)
        table.drawOn(canvas, 72, HEIGHT - 250)

    drawn(path, page)


FUNDS = ("Opening", "Movement", "Closing")

ODD_FILES = (
    TableFile(
        "turned headings.pdf",
        turned_headings,
        TOWNS,
        {
            ("Homes allowed",): ("1,150", "2,600", "40"),
            ("Homes begun",): ("443", "463", "566"),
            ("Homes built",): ("120", "43", "1,049"),
        },
    ),
    TableFile(
        "labels outside.pdf",
        labels_outside,
        ("Precept", "Other income", "Staff", "Other costs"),
        {
            ("Town in bloom",): ("-", "-", "-", "4,022"),
            ("Culture",): ("-", "68,635", "-", "163,521"),
            ("Central support",): ("1,832,982", "-", "152,360", "147,302"),
            ("Totals",): ("1,832,982", "68,635", "152,360", "314,845"),
        },
    ),
    TableFile(
        "numbered columns.pdf",
        numbered_columns,
        tuple(f"Objective {number}" for number in range(1, 6)),
        {("H1",): ("0", "12", "0", "7", "0"), ("H2",): ("3", "0", "0", "9", "1")},
    ),
    TableFile(
        "ranges.pdf",
        ranges,
        ("Homes",),
        {
            ("Brownfield sites",): ("1,500-2,500",),
            ("Edges of towns",): ("23,000-28,000",),
            ("New towns",): ("7,400",),
        },
    ),
    TableFile(
        "headings within.pdf",
        headings_within,
        ("2025 Net", "2026 Gross", "2026 Income", "2026 Net"),
        {
            ("Play areas",): ("(3,000)", "(4,022)", "500", "(3,522)"),
            ("Market",): ("-", "(1,610)", "2,180", "570"),
            ("Grants",): ("(88,677)", "(101,510)", "-", "(101,510)"),
        },
    ),
    TableFile(
        "headings within, below.pdf",
        headings_within,
        FUNDS,
        {
            ("General fund",): ("9,126", "(1,050)", "8,076"),
            ("Other funds",): ("2,400", "600", "3,000"),
        },
    ),
    TableFile(
        "listed in a cell.pdf",
        listed_in_a_cell,
        ("Asked for", "Decided"),
        {
            ("Games",): ("Ash - £2,355 Elm - £2,355", "£900"),
            ("Choir",): ("£500", "£450"),
            ("Scouts",): ("£700", "£700"),
        },
    ),
)
