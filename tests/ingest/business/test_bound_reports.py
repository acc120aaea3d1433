"""Reports bound behind an agenda or sent after it, in three houses' styles. All invented."""

from __future__ import annotations

import pytest

from tests.ingest.written import pdf_paper, read

LETTER = """
Dear Member

# CABINET - TUESDAY, 4 JUNE 2019

I am now able to enclose the following reports that were unavailable when the agenda was published.

# Agenda Item No

7 Transfer of the Ferry Service (Pages 1 - 8)

Yours sincerely
"""
TO_FOLLOW = """
# PENWICK DISTRICT COUNCIL

# SUPPLEMENTARY AGENDA

# Cabinet

Tuesday 4 June 2019

The following papers were marked to follow on the agenda.

# Agenda items

7 Transfer of the Ferry Service

Report of the Harbour Master.
"""
SECOND_DESPATCH = """
# PENWICK DISTRICT COUNCIL

# AGENDA

# Cabinet - Second Despatch

Tuesday 4 June 2019

5. Mooring Fees (Pages 3 - 6)
6. Harbour Lights (Pages 7 - 8)
7. Transfer of the Ferry Service (Pages 9 - 30)
"""
BETWEEN = """
Report on ropes and buoys, a second paper of the same item.

It has two pages.
"""


def report(above: str = "", below: str = "") -> str:
    return f"""
{above}
From: The Harbour Master

To: Cabinet - 4 June 2019

Subject: Transfer of the Ferry Service

Key Decision: Yes

Classification: Unrestricted

Summary: The ferry runs from the old quay, and the members asked where else it may land.

Recommendation: Cabinet is asked to agree the transfer of the ferry.

{below}
"""


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((LETTER, report(below="Page 1"), BETWEEN + "\nPage 2"), id="letter"),
        pytest.param((TO_FOLLOW, report(above="Agenda Item 7"), BETWEEN), id="to follow"),
        pytest.param(
            (SECOND_DESPATCH, report(below="Page 9"), BETWEEN + "\nPage 10"), id="second despatch"
        ),
    ],
)
def test_a_report_bound_behind_an_agenda_has_the_number_of_its_item(pages: tuple[str, ...]) -> None:
    paper = read(pdf_paper(*pages))
    reports = [(item.number, item.title) for item in paper.items if item.kind == "report"]
    assert reports == [("7", "Transfer of the Ferry Service")]


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((LETTER, report(), BETWEEN), id="no number on its pages"),
        pytest.param((LETTER, report(below="Page 41"), BETWEEN + "\nPage 42"), id="not listed"),
        pytest.param((report(below="Page 9"), BETWEEN + "\nPage 10"), id="no agenda"),
    ],
)
def test_where_nothing_tells_its_item_a_report_has_no_number(pages: tuple[str, ...]) -> None:
    paper = read(pdf_paper(*pages))
    assert [item.number for item in paper.items if item.kind == "report"] == [None]
