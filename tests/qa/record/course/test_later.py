"""A decision that a later one varies or rescinds, and what is not one. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.answers import Citation
from qa.library import Library
from qa.papers import ItemKind, Standing
from qa.record.course.later import LaterChange, changes_after, later_change
from qa.record.register import Placed, items_of, meetings_held
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

MARCH = """52. PIER RAILINGS

RESOLVED: That

(1) the pier railings be painted by 31 May 2024;

(2) £9,000 be spent on the painting; and

(3) the Harbour Master be authorised to let the contract.

53. LAMPS

RESOLVED: That the lamps be lit at dusk.

54. FERRY

RESOLVED: That the ferry fare be £2.

55. BENCHES

RESOLVED: That ten benches be bought.
"""
APRIL = """61. MINUTES

RESOLVED: That Minute 55 of the meeting of 14 March 2024 be amended to read twelve benches.

62. PIER RAILINGS - COST

RESOLVED: That

(1) Minute 52 (1) of the meeting of 14 March 2024 be varied, so that the railings be painted by 30
June 2024; and

(2) the sum in Minute 52 (2) be raised from £9,000 to £11,000.

63. FERRY

Further to Minute 54 of the meeting of 14 March 2024, the Harbour Master reported.

RESOLVED: That the takings of the ferry be noted.
"""
JUNE = """71. LAMPS

RESOLVED: That Minute 53 be rescinded.
"""
JULY = """81. LAMPS

RESOLVED: That Minute 53 of the meeting of 14 March 2024 be rescinded.
"""
PLANNING = """52. PIER KIOSK

RESOLVED: That permission be granted.
"""
PAPERS = {
    "cabinet-2024-03-14.txt": minutes(MARCH),
    "cabinet-2024-04-11.txt": minutes(APRIL, day="11 April 2024"),
    "cabinet-2024-06-13.txt": minutes(JUNE, day="13 June 2024"),
    "planning-2024-03-14.txt": minutes(PLANNING, body="PLANNING COMMITTEE"),
    "planning-2024-07-11.txt": minutes(JULY, body="PLANNING COMMITTEE", day="11 July 2024"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    answerer = answerer_of(tmp_path_factory.mktemp("later"), FakeEmbedder(), PAPERS)
    yield answerer.library
    answerer.library.close()


def item(library: Library, number: str, day: date = date(2024, 3, 14)) -> Placed:
    return next(
        one
        for meeting in meetings_held(library)
        if meeting.day == day and meeting.body == "Cabinet"
        for one in items_of(library, meeting)
        if one.item.number == number
    )


def cited(one: Placed, words: str) -> Citation:
    """Return a citation of the decision of an item that has some words."""
    [decision] = [each for each in one.item.decisions if words in each.text]
    heading = (one.item.title,)
    return Citation(
        1, decision.text, one.paper, decision.page, None, heading, one.item.number,
        Standing.DECIDED,
    )  # fmt: skip


def test_the_later_decision_is_told_with_its_words_its_meeting_and_the_limbs(
    library: Library,
) -> None:
    change = later_change(library, item(library, "52"))
    assert change is not None
    assert change.meeting.day == date(2024, 4, 11) and change.limbs == ("1", "2")
    assert change.entry.item_number == "62" and change.entry.paper.file.endswith("04-11.txt")
    assert "30 June 2024" in change.entries[0].text and "£11,000" in change.entries[1].text


def test_a_quote_counts_only_where_it_has_a_limb_that_was_changed(library: Library) -> None:
    railings = item(library, "52")
    assert later_change(library, cited(railings, "be painted by")) is not None
    assert later_change(library, cited(railings, "£9,000")) is not None
    assert later_change(library, cited(railings, "Harbour Master")) is None


def test_a_quote_that_is_no_decision_of_minutes_was_not_changed(library: Library) -> None:
    quote = cited(item(library, "52"), "be painted by")
    assert later_change(library, replace(quote, standing=Standing.DISCUSSED)) is None
    assert later_change(library, replace(quote, minute=None)) is None


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("53", "the June minutes name no day, and July's are another body's"),
        ("54", "what goes on from a minute does not vary it"),
        ("55", "under the item on the minutes the record is mended, and no decision"),
    ],
)
def test_what_is_not_certain_is_not_told(library: Library, number: str, why: str) -> None:
    assert later_change(library, item(library, number)) is None, why


def test_what_varies_another_is_not_changed_itself(library: Library) -> None:
    assert later_change(library, item(library, "62", date(2024, 4, 11))) is None


def test_a_whole_decision_may_be_rescinded(tmp_path: Path) -> None:
    july = JULY.replace("rescinded", "rescinded as from that day")
    papers = {
        "a.txt": minutes(MARCH),
        "b.txt": minutes(july, day="11 July 2024"),
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    [meeting, _] = meetings_held(library)
    changes: dict[str | None, LaterChange] = {
        held.number: change for held, change in changes_after(library, meeting).items()
    }
    kinds = {i.kind for i in library.items(meeting.papers[0].id)}
    library.close()
    assert kinds == {ItemKind.MINUTE}
    assert list(changes) == ["53"] and changes["53"].limbs == ()
