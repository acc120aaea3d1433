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


PACK = """
PENWICK DISTRICT COUNCIL

AGENDA

1. Minutes (Pages 5 - 8)

2. Harbour Review (Pages 9 - 14)

3. Close

MINUTES OF THE MEETING OF THE CABINET

Present: Councillor Ash

12. FERRIES

RESOLVED that the ferries sail.

13. CLOSE

The meeting ended.

Page 8

Report to: Cabinet Date of Meeting: 4 June 2019

Subject: Harbour Review Wards Affected: All

Report of: Harbour Master

CONTENTS

1. Purpose 2
2. Lights and buoys 2
3. The harbour wall 2
4. Dues 5

Page 9

1. PURPOSE

The review was asked for in May and covers the whole of the harbour, old and new.

2. LIGHTS AND BUOYS

{lights}

3. THE HARBOUR WALL

The wall has moved by two inches since it was last measured.

4. DUES

The dues were last raised in 2011.

Page 14
""".replace(
    "{lights}", "The lights were seen to in winter, and each of the buoys was painted anew. " * 8
)


def test_the_front_sheet_of_a_pack_stands_before_the_first_paper_bound_in_it() -> None:
    paper = read_text(PACK)
    front = next(p.page for p in paper.passages if "Harbour Review (Pages" in p.text)
    assert (front.kind, front.first, front.last) == (PageKind.RANGE, 1, 4)


def test_a_contents_page_pins_headings_where_a_footer_gives_its_distance() -> None:
    paper = read_text(PACK)
    exact = [p for p in paper.passages if p.page.kind is PageKind.EXACT]
    assert {p.page.first for p in exact} == {10}
    assert any("each of the buoys" in p.text for p in exact)
    assert all("contents page" in p.page.basis for p in exact)
    assert not any("The wall" in p.text or "The dues" in p.text for p in exact)


def test_a_contents_page_that_a_footer_gainsays_pins_nothing() -> None:
    paper = read_text(PACK.replace("4. Dues 5", "4. Dues 9"))
    bases = {p.page.basis for p in paper.passages}
    assert not any("contents page" in basis for basis in bases)
