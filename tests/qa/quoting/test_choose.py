"""What is quoted: the resolution, the vote, the sum, the whole of a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.answers import Answer, AnswerStatus, unfolded
from qa.papers import Standing
from qa.protocols import Embedder
from tests.conftest import Samples
from tests.qa.invented import answerer_of, minutes


def quoted(answer: Answer) -> str:
    return re.sub(r"\s+", " ", " ".join(citation.quote for citation in answer.citations))


def minutes_cited(answer: Answer) -> list[str | None]:
    return [citation.minute for citation in answer.citations]


def test_a_resolution_is_quoted_where_its_narrative_was_found(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide about the licensing account and taxis?")
    assert answer.citations[0].minute == "21"
    assert answer.standing is Standing.DEFERRED
    assert "be deferred to a later meeting" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Why did Cabinet approve the 6% rise in taxi licence fees in July 2023?",
        "Did Cabinet approve the taxi fee increase?",
        "What did Cabinet decide on taxi licence fees?",
    ],
)
def test_what_was_put_off_is_said_to_be_deferred_whatever_the_question_takes_it_for(
    question: str, samples: Samples
) -> None:
    answer = samples.answerer.ask(question)
    assert answer.standing is Standing.DEFERRED
    assert "**Deferred** by Cabinet, 13 July 2023" in answer.answer
    assert "**Decided**" not in answer.answer


def test_every_limb_of_a_short_resolution_is_quoted_in_order(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Pell Lane on 12 September 2024?")
    told = quoted(answer)
    assert [told.index(f"({limb})") for limb in (1, 2, 3)] == sorted(
        told.index(f"({limb})") for limb in (1, 2, 3)
    )
    shown = unfolded(answer.answer)
    assert {c.minute for c in answer.citations if f"[{c.number}]" in shown} == {"28"}


def test_a_recorded_vote_is_told_in_the_line_with_its_counts_and_its_result(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask("How did the vote on the libraries amendment go?")
    assert answer.line is not None
    assert answer.line.startswith("Not carried: 10 for, 16 against, 2 abstentions (lost)")
    told = quoted(answer)
    assert "For (10)" in told and "Amendment lost." in told


def test_the_row_that_sums_a_table_up_is_quoted_where_the_sum_is_asked_for(
    samples: Samples,
) -> None:
    total = samples.answerer.ask("What is the total cost of the Ellerdyke Beck flood scheme?")
    assert "5,280" in quoted(total)
    one = samples.answerer.ask("What will the Property Flood Resilience cost in 2025/26?")
    assert "Property Flood Resilience" in quoted(one)
    assert not re.search(r"Total (?:cost|funding)", quoted(one))


def test_a_row_that_answers_brings_no_passage_that_only_shares_its_caption(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask("total agency staff in December 2024")
    [number] = answer.line_of
    assert "104" in answer.citations[number - 1].quote
    assert {c.paper.file for c in answer.citations} == {"scrutiny-2025-02-04-portfolio-report.pdf"}


def test_a_later_resolution_that_varies_the_one_asked_about_is_quoted_too(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask("Is Merton House to be vacated by 31 March 2025?")
    assert {"57", "27"} <= set(minutes_cited(answer))
    assert "becomes 30 June 2025 in place of 31 March 2025" in quoted(answer)


def test_the_minute_asked_for_by_its_number_is_quoted_and_not_one_that_mentions_it(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask("Minute 28 of September 2024")
    assert answer.citations[0].minute == "28"
    assert answer.standing is Standing.DECIDED


def test_a_decision_asked_for_by_its_number_brings_no_other(samples: Samples) -> None:
    for question in ("decision 24/0017", "24/0017"):
        answer = samples.answerer.ask(question)
        assert answer.status is AnswerStatus.ANSWERED
        assert {citation.paper.file for citation in answer.citations} == {
            "decision-24-0017-car-park-charges.pdf"
        }


def test_the_row_that_only_names_a_report_is_no_answer(samples: Samples) -> None:
    for question in (
        "Was the leisure contract extension approved in June 2025?",
        "Why did Cabinet refuse the enlargement of Norbeck school?",
    ):
        answer = samples.answerer.ask(question)
        assert not any(c.quote.startswith("Subject") for c in answer.citations), question


def test_what_a_report_asks_for_is_quoted_where_that_is_asked(samples: Samples) -> None:
    answer = samples.answerer.ask("What is recommended on the leisure contract?")
    assert answer.standing is Standing.RECOMMENDED
    assert "be extended by two years, to 31 March 2028" in quoted(answer)
    assert "**Decided**" not in answer.answer


def test_a_decision_of_which_only_the_report_is_held_is_answered_by_what_it_asks_for(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask("Was the leisure contract extension approved in June 2025?")
    assert answer.standing is Standing.RECOMMENDED
    assert "No minute that decides this" in answer.answer


LEADS_ON = (
    "52. THE ZEPHYR FOOTBRIDGE\n\n"
    "The Cabinet considered a report on the Zephyr Footbridge.\n\n"
    "RESOLVED that the Zephyr Footbridge be repaired:\n\n"
    "(1) in the spring of 2025; and\n\n(2) at a cost of £41,000."
)


def test_a_quote_that_ends_on_a_colon_goes_on_with_what_it_leads_to(
    embedder: Embedder, tmp_path: Path
) -> None:
    answerer = answerer_of(tmp_path, embedder, {"minutes.txt": minutes(LEADS_ON)})
    try:
        answer = answerer.ask("What did Cabinet decide on the Zephyr Footbridge?")
        assert "(2) at a cost of £41,000." in quoted(answer)
        assert not quoted(answer).rstrip().endswith(":")
    finally:
        answerer.library.close()


def test_a_quote_that_the_end_of_the_page_cuts_off_is_finished(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Merton House on 18 January 2024?")
    found = [citation for citation in answer.citations if citation.minute == "57"]
    assert {citation.page.first for citation in found} == {2, 3}
    assert any(c.quote.endswith("up to a limit of £135,000.") for c in found)


def test_a_decision_is_told_though_its_other_part_stands_in_other_words(samples: Samples) -> None:
    answer = samples.answerer.ask("What was decided on Merton House and when must it be empty?")
    assert answer.standing is Standing.DECIDED
    assert {"57", "27"} <= set(minutes_cited(answer))
    assert "No minute that decides" not in answer.answer


def test_a_mover_stands_as_what_was_resolved_and_not_as_an_amendment(samples: Samples) -> None:
    resolved = samples.answerer.ask("Who seconded the new timetable for Merton House?")
    assert "Denholm" in quoted(resolved) and resolved.standing is Standing.DECIDED
    lost = samples.answerer.ask("Who moved the amendment on the libraries?")
    assert "Kettlewell" in quoted(lost) and lost.standing is not Standing.DECIDED
