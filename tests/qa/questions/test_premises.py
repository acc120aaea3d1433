"""What a question takes for granted, by the place of the verb in the sentence."""

from __future__ import annotations

import pytest

from qa.questions.premises import read_premises


@pytest.mark.parametrize(
    ("question", "done"),
    [
        ("Why did the Cabinet approve the new pier?", "approved"),
        ("After the motion on the pier was carried, what was the vote?", "carried"),
        ("Now that the Cabinet has adopted the pier plan, when does it open?", "adopted"),
        ("Why did the Cabinet turn the pier offer down?", "turned down"),
        ("Why was it decided to refuse the pier?", "refused"),
    ],
)
def test_an_outcome_that_is_stated_is_taken(question: str, done: str) -> None:
    outcome = read_premises(question).outcome
    assert outcome is not None
    assert (outcome.done, outcome.is_asked) == (done, False)


@pytest.mark.parametrize(
    "question",
    [
        "What did the Cabinet decide about the pier?",
        "What was agreed on the pier?",
        "What is the Cabinet asked to approve for the pier?",
        "When will the pier be approved?",
        "How was the pier survey carried out?",
        "Was the pier approved or refused?",
        "How many voted for the pier?",
    ],
)
def test_an_outcome_that_is_open_is_not_taken(question: str) -> None:
    assert read_premises(question).outcome is None


def test_whether_it_was_done_is_asked_and_not_taken() -> None:
    outcome = read_premises("Did the Cabinet approve the new pier?").outcome
    assert outcome is not None
    assert outcome.is_asked


def test_a_mover_a_body_and_a_sum_are_read() -> None:
    assert read_premises("Councillor Quill moved the pier plan; who voted?").mover == "Quill"
    assert read_premises("Who backed Mr Quill's motion on the pier?").mover == "Quill"
    assert read_premises("Councillor Quill asked about it. Who moved it?").mover is None
    assert read_premises("Why did the Joint Pier Board agree it?").bodies == ("Joint Pier Board",)
    taken = read_premises("Who proposed the £15,000 levy for 2024?").sums
    assert [(each.value, each.nouns) for each in taken] == [(15000.0, frozenset(("levi",)))]


def test_all_names_of_a_person_are_read_and_the_last_is_the_surname() -> None:
    taken = read_premises("Who seconded Councillor Ida Maud Stow when she moved it?")
    assert taken.mover == "Stow"


def test_a_sum_that_is_spoken_of_as_known_is_given() -> None:
    assert read_premises("Where did the £90 come from?").sums[0].is_given
    assert not read_premises("Was it £90?").sums[0].is_given
