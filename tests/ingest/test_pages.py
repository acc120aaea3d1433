"""Pages are exact, a range or unknown, and never guessed. Every paper here is invented."""

from __future__ import annotations

from qa.papers import PageKind
from tests.ingest.written import pdf_paper, read, read_text


def test_a_pdf_passage_is_on_the_page_where_it_stands_with_the_number_printed_there() -> None:
    pages = [
        f"{number}\n\nThe {word} page speaks of ferries and of nothing else."
        for number, word in ((11, "first"), (12, "second"), (13, "third"))
    ]
    paper = read(pdf_paper(*pages), "paper.pdf")
    for passage in paper.passages:
        for unit in passage.units:
            page = next(p for p in paper.pages if p.number == unit.page)
            assert unit.text in page.text
    last = next(p for p in paper.passages if "third" in p.text)
    assert last.page.last == 3
    assert [page.printed for page in paper.pages] == ["11", "12", "13"]


def test_a_lone_figure_at_the_foot_of_a_page_is_not_its_number() -> None:
    paper = read(pdf_paper("The ferries.\n\n1914", "The huts.\n\n77", "The quay."), "paper.pdf")
    assert [page.printed for page in paper.pages] == [None, None, None]


def test_a_text_page_is_exact_only_between_two_marks_of_one_page() -> None:
    paper = read_text("""
Notes on the harbour

The ferries sail every hour, and in winter every two hours from the old quay.

Page 4

The beach huts are let by the season, and there is a list of those who wait.

Page 4

The slipway is closed for repair until the spring, and boats are kept elsewhere.

Page 9

The harbour office is open every day but Sunday and it sells tickets as well.
""")

    def span(words: str):
        return next(p.page for p in paper.passages if words in p.text)

    kinds = {words: span(words).kind for words in ("ferries sail", "harbour office")}
    assert set(kinds.values()) <= {PageKind.UNKNOWN, PageKind.RANGE}
    for passage in paper.passages:
        if passage.page.kind is PageKind.EXACT:
            assert "slipway" not in passage.text
            assert "office" not in passage.text


def test_a_text_without_marks_has_no_pages() -> None:
    paper = read_text("Notes\n\nThe ferries sail every hour.")
    assert {p.page.kind for p in paper.passages} == {PageKind.UNKNOWN}
