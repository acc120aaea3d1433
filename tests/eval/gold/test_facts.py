from __future__ import annotations

import pytest

from eval.answers.stated import Stated, states
from eval.gold.facts import FactKind, facts_found, kind_of
from qa.answers import AnswerStatus
from qa.papers import Standing
from tests.eval.scripted import CLOSURE, LIMB_1, answered, cite_lines, declined, gold


def stated(text: str, fact: str) -> bool:
    return states(Stated.in_text(text), fact)


@pytest.mark.parametrize(
    "text",
    [
        LIMB_1,
        "Cabinet extended the **ferry service** to 30.9.2025.",
        "Service of the ferry: extension agreed until 30th September 2025",
    ],
)
def test_a_fact_is_found_in_other_words_of_the_same_stems(text: str) -> None:
    assert stated(text, "ferry service extended to 30 September 2025")


@pytest.mark.parametrize(
    "text",
    [
        "the ferry service be extended to 30 September 2024",
        "the ferry service be extended",
        "the ferry service be extended to September 2025",
    ],
)
def test_a_fact_needs_its_date_exactly(text: str) -> None:
    assert not stated(text, "ferry service extended to 30 September 2025")


def test_most_of_the_ordinary_words_are_enough_and_half_are_not() -> None:
    fact = "traders consulted before charges rise"  # trader, consult, charg, rise; "before" too
    assert stated("traders were consulted on a rise", fact)
    assert not stated("traders will see a rise", fact)


def test_beside_a_telling_figure_a_third_of_the_words_is_enough() -> None:
    fact = "variance £11.4m"
    assert stated("Residential care 61.5 72.9 11.4", fact)
    assert not stated("Home care 20.5 23.1 2.6", fact)
    assert stated("forecast of £11.4m", "forecast overspend against budget £11.4m")
    assert not stated("a grant of £11.4m", "forecast overspend against budget £11.4m")


def test_a_small_number_tells_too_little_to_spare_words() -> None:
    assert stated("Redundancies: 6", "6 redundancies")
    assert not stated("6 vacancies", "6 redundancies")
    assert stated("six redundancies", "6 redundancies")


def test_a_figure_from_a_neighbouring_row_does_not_count() -> None:
    fact = "10-year gilt 4.80%"
    right, other = "10yr Gilt 5.10 4.80 4.60", "50yr Gilt 5.40 4.80 4.70"
    assert stated(f"{other}\n{right}", fact)
    assert not stated(f"{other}\nA 10-year note", fact)


def test_a_figure_must_stand_in_a_line_with_half_of_the_names() -> None:
    fact = "Stow Library saves £45k"
    assert stated("Stow Library would save £45,000.", fact)
    assert stated("The savings at Stow:\nLibrary hours | 45 | 45", fact)
    assert not stated("Stow Library would save money.\nParking brings £45,000.", fact)


def test_figures_in_brackets_are_a_gloss_and_may_stand_elsewhere() -> None:
    fact = "61 children (October 2023)"
    assert stated("61 children are placed.\nReport of 4 October 2023", fact)
    assert not stated("61 children are placed.\nReport of 4 July 2023", fact)


def test_every_name_must_be_there() -> None:
    fact = "Councillor Ann Harrow proposed it"
    assert stated("Cllr Harrow (Ann) proposed the motion", fact)
    assert not stated("Cllr Barrow proposed the motion", fact)


def test_initials_go_with_their_surname() -> None:
    assert stated("Mr. S. Jones and Mrs L Gale", "Mr S Jones")
    assert not stated("Mr A Jones and Mrs S Gale", "Mr S Jones")


def test_a_name_in_brackets_counts_as_a_word() -> None:
    assert stated("The Chair is Councillor Page.", "Chair (Cllr Page)")
    assert not stated("The Chair is Councillor Dale.", "Chair (Cllr Page)")


def test_an_acronym_is_found_in_the_words_it_stands_for() -> None:
    assert stated("given to Looked After Children", "given to LAC")
    assert not stated("given to looked-after pets", "given to LAC")


def test_small_numbers_in_words_and_figures_are_one() -> None:
    assert stated("a 6 month pilot", "six month pilot")
    assert not stated("a 7 week trial", "six month pilot")


@pytest.mark.parametrize(
    ("fact", "answerable", "kind"),
    [
        ("proposal only (the report says 'it is proposed')", True, FactKind.NOT_DECIDED),
        ("a recommendation in the report, not a recorded decision", True, FactKind.NOT_DECIDED),
        ("no Cabinet decision on the pier in the papers held", True, FactKind.NO_DECISION),
        ("not stated in the documents", False, FactKind.NOT_STATED),
        ("the price is not disclosed", False, FactKind.NOT_STATED),
        ("the price is not disclosed", True, FactKind.WORDING),
        ("no redundancies", True, FactKind.WORDING),
        ("proposal to close the library", True, FactKind.WORDING),
    ],
)
def test_facts_about_the_answer_itself_are_told_apart(
    fact: str, answerable: bool, kind: FactKind
) -> None:
    assert kind_of(fact, answerable=answerable) is kind


CITED = [cite_lines(CLOSURE, 8, 8, Standing.PROPOSED)]


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        (Standing.PROPOSED, True),
        (Standing.RECOMMENDED, True),
        (Standing.DECIDED, False),
        (Standing.BACKGROUND, False),
    ],
)
def test_proposal_only_is_settled_by_the_standing_and_by_no_word(
    standing: Standing, found: bool
) -> None:
    question = gold(
        "q", Standing.PROPOSED, [], ["proposal only"], standing_alt=[Standing.RECOMMENDED]
    )
    answer = answered(standing, CITED, text="This is a proposal only, not a decision.")
    assert facts_found(question, answer) == (found,)


def test_a_declined_question_states_no_proposal() -> None:
    question = gold("q", Standing.PROPOSED, [], ["proposal only"])
    assert facts_found(question, declined(text="a proposal only")) == (False,)


def test_that_there_is_no_decision_is_settled_by_not_reporting_one() -> None:
    question = gold("q", Standing.PROPOSED, [], ["no decision on the library in the papers held"])
    assert facts_found(question, answered(Standing.PROPOSED, CITED)) == (True,)
    assert facts_found(question, declined()) == (True,)
    assert facts_found(question, answered(Standing.DECIDED, CITED)) == (False,)


def test_not_stated_is_settled_by_declining() -> None:
    question = gold("q", None, [], ["the rent is not stated"], answerable=False)
    assert facts_found(question, declined()) == (True,)
    assert facts_found(question, declined(AnswerStatus.EXEMPT)) == (True,)
    answer = answered(Standing.BACKGROUND, CITED, text="The rent is not stated.")
    assert facts_found(question, answer) == (False,)


def test_facts_are_looked_for_in_quotes_as_well_as_in_the_text() -> None:
    question = gold("q", Standing.PROPOSED, [], ["library at Stow", "£40,000"])
    assert facts_found(question, answered(Standing.PROPOSED, CITED, text="See [1]")) == (True, True)
    assert facts_found(question, answered(Standing.PROPOSED, [], text="See")) == (False, False)
