"""The first line of real answers from the sample papers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from qa.answers import FOLD, AnswerStatus, unfolded
from qa.papers import Standing
from qa.protocols import Embedder, Reader
from qa.writing.form.line import MOST_WORDS, Line, joined
from tests.conftest import Samples
from tests.qa.invented import answerer_of, minutes

QUESTIONS = [
    "What did Cabinet decide on Merton House on 18 January 2024?",
    "What is the total cost of the Ellerdyke Beck flood scheme?",
    "total agency staff in December 2024",
    "Why did Cabinet approve the rise in taxi licence fees?",
    "How many voted for the amendment on libraries?",
    "What are the options for the leisure contract?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_opens_with_its_line(question: str, samples: Samples) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and answer.line is not None
    [number, *_] = answer.line_of or (1,)
    assert answer.answer.startswith(f"{answer.line} [{number}]\n\n")
    assert len(answer.line.split()) <= MOST_WORDS and "\n" not in answer.line


def test_the_line_of_a_proposal_never_says_decided(samples: Samples) -> None:
    answer = samples.answerer.ask("What is the total cost of the Ellerdyke Beck flood scheme?")
    assert answer.standing is not Standing.DECIDED
    assert answer.line is not None and not answer.line.startswith("Decided")


def test_a_vote_is_told_with_its_counts(samples: Samples) -> None:
    answer = samples.answerer.ask("What was the recorded vote on the libraries amendment?")
    assert answer.line is not None
    assert answer.line.startswith("Not carried: 10 for, 16 against, 2 abstentions (lost)")
    assert answer.standing is answer.citations[0].standing is Standing.LOST


def test_who_voted_how_is_told_by_name(samples: Samples) -> None:
    answer = samples.answerer.ask("Who voted against the libraries amendment in February 2024?")
    assert answer.line is not None and len(answer.line.split()) <= MOST_WORDS
    assert answer.line.startswith("Not carried: Voted against (16): Adil, Bexfield, ")
    assert answer.status is AnswerStatus.ANSWERED
    answer = samples.answerer.ask("How did Cllr Sallow vote on the libraries amendment?")
    assert answer.line == (
        "Not carried: Sallow voted for; 10 for, 16 against, 2 abstentions (lost)"
    )


def test_no_voter_is_named_where_the_vote_is_not_sure(samples: Samples) -> None:
    answer = samples.answerer.ask("How did Cllr Sallow vote on the budget in February 2024?")
    assert answer.line is not None and "Sallow" not in answer.line


BINS = (
    "52. VILLAGE GREEN BINS\n\nIt was moved by Councillor Arkle and seconded by Councillor Birtle "
    "that two bins be put on the village green.\n\nA recorded vote having been asked for, the "
    "voting was as follows:\n\nFor (3)\nCouncillors Arkle, Birtle and Green\n\n"
    "Against (2)\nCouncillors Price and Venn\n\nThe motion was declared carried.\n"
)


def test_a_word_of_the_matter_is_no_voter(tmp_path: Path, embedder: Embedder) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(BINS)})
    with closing(answerer.library):
        for question in (
            "How did the vote on the bins for the Village Green go?",
            "Who voted for the bins on the village green?",
        ):
            line = answerer.ask(question).line
            assert line is not None and "Green voted" not in line


DAIRY = (
    "52. OLD DAIRY\n\nThe officer reported on the old dairy at Fenby.\n\nRESOLVED –\n\n"
    "(a) that the Council take a fifteen-year lease of the former dairy at Fenby at a rent not "
    "exceeding £96,000 per annum;\n\n"
    "(b) that the Director settle the other terms;\n\n(c) that the yard be fenced.\n"
)


def test_a_limb_is_told_whole_rather_than_with_the_number_of_limbs(
    tmp_path: Path, embedder: Embedder
) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(DAIRY)})
    with closing(answerer.library):
        line = answerer.ask("What rent did the Council agree for the former dairy at Fenby?").line
        assert line is not None and line.startswith("Decided: ") and "£96,000" in line
        assert len(line.split()) <= MOST_WORDS
        line = answerer.ask("What did the Council resolve on the yard at the old dairy?").line
        assert line is not None and line.endswith("(1 of 3 limbs)")


@pytest.fixture(scope="module")
def with_reader(samples: Samples) -> Samples:
    assert isinstance(samples.answerer.reranker, Reader)
    return samples


def test_a_question_of_two_parts_has_both_answers_in_its_line(with_reader: Samples) -> None:
    answer = with_reader.answerer.ask(
        "How many plots are let at Pell Lane and how many households are waiting for one?"
    )
    assert answer.line is not None and len(answer.line.split()) <= MOST_WORDS
    assert "94" in answer.line and "58" in answer.line and answer.line_of


def test_parts_that_stand_in_two_papers_are_told_and_cited_each(with_reader: Samples) -> None:
    answer = with_reader.answerer.ask(
        "How many signatures had the Pell Lane petition, and what is the estimated cost of the "
        "Stonegate Market Hall roof?"
    )
    assert answer.line is not None and len(answer.line.split()) <= MOST_WORDS
    told = {each.number: each.quote for each in answer.citations if each.number in answer.line_of}
    for figure in ("312", "£486,000"):
        assert figure in answer.line and any(figure in quote for quote in told.values())
    assert len(told) == 2


def test_a_vote_or_a_mover_in_a_part_is_left_to_the_record(with_reader: Samples) -> None:
    answer = with_reader.answerer.ask("Who moved the budget and how did the vote go?")
    assert answer.line is not None and not ("oved by" in answer.line and " for, " in answer.line)


def test_lines_that_share_a_standing_say_it_once() -> None:
    first, second = Line("Decided: a lease", "lease"), Line("Decided: a day.", "day")
    other = Line("Not carried: 2 for", "2 for")
    assert joined([first, second]).text == "Decided: a lease; a day"
    assert joined([first, second]).further == ("day",)
    assert joined([second, other, first]).text == (
        "Decided: a day. Not carried: 2 for. Decided: a lease"
    )
    assert joined([first, other, first]).text == "Decided: a lease. Not carried: 2 for"
    assert joined([first, first]).further == ()


def test_what_is_left_of_a_long_resolution_is_folded(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Merton House on 18 January 2024?")
    shown = unfolded(answer.answer)
    assert FOLD not in shown and FOLD in answer.answer
    assert len(shown.split()) < len(answer.answer.split())
    assert "[1]" in shown and "[2]" in answer.answer


def test_a_line_is_marked_with_the_quote_that_has_its_words(samples: Samples) -> None:
    answer = samples.answerer.ask(
        "What did Cabinet decide on 18 January 2024 about enlarging Norbeck Primary School?"
    )
    said = answer.answer.split("\n\n")[0]
    assert said == f"{answer.line} [2]" and "be approved" in said
    assert "be noted" in answer.citations[0].quote and "be approved" in answer.citations[1].quote


FUND = (
    "52. WIND FARM FUND\n\nThe applications were considered in turn.\n\nA proposal by Councillor "
    "Arkle that the fund be closed for the year found no seconder and fell.\n\n"
    "53. QUIET LANES\n\nThe officer spoke of quiet lanes.\n"
)


def test_what_the_record_says_was_lost_is_not_told_as_discussed(
    tmp_path: Path, embedder: Embedder
) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(FUND)})
    with closing(answerer.library):
        answer = answerer.ask("What became of the proposal to close the wind farm fund?")
        assert answer.standing is Standing.LOST
        assert answer.line is not None and answer.line.startswith("Not carried: ")


TAX = (
    "52. COUNCIL TAX\n\nThe Leader moved and Councillor Orde seconded that the council tax for the "
    "year be set as printed.\n\nA recorded vote was taken:\n\nMembers voting for the motion: "
    "Arkle, Birtle, Orde. Total: 3\n\nMembers voting against the motion: 0\n\nThe motion was "
    "carried.\n\nRESOLVED – That the council tax be set as printed.\n"
)


def test_a_vote_that_carried_has_the_standing_of_what_it_decided(
    tmp_path: Path, embedder: Embedder
) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(TAX)})
    with closing(answerer.library):
        answer = answerer.ask("How many members voted against the council tax?")
        assert answer.line is not None and answer.line.startswith("Decided: 3 for, 0 against")
        assert answer.standing is Standing.DECIDED
