"""Pages are exact, a range or unknown, and never guessed. Every paper here is invented."""

from __future__ import annotations

import re

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


def test_no_page_is_numbered_nought() -> None:
    paper = read_text("Notes\n\nPage 0\n\nThe ferries sail every hour.\n\nPage 0\n\nThe huts.")
    assert {p.page.kind for p in paper.passages} == {PageKind.UNKNOWN}


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


def test_what_is_quoted_may_be_exact_where_its_passage_runs_on_to_the_next_page() -> None:
    paper = read_text(PACK.replace("{lights}", "The lights were seen to in winter."))
    walls = [unit for p in paper.passages for unit in p.units if "HARBOUR WALL" in unit.text]
    assert [unit.page for unit in walls] == [10]
    dues = [unit for p in paper.passages for unit in p.units if "4. DUES" in unit.text]
    assert [unit.page for unit in dues] == [13]
    told = [unit for p in paper.passages for unit in p.units if "last measured" in unit.text]
    assert [unit.page for unit in told] == [None]


def test_a_bound_report_opens_on_the_page_that_the_agenda_gives_it() -> None:
    opening = "MINUTES OF THE MEETING OF THE CABINET\n\nHELD IN THE ROPE WALK"
    paper = read_text(PACK.replace("MINUTES OF THE MEETING OF THE CABINET", opening))
    pages = {unit.text: unit.page for p in paper.passages for unit in p.units}
    assert pages["MINUTES OF THE MEETING OF THE CABINET"] == 5
    assert pages["HELD IN THE ROPE WALK"] == 5
    assert pages["Present: Councillor Ash"] is None
    assert pages["3. Close"] is None
    assert next(p for text, p in pages.items() if text.startswith("Report to: Cabinet")) == 9


def test_an_agenda_that_no_printed_number_bears_out_pins_no_opening() -> None:
    gone = re.sub(r"\nPage \d+\n", "\n", PACK)
    gainsaid = PACK.replace("\nPage 8\n", "\nPage 3\n").replace("\nPage 14\n", "\nPage 30\n")
    for unproved in (gone, gainsaid):
        pages = {unit.text: unit.page for p in read_text(unproved).passages for unit in p.units}
        assert pages["MINUTES OF THE MEETING OF THE CABINET"] is None
    assert all(p.page.kind is not PageKind.EXACT for p in read_text(gone).passages)


CUT = "{before} Page 11\n\n{after}\n\nThe dues were last raised in 2011.\n\nPage 14\n"
CUT_BEFORE = "1.2 The buoys of the outer harbour were lent in the spring to the *Port of*"
CUT_AFTER = "Saltmere and they were given back in the autumn with new chains and lamps."


def _cut_pages(before: str, after: str) -> tuple[int | None, int | None]:
    """Pages of the two lines around a footer that is glued to the first of them."""
    head, _, _ = PACK.partition("CONTENTS\n")
    paper = read_text(head + CUT.format(before=before, after=after))
    pages = {unit.text: unit.page for p in paper.passages for unit in p.units}
    return (
        next(page for text, page in pages.items() if before[4:30] in text),
        next(page for text, page in pages.items() if after[:12] in text),
    )


def test_a_sentence_that_a_footer_cuts_ends_one_page_and_opens_the_next() -> None:
    assert _cut_pages(CUT_BEFORE, CUT_AFTER) == (11, 12)


def test_a_footer_behind_a_whole_sentence_or_above_a_heading_pins_neither_side() -> None:
    assert _cut_pages(f"{CUT_BEFORE} Saltmere.", CUT_AFTER) == (None, None)
    assert _cut_pages(CUT_BEFORE, "- the lamps of the outer harbour and of the old quay") == (
        None,
        None,
    )
    long = CUT_BEFORE.replace("buoys", "buoys and the chains and the lamps " * 20)
    assert _cut_pages(long, CUT_AFTER) == (None, None)


def _printed(*pages: str) -> list[str | None]:
    return [page.printed for page in read(pdf_paper(*pages), "paper.pdf").pages]


def test_a_number_that_calls_itself_a_page_is_found_below_a_running_header() -> None:
    header = "Figures are rounded.\nSmall differences remain."
    told = [f"{header}\nPage {n} of 3\n\nThe {n}. page is of ferries.\n" for n in (2, 3)]
    assert _printed("Harbour Budget\n\nThe first page.", *told) == [None, "2", "3"]


def test_a_number_behind_a_running_title_needs_three_pages_that_agree() -> None:
    bodies = ("Ferries sail hourly.", "Huts are let by lot.", "The quay is old.")
    pages = [f"{body}\n\nHarbour Plan 2030 | {n}" for n, body in enumerate(bodies, start=5)]
    assert _printed(*pages) == ["5", "6", "7"]
    assert _printed(*pages[:2]) == [None, None]
    risks = [f"Risk {n}\n\n{body}" for n, body in enumerate(bodies, start=5)]
    assert _printed(*risks) == [None, None, None]


def test_a_page_alone_is_believed_only_where_it_bears_its_own_place() -> None:
    assert _printed("The ferries.", "2\n\nThe huts and the quay.") == [None, "2"]
    assert _printed("The ferries.", "forms/records/FormD 2\n\nThe huts.") == [None, "2"]
    assert _printed("The ferries.", "Part 2\n\nThe huts.", "Lot 3\n\nThe quay.") == [None] * 3
    assert _printed("The ferries.", "7\n\nThe huts and the quay.") == [None, None]
    assert _printed("The ferries.\n\n1") == ["1"]
    assert _printed("The ferries.\n\n4") == [None]
