"""Twenty follow-ups over the sample papers, questions that are none, and what needs no search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from qa.answers import Answer, to_json
from qa.following.talk import Following
from qa.questions.follow_ups import Move, read_said
from tests.conftest import Samples
from tests.qa.test_answers import CHECK

MERTON = "What did Cabinet decide on Merton House?"
LIBRARIES = "Who moved the amendment on the libraries budget at Council in February 2024?"
NORBECK = "Did Cabinet approve the enlargement of Norbeck Primary School?"
HOURS = "What was proposed for branch library opening hours?"
LEISURE = "What is recommended on the leisure management contract?"


@dataclass(frozen=True, slots=True)
class Follow:
    """A question after others, the matter that it must be taken for, and words of the evidence."""

    previous: tuple[str, ...]
    question: str
    matter: str
    evidence: str


FOLLOW_UPS = (
    Follow((MERTON,), "and how much will it save?", "Merton House", "398,000"),
    Follow((MERTON,), "who seconded?", "Merton House", "seconded by Councillor Denholm"),
    Follow((MERTON,), "And what about the dilapidations?", "Merton House", "£135,000"),
    Follow((MERTON, "who seconded?"), "why was it put back three months?", "Merton House", "late"),
    Follow((MERTON,), "how many staff are based there?", "Merton House", "286"),
    Follow((LIBRARIES,), "and how did the vote go?", "libraries", "Against (16)"),
    Follow((LIBRARIES,), "how many abstained?", "libraries", "Abstain (2)"),
    Follow((LIBRARIES,), "What about the substantive motion?", "libraries", "For (17)"),
    Follow((NORBECK,), "what will it cost?", "Norbeck Primary School", "£3.46m"),
    Follow(
        (NORBECK,), "What about the Pell Lane allotments?", "Pell Lane allotments", "allotments"
    ),
    Follow(
        (NORBECK, "What about the Pell Lane allotments?"),
        "for how long is the licence?",
        "Pell Lane allotments",
        "licence of ten years",
    ),
    Follow(
        (NORBECK, "What about the Pell Lane allotments?", "for how long is the licence?"),
        "How many people signed that petition?",
        "Pell Lane allotments",
        "312",
    ),
    Follow((HOURS,), "how much would that save?", "branch library opening hours", "164"),
    Follow((HOURS,), "and the risks?", "branch library opening hours", "Risks"),
    Follow((HOURS, "and the risks?"), "And telecare?", "telecare", "TELECARE"),
    Follow((LEISURE,), "when does it end?", "leisure management contract", "31 March 2026"),
    Follow((LEISURE,), "What were the other options?", "leisure management contract", "Option"),
    Follow((LEISURE,), "ok, and the annual fee?", "leisure management contract", "£684,000"),
    Follow((LEISURE,), "did scrutiny support it?", "leisure management contract", "six votes"),
)
HARD = frozenset({"why was it put back three months?", "and how did the vote go?"})
"""Of these the matter is carried rightly, but the evidence is not yet found among the first."""

NEW = (
    (MERTON, "What did Cabinet resolve about the Stonegate Market Hall roof?"),
    (MERTON, "When is the annual meeting of the Council?"),
    (MERTON, "How many stalls in the north aisle of the market were let in August 2023?"),
    (MERTON, "And how many people signed the Pell Lane petition?"),
    (MERTON, "When will the evening market start and what will it cost?"),
    (NORBECK, "Who is the landlord of Merton House?"),
    (LIBRARIES, "What did Cabinet decide on 12 September 2024?"),
    (LEISURE, "How many dragons live in the castle of Eldoria?"),
    (LEISURE, "Is it true that the parking charges went up?"),
    (HOURS, "Did councillors declare their interests in the allotments?"),
)


def _understood(answer: Answer) -> str:
    return answer.understood_as or ""


def _near(answer: Answer) -> str:
    """Return what the answer quotes and its first three hits hold, with their headings."""
    parts = [" ".join([*cited.heading, cited.quote]) for cited in answer.citations]
    parts += [" ".join([*hit.passage.heading, hit.passage.text]) for hit in answer.hits[:3]]
    return " ".join(" ".join(parts).split()).casefold()


@pytest.mark.parametrize("follow", FOLLOW_UPS, ids=lambda follow: follow.question)
def test_a_follow_up_carries_the_matter_and_finds_its_evidence(
    follow: Follow, samples: Samples
) -> None:
    answer = samples.answerer.ask(follow.question, previous=follow.previous)
    assert follow.matter.casefold() in _understood(answer).casefold()
    if follow.question not in HARD:
        assert follow.evidence.casefold() in _near(answer)


@pytest.mark.parametrize(("before", "question"), NEW)
def test_a_new_matter_takes_nothing_over(before: str, question: str, samples: Samples) -> None:
    after = samples.answerer.ask(question, previous=[before])
    alone = samples.answerer.ask(question)
    assert _understood(after) == ""
    assert (after.answer, after.citations) == (alone.answer, alone.citations)


TITLE = "OFFICE ACCOMMODATION - LEASE OF MERTON HOUSE"


def test_the_body_and_the_day_are_carried_until_others_are_named(samples: Samples) -> None:
    first = "What did Cabinet decide on Merton House on 18 January 2024?"
    ask = samples.answerer.ask
    assert _understood(ask("who seconded?", previous=[first])) == (
        f"Who seconded, about {TITLE} (Cabinet; 18 January 2024)?"
    )
    assert "12 September 2024" in _understood(ask("and on 12 September 2024?", previous=[first]))
    # What came later is not looked for on the day of what came before.
    assert "2024" not in _understood(ask("what happened to it afterwards?", previous=[first]))
    asked_of = _understood(ask("and full Council?", previous=[first]))
    assert "MERTON HOUSE" in asked_of and "full Council" in asked_of


def test_the_question_stays_as_asked_and_the_answer_opens_with_how_it_was_understood(
    samples: Samples,
) -> None:
    shown = to_json(samples.answerer.ask("  who seconded? ", previous=[MERTON]))
    assert shown["question"] == "who seconded?"
    assert shown["understood_as"] == f"Who seconded, about {TITLE} (Cabinet)?"
    assert shown["answer"].startswith(f"Understood as: {shown['understood_as']}\n\n")
    CHECK.validate(shown)
    assert "understood_as" not in to_json(samples.answerer.ask(MERTON))


def test_what_was_understood_can_be_asked_as_a_new_question(samples: Samples) -> None:
    after = samples.answerer.ask("who seconded?", previous=[MERTON])
    anew = samples.answerer.ask(after.understood_as or "")
    assert anew.understood_as is None and anew.status is after.status
    cited = {(each.paper.file, each.minute) for each in after.citations}
    assert cited & {(each.paper.file, each.minute) for each in anew.citations}


def test_what_a_reader_typed_is_shown_without_its_markup(samples: Samples) -> None:
    asked = "why was it moved to <b>Merton</b> [1] **now**?"
    understood = _understood(samples.answerer.ask(asked, previous=[MERTON]))
    assert understood and not set("[]<>*") & set(understood)


def test_a_matter_may_be_as_long_as_a_story_and_is_carried_in_short(samples: Samples) -> None:
    story = "What did Cabinet decide on the lease of Merton House " + "zebra " * 300
    answer = samples.answerer.ask("why?", previous=[story])
    assert len(_understood(answer)) < 300


def test_questions_before_that_hold_no_words_are_passed_over(samples: Samples) -> None:
    answer = samples.answerer.ask("who seconded?", previous=["", "?!", MERTON, " "])
    assert "MERTON HOUSE" in _understood(answer)


@pytest.mark.parametrize(
    "question",
    [
        "who moved it?",
        "WHO MOVED IT?",
        "and why?",
        "who voted against?",
        "What did they decide?",
        "how many staff would that have saved?",
        "is it going ahead?",
    ],
)
def test_a_follow_up_without_the_questions_it_rests_on_is_declined(
    question: str, samples: Samples
) -> None:
    for answer in (samples.answerer.ask(question), samples.answerer.ask(question, previous=["??"])):
        shown = to_json(answer, 3)
        CHECK.validate(shown)
        assert (answer.status, answer.standing) == ("not_found", None)
        assert not answer.citations and not answer.hits
        assert "the matter is not named" in (answer.understood_as or "")
        assert "name the matter" in answer.answer
    after = samples.answerer.ask(question, previous=[MERTON])
    assert "Merton House".casefold() in _understood(after).casefold()


# What needs no search


def test_thanks_and_greetings_get_no_search_and_no_quote(samples: Samples) -> None:
    for previous in ((), (MERTON,)):
        answer = samples.answerer.ask("Thanks, that is clear.", previous=previous)
        CHECK.validate(to_json(answer))
        assert not answer.citations and not answer.hits and answer.understood_as is None
        assert answer.line == "Nothing is asked here."


def test_a_follow_up_goes_on_after_thanks(samples: Samples) -> None:
    straight = samples.answerer.ask("who seconded?", previous=[MERTON])
    after = samples.answerer.ask("who seconded?", previous=[MERTON, "great, thank you"])
    assert (after.understood_as, after.citations) == (straight.understood_as, straight.citations)


def test_the_page_is_that_of_the_last_answers_quotes(samples: Samples) -> None:
    before = samples.answerer.ask(MERTON)
    answer = samples.answerer.ask("which page is that on?", previous=[MERTON, "thanks"])
    CHECK.validate(to_json(answer))
    assert answer.citations == before.citations
    assert (answer.status, answer.standing) == (before.status, before.standing)
    minute = before.citations[0].minute
    assert minute and f"minute {minute}" in (answer.line or "")


def test_the_page_of_what_a_follow_up_quoted_is_told(samples: Samples) -> None:
    asked = [NORBECK, "what will it cost?"]
    before = samples.answerer.ask(asked[1], previous=asked[:1])
    answer = samples.answerer.ask("what page?", previous=asked)
    assert answer.citations == before.citations


def test_no_page_is_told_of_an_answer_without_a_quote(samples: Samples) -> None:
    answer = samples.answerer.ask("what page?", previous=["How many dragons live in Eldoria?"])
    assert not answer.citations
    assert answer.status == "not_found"


def test_a_page_asked_for_without_a_conversation_is_declined(samples: Samples) -> None:
    answer = samples.answerer.ask("which page is that on?")
    assert "the matter is not named" in _understood(answer)


# Which item is meant


def test_a_claim_is_answered_from_the_item_that_was_quoted(samples: Samples) -> None:
    answer = samples.answerer.ask("I was told it saves twice that.", previous=[MERTON])
    assert _understood(answer).startswith("Is it so that it saves twice that, about OFFICE")
    assert "merton house" in (answer.hits[0].passage.item_title or "").casefold()


def test_a_follow_up_goes_back_to_the_matter_before_the_last(samples: Samples) -> None:
    asked = (MERTON, "How many people signed the Pell Lane allotments petition?")
    answer = samples.answerer.ask("back to the lease, how many staff are there?", previous=asked)
    assert "MERTON HOUSE" in _understood(answer)


def test_what_was_quoted_is_forgotten_when_the_library_changes(samples: Samples) -> None:
    following = samples.answerer.following
    samples.answerer.ask("who seconded?", previous=[MERTON])
    assert following.remembers([MERTON])
    following.forget()
    assert not following.remembers([MERTON])


def test_what_was_just_answered_is_not_asked_again(samples: Samples) -> None:
    library, searcher = samples.answerer.library, samples.answerer.searcher
    asked: list[str] = []

    def ask(question: str, **given: Any) -> Answer:
        asked.append(question)
        return samples.answerer.ask(question, **given)

    following = Following(ask, library, searcher)
    talk = [MERTON, "who seconded?", "what will it cost?"]
    for number, question in enumerate(talk):
        meant = following.understand(question, talk[:number])
        following.note(meant, talk[:number], samples.answerer.ask(question, previous=talk[:number]))
    assert not asked
    following.forget()
    following.understand("why?", talk)
    assert asked == talk


def test_a_long_conversation_is_read_from_its_first_full_question(samples: Samples) -> None:
    library, searcher = samples.answerer.library, samples.answerer.searcher
    asked: list[tuple[str, int]] = []

    def ask(question: str, *, previous: list[str], **given: Any) -> Answer:
        asked.append((question, len(previous)))
        return samples.answerer.ask(question, previous=previous, **given)

    follow_ups = ["who seconded?", "why?", "what will it cost?", "and the risks?", "when?"]
    full = "Which firm holds the leisure management contract for Ashcombe pool and sports hall?"
    talk = ["why?", "and then?", full, *follow_ups, "who moved it?"]
    following = Following(ask, library, searcher)
    following.understand("why?", talk[-8:])
    assert asked[0] == (full, 0)
    asked.clear()
    following.understand("where?", [*talk[-7:], "why?"])
    assert asked == [("why?", 7)]


def test_a_greeting_before_is_no_matter(samples: Samples) -> None:
    answer = samples.answerer.ask("who seconded?", previous=["Hello"])
    assert "the matter is not named" in _understood(answer)


def test_a_short_question_after_the_longest_ones_is_answered(samples: Samples) -> None:
    longest = "a" * 2000
    answer = samples.answerer.ask("And what was the vote on it?", previous=[longest] * 3)
    assert answer.question == "And what was the vote on it?"


def test_the_matter_is_told_as_the_asker_put_it(samples: Samples) -> None:
    first = "What help do volunteers give the library at Tarnside?"
    understood = _understood(samples.answerer.ask("what will it cost?", previous=[first]))
    assert "help do volunteers give the library at Tarnside" in understood


def test_a_pronoun_that_stands_for_a_noun_points_back_whoever_is_named() -> None:
    assert read_said("Norton has theirs in place, hasn't it?").points_back
    assert not read_said("Norton has its plan in place").points_back


def test_a_full_question_after_another_of_the_same_paper_takes_nothing_over(
    samples: Samples,
) -> None:
    before = "Why was the fees item for taxi licences deferred?"
    for question in (
        "how much did the council earn in interest on its investments",
        "what was raised for the lifeboat appeal at sandhythe",
        "Which of the six branch libraries had the fewest visitors?",
    ):
        assert _understood(samples.answerer.ask(question, previous=[before])) == ""


def test_a_follow_up_rests_on_the_newest_matter_to_which_it_may_belong(samples: Samples) -> None:
    asked = ("good day, is this where one asks about council papers?", NORBECK)
    understood = _understood(samples.answerer.ask("and what will it cost them?", previous=asked))
    assert "Norbeck".casefold() in understood.casefold()


def test_what_cannot_be_understood_alone_rests_on_what_was_said(samples: Samples) -> None:
    understood = _understood(samples.answerer.ask("which company runs it?", previous=[LEISURE]))
    assert "leisure management contract" in understood.casefold()


def test_the_verb_before_a_pronoun_is_not_what_it_stands_for() -> None:
    assert read_said("Which firm runs it?").points_back
    assert not read_said("When will the library open and what will it cost?").points_back


def test_the_small_words_of_welsh_name_no_matter() -> None:
    assert read_said("Ar ba dudalen mae hwnna?").move is Move.PLACE
    assert "mae" not in read_said("Pryd mae'r neuadd yn agor?").own
    assert "Mae" in read_said("Who is the owner of Mae Gardens?").own


def test_a_few_words_that_end_with_thanks_ask_nothing() -> None:
    assert read_said("lovely, cheers").move is Move.COURTESY
    assert read_said("the lease of the mill and its roof, thanks").move is not Move.COURTESY


def test_the_number_of_the_minute_is_a_place() -> None:
    assert read_said("minute number?").move is Move.PLACE
