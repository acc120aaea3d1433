"""Ten minutes of invented councils, each in a manner of its own, and what a person reads in them.

They were written before the code that reads them. A motion is stated as its kind, mover, seconder,
some words of its text, its outcome, and some words of the motion that it amends; a vote as its
counts for, against and abstaining, the names given for and against, the casting vote, and some
words of what it was put on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrueMotion:
    """A motion or amendment; `amends` has some words of the motion that it would change."""

    kind: str
    mover: str | None
    seconder: str | None
    words: str
    outcome: str | None
    amends: str | None = None


@dataclass(frozen=True, slots=True)
class TrueVote:
    """A vote: counts, how many names are given on either side, casting vote, words of the matter."""

    counts: tuple[int | None, int | None, int | None]
    on: str
    result: str | None = None
    names: tuple[int, int] = (0, 0)
    casting: str | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """One paper. Items are keyed by number."""

    name: str
    text: str
    motions: dict[str, tuple[TrueMotion, ...]]
    votes: dict[str, tuple[TrueVote, ...]]
    main: dict[str, tuple[str | None, str | None]]
    """Mover and seconder of what settled each item."""


PARISH = Manner(
    "a parish council that labels proposer and seconder at the end",
    """
HOLLOWBECK PARISH COUNCIL

Minutes of the Parish Council meeting held on Tuesday 14 May 2030 at 7.30 pm in the Reading Room

Present: Cllrs J Marsh (Chair), P Hale, T Quill, R Oakes and S Penn. Clerk: M Dyer.

24/051 Apologies
Apologies were received from Cllr B Frost (work). Resolved to accept the reason given. Proposed: Cllr P Hale; Seconded: Cllr T Quill; all in favour.

24/052 Declarations of interest
Cllr R Oakes declared a pecuniary interest in item 24/054 as owner of the field.

24/053 Minutes
The minutes of 9 April 2030 were agreed as a true record. Prop. Cllr S Penn Sec. Cllr R Oakes. Agreed.

24/054 Play area fence
The Clerk reported three quotes. It was resolved to take the quote of Dale Fencing for £1,840. Proposed by Cllr Quill, seconded by Cllr Penn. Vote: 3 for, 1 against. Cllr Oakes did not vote.

24/055 Grit bins
Cllr Hale proposed that two grit bins be bought for Mill Lane. There was no seconder.
""",
    {
        "24/051": (
            TrueMotion("motion", "Cllr P Hale", "Cllr T Quill", "accept the reason", "carried"),
        ),
        "24/053": (TrueMotion("motion", "Cllr S Penn", "Cllr R Oakes", "true record", "carried"),),
        "24/054": (TrueMotion("motion", "Cllr Quill", "Cllr Penn", "Dale Fencing", "carried"),),
        "24/055": (TrueMotion("motion", "Cllr Hale", None, "two grit bins", "lost"),),
    },
    {"24/054": (TrueVote((3, 1, None), "Dale Fencing"),)},
    {
        "24/051": ("Cllr P Hale", "Cllr T Quill"),
        "24/053": ("Cllr S Penn", "Cllr R Oakes"),
        "24/054": ("Cllr Quill", "Cllr Penn"),
    },
)

COUNTY = Manner(
    "a county council that numbers its paragraphs and votes on them by number",
    """
VALESHIRE COUNTY COUNCIL

MINUTES of a meeting of the County Council held in the Shire Hall on Thursday 12 February 2032

PRESENT: Mrs A Garrow (Chairman), Mr L Pike, Mr D Rudd, Ms E Stamp, Mr F Tull, Mrs G Vane and Mr H Wick

31. Revenue Budget 2032/33

(1) Mr Pike moved and Mr Rudd seconded the following motion:

"The County Council is asked to approve the net revenue budget of £412.6m."

(2) The Director of Finance introduced the report.

(3) Ms Stamp moved and Mr Tull seconded the following amendment:

"Add £2.1m to the budget for rural buses, from reserves."

(4) Following debate, the Chairman put the amendment set out in paragraph 3 to the vote.

(5) The voting was as follows:

For (2)

Ms E Stamp, Mr F Tull

Against (4)

Mrs A Garrow, Mr L Pike, Mr D Rudd, Mrs G Vane

Abstain (1)

Mr H Wick

Amendment lost.

(6) Mrs Vane moved and Mr Wick seconded the following amendment:

"Add £300,000 for the repair of footways."

(7) The Chairman put to the vote the amendment in paragraph 6. Carried by 5 votes to 2.

(8) The Chairman put to the vote the substantive motion and the votes cast were: For 6, Against 1, Abstentions 0.

Substantive motion carried.

(9) RESOLVED that the net revenue budget of £412.6m be approved, with £300,000 added for footways.

32. Dates of meetings

RESOLVED that the dates be noted.
""",
    {
        "31": (
            TrueMotion("motion", "Mr Pike", "Mr Rudd", "net revenue budget of £412.6m", "carried"),
            TrueMotion("amendment", "Ms Stamp", "Mr Tull", "rural buses", "lost", "£412.6m"),
            TrueMotion(
                "amendment", "Mrs Vane", "Mr Wick", "repair of footways", "carried", "£412.6m"
            ),
        )
    },
    {
        "31": (
            TrueVote((2, 4, 1), "rural buses", "lost", (2, 4)),
            TrueVote((5, 2, None), "repair of footways", "carried"),
            TrueVote((6, 1, 0), "net revenue budget", "carried"),
        )
    },
    {"31": ("Mr Pike", "Mr Rudd")},
)

SCOTTISH = Manner(
    "a Scottish council that divides between motion and amendments in turn",
    """
STRATHINVER COUNCIL

MINUTE OF MEETING of STRATHINVER COUNCIL held in the Burgh Chambers on 4 September 2031

Present: Provost Isla Baird; Bailie Munro; and Councillors Caird, Dow, Esslemont, Fyfe, Gow and Hay.

5 Harbour dues

The Council had before it a report by the Director of Place on harbour dues.

The Provost moved, seconded by Bailie Munro:-

that the Council raise the dues by four per cent from 1 April 2032.

Councillor Caird moved as an amendment, seconded by Councillor Dow:-

that the dues stay as they are.

Councillor Esslemont moved as a further amendment, seconded by Councillor Fyfe:-

that the dues rise by two per cent.

The Council first divided between the two amendments. On a division, there voted:- For the amendment by Councillor Caird (2) - Councillors Caird and Dow; For the amendment by Councillor Esslemont (5) - the Provost; Bailie Munro; and Councillors Esslemont, Fyfe and Gow; Declined to vote (1) - Councillor Hay.

The Council then divided between the motion and the amendment by Councillor Esslemont. On a division, there voted:- For the motion (3) - the Provost; Bailie Munro; and Councillor Gow; For the amendment by Councillor Esslemont (5) - Councillors Caird, Dow, Esslemont, Fyfe and Hay.

The amendment was therefore carried and became the finding of the meeting.

6 Ferry timetable

Councillor Gow, seconded by Councillor Hay, moved that the timetable be approved. The motion was agreed unanimously.
""",
    {
        "5": (
            TrueMotion("motion", "The Provost", "Bailie Munro", "four per cent", "lost"),
            TrueMotion(
                "amendment",
                "Councillor Caird",
                "Councillor Dow",
                "stay as they are",
                "lost",
                "four per cent",
            ),
            TrueMotion(
                "amendment",
                "Councillor Esslemont",
                "Councillor Fyfe",
                "two per cent",
                "carried",
                "four per cent",
            ),
        ),
        "6": (
            TrueMotion(
                "motion", "Councillor Gow", "Councillor Hay", "timetable be approved", "carried"
            ),
        ),
    },
    {
        "5": (
            TrueVote((2, 5, None), "stay as they are", "lost", (2, 5)),
            TrueVote((3, 5, None), "four per cent", "lost", (3, 5)),
        )
    },
    {
        "5": ("Councillor Esslemont", "Councillor Fyfe"),
        "6": ("Councillor Gow", "Councillor Hay"),
    },
)

WELSH = Manner(
    "a Welsh community council in Welsh",
    """
CYNGOR CYMUNED LLANFERIN

Cofnodion cyfarfod o Gyngor Cymuned Llanferin a gynhaliwyd yn y Neuadd ar 11eg Mawrth 2030

PRESENNOL: Cynghorwyr A. Prys (Cadeirydd), B. Rhydderch, C. Siôn a D. Tomos.

1. YMDDIHEURIADAU

Derbyniwyd ymddiheuriadau gan y Cyng. E. Wyn.

2. COFNODION

Cynigiwyd gan y Cyng. B. Rhydderch, eiliwyd gan y Cyng. C. Siôn a chytunwyd yn unfrydol bod y cofnodion yn gywir.

3. MAINC NEWYDD

Cynigiodd y Cyng. D. Tomos, ac eiliodd y Cyng. B. Rhydderch, y dylid prynu mainc am £420. Pleidleisiwyd: 3 o blaid, 1 yn erbyn.

4. DYDDIAD Y CYFARFOD NESAF

8fed Ebrill 2030.
""",
    {
        "2": (
            TrueMotion(
                "motion", "Cyng. B. Rhydderch", "Cyng. C. Siôn", "bod y cofnodion", "carried"
            ),
        ),
        "3": (
            TrueMotion("motion", "Cyng. D. Tomos", "Cyng. B. Rhydderch", "prynu mainc", "carried"),
        ),
    },
    {"3": (TrueVote((3, 1, None), "prynu mainc"),)},
    {
        "2": ("Cyng. B. Rhydderch", "Cyng. C. Siôn"),
        "3": ("Cyng. D. Tomos", "Cyng. B. Rhydderch"),
    },
)

INITIALS = Manner(
    "a community council that writes initials",
    """
Birkenhope Community Council
Minutes of a Meeting held on Tuesday 2 April 2030 in the Old School

Present: Ruth Wardlaw (RW), Hector Pringle (HP), Nan Dodds (ND), Tom Kerr (TK)
In attendance: Cllr Ailsa Bell (AB)

1 Apologies
Apologies were received from Jim Lamb.

2 Minutes of last meeting
The minutes of 5 March were approved. Proposed by RW seconded by HP.

3 Bus shelter
TK proposed a grant of £250 for the shelter, ND seconded. After a vote (3-1) it was agreed.

4 Open day
It was agreed to hold an open day in June. Proposer: ND, Seconder: TK
""",
    {
        "2": (
            TrueMotion(
                "motion",
                "RW (Ruth Wardlaw)",
                "HP (Hector Pringle)",
                "minutes of 5 March",
                "carried",
            ),
        ),
        "3": (TrueMotion("motion", "TK (Tom Kerr)", "ND (Nan Dodds)", "grant of £250", "carried"),),
        "4": (TrueMotion("motion", "ND (Nan Dodds)", "TK (Tom Kerr)", "open day", "carried"),),
    },
    {"3": (TrueVote((3, 1, None), "grant of £250"),)},
    {
        "2": ("RW (Ruth Wardlaw)", "HP (Hector Pringle)"),
        "3": ("TK (Tom Kerr)", "ND (Nan Dodds)"),
        "4": ("ND (Nan Dodds)", "TK (Tom Kerr)"),
    },
)

NORTHERN = Manner(
    "a Northern Irish council whose recorded vote stands in columns",
    """
ROE AND SPERRIN DISTRICT COUNCIL

MINUTES OF MEETING OF THE COUNCIL HELD IN THE CIVIC OFFICES ON MONDAY 10 JUNE 2030

Members Present: The Mayor, Alderman K Quigg; Aldermen S Mawhinney and T Neely; Councillors C Duddy, M Feeney, P Harkin and R Loane

4. Minutes of Council meeting held 13 May 2030

Proposed by Alderman Mawhinney
Seconded by Councillor Duddy and

AGREED: that the minutes of 13 May 2030 be signed as a true record.

5. Notice of motion: town centre parking

Moved by Councillor Feeney, seconded by Councillor Harkin

"That this Council gives an hour of free parking in its town centres from 1 September 2030."

Alderman Neely requested a recorded vote.

For	Against	Abstained
Councillor Duddy	Alderman Mawhinney	Alderman Quigg
Councillor Feeney	Alderman Neely	
Councillor Harkin	Councillor Loane	

The Mayor used his casting vote in favour and declared the motion carried.
""",
    {
        "4": (
            TrueMotion(
                "motion",
                "Alderman Mawhinney",
                "Councillor Duddy",
                "minutes of 13 May 2030 be signed",
                "carried",
            ),
        ),
        "5": (
            TrueMotion(
                "motion",
                "Councillor Feeney",
                "Councillor Harkin",
                "an hour of free parking",
                "carried",
            ),
        ),
    },
    {"5": (TrueVote((3, 3, 1), "free parking", "carried", (3, 3), casting="The Mayor"),)},
    {
        "4": ("Alderman Mawhinney", "Councillor Duddy"),
        "5": ("Councillor Feeney", "Councillor Harkin"),
    },
)

BOROUGH = Manner(
    "a borough council that writes all of it in prose",
    """
Borough of Marlsea

Minutes of the Council, 21 January 2031

Present: The Mayor (Councillor Ingram) and Councillors Joyce, Kettle, Lunn, Moss and Neve

61. Leisure centre

On the motion of Councillor Joyce, seconded by Councillor Kettle, it was proposed that the leisure centre be closed on Sundays.

An amendment was moved by Councillor Lunn and seconded by Councillor Moss, to close it on Mondays instead. On being put to the vote the amendment was lost by nine votes to twenty-one, with two abstentions.

The original motion was then put and there were 16 votes in favour and 16 against. The Mayor exercised her casting vote against the motion, which was declared lost.

62. Allotments

It was moved by Councillor Neve, Chairman of the Allotments Panel, that rents be frozen for a year, and Councillor Joyce seconded. The motion was carried nem. con.
""",
    {
        "61": (
            TrueMotion(
                "motion", "Councillor Joyce", "Councillor Kettle", "closed on Sundays", "lost"
            ),
            TrueMotion(
                "amendment",
                "Councillor Lunn",
                "Councillor Moss",
                "close it on Mondays",
                "lost",
                "closed on Sundays",
            ),
        ),
        "62": (
            TrueMotion(
                "motion", "Councillor Neve", "Councillor Joyce", "rents be frozen", "carried"
            ),
        ),
    },
    {
        "61": (
            TrueVote((9, 21, 2), "close it on Mondays", "lost"),
            TrueVote((16, 16, None), "closed on Sundays", "lost", casting="The Mayor"),
        )
    },
    {
        "61": ("Councillor Joyce", "Councillor Kettle"),
        "62": ("Councillor Neve", "Councillor Joyce"),
    },
)

ROLL = Manner(
    "a council that calls the roll in one list with a total",
    """
Penfold District Council

Council - Wednesday 26 February 2031

Minutes

Present: Councillors Abel (Chair), Birt, Cobb, Daw, Eden and Flint

44 Council Tax 2031/32

It was PROPOSED by Councillor Birt and SECONDED by Councillor Cobb that the Council Tax be set as printed.

In accordance with the Regulations a recorded vote was taken:

Those voting FOR the proposal: Councillors Abel, Birt, Cobb and Daw

Total: 4

Those voting AGAINST the proposal: Councillor Eden

Those ABSTAINING from voting: None

RESOLVED that the Council Tax be set as printed.

45 Chair of the Planning Committee

Councillor Daw was proposed by Councillor Abel and seconded by Councillor Flint.

RESOLVED unanimously that Councillor Daw be elected Chair of the Planning Committee.
""",
    {
        "44": (
            TrueMotion(
                "motion",
                "Councillor Birt",
                "Councillor Cobb",
                "Council Tax be set as printed",
                "carried",
            ),
        ),
        "45": (
            TrueMotion(
                "motion", "Councillor Abel", "Councillor Flint", "Councillor Daw", "carried"
            ),
        ),
    },
    {"44": (TrueVote((4, 1, 0), "Council Tax be set as printed", None, (4, 1)),)},
    {
        "44": ("Councillor Birt", "Councillor Cobb"),
        "45": ("Councillor Abel", "Councillor Flint"),
    },
)

OFFICES = Manner(
    "an annual meeting with proposer and seconder in columns",
    """
Tarnside Town Council

Minutes of the Annual Town Council Meeting held on Monday 13 May 2030

Present: Councillors Gill, Hope, Ives, Jupp and Kemp

1. Election of officers

Office	Elected	Proposer	Seconder
Mayor	Cllr Gill	Cllr Hope	Cllr Ives
Deputy Mayor	Cllr Jupp	Cllr Kemp	Cllr Gill

All were elected unopposed.

2. Bank signatories

Cllr Ives nominated Cllr Hope and Cllr Kemp as signatories, seconded by Cllr Jupp, and this was carried with one abstention.
""",
    {
        "1": (
            TrueMotion("motion", "Cllr Hope", "Cllr Ives", "Mayor", "carried"),
            TrueMotion("motion", "Cllr Kemp", "Cllr Gill", "Deputy Mayor", "carried"),
        ),
        "2": (TrueMotion("motion", "Cllr Ives", "Cllr Jupp", "as signatories", "carried"),),
    },
    {"2": (TrueVote((None, None, 1), "as signatories", "carried"),)},
    {"2": ("Cllr Ives", "Cllr Jupp")},
)

TICKS = Manner(
    "a recorded vote in a table with a line for each member",
    """
Greater Wyre Combined Authority

Minutes of the meeting held on Friday 20 June 2031

Present: Mayor Dunne; Councillors Ash, Bray, Clegg and Dean

9. Transport levy

Councillor Ash moved the recommendations in the report, and Councillor Bray seconded them.

Member	For	Against	Abstain
Mayor Dunne	X		
Councillor Ash	X		
Councillor Bray	X		
Councillor Clegg		X	
Councillor Dean			X

The motion was carried.

10. Bus franchising

RESOLVED (unanimously): That the programme be approved. (Moved by Councillor Clegg; seconded by Councillor Dean)
""",
    {
        "9": (TrueMotion("motion", "Councillor Ash", "Councillor Bray", "the recommendations in the report", "carried"),),
        "10": (TrueMotion("motion", "Councillor Clegg", "Councillor Dean", "programme be approved", "carried"),),
    },
    {"9": (TrueVote((3, 1, 1), "recommendations", "carried", (3, 1)),)},
    {"9": ("Councillor Ash", "Councillor Bray"), "10": ("Councillor Clegg", "Councillor Dean")},
)  # fmt: skip

TEN = (PARISH, COUNTY, SCOTTISH, WELSH, INITIALS, NORTHERN, BOROUGH, ROLL, OFFICES, TICKS)
