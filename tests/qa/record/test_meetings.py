"""What meetings decided, put off and took in private. All is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qa.answerer import Answerer
from qa.library import Library
from qa.papers import Standing
from qa.questions.question import read_question
from qa.record.business import business_of
from qa.record.meetings import decisions_listed, deferrals_listed, items_on
from qa.record.plan import listing_for
from qa.record.register import Meeting, meetings_held
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

PART_TWO = """53. EXCLUSION OF THE PUBLIC

RESOLVED: That the press and public be excluded from the meeting for the following item, since it
involves exempt information under paragraph 3 of Schedule 12A to the Local Government Act 1972.

54. EXEMPT MINUTES

RESOLVED: That the exempt minutes of the last meeting be agreed.
"""
PLANNING = """52. PLANNING APPLICATIONS

The following applications were supported:

(1) a barn at Hill Farm;

(2) a porch at Mill Cottage.
"""


def _on(library: Library, day: date) -> list[Meeting]:
    return [m for m in meetings_held(library) if m.day == day and m.body == "Cabinet"]


def test_what_was_put_off_is_followed_into_later_minutes(library: Library) -> None:
    listing = deferrals_listed(library, _on(library, date(2024, 3, 14)))
    assert listing is not None
    assert [(e.day, e.standing) for e in listing.entries][:2] == [
        (date(2024, 3, 14), Standing.DEFERRED),
        (date(2024, 4, 11), Standing.DECIDED),
    ]
    assert "£900" in listing.entries[1].text


def test_items_without_a_decision_are_named(library: Library) -> None:
    [meeting] = _on(library, date(2024, 6, 13))
    business = business_of(library, meeting)
    assert [entry.item_number for entry in business.entries] == ["72"]
    assert not business.private


def test_private_business_is_told_by_its_public_lines_and_kept_out_of_the_decisions(
    tmp_path: Path,
) -> None:
    papers = {
        "cabinet-2024-03-14.txt": minutes(
            "52. PIER\n\nRESOLVED: That the pier be opened.\n" + PART_TWO
        )
    }
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    library = answerer.library
    [meeting] = meetings_held(library)
    public = [entry.item_number for entry in business_of(library, meeting).entries]
    asked = read_question("What did Cabinet take with the public excluded on 14 March 2024?")
    listing = listing_for(asked, library)
    undated = listing_for(read_question("Which reports were considered in private?"), library)
    decided = listing_for(read_question("decisions of cabinet 14 March 2024"), library)
    library.close()
    assert public == ["52", "53"]
    assert listing is not None and decided is not None
    assert [e.item_number for e in listing.entries] == ["53", "54"]
    assert listing.entries[1].standing is Standing.EXEMPT
    assert undated == listing
    assert "54" not in {entry.item_number for entry in decided.entries}
    assert any("54 EXEMPT MINUTES" in lack for lack in decided.groups[0].lacks)


def test_a_plural_matter_has_all_that_its_item_decided(tmp_path: Path) -> None:
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"cabinet.txt": minutes(PLANNING)})
    meetings = meetings_held(answerer.library)
    listing = items_on(answerer.library, meetings, frozenset({"plan", "applic"}))
    other = items_on(answerer.library, meetings, frozenset({"zebra"}))
    answerer.library.close()
    assert other is None and listing is not None
    told = " ".join(entry.text for entry in listing.entries)
    assert "barn at Hill Farm" in told and "porch at Mill Cottage" in told


SEVERAL = """52. OTHER MATTERS

RESOLVED: That the harbour lights report be deferred to the next meeting.

53. GRANTS

RESOLVED that:

(1) grants be paid to:

(a) the lifeboat crew; and

(b) the sea scouts;

(2) the report on grants be noted.
"""
NEXT = """52. LATER MATTERS

RESOLVED: That the harbour lights report be approved.
"""
APPLICATIONS = """52. PLANNING APPLICATIONS

The following were before the meeting:

• A barn at Hill Farm.

No objections were raised to it.

• A porch at Mill Cottage.

The roof would be too high.
"""


def _library(folder: Path, **papers: str) -> tuple[Answerer, list[Meeting]]:
    texts = {f"{name}.txt": text for name, text in papers.items()}
    answerer = answerer_of(folder, FakeEmbedder(), texts)
    return answerer, list(meetings_held(answerer.library))


def test_a_matter_put_off_in_an_item_of_several_is_followed_by_its_words(tmp_path: Path) -> None:
    answerer, held = _library(
        tmp_path, march=minutes(SEVERAL), april=minutes(NEXT, day="11 April 2024")
    )
    listing = deferrals_listed(answerer.library, held, frozenset({"harbour", "light"}))
    other = deferrals_listed(answerer.library, held, frozenset({"zebra"}))
    answerer.library.close()
    assert other is None and listing is not None
    assert [e.standing for e in listing.entries] == [Standing.DEFERRED, Standing.DECIDED]
    assert "approved" in listing.entries[1].text


def test_parts_of_a_limb_and_what_leads_in_are_not_counted(tmp_path: Path) -> None:
    answerer, held = _library(tmp_path, march=minutes(SEVERAL))
    business = business_of(answerer.library, held[0])
    listing = decisions_listed(answerer.library, held)
    answerer.library.close()
    grants = [entry for entry in business.entries if entry.item_number == "53"]
    assert [entry.is_part for entry in grants if "lifeboat" in entry.text] == [True]
    assert listing is not None
    assert listing.line.startswith("3 decisions on 2 items (1 noted, 1 put off): ")


def test_things_that_an_item_lists_have_what_was_said_of_them(tmp_path: Path) -> None:
    answerer, held = _library(tmp_path, march=minutes(APPLICATIONS))
    listing = items_on(answerer.library, held, frozenset({"plan", "applic"}))
    answerer.library.close()
    assert listing is not None
    told = [" ".join(entry.text.split()) for entry in listing.entries]
    assert any("barn at Hill Farm" in text and "No objections" in text for text in told)
    assert any("porch at Mill Cottage" in text and "too high" in text for text in told)
