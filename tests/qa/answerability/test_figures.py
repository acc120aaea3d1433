"""What counts as a rating, and what does not."""

from __future__ import annotations

import pytest

from qa.answerability.figures import RATING, SCALE


@pytest.mark.parametrize(
    "text",
    ["The saving is now Amber", "a high risk", "limited assurance", "a 4-star gym", "at least A-"],
)
def test_a_rating_may_be_a_colour_a_risk_an_assurance_or_letters(text: str) -> None:
    assert RATING.search(text)


@pytest.mark.parametrize("text", ["the green belt", "Green Lane", "a high wall", "Plan B"])
def test_a_colour_or_a_size_is_no_rating(text: str) -> None:
    assert not RATING.search(text)


def test_a_column_of_ratings_is_known_by_its_head() -> None:
    assert SCALE.search("Ref Saving Target RAG") and SCALE.search("Risk Score")
    assert not SCALE.search("Rate Charge")
