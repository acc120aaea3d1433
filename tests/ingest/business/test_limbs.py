"""Limbs with their own parts, and votes as minutes record them; every meeting is invented."""

from __future__ import annotations

import pytest

from qa.papers import Item, Standing, Vote
from tests.ingest.written import counted, item, read_text

HEAD = """
BRINMOUTH COUNCIL

Minutes of a meeting of the Council
held in the Great Hall, Guildhall, Brinmouth on 12 March 2019

Present: Councillor Ash (Chair), Councillors Beech and Cedar

20. APOLOGIES

None.

21. HARBOUR

"""


def harbour(text: str) -> Item:
    return item(read_text(HEAD.strip("\n") + "\n\n" + text.strip("\n") + "\n"), "21")


def test_a_limb_keeps_its_own_numbered_parts() -> None:
    minute = harbour("""
RESOLVED that:

(1) the wall be repaired;
(2) the Harbour Master
(a) let the contract; and
(b) report in May; and
(3) the dues stay as they are.
""")
    assert [limb.number for limb in minute.limbs] == ["(1)", "(2)", "(3)"]
    assert [part.number for part in minute.limbs[1].limbs] == ["(a)", "(b)"]
    assert "report in May" in minute.limbs[1].text
    assert minute.missing_limbs == ()


def test_limbs_within_one_paragraph_are_told_apart() -> None:
    minute = harbour(
        "RESOLVED that (i) the wall be repaired; (ii) the report be noted; and (iii) the "
        "Harbour Master be thanked."
    )
    assert [limb.number for limb in minute.limbs] == ["(i)", "(ii)", "(iii)"]
    assert minute.limbs[1].text == "(ii) the report be noted; and"
    assert minute.standing is Standing.DECIDED


def test_a_letter_that_a_word_processor_made_a_capital_is_still_the_first() -> None:
    minute = harbour("RESOLVED to:\n\nA) repair the wall;\nb) note the report; and\nc) close.\n")
    assert [limb.number for limb in minute.limbs] == ["A", "b", "c"]


def test_i_after_h_is_a_letter_and_no_numeral() -> None:
    letters = "\n".join(f"({letter}) that pier {letter} be kept;" for letter in "abcdefghij")
    minute = harbour(f"RESOLVED:\n\n{letters}\n")
    assert [limb.number for limb in minute.limbs] == [f"({x})" for x in "abcdefghij"]


def test_a_table_among_the_limbs_does_not_end_the_resolution() -> None:
    minute = harbour("""
RESOLVED:

(1) that these members be appointed:

Pilots Board
Councillor Ash
Lights Board
Councillor Beech

(2) that one place be left vacant.

The meeting went on.
""")
    assert [limb.number for limb in minute.limbs] == ["(1)", "(2)"]


@pytest.mark.parametrize(
    ("words", "votes"),
    [
        ("For: 5\n\nCllrs Ash\n\nAgainst: 11\n\nCllrs Beech\n\nAbstain: 0\n\n"
         "The amendment was lost.", [Vote(5, 11, 0, "lost")]),
        ("For the motion (9): Councillors Ash and others\n\n"
         "Against the motion (5): Councillor Beech\n\nAbstentions (1): Councillor Cedar\n\n"
         "The motion was declared CARRIED.",
         [Vote(9, 5, 1, "carried")]),
        ("RESOLVED (15 votes for, 9 against and 1 abstention) – That the wall be repaired.",
         [Vote(15, 9, 1, "carried")]),
        ("On being put to the vote (11 for, 14 against) the motion was LOST.",
         [Vote(11, 14, None, "lost")]),
        ("The proposal was approved by 20 votes to 4.", [Vote(20, 4, None, "carried")]),
        ("On a vote being taken, 2 members voted for the amendment and 6 for the motion, which "
         "was accordingly declared carried.", [Vote(6, 2, None, "carried")]),
        ("The motion was carried by eight votes to three, with one abstention.",
         [Vote(8, 3, 1, "carried")]),
        ("The amendment was lost by two votes to ten. The motion was carried by ten votes to two.",
         [Vote(2, 10, None, "lost"), Vote(10, 2, None, "carried")]),
        ("RESOLVED (by seven votes to nil) – That permission be refused.",
         [Vote(7, 0, None, "carried")]),
        ("For the motion (9)\n\nCouncillor Ash\n\nFor the amendment (4)\n\nCouncillor Beech\n\n"
         "The motion was accordingly carried.", [Vote(9, 4, None, "carried")]),
        ("For (4)\n\nAgainst (6)\n\nThe motion was LOST. "
         "A second motion was carried by 7 votes to 3.",
         [Vote(4, 6, None, "lost"), Vote(7, 3, None, "carried")]),
        ("The Scrutiny Panel had resolved, by seven votes to five, to refer the matter back.", []),
        ("The wall has 4 lights for 11 boats, 3 of them against the tide.", []),
        ("The motion was carried.", []),
    ],
)  # fmt: skip
def test_votes_are_read_however_they_are_recorded(words: str, votes: list[Vote]) -> None:
    assert counted(harbour(words)) == votes


def test_a_motion_lost_and_what_was_said_of_it_is_discussed() -> None:
    minute = harbour(
        "Councillor Ash moved, and Councillor Beech seconded, that the wall be left.\n\n"
        "On being put to the vote (1 for, 14 against) the motion was LOST."
    )
    assert minute.standing is Standing.DISCUSSED
    assert (minute.moved_by, minute.seconded_by) == ("Councillor Ash", "Councillor Beech")


def test_a_name_ends_where_the_office_begins_but_not_at_an_honour() -> None:
    minute = harbour(
        "It was moved by Mr R Ash, OBE and seconded by Mr Beech, Deputy Leader and Cabinet "
        "Member for Harbours, that the wall be kept.\n\nRESOLVED that the wall be kept."
    )
    assert minute.moved_by == "Mr R Ash"
    assert minute.seconded_by == "Mr Beech"
