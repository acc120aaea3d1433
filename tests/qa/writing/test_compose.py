"""The sentences round the quotes claim no more than the quotes do."""

from __future__ import annotations

import re

import pytest

from qa.answers import Answer, AnswerStatus
from qa.papers import (
    UNKNOWN_PAGE,
    FileFormat,
    Paper,
    PaperKind,
    Passage,
    Standing,
    TableRow,
    Unit,
    UnitKind,
)
from qa.quoting.units import Quote
from qa.writing.form.figures import format_rows
from qa.writing.form.shown import note_left_to_council
from tests.conftest import Samples

QUESTIONS_ON_TABLES = [
    "What is the total cost of the Ellerdyke Beck flood scheme?",
    "How many parents and carers replied against enlarging Norbeck Primary School?",
    "What are the options for the leisure contract?",
    "Friday evening market - average visitors in the last quarter of the trial",
    "total agency staff in December 2024",
    "decision 24/0017 new all-day price for long stay parking",
]
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def own_lines(answer: Answer) -> list[str]:
    """Return the answer's own lines, without the sentences that introduce a quote."""
    first, *lines = answer.answer.split("\n\n")
    assert answer.line is not None and first.startswith(answer.line)
    return [line for line in lines if not line.startswith((">", "**", "Recorded"))]


@pytest.mark.parametrize("question", QUESTIONS_ON_TABLES)
def test_a_row_is_read_out_with_figures_that_stand_in_the_quoted_row(
    question: str, samples: Samples
) -> None:
    answer = samples.answerer.ask(question)
    quotes = " ".join(citation.quote for citation in answer.citations)
    rows = {
        unit.text: unit.row
        for citation in answer.citations
        for passage in samples.answerer.library.passages_of(citation.paper.id)
        for unit in passage.units
        if unit.row is not None and unit.text in citation.quote
    }
    columns = " ".join(
        " ".join([*row.columns, row.caption or "", row.group or "", row.unit or ""])
        for row in rows.values()
        if row is not None
    )
    lines = own_lines(answer)
    assert rows and lines
    for figure in FIGURE.findall(" ".join(lines)):
        assert figure in quotes or figure in columns, figure


def row(caption: str, label: str, figure: str) -> Unit:
    cells = (label, figure)
    return Unit(
        f"{label}\t{figure}",
        (1, 1),
        kind=UnitKind.ROW,
        row=TableRow(cells, ("Service", "2025/26"), caption),
    )


def quote(*units: Unit, standing: Standing = Standing.BACKGROUND) -> Quote:
    paper = Paper("p", "p.txt", "Draft Revenue Budget", PaperKind.REPORT, FileFormat.TEXT, "0")
    passage = Passage(
        "p-00001", "p", 1, units, ("Draft Revenue Budget",), standing, UNKNOWN_PAGE, (1, 9)
    )
    return Quote(passage, paper, units)


def test_rows_of_two_tables_are_read_out_each_under_its_own_caption() -> None:
    lines = format_rows(quote(row("Table 1", "Libraries", "41"), row("Table 2", "Parks", "12")))
    assert lines == ["Table 1: Libraries: 2025/26 41.", "Table 2: Parks: 2025/26 12."]


def test_a_row_without_figures_is_read_out_beside_one_that_has_them() -> None:
    lines = format_rows(
        quote(row("Table 1", "Extend", "£41"), row("Table 1", "Tender", "Not known"))
    )
    assert lines == ["Table 1: Extend: 2025/26 £41; Tender: 2025/26 Not known."]


def test_a_caption_that_ends_with_a_colon_gets_no_second_one() -> None:
    lines = format_rows(quote(row("Table 1:", "Libraries", "41")))
    assert lines == ["Table 1: Libraries: 2025/26 41."]


def test_a_form_is_not_read_out() -> None:
    assert format_rows(quote(row("", "Wards affected", "All"))) == []


def test_the_figures_of_a_draft_are_not_said_to_be_recommended_to_council() -> None:
    assert note_left_to_council(quote(row("Table 1", "Libraries", "41"))) == ""


def test_an_approval_asked_about_as_a_refusal_is_put_right(samples: Samples) -> None:
    answer = samples.answerer.ask("Why did Cabinet refuse the enlargement of Norbeck school?")
    assert answer.standing is Standing.DECIDED
    said = re.match(r"Not refused: it was approved\. \[(\d)\]\n\n", answer.answer)
    assert said is not None and answer.line == "Not refused: it was approved."
    assert "be approved" in answer.citations[int(said[1]) - 1].quote


def test_a_refusal_asked_about_as_one_is_not_put_right(samples: Samples) -> None:
    answer = samples.answerer.ask("Why did Cabinet reject recommendation 3 of the working group?")
    assert "Not rejected" not in answer.answer
    assert any("be not accepted" in citation.quote for citation in answer.citations)


def test_a_deferral_asked_about_as_an_approval_is_put_right(samples: Samples) -> None:
    answer = samples.answerer.ask("Why did Cabinet approve the rise in taxi licence fees?")
    assert answer.answer.startswith("Not approved: it was deferred. [1]\n\n> ")
    assert "be deferred to a later meeting" in answer.citations[0].quote


def test_a_recorded_vote_is_said_in_a_line(samples: Samples) -> None:
    answer = samples.answerer.ask("What was the recorded vote on the libraries amendment?")
    first = answer.answer.split("\n\n")[0]
    assert "10 for, 16 against, 2 abstentions (lost)" in first
    assert "then" not in first


def test_the_votes_on_other_motions_of_the_item_are_not_read_out(samples: Samples) -> None:
    answer = samples.answerer.ask("How many voted for the amendment on libraries?")
    counted = re.findall(r"\d+ for, \d+ against", answer.answer.split("\n\n")[0])
    assert counted == ["10 for, 16 against"]


def test_a_vote_that_was_not_counted_is_given_no_counts(samples: Samples) -> None:
    answer = samples.answerer.ask("What was the vote on the Route 14 bus motion?")
    assert "Recorded votes" not in answer.answer


def test_a_missing_limb_is_said_to_be_missing(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on the Market Hall roof in July 2023?")
    assert "Limb (3) is missing in the copy held." in answer.answer


def test_where_only_a_report_is_held_the_gap_is_said(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on the Ellerdyke Beck flood scheme?")
    assert answer.standing is not Standing.DECIDED
    assert "No minute that decides this is among the papers found" in answer.answer


def test_what_is_asked_of_a_coming_meeting_is_not_answered_as_a_decision(samples: Samples) -> None:
    answer = samples.answerer.ask("when does the next council meeting happen")
    assert "16 May 2024" in answer.citations[0].quote
    assert "No minute that decides" not in answer.answer


def test_what_is_not_found_names_what_came_nearest_and_nothing_private(samples: Samples) -> None:
    answer = samples.answerer.ask(
        "What does report CAB/24/99 say about the salary of the Head of Property?"
    )
    assert answer.status is AnswerStatus.NOT_FOUND
    assert "Looked through 14 papers" in answer.answer and "Nearest" in answer.answer
    assert "DISPOSAL" not in answer.answer and "DILAPIDATIONS" not in answer.answer
