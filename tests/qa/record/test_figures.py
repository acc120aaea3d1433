"""A figure for each year, from a row or from minute to minute. All is invented."""

from __future__ import annotations

from pathlib import Path

from qa.record.figures import figures_by_year
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes


def _precept(sum_: str) -> str:
    return f"52. FINANCE\n\nRESOLVED: That the precept be set at {sum_}.\n"


def test_each_years_decision_is_given_in_order(tmp_path: Path) -> None:
    papers = {
        "b.txt": minutes(_precept("£5,000"), day="9 January 2024"),
        "a.txt": minutes(_precept("£4,000"), day="10 January 2023"),
        "c.txt": minutes("52. FINANCE\n\nThe precept was discussed.\n", day="12 March 2024"),
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    listing = figures_by_year(library, library.papers(), frozenset({"precept"}), (2023, 2024))
    nothing = figures_by_year(library, library.papers(), frozenset({"zebra"}), (2023, 2024))
    library.close()
    assert nothing is None and listing is not None
    assert [entry.day.year for entry in listing.entries if entry.day] == [2023, 2024]
    assert listing.line == "January 2023 £4,000; January 2024 £5,000."
    assert ["£4,000" in listing.entries[0].text, "£5,000" in listing.entries[1].text] == [True] * 2


def test_what_was_only_noted_is_no_figure_of_a_year_where_one_was_decided(tmp_path: Path) -> None:
    noted = "53. LETTERS\n\nRESOLVED: That the first part of the precept, £900, be noted.\n"
    papers = {"a.txt": minutes(_precept("£4,000") + "\n" + noted, day="10 January 2023")}
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    listing = figures_by_year(library, library.papers(), frozenset({"precept"}), (2023, 2024))
    library.close()
    assert listing is not None
    assert ["£900" in entry.text for entry in listing.entries] == [False]
