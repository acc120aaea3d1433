"""Whose paper it is where others are named beside it; every paper here is invented."""

from __future__ import annotations

import pytest

from ingest.particulars.councils import named_councils
from tests.ingest.written import read, read_text, text_paper


@pytest.mark.parametrize(
    ("text", "councils"),
    [
        (
            "Overview and Scrutiny Committees of Oldport Borough Council",
            ["Oldport Borough Council"],
        ),
        ("MINUTES OF OLDPORT COMMUNITY COUNCIL", ["Oldport Community Council"]),
        ("the Council Tax of Oldport Council Tax payers", []),
        ("Ordinary Parish Council", []),
        ("Isle of Pell Council", ["Isle of Pell Council"]),
        ("Pell with Great Orme Parish Council", ["Pell with Great Orme Parish Council"]),
        ("Cyngor Tref Aberwennol", ["Aberwennol Town Council"]),
    ],
)
def test_a_councils_name_has_no_words_of_its_bodies(text: str, councils: list[str]) -> None:
    assert named_councils(text) == councils


STRATEGIC = """
planning report

18 December 2030

Five Towers

in the London Borough of Ashmere

planning application no. 30017

1. Ashmere Council consulted the Mayor of London on an application.

2. This report sets out information for the Mayor's use in deciding what comments to make.

3. The Mayor may inform the council of the decision.

4. The Mayor considers that the towers are too high.
"""


def test_a_strategic_authoritys_report_is_not_the_boroughs() -> None:
    assert read_text(STRATEGIC).paper.council == "Greater London Authority"


def test_a_council_in_the_middle_of_a_sentence_heads_no_paper() -> None:
    paper = read_text("""
Working together

Farhaven County Council will have an
interest in large plans, and so has

the Harbour Trust. Write to plans@oldport.gov.uk for the Oldport District Council form.
""").paper
    assert paper.council == "Oldport District Council"


@pytest.mark.parametrize(
    ("name", "council"), [("news.md", None), ("pell/news.md", "Pell Parish Council")]
)
def test_a_folder_bears_out_a_council_that_the_text_names(name: str, council: str | None) -> None:
    text = "Street lights\n\nThe lamps are mended, says Pell Parish Council, and they shine."
    assert read(text_paper(text), name).paper.council == council


def test_an_address_spells_the_council_where_no_words_do() -> None:
    text = "Street lights in Pell\n\nSee http://pellparishcouncil.gov.uk/lights for the lamps."
    assert read_text(text).paper.council == "Pell Parish Council"
