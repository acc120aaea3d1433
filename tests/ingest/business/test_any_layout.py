"""Minutes in ten layouts of invented councils: each paper's own numbering is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from ingest.document import SourceDocument
from ingest.readers.docx.reader import read_docx
from ingest.readers.html.reader import read_html
from tests.ingest.written import pdf_paper, read, text_paper

HEAD = """
{council}

Minutes of the meeting of the {body}
held in the Village Hall on {day} at 7.00 pm

Present: Cllr M Ashdown (Chair), Cllrs T Birk, P Coyle and R Dunmore. In attendance: the Clerk.

"""

DATED_NUMBERS = """
#Thornwick Parish Council
#Minutes of the Parish Council meeting held on Monday 11 March 2024

Present: Cllr M Ashdown (Chair), Cllrs T Birk, P Coyle and R Dunmore.

24.03.01 To receive apologies for absence
Cllr Noakes sent apologies, which were accepted. TB

24.03.02 Declarations of interest
None.

24.03.03 Finance
(a) The payments of 1,204.50 were approved. Clerk
(b) The bank reconciliation was noted.
(c) It was resolved to move 500.00 to reserves.

24.03.04 Planning applications
24/00127/FUL Mill Lane: no objection.
24/00131/HSE Ford Road: the council objects.

24.03.05 Date of next meeting
15 April 2024.
"""
DATED = [
    ("24.03.01", "To receive apologies for absence"),
    ("24.03.02", "Declarations of interest"),
    ("24.03.03", "Finance"),
    ("24.03.04", "Planning applications"),
    ("24.03.05", "Date of next meeting"),
]

RUN_IN = (
    HEAD.format(council="LOWER HASLE TOWN COUNCIL", body="Town Council", day="4 June 2019")
    + """
3107. Apologies:- Cllr Wren was unwell.
3108. Declarations of Interest:- There were none.
3109. Minutes:- The minutes of 7 May were signed. Proposed Cllr Birk, seconded Cllr Coyle.
3110. Reports:- The Clerk reported that the bench had been mended at a cost of 85.00.
The lamp in Fore Street was still out and the county would be told again.
3111. Allotments:- It was agreed
1. to raise the rent to 30.00;
2. to mend the gate.
3112. Date of next meeting:- 2 July 2019.
"""
)
RUN = [
    ("3107", "Apologies"),
    ("3108", "Declarations of Interest"),
    ("3109", "Minutes"),
    ("3110", "Reports"),
    ("3111", "Allotments"),
    ("3112", "Date of next meeting"),
]

MARKDOWN = """
# Minutes of the meeting of Glen Orrin Community Council

**Date:** 9 September 2021, 7.30pm, in the school

**Present:** M Ashdown (chair), T Birk, P Coyle

## 1. Welcome

The chair welcomed all.

## 2. Matters arising

### 2.1 Bus shelter

The council has had no answer yet. TB to write again.

### 2.2 Path by the burn

Agreed to ask for two quotes:

1. for gravel
2. for boards

## 3. Money

The balance is 812.20.

## 4. Any other business

None.
"""
MARKED_DOWN = [
    ("1", "Welcome"),
    ("2", "Matters arising"),
    ("2.1", "Bus shelter"),
    ("2.2", "Path by the burn"),
    ("3", "Money"),
    ("4", "Any other business"),
]

LETTERED_BODY = (
    """
#STANNERS AREA COMMITTEE
#MINUTES OF THE MEETING HELD ON 3 MAY 2016

Present: Councillor Ashdown (Chairman), Councillors Birk, Coyle and Dunmore.

#SAC/41 Chairman's announcements
The Chairman spoke of the flood and thanked all who had helped on the night and in the days
after it.

#SAC/42 Grants to halls
The Committee considered the report of the Head of Places and asked how the sums were reached.
RESOLVED:
(1) that the grants be paid as set out;
(2) that the Head of Places report again, with figures of use for each
""",
    """
hall, by November; and
(3) that thanks be sent to the trustees.

#SAC/43 Weir Road
Councillor Birk asked when the works would end. The officer said in June.
RESOLVED that the update be noted.

#SAC/44 Exclusion of the public
RESOLVED that the public be excluded.
""",
)
LETTERED = [
    ("SAC/41", "Chairman's announcements"),
    ("SAC/42", "Grants to halls"),
    ("SAC/43", "Weir Road"),
    ("SAC/44", "Exclusion of the public"),
]

NUMBER_ALONE = (
    HEAD.format(
        council="Norwick District Council", body="Planning Committee", day="21 January 2020"
    )
    + """
Items

No.
Item

61.

Apologies for absence

Minutes:

Councillor Wren sent apologies.

62.

Minutes of the last meeting
PDF 120 KB

Minutes:

RESOLVED: That the minutes be signed.

63.

19/01234/F Land at Quay Lane

Minutes:

The Committee heard from:

1. the applicant;
2. a neighbour.

RESOLVED: That permission be granted subject to the conditions in the report.
"""
)
ALONE = [
    ("61", "Apologies for absence"),
    ("62", "Minutes of the last meeting"),
    ("63", "19/01234/F Land at Quay Lane"),
]

CAPITALS = """
#BURGH OF STRATHARDLE COMMUNITY COUNCIL
Minutes of the meeting held on Tuesday 2 February 2010 in the Town House

#SEDERUNT
M Ashdown, T Birk, P Coyle

#APOLOGIES
R Dunmore and the constable.

#POLICE REPORT
The constable had sent a written report. Two thefts were known to the police and both were
being looked into.

#ROADS
Mr Birk said that the hole at the Cross was dangerous. It was agreed to write to the Council.

#TREASURER'S REPORT
The balance stood at 402.11.

#DATE OF NEXT MEETING
Tuesday 2 March 2010.
"""
IN_CAPITALS = [
    (None, "APOLOGIES"),
    (None, "POLICE REPORT"),
    (None, "ROADS"),
    (None, "TREASURER'S REPORT"),
    (None, "DATE OF NEXT MEETING"),
]

TWO_MEETINGS = """
#Ellerbeck Parish Council

Minutes of the Annual Meeting of the Council held on 8 May 2018

Present: Cllrs Ashdown, Birk and Coyle

1. Election of Chairman
Cllr Ashdown was elected. Proposed by Cllr Birk, seconded by Cllr Coyle.

2. Apologies
There were none.

3. Committees
The committees were appointed as listed.

Minutes of the Ordinary Meeting of the Council held on 8 May 2018

Present: Cllrs Ashdown, Birk and Coyle

1. Apologies
There were none.

2. Play area
Two quotes had been received:
1. Swings Ltd, 2,300.00
2. Playtime, 2,150.00
It was agreed to accept the second.

3. Next meeting
12 June 2018.
"""
TWO = [
    ("1", "Election of Chairman"),
    ("2", "Apologies"),
    ("3", "Committees"),
    ("1", "Apologies"),
    ("2", "Play area"),
    ("3", "Next meeting"),
]

WELSH = """
CYNGOR CYMUNED LLANFERIAN

COFNODION cyfarfod y Cyngor a gynhaliwyd ar 14 Mawrth 2022

Presennol: Cyng. M Ashdown (Cadeirydd), Cyng. T Birk

C22/31 YMDDIHEURIADAU
Cafwyd ymddiheuriadau gan y Cyng. Wren.

C22/32 DATGAN BUDDIANT
Dim.

C22/33 CYLLID
Penderfynwyd talu'r biliau canlynol:
1) Dŵr 45.20
2) Trydan 112.00

C22/34 DYDDIAD Y CYFARFOD NESAF
11 Ebrill 2022.
"""
IN_WELSH = [
    ("C22/31", "YMDDIHEURIADAU"),
    ("C22/32", "DATGAN BUDDIANT"),
    ("C22/33", "CYLLID"),
    ("C22/34", "DYDDIAD Y CYFARFOD NESAF"),
]

WORD = [
    ("I. Opening", "The chair opened the meeting at seven and welcomed two visitors."),
    ("II. Apologies", "Apologies came from Cllr Wren."),
    ("III. Cemetery", "The wall is to be mended. The Clerk will ask for quotes."),
    ("IV. Correspondence", "A letter from the county was read and noted."),
    ("V. Close", "The meeting closed at nine."),
]
IN_WORD = [tuple(heading.split(". ")) for heading, _ in WORD]

WEB = """
<html><head><title>Minutes 5 July 2023</title></head><body><main>
<h1>Minutes of the Finance Committee of Carrowmore Borough Council, 5 July 2023</h1>
<p>Present: Alderman Ashdown (Chair), Councillors Birk and Coyle</p>
<p><strong>FC 088/23 Apologies</strong><br>There were none.</p>
<p><strong>FC 089/23 Rates arrears</strong></p><p>The Director explained the table. Members
asked about older debts.</p><p>Proposed by Councillor Birk, seconded by Councillor Coyle and
RESOLVED:</p><ol><li>That 4,000 be written off.</li><li>That the rest be pursued.</li></ol>
<p><strong>FC 090/23 Close</strong></p><p>The meeting closed at 8.15 pm.</p>
</main></body></html>
"""
IN_WEB = [("FC 088/23", "Apologies"), ("FC 089/23", "Rates arrears"), ("FC 090/23", "Close")]


def _word(folder: Path) -> SourceDocument:
    document = Document()
    document.add_paragraph("Minutes of the Ostrey Parish Council meeting held on 6 May 2025")
    document.add_paragraph("Present: Cllrs Ashdown, Birk and Coyle.")
    for heading, words in WORD:
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(words)
    document.save(str(folder / "minutes.docx"))
    return read_docx(folder / "minutes.docx")


def _web(folder: Path) -> SourceDocument:
    (folder / "minutes.html").write_text(WEB)
    return read_html(folder / "minutes.html")


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("dated numbers", DATED),
        ("run-in headings", RUN),
        ("markdown", MARKED_DOWN),
        ("letters and number", LETTERED),
        ("number on a line of its own", ALONE),
        ("capitals", IN_CAPITALS),
        ("two meetings", TWO),
        ("welsh", IN_WELSH),
        ("word", IN_WORD),
        ("web", IN_WEB),
    ],
)
def test_the_items_of_a_layout_never_met_are_found(
    layout: str, expected: list[tuple[str | None, str]], tmp_path: Path
) -> None:
    documents = {
        "dated numbers": lambda: pdf_paper(DATED_NUMBERS),
        "run-in headings": lambda: text_paper(RUN_IN),
        "markdown": lambda: text_paper(MARKDOWN),
        "letters and number": lambda: pdf_paper(*LETTERED_BODY),
        "number on a line of its own": lambda: text_paper(NUMBER_ALONE),
        "capitals": lambda: pdf_paper(CAPITALS),
        "two meetings": lambda: pdf_paper(TWO_MEETINGS),
        "welsh": lambda: text_paper(WELSH),
        "word": lambda: _word(tmp_path),
        "web": lambda: _web(tmp_path),
    }
    found = read(documents[layout](), "minutes").items
    assert [(item.number, item.title) for item in found] == expected
