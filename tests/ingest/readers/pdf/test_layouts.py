"""Text that ruled lines part into columns is read column by column. Every paper is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from tests.ingest.readers.pdf.drawn_tables import (
    BOLD,
    HEIGHT,
    PLAIN,
    WIDTH,
    read_drawn,
    ruled,
    write,
)
from tests.ingest.written import item, read

WIDTHS = (60, 290, 100)
HEADS = ["Minute", "Business", "Action"]
ROOF = (
    "<b>ROOF OF THE HALL</b><br/>The surveyor had found that the slates over the porch were loose. "
    "The report was noted."
)
PATH = (
    "<b>PATH BY THE MILL</b><br/>The owner had said that the gate would be mended in the spring. "
    "It was agreed to ask three firms for a price."
)
ROWS = [
    HEADS,
    ["<b>24/7</b>", ROOF, "AB to ask again about the porch and the gutters by 1 May"],
    ["<b>24/8</b>", PATH, ""],
    ["<b>24/9</b>", "<b>NEXT MEETING</b><br/>It would be held in the hall on 7 June.", "CD"],
]


def minutes(canvas: Canvas) -> None:
    write(canvas, "Ellerby Parish Council", 60, bold=True)
    write(canvas, "Minutes of the Council meeting held on 3 May 2024", 76, bold=True)
    ruled(canvas, ROWS, WIDTHS, 100)


def lines_of(folder: Path, *pages: object) -> list[str]:
    return [line.text for line in read_drawn(folder, *pages).lines]  # type: ignore[arg-type]


def test_what_was_said_is_not_cut_by_the_words_of_who_is_to_act(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, minutes)
    first = lines.index("24/7 ROOF OF THE HALL")
    assert " ".join(lines[first + 1 : lines.index("24/8 PATH BY THE MILL")]) == (
        "The surveyor had found that the slates over the porch were loose. The report was noted. "
        "AB to ask again about the porch and the gutters by 1 May"
    )
    assert lines[-1] == "CD"


def test_items_beside_an_action_column_have_their_titles_and_decisions(tmp_path: Path) -> None:
    paper = read(read_drawn(tmp_path, minutes), "minutes.pdf")
    assert [(one.number, one.title) for one in paper.items] == [
        ("24/7", "ROOF OF THE HALL"),
        ("24/8", "PATH BY THE MILL"),
        ("24/9", "NEXT MEETING"),
    ]
    assert [one.text for one in item(paper, "24/7").decisions] == ["The report was noted."]
    assert [one.text for one in item(paper, "24/8").decisions] == [
        "It was agreed to ask three firms for a price."
    ]


@pytest.mark.parametrize("heads", [[], [HEADS]])
def test_a_sentence_that_goes_on_overleaf_is_not_cut_by_who_is_to_act(
    heads: list[list[str]], tmp_path: Path
) -> None:
    begun = "<b>QUAY</b><br/>The Clerk spoke of the wall.<br/>Cllr Ash moved that the wall of the"

    def one(canvas: Canvas) -> None:
        minutes(canvas)
        rows = [["<b>24/10</b>", "<b>CLOCK</b><br/>It was late."], ["<b>24/11</b>", begun]]
        ruled(canvas, [[*rows[0], ""], [*rows[1], "EF to write"]], WIDTHS, 400, headers=0)

    def two(canvas: Canvas) -> None:
        rest = "old quay be built up before the winter."
        rows = [["", rest, ""], ["24/12", ROOF, ""], ["24/13", "It closed at nine.", ""]]
        ruled(canvas, [*heads, *rows], WIDTHS, 60, headers=len(heads))

    lines = lines_of(tmp_path, one, two)
    cut = lines.index("Cllr Ash moved that the wall of the")
    assert lines[cut - 1 : cut + 2] == [
        "EF to write",
        "Cllr Ash moved that the wall of the",
        "old quay be built up before the winter.",
    ]


def test_a_number_halfway_down_its_cell_stands_before_the_title(tmp_path: Path) -> None:
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    lines = lines_of(tmp_path, lambda c: ruled(c, ROWS, WIDTHS, 100, style=style))
    assert [line for line in lines if line.startswith("24/")] == [
        "24/7 ROOF OF THE HALL",
        "24/8 PATH BY THE MILL",
        "24/9 NEXT MEETING",
    ]


def test_a_table_within_what_was_said_is_read_where_it_stands(tmp_path: Path) -> None:
    payees = [["Payee", "For", "Net"], ["Ash & Co", "Slates", "120.00"], ["Elm", "Paint", "80.00"]]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def page(canvas: Canvas) -> None:
        inner = Table(payees, colWidths=[100, 90, 60], style=grid)
        lead = Paragraph("<b>PAYMENTS</b><br/>These payments were put to the members:", PLAIN)
        close = Paragraph("The list was approved by all of the members who were there.", PLAIN)
        act = Paragraph("AB to pay", PLAIN)
        cells = [
            [Paragraph("24/7", BOLD), Paragraph(ROOF, PLAIN), ""],
            [Paragraph("24/8", BOLD), [lead, inner, close], act],
        ]
        table = Table(cells, colWidths=list(WIDTHS), style=grid)
        _, height = table.wrap(WIDTH, HEIGHT)
        table.drawOn(canvas, 72, HEIGHT - 100 - height)

    lines = lines_of(tmp_path, page)
    assert lines[lines.index("24/8 PAYMENTS") :] == [
        "24/8 PAYMENTS",
        "These payments were put to the members:",
        *("\t".join(row) for row in payees),
        "The list was approved by all of the members who were there.",
        "AB to pay",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Ref", "Place", "Comment"],
            ["24/0104/FUL", "The mill, Bridge Street, for a new roof", "No objection"],
            ["24/0109/HOU", "6 Tan Row, for a dormer window and a porch at the side", "Objection"],
        ],
        [
            ["No.", "What was bought for the hall and the field in the spring", "Net"],
            [
                "V1",
                "Slates for the porch, with nails and with the carriage of both to us",
                "120.00",
            ],
            ["V2", "Paint", "80.00"],
        ],
    ],
)
def test_a_narrow_column_beside_a_wide_one_does_not_unmake_a_table(
    rows: list[list[str]], tmp_path: Path
) -> None:
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, (80, 260, 90), 100))
    assert [line.text.split("\t") for line in document.lines] == rows
