from dataclasses import replace
from pathlib import Path

import pytest

from qa.api.finding.words import AROUND, Match, find_in_paper
from qa.papers import FileFormat
from tests.fakes import FakeLibrary, fake_library


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return fake_library(tmp_path)


def hold(library: FakeLibrary, *pages: str, pdf: bool = True) -> str:
    """Put pages in place of those of the minutes, and return the paper's id."""
    paper = library.paper("cabinet-2024-03-14-minutes.pdf")
    kind = FileFormat.PDF if pdf else FileFormat.TEXT
    library.held[paper.id] = replace(paper, format=kind)
    library.texts[paper.id] = pages
    return paper.id


def find(library: FakeLibrary, paper: str, words: str, most: int = 50) -> list[Match]:
    return list(find_in_paper(library, library.paper(paper), words, most).shown)  # type: ignore[arg-type]


def test_each_place_is_told_with_its_page_its_number_there_and_the_words_around(
    library: FakeLibrary,
) -> None:
    paper = hold(library, "The lease.\nA new Lease of\nthe mill", "No word", "leasehold; re-lease")
    assert find(library, paper, "lease") == [
        Match(1, None, 1, "The ", "lease", ". A new Lease of the mill"),
        Match(1, None, 2, "The lease. A new ", "Lease", " of the mill"),
        Match(3, None, 1, "", "lease", "hold; re-lease"),
        Match(3, None, 2, "leasehold; re-", "lease", ""),
    ]


def test_a_paper_without_pages_tells_the_line(library: FakeLibrary) -> None:
    paper = hold(library, "one\ntwo lots\n\nthree lots", pdf=False)
    assert [(m.page, m.line, m.nth) for m in find(library, paper, "lots")] == [
        (None, 2, 1),
        (None, 4, 2),
    ]


def test_all_are_counted_and_the_first_are_shown(library: FakeLibrary) -> None:
    paper = hold(library, "vote " * 30, "vote " * 40)
    found = find_in_paper(library, library.paper(paper), "VOTE", 50)  # type: ignore[arg-type]
    assert (found.total, len(found.shown)) == (70, 50)
    assert found.shown[-1].page == 2 and found.shown[-1].nth == 20


def test_words_that_run_over_a_line_or_a_hyphen_are_found(library: FakeLibrary) -> None:
    paper = hold(library, "the car\npark and the leisure cen-\ntre")
    assert find(library, paper, "car park")[0].words == "car park"
    assert find(library, paper, "leisure centre")[0].words == "leisure cen- tre"


def test_what_is_around_is_cut_between_words(library: FakeLibrary) -> None:
    paper = hold(library, "abcdefghi " * 20 + "needle " + "jklmnopqr " * 20)
    (match,) = find(library, paper, "needle")
    assert set(match.before.split()) == {"abcdefghi"} and set(match.after.split()) == {"jklmnopqr"}
    assert AROUND - 12 < len(match.before) <= AROUND


@pytest.mark.parametrize("words", ["?", "  ", "-", "…"])
def test_marks_alone_are_found_nowhere(library: FakeLibrary, words: str) -> None:
    assert find(library, hold(library, "? - …"), words) == []


def test_pages_that_may_not_be_shown_are_not_looked_through(library: FakeLibrary) -> None:
    paper = hold(library, "open lease", "the secret lease", "a lease again")
    library.withheld[paper] = frozenset({2})
    found = find_in_paper(library, library.paper(paper), "lease", 50)  # type: ignore[arg-type]
    assert [match.page for match in found.shown] == [1, 3]
    assert (found.total, found.not_searched) == (2, 1)
    assert find(library, paper, "secret") == []
