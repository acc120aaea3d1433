"""Each row of a table knows its columns, caption, unit and group. Every table is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.understand import Understood
from qa.papers import TableRow, Unit
from tests.ingest.readers.pdf.drawn_tables import Draw, in_columns, read_drawn, ruled, write
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


def test_rows_told_by_tabs_keep_their_headings_over_a_page_and_under_a_title() -> None:
    paper = read_text(
        "Ferry posts\n\n<u>Post</u>\tHolders\tNames\nPilot\t2\tAsh and Beech\nPURSERS\t\t\n"
        "Purser\t1\tCedar\n\nHARBOUR BOARD - 4TH MAY\n\nBosun\t1\tDock\nCook\t1\tElder\n"
    )
    for words in ("Purser", "Bosun"):
        (unit,) = [unit for unit in rows(paper) if unit.text.startswith(words)]
        assert unit.row is not None
        assert unit.row.columns == ("Post", "Holders", "Names")
    assert row(paper, "Cedar").group == "PURSERS"


def test_two_rows_of_headings_told_by_tabs_are_joined_and_a_unit_alone_is_one() -> None:
    paper = read_text(
        "Fares\n\nOld\t\tNew\nFare\tCrossing\tFare\n£3\tLong\t£4\n£2\tShort\t£3\n\n"
        "Costs of the quay, as the board was told in the spring of that year.\n\n"
        "\t£000\nPiles\t2,000\nDeck\t310\n"
    )
    assert row(paper, "Long").columns == ("Old Fare", "Crossing", "New Fare")
    assert row(paper, "Piles").unit == "£000"


def test_a_tabbed_table_of_another_width_does_not_take_the_headings_of_the_one_before() -> None:
    paper = read_text(
        "Ferry posts\n\nPost\tHolders\tNames\nPilot\t2\tAsh and Beech\n\nFares\n\n"
        "Long\t3\nShort\t2\n"
    )
    assert row(paper, "Long").columns == ()


def test_a_unit_does_not_pass_to_a_table_with_a_title_of_its_own(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, "Table 1: Cost of the ferries (£m)", 60, bold=True)
        ruled(canvas, [HEAD, ["Long", "1.5", "1.7"]], WIDTHS, 70)
        write(canvas, "Table 2: Passengers in the year", 200, bold=True)
        ruled(canvas, [HEAD, ["Short", "5,118", "5,591"]], WIDTHS, 210)
        write(canvas, "Table 3: Share of the cost (%)", 340, bold=True)
        ruled(canvas, [HEAD, ["Night", "8.1", "7.4"]], WIDTHS, 350)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    assert [row(paper, words).unit for words in ("Long", "Short", "Night")] == ["£m", None, "%"]


def test_a_sentence_about_the_table_before_is_no_part_of_a_caption(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, "Day crossings", 60, bold=True)
        ruled(canvas, [HEAD, ["Long", "15", "17"]], WIDTHS, 70)
        write(canvas, "A total of 32 crossings over both the years", 150)
        write(canvas, "Night crossings", 190, bold=True)
        write(canvas, "The board is asked to agree to these changes now:", 206)
        ruled(canvas, [HEAD, ["Late", "5", "6"]], WIDTHS, 220)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    assert row(paper, "Late").caption == "Night crossings"


def test_what_figures_are_counted_in_is_found_at_the_foot_of_the_page_before(
    tmp_path: Path,
) -> None:
    def first(canvas: Canvas) -> None:
        for line in range(4):
            write(
                canvas,
                "The harbour board was told in March what the ferries cost.",
                400 + 14 * line,
            )
        write(canvas, "All figures in £m", 540)

    def second(canvas: Canvas) -> None:
        ruled(canvas, [HEAD, ["Long", "1.5", "1.7"]], WIDTHS, 60)

    def titled(canvas: Canvas) -> None:
        write(canvas, "Table 1: Passengers", 60, bold=True)
        ruled(canvas, [HEAD, ["Long", "15", "17"]], WIDTHS, 80)

    long = row(read(read_drawn(tmp_path, first, second), "ferries.pdf"), "Long")
    assert (long.unit, long.caption) == ("£m", None)
    long = row(read(read_drawn(tmp_path, first, titled), "ferries.pdf"), "Long")
    assert (long.unit, long.caption) == (None, "Table 1: Passengers")


def test_headings_of_which_one_line_stands_on_the_page_before_are_whole(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, "Report on the ferries", 60, bold=True)
        for line in range(4):
            write(
                canvas,
                "The harbour board was told in March what the ferries cost.",
                400 + 14 * line,
            )
        in_columns(canvas, ["Crossing", "Revenue", "Revenue"], (300, 400), 540, bold=True)

    def second(canvas: Canvas) -> None:
        in_columns(canvas, ["", "Budget", "Forecast"], (300, 400), 60, bold=True)
        in_columns(canvas, ["Long", "1.5", "1.7"], (300, 400), 74)
        in_columns(canvas, ["Short", "0.5", "0.7"], (300, 400), 88)

    paper = read(read_drawn(tmp_path, first, second), "ferries.pdf")
    assert row(paper, "Short").columns == ("Crossing", "Revenue Budget", "Revenue Forecast")
    kinds = {u.kind for p in paper.passages for u in p.units if "Revenue Revenue" in u.text}
    assert kinds == {"header"}


def test_a_group_ends_with_its_total_and_a_note_is_no_title(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines = [
            (["", "Budget", "Forecast"], True),
            (["Day crossings", "", ""], True),
            (["Long", "15", "17"], False),
            (["Total", "15", "17"], True),
            (["Net cost", "12", "14"], True),
            (["* these will be told to the board", "", ""], False),
            (["Night crossings", "", ""], True),
            (["Late", "5", "6"], False),
            (["Total night crossings", "5", "6"], False),
            (["All costs", "20", "23"], False),
        ]
        for place, (cells, bold) in enumerate(lines):
            in_columns(canvas, cells, (300, 400), 60 + 14 * place, bold=bold)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    groups = [row(paper, words).group for words in ("Long", "Net cost", "Late", "All costs")]
    assert groups == ["Day crossings", None, "Night crossings", None]


def test_a_total_below_several_groups_is_of_none_unless_it_names_one(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        in_columns(canvas, HEAD, (300, 400), 100, bold=True)
        for at, (words, *figures) in enumerate(
            [
                ["Day crossings"],
                ["Long", "1.5", "1.7"],
                ["Night crossings"],
                ["Late", "0.5", "0.7"],
                ["Total carried forward", "2.0", "2.4"],
                ["Boats"],
                ["Cedar", "0.5", "0.7"],
                ["Piers"],
                ["West", "0.5", "0.7"],
                ["Total piers", "0.5", "0.7"],
            ]
        ):
            bold = not figures or words.startswith("Total")
            rights = (300, 400) if figures else ()
            in_columns(canvas, [words, *figures], rights, 116 + 14 * at, bold=bold)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    labels = ("Long", "Late", "Total carried", "Cedar", "Total piers")
    groups = [row(paper, words).group for words in labels]
    assert groups == ["Day crossings", "Night crossings", None, "Boats", "Piers"]


def test_marks_of_notes_stay_and_marks_of_bold_words_go(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        body = [["Long***", "1.5", "1.7**"], ["**Short** and __wide__", "0.5", "0.7"]]
        ruled(canvas, [HEAD, *body], WIDTHS, 100)

    paper = read(read_drawn(tmp_path, page), "ferries.pdf")
    assert [one.row.cells for one in rows(paper) if one.row] == [
        ("Long***", "1.5", "1.7**"),
        ("Short and wide", "0.5", "0.7"),
    ]


def test_captions_may_stand_below_the_tables(tmp_path: Path) -> None:
    text = "The next table has the forecasts, which the board saw in March of this year as well."

    def page(canvas: Canvas) -> None:
        ruled(canvas, [HEAD, ["Long", "1.5", "1.7"]], WIDTHS, 100)
        write(canvas, "Table 1: Cost of the ferries", 150)
        write(canvas, text, 190)
        ruled(canvas, [HEAD, ["Short", "0.5", "0.7"]], WIDTHS, 210)
        write(canvas, "Table 2: Cost of the piers", 260)
        write(canvas, text, 300)

    def as_usual(canvas: Canvas) -> None:
        write(canvas, "Table 1: Cost of the ferries", 90, bold=True)
        ruled(canvas, [HEAD, ["Long", "1.5", "1.7"]], WIDTHS, 100)
        write(canvas, "Table 2: Cost of the piers", 190, bold=True)
        write(canvas, text, 206)
        ruled(canvas, [HEAD, ["Short", "0.5", "0.7"]], WIDTHS, 220)

    for draw in (page, as_usual):
        paper = read(read_drawn(tmp_path, draw), "ferries.pdf")
        captions = [row(paper, words).caption for words in ("Long", "Short")]
        assert captions == ["Table 1: Cost of the ferries", "Table 2: Cost of the piers"]


def test_a_sheet_under_a_new_title_stands_under_no_older_heading(tmp_path: Path) -> None:
    def sheet(title: str, label: str) -> Draw:
        def page(canvas: Canvas) -> None:
            write(canvas, "Appendix Q - The ferries in the year", 50, bold=True)
            write(canvas, title, 90, bold=True)
            others = [[f"The crossing of the {day}day boat", "15", "17"] for day in ("Sun", "Mon")]
            rest = [[f"{name} for every crossing", "5", "7"] for name in ("Fuel", "Rope", "Crew")]
            ruled(canvas, [HEAD, [label, "15", "17"], *others, *rest, *rest], WIDTHS, 110)

        return page

    pages = [sheet("Harbour Office", "Long"), sheet("Harbour Office", "Mid")]
    pages += [sheet("Lighthouse Office", "Lamp")]
    paper = read(read_drawn(tmp_path, *pages), "appendix_q.pdf")
    told = {
        label: " > ".join(passage.heading)
        for passage in paper.passages
        for unit in passage.units
        for label in ("Mid", "Lamp")
        if unit.text.startswith(label)
    }
    assert "Harbour Office" in told["Mid"]
    assert "Lighthouse Office" in told["Lamp"]
    assert "Harbour Office" not in told["Lamp"]
    assert row(paper, "Lamp").caption == "Lighthouse Office"


def test_the_first_heading_may_be_the_tables_title(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(
            canvas, "The harbour board was told in March what each of the ferries costs to run.", 60
        )
        ruled(canvas, [["Table 4", "Budget", "Forecast"], ["Long", "15", "17"]], WIDTHS, 100)

    assert row(read(read_drawn(tmp_path, page), "ferries.pdf"), "Long").caption == "Table 4"


def ferries_over_a_page(overleaf: str) -> tuple[Draw, Draw]:
    def first(canvas: Canvas) -> None:
        in_columns(canvas, HEAD, (300, 400), 700, bold=True)
        in_columns(canvas, ["Long crossing in winter", "1.5", "1.7"], (300, 400), 715)
        in_columns(canvas, ["Short crossing with fewer", "0.5", "0.6"], (300, 400), 730)

    def second(canvas: Canvas) -> None:
        write(canvas, overleaf, 60)
        write(canvas, "The board asked what else the ferries cost, and was told in May", 110)
        write(canvas, "that the price of fuel had gone up, and that of the tickets had not.", 122)
        write(canvas, "It asked for a further report.", 134)

    return first, second


def test_the_last_word_of_a_label_at_the_head_of_the_next_page_is_the_rows(tmp_path: Path) -> None:
    paper = read(read_drawn(tmp_path, *ferries_over_a_page("sailings")), "ferries.pdf")
    whole = ("Short crossing with fewer sailings", "0.5", "0.6")
    assert row(paper, "Short").cells == whole
    assert [unit.row.cells for unit in rows(paper) if unit.row and unit.text == "sailings"] == [
        whole
    ]
    assert row(paper, "Long").cells == ("Long crossing in winter", "1.5", "1.7")


@pytest.mark.parametrize(
    "overleaf", ["Sailings", "than before.", "and of those that sail at night"]
)
def test_a_line_of_its_own_at_the_head_of_the_next_page_is_no_part_of_a_row(
    tmp_path: Path, overleaf: str
) -> None:
    paper = read(read_drawn(tmp_path, *ferries_over_a_page(overleaf)), "ferries.pdf")
    assert row(paper, "Short").cells == ("Short crossing with fewer", "0.5", "0.6")
