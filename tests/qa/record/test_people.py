"""What a person moved and voted, and who voted how. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.library import Library
from qa.record.compose import compose_listing
from qa.record.people import acts_of, votes_on
from qa.record.register import meetings_held
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

VOTED = """52. FERRY FARES

It was moved by Councillor Ida Stow and seconded by Councillor Jon Reed that the ferry fare be £2.

On a recorded vote there voted:

For (3): Councillors Stow, Reed and Hale

Against (2): Councillors Marsh and Pike

The motion was declared carried.

53. LAMPS

It was proposed by Councillor I. Stow, seconded by Councillor Pike and agreed that the lamps be lit.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("votes")
    answerer = answerer_of(folder, FakeEmbedder(), {"council.txt": minutes(VOTED, body="COUNCIL")})
    yield answerer.library
    answerer.library.close()


def test_a_person_has_what_they_moved_and_no_one_elses(library: Library) -> None:
    held = meetings_held(library)
    stow = acts_of(library, held, frozenset({"ida", "stow"}), votes_only=False)
    assert stow is not None
    assert [(e.item_number, e.label) for e in stow.entries if e.label == "Moved"] == [
        ("52", "Moved"),
        ("53", "Moved"),
    ]
    pike = acts_of(library, held, frozenset({"pike"}), votes_only=False)
    assert pike is not None and ("53", "Seconded") in {
        (e.item_number, e.label) for e in pike.entries
    }
    assert acts_of(library, held, frozenset({"ben", "stow"}), votes_only=False) is None
    assert acts_of(library, held, frozenset({"marsh"}), votes_only=False) is not None


def test_votes_by_name_are_told_side_by_side(library: Library) -> None:
    listing = votes_on(library, meetings_held(library), frozenset({"ferri", "fare"}))
    assert listing is not None
    text = compose_listing(listing).text
    assert "voted for (3): " in text and "voted against (2): " in text
    assert "Marsh" in text and "Hale" in text
    assert votes_on(library, meetings_held(library), frozenset({"lamp"})) is None


def test_votes_alone_leave_motions_out(library: Library) -> None:
    marsh = acts_of(library, meetings_held(library), frozenset({"marsh"}), votes_only=True)
    assert marsh is not None
    assert {entry.label for entry in marsh.entries} == {"Voted against"}


NOTED = """PRESENT: Ada Brook AB, Jon Reed JR, Tom Hale TH

52. OFFICERS

Chairman: Tom Hale – proposed by AB, seconded by JR

53. LAMPS

The show of hands was six votes for and two against. The motion was declared carried.
"""


def test_a_matter_beside_the_name_narrows_what_is_listed(library: Library) -> None:
    held = meetings_held(library)
    asked = frozenset({"ida", "stow", "lamp"})
    lamps = acts_of(library, held, asked, votes_only=False, names=("ida", "stow"))
    assert lamps is not None and {e.item_number for e in lamps.entries} == {"53"}
    other = acts_of(
        library,
        held,
        frozenset({"ida", "stow", "whale"}),
        votes_only=False,
        names=("ida", "stow"),
        spelt={"whale": "whales"},
    )
    assert other is not None and "None of these lines has: whales." in other.lacks
    assert acts_of(library, held, asked, votes_only=False) is None


def test_initials_that_the_paper_prints_beside_the_name_are_the_person(tmp_path: Path) -> None:
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"council.txt": minutes(NOTED)})
    held = meetings_held(answerer.library)
    asked = frozenset({"ada", "brook"})
    listing = acts_of(answerer.library, held, asked, votes_only=False, names=("ada", "brook"))
    nobody = acts_of(
        answerer.library, held, frozenset({"ann", "bell"}), votes_only=False, names=("ann", "bell")
    )
    answerer.library.close()
    assert nobody is None and listing is not None
    assert any("AB" in (entry.moved_by or entry.text) for entry in listing.entries)


def test_votes_without_names_are_told_with_their_counts(tmp_path: Path) -> None:
    text = VOTED.replace(
        "For (3): Councillors Stow, Reed and Hale\n\nAgainst (2): Councillors Marsh and Pike",
        "For: 3\n\nAgainst: 2",
    )
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"council.txt": minutes(text, body="COUNCIL")})
    held = meetings_held(answerer.library)
    listing = votes_on(answerer.library, held, frozenset({"fall"}), every=True)
    none = votes_on(answerer.library, held, frozenset({"fall"}))
    told = compose_listing(listing).text if listing else ""
    answerer.library.close()
    assert none is None and "voted for: 3; voted against: 2" in told


def test_votes_on_another_matter_are_not_told(tmp_path: Path) -> None:
    text = minutes(VOTED, body="COUNCIL")
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"council.txt": text})
    held = meetings_held(answerer.library)
    asked = frozenset({"zebra", "whale", "lamp"})
    assert votes_on(answerer.library, held, asked, every=True) is None
    answerer.library.close()


MOVED = """52. LAMPS

It was proposed by Councillor Ida Stow, seconded by Councillor Jon Reed and agreed that the lamps be
lit.
"""


def test_a_meeting_without_votes_has_its_motions_and_says_so(tmp_path: Path) -> None:
    spoken = MOVED + "\n53. GATES\n\nThe vote on the gates was close.\n"
    for name, text, told in (("plain", MOVED, True), ("spoken", spoken, False)):
        folder = tmp_path / name
        folder.mkdir()
        answerer = answerer_of(folder, FakeEmbedder(), {"council.txt": minutes(text)})
        held = meetings_held(answerer.library)
        listing = votes_on(answerer.library, held, frozenset(), every=True)
        answerer.library.close()
        assert (listing is not None) is told
        if listing is not None:
            assert listing.line.startswith("No vote with counts or names was found; 1 motion")
