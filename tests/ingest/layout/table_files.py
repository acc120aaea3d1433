"""Files with one table each, of every layout that clerks use, and the cells that a person reads.

All figures, places and people are invented. `FILES` has a builder for each file and what is to be
known of every figure in it: the labels of its row, the name of its column, its unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.ingest.readers.pdf.drawn_tables import HEIGHT, PLAIN, in_columns, write

Style = Sequence[tuple[object, ...]]
GRID: Style = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


@dataclass(frozen=True)
class TableFile:
    """A file, how it is made, and what a person reads in its table."""

    name: str
    build: Callable[[Path], None]
    columns: tuple[str, ...]
    """The names of the columns of values."""
    rows: Mapping[tuple[str, ...], tuple[str, ...]]
    """By the labels of the row, outer to inner: its values, empty where there is none."""
    unit: str | None = None


# Drawn as PDF


def flowing(path: Path, *blocks: Any) -> None:
    """Write blocks one below the other, over as many pages as they take."""
    SimpleDocTemplate(str(path), pagesize=A4, title="Report").build(
        [Paragraph(block, PLAIN) if isinstance(block, str) else block for block in blocks]
    )


def drawn(path: Path, *pages: Callable[[Canvas], None]) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()


PROSE = "The board was told in March what had been spent, and asked for a further report in May."


def merged_wards(path: Path) -> None:
    rows = [
        ["Ward", "Work", "Cost (£)", "Spent (£)"],
        ["Hollin Bank", "Kerbs", "12,400", "9,150"],
        ["", "Drainage", "27,600", "-"],
        ["", "Lighting", "8,050", "8,050"],
        ["Osier Fen", "Kerbs", "3,150", "Nil"],
        ["", "Drainage", "41,900", "20,000"],
        ["Total", "", "93,100", "37,200"],
    ]
    spans = [("SPAN", (0, 1), (0, 3)), ("SPAN", (0, 4), (0, 5)), ("SPAN", (0, 6), (1, 6))]
    flowing(path, PROSE, Spacer(1, 12), Table(rows, style=[*GRID, *spans]))


def merged_twice(path: Path) -> None:
    rows = [
        ["Directorate", "Service", "Type", "2026/27", "2027/28"],
        ["Place", "Roads", "Pay", "1,204", "1,260"],
        ["", "", "Prices", "310", "325"],
        ["", "Parks", "Pay", "540", "566"],
        ["", "", "Prices", "88", "90"],
        ["People", "Care", "Pay", "7,310", "7,602"],
        ["", "", "Prices", "(1,150)", "(1,205)"],
    ]
    spans = [("SPAN", (0, 1), (0, 4)), ("SPAN", (0, 5), (0, 6))]
    spans += [("SPAN", (1, row), (1, row + 1)) for row in (1, 3, 5)]
    top = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    title = "Table 3: Pressures by service (£000s)"
    flowing(path, PROSE, title, Spacer(1, 6), Table(rows, style=[*GRID, *top, *spans]))


def three_headers(path: Path) -> None:
    rows = [
        ["Service", "2025/26", "", "", "", "2026/27", ""],
        ["", "Budget", "", "Outturn", "", "Budget", ""],
        ["", "£000", "%", "£000", "%", "£000", "%"],
        ["Baths", "1,405", "31", "1,390", "30", "1,420", "31"],
        ["Libraries", "2,610", "58", "2,700", "59", "2,655", "58"],
        ["Museums", "495", "11", "501", "11", "500", "11"],
    ]
    spans = [("SPAN", (0, 0), (0, 2)), ("SPAN", (1, 0), (4, 0)), ("SPAN", (5, 0), (6, 0))]
    spans += [("SPAN", (left, 1), (left + 1, 1)) for left in (1, 3, 5)]
    centred = [("ALIGN", (1, 0), (-1, -1), "CENTER")]
    flowing(path, PROSE, Spacer(1, 12), Table(rows, style=[*GRID, *spans, *centred]))


def spaced_figures(path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 80)
        write(
            canvas, "Budget monitoring to the end of December, all figures in £000", 110, bold=True
        )
        rights = (300, 370, 440, 510)
        in_columns(
            canvas,
            ["Service", "Budget", "Forecast", "Variance", "Last year"],
            rights,
            130,
            bold=True,
        )
        rows = [
            ["Adult care", "41 250", "42 616", "1 366", "n/a"],
            ["Children", "18 900", "18 455", "(445)", "17 002"],
            ["Highways", "9 005", "10 210", "1 205", "-"],
            ["Reserves", "(1 204)", "(1 350)", "(146)", "Nil"],
            ["Net", "67 951", "69 931", "1 980", "1 017 002"],
        ]
        for place, row in enumerate(rows):
            in_columns(canvas, row, rights, 148 + 15 * place)
        write(
            canvas, "It asked for the figures of the harbour as well, for the meeting in May.", 240
        )

    drawn(path, page)


def boxed_outside(path: Path) -> None:
    rows = [
        ["Fund", "Opening", "Used", "Closing"],
        ["General", "4,120.5", "(310.0)", "3,810.5"],
        ["Repairs", "910.0", "(95.5)", "814.5"],
        ["Elections", "60.0", "-", "60.0"],
        ["Total", "5,090.5", "(405.5)", "4,685.0"],
    ]
    style = [("BOX", (0, 0), (-1, -1), 0.8, colors.black), ("ALIGN", (1, 0), (-1, -1), "RIGHT")]
    title = "Table 1 - Reserves in £m"
    flowing(path, PROSE, title, Spacer(1, 6), Table(rows, colWidths=[120, 80, 80, 80], style=style))


def sideways(path: Path) -> None:
    rows = [
        ["Car park", "One hour", "Two hours", "All day"],
        ["Mill Yard", "£1.20", "£2.30", "£7.40"],
        ["Fish Row", "£1.50", "£2.80", "£8.10"],
        ["Abbey Croft", "Free", "£1.00", "£4.60"],
    ]

    def first(canvas: Canvas) -> None:
        for line in range(6):
            write(canvas, PROSE, 80 + 14 * line)

    def second(canvas: Canvas) -> None:
        write(canvas, "Appendix 2", 60, bold=True)
        canvas.translate(300, 120)
        canvas.rotate(90)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(0, 150, "Charges from 1 April 2026")
        table = Table(rows, colWidths=[120, 90, 90, 90], style=GRID)
        table.wrap(600, 300)
        table.drawOn(canvas, 0, 50)

    drawn(path, first, second)


def over_pages(path: Path) -> None:
    rows = [["Ref", "Scheme", "Ward", "Grant (£)", "Own funds (£)"]]
    rows += [[f"C{n}", f"Scheme {name}", ward, grant, own] for n, name, ward, grant, own in LONG]
    table = Table(rows, colWidths=[40, 150, 90, 80, 90], repeatRows=1, style=GRID)
    flowing(path, PROSE, Spacer(1, 300), table, PROSE)


PLACES = ("Ash", "Beech", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
LONG = [
    (n, f"{place} {part}", f"Ward {place}", f"{1000 + 137 * n:,}", f"{200 + 31 * n:,}")
    for n, (place, part) in enumerate(
        ((place, part) for place in PLACES for part in ("North", "South", "East")), start=1
    )
]


def over_pages_unrepeated(path: Path) -> None:
    rows = [["Directorate", "Scheme", "2026/27", "2027/28"]]
    for place in PLACES:
        for number, part in enumerate(("roof", "yard", "wall")):
            count = 100 * len(rows)
            label = f"{place} House" if number == 0 else ""
            rows.append([label, f"{place} {part}", f"{count + 1:,}", f"{count + 2:,}"])
    spans = [("SPAN", (0, 1 + 3 * n), (0, 3 + 3 * n)) for n in range(len(PLACES))]
    table = Table(rows, colWidths=[110, 150, 80, 80], style=[*GRID, *spans])
    title = "Table 7: Building works (£)"
    flowing(path, PROSE, Spacer(1, 318), title, table, PROSE)


def unrepeated_rows() -> dict[tuple[str, ...], tuple[str, ...]]:
    wanted: dict[tuple[str, ...], tuple[str, ...]] = {}
    for place in PLACES:
        for part in ("roof", "yard", "wall"):
            count = 100 * (len(wanted) + 1)
            wanted[f"{place} House", f"{place} {part}"] = (f"{count + 1:,}", f"{count + 2:,}")
    return wanted


def sub_columns(path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 80)
        write(canvas, "Table 2: Capital programme 2026/27 to 2027/28 (£’000)", 110, bold=True)
        canvas.drawCentredString(335, HEIGHT - 132, "2026/27")
        canvas.drawCentredString(475, HEIGHT - 132, "2027/28")
        canvas.line(280, HEIGHT - 135, 392, HEIGHT - 135)
        canvas.line(420, HEIGHT - 135, 532, HEIGHT - 135)
        rights = (320, 390, 460, 530)
        in_columns(canvas, ["Scheme", "Gross", "Grant", "Gross", "Grant"], rights, 148, bold=True)
        rows = [
            ["Quay wall", "2,150", "900", "1,075", "-"],
            ["Swing bridge repairs", "640", "320", "655", "300"],
            ["Slipway", "75", "-", "80", "40"],
            ["Total", "2,865", "1,220", "1,810", "340"],
        ]
        for place, row in enumerate(rows):
            in_columns(canvas, row, rights, 166 + 15 * place)
        write(canvas, "The board is asked to agree to these changes now.", 240)

    drawn(path, page)


def blanks_below(path: Path) -> None:
    rows = [
        ["Hollin Bank", "Kerbs", "12,400", "9,150"],
        ["", "Drainage", "27,600", "11,000"],
        ["", "Lighting", "8,050", "8,050"],
        ["Osier Fen", "Kerbs", "3,150", "2,900"],
        ["", "Drainage", "41,900", "20,000"],
        ["Total", "", "93,100", "51,100"],
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, PROSE, 80)
        head = ["Ward", "Work", "Cost £", "Spent £"]
        for place, row in enumerate([head, *rows]):
            top = 120 + 15 * place
            write(canvas, row[0], top, bold=place == 0)
            write(canvas, row[1], top, left=200, bold=place == 0)
            canvas.drawRightString(380, HEIGHT - top, row[2])
            canvas.drawRightString(470, HEIGHT - top, row[3])
        write(canvas, "The board is asked to agree to these changes now.", 260)

    drawn(path, page)


# Word


def shade(cell: Any) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True


def word_table(
    path: Path, rows: Sequence[Sequence[str]], merges: Any, title: str, heads: int
) -> None:
    """Write a Word file with a table; merges are (top, left, bottom, right), ends included."""
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.add_paragraph(title)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        text = rows[top][left]
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    for row in table.rows[:heads]:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)
    document.add_paragraph(PROSE)
    document.save(str(path))


def word_merged(path: Path) -> None:
    rows = [
        ["Parish", "Work", "2025/26", "", "2026/27", ""],
        ["", "", "Budget", "Spent", "Budget", "Spent"],
        ["Stony Lea", "Kerbs", "3,150", "3,100", "3,200", "-"],
        ["", "Drainage", "7,400", "(250)", "7,900", "Nil"],
        ["Bexcote", "Kerbs", "1,105", "990", "1,150", "n/a"],
        ["", "Verges", "640", "640", "655", "-"],
        ["Total", "", "12,295", "4,480", "12,905", "-"],
    ]
    merges = [
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 0, 3),
        (0, 4, 0, 5),
        (2, 0, 3, 0),
        (4, 0, 5, 0),
        (6, 0, 6, 1),
    ]
    word_table(path, rows, merges, "Table 1: Works by parish (£)", 2)


def word_deep(path: Path) -> None:
    rows = [
        ["Area", "Service", "Revenue", "", "", "", "Capital"],
        ["", "", "2025/26", "", "2026/27", "", "2026/27"],
        ["", "", "£000", "FTE", "£000", "FTE", "£000"],
        ["East", "Roads", "41 250", "112", "42 616", "110", "9 005"],
        ["", "Parks", "1 204", "18.5", "(1 350)", "17", "Nil"],
        ["West", "Roads", "38 900", "101", "39 455", "101", "1 017 002"],
        ["", "Parks", "980", "16", "-", "16", "n/a"],
    ]
    merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5)]
    merges += [(3, 0, 4, 0), (5, 0, 6, 0)]
    word_table(path, rows, merges, "What each area costs", 0)


# Web pages, Markdown, text


def web_spans(path: Path) -> None:
    path.write_text(
        """<html><body><main><h1>Works by ward</h1><p>The board was told what had been spent.</p>
<table><caption>Table 4: Works by ward (£000)</caption>
<thead><tr><th rowspan="2">Ward</th><th rowspan="2">Work</th><th colspan="2">2025/26</th>
<th colspan="2">2026/27</th></tr>
<tr><th>Budget</th><th>Forecast</th><th>Budget</th><th>Forecast</th></tr></thead>
<tbody><tr><th rowspan="2" scope="rowgroup">Hollin Bank</th><td>Kerbs</td><td>12.4</td><td>11.0</td>
<td>12.9</td><td>-</td></tr>
<tr><td>Drainage</td><td>27.6</td><td>(1.5)</td><td>28.0</td><td>Nil</td></tr>
<tr><th rowspan="2" scope="rowgroup">Osier Fen</th><td>Kerbs</td><td>3.2</td><td>3.2</td>
<td>3.3</td><td>n/a</td></tr>
<tr><td>Drainage</td><td>41.9</td><td>40.0</td><td>43.1</td><td>-</td></tr>
<tr><td colspan="2">Total</td><td>85.1</td><td>52.7</td><td>87.3</td><td>-</td></tr></tbody></table>
<p>The board is asked to agree.</p></main></body></html>""",
        encoding="utf-8",
    )


def web_plain(path: Path) -> None:
    path.write_text(
        """<html><body><main><h1>Pay of the staff</h1>
<p>The board was told what is paid at each grade from 1 April 2026.</p>
<table border="1"><tr><td><b>Grade</b></td><td><b>Points</b></td><td><b>Annual pay (£)</b></td>
<td><b>Hourly pay (£)</b></td></tr>
<tr><td rowspan="3">Grade 4</td><td>7</td><td>25 992</td><td>13.47</td></tr>
<tr><td>8</td><td>26 409</td><td>13.69</td></tr><tr><td>9</td><td>26 835</td><td>13.91</td></tr>
<tr><td rowspan="2">Grade 5</td><td>10</td><td>27 269</td><td>14.13</td></tr>
<tr><td>11</td><td>27 711</td><td>14.36</td></tr></table></main></body></html>""",
        encoding="utf-8",
    )


def markdown(path: Path) -> None:
    path.write_text(
        """# Works by parish

Table 1: Works by parish (£)

| Parish | Work | 2025/26 | 2026/27 |
|:-------|:-----|--------:|--------:|
| Stony Lea | Kerbs | 3,150 | 3,200 |
|  | Drainage | 7,400 | (250) |
| Bexcote | **Kerbs** | 1,105 | Nil |
| Total |  | 11,655 | - |

The board is asked to agree to these changes.
""",
        encoding="utf-8",
    )


def text_in_columns(path: Path) -> None:
    path.write_text(
        """REPORT TO THE HARBOUR BOARD

Table 1: Dues and costs (£000)

                        2025/26             2026/27
Service             Budget   Outturn    Budget   Forecast
Moorings             1,204     1,310     1,260      1,300
Pilots and tugs         96       (3)       110          -
Light dues             n/a       Nil        12         14
Total                1,300     1,307     1,382      1,314

The board is asked to agree to these changes.
""",
        encoding="utf-8",
    )


WORKS = {
    ("Hollin Bank", "Kerbs"): ("12,400", "9,150"),
    ("Hollin Bank", "Drainage"): ("27,600", "-"),
    ("Hollin Bank", "Lighting"): ("8,050", "8,050"),
    ("Osier Fen", "Kerbs"): ("3,150", "Nil"),
    ("Osier Fen", "Drainage"): ("41,900", "20,000"),
    ("Total",): ("93,100", "37,200"),
}
GROSS = ("2026/27 Gross", "2026/27 Grant", "2027/28 Gross", "2027/28 Grant")

FILES = (
    TableFile("merged wards.pdf", merged_wards, ("Cost (£)", "Spent (£)"), WORKS),
    TableFile(
        "merged twice.pdf",
        merged_twice,
        ("2026/27", "2027/28"),
        {
            ("Place", "Roads", "Pay"): ("1,204", "1,260"),
            ("Place", "Roads", "Prices"): ("310", "325"),
            ("Place", "Parks", "Pay"): ("540", "566"),
            ("Place", "Parks", "Prices"): ("88", "90"),
            ("People", "Care", "Pay"): ("7,310", "7,602"),
            ("People", "Care", "Prices"): ("(1,150)", "(1,205)"),
        },
        "£000s",
    ),
    TableFile(
        "three headers.pdf",
        three_headers,
        (
            "2025/26 Budget £000",
            "2025/26 Budget %",
            "2025/26 Outturn £000",
            "2025/26 Outturn %",
            "2026/27 Budget £000",
            "2026/27 Budget %",
        ),
        {
            ("Baths",): ("1,405", "31", "1,390", "30", "1,420", "31"),
            ("Libraries",): ("2,610", "58", "2,700", "59", "2,655", "58"),
            ("Museums",): ("495", "11", "501", "11", "500", "11"),
        },
    ),
    TableFile(
        "spaced figures.pdf",
        spaced_figures,
        ("Budget", "Forecast", "Variance", "Last year"),
        {
            ("Adult care",): ("41 250", "42 616", "1 366", "n/a"),
            ("Children",): ("18 900", "18 455", "(445)", "17 002"),
            ("Highways",): ("9 005", "10 210", "1 205", "-"),
            ("Reserves",): ("(1 204)", "(1 350)", "(146)", "Nil"),
            ("Net",): ("67 951", "69 931", "1 980", "1 017 002"),
        },
        "£000",
    ),
    TableFile(
        "boxed outside.pdf",
        boxed_outside,
        ("Opening", "Used", "Closing"),
        {
            ("General",): ("4,120.5", "(310.0)", "3,810.5"),
            ("Repairs",): ("910.0", "(95.5)", "814.5"),
            ("Elections",): ("60.0", "-", "60.0"),
            ("Total",): ("5,090.5", "(405.5)", "4,685.0"),
        },
        "£m",
    ),
    TableFile(
        "sideways.pdf",
        sideways,
        ("One hour", "Two hours", "All day"),
        {
            ("Mill Yard",): ("£1.20", "£2.30", "£7.40"),
            ("Fish Row",): ("£1.50", "£2.80", "£8.10"),
            ("Abbey Croft",): ("Free", "£1.00", "£4.60"),
        },
    ),
    TableFile(
        "over pages.pdf",
        over_pages,
        ("Grant (£)", "Own funds (£)"),
        {(f"C{n}", f"Scheme {name}", ward): (grant, own) for n, name, ward, grant, own in LONG},
    ),
    TableFile(
        "over pages unrepeated.pdf",
        over_pages_unrepeated,
        ("2026/27", "2027/28"),
        unrepeated_rows(),
    ),
    TableFile(
        "sub columns.pdf",
        sub_columns,
        GROSS,
        {
            ("Quay wall",): ("2,150", "900", "1,075", "-"),
            ("Swing bridge repairs",): ("640", "320", "655", "300"),
            ("Slipway",): ("75", "-", "80", "40"),
            ("Total",): ("2,865", "1,220", "1,810", "340"),
        },
        "£’000",
    ),
    TableFile(
        "blanks below.pdf",
        blanks_below,
        ("Cost £", "Spent £"),
        {
            ("Hollin Bank", "Kerbs"): ("12,400", "9,150"),
            ("Hollin Bank", "Drainage"): ("27,600", "11,000"),
            ("Hollin Bank", "Lighting"): ("8,050", "8,050"),
            ("Osier Fen", "Kerbs"): ("3,150", "2,900"),
            ("Osier Fen", "Drainage"): ("41,900", "20,000"),
            ("Total",): ("93,100", "51,100"),
        },
    ),
    TableFile(
        "word merged.docx",
        word_merged,
        ("2025/26 Budget", "2025/26 Spent", "2026/27 Budget", "2026/27 Spent"),
        {
            ("Stony Lea", "Kerbs"): ("3,150", "3,100", "3,200", "-"),
            ("Stony Lea", "Drainage"): ("7,400", "(250)", "7,900", "Nil"),
            ("Bexcote", "Kerbs"): ("1,105", "990", "1,150", "n/a"),
            ("Bexcote", "Verges"): ("640", "640", "655", "-"),
            ("Total",): ("12,295", "4,480", "12,905", "-"),
        },
    ),
    TableFile(
        "word deep.docx",
        word_deep,
        (
            "Revenue 2025/26 £000",
            "Revenue 2025/26 FTE",
            "Revenue 2026/27 £000",
            "Revenue 2026/27 FTE",
            "Capital 2026/27 £000",
        ),
        {
            ("East", "Roads"): ("41 250", "112", "42 616", "110", "9 005"),
            ("East", "Parks"): ("1 204", "18.5", "(1 350)", "17", "Nil"),
            ("West", "Roads"): ("38 900", "101", "39 455", "101", "1 017 002"),
            ("West", "Parks"): ("980", "16", "-", "16", "n/a"),
        },
    ),
    TableFile(
        "web spans.html",
        web_spans,
        ("2025/26 Budget", "2025/26 Forecast", "2026/27 Budget", "2026/27 Forecast"),
        {
            ("Hollin Bank", "Kerbs"): ("12.4", "11.0", "12.9", "-"),
            ("Hollin Bank", "Drainage"): ("27.6", "(1.5)", "28.0", "Nil"),
            ("Osier Fen", "Kerbs"): ("3.2", "3.2", "3.3", "n/a"),
            ("Osier Fen", "Drainage"): ("41.9", "40.0", "43.1", "-"),
            ("Total",): ("85.1", "52.7", "87.3", "-"),
        },
        "£000",
    ),
    TableFile(
        "web plain.html",
        web_plain,
        ("Points", "Annual pay (£)", "Hourly pay (£)"),
        {
            ("Grade 4", "7"): ("7", "25 992", "13.47"),
            ("Grade 4", "8"): ("8", "26 409", "13.69"),
            ("Grade 4", "9"): ("9", "26 835", "13.91"),
            ("Grade 5", "10"): ("10", "27 269", "14.13"),
            ("Grade 5", "11"): ("11", "27 711", "14.36"),
        },
    ),
    TableFile(
        "markdown.md",
        markdown,
        ("2025/26", "2026/27"),
        {
            ("Stony Lea", "Kerbs"): ("3,150", "3,200"),
            ("Stony Lea", "Drainage"): ("7,400", "(250)"),
            ("Bexcote", "Kerbs"): ("1,105", "Nil"),
            ("Total",): ("11,655", "-"),
        },
    ),
    TableFile(
        "text in columns.txt",
        text_in_columns,
        ("2025/26 Budget", "2025/26 Outturn", "2026/27 Budget", "2026/27 Forecast"),
        {
            ("Moorings",): ("1,204", "1,310", "1,260", "1,300"),
            ("Pilots and tugs",): ("96", "(3)", "110", "-"),
            ("Light dues",): ("n/a", "Nil", "12", "14"),
            ("Total",): ("1,300", "1,307", "1,382", "1,314"),
        },
        "£000",
    ),
)
