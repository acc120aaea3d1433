"""No line says what its sources do not."""

from __future__ import annotations

import pytest

from qa.writing.form.truth import is_borne_out

SENTENCE = (
    "Councillor Orde said that the lease of the Old Mill would cost £48,217k in 2024/25, subject to "
    "the consent of the owner, and that Ashcombe had not agreed to pay the fee of £310 by 3 May 2024."
)
TRUE = [
    "Councillor Orde said that the lease of the Old Mill would cost £48,217k, subject to the consent of the owner",
    "Councillor Orde said that the lease … would cost £48.2m (£48,217k) in 2024/25, subject to the consent",
]
LIES = [
    "Councillor Orde said that the lease of the Old Mill would cost £48,271k, subject to the consent",
    "Councillor Orde said that the lease would cost £49.2m (£48,217k), subject to the consent",
    "Councillor Orde said that the lease would cost £48,217k in 2025/26, subject to the consent",
    "Councillor Ford said that the lease would cost £48,217k, subject to the consent of the owner",
    "Councillor Orde said that the lease of the Old Mill would cost £48,217k in 2024/25",
    "Councillor Orde said that the lease of the Old Mill cost £48,217k, subject to the consent",
    "… subject to the consent of the owner, and that Ashcombe had agreed to pay the fee of £310",
    "… subject to the consent of the owner, and that Ashcombe had not agreed to pay the fee by 4 May 2024",
    "Ashcombe said that Councillor Orde would cost £48,217k, subject to the consent of the owner",
    "Councillor Orde said that the lease would not cost £48,217k, subject to the consent of the owner",
    "Councillor Orde said that the lease would cost £310, subject to the consent of the owner, and £48,217k",
]


@pytest.mark.parametrize("line", TRUE)
def test_a_cut_of_a_sentence_is_borne_out_by_it(line: str) -> None:
    assert is_borne_out(line, [SENTENCE], of_one_text=True)


@pytest.mark.parametrize("line", LIES)
def test_a_lie_about_a_sentence_is_not(line: str) -> None:
    assert not is_borne_out(line, [SENTENCE], of_one_text=True)


def test_a_rounded_sum_needs_the_unit_of_its_table() -> None:
    assert is_borne_out("Libraries: 2025/26 £41.3m", ["Libraries", "41,310", "2025/26", "£000s"])
    assert not is_borne_out("Libraries: 2025/26 £41.3m", ["Libraries", "41,310", "2025/26"])
    assert not is_borne_out(
        "Libraries: 2025/26 £42.3m", ["Libraries", "41,310", "2025/26", "£000s"]
    )


WRITING = (
    "The Leader advised that the Council, with others such as the Network of Rivers, would be "
    "writing to the Minister on the quays"
)


def test_a_line_that_ends_before_what_is_uncertain_says_nothing_uncertain() -> None:
    told = "The Leader advised that the Council, with others such as the Network of Rivers …"
    assert is_borne_out(told, [WRITING], of_one_text=True)
    for said in ("be writing to the Minister", "writing to the Minister on the quays"):
        lie = f"The Leader advised that the Council … {said}"
        assert not is_borne_out(lie, [WRITING], of_one_text=True)


def test_what_is_uncertain_is_so_behind_an_aside_too() -> None:
    sentence = (
        "The Clerk said that the mill would in the opinion of the district surveyor of rivers and "
        "of two builders cost £48,000 to mend"
    )
    lie = "The Clerk said that the mill … cost £48,000 to mend"
    assert not is_borne_out(lie, [sentence], of_one_text=True)
