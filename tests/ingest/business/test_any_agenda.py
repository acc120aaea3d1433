"""Agendas whose items are numbered in other ways than 1, 2, 3; every council here is invented."""

from __future__ import annotations

from qa.papers import ItemKind
from tests.ingest.written import pdf_paper, read, read_text

DATED = """
#Thornwick Parish Council
#AGENDA

Members are summoned to a meeting of the Parish Council to be held on Monday 8 April 2024 at 7 pm.

24.04.01 To receive apologies for absence

24.04.02 To receive declarations of interest

24.04.03 To approve the minutes of 11 March 2024

24.04.04 Finance
a) To approve payments
b) To note the bank reconciliation

24.04.05 To note the date of the next meeting
"""


def test_an_agenda_with_dated_numbers() -> None:
    items = read(pdf_paper(DATED), "agenda.pdf").items
    assert [item.number for item in items] == [f"24.04.0{n}" for n in range(1, 6)]
    assert items[3].title == "Finance"
    assert {item.kind for item in items} == {ItemKind.AGENDA_ITEM}


def test_an_agenda_with_a_prefix_and_the_year() -> None:
    items = read_text("""
NORTH FELL TOWN COUNCIL

AGENDA for the meeting of the Town Council on 3 June 2019 at 7.30 pm in the Town Hall

TC/19/041 Apologies

TC/19/042 Minutes of the last meeting

TC/19/043 Planning applications:
(i) 19/00456/FUL Mill House
(ii) 19/00460/HSE Fell View

TC/19/044 Date of next meeting
""").items
    assert [item.number for item in items] == [f"TC/19/04{n}" for n in range(1, 5)]
    assert items[2].title == "Planning applications"
