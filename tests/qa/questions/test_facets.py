"""What a question's words ask for, read into typed facets."""

from __future__ import annotations

from dataclasses import replace

from qa.papers import PaperKind
from qa.questions.facets import Facets
from qa.questions.question import read_question


def asked(question: str) -> Facets:
    return read_question(question).facets


def test_what_is_counted_is_told_with_where_it_is_counted() -> None:
    count = asked("How many market stalls were let in Ashcombe? And by whom?").figures.count
    assert count is not None and count.things == "market stalls"
    assert [word for _, word in count.placed] == ["ashcombe"]
    assert asked("What was let?").figures.count is None


def test_a_share_is_told_from_a_rate_of_pay() -> None:
    share = asked("What was the vacancy rate in the arcade?").figures.share
    assert share is not None and share.word == "rate" and len(share.of) == 1
    assert asked("What is the hourly rate?").figures.share is None


def test_words_for_an_amount_come_with_those_that_papers_may_use() -> None:
    amounts = asked("What rent is paid for the most stalls?").figures.amounts
    assert amounts["rent"] == {"rent", "rental", "rents"}
    assert "most" not in amounts  # In a question it may say something else.


def test_a_financial_year_ends_in_the_next_year() -> None:
    times = asked("What will the budget be in 2024/25, and the plan for 2025-29?").times
    assert times.years == ("2024-25", "2025-29")
    assert times.financial_years == {("2024", "25")}
    assert times.asks_what_is_or_will_be and not times.asks_how_long


def test_a_number_of_things_is_known_in_figures_and_in_words() -> None:
    some = asked("Which four providers were chosen?").people.some
    assert some is not None and some.number == "four" and some.numbers == {"four", "4"}
    assert asked("Which of them were chosen?").people.some is None


def test_the_party_asked_for_has_other_names() -> None:
    assert "lender" in asked("Which bank lent the money?").people.party
    assert asked("What was lent?").people.party == frozenset()


def test_another_authority_that_decides_is_told_from_one_that_is_named() -> None:
    people = asked("Did Rutland agree to share the depot with Swindon?").people
    assert people.authorities == ("Rutland", "Swindon") and people.deciding == {"Rutland"}


def test_two_authorities_in_one_breath_are_known() -> None:
    assert asked("What does the Ashcombe and Rutland depot cost?").names_with_ours(
        "Rutland", ["ashcombe"]
    )
    assert not asked("What does Rutland's depot cost?").names_with_ours("Rutland", ["ashcombe"])


def test_a_paper_that_mentions_every_matter_is_asked_for_by_its_name() -> None:
    assert asked("What is on the agenda?").business.forms == {PaperKind.AGENDA}
    assert asked("What was decided?").business.forms == frozenset()


def test_the_first_word_has_its_capital_from_the_sentence_unless_another_follows() -> None:
    assert asked("Quarry's plans were what?").opening_word == "quarry"
    assert asked("Quarry Lane's plans were what?").opening_word is None


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
