from dataclasses import replace
from pathlib import Path

import pytest

from qa.answers import Citation
from qa.papers import PageKind, PageSpan
from qa.writing.labels import LATER_CHANGED, format_where, standing_label
from tests.fakes import FakeAnswerer, fake_library


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def on(citation: Citation, *pages: int) -> list[Citation]:
    return [replace(citation, page=PageSpan(PageKind.EXACT, n, n, None, "pdf page")) for n in pages]


def test_a_place_does_not_say_twice_what_the_title_says(answerer: FakeAnswerer) -> None:
    assert format_where([answerer.mill(1)]) == (
        "Cabinet minutes, 14 March 2024, Ashcombe Borough Council, minute 52, page 2"
    )


def test_a_council_that_was_said_is_not_said_again(answerer: FakeAnswerer) -> None:
    council = answerer.mill(1).paper.council
    assert format_where([answerer.mill(1)], said=council) == (
        "Cabinet minutes, 14 March 2024, minute 52, page 2"
    )


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ((2,), "page 2"),
        ((2, 2), "page 2"),
        ((2, 3), "pages 2 and 3"),
        ((1, 2, 4), "pages 1, 2 and 4"),
    ],
)
def test_pages_of_several_quotes_are_told_together(
    answerer: FakeAnswerer, pages: tuple[int, ...], told: str
) -> None:
    assert format_where(on(answerer.mill(1), *pages)).endswith(f", minute 52, {told}")


def test_a_text_without_pages_is_told_by_its_lines(answerer: FakeAnswerer) -> None:
    assert format_where([answerer.market(1)]).endswith("lines 5 to 6")


def test_a_decision_that_was_changed_later_says_so(answerer: FakeAnswerer) -> None:
    answer = replace(answerer.ask("The Old Mill?"), later="Cabinet, 12 September 2024, minute 27")
    assert standing_label(answer) == LATER_CHANGED == "Decided, later changed"
    report = replace(answerer.ask("The market?"), later="Cabinet, 12 September 2024")
    assert standing_label(report) == "Recommended – not yet decided"
