"""What a question takes for granted, put right from the record; silence where it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.judgement.scores import score_units
from qa.premises.corrected import MOST_WORDS, Premise, PremiseKind
from qa.premises.premise import premise_of
from qa.protocols import Embedder
from qa.questions.question import read_question
from qa.quoting.choose import choose_quotes
from tests.qa.invented import answerer_of, minutes

ITEMS = """52. MARKET HALL ROOF

Councillor Hay moved and Councillor Tew seconded that the market hall roof be replaced.

RESOLVED that the market hall roof be replaced at a cost of £42,000.

53. HARBOUR TOLLS

The Director presented a report on new harbour tolls.

RESOLVED that the harbour tolls be deferred to the next meeting.

54. CEMETERY GATES

RESOLVED that the cemetery gates be locked from 20 May 2024.

55. QUAY LIGHTING

The Director presented a report on quay lighting.

RESOLVED that the report on quay lighting be noted.

56. SLIPWAY ACCOUNTS

RESOLVED that the slipway accounts, which were agreed and signed, be noted.

57. LIFEBOAT GRANT

RESOLVED that £300 be paid to the lifeboat.

On a vote there were 6 for, 2 against and 1 abstention. The motion was declared carried.

58. FISH MARKET

RESOLVED that the Council be recommended to adopt the fish market plan.

59. BREAKWATER

RESOLVED to agree the request to defer the breakwater report to a later meeting.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("premises")
    answerer = answerer_of(folder, embedder, {"minutes.txt": minutes(ITEMS)})
    yield answerer
    answerer.library.close()


def told(answerer: Answerer, question: str) -> Premise | None:
    asked = answerer.searcher.asked(read_question(question))
    hits = answerer.searcher.search(asked.question, 10)
    quotes = choose_quotes(asked, hits, score_units(asked, hits), answerer.library)
    premise = premise_of(asked, quotes, hits, answerer.library)
    assert premise is None or len(premise.sentence.split()) <= MOST_WORDS
    return premise


WRONG = [
    (
        "Why did Cabinet approve the harbour tolls?",
        PremiseKind.OUTCOME,
        "Not approved: it was deferred.",
    ),
    (
        "Who seconded Councillor Quill when she moved the market hall roof?",
        PremiseKind.PERSON,
        "Moved by Councillor Hay, not by Quill.",
    ),
    (
        "Why did Cabinet agree £61,000 as the cost of the market hall roof?",
        PremiseKind.SUM,
        "Not £61,000: the paper says £42,000.",
    ),
    (
        "Why are the cemetery gates to be locked from 9 May 2024?",
        PremiseKind.DAY,
        "Not 9 May 2024: the paper says 20 May 2024.",
    ),
    (
        "Why did Cabinet approve quay lighting on 14 March 2024?",
        PremiseKind.OUTCOME,
        "Not approved: it was only noted.",
    ),
    (
        "What was the £90 for the lifeboat that Cabinet agreed on 14 March 2024?",
        PremiseKind.SUM,
        "Not £90: the minutes say £300.",
    ),
    (
        "Was the lifeboat grant agreed unanimously on 14 March 2024?",
        PremiseKind.VOTE,
        "Not unanimous: 6 for, 2 against, 1 abstention.",
    ),
    (
        "Where is the £90 for the lifeboat grant to come from, 14 March 2024?",
        PremiseKind.SUM,
        "Not £90: the minutes say £300.",
    ),
    (
        "When did Cabinet adopt the fish market plan?",
        PremiseKind.OUTCOME,
        "Not adopted: it was only recommended to another body.",
    ),
    (
        "What does the breakwater report that Cabinet adopted on 14 March 2024 say?",
        PremiseKind.OUTCOME,
        "Not adopted: it was deferred.",
    ),
]


@pytest.mark.parametrize(("question", "kind", "sentence"), WRONG)
def test_what_is_not_so_is_put_right(
    answerer: Answerer, question: str, kind: PremiseKind, sentence: str
) -> None:
    premise = told(answerer, question)
    assert premise is not None
    assert (premise.kind, premise.sentence) == (kind, sentence)
    assert premise.contradicted


@pytest.mark.parametrize(
    "question",
    [
        "Why did Cabinet approve the market hall roof?",
        "Who seconded Councillor Hay when she moved the market hall roof?",
        "Why did Cabinet agree £42,000 as the cost of the market hall roof?",
        "Why are the cemetery gates to be locked from 20 May 2024?",
        "What did Cabinet decide about the harbour tolls?",
        "Why did Cabinet defer the harbour tolls?",
        "Why did Cabinet approve the slipway accounts on 14 March 2024?",
        "What was the £300 for the lifeboat that Cabinet agreed on 14 March 2024?",
        "Was the market hall roof agreed unanimously?",
    ],
)
def test_what_is_so_or_not_taken_for_granted_is_left_alone(
    answerer: Answerer, question: str
) -> None:
    assert told(answerer, question) is None


def test_a_sum_that_measures_something_else_contradicts_nothing(answerer: Answerer) -> None:
    assert told(answerer, "Why did Cabinet agree the £9,000 bonfire grant?") is None


def test_what_is_put_right_comes_with_its_proof_and_before_what_is_asked(
    answerer: Answerer,
) -> None:
    answer = answerer.ask("Who seconded Councillor Tew when she moved the market hall roof?")
    right, line, *_ = answer.answer.split("\n\n")
    assert right == f"{answer.line} [1]" == "Moved by Councillor Hay, not by Tew. [1]"
    assert "Tew" in line and "Hay moved" in answer.citations[0].quote


def test_a_line_that_says_what_was_put_right_is_not_said_again(answerer: Answerer) -> None:
    answer = answerer.ask("Why did Cabinet agree £61,000 as the cost of the market hall roof?")
    right, quote, *_ = answer.answer.split("\n\n")
    assert right == "Not £61,000: the paper says £42,000. [1]" and quote.startswith("> ")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Did Cabinet agree to replace the market hall roof?", "Yes. "),
        ("Did Cabinet agree to replace the market hall roof for £42,000?", "Yes. "),
        ("Did Cabinet agree to replace the market hall roof for £9,000?", ""),
        ("Did Cabinet approve the harbour tolls?", ""),
        ("What did Cabinet decide about the market hall roof?", ""),
    ],
)
def test_yes_is_said_only_where_the_record_says_all_that_is_asked(
    answerer: Answerer, question: str, opening: str
) -> None:
    line = answerer.ask(question).line or ""
    assert line.startswith("Yes. ") is (opening == "Yes. "), line


NOT_SHOWN = [
    (
        "Why did the Audit Committee agree the cemetery gates on 14 March 2024?",
        "Not shown for the Audit Committee: the decision held is of the Cabinet.",
    ),
    (
        "Why did Cabinet agree the cemetery gates on 28 March 2024?",
        "Not shown for 28 March 2024: the decision held is of 14 March 2024.",
    ),
]


@pytest.mark.parametrize(("question", "sentence"), NOT_SHOWN)
def test_another_body_or_day_is_told_as_not_shown(
    answerer: Answerer, question: str, sentence: str
) -> None:
    premise = told(answerer, question)
    assert premise is not None and premise.sentence == sentence
    assert not premise.contradicted


def test_the_minutes_of_a_day_that_is_not_held_are_replaced_by_the_nearest_decision(
    answerer: Answerer,
) -> None:
    answer = answerer.ask("Why did Cabinet agree the cemetery gates on 28 March 2024?")
    assert answer.status is AnswerStatus.NEAREST
    assert answer.line == answer.lacks == NOT_SHOWN[1][1]
    assert "cemetery gates be locked" in answer.citations[0].quote


def test_the_item_that_is_named_is_read_though_the_search_did_not_bring_it(
    answerer: Answerer,
) -> None:
    asked = answerer.searcher.asked(
        read_question("Why did Cabinet approve the harbour tolls on 14 March 2024?")
    )
    hits = answerer.searcher.search(read_question("market hall roof"), 1)
    quotes = choose_quotes(asked, hits, score_units(asked, hits), answerer.library)
    premise = premise_of(asked, quotes, hits, answerer.library)
    assert premise is not None and premise.sentence == "Not approved: it was deferred."
    assert "deferred to the next meeting" in premise.quote.units[0].text
