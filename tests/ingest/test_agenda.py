"""Agendas read item by item; every council here is invented."""

from __future__ import annotations

from qa.papers import PaperKind, Standing
from tests.ingest.written import item, pdf_paper, read, read_text

AGENDA = """
PENWICK DISTRICT COUNCIL

AGENDA

Planning Committee
Tuesday 4 June 2019 at 2.00 pm
Committee Room 2, Market Hall, Penwick

1. Apologies for Absence

2. Minutes

To confirm the minutes of the meeting on 7 May 2019 (Pages 3 - 6).

3. 19/00123 - Mill Lane Footbridge (Pages 7 - 12)

Recommendation: That the footbridge be repaired.

4. Exclusion of the Public

To pass a resolution.
"""


def test_an_agenda_gives_its_items_with_number_title_and_what_is_recommended() -> None:
    paper = read_text(AGENDA)
    assert paper.paper.kind is PaperKind.AGENDA
    assert paper.paper.venue == "Committee Room 2, Market Hall, Penwick"
    assert [(i.number, i.title, i.kind) for i in paper.items] == [
        ("1", "Apologies for Absence", "agenda item"),
        ("2", "Minutes", "agenda item"),
        ("3", "19/00123 - Mill Lane Footbridge", "agenda item"),
        ("4", "Exclusion of the Public", "agenda item"),
    ]
    assert item(paper, "3").references == ("19/00123",)
    assert item(paper, "3").standing is Standing.RECOMMENDED
    assert item(paper, "2").standing is Standing.BACKGROUND


def test_items_that_the_reader_ran_together_are_told_apart() -> None:
    paper = read(
        pdf_paper(
            """
# PENWICK DISTRICT COUNCIL

# AGENDA

# ITEM 1 – Apologies
# ITEM 2 – Declarations
# ITEM 3 – Taxi Fares (Pages 1 - 4)

Report of the Licensing Manager.

# ITEM 4 – Close

# Published on 27 May 2019
"""
        ),
        "agenda.pdf",
    )
    assert [(i.number, i.title) for i in paper.items] == [
        ("1", "Apologies"),
        ("2", "Declarations"),
        ("3", "Taxi Fares"),
        ("4", "Close"),
    ]


def test_rows_of_an_agendas_table_are_items_and_marks_of_key_decisions_are_no_numbers() -> None:
    paper = read_text(
        "AGENDA\n\n\tItem\tSubject\tWards\n\t1\tApologies\t\n"
        "*\t2\tHarbour Dues\tAll Wards\t(Pages 5 - 18)"
        "\n\t\tReport of the Harbour Master\n\t3\tDate of Next Meeting\t\n"
    )
    assert [(i.number, i.title) for i in paper.items] == [
        ("1", "Apologies"),
        ("2", "Harbour Dues"),
        ("3", "Date of Next Meeting"),
    ]


def test_short_items_share_a_passage_that_belongs_to_none_of_them() -> None:
    paper = read_text(AGENDA)
    passage = next(p for p in paper.passages if "Apologies" in p.text)
    assert "To confirm the minutes" in passage.text
    assert passage.item_number is None


def test_numbered_points_of_another_paper_are_no_agenda() -> None:
    paper = read_text("AGENDA\n\nThe lift takes 12 people.\n\nIt has been out of order twice.\n")
    assert paper.items == ()
