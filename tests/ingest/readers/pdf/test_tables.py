"""Tables of PDFs are found and read cell by cell, ruled or not. Every table is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.readers.pdf.drawn_tables import (
    HEIGHT,
    Draw,
    cells_of,
    in_columns,
    read_drawn,
    ruled,
    write,
)

FERRIES = [
    ["Crossing", "Budget £000s", "Forecast £000s"],
    ["Long crossing, to the island and the lighthouse beyond it", "1,204.5", "1,310.0"],
    ["Short crossing", "96.0", "(3.1)"],
    ["Total", "1,300.5", "1,306.9"],
]
WIDTHS = (130, 90, 90)


def test_each_row_of_a_ruled_table_is_one_line_with_its_wrapped_label(tmp_path: Path) -> None:
    document = read_drawn(tmp_path, lambda c: ruled(c, FERRIES, WIDTHS, 100))
    assert cells_of(document) == FERRIES
    (table,) = document.tables
    assert (table.headers, table.columns) == (1, tuple(FERRIES[0]))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_table_on_a_turned_page_is_read_as_it_is_seen(tmp_path: Path, turn: int) -> None:
    def page(canvas: Canvas) -> None:
        # Turn the drawing back, so that the page shows it upright.
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 595)}[turn])
        canvas.rotate(turn)
        canvas.translate(0, 0 if turn == 180 else 595 - HEIGHT)
        ruled(canvas, FERRIES, WIDTHS, 100)

    assert cells_of(read_drawn(tmp_path, page, turn=turn)) == FERRIES


def test_rows_without_lines_are_told_by_the_white_space_between_columns(tmp_path: Path) -> None:
    rows = [
        ["Mill Lane", "12", "-4.0"],
        ["Quay Street", "1,050", "0.5"],
        ["Total", "1,062", "-3.5"],
    ]

    def page(canvas: Canvas) -> None:
        write(canvas, "The panel was shown what the car parks took in the year to March.", 80)
        in_columns(canvas, ["", "Spaces", "Change"], (300, 400), 120, bold=True)
        in_columns(canvas, ["Car park", "2023-24", "%"], (300, 400), 134, bold=True)
        for number, row in enumerate(rows):
            in_columns(canvas, row, (300, 400), 150 + 15 * number)
        write(canvas, "It asked for the figures of the market square as well.", 230)

    document = read_drawn(tmp_path, page)
    (table,) = document.tables
    assert table.columns == ("Car park", "Spaces 2023-24", "Change %")
    assert cells_of(document)[table.headers :] == rows
    assert document.lines[0].text.startswith("The panel was shown")
    assert document.lines[-1].text.startswith("It asked")


@pytest.mark.parametrize("figures_on", ["first", "last"])
def test_a_label_that_wraps_joins_its_figures_though_no_line_parts_rows(
    tmp_path: Path, figures_on: str
) -> None:
    def page(canvas: Canvas) -> None:
        in_columns(canvas, ["Scheme", "Cost", "Spent"], (380, 460), 100, bold=True)
        in_columns(canvas, ["Harbour wall", "10.5", "2.0"], (380, 460), 120)
        first, last = ["120.0", "7.5"], ["", ""]
        if figures_on == "last":
            first, last = last, first
        in_columns(canvas, ["Repairs of the slipway, the steps and the", *first], (380, 460), 140)
        in_columns(canvas, ["landing stage", *last], (380, 460), 151)
        in_columns(canvas, ["Sheds", "3.0", "3.0"], (380, 460), 171)

    document = read_drawn(tmp_path, page)
    assert cells_of(document)[1:] == [
        ["Harbour wall", "10.5", "2.0"],
        ["Repairs of the slipway, the steps and the landing stage", "120.0", "7.5"],
        ["Sheds", "3.0", "3.0"],
    ]


def test_the_letter_of_a_list_does_not_hide_the_sum_at_the_lines_end(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, "The clerk told of what was paid:", 74)
        in_columns(canvas, ["Boat club, cheque 1329", "£25.00"], (490,), 87)
        write(canvas, "The clerk was asked to pay these:", 100)
        for at, (letter, words, paid) in enumerate(
            [
                ("i)", "Ferry run, cheque 1330", "£50.00"),
                ("ii)", "Pier club, cheque 1331", "£75.00"),
            ]
        ):
            write(canvas, letter, 112 + 12 * at, left=90)
            write(canvas, words, 112 + 12 * at, left=112)
            write(canvas, paid, 112 + 12 * at, left=460)

    cells = cells_of(read_drawn(tmp_path, page))
    rows = [(" ".join(filter(None, row[:-1])), row[-1]) for row in cells]
    assert ("i) Ferry run, cheque 1330", "£50.00") in rows
    assert ("ii) Pier club, cheque 1331", "£75.00") in rows


def test_shading_parts_rows_where_no_line_does(tmp_path: Path) -> None:
    style = [("BOX", (0, 0), (-1, -1), 0.5, colors.black)] + [
        ("BACKGROUND", (0, row), (-1, row), colors.lightgrey) for row in (0, 2)
    ]
    document = read_drawn(tmp_path, lambda c: ruled(c, FERRIES, WIDTHS, 100, style=style))
    assert cells_of(document) == FERRIES


def test_lines_across_alone_make_a_table_with_its_wrapped_words(tmp_path: Path) -> None:
    rows = [
        ["Service", "Budget", "Forecast", "Why"],
        [
            "Parks",
            "97.5",
            "124.9",
            "More visitors came than in any year before, and stayed longer.",
        ],
        ["Baths", "21.2", "30.2", "The boiler was mended twice and then had to be replaced."],
        ["Trams", "4.1", "4.0", "No change."],
    ]
    style = [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black)]
    style += [("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, (90, 60, 70, 130), 100, style=style))
    assert cells_of(document) == rows


def test_a_heading_over_several_columns_names_each_of_them(tmp_path: Path) -> None:
    rows = [
        ["", "2024-25", "", "2025-26", ""],
        ["Fund", "Core", "External", "Core", "External"],
        ["Roads", "10.0", "2.0", "11.0", "2.5"],
        ["Parks", "4.0", "0.0", "4.5", "0.0"],
    ]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("SPAN", (1, 0), (2, 0)),
        ("SPAN", (3, 0), (4, 0)),
    ]
    widths = (90, 60, 60, 60, 60)
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, widths, 100, headers=2, style=style))
    (table,) = document.tables
    assert table.headers == 2
    assert table.columns == (
        *("Fund", "2024-25 Core", "2024-25 External"),
        *("2025-26 Core", "2025-26 External"),
    )


def test_a_table_of_words_is_read_where_lines_part_three_columns(tmp_path: Path) -> None:
    rows = [
        ["Body", "Member", "Term"],
        ["Harbour Board", "Councillor Ash", "to May 2026"],
        ["Museum Trust", "Councillor Beech", "to May 2027"],
    ]
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, (120, 120, 120), 100))
    assert cells_of(document) == rows
    assert document.tables[0].headers == 1


APPLICATIONS = [
    ["No.", "Reference", "Place", "Comment", "Vote"],
    ["1", "24/0101/FUL", "The mill, Bridge Street", "No objection to the new roof.", "3-1-0"],
    ["2", "24/0102/HOU", "6 Tan Row", "Objection: the dormer is too high.", "4-0-0"],
    ["3", "24/0103/ADV", "The inn", "Support.", "4-0-0"],
]


def test_numbers_that_count_the_rows_do_not_unmake_a_table(tmp_path: Path) -> None:
    widths = (30, 80, 100, 150, 40)
    document = read_drawn(tmp_path, lambda c: ruled(c, APPLICATIONS, widths, 100))
    assert cells_of(document) == APPLICATIONS
    assert document.tables[0].columns == tuple(APPLICATIONS[0])


def test_numbered_paragraphs_in_a_frame_are_no_table_though_some_name_who_acts(
    tmp_path: Path,
) -> None:
    rows = [
        ["", "What was said", "", "Who"],
        ["1", "The quay is old, and the surveyor has asked for a second look at it.", "", "AB"],
        ["2", "The fares were last raised in the spring of the year before last.", "", ""],
        ["3", "The ferry will be out of the water for the whole of the winter.", "", ""],
    ]
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, (30, 220, 60, 60), 100))
    assert not document.tables


def test_figures_that_wrap_at_their_hyphen_stand_together(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        rows = [[*row[1:-1], row[-1].replace("-0", "-<br/>0")] for row in APPLICATIONS]
        ruled(canvas, rows, (80, 100, 150, 40), 100)

    rows = cells_of(read_drawn(tmp_path, page))
    assert [row[-1] for row in rows] == ["Vote", "3-1-0", "4-0-0", "4-0-0"]


def test_a_form_of_labels_and_texts_is_no_table(tmp_path: Path) -> None:
    rows = [
        ["Decision maker", "The Cabinet Member for the Harbour, on the advice of the panel."],
        ["Reason", "The quay must be repaired before the winter, as the surveyor advised."],
    ]
    assert not read_drawn(tmp_path, lambda c: ruled(c, rows, (120, 300), 100)).tables


def test_numbered_paragraphs_a_list_of_contents_and_telephones_are_no_tables(
    tmp_path: Path,
) -> None:
    def page(canvas: Canvas) -> None:
        for number, (title, place) in enumerate(
            [("Foreword", "3"), ("Quays", "9"), ("Fares", "14")]
        ):
            in_columns(canvas, [title, place], (500,), 80 + 14 * number)
        for number, text in enumerate(["The quay is old.", "It was built in 1890."]):
            write(canvas, f"2.{number + 1}", 180 + 14 * number)
            write(canvas, text, 180 + 14 * number, left=110)
        for number, name in enumerate(["Ann Ash", "Bob Beech", "Cy Cedar"]):
            in_columns(canvas, [name, f"01632 96000{number}"], (500,), 280 + 14 * number)

    document = read_drawn(tmp_path, page)
    assert not document.tables
    assert not any("\t" in line.text for line in document.lines)


def test_prose_spaced_out_to_the_margin_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for line in range(6):
            for place, word in enumerate(["The", "fares", "rose", "by", "20", "in", "2019"]):
                write(canvas, word, 100 + 14 * line, left=72 + place * 38 + 3 * (line % 3))

    assert not read_drawn(tmp_path, page).tables


def test_a_frame_round_the_page_does_not_make_its_prose_a_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(20, 20, 555, 802)
        write(canvas, "The panel met in the hall and heard what the harbour had cost.", 60)
        ruled(canvas, FERRIES, WIDTHS, 100)

    document = read_drawn(tmp_path, page)
    assert cells_of(document) == FERRIES
    assert document.lines[0].text.startswith("The panel met")


def test_the_title_of_a_sheet_stands_first_though_it_was_drawn_last(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, FERRIES, WIDTHS, 100)
        write(canvas, "Appendix Q - What the ferries cost", 60, bold=True)

    document = read_drawn(tmp_path, page)
    assert document.lines[0].text == "Appendix Q - What the ferries cost"
    assert document.tables[0].lines == (2, 5)


def test_two_ruled_columns_of_words_are_a_table_where_headings_stand_over_both(
    tmp_path: Path,
) -> None:
    rows = [
        ["Panel", "Members"],
        ["Harbour", "Ash, Beech and Cedar, and two others to be named by the board"],
        ["Lighthouse", "Dock and Elder"],
    ]
    document = read_drawn(tmp_path, lambda c: ruled(c, rows, (120, 200), 100))
    assert cells_of(document) == rows
    assert (document.tables[0].headers, document.tables[0].columns) == (1, ("Panel", "Members"))
    contents = [["Contents", "Pages"], ["Quays", "3 - 4"], ["Fares", "5 - 9"], ["Lamps", "12 - 13"]]
    assert not read_drawn(tmp_path, lambda c: ruled(c, contents, (200, 120), 100)).tables


def test_headings_part_columns_in_which_nothing_stands(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for left in (200, 350, 500):
            canvas.line(left, HEIGHT - 90, left, HEIGHT - 200)
        rights = (240, 290, 345, 390, 440, 495)
        in_columns(canvas, ["", "Core", "Other", "Total", "Core", "Other", "Total"], rights, 105)
        in_columns(canvas, ["", *["£000s"] * 6], rights, 120)
        in_columns(canvas, ["Fuel", "", "", "1,310.5", "", "", "1,204.5"], rights, 140)
        in_columns(canvas, ["Crews", "", "", "117,046.1", "", "", "96.0"], rights, 155)

    document = read_drawn(tmp_path, page)
    (table,) = document.tables
    assert table.columns[1:4] == ("Core £000s", "Other £000s", "Total £000s")
    assert cells_of(document)[-1] == ["Crews", "", "", "117,046.1", "", "", "96.0"]


def test_a_long_explanation_beside_figures_does_not_unmake_an_unruled_table(
    tmp_path: Path,
) -> None:
    def page(canvas: Canvas) -> None:
        for top in (60, 80, 100, 600, 620):
            canvas.line(72, HEIGHT - top, 540, HEIGHT - top)
        lines = [("Fund", "Opened", "Closed", "Why"), ("Quays", "4.1", "3.9", "Less was spent")]
        for place, (label, *cells) in enumerate([*lines, ("Lamps", "9.2", "5.5", "")]):
            top = (75, 95, 300)[place]
            in_columns(canvas, [label, *cells[:2]], (220, 290), top, bold=place == 0)
            write(canvas, cells[2], top, left=310, bold=place == 0)
        for line in range(40):
            write(canvas, "the lamp oil rose in price again", 112 + 12 * line, left=310)
        in_columns(canvas, ["Ropes", "1.0", "2.0"], (220, 290), 615)
        write(canvas, "More was bought", 615, left=310)

    document = read_drawn(tmp_path, page)
    (table,) = document.tables
    assert table.columns == ("Fund", "Opened", "Closed", "Why")
    lamps = next(cells for cells in cells_of(document) if cells[0] == "Lamps")
    assert lamps[1:3] == ["9.2", "5.5"]
    assert lamps[3].count("the lamp oil rose") == 40


def test_a_word_of_a_heading_broken_at_its_hyphen_is_one_word(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        in_columns(canvas, ["", "Ongo-", "Un-"], (300, 400), 60, bold=True)
        in_columns(canvas, ["", "ing", "deliverable"], (300, 400), 72, bold=True)
        in_columns(canvas, ["Long crossing", "1,215", "1,217"], (300, 400), 88)
        in_columns(canvas, ["Short crossing", "1,205", "1,207"], (300, 400), 100)
        in_columns(canvas, ["Night crossing", "1,305", "1,307"], (300, 400), 112)

    (table,) = read_drawn(tmp_path, page).tables
    assert table.columns == ("", "Ongo-ing", "Un-deliverable")


NAMED_TWICE = ["Service", *["Budget", "Forecast", "Variance"] * 2]
YEARS = [
    NAMED_TWICE,
    ["Roads", "10.0", "12.5", "2.5", "11.0", "11.5", "0.5"],
    ["Parks and gardens", "4.0", "3.0", "-1.0", "4.5", "4.0", "-0.5"],
    ["Harbour", "1,204.0", "1,310.0", "106.0", "1,400.0", "1,350.0", "-50.0"],
]
RIGHTS = (245, 300, 355, 415, 470, 525)


def in_merged_cells(canvas: Canvas) -> None:
    """Words as far apart as columns are, in two cells that lines merge; one set to the left."""
    rows = [["&nbsp;"] * 7, *YEARS]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    style += [("SPAN", (1, 0), (3, 0)), ("SPAN", (4, 0), (6, 0))]  # type: ignore[list-item]
    ruled(canvas, rows, (110, 55, 55, 55, 55, 55, 60), 100, headers=2, style=style)
    for word, left in (("Revenue", 200), ("this", 262), ("year", 300), ("Capital programme", 352)):
        write(canvas, word, 112, left=left, bold=True)


def over_part_lines(canvas: Canvas) -> None:
    """Lines across alone, a short one under each heading over three columns."""
    for left, right in ((210, 355), (380, 525)):
        canvas.line(left, HEIGHT - 114, right, HEIGHT - 114)
    for top in (98, 130, 178):
        canvas.line(72, HEIGHT - top, 525, HEIGHT - top)
    by_white_space(canvas)


def by_white_space(canvas: Canvas) -> None:
    """No line at all: the headings stand in the middle of their columns."""
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawCentredString(273, HEIGHT - 110, "Revenue this year")
    canvas.drawCentredString(443, HEIGHT - 110, "Capital programme")
    for index, row in enumerate(YEARS):
        in_columns(canvas, row, RIGHTS, 126 + 15 * index, bold=not index)


@pytest.mark.parametrize("draw", [in_merged_cells, over_part_lines, by_white_space])
def test_the_words_of_a_heading_over_several_columns_stay_together(
    tmp_path: Path, draw: Draw
) -> None:
    (table,) = (document := read_drawn(tmp_path, draw)).tables
    assert table.headers == 2
    upper = ["Revenue this year"] * 3 + ["Capital programme"] * 3
    named = [f"{over} {name}" for over, name in zip(upper, NAMED_TWICE[1:], strict=True)]
    assert list(table.columns) == ["Service", *named]
    assert cells_of(document)[1:] == YEARS


def test_words_set_to_the_columns_below_are_headings_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["", "Original", "Revised", "Year-end"],
        ["Service", "Budget", "Budget", "Outturn"],
        ["Roads", "10.0", "12.5", "12.0"],
        ["Parks", "4.0", "3.0", "3.5"],
    ]

    def draw(canvas: Canvas) -> None:
        for index, row in enumerate(rows):
            in_columns(canvas, row, (290, 332, 380), 100 + 14 * index, bold=index < 2)

    (table,) = read_drawn(tmp_path, draw).tables
    assert table.columns == ("Service", "Original Budget", "Revised Budget", "Year-end Outturn")
