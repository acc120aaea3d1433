"""What askers call things finds what papers call them."""

from __future__ import annotations

import pytest

from qa.language.synonyms import (
    ShortForms,
    learnt_words,
    met_otherwise,
    other_words,
    searched_otherwise,
)
from qa.language.terms import term_set
from qa.questions.question import read_question


def _meets(question: str, text: str) -> bool:
    others = other_words(question)
    return bool(met_otherwise(others, term_set(text)))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the TIP open?", "The household waste recycling centre will open on Sundays."),
        ("cost of mending potholes", "Carriageway repairs of £40,000 were agreed."),
        ("has garden waste gone up", "The charge for green waste was raised."),
    ],
)
def test_the_papers_words_stand_for_the_askers(question: str, text: str) -> None:
    assert _meets(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much fly tipping was there?", "The recycling centre closes at four."),
        ("When does the tip open?", "The waste of time was regretted at the centre."),
        ("When does the lease end?", "The household waste recycling centre."),
    ],
)
def test_other_words_for_another_thing_do_not(question: str, text: str) -> None:
    assert not _meets(question, text)


def test_the_papers_own_short_forms_stand_for_what_they_spell_out_and_back() -> None:
    short_forms = ShortForms({"ced": ("chief", "depart")})
    for asked, text in (("chief depart", "ced"), ("ced", "depart chief")):
        others = learnt_words(asked.split(), short_forms)
        assert met_otherwise(others, frozenset(text.split())) == frozenset(asked.split())


def test_a_phrase_weighs_no_more_than_a_word() -> None:
    weights = searched_otherwise(other_words("the tip"), 0.3)
    assert weights[next(iter(term_set("household")))] < 0.3
    assert max(weights.values()) <= 0.3


def test_a_question_in_its_own_words_is_covered_by_the_papers() -> None:
    """Each asked term is met at once, so that nothing is counted twice."""
    question = read_question("Will there be job cuts in finance?")
    assert met_otherwise(question.others, term_set("redundancies in Finance")) <= term_set(
        "job cuts"
    )
