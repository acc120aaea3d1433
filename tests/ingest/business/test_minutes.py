"""The styles in which councils keep minutes; every meeting here is invented."""

from __future__ import annotations

import pytest

from qa.papers import PaperKind, Standing
from tests.ingest.written import item, read, read_text, standing_of, text_paper

HEAD = """
BRINMOUTH COUNCIL

Minutes of a meeting of the {body}
held at the Guildhall on {day}

Present: Councillor Ash (Chair), Councillors Beech and Cedar

"""


def minutes(text: str, body: str = "Cabinet", day: str = "12 March 2019"):
    return read_text(HEAD.format(body=body, day=day).strip("\n") + "\n\n" + text.strip("\n"))


def test_resolved_with_a_dash_and_mover_and_seconder_above_it() -> None:
    paper = minutes("""
14. APOLOGIES FOR ABSENCE

There were none.

15. QUAY STREET CAR PARK

The Head of Property reported on the car park.

Moved by Councillor Ash, seconded by Councillor Beech:

RESOLVED – That the car park be sold.

16. ANY OTHER BUSINESS

There was none.
""")
    sale = item(paper, "15")
    assert sale.standing is Standing.DECIDED
    assert (sale.moved_by, sale.seconded_by) == ("Councillor Ash", "Councillor Beech")
    decision = next(p for p in paper.passages if p.standing is Standing.DECIDED)
    assert decision.text.endswith("RESOLVED – That the car park be sold.")
    assert "Moved by Councillor Ash" in decision.text


def test_resolved_with_a_colon_and_limbs_on_their_own_lines() -> None:
    paper = minutes("""
61/21 APOLOGIES

None.

62/21 LIBRARY HOURS

Resolved:

(1) that the hours be kept as they are; and
(2) that the petition be noted.

63/21 DATE OF NEXT MEETING

9 April 2019.
""")
    hours = item(paper, "62/21")
    assert hours.standing is Standing.DECIDED
    assert [limb.number for limb in hours.limbs] == ["(1)", "(2)"]
    assert item(paper, "63/21").standing is Standing.BACKGROUND


@pytest.mark.parametrize(
    "words",
    [
        "AGREED without division and it was RESOLVED that the plan be adopted.",
        "The Council resolved to adopt the plan.",
        "Council resolved to adopt the plan.",
        "AGREED that the plan be adopted.",
        "It was unanimously agreed that the plan be adopted.",
        "DECISION\n\nThe plan was adopted with effect from 1 May.",
        "Decision: the plan be adopted.",
        "**RESOLVED:** that the plan be adopted.",
        "After debate, it was RESOLVED that the plan be adopted.",
        "RESOLVED that the Leader is asked to agree the plan.",
    ],
)
def test_each_way_of_recording_a_decision_is_decided(words: str) -> None:
    paper = minutes(
        f"""
142/20 Apologies for Absence

There were none.

143/20 Harbour Plan

The Director introduced the plan.

{words}

144/20 Date of Next Meeting

The next meeting would be in May.
""",
        body="Council",
    )
    assert item(paper, "143/20").standing is Standing.DECIDED


@pytest.mark.parametrize(
    "words",
    [
        "NOTED",
        "NOTED that work had begun.",
        "RESOLVED that the report be noted.",
        "RESOLVED that Cabinet note the report and the actions being taken on targets.",
        "RESOLVED that Cabinet note the approval given by the Minister in March.",
        "The report was noted.",
        "Resolved: (1) that the position be noted; (2) that the risks be noted.",
    ],
)
def test_what_is_merely_noted_is_not_decided(words: str) -> None:
    paper = minutes(
        f"""
Exe/19/60 Apologies

There were none.

Exe/19/61 Harbour Works

{words}

Exe/19/62 Date of Next Meeting

The next meeting would be in May.
""",
        body="Executive",
    )
    assert item(paper, "Exe/19/61").standing is Standing.NOTED


def test_noting_one_thing_and_agreeing_another_is_a_decision() -> None:
    paper = minutes("""
7. APOLOGIES

None.

8. SETTLEMENT

RESOLVED that Cabinet note the settlement; and agree to delegate the reply to the Director.
""")
    assert item(paper, "8").standing is Standing.DECIDED


@pytest.mark.parametrize(
    "words",
    [
        "RESOLVED – That consideration of the item be deferred to the next meeting.",
        "Decision Made:\n\nThat the item be deferred pending a survey.",
        "The updates were deferred to the next meeting of the Cabinet.",
        "RESOLVED that the item be considered further at a later date.",
    ],
)
def test_what_is_put_off_is_deferred(words: str) -> None:
    paper = minutes(f"""
ITEM 6 – APOLOGIES

None.

ITEM 7 – TAXI FEES

{words}
""")
    assert item(paper, "7").standing is Standing.DEFERRED


def test_title_case_headings_with_item_words_and_a_short_date() -> None:
    paper = read_text("""
PENWICK DISTRICT COUNCIL

Minutes of the Planning Committee
27/06/2018

Present: Councillor Dale (Chair)

ITEM 7 – Apologies for Absence

There were none.

ITEM 8 – Mill Lane Footbridge

AGREED that the footbridge be repaired.

ITEM 9 – Close

The meeting ended at noon.
""")
    assert paper.paper.kind is PaperKind.MINUTES
    assert paper.paper.meeting_date is not None
    assert paper.paper.meeting_date.isoformat() == "2018-06-27"
    assert paper.paper.body == "Planning Committee"
    assert item(paper, "8").title == "Mill Lane Footbridge"
    assert item(paper, "8").standing is Standing.DECIDED


def test_a_report_that_is_quoted_as_recommending_is_not_a_resolution() -> None:
    paper = minutes("""
3. MINUTES

The minutes of the last meeting were agreed.

4. TOWN HALL ROOF

The report said that the Cabinet is recommended to approve the works at a cost
of £1m. Members asked for more time to look at the figures, and the Chair said
that the item would come back.
""")
    assert item(paper, "4").standing not in (Standing.DECIDED, Standing.NOTED, Standing.RECOMMENDED)
    assert item(paper, "3").standing is Standing.DECIDED


def test_what_another_body_or_an_earlier_meeting_resolved_is_not_decided_here() -> None:
    paper = minutes("""
3. APOLOGIES

None.

4. STREET TREES

The Committee resolved to ask for forty more trees. At its last meeting it was
resolved that a survey be made. The Chair thanked the Committee.

The Panel agreed that the survey was thorough.
""")
    assert item(paper, "4").standing not in (Standing.DECIDED, Standing.NOTED)


def test_a_lost_amendment_is_not_a_decision_and_both_votes_are_kept() -> None:
    paper = minutes(
        """
20. APOLOGIES

None.

21. BUDGET

It was moved by Councillor Ash and seconded by Councillor Beech that:

(1) the budget be set at £10m.

Amendment

It was moved by Councillor Cedar and seconded by Councillor Dunn, by way of amendment, that:

the mobile library be kept.

For (4)

Councillors Cedar, Dunn, Elm and Fir

Against (9)

Councillors Ash, Beech and others

Abstain (1)

Councillor Gorse

Amendment lost.

For (10)

Councillors Ash, Beech and others

Against (3)

Councillors Cedar, Dunn and Elm

Abstain (1)

Councillor Gorse

Motion carried.

RESOLVED that:

(1) the budget be set at £10m.
""",
        body="Council",
    )
    budget = item(paper, "21")
    votes = [(v.votes_for, v.against, v.abstain, v.result) for v in budget.votes]
    assert votes == [(4, 9, 1, "lost"), (10, 3, 1, "carried")]
    assert standing_of(paper, "the mobile library be kept") not in (
        Standing.DECIDED,
        Standing.NOTED,
        Standing.DEFERRED,
    )
    decided = [p.text for p in paper.passages if p.standing is Standing.DECIDED]
    assert len(decided) == 1
    assert "mobile library" not in decided[0]
    assert budget.moved_by == "Councillor Ash"


def test_limbs_cut_by_a_running_header_stay_together_and_missing_ones_are_told() -> None:
    paper = minutes("""
30. APOLOGIES

None.

31. HARBOUR WALL

Decision Made: That

- (1) approval be given to the repair of the wall, to be let

CABINET - THURSDAY 12TH MARCH, 2019

as one contract with the slipway;

- (2) the cost be met from the capital programme; and
- (4) the Harbour Master be authorised to close the wall.

Reasons for Decision:

The wall is unsafe.
""")
    wall = item(paper, "31")
    assert [limb.number for limb in wall.limbs] == ["(1)", "(2)", "(4)"]
    assert wall.missing_limbs == ("(3)",)
    assert "as one contract with the slipway" in wall.limbs[0].text
    assert "CABINET - THURSDAY" not in wall.limbs[0].text
    assert "The wall is unsafe" not in wall.limbs[-1].text


def test_limbs_lost_before_the_first_one_found_are_told() -> None:
    paper = minutes("""
40. APOLOGIES

None.

41. FERRY

RESOLVED that:

(2) the fare be raised to £2; and
(3) the timetable be kept.
""")
    assert item(paper, "41").missing_limbs == ("(1)",)


def test_decision_made_is_bracketed_by_the_reasons() -> None:
    paper = minutes("""
50. APOLOGIES

None.

51. LONG AGREEMENT

Decision Made:

That the agreement be approved.

It runs for seven years.

Any surplus be shared.

Reasons for Decision:

It saves money.

Alternative Options Considered and Rejected:

None.
""")
    assert standing_of(paper, "Any surplus be shared.") is Standing.DECIDED
    assert standing_of(paper, "It saves money.") is Standing.BACKGROUND


def test_minutes_in_private_are_marked_and_their_public_record_is_kept() -> None:
    paper = minutes("""
60. EXCLUSION OF PRESS AND PUBLIC

RESOLVED that the press and public be excluded.

61. LAND AT THE QUAY

A decision was taken on the sale.

62. READMISSION OF THE PUBLIC

The public returned.

63. CLOSE

The meeting ended.
""")
    private = {p.item_number: p.private for p in paper.passages if p.item_number}
    assert private == {"60": False, "61": True, "62": False, "63": False}
    assert {i.number: i.private for i in paper.items if i.number} == private
    assert item(paper, "61").standing is Standing.DECIDED


def test_a_financial_year_is_not_a_report_number() -> None:
    paper = minutes("""
70. BUDGET 2024/25 TO 2026/27

Report FIN/24/07

RESOLVED that the budget be published.

71. CLOSE

The meeting ended.
""")
    assert item(paper, "70").references == ("FIN/24/07",)


def test_the_date_is_the_meetings_own_not_that_of_the_minutes_confirmed() -> None:
    document = text_paper("""
MINUTES OF THE PROCEEDINGS OF THE CABINET

12 September 2024

25 MINUTES

RESOLVED – That the minutes of the meeting of 18 July 2024 be signed.

26 CLOSE

The meeting ended.
""")
    paper = read(document).paper
    assert paper.meeting_date is not None
    assert paper.meeting_date.isoformat() == "2024-09-12"


@pytest.mark.parametrize(
    ("divider", "private"),
    [
        ("PART II - EXEMPT", True),
        ("Part B – Not for publication", True),
        ("RHAN 2 – EITEMAU EITHRIEDIG", True),
        ("PART II - PUBLIC", False),
        ("The meeting went on to the second part of the agenda.", False),
    ],
)
def test_what_stands_below_the_heading_of_the_private_part_is_private(
    divider: str, private: bool
) -> None:
    read = minutes(
        "1. Tolls\n\nThe tolls were put to the meeting.\n\nRESOLVED: That the tolls be raised.\n\n"
        f"{divider}\n\n"
        "2. Sale of the Gasworks\n\nOffers were reported.\n\nRESOLVED: That the gasworks be sold.\n"
    )
    assert item(read, "1").private is False
    assert item(read, "2").private is private


def test_what_was_decided_above_the_first_item_is_an_item_without_a_number() -> None:
    paper = minutes("""
Councillor Ash was in the chair until the elections had been held.

It was RESOLVED that Councillor Beech be elected Chair for the year.

1. APOLOGIES FOR ABSENCE

There were none.

2. QUAY STREET CAR PARK

RESOLVED – That the car park be sold.

3. ANY OTHER BUSINESS

There was none.
""")
    first = paper.items[0]
    assert (first.number, first.standing) == (None, Standing.DECIDED)
    assert [d.text for d in first.decisions] == [
        "It was RESOLVED that Councillor Beech be elected Chair for the year."
    ]
    assert [each.number for each in paper.items[1:]] == ["1", "2", "3"]


def test_minutes_without_numbers_or_headings_still_decide() -> None:
    paper = minutes("""
The clerk reported that two quotes had been received for the roof of the pavilion.

It was RESOLVED that the quote of £4,200 be accepted.

Members spoke of the state of the footpath behind the school.
""")
    assert standing_of(paper, "the quote of £4,200 be accepted") is Standing.DECIDED
    assert standing_of(paper, "state of the footpath") is not Standing.DECIDED
    assert len(paper.items) == 1


def test_the_front_of_minutes_is_no_business_by_itself() -> None:
    paper = minutes("""
1. APOLOGIES FOR ABSENCE

There were none.

2. QUAY STREET CAR PARK

RESOLVED – That the car park be sold.
""")
    assert [each.number for each in paper.items] == ["1", "2"]


def test_a_line_that_counts_votes_opens_no_item() -> None:
    paper = minutes("""
3. MINUTES

RESOLVED that the minutes of 4 March be approved as a correct record.

Voting Record

5 For, 0 Against, 1 Abstention

6. QUAY STREET CAR PARK

RESOLVED – That the car park be sold.
""")
    assert [each.number for each in paper.items] == ["3", "6"]
    assert [(v.votes_for, v.against, v.abstain) for v in paper.items[0].votes] == [(5, 0, 1)]


def test_what_a_committee_recommends_to_another_body_is_recommended() -> None:
    paper = minutes(
        """
14. ROOMS FOR FAMILIES

The officer reported on the rooms let this year.

The Committee RECOMMENDED TO CABINET:

1. that no family be housed more than ten miles away; and
2. that a report be brought every quarter.

15. BEDS

RECOMMENDED TO CABINET that four beds be bought.
""",
        body="Scrutiny Committee",
    )
    for number, count in (("14", 2), ("15", 1)):
        found = item(paper, number)
        assert found.standing is Standing.RECOMMENDED
        assert [d.standing for d in found.decisions] == [Standing.RECOMMENDED] * count


def test_who_moved_what_was_recommended_adds_no_decision() -> None:
    paper = minutes("""
14. PLAY AREA

It was AGREED to RECOMMEND to Council that £6,450 be set aside for the swings. Proposed Cllr Ash, \
seconded Cllr Beech, all in favour.

15. CLOSE

The meeting closed.
""")
    found = item(paper, "14").decisions
    assert [d.standing for d in found] == [Standing.RECOMMENDED]
    assert found[0].text.endswith("all in favour.")
