import pytest

from qa.answers import Citation, QuotedTable
from qa.papers import UNKNOWN_PAGE, FileFormat, Paper, PaperKind, Standing, TableRow
from qa.quoting.lines import Lines, parts_of_rows, parts_shown, quote_lines

BAND = TableRow(("E", "2,129.55"), ("Band", "2024/25 £"), caption="Council tax")
PAPER = Paper("1f", "a.txt", "Minutes", PaperKind.MINUTES, FileFormat.TEXT, "1f")
OTHER = TableRow(("F", "2,516.74"), ("Band", "2024/25 £"), caption="Council tax")


def citation_of(quote: str) -> Citation:
    return Citation(1, quote, PAPER, UNKNOWN_PAGE, None, (), None, Standing.DECIDED)


def test_rows_of_one_table_are_one_table_and_text_stays_text() -> None:
    parts = parts_of_rows(
        [
            ("As below:", None),
            ("E\t2,129.55", BAND),
            ("F\t2,516.74", OTHER),
            ("a", None),
            ("b", None),
        ]
    )
    table = QuotedTable(
        ("Band", "2024/25 £"), (("E", "2,129.55"), ("F", "2,516.74")), "Council tax", None
    )
    assert parts == ("As below:", table, "a\nb")


def test_text_alone_has_no_parts() -> None:
    assert parts_of_rows([("a", None), ("b\tc", None)]) == ()


def test_a_row_with_more_cells_than_headings_keeps_them_all() -> None:
    (table,) = parts_of_rows([("a\tb", TableRow(("a", "b"), ("One",)))])
    assert isinstance(table, QuotedTable)
    assert table.columns == ("One", "") and table.rows == (("a", "b"),)


def test_wrapped_lines_are_joined_and_limbs_stand_apart() -> None:
    assert quote_lines("RESOLVED that\nCabinet:\n(1) agree\nthis\n(2) note that") == [
        "RESOLVED that Cabinet:",
        "(1) agree this",
        "(2) note that",
    ]


def test_rows_without_known_columns_are_a_table_too() -> None:
    shown = parts_shown(citation_of("Before\nE\t11/9\nF\t13/9"))
    assert shown == [
        Lines(((("Before", False),),)),
        QuotedTable((), (("E", "11/9"), ("F", "13/9"))),
    ]


@pytest.mark.parametrize(
    ("answering", "marked"),
    [
        ("the lease be renewed", ["the lease be renewed"]),
        ("the lease be renewed … at a rent", ["the lease be renewed", "at a rent"]),
        ("words that stand nowhere", []),
        ("", []),
    ],
)
def test_the_words_that_answer_are_marked_where_all_of_them_stand(
    answering: str, marked: list[str]
) -> None:
    quote = "(1) the lease be renewed for five years, at a rent of £12,500"
    (lines,) = parts_shown(citation_of(quote), answering)
    assert isinstance(lines, Lines)
    assert [text for text, answers in lines.lines[0] if answers] == marked
    assert "".join(text for text, _ in lines.lines[0]) == quote
