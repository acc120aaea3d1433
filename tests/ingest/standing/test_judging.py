"""What a sentence of minutes is, in councils and wordings of many kinds."""

import pytest

from ingest.fitting import written_paragraph
from ingest.standing.features import Meeting
from ingest.standing.judging import judge, part_by_standing
from qa.papers import Standing

PARISH = Meeting.of("Quenby Parish Council", "Parish Council")
CABINET = Meeting.of("Tollard District Council", "Cabinet")


def standings(*texts: str, meeting: Meeting = PARISH) -> list[Standing]:
    paragraphs = [written_paragraph(n, text) for n, text in enumerate(texts, 1)]
    return [one.standing for one in judge(paragraphs, meeting)]


@pytest.mark.parametrize(
    "text",
    [
        "It was unanimously agreed that a new gate be bought for the allotments.",
        "Proposed by Cllr Marsh, seconded by Cllr Vane and RESOLVED to accept the lower quotation.",
        "RESOLVED: That the press and public be excluded from the meeting.",
        "The minutes of the previous meeting were approved and signed by the Chairman.",
        "The motion was put to the vote and declared CARRIED.",
        "Cytunwyd yn unfrydol i brynu giât newydd.",
    ],
)
def test_what_the_meeting_did_is_decided_in_any_manner_of_writing(text: str) -> None:
    assert standings(text) == [Standing.DECIDED]


@pytest.mark.parametrize(
    "text",
    [
        "Quorley County Council has agreed to mend the bridge.",
        "Cllr Marsh agreed to speak to the landowner.",
        "At the last meeting it was agreed that the hedge be cut.",
        "The report recommended that the fees be raised.",
        "If the application is approved, work would start in June.",
        "No decision has been taken.",
        "Councillor Vane moved that the report be approved.",
    ],
)
def test_what_others_did_or_somebody_asked_is_not_decided(text: str) -> None:
    assert standings(text)[0] in (Standing.DISCUSSED, Standing.RECORDED)


def test_a_motion_that_failed_is_lost() -> None:
    assert standings("The amendment was put to the vote and was LOST.") == [Standing.LOST]


def test_limbs_stand_as_the_words_above_them_unless_their_own_verb_says_less() -> None:
    found = standings(
        "RESOLVED:",
        "(1) that the budget be approved;",
        "(2) that the views of the scrutiny committee be noted.",
        meeting=CABINET,
    )
    assert found[1:] == [Standing.DECIDED, Standing.NOTED]


def test_the_same_limbs_below_a_request_are_not_decided() -> None:
    found = standings(
        "The report recommended that the Cabinet:-",
        "(1) approve the budget; and",
        "(2) delegate authority to the Director.",
        meeting=CABINET,
    )
    assert not {Standing.DECIDED, Standing.NOTED} & set(found)


def test_limbs_below_a_recommendation_to_another_body_are_recommended() -> None:
    found = standings(
        "RESOLVED: That Cabinet recommend to Council the following:",
        "1. that the strategy be adopted;",
        "2. that the charges be approved.",
        meeting=CABINET,
    )
    assert found == [Standing.RECOMMENDED] * 3


def test_a_paragraph_is_cut_where_what_was_said_ends() -> None:
    text = "Cllr Marsh reported that the gate was broken. It was agreed that a new one be bought."
    paragraphs = [written_paragraph(1, text)]
    runs = part_by_standing(paragraphs, judge(paragraphs, PARISH))
    assert [run.standing for run in runs] == [Standing.DISCUSSED, Standing.DECIDED]
    assert " ".join(p.unit.text for run in runs for p in run.paragraphs) == text


def test_nothing_is_judged_where_there_is_nothing() -> None:
    assert judge([], PARISH) == []
