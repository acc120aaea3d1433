"""What a paper is, by weak signs where no heading says it; every paper here is invented."""

from __future__ import annotations

import pytest

from qa.papers import PaperKind
from tests.ingest.written import read_text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            """
Items called in

A report of the Harbour Committee was circulated.

RESOLVED: That Cabinet notes the report.

It was noted that no items had been called in.
""",
            PaperKind.MINUTES,
        ),
        (
            """
128 Harbour budget

The Leader MOVED, seconded by Councillor Fenn, that the budget be adopted.

Councillor Orme asked for the figures. The Chairman thanked the officers.

The motion was put to the vote and carried.
""",
            PaperKind.MINUTES,
        ),
        (
            """
Pell Village, spring 2030

You are invited to attend the meeting that will be held in the hall

1. To receive apologies
2. To approve the minutes of the last meeting
3. To consider the lease
""",
            PaperKind.AGENDA,
        ),
        (
            """
Lease of the boathouse

Decision Maker: Head of Harbours

Decision status: Approved

Is Key decision?: No

Date of decision: 4 March 2030
""",
            PaperKind.DECISION_RECORD,
        ),
        (
            """
Harbour dues

1. Purpose of the report

To set out the dues.

2. Recommendations

3. Financial implications

None.
""",
            PaperKind.REPORT,
        ),
        (
            """
Oldport Harbour Strategy

Foreword

The harbour is old. Members agreed in 2029 that it should be mended, and the plan was adopted.

Contents
""",
            PaperKind.OTHER,
        ),
        (
            "Street lights\n\nThe lamps will be mended in March. Please tell the clerk.",
            PaperKind.OTHER,
        ),
    ],
)
def test_how_a_paper_is_written_tells_what_it_is(text: str, kind: PaperKind) -> None:
    assert read_text(text).paper.kind is kind


def test_an_item_that_takes_the_minutes_makes_no_minutes_of_an_agenda() -> None:
    paper = read_text("""
AGENDA

1. Apologies

2. Minutes of the meeting of the Cabinet held on 4 March 2030

To confirm the minutes.
""").paper
    assert paper.kind is PaperKind.AGENDA


@pytest.mark.parametrize(
    "heading",
    [
        "AGENDA for the meeting of the Parks Committee to be held on 4 March 2030 at 7.00 pm",
        "Agenda of the Annual Meeting",
        "THRAVE PARISH COUNCIL AGENDA",
        "Agenda ar gyfer cyfarfod y Cabinet, 4 Mawrth 2030",
    ],
)
def test_a_heading_that_names_the_meeting_of_an_agenda_heads_an_agenda(heading: str) -> None:
    paper = read_text(f"Thrave Parish Council\n\n{heading}\n\n1. Apologies\n\n2. The pond").paper
    assert paper.kind is PaperKind.AGENDA


@pytest.mark.parametrize(
    "line",
    [
        "agenda for the meeting of the Cabinet, and the pond",
        "The agenda for the meeting was agreed.",
        "Agenda for Change pay scales",
    ],
)
def test_words_about_an_agenda_head_none(line: str) -> None:
    paper = read_text(f"The pond and its ducks\n\n{line}\n\nThe pond is deep.").paper
    assert paper.kind is PaperKind.OTHER
