"""Elections in lists and columns, and divisions, are decisions with mover, seconder and votes."""

from __future__ import annotations

import pytest

from ingest.records.motions.movers import Act, find_roles
from qa.papers import Item, MotionKind, MotionOutcome, Standing, VoteResult
from tests.ingest.written import item, read_text

MINUTES = """
QUILLHAM COMMUNITY COUNCIL

Minutes of the meeting of Quillham Community Council held on Tuesday 4 March 2031 at 6.30 pm

Present: Ann Ash, Ben Birch, Cy Cedar, Di Dow, Eve Elm

1. Apologies for absence

There were none.

2. Election of office bearers

{said}

3. Date of next meeting

RESOLVED that the date be noted.
"""


def elections(said: str) -> Item:
    return item(read_text(MINUTES.format(said=said)), "2")


def told(found: Item) -> list[tuple[str, str | None, str | None]]:
    return [
        (decision.text, decision.moved_by, decision.seconded_by)
        for decision in found.decisions
        if decision.moved_by
    ]


def test_each_line_of_a_list_of_those_elected_has_its_proposer_and_seconder() -> None:
    found = elections(
        "All were elected nem. con.\n\n"
        "Chair: Ann Ash: nom Ben Birch and sec Cy Cedar\n\n"
        "Vice Chair: Di Dow: Ann Ash and Eve Elm\n\n"
        "Treasurer: Eve Elm: Cy Cedar, Di Dow"
    )
    assert [(mover, seconder) for _, mover, seconder in told(found)] == [
        ("Ben Birch", "Cy Cedar"),
        ("Ann Ash", "Eve Elm"),
        ("Cy Cedar", "Di Dow"),
    ]
    assert all(d.standing is Standing.DECIDED for d in found.decisions)


def test_elections_in_one_paragraph_are_told_apart() -> None:
    found = elections(
        "The following were declared elected without contest.\n\n"
        "Chair: Ann Ash nominated by Ben Birch and seconded by Cy Cedar\n"
        "Vice Chair: Di Dow nominated by Ann Ash and seconded by Eve Elm\n"
        "Treasurer: It was agreed to ask Mr Fir to take this on."
    )
    assert [(mover, seconder) for _, mover, seconder in told(found)] == [
        ("Ben Birch", "Cy Cedar"),
        ("Ann Ash", "Eve Elm"),
    ]
    treasurer = [d for d in found.decisions if "Treasurer" in d.text]
    assert all(d.moved_by is None for d in treasurer)


def test_rows_with_columns_for_proposer_and_seconder_are_decisions_once_agreed() -> None:
    rows = (
        "Office\tName\tProposer\tSeconder\n"
        "Chair\tAnn Ash\tBen Birch\tCy Cedar\n"
        "Clerk\tDi Dow\tEve Elm\tAnn Ash"
    )
    agreed = elections(f"{rows}\n\nThe appointments were agreed unanimously.")
    assert [(mover, seconder) for _, mover, seconder in told(agreed)] == [
        ("Ben Birch", "Cy Cedar"),
        ("Eve Elm", "Ann Ash"),
    ]


def test_those_nominated_are_not_elected_where_nothing_says_so() -> None:
    rows = "Office\tName\tProposer\tSeconder\nChair\tAnn Ash\tBen Birch\tCy Cedar"
    found = elections(f"{rows}\n\nA ballot will be held in April.")
    assert [m.moved_by for m in found.motions] == ["Ben Birch"]
    assert not [d for d in found.decisions if d.standing is Standing.DECIDED]


def test_a_division_between_motion_and_amendment_tells_what_was_lost() -> None:
    found = elections(
        "The Convener moved, seconded by Councillor Ash:-\n\n"
        "that the hall be let to the choir for one year.\n\n"
        "Councillor Birch moved as an amendment, seconded by Councillor Cedar:-\n\n"
        "that the hall be kept free for the youth club.\n\n"
        "On a division, there voted:- For the motion (7) - the Convener; and Councillors Ash, Dow, "
        "Elm, Fir, Gale and Holt; For the amendment (2) - Councillors Birch and Cedar."
    )
    lost = [d for d in found.decisions if d.standing is Standing.LOST]
    assert [(d.moved_by, d.seconded_by) for d in lost] == [("Councillor Birch", "Councillor Cedar")]
    assert [(v.votes_for, v.against) for v in lost[0].votes] == [(2, 7)]  # on the amendment


def test_the_words_of_an_amendment_may_speak_of_moving() -> None:
    found = elections(
        "(1) The Leader proposed and the Deputy Leader seconded the recommendations.\n\n"
        "(2) Mr Brand moved, and Ms Orr seconded, the following amendment:\n\n"
        "“That £1m be moved from the roads budget to the youth service.”\n\n"
        "(3) The Chairman put the amendment set out in paragraph 2 to the vote. Votes: "
        "For (10), Against (50), Abstain (1).\n\nAmendment lost.\n\n"
        "(4) RESOLVED that the recommendations be agreed."
    )
    amendment = next(m for m in found.motions if m.kind is MotionKind.AMENDMENT)
    assert "£1m be moved from the roads budget" in amendment.text
    assert amendment.outcome is MotionOutcome.LOST
    last = found.decisions[-1]
    assert (last.moved_by, last.seconded_by) == ("The Leader", "the Deputy Leader")


@pytest.mark.parametrize(
    ("said", "mover", "seconder"),
    [
        ("Proposed by Cllr Ash Cllr Birch seconded, all in favour.", "Cllr Ash", "Cllr Birch"),
        ("Proposed Cllr Ash Cllr Birch", "Cllr Ash", "Cllr Birch"),
        ("Moved by Cllr Ash, Cllr Birch and carried.", "Cllr Ash", "Cllr Birch"),
        ("Moved Councillors Ash and Birch that the report be noted.", "Ash", "Birch"),
        ("Cllrs Ash and Birch proposed and seconded the budget.", "Ash", "Birch"),
        ("Prop’d Cllr Ash, Sec’d Cllr Birch", "Cllr Ash", "Cllr Birch"),
        ("Proposed by Cllr Ash, Cllr Birch asked what it would cost.", "Cllr Ash", None),
    ],
)
def test_two_names_are_told_apart(said: str, mover: str, seconder: str | None) -> None:
    roles = find_roles(said)
    assert [r.person for r in roles if r.act is Act.MOVES] == [mover]
    assert [r.person for r in roles if r.act is Act.SECONDS] == ([seconder] if seconder else [])


DIVIDED = (
    "Councillor Ash, seconded by Councillor Birch, moved that a fee of £40 be charged. "
    "Councillor Cedar, seconded by Councillor Dow, moved as an amendment that no fee be charged. "
)


@pytest.mark.parametrize(
    "told",
    [
        "On a vote, 3 Members voted for the amendment and 7 for the motion.",
        "On a division there voted:- for the motion 7; for the amendment 3.",
        "7 members voted for the motion and 3 for the amendment.",
    ],
)
def test_a_division_in_a_sentence_settles_motion_and_amendment(told: str) -> None:
    motion, amendment = elections(DIVIDED + told).motions
    assert (motion.outcome, amendment.outcome) == (MotionOutcome.CARRIED, MotionOutcome.LOST)
    counted = [[(v.votes_for, v.against) for v in one.votes] for one in (motion, amendment)]
    assert counted == [[(7, 3)], [(3, 7)]]
    assert amendment.votes[0].result is VoteResult.LOST


def test_a_motion_withdrawn_does_not_take_the_vote_of_the_one_before() -> None:
    found = elections(
        "(i) Votes at 16. Councillor Ash moved, seconded by Councillor Birch, that the Council "
        "write to the Minister. There were 8 votes for and 8 against. The Chairman gave her second "
        "vote against the motion, which was declared not carried.\n\n"
        "(ii) Buses. Councillor Cedar, with the leave of the Council, withdrew the motion "
        "standing in his name."
    )
    assert [(m.moved_by, m.outcome, len(m.votes)) for m in found.motions] == [
        ("Councillor Ash", MotionOutcome.LOST, 1),
        ("Councillor Cedar", MotionOutcome.WITHDRAWN, 0),
    ]
    assert found.motions[0].votes[0].casting == "The Chairman"


def test_an_open_motion_is_withdrawn_by_its_mover() -> None:
    found = elections(
        "Councillor Ash moved, seconded by Councillor Birch, that the hall be sold. Following "
        "debate Councillor Ash withdrew the motion."
    )
    assert [m.outcome for m in found.motions] == [MotionOutcome.WITHDRAWN]
