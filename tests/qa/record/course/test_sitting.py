"""A meeting whole: each item once, in order, and what is not known is said. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qa.library import Library
from qa.papers import Standing
from qa.record.course.sitting import Sitting, sitting_of
from qa.record.register import meetings_held
from tests.conftest import Samples
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

MARCH = """52. FERRY FARES

It was proposed by Councillor Ida Stow, seconded by Councillor Jon Reed and agreed that the ferry
fare be £2.

53. LAMPS

Councillor Stow reported that the lamps were dim.

55. EXCLUSION OF THE PUBLIC

RESOLVED: That the press and public be excluded from the meeting for the following item, since it
involves exempt information under paragraph 3 of Schedule 12A to the Local Government Act 1972.

56. SALE OF THE OLD QUAY

RESOLVED: That the recommendation in the exempt report be agreed.
"""
AGENDA = """ASHCOMBE BOROUGH COUNCIL

CABINET

AGENDA for the meeting to be held on 14 March 2024 at 7.00 pm

1. Apologies for absence

2. Ferry fares

3. Lamps

4. Harbour dredging

The Clerk, Town Hall
"""
PIER = "42. PIER\n\nRESOLVED: That the pier be shut.\n"
PAPERS = {
    "cabinet-2024-02-08.txt": minutes(PIER, day="8 February 2024"),
    "cabinet-2024-03-14-agenda.txt": AGENDA,
    "cabinet-2024-03-14-minutes.txt": minutes(MARCH),
    "cabinet-2024-04-11-agenda.txt": AGENDA.replace("14 March", "11 April"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    answerer = answerer_of(tmp_path_factory.mktemp("sitting"), FakeEmbedder(), PAPERS)
    yield answerer.library
    answerer.library.close()


def sitting(library: Library, day: date) -> Sitting:
    [meeting] = [one for one in meetings_held(library) if one.day == day]
    return sitting_of(library, meeting)


def test_every_item_in_public_stands_once_in_the_order_of_the_minutes(library: Library) -> None:
    taken = sitting(library, date(2024, 3, 14)).taken
    assert [one.placed.item.number for one in taken] == ["51", "52", "53", "55"]
    fares, lamps = taken[1], taken[2]
    assert fares.entries[0].standing is Standing.DECIDED
    assert fares.entries[0].moved_by == "Councillor Ida Stow"
    assert lamps.entries == ()
    assert lamps.opening is not None and "lamps were dim" in lamps.opening.text


def test_private_business_has_only_its_public_line(library: Library) -> None:
    found = sitting(library, date(2024, 3, 14))
    assert {entry.item_number for entry in found.private} == {"56"}
    assert "56" not in {one.placed.item.number for one in found.taken}


def test_an_item_that_only_the_agenda_lists_is_told_as_such(library: Library) -> None:
    found = sitting(library, date(2024, 3, 14))
    assert [one.item.title for one in found.called] == ["Harbour dredging"]


def test_a_number_that_the_minutes_skip_is_told(library: Library) -> None:
    [lack] = sitting(library, date(2024, 3, 14)).lacks
    assert "51 to 56" in lack and "number 54" in lack


def test_without_minutes_that_is_said_and_the_agenda_is_all(library: Library) -> None:
    found = sitting(library, date(2024, 4, 11))
    assert (
        found.taken == ()
        and "No minutes that bear the day of this meeting are held." in found.lacks
    )
    assert "Harbour dredging" in {one.item.title for one in found.called}


def test_the_meetings_of_the_same_body_before_and_after_are_known(library: Library) -> None:
    found = sitting(library, date(2024, 3, 14))
    assert found.before is not None and found.before.day == date(2024, 2, 8)
    assert found.after is not None and found.after.day == date(2024, 4, 11)
    assert sitting(library, date(2024, 2, 8)).before is None


def test_an_option_that_was_rejected_is_not_told_as_decided(samples: Samples) -> None:
    library = samples.answerer.library
    [meeting] = [one for one in meetings_held(library) if one.day == date(2023, 7, 13)]
    [fees] = [t for t in sitting_of(library, meeting).taken if t.placed.item.number == "21"]
    assert fees.entries[0].standing is Standing.DEFERRED
    assert {entry.standing for entry in fees.entries[1:]} <= {Standing.RECORDED}
