"""Whose paper it is: the council in a letterhead, a running foot, or a web page's own name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.particulars.councils import named_councils
from qa.papers import FileFormat
from tests.ingest.written import pdf_paper, read, read_text, text_paper

MINUTES = """
{head}

MINUTES OF THE CABINET

held in the Assembly Room on Monday 3 March 2025 at 6.30 pm

Present: Councillor Ellis Thorne (Chair).

1 APOLOGIES

There were none.

2 MINUTES

RESOLVED – That the minutes of 3 February 2025 be confirmed.
"""


@pytest.mark.parametrize(
    ("head", "council"),
    [
        ("LONDON BOROUGH OF ASHMERE", "London Borough of Ashmere"),
        ("ROYAL BOROUGH OF ASHMERE AND PELL", "Royal Borough of Ashmere and Pell"),
        ("CITY OF ASHMERE COUNCIL", "City of Ashmere Council"),
        ("Ashmere City Council Civic Centre", "Ashmere City Council"),
        (
            "Ashmere Council – Monday 3 March 2025, 6.30 pm, in the Assembly Room, Market Hill",
            "Ashmere Council",
        ),
        ("Assembly Room, Market Hill, Ashmere", None),
    ],
)
def test_a_letterhead_names_the_council(head: str, council: str | None) -> None:
    assert read_text(MINUTES.format(head=head)).paper.council == council


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("LONDON BOROUGH OF TOWER HAMLETS CABINET", "London Borough of Tower Hamlets"),
        ("the London Borough of Brent Planning Committee", "London Borough of Brent"),
        ("Royal Borough of Kingston upon Thames", "Royal Borough of Kingston upon Thames"),
    ],
)
def test_a_boroughs_name_ends_where_its_place_does(text: str, council: str) -> None:
    assert named_councils(text) == [council]


def test_a_consultation_paper_is_the_councils_that_its_second_line_names() -> None:
    paper = read_text("""
Your Services, Your Say 2031

Ashmere Council: savings for consultation, 6 October 2030 to 9 January 2031

We must save £4.1m.
""").paper
    assert paper.council == "Ashmere Council"


def test_a_running_foot_names_the_council_where_no_letterhead_does() -> None:
    foot = "Ashmere District Council: Highways Update"
    pages = [
        f"# Highways Update\n\n{start} were resurfaced in the spring and summer.\n\n{foot}"
        for start in ("Six roads", "Nine pavements")
    ]
    assert read(pdf_paper(*pages)).paper.council == "Ashmere District Council"


def test_a_council_that_is_spoken_of_on_every_page_is_not_taken_for_the_papers_own() -> None:
    said = "The neighbouring Pellworth District Council: its officers objected to the road."
    pages = [f"# Highways Update\n\n{n} roads were resurfaced.\n\n{said}" for n in ("Six", "Two")]
    assert read(pdf_paper(*pages)).paper.council is None


def test_a_web_page_is_the_councils_that_its_name_ends_in() -> None:
    page = replace(
        text_paper(MINUTES.format(head="Agenda and minutes")),
        format=FileFormat.HTML,
        title="Agenda and minutes - Cabinet - Monday, 3rd March, 2025 | London Borough of Ashmere",
    )
    assert read(page).paper.council == "London Borough of Ashmere"
