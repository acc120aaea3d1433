from __future__ import annotations

import pytest

from qa.language.sentences import (
    PARTS_ANSWERED,
    PARTS_AT_ENDS,
    PARTS_AT_STOPS,
    PARTS_CITED,
    PARTS_HELD,
    PARTS_LISTED,
    PARTS_MINUTED,
    PARTS_QUOTED,
    between_sentences,
    first_sentence,
    sentences_of,
)


def test_a_quoted_unit_is_parted_at_semicolons_and_colons_too() -> None:
    parts = ["The fee rises:", "Adults pay £4;", "Children pay £2.", "It was agreed."]
    assert PARTS_QUOTED.split(" ".join(parts)) == parts


def test_a_list_is_parted_at_its_lines() -> None:
    assert PARTS_LISTED.split("The rooms are\nsmall. - The hall is not") == [
        "The rooms are",
        "small.",
        "- The hall is not",
    ]


def test_a_paragraph_to_be_cut_stays_whole_behind_a_colon() -> None:
    assert PARTS_HELD.split("Agreed: That it be so. (Lost.) Noted") == [
        "Agreed: That it be so.",
        "(Lost.)",
        "Noted",
    ]


def test_an_initial_ends_no_sentence_of_a_minute() -> None:
    said = "Councillor A. Quillfeather spoke. The Panel agreed."
    assert PARTS_MINUTED.split(said) == ["Councillor A. Quillfeather spoke.", "The Panel agreed."]


def test_what_is_cited_is_parted_into_sentences_limbs_and_cells() -> None:
    assert PARTS_CITED.split("Agreed.\n(a) to sell\tto let. Noted") == [
        "Agreed.",
        "(a) to sell",
        "to let.",
        "Noted",
    ]


def test_a_sentence_of_an_answer_may_open_with_a_figure() -> None:
    assert PARTS_ANSWERED.split("It was lost. 9 voted for it.") == [
        "It was lost.",
        "9 voted for it.",
    ]
    assert PARTS_ANSWERED.split("Budget > 3. Funding") == ["Budget > 3. Funding"]


def test_any_stop_may_part_what_is_only_searched() -> None:
    assert PARTS_AT_STOPS.split("one. two; three") == ["one.", "two;", "three"]
    assert PARTS_AT_ENDS.split("one? two; three") == ["one?", "two;", "three"]


def test_marks_are_members_of_sets_of_characters() -> None:
    assert between_sentences(".;") == r"(?<=[.;])\s+"
    assert between_sentences(".", "A-Z") == r"(?<=[.])\s+(?=[A-Z])"
    closed = between_sentences(".", "A-Z", closing=")", after="a-z")
    assert closed == r"(?:(?<=[a-z][.])|(?<=[.][)]))\s+(?=[A-Z])"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Budget. To agree it", "Budget."),
        ("St. Wexby School", "St. Wexby School"),
        ("Report of Cllr. Quillfeather", "Report of Cllr. Quillfeather"),
        ("Any other business", "Any other business"),
    ],
)
def test_a_title_ends_before_its_first_full_stop_that_ends_a_sentence(
    text: str, first: str
) -> None:
    assert first_sentence(text) == first


def test_a_sentence_may_begin_without_white_space_behind_the_one_before() -> None:
    assert sentences_of("It saves 35%.The pier gains.") == ["It saves 35%.", "The pier gains."]
    assert sentences_of("Works ended.The pier opened.") == ["Works ended.", "The pier opened."]
    assert len(sentences_of("Prof.Reed and J.Orde spoke of no.A12 in v2.1.")) == 1
