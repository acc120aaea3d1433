from __future__ import annotations

import pytest

from ingest.readers.docx.numbering import letters, roman
from ingest.readers.rows import Written, write_row


def cell(*texts: str, bold: bool = False) -> list[Written]:
    return [Written(text, 11.0, bold) for text in texts]


def texts(cells: list[list[Written]]) -> list[str]:
    return [line.text for line in write_row(cells)]


def test_a_row_is_one_line_with_its_cells_parted_by_tabs() -> None:
    assert texts([cell("Parks"), cell("1.2", "(a)"), cell("3")]) == ["Parks\t1.2 (a)\t3"]


def test_empty_cells_keep_the_columns_apart_but_none_trail() -> None:
    assert texts([[], cell("2024"), [], cell("5"), [], []]) == ["\t2024\t\t5"]


def test_a_row_without_text_is_no_line() -> None:
    assert texts([[], [], []]) == []


def test_a_tab_within_a_cell_does_not_make_another_cell() -> None:
    assert texts([cell("a\tb"), cell("c")]) == ["a b\tc"]


def test_a_row_is_bold_only_when_all_of_it_is() -> None:
    assert write_row([cell("a", bold=True), cell("b", bold=True)])[0].bold
    assert not write_row([cell("a", bold=True), cell("b")])[0].bold


def test_a_single_cell_keeps_its_lines() -> None:
    assert texts([cell("one", "two")]) == ["one", "two"]


def test_a_label_beside_a_long_text_stands_before_its_first_line_a_cell_apart() -> None:
    assert texts([cell("Decision"), cell("That:", "(1) one;", "(2) two.")]) == [
        "Decision\tThat:",
        "(1) one;",
        "(2) two.",
    ]


@pytest.mark.parametrize("number", ["5.", "12", "(a)", "iv)", "A3"])
def test_an_item_number_beside_two_lines_stands_before_the_first(number: str) -> None:
    assert texts([cell(number), cell("Apologies", "None.")]) == [f"{number} Apologies", "None."]


def test_a_word_beside_two_lines_is_a_row() -> None:
    assert texts([cell("Officer"), cell("A Name", "A Title")]) == ["Officer\tA Name A Title"]


TITLED = [cell("4"), [*cell("Rents", bold=True), *cell("Agreed: £38.")], cell("All"), cell("Clerk")]


def test_a_bold_title_above_its_text_is_an_item_in_a_wide_table_of_minutes() -> None:
    written = write_row(TITLED, minutes=True)
    assert [line.text for line in written] == ["4 Rents", "Agreed: £38.", "All", "Clerk"]
    assert texts(TITLED) == ["4\tRents Agreed: £38.\tAll\tClerk"]


def test_a_row_without_such_a_title_stays_a_row_there() -> None:
    row = [cell("4"), cell("Mend the gate", "by May"), cell("6 May"), cell("Clerk")]
    assert [line.text for line in write_row(row, minutes=True)] == [
        "4\tMend the gate by May\t6 May\tClerk"
    ]


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (0, "0"), (521, "521")]
)
def test_counts_become_letters(count: int, expected: str) -> None:
    assert letters(count) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "i"), (4, "iv"), (49, "xlix"), (1994, "mcmxciv"), (4_000, "4000")]
)
def test_counts_become_roman(count: int, expected: str) -> None:
    assert roman(count) == expected
