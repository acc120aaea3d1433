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


TABLE = (
    """
# PENWICK BOROUGH COUNCIL

# CABINET

# AGENDA

Date Monday 3 March 2031
Place Long Room, Market Hall, Penwick
""",
    """
# PART A: OPEN BUSINESS

# Item Subject Lead member / reference Pages

1 Apologies for absence

2 Declarations of interest. Members are asked to say at once
which item they are interested in, and why.

3 Minutes of the meeting held on 3 February 2031 The Leader 3–9

4 Harbour Dues 2031/32: Stage 2. Report of the
Director of Place. Cabinet is asked to agree a rise of
four per cent, and to note that St. Brannock's quay will be
shut from May while its piles are driven, with dues there to be
halved for the whole of that time and any loss met from reserves.

Cllr Orme KD 31/014 10–22

5 Reference from the Housing and Communities

# Committee: Lifts in Council Blocks.

The Committee asks for six things.
Cllr Vane / Cllr Lisle
23–30

6 Exclusion of the public. That the public be excluded for
items 7 and 8.

# PART B: NOT FOR PUBLICATION

# Item Subject Lead member / reference Pages

7 Sale of the Ropewalk. Report of the Director of Place. Cllr Orme 31–40

8 Ferry Contract: Extension. Cllr Orme 41–44
""",
    """
# NOTICE OF BUSINESS IN PRIVATE

Item 8 was not in the notice of 28 days. The Chair agreed that it could not wait.
""",
)


def test_a_table_of_items_gives_titles_without_what_is_asked_and_without_its_columns() -> None:
    agenda = read(pdf_paper(*TABLE))
    assert agenda.paper.body == "Cabinet"
    assert [(i.number, i.title) for i in agenda.items] == [
        ("1", "Apologies for absence"),
        ("2", "Declarations of interest"),
        ("3", "Minutes of the meeting held on 3 February 2031"),
        ("4", "Harbour Dues 2031/32: Stage 2"),
        (
            "5",
            "Reference from the Housing and Communities Committee: Lifts in Council Blocks",
        ),
        ("6", "Exclusion of the public"),
        ("7", "Sale of the Ropewalk"),
        ("8", "Ferry Contract: Extension"),
    ]
    assert item(agenda, "4").references == ("KD 31/014",)


def test_the_items_behind_the_heading_of_the_private_part_are_private() -> None:
    agenda = read(pdf_paper(*TABLE))
    assert [found.number for found in agenda.items if found.private] == ["7", "8"]
    mixed = {p.private for p in agenda.passages if "Ferry Contract" in p.text}
    assert mixed == {True}
    assert not any(p.private for p in agenda.passages if "public be excluded" in p.text)


def test_items_that_the_agenda_names_for_the_exclusion_are_private() -> None:
    agenda = read_text("""
PENWICK DISTRICT COUNCIL

AGENDA

1. Apologies

2. Taxi Fares

3. Exclusion of the Press and Public

To exclude the press and public for item 5.

4. Urgent Business

5. Depot Lease
""")
    assert [found.number for found in agenda.items if found.private] == ["5"]
