from datetime import date

import pytest

from qa.narrowing.words import chosen_in_words, kinds_in_words, state_narrowing
from qa.papers import PaperKind
from qa.protocols import EVERYTHING, Filter


@pytest.mark.parametrize(
    ("which", "said"),
    [
        (EVERYTHING, ""),
        (Filter(body="Cabinet", kind=PaperKind.MINUTES), "Cabinet; minutes"),
        (Filter(first=date(2024, 5, 1)), "meetings from 1 May 2024"),
        (Filter(last=date(2024, 5, 1)), "meetings to 1 May 2024"),
        (Filter(first=date(2024, 5, 1), last=date(2024, 5, 1)), "meetings of 1 May 2024"),
        (
            Filter(council="Ashcombe", kind=PaperKind.REPORT, first=date(2024, 5, 1)),
            "Ashcombe; officer reports; meetings from 1 May 2024",
        ),
    ],
)
def test_what_was_chosen_is_said_plainly(which: Filter, said: str) -> None:
    assert chosen_in_words(which) == said


def test_every_kind_has_a_plural() -> None:
    assert {kinds_in_words(kind) for kind in PaperKind} >= {
        "agendas",
        "minutes",
        "decision records",
    }
    assert all(kinds_in_words(kind).endswith("s") for kind in PaperKind)


def test_the_line_says_how_many_of_the_papers_that_is() -> None:
    line = state_narrowing(Filter(body="Cabinet"), 5, 1402)
    assert line == "Asked only: Cabinet (5 of 1,402 papers)."
