"""Several meetings on one page, each with its own day and body; every paper here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from qa.papers import Standing
from tests.ingest.written import pdf_paper, read, read_text

ISSUE = """
Issue - meetings

Setting the harbour dues

Meeting: 21/02/2030 - Council (Item 8)

8 Setting the harbour dues

Minutes:

It was proposed by Councillor Dray and seconded by Councillor Fenn that the dues be raised.

Meeting: 14/02/2030 - Cabinet (Item 12)

12 Setting the harbour dues

Minutes:

The Cabinet considered the dues of the quay.
"""
DECISIONS = """
Decisions published

17/11/2030 - Paint for the pier ref: 1249    Recommendations Approved

Decision Maker: Lead Member for Harbours

Made at meeting: 17/11/2030 - Lead Member for Harbours

Decision:

To paint the pier.

12/11/2030 - Rope for the ferry ref: 1248    Recommendations Approved

Decision Maker: Head of Ferries

Made at meeting: 12/11/2030 - Head of Ferries

Decision:

To buy the rope.
"""


def test_each_meeting_on_a_page_has_its_own_day_and_body() -> None:
    paper = read_text(ISSUE)
    assert (paper.paper.body, paper.paper.meeting_date) == ("Council", date(2030, 2, 21))
    held = {
        (p.body, p.meeting_date)
        for p in paper.passages
        if "of the quay" in p.text or "proposed by" in p.text
    }
    assert held == {("Council", date(2030, 2, 21)), ("Cabinet", date(2030, 2, 14))}


def test_each_decision_of_a_list_has_its_own_day_and_maker() -> None:
    paper = read_text(DECISIONS)
    by_text = {p.text: (p.body, p.meeting_date) for p in paper.passages}
    told = {
        words: next(v for text, v in by_text.items() if words in text)
        for words in ("pier.", "rope.")
    }
    assert told == {
        "pier.": ("Lead Member for Harbours", date(2030, 11, 17)),
        "rope.": ("Head of Ferries", date(2030, 11, 12)),
    }


FIRST = """
BRACKWATER BOROUGH COUNCIL
CABINET
Minutes of the meeting held on 7 March 2030

Present: Councillor Ashdown (Chair), Councillor Pryce

31. DREDGING OF THE NORTH QUAY

RESOLVED that the north quay be dredged.
"""
SECOND = """
BRACKWATER BOROUGH COUNCIL
HARBOUR COMMITTEE
Minutes of the meeting held on 4 April 2030

Present: Councillor Pryce (Chair), Councillor Rigg

31. SALE OF THE SOUTH QUAY

RESOLVED that the south quay be sold.
"""


def test_minutes_of_two_meetings_in_one_pdf_keep_their_own_day_and_their_decisions() -> None:
    paper = read(pdf_paper(FIRST, SECOND))
    told = [
        (p.meeting_date, p.page.first) for p in paper.passages if p.standing is Standing.DECIDED
    ]
    assert told == [(date(2030, 3, 7), 1), (date(2030, 4, 4), 2)]


@pytest.mark.parametrize(
    "sheet", ["NOT FOR PUBLICATION", "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A"]
)
def test_minutes_behind_a_restricted_sheet_are_no_document_of_their_own(sheet: str) -> None:
    paper = read(pdf_paper(FIRST, f"{sheet}\n\nThe minutes follow.", SECOND))
    assert not any("south quay" in p.text.lower() for p in paper.passages)
