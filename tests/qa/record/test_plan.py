"""A listing is planned only where a question asks for a list or a course. All is invented."""

from __future__ import annotations

import pytest

from qa.library import Library
from qa.questions.question import read_question
from qa.record.entries import ListingKind
from qa.record.plan import listing_for, matter_for


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("cabinet decisions march 2024", ListingKind.DECISIONS),
        ("everything Cabinet agreed on 14 March 2024", ListingKind.DECISIONS),
        ("What was deferred by Cabinet on 14 March 2024?", ListingKind.DEFERRED),
        ("what did Ida Stow move in March 2024", ListingKind.PERSON),
        ("motions of Cllr Stow, 14 March 2024", ListingKind.PERSON),
        ("How many decisions did Cabinet take on 14 March 2024?", ListingKind.DECISIONS),
        ("Could I have the list of resolutions of Cabinet, 14 March 2024?", ListingKind.DECISIONS),
        ("What did Cabinet note on 14 March 2024?", ListingKind.DECISIONS),
        ("List the motions moved on 14 March 2024", ListingKind.PERSON),
        ("What was agreed on the pier railings since March 2024?", ListingKind.MATTER),
        ("pier railings, meeting by meeting", ListingKind.MATTER),
        ("history of the pier railings", ListingKind.MATTER),
        ("pier railings: each step", ListingKind.MATTER),
        ("which papers of 2024 are held", ListingKind.PAPERS),
    ],
)
def test_what_asks_for_a_list_or_a_course_is_answered_from_the_record(
    library: Library, question: str, kind: ListingKind
) -> None:
    listing = listing_for(read_question(question), library)
    assert listing is not None and listing.kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "When did Cabinet decide to paint the pier railings?",
        "What did the pier railings cost?",
        "Did Cabinet agree the ferry fare on 14 March 2024?",
        "Who moved the motion on the ferry fare on 14 March 2024?",
        "What did Cabinet decide about the ferry fare on 14 March 2024?",
        "Which stage has the developer of the barn at Hill Farm reached?",
        "What did Cllr Ketteridge move in March 2024?",
        "Why was the barn refused on 14 March 2024?",
    ],
)
def test_what_asks_for_one_thing_is_left_to_the_search(library: Library, question: str) -> None:
    assert listing_for(read_question(question), library) is None


def test_a_matter_alone_is_followed_where_that_is_asked_by_its_address(library: Library) -> None:
    listing = matter_for(read_question("pier railings"), library)
    assert listing is not None
    assert [group.title for group in listing.groups] == [
        "14 March 2024",
        "11 April 2024",
        "13 June 2024",
    ]
    assert matter_for(read_question("the zebra crossing"), library) is None


def test_of_a_body_only_its_own_papers_are_listed(library: Library) -> None:
    listing = listing_for(read_question("Which papers of Cabinet of 2024 are held?"), library)
    assert listing is not None
    assert {entry.paper.body for entry in listing.entries} == {"Cabinet"}


def test_what_was_noted_is_listed_and_counted_by_itself(library: Library) -> None:
    listing = listing_for(read_question("What did Cabinet note on 14 March 2024?"), library)
    assert listing is not None and listing.line.startswith("1 matter noted: Cabinet")
    assert [entry.item_number for entry in listing.entries] == ["53"]
