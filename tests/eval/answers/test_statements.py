from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eval.answers.statements import Statement, score_statements, statements_of
from qa.papers import Standing
from tests.eval.scripted import CLOSURE, LIMB_1, LIMB_2, answered, cite_lines, declined, minute_hit

FIRST = cite_lines(LIMB_1, 5, 5)
SECOND = cite_lines(LIMB_2, 6, 6, number=2)


def shares(text: str, *citations: object) -> tuple[float | None, float | None]:
    answer = answered(Standing.DECIDED, citations or (FIRST, SECOND), text=text)  # type: ignore[arg-type]
    supported, supporting = score_statements(answer)
    return supported.value, supporting.value


def test_an_answer_falls_into_sentences_and_quoted_lines_with_their_marks() -> None:
    text = (
        "**Decided** by Cabinet, 4 July 2023.\n\n"
        "> (1) the ferry be extended;  \n> (2) at £250,000. [1]\n\n"
        "The cost is met from reserves [1][2]. It was agreed at 7.30 p.m. by all. [2]"
    )
    assert statements_of(text) == [
        Statement("**Decided** by Cabinet, 4 July 2023.", (1,)),
        Statement("(1) the ferry be extended;", (1,), quoted=True),
        Statement("(2) at £250,000.", (1,), quoted=True),
        Statement("The cost is met from reserves", (1, 2)),
        Statement("It was agreed at 7.30 p.m. by all.", (2,)),
    ]


def test_only_the_sentence_before_a_mark_has_it() -> None:
    assert statements_of("The ferry runs. The pier is shut. [1]") == [
        Statement("The ferry runs.", ()),
        Statement("The pier is shut.", (1,)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Related, from another paper:",
        "No minute that decides this is among the papers found for the question.",
        "Limb (4) is missing in the copy held.",
        "Minutes or packs are held of 4 July 2023.",
        "The date is one that the paper does not give.",
    ],
)
def test_headings_and_what_is_held_are_no_statements(text: str) -> None:
    assert statements_of(text) == []


def test_a_number_in_a_path_of_headings_does_not_end_a_sentence() -> None:
    assert len(statements_of("Proposed (Table 2 > Health checks > 3. Funding). [1]")) == 1


def test_in_a_pack_the_meeting_is_that_of_the_item_found() -> None:
    text = f"**Decided** by Council, 1 June 2023.\n\n> {LIMB_1} [1]"
    cited = replace(FIRST, heading=("12. FERRY SERVICE", "Resolution"))
    found = minute_hit(1, 4, 6)
    inside = replace(
        found.passage,
        heading=("12. FERRY SERVICE",),
        meeting_date=date(2023, 6, 1),
        body="Council",
    )
    answer = answered(Standing.DECIDED, [cited], [replace(found, passage=inside)], text)
    assert score_statements(answer)[0].value == 1
    elsewhere = replace(inside, heading=("13. LIBRARY HOURS",))
    answer = answered(Standing.DECIDED, [cited], [replace(found, passage=elsewhere)], text)
    assert score_statements(answer)[0].value == 1 / 2


def test_a_decimal_and_a_date_do_not_end_a_sentence() -> None:
    assert len(statements_of("It costs £1.4m from 1.4.2024 on. [1]")) == 1


def test_quotations_word_for_word_and_an_introduction_that_agrees_are_supported() -> None:
    text = f"**Decided** by Cabinet, 4 July 2023.\n\n> {LIMB_1} [1]\n\n> {LIMB_2} [2]"
    assert shares(text) == (1, 1)


def test_a_word_altered_in_the_answer_alone_is_noticed() -> None:
    text = f"> {LIMB_1.replace('extended', 'extendible')} [1]\n\n> {LIMB_2} [2]"
    assert shares(text) == (1 / 2, 1 / 2)


def test_an_introduction_that_gives_another_day_is_not_supported() -> None:
    assert shares(f"**Decided** by Cabinet, 5 July 2023.\n\n> {LIMB_1} [1]") == (1 / 2, 1 / 2)


def test_a_sentence_without_a_mark_has_no_support() -> None:
    assert shares("The ferry service is extended to 30 September 2025.") == (0, None)


def test_a_mark_without_a_citation_supports_nothing() -> None:
    assert shares("The ferry service is extended to 30 September 2025. [7]") == (0, 0)


@pytest.mark.parametrize(
    ("said", "supported"),
    [
        ("The ferry service will be extended for £250k. [1]", 1),
        ("The ferry service will be extended for £260k. [1]", 0),
        ("The ferry service will be extended for £250k. [2]", 0),
        ("The Head of Finance is authorised to sign the agreement. [2]", 0),
    ],
)
def test_figures_and_names_must_stand_in_the_citation_named(said: str, supported: int) -> None:
    assert shares(said) == (supported, supported)


def test_a_needless_citation_lowers_precision_alone() -> None:
    # The sentence is supported by [1] alone; [2] adds nothing to it.
    said = "The ferry service will be extended to 30 September 2025. [1][2]"
    assert shares(said) == (1, 1 / 2)


def test_two_citations_that_are_both_needed_are_both_right() -> None:
    closure = cite_lines(CLOSURE, 8, 8, Standing.PROPOSED, number=2)
    said = "The ferry costs £250,000 and the library at Stow saves £40,000. [1][2]"
    assert shares(said, FIRST, closure) == (1, 1)


def test_an_answer_that_says_nothing_has_no_share() -> None:
    assert shares("") == (None, None)
    assert score_statements(declined(text=""))[0].value is None
