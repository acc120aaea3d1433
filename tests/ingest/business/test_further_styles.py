"""Papers of invented councils in further house styles: towns, Wales, a combined authority, one
who decides alone. Each was written before the rules that read it were mended."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.understand import Understood
from qa.papers import PaperKind, Standing, Vote
from tests.ingest.written import counted, item, pdf_paper, read, read_text, standing_of

TOWN = """
CYNGOR TREF ABERWENNOL
ABERWENNOL TOWN COUNCIL

Cofnodion Cyfarfod y Cyngor / Minutes of the Council Meeting
held at Neuadd Goffa / the Memorial Hall, Heol y Bont, Aberwennol
on Monday 11th September 2023 at 7.00pm

Yn bresennol / Present: Cllr. E. Pugh (Mayor, in the Chair), Cllrs. M. ap Rhys, D. Wynne, S.
Kettle, G. Treharne and L. Osei

In attendance: Mrs N. Bevan (Town Clerk)

045/23 Ymddiheuriadau / Apologies for absence
Apologies were received and accepted from Cllr. T. Llewellyn (holiday).

046/23 Datganiadau o fuddiant / Declarations of interest
Cllr. Kettle declared a personal interest in item 049/23.

047/23 Cofnodion / Minutes
RESOLVED that the minutes of the meeting held on 10th July 2023 be approved and signed as a
correct record.

048/23 Public participation
A resident of Stryd Fawr asked whether the paddling pool would open next year. The Mayor said
that it was hoped so. Another resident spoke against the proposed one-way street.

049/23 Paddling pool
The Clerk presented quotations for relining the pool.
It was proposed by Cllr. M. ap Rhys, seconded by Cllr. D. Wynne and RESOLVED:
a) to accept the quotation of Glanmor Pools Ltd. in the sum of £8,450 + VAT;
b) to meet the cost from the Amenities reserve; and
c) that the Clerk obtain a second opinion on the pump house roof.
(Cllr. Kettle took no part in the vote.)

050/23 Planning applications
The following observations were AGREED:
P/2023/0771 12 Heol Newydd – single storey extension. No objection.
P/2023/0802 Land at Cae Bach – 14 dwellings. The Council OBJECTS on grounds of drainage and access.

051/23 Payments
RESOLVED to approve the payments listed in Appendix A, totalling £6,212.40. Proposed: Cllr. G.
Treharne Seconded: Cllr. L. Osei

052/23 One-way street
A proposal by Cllr. Osei that the Council support a one-way street in Stryd Fawr, seconded by
Cllr. Wynne, was put to the vote: 2 in favour, 4 against. The proposal was lost.

053/23 Christmas lights
Deferred to the October meeting as the contractor's quotation had not been received.

054/23 Dyddiad y cyfarfod nesaf / Date of next meeting
Monday 9th October 2023.

The meeting closed at 8.35pm.

Signed ....................... Mayor
"""

AUTHORITY = """
HARROWFELL COMBINED AUTHORITY

MINUTES OF THE MEETING OF THE TRANSPORT AND INFRASTRUCTURE BOARD HELD ON FRIDAY 22 MARCH 2024 AT
COUNTY BUILDINGS, MOSSGATE

PRESENT:
Mayor Dilys Arkwright (Chair)
Councillor P Nadar (Mossgate)
Councillor R Ellershaw (Harrow Vale)

TIB/24/31 APOLOGIES FOR ABSENCE

Apologies were received from Councillor H Bone.

TIB/24/32 CHAIR'S ANNOUNCEMENTS AND URGENT BUSINESS

There were none.

TIB/24/33 DECLARATIONS OF INTEREST

None were made.

TIB/24/34 MINUTES OF THE PREVIOUS MEETING

RESOLVED/-

That the minutes of the meeting held on 26 January 2024 be approved as a correct record.

TIB/24/35 BUS FRANCHISING – TRANCHE 2

Consideration was given to a report of the Executive Director of Transport which set out the
timetable for the second tranche. Members welcomed the report. Councillor Nadar asked how rural
services would be protected.

RESOLVED/-

1. That the progress made be noted.

2. That the award of contracts for Lots 4 and 5, as set out in Part B of the report, be approved.

3. That authority be delegated to the Executive Director of Transport, in consultation with the
Mayor, to finalise the contracts.

TIB/24/36 LOWMOOR INTERCHANGE

Members were informed that the cost had risen to £14.2m.

RESOLVED/-

That consideration of the full business case be deferred to the next meeting.

TIB/24/37 PERFORMANCE REPORT QUARTER 3

RECOMMENDED/- That the Combined Authority be recommended to approve a revised target for
punctuality of 86%.

TIB/24/38 EXCLUSION OF THE PUBLIC

RESOLVED/-

That, under section 100A(4) of the Local Government Act 1972, the press and public be excluded
from the meeting for the following item on the grounds that it involves the likely disclosure of
exempt information as defined in paragraph 3 of Part 1 of Schedule 12A.

TIB/24/39 DEPOT LEASE

RESOLVED/-

That the lease be approved on the terms reported.
"""

COUNTY = """
SHIRE OF WYREMOOR COUNTY COUNCIL

HIGHWAYS AND TRANSPORT OVERVIEW COMMITTEE

Minutes of a meeting held at Shire Hall, Wyremoor on Tuesday, 6 June 2023

PRESENT

Councillors:

A Fielding (Chairman), B Oduya, C Strang, D Whitlock

12. APOLOGIES

Apologies for absence were received from Councillor E Yates.

13. WINTER MAINTENANCE REVIEW

(Report by the Director of Environment – copy attached to the signed minutes)

The Committee had before it a report on the winter season. In answer to questions the Director
said that 41 runs had been made.

AGREED:

(a) That the report be noted;

(b) That the Cabinet Member for Highways be asked to consider adding the B4099 to the primary
network; and

(c) That a further report come to the meeting in October on (i) salt stocks and (ii) driver
training.

Action: Director of Environment

14. SPEED LIMIT, MILL ROAD, TARRANT

Councillor Whitlock moved, and Councillor Strang seconded, that a 20 mph limit be advertised. On
being put to the vote the motion was declared LOST by 3 votes to 1.

AGREED, by 3 votes to 1, that no change be made to the present limit.

15. WORK PROGRAMME

The Committee AGREED the work programme, subject to adding an item on bus shelters.

16. DATE OF NEXT MEETING

NOTED that the next meeting would be held on 5 September 2023.

CHAIRMAN
"""

PLANNING = """
Larkmoor District Council
Planning Committee
Wednesday 17 January 2024, 6.30 pm
Council Chamber, Larkmoor House

MINUTES

Present: Councillors Ash (Chair), Birch, Cedar, Elm and Hazel
Officers: Head of Planning; Solicitor; Democratic Services Officer

PL.61 Apologies for absence

None.

PL.62 Minutes

The minutes of the meeting of 13 December 2023 were taken as read, confirmed and signed.

PL.63 23/01442/FUL – Land rear of 8 Station Road

The Committee considered an application for six dwellings. The recommendation was to grant
permission. Mr D Poole spoke against the application. Councillor Birch proposed refusal on the
ground of overdevelopment; this was seconded by Councillor Elm and, on a vote, was LOST (2 for,
3 against).

It was then proposed by Councillor Ash, seconded by Councillor Cedar and

RESOLVED: (by 3 votes to 2)

that permission be GRANTED subject to:

(1) the conditions in the report; and
(2) a further condition on the hours of construction.

PL.64 23/01501/LBC – Tithe Barn, Oakhanger

DECISION: REFUSED for the reason set out in the report.

PL.65 Appeals

The Committee noted the appeals lodged and determined.

The meeting closed at 7.50 pm.
"""

BILINGUAL = """
CYNGOR SIR DYFFRYNWEN
DYFFRYNWEN COUNTY COUNCIL

CABINET / Y CABINET

Minutes of the meeting held remotely on Tuesday 14 March 2023

PRESENNOL / PRESENT: Councillor Rhian Madog (Leader / Arweinydd) (Chair), Councillors Ifan Prys
and Mair Ellis

1. APOLOGIES / YMDDIHEURIADAU

Councillor Siân Huws.

2. SCHOOL ORGANISATION – YSGOL GLANRAFON

The Cabinet Member for Education presented the report.

CABINET DECISION / PENDERFYNIAD Y CABINET:

(1) To publish the statutory notice.
(2) To note the consultation report.

REASON FOR DECISION: To provide enough places.

3. ADRODDIAD CYLLIDEB / BUDGET REPORT

PENDERFYNWYD / RESOLVED

that the report be noted.
"""

OFFICER = """
Elmstow District Council

OFFICER DELEGATED DECISION RECORD

Decision reference: ODR/2022/114

Title of decision: Waiver of standing orders – tree works at Priory Meadow

Decision maker: Assistant Director – Leisure and Open Spaces, in consultation with the Portfolio
Holder for Environment

Date of decision: 14 October 2022

Key decision: No

Delegation: Constitution, Part 3, paragraph 4.12

Decision taken:

1. To waive contract standing orders and award the tree works to Oakleaf Arborists Ltd. at a
cost of £18,900.
2. To meet the cost from the Tree Safety budget.

Reasons for decision: Three limbs have fallen since August and a further inspection found two
trees to be dangerous.

Alternative options considered and rejected: To go out to tender. Rejected because of the delay.

Conflicts of interest: None

Signed: J Marlowe    Date: 14 October 2022
"""

LEADER = """
WESTHOLM BOROUGH COUNCIL

NOTICE OF EXECUTIVE DECISION TAKEN BY THE LEADER OF THE COUNCIL

Title: Household Support Fund – Round 5

Ref. No: LD/2023/07

Date: 3 November 2023

Wards affected: All

DECISION

That:

(i) the scheme set out in the report be approved; and
(ii) the Chief Finance Officer be authorised to make payments of up to £310,000.

REASON FOR DECISION

To spend the grant before 31 March 2024.

OPTIONS CONSIDERED

Not to take part. This would leave residents without support.

This decision will come into force on 11 November 2023 unless called in.
"""

MEMBER = """
Thornbeck County Council

Record of Decision

Decision No: 2024/118

Decision-maker: Cllr Priya Vance, Lead Member for Children's Services

Decision date: 9 May 2024

Title of report: Short breaks – grant awards 2024/25

Decision(s):

The Lead Member:

(a) APPROVED the awards listed in Appendix 1, totalling £412,000; and
(b) NOTED the results of the consultation.

Reason(s) for the decision

The awards met the criteria.

Alternative options considered

Not to award grants.

Call-in deadline: 17 May 2024
"""


def told(paper: Understood) -> list[tuple[str | None, str, Standing]]:
    return [(each.number, each.title, each.standing) for each in paper.items]


def limbs(paper: Understood, number: str) -> list[str]:
    return [limb.number for limb in item(paper, number).limbs]


@pytest.mark.parametrize(
    ("text", "council", "body", "day"),
    [
        (TOWN, "Aberwennol Town Council", "Council", date(2023, 9, 11)),
        (
            AUTHORITY,
            "Harrowfell Combined Authority",
            "Transport and Infrastructure Board",
            date(2024, 3, 22),
        ),
        (
            COUNTY,
            "Shire of Wyremoor County Council",
            "Highways and Transport Overview Committee",
            date(2023, 6, 6),
        ),
        (PLANNING, "Larkmoor District Council", "Planning Committee", date(2024, 1, 17)),
        (BILINGUAL, "Dyffrynwen County Council", "Cabinet", date(2023, 3, 14)),
        (
            OFFICER,
            "Elmstow District Council",
            "Assistant Director – Leisure and Open Spaces",
            date(2022, 10, 14),
        ),
        (LEADER, "Westholm Borough Council", "Leader of the Council", date(2023, 11, 3)),
        (
            MEMBER,
            "Thornbeck County Council",
            "Lead Member for Children's Services",
            date(2024, 5, 9),
        ),
    ],
)
def test_the_meeting_or_the_one_who_decided_is_read(
    text: str, council: str, body: str, day: date
) -> None:
    paper = read_text(text).paper
    assert (paper.council, paper.body, paper.meeting_date) == (council, body, day)


def test_a_town_councils_minutes_keep_titles_apart_from_the_text_right_below_them() -> None:
    paper = read_text(TOWN)
    assert told(paper) == [
        ("045/23", "Ymddiheuriadau / Apologies for absence", Standing.DECIDED),
        ("046/23", "Datganiadau o fuddiant / Declarations of interest", Standing.BACKGROUND),
        ("047/23", "Cofnodion / Minutes", Standing.DECIDED),
        ("048/23", "Public participation", Standing.DISCUSSED),
        ("049/23", "Paddling pool", Standing.DECIDED),
        ("050/23", "Planning applications", Standing.DECIDED),
        ("051/23", "Payments", Standing.DECIDED),
        ("052/23", "One-way street", Standing.DISCUSSED),
        ("053/23", "Christmas lights", Standing.DEFERRED),
        ("054/23", "Dyddiad y cyfarfod nesaf / Date of next meeting", Standing.BACKGROUND),
    ]
    assert limbs(paper, "049/23") == ["a", "b", "c"]
    pool, street = item(paper, "049/23"), item(paper, "052/23")
    assert (pool.moved_by, pool.seconded_by) == ("Cllr. M. ap Rhys", "Cllr. D. Wynne")
    assert (street.moved_by, street.seconded_by) == ("Cllr. Osei", "Cllr. Wynne")
    assert counted(street) == [Vote(2, 4, None, "lost")]


def test_what_a_board_recommends_to_another_is_not_decided() -> None:
    paper = read_text(AUTHORITY)
    standings = [standing for _, _, standing in told(paper)]
    assert standings == [
        *[Standing.BACKGROUND] * 3,
        *(Standing.DECIDED, Standing.DECIDED, Standing.DEFERRED, Standing.RECOMMENDED),
        *[Standing.DECIDED] * 2,
    ]
    assert limbs(paper, "TIB/24/35") == ["1", "2", "3"]
    assert standing_of(paper, "revised target for punctuality") is Standing.RECOMMENDED
    assert item(paper, "TIB/24/39").private


def test_a_motion_lost_by_three_votes_to_one_had_one_vote_for_it() -> None:
    paper = read_text(COUNTY)
    assert limbs(paper, "13") == ["(a)", "(b)", "(c)"]
    assert counted(item(paper, "14")) == [Vote(1, 3, None, "lost"), Vote(3, 1, None, "carried")]
    assert item(paper, "16").standing is Standing.NOTED


def test_minutes_numbered_behind_a_letter_and_a_stop_are_told_apart() -> None:
    paper = read_text(PLANNING)
    assert [(number, standing) for number, _, standing in told(paper)] == [
        ("PL.61", Standing.BACKGROUND),
        ("PL.62", Standing.DECIDED),
        ("PL.63", Standing.DECIDED),
        ("PL.64", Standing.DECIDED),
        ("PL.65", Standing.NOTED),
    ]
    assert limbs(paper, "PL.63") == ["(1)", "(2)"]
    assert counted(item(paper, "PL.63"))[0] == Vote(2, 3, None, "lost")


def test_a_resolution_in_two_languages_is_one() -> None:
    paper = read_text(BILINGUAL)
    assert item(paper, "2").standing is Standing.DECIDED
    assert limbs(paper, "2") == ["(1)", "(2)"]
    assert item(paper, "3").standing is Standing.NOTED


@pytest.mark.parametrize(
    ("text", "reference", "numbers"),
    [
        (OFFICER, "ODR/2022/114", ["1", "2"]),
        (LEADER, "LD/2023/07", ["(i)", "(ii)"]),
        (MEMBER, "2024/118", ["(a)", "(b)"]),
    ],
)
def test_the_record_of_one_who_decides_alone_is_decided(
    text: str, reference: str, numbers: list[str]
) -> None:
    paper = read_text(text)
    assert paper.paper.kind is PaperKind.DECISION_RECORD
    (record,) = paper.items
    assert record.standing is Standing.DECIDED
    assert record.references == (reference,)
    assert [limb.number for limb in record.limbs] == numbers


def test_a_cover_without_colons_names_the_report_over_two_lines() -> None:
    """The line that every report of the council opens with is no title."""
    paper = read(
        pdf_paper(
            """
            # MARROWBY COUNCIL

            # REPORT TO CABINET

            Meeting Cabinet

            Date 16 September 2025

            Agenda item 7

            Title of report Moorings on the Upper Canal: Charges and the Length of
            Licences

            Report of Ada Quill, Director of Place

            Key decision Yes

            # 1. Purpose

            To ask for a decision on the moorings.
            """
        ),
        "report.pdf",
    )
    assert paper.paper.title == "Moorings on the Upper Canal: Charges and the Length of Licences"


def test_what_is_adopted_but_for_a_part_put_off_is_decided() -> None:
    minutes = read_text(
        "Marrowby Council\n\nMinutes of the Licensing Committee held on 14 October 2025\n\n"
        "PRESENT: Councillor Quill (Chairman)\n\n"
        "18. MINUTES\n\nRESOLVED: that the minutes be approved.\n\n"
        "19. BOAT LICENCES\n\nThe Committee considered the policy.\n\n"
        "RESOLVED: that the policy be adopted from 1 January 2026, except that the part on "
        "moorings be deferred to March.\n\n"
        "20. FERRY\n\nRESOLVED: that consideration of the ferry be deferred to March.\n"
    )
    assert item(minutes, "19").standing is Standing.DECIDED
    assert item(minutes, "20").standing is Standing.DEFERRED
