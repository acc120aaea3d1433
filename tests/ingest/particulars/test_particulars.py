"""What the front of a paper says about itself; every paper here is invented."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from ingest.document import SourceDocument
from qa.papers import FileFormat, PaperKind, SourceLine, Standing
from tests.ingest.written import pdf_paper, read, read_text, standing_of, text_paper

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


@pytest.mark.parametrize(
    ("maker", "body"),
    [
        ("Cabinet", "Cabinet"),
        ("Cabinet – 12 March 2019", "Cabinet"),
        ("Cabinet Member for Harbours", "Cabinet Member for Harbours"),
        ("Councillor A Person, Cabinet Member - Harbours", "Cabinet Member - Harbours"),
        ("The Leader of the Council", "Leader of the Council"),
        (
            "Deputy Leader and Cabinet Member for Harbours",
            "Deputy Leader and Cabinet Member for Harbours",
        ),
        ("Corporate Director, Place", "Corporate Director, Place"),
        ("Cabinet and Council", "Cabinet"),
        ("Harbours Cabinet Committee", "Harbours Cabinet Committee"),
    ],
)
def test_a_decision_is_said_to_be_theirs_who_took_it(maker: str, body: str) -> None:
    paper = read_text(f"""
BRINMOUTH COUNCIL

RECORD OF DECISION

Decision taken by: {maker}

Title: Harbour Plan

Decision:

To adopt the Harbour Plan.
""").paper
    assert paper.kind is PaperKind.DECISION_RECORD
    assert paper.body == body


def test_the_letterhead_of_an_address_tells_whose_a_council_named_once_is() -> None:
    text = """
AGENDA

CABINET

Tuesday, 12 March 2019 at 10.00 am

Ask for: A Person
Email: a.person@{place}
.gov.uk

1. Apologies

2. Brinmouth Borough Council Harbour Plan

3. Talks with Farhaven Borough Council
"""
    assert read_text(text.format(place="brinmouth")).paper.council == "Brinmouth Borough Council"
    assert read_text(text.format(place="oldport")).paper.council is None


def test_a_council_named_once_is_known_by_a_place_that_the_paper_is_all_about() -> None:
    told = (
        "In Brinmouth the boats run. Across Brinmouth they are full. Brinmouth is glad of them.\n\n"
    )
    named = "Staff of Brinmouth Council and of Farhaven Council met.\n\n"
    assert read_text("Ferries\n\n" + named + told * 12).paper.council == "Brinmouth Council"
    assert read_text("Ferries\n\n" + named + told * 5).paper.council is None


def test_a_chamber_is_no_council() -> None:
    text = "AGENDA\n\nCABINET\n\nAsk for: Mary Person\nCouncil Chamber, Quay House\n\n"
    assert read_text(text).paper.council is None


def test_an_appendix_is_called_by_its_own_heading_not_by_the_first_table_in_larger_type() -> None:
    lines = (
        SourceLine(1, "APPENDIX B - HARBOUR INVESTMENT SUMMARY 2019-20 to 2028-29", 1, 8.0, True),
        SourceLine(2, "Ferries & Moorings (FM)", 1, 13.0, True, 0.8),
    )
    paper = read(SourceDocument(FileFormat.PDF, lines, 1), "b.pdf").paper
    assert paper.kind is PaperKind.APPENDIX
    assert paper.title == "APPENDIX B - HARBOUR INVESTMENT SUMMARY 2019-20 to 2028-29"


@pytest.mark.parametrize("label", ["EqIA Title\n\nHarbour Plan", "Title of policy: Harbour Plan"])
def test_an_equality_assessment_is_called_by_what_it_assesses(label: str) -> None:
    paper = read_text(f"Equality Impact Assessment\n\n{label}\n\nAims\n\nTo mend the quay.").paper
    assert paper.kind is PaperKind.EQUALITY_ASSESSMENT
    assert paper.title == "Harbour Plan"


def test_an_items_number_is_no_title() -> None:
    paper = read_text("Item 7\n\nHarbour Plan\n\nThe quay is old, and it has to be mended soon.")
    assert paper.paper.title == "Harbour Plan"


def test_a_members_report_is_called_by_portfolio_and_period() -> None:
    paper = read_text("""
CABINET MEMBER REPORT

Overview and Scrutiny Committee

Councillor\tPortfolio\tPeriod of Report
A. Person\tHarbours\tMarch 2019
""").paper
    assert paper.title == "CABINET MEMBER REPORT: Harbours, March 2019"


def test_a_statutory_officer_who_has_been_involved_has_numbered_the_report() -> None:
    paper = read_text("""
Report to: Cabinet\tDate of Meeting: 12 March 2019
Subject: Harbour Plan\tWards Affected: All
Report of: Head of Harbours\tKey Decision: No

What consultations have taken place?

The Head of Finance (FD1234/19) has been involved in the work.

The Head of Law (LD987/19) has been consulted.
""")
    assert paper.items[0].references == ("FD1234/19", "LD987/19")


def test_an_assessment_bound_behind_a_blank_page_is_a_paper_of_its_own() -> None:
    form = """
    EqIA Submission Form
    Information collected from the EqIA Submission

    # EqIA Title
    Ferry fares in winter

    # Responsible Officer
    A Person

    # Type of Activity
    Service change
    """
    paper = read(pdf_paper(COVER, "", form), "supplement.pdf")
    (report,) = [each for each in paper.items if each.kind == "report"]
    assert (report.page.first, report.page.last) == (1, 1)
    assert standing_of(paper, "Service change") is Standing.BACKGROUND
    roots = {passage.heading[:1] for passage in paper.passages if passage.page.first == 3}
    assert roots == {("Ferry fares in winter",)}


def test_a_line_of_a_cover_under_a_name_of_its_own_does_not_spoil_the_labels_above_it() -> None:
    paper = read(
        pdf_paper("""
# Harbour Account and Dredging Fund: Position at Half-Year 2031/32

Committee Harbour and Markets Committee
Date 12 November 2031
Report of Orla Tench, Director of Finance and Proper Officer for the purposes of the Act
Wards All
Budget framework Harbour Strategy Statement 2031/32, approved by Council on
20 February 2031, with the revision of July
For decision by Council, 9 December 2031, on the recommendation of this Committee and no other

# 1 Purpose

1.1 This report tells how the harbour account stands.
""")
    ).paper
    assert paper.kind is PaperKind.REPORT
    assert paper.body == "Harbour and Markets Committee"
    assert paper.meeting_date == date(2031, 11, 12)


FRONTS = tomllib.loads((Path(__file__).parent / "fronts.toml").read_text("utf-8"))["paper"]
"""Fronts of papers in many layouts, and what a reader takes each for."""


@pytest.mark.parametrize("front", FRONTS, ids=[front["text"].split("\n")[0] for front in FRONTS])
def test_a_paper_of_any_layout_is_told_by_its_own_words(front: dict[str, str]) -> None:
    paper = read_text(front["text"]).paper
    council, body = front.get("council"), front.get("body")
    given = {
        "council": paper.council,
        # A council's own name stands for its full meeting.
        "body": "Council" if paper.body and paper.body == council else paper.body,
        "date": paper.meeting_date.isoformat() if paper.meeting_date else None,
        "kind": paper.kind.value,
    }
    wanted = {
        "council": council,
        "body": "Council" if body and body == council else body,
        "date": front.get("date"),
        "kind": front["kind"],
    }
    assert given == {
        field: given[field] if wanted[field] == "*" else wanted[field] for field in wanted
    }


def test_each_field_says_what_tells_it_and_where() -> None:
    paper = read_text("""
OLDPORT TOWN COUNCIL

Minutes of a meeting of the Harbour Committee held on Monday 4 March 2030

Present: Cllr Dray

1. It was resolved to mend the quay.
""").paper
    told = {basis.field: (basis.value, basis.words, basis.line) for basis in paper.identity}
    heading = "Minutes of a meeting of the Harbour Committee held on Monday 4 March 2030"
    assert told["council"] == ("Oldport Town Council", "OLDPORT TOWN COUNCIL", 1)
    assert told["body"] == ("Harbour Committee", heading, 3)
    assert told["date"] == ("2030-03-04", heading, 3)
    assert told["kind"] == ("minutes", heading, 3)
    assert told["title"][0] == paper.title
    assert all(0.5 < basis.confidence <= 1 for basis in paper.identity)


def test_what_a_paper_keeps_back_tells_nothing_of_it() -> None:
    paper = read_text("""
OLDPORT TOWN COUNCIL

Minutes of the Harbour Committee held on Monday 4 March 2030

Not for publication by virtue of paragraph 3 of Schedule 12A: the meeting of the Sale Panel
held on 5 March 2030.

1. It was resolved to mend the quay.
""")
    assert all("Sale Panel" not in basis.words for basis in paper.paper.identity)


MARKDOWN = """---
title: "Meeting of {named}"
date: {posted}
---
{joined}PELL COMMUNITY COUNCIL

GENERAL MEETING MONDAY 6 NOVEMBER{year}

Present: A Dray, B Fenn

1. Minutes of the October meeting were moved as correct.
"""


@pytest.mark.parametrize("joined", ["", "\n"])
def test_the_day_on_which_a_page_was_posted_is_not_the_meetings(joined: str) -> None:
    text = MARKDOWN.format(named="the month", posted="2023-11-23", joined=joined, year=" 2023")
    paper = read(text_paper(text), "2023-11-23-meeting.md").paper
    assert (paper.council, paper.meeting_date) == ("Pell Community Council", date(2023, 11, 6))


def test_a_year_that_is_not_printed_is_had_from_the_weekday_and_the_files_name() -> None:
    text = MARKDOWN.format(named="the month", posted="soon", joined="", year="")
    assert read(text_paper(text), "minutes 2023.md").paper.meeting_date == date(2023, 11, 6)
    assert read(text_paper(text), "minutes 2022.md").paper.meeting_date is None
    assert read(text_paper(text), "minutes.md").paper.meeting_date is None


def test_a_cover_that_tells_a_whole_proposal_is_no_title() -> None:
    text = """
Report to: Planning Committee
Date of meeting: 4 March 2030
Subject: {}
Report of: Head of Planning
"""
    told = "Change of the use of the barn" + " and of the yard behind it" * 30
    assert len((read_text(text.format(told)).paper.title or "").split()) <= 16
    clause = f"Barn at Low Farm: {told}"
    assert read_text(text.format(clause)).paper.title == "Barn at Low Farm"
    assert read_text(text.format("Barn at Low Farm")).paper.title == "Barn at Low Farm"


@pytest.mark.parametrize(
    ("did", "body"),
    [
        (
            "The Harbour Committee considered the reasons. The Committee AGREED to wait.",
            "Harbour Committee",
        ),
        ("RESOLVED: That Cabinet notes the report of the Harbour Committee.", "Cabinet"),
        (
            "The minutes of the Pier Panel of 4 March 2030 were noted. The Committee resolved it.",
            None,
        ),
    ],
)
def test_a_page_without_a_front_is_the_bodys_that_acted_in_it(did: str, body: str | None) -> None:
    text = f"Quay Street\n\nMinutes:\n\nCllr Dray spoke. Cllr Fenn seconded it.\n\n{did}"
    assert read_text(text).paper.body == body
