"""Declining by what is asked: ratings, lengths, names beside a role, what was resolved."""

from __future__ import annotations

import pytest

from qa.answerability.evidence import has_new_name
from qa.answerability.figures import RATING, SCALE
from qa.language.numbers import DURATION
from qa.questions.facets import Facets
from qa.questions.question import MOST_PARTS, read_question


def asked(question: str) -> Facets:
    return read_question(question).facets


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


def test_how_bids_were_judged_asks_for_no_rating() -> None:
    assert not asked("How were the bids judged?").figures.asks_for_rating
    assert asked("How was the nursery judged by Ofsted?").figures.asks_for_rating


@pytest.mark.parametrize(
    "text", ["fourteen days", "half an hour", "160 feet", "since June 2011", "10 seconds"]
)
def test_how_long_is_told_by_a_time_or_a_length(text: str) -> None:
    assert DURATION.search(text)


def test_a_second_form_of_entry_is_no_length_of_time() -> None:
    assert not DURATION.search("a second form of entry")


def test_whom_a_thing_is_for_is_told_without_a_name() -> None:
    assert asked("Who are the new homes for?").people.ends_on_a_preposition
    assert not asked("Who is the landlord of the mill?").people.ends_on_a_preposition


def test_an_office_of_state_is_nobodys_name() -> None:
    told = "the commissioner would report to the Secretary of State for Education and Skills"
    assert not has_new_name(told, set())
    assert has_new_name("the commissioner, Ms Orla Quennell, reported", set())


def test_what_was_resolved_in_private_is_told_from_what_was_said() -> None:
    assert asked("What did Cabinet resolve in private?").private.asks_what_was_resolved
    assert not asked("What was said in the private session?").private.asks_what_was_resolved


def test_whether_something_is_so_is_told_from_whether_it_was_done() -> None:
    assert asked("Will Harrogate Council lead the purchase?").business.asks_whether_it_is
    assert not asked("Did Harrogate Council agree?").business.asks_whether_it_is


def test_a_long_text_pasted_in_is_parted_a_few_times_only() -> None:
    pasted = "What is the rent" + ", when is it due, who pays it" * 40
    assert len(read_question(pasted[:1_900]).parts) == MOST_PARTS
