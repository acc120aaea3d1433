"""What a meeting decided, in minutes that put it in sentences and in motions carried."""

from __future__ import annotations

import pytest

from ingest.understand import Understood
from qa.papers import Standing, Vote
from tests.ingest.written import counted, item, pdf_paper, read, read_text, standing_of

MINUTES = """
DUNMARSH COUNCIL

MINUTE of MEETING of the COUNCIL held in the Old Tolbooth, Dunmarsh, on Thursday 6 March 2031

Present: Provost Ines Calder and Councillors Ash, Beech, Cedar and Dogwood.

1 SEDERUNT

Apologies were intimated for Councillor Elder.

2 FERRY TERMINAL

{minute}

3 DATE OF NEXT MEETING

The next meeting would be on 3 April 2031.
"""


def ferry(minute: str) -> Understood:
    return read_text(MINUTES.format(minute=minute.strip("\n")))


MOTION = """
Councillor Ash, seconded by Councillor Beech, moved:

"That the Council keep a ferry terminal at Dunmarsh, and instruct the Director of Place to bring
a case for a new pontoon by 30 June 2031."

Councillor Cedar, seconded by Councillor Dogwood, moved as an amendment that the terminal be
closed in the autumn of 2031.

Councillor Elder asked what a pontoon would cost. The Director said that nobody knew.

{outcome}
"""


def test_a_motion_carried_is_decided_in_its_own_words_and_the_amendment_is_not() -> None:
    carried = "The motion was carried by nine votes to four, and the Council resolved accordingly."
    paper = ferry(MOTION.format(outcome=carried))
    assert standing_of(paper, "keep a ferry terminal at Dunmarsh") is Standing.DECIDED
    assert standing_of(paper, "The motion was carried") is Standing.DECIDED
    assert standing_of(paper, "closed in the autumn") is Standing.DISCUSSED
    assert standing_of(paper, "asked what a pontoon would cost") is Standing.DISCUSSED
    assert item(paper, "2").standing is Standing.DECIDED
    assert counted(item(paper, "2")) == [Vote(9, 4, None, "carried")]


@pytest.mark.parametrize(
    "outcome",
    [
        "On a division the motion fell by four votes to nine.",
        "The motion was lost, five voting for and eight against.",
        "The motion was not carried.",
        "The motion was withdrawn with leave of the meeting.",
    ],
)
def test_a_motion_lost_is_not_decided(outcome: str) -> None:
    paper = ferry(MOTION.format(outcome=outcome))
    assert standing_of(paper, "keep a ferry terminal at Dunmarsh") is Standing.DISCUSSED
    assert item(paper, "2").standing is Standing.DISCUSSED


def test_an_amendment_that_became_the_finding_is_decided_and_the_motion_is_not() -> None:
    became = (
        "On a division, taken by calling the roll, there voted: for the motion 4, for the "
        "amendment 9. The amendment was accordingly carried and became the finding of the meeting."
    )
    paper = ferry(MOTION.format(outcome=became))
    assert standing_of(paper, "closed in the autumn") is Standing.DECIDED
    assert standing_of(paper, "keep a ferry terminal at Dunmarsh") is Standing.DISCUSSED


def test_a_motion_that_was_amended_is_decided_in_the_words_of_the_amended_motion() -> None:
    amended = (
        "The amendment was accepted by the mover. The substantive motion then read:\n\n"
        '"That the Council keep a terminal until 2033."\n\n'
        "The motion as amended was put and carried."
    )
    paper = ferry(MOTION.format(outcome=amended))
    assert standing_of(paper, "keep a terminal until 2033") is Standing.DECIDED
    assert standing_of(paper, "was put and carried") is Standing.DECIDED
    assert standing_of(paper, "keep a ferry terminal at Dunmarsh") is Standing.DISCUSSED


def test_a_motion_moved_and_carried_in_one_sentence_is_decided() -> None:
    paper = ferry("""
The Director said that the piles were sound for ten more years if they were painted in time.

It was moved by Councillor Ash, seconded by Councillor Beech, and carried by 8 votes to 3, that
the terminal be painted.
""")
    assert standing_of(paper, "the terminal be painted") is Standing.DECIDED
    assert standing_of(paper, "the piles were sound") is Standing.DISCUSSED


def test_limbs_led_in_at_the_end_of_a_paragraph_are_decided_and_what_was_reported_is_not() -> None:
    paper = ferry("""
There was submitted a report by the Director of Place. Dues were put at £86,300. The Council
agreed:

(a) to note the dues;

(b) to consult the owners of boats until 9 May 2031.

An amendment by Councillor Cedar, that dues be waived, found no seconder and fell.
""")
    assert [limb.number for limb in item(paper, "2").limbs] == ["(a)", "(b)"]
    assert standing_of(paper, "to consult the owners of boats") is Standing.DECIDED
    assert standing_of(paper, "Dues were put at £86,300") is Standing.DISCUSSED
    assert standing_of(paper, "dues be waived") is Standing.DISCUSSED


def test_what_the_meeting_did_at_the_end_of_a_long_paragraph_is_decided() -> None:
    told = " ".join(
        f"The Harbourmaster reported that berth {n} had been dredged in the winter and marked "
        "with a new light."
        for n in range(1, 6)
    )
    paper = ferry(f"{told} The Council agreed that berth 6 be dredged in 2032.")
    assert standing_of(paper, "berth 6 be dredged") is Standing.DECIDED
    assert standing_of(paper, "berth 3 had been dredged") is Standing.DISCUSSED
    other = ferry(f"{told} The Committee agreed in 2029 that berth 6 be dredged.")
    assert item(other, "2").standing in (Standing.DISCUSSED, Standing.RECORDED)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("The Council noted the report and appointed Councillor Ash to the Harbour Board.",
         Standing.DECIDED),
        ("The Council noted that the pier had been sold. It agreed to appoint a panel of three.",
         Standing.DECIDED),
        ("The Council noted the report.", Standing.NOTED),
        ("The Council agreed, without a division, to continue the matter for a further report.",
         Standing.DEFERRED),
        ("The Council resolved in terms of section 50A(4) of the Act to exclude the public.",
         Standing.DECIDED),
        ("2.4 The Council agreed that the figures should come to it each quarter.",
         Standing.DECIDED),
        ("2.4 The Council noted the report.", Standing.NOTED),
        ("RESOLVED – That the update be noted, and that a full report be brought in June.",
         Standing.DECIDED),
        ("DECISION: DEFERRED, for (a) a site visit and (b) winter photographs.",
         Standing.DEFERRED),
    ],
)  # fmt: skip
def test_the_meetings_own_sentence_weighs_what_its_verbs_say(said: str, standing: Standing) -> None:
    before = "Councillor Beech spoke of the tides, of the light and of the boats laid up since May."
    paper = ferry(f"{before}\n\n{said}")
    assert item(paper, "2").standing is standing


def test_business_whose_title_says_that_it_was_taken_in_private_is_private() -> None:
    text = MINUTES.format(minute="The report was noted.").replace(
        "2 FERRY TERMINAL", "2 ITEM IN PRIVATE: FERRY CLAIM"
    )
    assert item(read_text(text), "2").private
    open_item = MINUTES.format(minute="The report was noted.").replace(
        "2 FERRY TERMINAL", "2 PRIVATE HIRE FARES"
    )
    assert not item(read_text(open_item), "2").private


def test_a_resolution_that_the_reader_cut_in_mid_sentence_is_whole() -> None:
    paper = read(
        pdf_paper("""
# DUNMARSH COUNCIL

# MINUTES OF THE COUNCIL

held in the Old Tolbooth, Dunmarsh, on 6 March 2031

# 1 SEDERUNT

Apologies were intimated for Councillor Elder.

# 2 QUAY GATE

DECISION: That the gate of the quay be shut each night between the hours of

6.00 p.m. and 7.00 a.m. from Monday to Saturday until the end of May.

The Harbourmaster said that he would tell the owners of boats and of the sheds behind the quay.

# 3 DATE OF NEXT MEETING

The next meeting would be on 3 April 2031.
""")
    )
    assert standing_of(paper, "from Monday to Saturday until") is Standing.DECIDED
    assert standing_of(paper, "he would tell the owners") is Standing.DISCUSSED
    assert item(paper, "2").limbs == ()


def test_the_account_of_a_vote_above_a_resolution_decides_nothing_more() -> None:
    paper = read_text("""
Thrave Borough Council

Minutes of a meeting of the Council held on 4 March 2030

Present: Councillors Ash, Beck and Coe

7. Market charges

It was moved by Councillor Ash and seconded by Councillor Beck that the charges be raised.

Councillor Coe moved an amendment, that they be raised by half. The amendment was carried and became
part of the substantive motion.

On a show of hands the motion was carried.

RESOLVED that the charges be raised by half.
""")
    item = next(i for i in paper.items if i.number == "7")
    assert item.standing is Standing.DECIDED
    decided = " ".join(p.text for p in paper.passages if p.standing is Standing.DECIDED)
    assert "RESOLVED that the charges be raised by half." in decided
    for told in ("It was moved by", "The amendment was carried", "On a show of hands"):
        assert told not in decided


def test_a_footnote_of_a_resolution_stands_as_the_words_that_bear_its_mark() -> None:
    paper = read_text("""
Thrave Borough Council

Minutes of a meeting of the Council held on 4 March 2030

Present: Councillors Ash, Beck and Coe

7. Market charges

Councillor Coe asked about the ducks ².

RESOLVED that the charges be raised by half ¹.

Councillor Ash thanked the traders.

¹ Half of the charges of the year before.

² Those on the pond by the mill, of which there are now some forty, with their young.
""")
    assert standing_of(paper, "Half of the charges of the year before") is Standing.DECIDED
    assert standing_of(paper, "Those on the pond") is Standing.DISCUSSED
