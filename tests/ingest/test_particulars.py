"""What the front of a paper says about itself; every paper here is invented."""

from __future__ import annotations

from datetime import date

from qa.papers import PaperKind, Standing
from tests.ingest.written import pdf_paper, read, read_text, standing_of

COVER = """
# Report to: Cabinet Date of
# Meeting:
12 March 2019
# Subject: Review of Ferry Fares Wards
# Affected:
Quay; Old Town
Report of: Head of Transport
Key Decision: No
# Exempt /
# Confidential:
No
Contact Officer: A. Person
Telephone: 01632 960000

# Recommendations

The Cabinet is asked to:
(1) agree the fares; and
(2) note the timetable.

# 1. Background

The fares were last changed in 2014, when the new boat came into service.
"""


def test_a_cover_whose_two_columns_run_together_is_read() -> None:
    paper = read(pdf_paper(COVER), "report.pdf")
    assert paper.paper.title == "Review of Ferry Fares"
    assert paper.paper.body == "Cabinet"
    assert paper.paper.meeting_date == date(2019, 3, 12)
    assert not paper.restricted


def test_the_words_of_a_cover_are_no_headings() -> None:
    paper = read(pdf_paper(COVER), "report.pdf")
    headings = {heading for passage in paper.passages for heading in passage.heading}
    assert headings == {"Review of Ferry Fares", "Recommendations", "1. Background"}


def test_recommendations_are_recommended_and_never_decided() -> None:
    paper = read(pdf_paper(COVER), "report.pdf")
    report = paper.items[0]
    assert report.standing is Standing.RECOMMENDED
    assert [limb.number for limb in report.limbs] == ["(1)", "(2)"]
    assert standing_of(paper, "(2) note the timetable.") is Standing.RECOMMENDED
    strong = {Standing.DECIDED, Standing.NOTED, Standing.DEFERRED}
    assert not strong & {passage.standing for passage in paper.passages}


def test_the_meeting_of_a_supplement_is_not_the_day_of_its_covering_letter() -> None:
    paper = read_text("""
Date: 8 March 2019

Dear Member

CABINET - TUESDAY, 12 MARCH 2019

I enclose the following report that was unavailable when the agenda was published.
""").paper
    assert paper.kind is PaperKind.SUPPLEMENT
    assert paper.meeting_date == date(2019, 3, 12)
    assert paper.body == "Cabinet"


def test_a_cabinet_members_report_to_scrutiny_belongs_to_scrutiny() -> None:
    paper = read_text("""
CABINET MEMBER REPORT

Overview and Scrutiny Committee

Councillor\tPortfolio\tPeriod of Report
A. Person\tTransport\tMarch 2019

Ferries

The new boat has come into service.
""").paper
    assert paper.kind is PaperKind.PORTFOLIO_REPORT
    assert paper.body == "Overview and Scrutiny Committee"


def test_a_proposed_record_of_decision_holds_a_recommendation_and_its_title_below_the_label() -> (
    None
):
    text = """
BRINMOUTH COUNCIL – {}RECORD OF DECISION

DECISION TO BE TAKEN BY:

Cabinet

DECISION NO:

19/00042

Subject Matter / Title of Decision

Adoption of the Harbour Plan

Decision:

Cabinet agree to:

a) adopt the Harbour Plan; and
b) note the survey.

Reason(s) for decision:

The plan is out of date.
"""
    proposed = read_text(text.format("PROPOSED "))
    assert proposed.paper.title == "Adoption of the Harbour Plan"
    assert proposed.items[0].references == ("19/00042",)
    assert standing_of(proposed, "a) adopt the Harbour Plan") is Standing.RECOMMENDED
    taken = read_text(text.format(""))
    assert standing_of(taken, "a) adopt the Harbour Plan") is Standing.DECIDED


def test_a_council_that_is_merely_mentioned_is_not_the_papers_own() -> None:
    paper = read_text("""
Ferry Fares

The fares are set with Farhaven Borough Council, which owns the other landing, and with
Oldport City Council.

1. Background

The fares were last changed in 2014 after Farhaven Borough Council asked for it.
""").paper
    assert paper.council is None


def test_a_council_in_a_line_of_its_own_is_the_papers_own() -> None:
    assert read_text("BRINMOUTH BOROUGH COUNCIL\n\nFerry Fares\n\nText.").paper.council == (
        "Brinmouth Borough Council"
    )
