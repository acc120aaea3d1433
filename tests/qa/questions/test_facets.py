"""What a question's words ask for, read into typed facets."""

from __future__ import annotations

from dataclasses import replace

from qa.questions.facets import Facets
from qa.questions.question import read_question


def asked(question: str) -> Facets:
    return read_question(question).facets


def test_what_is_counted_is_told_with_where_it_is_counted() -> None:
    count = asked("How many market stalls were let in Ashcombe? And by whom?").figures.count
    assert count is not None and count.things == "market stalls"
    assert [word for _, word in count.placed] == ["ashcombe"]
    assert asked("What was let?").figures.count is None


def test_words_for_an_amount_come_with_those_that_papers_may_use() -> None:
    amounts = asked("What rent is paid for the most stalls?").figures.amounts
    assert amounts["rent"] == {"rent", "rental", "rents"}
    assert "most" not in amounts  # In a question it may say something else.


def test_the_party_asked_for_has_other_names() -> None:
    assert "lender" in asked("Which bank lent the money?").people.party
    assert asked("What was lent?").people.party == frozenset()


def test_what_was_read_stays_with_a_question_that_is_changed_otherwise() -> None:
    question = read_question("Who moved it?")
    business = question.facets.business
    assert replace(question, names=("arkle",)).facets.business is business


def test_each_part_of_a_question_has_facets_of_its_own() -> None:
    first, second = read_question("How long is the lease, and how many stalls are let?").parts
    assert first.facets.times.asks_how_long and first.facets.figures.count is None
    assert second.facets.figures.count is not None and not second.facets.times.asks_how_long


def test_the_stems_keep_small_words_and_sums_as_they_are_written() -> None:
    stems = read_question("Who voted for the £1.2m grants to Upper-Tarn?").facets.stems
    assert {"vote", "the", "grant", "£1", "upper-tarn"} <= stems
