from __future__ import annotations

from dataclasses import replace

import pytest

from eval.gold.evidence import (
    HeldPapers,
    Place,
    cited,
    met_by,
    needs_of,
    overlaps,
    retrieved,
    same_file,
)
from qa.papers import UNKNOWN_PAGE, Standing
from tests.eval.scripted import (
    BUDGET,
    CARE_ROW,
    LIMB_1,
    Store,
    cite_lines,
    cite_page,
    evidence,
    gold,
    hit,
    minute_hit,
    page_hit,
    pages,
    paper,
)

MINUTE = evidence("m.txt", "words", (10, 12))
PAGE = evidence("b.pdf", "words", 5)


@pytest.mark.parametrize(
    ("lines", "overlapping"),
    [((1, 9), False), ((9, 10), True), ((11, 11), True), ((12, 30), True), ((13, 14), False)],
)
def test_a_text_passage_overlaps_where_it_shares_a_line(
    lines: tuple[int, int], overlapping: bool
) -> None:
    assert overlaps(Place(("m.txt",), lines=lines), MINUTE) is overlapping


@pytest.mark.parametrize(
    ("span", "overlapping"), [((4, 4), False), ((5, 5), True), ((4, 6), True), ((6, 7), False)]
)
def test_a_pdf_passage_overlaps_where_its_pages_span_the_page(
    span: tuple[int, int], overlapping: bool
) -> None:
    assert overlaps(Place(("b.pdf",), pages=span), PAGE) is overlapping


def test_another_file_never_overlaps() -> None:
    assert not overlaps(Place(("n.txt",), lines=(10, 12)), MINUTE)
    assert not overlaps(Place(("c.pdf",), pages=(5, 5)), PAGE)


def test_a_passage_whose_page_is_not_known_overlaps_no_page() -> None:
    unknown = retrieved(replace(page_hit(1, 2), passage=hit(1, BUDGET, CARE_ROW).passage))
    assert unknown.place.pages is None
    assert not overlaps(unknown.place, evidence("budget.pdf", CARE_ROW, 2))


def test_lines_of_a_text_source_are_not_taken_for_its_printed_pages() -> None:
    printed = evidence("m.txt", "words", 53)
    assert not overlaps(Place(("m.txt",), lines=(53, 53)), printed)


def test_a_paper_filed_twice_is_one_paper() -> None:
    copy = evidence("budget-copy.pdf", CARE_ROW, 2)
    assert overlaps(retrieved(page_hit(1, 2)).place, copy)
    assert overlaps(cited(cite_page(CARE_ROW, pages(2))), copy)


def test_names_are_compared_folder_by_folder() -> None:
    assert same_file("cabinet/july/minutes.pdf", "minutes.pdf")
    assert same_file("cabinet/july/minutes.pdf", "july/minutes.pdf")
    assert not same_file("cabinet/july/minutes.pdf", "june/minutes.pdf")
    assert not same_file("cabinet/old-minutes.pdf", "minutes.pdf")


def test_without_pages_or_lines_the_words_decide() -> None:
    word_file = paper("c" * 16, "notice.docx", "docx", None)
    wanted = evidence("notice.docx", "the **ferry** will run", None)
    found = retrieved(hit(1, word_file, "From May the ferry\nwill run twice.")).place
    assert overlaps(found, wanted)
    assert overlaps(retrieved(hit(1, word_file, "ferry will run")).place, wanted)
    assert not overlaps(retrieved(hit(1, word_file, "The bridge will open.")).place, wanted)


def test_places_come_from_hits_and_citations() -> None:
    assert retrieved(minute_hit(1, 4, 6)).place.lines == (4, 6)
    assert retrieved(page_hit(1, 3)).place.pages == (3, 3)
    assert cited(cite_lines(LIMB_1, 5, 6)).lines == (5, 6)
    assert cited(cite_page(CARE_ROW, pages(2, 4))).pages == (2, 4)
    assert cited(cite_page(CARE_ROW, UNKNOWN_PAGE)).pages is None


def held(*names: str) -> set[str]:
    return set(names)


def test_near_misses_are_no_need() -> None:
    question = gold("q", Standing.DECIDED, [MINUTE, evidence("m.txt", "x", (1, 1), near_miss=True)])
    assert needs_of(question, held("m.txt").__contains__) == ((MINUTE,),)


def test_an_alternative_joins_the_need_whose_quote_is_most_like_its_own() -> None:
    agree = evidence("m.pdf", "Agree the capital budget", 1)
    note = evidence("m.pdf", "Note the revenue overspend", 2)
    agree_again = evidence("n.pdf", "Agree the capital budget changes", 1, alt=True)
    note_again = evidence("n.pdf", "Note the overspend", 2, alt=True)
    question = gold("q", Standing.DECIDED, [agree, note, agree_again, note_again])
    assert needs_of(question, lambda doc: True) == ((agree, agree_again), (note, note_again))


def test_an_alternative_like_no_quote_joins_the_need_before_it() -> None:
    first, second = evidence("m.pdf", "one two", 1), evidence("m.pdf", "three four", 2)
    other = evidence("n.pdf", "five six", 1, alt=True)
    question = gold("q", Standing.DECIDED, [first, other, second])
    assert needs_of(question, lambda doc: True) == ((first, other), (second,))


def test_evidence_out_of_split_counts_only_where_its_paper_is_held() -> None:
    outside = evidence("n.pdf", "words", 1, alt=True, out_of_split=True)
    question = gold("q", Standing.DECIDED, [PAGE, outside])
    assert needs_of(question, held("b.pdf").__contains__) == ((PAGE,),)
    assert needs_of(question, held("b.pdf", "n.pdf").__contains__) == ((PAGE, outside),)


def test_a_need_of_which_nothing_is_held_goes_but_only_if_out_of_split() -> None:
    outside = evidence("n.pdf", "words", 1, out_of_split=True)
    question = gold("q", Standing.DECIDED, [PAGE, outside])
    assert needs_of(question, held("b.pdf").__contains__) == ((PAGE,),)
    assert needs_of(question, held().__contains__) == ((PAGE,),)


def test_a_place_meets_the_needs_of_which_it_overlaps_any_evidence() -> None:
    needs = ((MINUTE, PAGE), (evidence("b.pdf", "w", 6),), (evidence("b.pdf", "w", 9),))
    assert met_by(Place(("b.pdf",), pages=(5, 6)), needs) == {0, 1}


def test_a_quote_ends_whole_at_a_mark_or_at_the_end_of_a_printed_line() -> None:
    held = HeldPapers(Store())
    ends = {
        LIMB_1: True,
        "The Head of Transport presented the report": False,
        "12. FERRY SERVICE": True,
        "the library at Stow close on Mon": False,
        "no word of it": None,
    }
    found = {quote: held.ends_whole(cite_lines(quote, 2, 6)) for quote in ends}
    assert found == ends
    # A row of figures ends whole; a line that goes on in a small letter does not.
    assert held.ends_whole(cite_page(CARE_ROW, pages(2)))
    assert not held.ends_whole(cite_page("that Cabinet agree to draw £6m from", pages(3)))
