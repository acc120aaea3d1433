"""Which of the days that a paper names is its meeting's; every paper here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.particulars.days import day_in_file_name
from qa.papers import PaperKind
from tests.ingest.written import pdf_paper, read, read_text

MINUTES = """
OLDPORT BOROUGH COUNCIL

CABINET

{told}

Present: Councillor Dray (Chair)

1. MINUTES

The minutes of the meeting held on 5 February 2030 were approved as a correct record.

2. NEXT MEETING

The next meeting will be held on Tuesday 2 April 2030.
"""


@pytest.mark.parametrize(
    "told",
    [
        "Minutes of the meeting held on Monday 4 March 2030 at 7 pm",
        "Monday, the fourth day of March, 2030",
        "held in the Town Hall, Oldport on\n\n4 MARCH 2O30",
        "Monday 4 March, at 7 pm 2030, in the Town Hall",
        "Date: 04/03/2030\nVenue: Town Hall",
        "Published: 11 March 2030\n\nMonday 4th March 2030",
        "Cabinet - 4.3.2030",
        "A meeting of the Cabinet was held on 4 March 2030. It was called on 22 February 2030.",
    ],
)
def test_the_meetings_own_line_comes_before_any_other_day(told: str) -> None:
    assert read_text(MINUTES.format(told=told)).paper.meeting_date == date(2030, 3, 4)


def test_the_meeting_before_and_the_next_one_are_not_this_meeting() -> None:
    assert read_text(MINUTES.format(told="Town Hall, Oldport")).paper.meeting_date is None


def test_a_day_over_the_end_of_a_line_is_read() -> None:
    paper = pdf_paper("""
# OLDPORT PARISH COUNCIL

Minutes of the meeting of the Parish Council held in the village hall of Oldport on the 4
th of March
2030 at half past seven

Present: Cllr Dray
""")
    assert read(paper, "minutes.pdf").paper.meeting_date == date(2030, 3, 4)


@pytest.mark.parametrize(
    ("signed", "day"),
    [
        ("Date of decision: 6 March 2030\n\nPublication date: 9 March 2030", date(2030, 3, 6)),
        ("Signed: A Dray\n\nDate: 6.3.30", date(2030, 3, 6)),
        ("Published: 9 March 2030", None),
    ],
)
def test_a_record_of_a_decision_has_the_day_on_which_it_was_taken_or_signed(
    signed: str, day: date | None
) -> None:
    paper = read_text(f"""
RECORD OF OFFICER DECISION

Decision maker: Head of Harbours

Subject: Repair of the quay, considered by Cabinet since 4 February 2030

Decision: To mend the quay.

{signed}
""").paper
    assert paper.kind is PaperKind.DECISION_RECORD
    assert paper.meeting_date == day


def test_a_planning_report_has_the_committees_day_and_not_the_applications() -> None:
    paper = read_text("""
Report to: Planning Committee
Date of meeting: 4 March 2030
Subject: Barn at Low Farm
Report of: Head of Planning

Application received: 3 January 2030
Date valid: 9 January 2030
""").paper
    assert paper.meeting_date == date(2030, 3, 4)


@pytest.mark.parametrize(
    ("name", "kind", "day"),
    [
        (
            "oldport/Printed minutes 04th-Mar-2030 10.00 Cabinet.pdf",
            PaperKind.MINUTES,
            "2030-03-04",
        ),
        ("2030-03-04-general-meeting.md", PaperKind.OTHER, "2030-03-04"),
        ("minutes20300304.pdf", PaperKind.MINUTES, "2030-03-04"),
        ("minutes_2030_March_4.pdf", PaperKind.MINUTES, "2030-03-04"),
        ("Appendix D 04.03.30.pdf", PaperKind.APPENDIX, None),
        ("minutes 4 March to 5 March.pdf", PaperKind.MINUTES, None),
    ],
)
def test_a_files_name_may_give_the_day(name: str, kind: PaperKind, day: str | None) -> None:
    sign = day_in_file_name(name, kind)
    assert (sign.value.isoformat() if sign else None) == day
