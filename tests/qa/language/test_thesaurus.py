"""The thesaurus is fit to be matched by stems: nothing said twice, nothing without use."""

from __future__ import annotations

from collections import Counter

import pytest

from qa.language.synonyms import thesaurus
from qa.language.terms import analyse, content_terms

ENTRIES = thesaurus().items()
PHRASES = [phrase for asked, written in ENTRIES for phrase in (asked, *written)]


def test_a_residents_word_leads_to_the_papers_word_but_not_back() -> None:
    table = thesaurus()
    assert table["tip"][0] == "household waste recycling centre"
    assert "deferred" in table["put off"]
    assert "upholstered furniture" in table["sofa"]
    assert "bulky waste" in table["sofa"]
    assert [asked for asked, written in ENTRIES if {"tip", "sofa"} & {*written}] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("housing association", "registered provider"),
        ("public toilets", "public conveniences"),
        ("portfolio holder", "cabinet member"),
    ],
)
def test_true_equivalents_lead_both_ways(one: str, other: str) -> None:
    table = thesaurus()
    assert other in table[one]
    assert one in table[other]


def test_every_phrase_is_lower_case_words_parted_by_single_spaces() -> None:
    unfit = [
        phrase
        for phrase in PHRASES
        if phrase != " ".join(phrase.lower().split()) or any(mark in phrase for mark in ":,;#()-")
    ]
    assert unfit == []


def test_what_is_asked_has_at_most_three_words_and_what_is_written_four() -> None:
    assert [asked for asked, _ in ENTRIES if not 1 <= len(analyse(asked)) <= 3] == []
    assert [phrase for phrase in PHRASES if not 1 <= len(analyse(phrase)) <= 4] == []


def test_every_phrase_has_a_word_that_carries_matter() -> None:
    assert [phrase for phrase in PHRASES if not content_terms(phrase)] == []


def test_an_entry_has_one_to_four_alternatives() -> None:
    assert [asked for asked, written in ENTRIES if not 1 <= len(written) <= 4] == []


def test_nothing_is_asked_twice_in_another_form_of_its_words() -> None:
    times = Counter(tuple(analyse(asked)) for asked, _ in ENTRIES)
    assert [terms for terms, count in times.items() if count > 1] == []


def test_no_entry_gives_an_alternative_twice_in_another_form_of_its_words() -> None:
    twice = [
        asked
        for asked, written in ENTRIES
        if len({tuple(analyse(phrase)) for phrase in written}) < len(written)
    ]
    assert twice == []


def test_no_alternative_holds_all_the_words_that_were_asked() -> None:
    """Such a passage is found by the asker's own words: the alternative would add nothing."""
    idle = [
        (asked, phrase)
        for asked, written in ENTRIES
        for phrase in written
        if set(analyse(asked)) <= set(analyse(phrase))
    ]
    assert idle == []
