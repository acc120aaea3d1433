"""What a message of a conversation says by its own words, and how it is put in full."""

from __future__ import annotations

import pytest

from qa.questions.follow_ups import (
    Held,
    Move,
    Turn,
    in_full,
    names_no_matter,
    points_back,
    read_said,
    understood_as,
)
from qa.questions.matter import matter_of, own_words

CANAL = "What did Cabinet decide about the canal basin on 18 January 2024?"


def held(question: str = CANAL, *, title: str = "", council: str = "") -> Held:
    """Return what is held after a question."""
    return Held(matter_of(question), question, title, council)


def full(text: str, held: Held, *, same: bool = True, council: str = "") -> str:
    """Return a message in full."""
    return in_full(read_said(text), held, same=same, council=council).text


@pytest.mark.parametrize(
    ("text", "move", "words"),
    [
        ("who moved it?", Move.FOLLOWS, ""),
        ("Thanks, who moved it?", Move.FOLLOWS, ""),
        ("cheers, who moved it?", Move.FOLLOWS, ""),
        ("Thank you.", Move.COURTESY, ""),
        ("ok ta", Move.COURTESY, ""),
        ("Good morning!", Move.COURTESY, ""),
        ("Great, that is clear.", Move.FOLLOWS, ""),
        ("Thanks, that is clear now.", Move.COURTESY, ""),
        ("thanks, and the annual fee?", Move.INSTEAD, "the annual fee"),
        ("which page is that on?", Move.PLACE, ""),
        ("What minute?", Move.PLACE, ""),
        ("where does it say that?", Move.PLACE, ""),
        ("what did the minutes say?", Move.FOLLOWS, ""),
        ("which page has the map of the ferry landing?", Move.FOLLOWS, ""),
        ("Somebody said March", Move.DOUBTS, "March"),
        ("I was told that two bridges would close.", Move.DOUBTS, "two bridges would close"),
        ("Two bridges are closing, I heard.", Move.DOUBTS, "Two bridges are closing"),
        ("So it was turned down?", Move.DOUBTS, "it was turned down"),
        ("They lost the vote, didn't they?", Move.DOUBTS, "They lost the vote"),
        ("Who said that?", Move.FOLLOWS, ""),
        ("So who said that?", Move.FOLLOWS, ""),
        ("No, the earlier one", Move.CORRECTS, "the earlier one"),
        ("No, I meant the second option.", Move.CORRECTS, "the second option"),
        ("no. 5 bus?", Move.FOLLOWS, ""),
        ("what about the library?", Move.INSTEAD, "the library"),
        ("and in 2023?", Move.INSTEAD, "in 2023"),
    ],
)
def test_the_move_of_a_message_is_read_from_its_words(text: str, move: Move, words: str) -> None:
    said = read_said(text)
    assert (said.move, said.words) == (move, words)


def test_a_follow_up_in_full_is_a_question_that_names_its_matter() -> None:
    assert full("who moved it?", held()) == (
        "Who moved it, about canal basin (Cabinet; 18 January 2024)?"
    )


def test_the_matter_is_called_as_the_item_is_where_both_are_surely_one() -> None:
    named = held(title="LEASE OF THE CANAL BASIN", council="Lower Tarn Council")
    assert full("why?", named).startswith("Why, about LEASE OF THE CANAL BASIN (Lower Tarn")
    other = held(title="Any other business")
    assert "about canal basin" in full("why?", other)


def test_a_day_is_not_carried_to_what_came_later() -> None:
    assert "2024" not in full("what happened to it afterwards?", held())


def test_a_claim_is_put_as_a_question() -> None:
    assert full("Somebody said two bridges would close", held()).startswith(
        "Is it so that two bridges would close, about canal basin"
    )


def test_a_correction_asks_the_question_before_again() -> None:
    before = Held(matter_of(CANAL), "who moved the motion?")
    turn = in_full(read_said("No, the earlier one"), before, same=True)
    assert turn.text.startswith("Who moved the motion: the earlier one, about canal basin")
    assert turn.order == -1


def test_the_same_is_asked_of_another_matter() -> None:
    assert full("what about the ferry landing?", held(), same=False).startswith(
        "What did Cabinet decide about the ferry landing"
    )


def test_the_same_is_asked_of_another_council_without_the_first_ones_place() -> None:
    before = held("When does Lower Tarn adopt its tree strategy?", council="Lower Tarn Council")
    asked = full("And Ashcombe?", before, council="Ashcombe Council")
    assert "Ashcombe Council" in asked and "Lower Tarn Council" not in asked
    assert "tree strategy" in asked


def test_a_message_in_capitals_is_followed_as_any_other() -> None:
    before = held("WHAT DID CABINET DECIDE ABOUT THE CANAL BASIN?")
    assert full("and who moved it?", before) == "Who moved it, about CANAL BASIN (CABINET)?"
    assert "CANAL BASIN" in full("WHO VOTED AGAINST?", before)


def test_braces_in_a_question_are_text() -> None:
    before = held("What of {matter} at Canal Basin?")
    assert "Canal Basin" in full("why {0}?", before)
    assert "Pell Lane" in full("what about {0} at Pell Lane?", before, same=False)


def test_markup_is_not_shown() -> None:
    turn = in_full(read_said("why was <b>it</b> [1] **moved**?"), held(), same=True)
    assert not set("[]<>*") & set(understood_as(turn) or "[")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "What did Cabinet decide on the lease of Canal House in May 2023?",
            "lease of Canal House",
        ),
        ("Who voted against?", ""),
        ("WHAT DID CABINET DECIDE ON THE CANAL BASIN?", "CANAL BASIN"),
        ("WHO VOTED AGAINST?", ""),
        ("How much will closing the museum save?", "closing the museum"),
        ("What was agreed about council tax?", "council tax"),
        (
            "Which firm won the contract for grounds maintenance?",
            "contract for grounds maintenance",
        ),
    ],
)
def test_the_matter_is_what_only_this_question_has(text: str, words: str) -> None:
    assert words in matter_of(text).words and bool(words) == bool(own_words(text))


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("How much will it cost?", True),
        ("Why did they do that?", True),
        ("How much budget moves with it?", True),
        ("Was this decision called in?", True),
        ("Is it true that the pool will close?", False),
        ("How long does it take to get a permit?", False),
        ("When will the library open and what will it cost?", False),
        ("Did Cabinet agree that the market may move?", False),
    ],
)
def test_words_that_point_back_are_told_from_those_that_do_not(text: str, back: bool) -> None:
    assert points_back(text) is back


@pytest.mark.parametrize(
    "question",
    [
        "When will they mend the potholes?",
        "What would it cost to resurface the lanes?",
        "How many councillors are there?",
        "What did Cabinet decide?",
        "What was decided on 18 January 2024?",
        "What about the library?",
        "Who was it that resigned in December 2025?",
    ],
)
def test_a_question_that_can_be_understood_alone_is_asked(question: str) -> None:
    assert not names_no_matter(Turn(question, matter_of(question)))
