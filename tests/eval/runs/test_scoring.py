from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion
from eval.measures import MEASURES
from eval.runs.scoring import QuestionScore, first_line, score_answer
from eval.statistics import Share
from qa.answers import Answer, AnswerStatus, Citation
from qa.papers import UNKNOWN_PAGE, PageKind, PageSpan, Standing
from tests.eval.scripted import (
    BUDGET,
    BUDGET_PAGES,
    CARE,
    CARE_ROW,
    CLOSURE,
    FERRY,
    LIBRARY,
    LIMB_1,
    LIMB_2,
    PRIVATE,
    QUESTIONS,
    RENT,
    Store,
    answered,
    cite_lines,
    cite_page,
    declined,
    minute_hit,
    page_hit,
    pages,
    paper,
    right_answers,
)

HELD = HeldPapers(Store())
UNDEFINED_WHEN_RIGHT = {
    "ferry": {
        *("decline precision", "decline recall", "decline f1", "exempt recognised"),
        *("pages spanned", "withheld told", "nearest told"),
    },
    "rent": {measure.name for measure in MEASURES}
    - {"key facts", "all facts", "decline precision", "decline recall", "decline f1"}
    - {"other as decision", "right outcome", "nearest told"},
}


def score(question: GoldQuestion, answer: Answer) -> QuestionScore:
    return score_answer(question, answer, HELD)


def value(question: GoldQuestion, answer: Answer, measure: str) -> float | None:
    return score(question, answer).shares[measure].value


def cited(question: GoldQuestion, citations: Sequence[Citation], measure: str) -> float | None:
    return value(question, answered(Standing.DECIDED, citations), measure)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_right_answer_has_no_fault_and_every_measure_has_its_share(
    question: GoldQuestion,
) -> None:
    made = score(question, right_answers()[question.question])
    assert made.faults == ()
    assert set(made.shares) == {measure.name for measure in MEASURES}


@pytest.mark.parametrize("question", [FERRY, RENT], ids=lambda question: question.id)
def test_measures_without_anything_to_measure_stay_undefined(question: GoldQuestion) -> None:
    shares = score(question, right_answers()[question.question]).shares
    undefined = {name for name, share in shares.items() if share.value is None}
    expected = set(UNDEFINED_WHEN_RIGHT[question.id])
    if question is FERRY:
        expected |= {"proposal as decision", "other as decision"}
    assert undefined == expected


def test_finding_is_scored_by_the_places_of_the_hits() -> None:
    # First an unrelated page, then the passage with limb 1, then that with limb 2.
    hits = [page_hit(1, 1), minute_hit(2, 4, 5), minute_hit(3, 6, 9)]
    shares = score(FERRY, answered(Standing.DECIDED, [], hits)).shares
    assert shares["hit@1"].value == 0
    assert shares["hit@5"].value == 1
    assert shares["recall@5"].value == 1
    assert shares["mrr@10"].value == 1 / 2
    assert shares["quote@300"].value == 1
    one = score(FERRY, answered(Standing.DECIDED, [], hits[:2])).shares
    assert one["recall@5"].value == 1 / 2


def test_only_the_first_ten_hits_count() -> None:
    hits = [page_hit(rank, 1) for rank in range(1, 11)] + [minute_hit(11, 5, 5)]
    assert value(FERRY, answered(Standing.DECIDED, [], hits), "hit@10") == 0


def test_finding_is_scored_whether_or_not_the_question_was_declined() -> None:
    assert value(FERRY, declined(hits=[minute_hit(1, 5, 5)]), "hit@1") == 1


def test_a_question_without_an_answer_has_no_finding() -> None:
    assert value(PRIVATE, declined(hits=[minute_hit(1, 9, 9)]), "hit@1") is None


def test_citation_precision_is_the_share_of_citations_on_evidence() -> None:
    on, off = cite_lines(LIMB_1, 5, 5), cite_lines(CLOSURE, 8, 8, number=2)
    assert cited(FERRY, [on, off, off], "citation precision") == pytest.approx(1 / 3)
    assert cited(FERRY, [], "citation precision") is None
    assert cited(RENT, [on], "citation precision") is None


def test_citation_recall_is_the_share_of_needs_cited() -> None:
    assert cited(FERRY, [cite_lines(LIMB_1, 5, 5)], "citation recall") == 1 / 2
    assert cited(FERRY, [cite_lines(f"{LIMB_1}\n{LIMB_2}", 5, 6)], "citation recall") == 1
    assert value(FERRY, declined(), "citation recall") == 0
    assert value(RENT, declined(), "citation recall") is None


def test_evidence_is_quoted_where_a_quote_holds_the_gold_words() -> None:
    assert cited(FERRY, [cite_lines(LIMB_1, 5, 5)], "evidence quoted") == 1 / 2
    two = [cite_page("Residential care 61.5", pages(2)), cite_page("72.9 11.4", pages(2))]
    assert cited(CARE, two, "evidence quoted") == 1
    assert cited(CARE, two[:1], "evidence quoted") == 0


def test_white_space_apart_a_quote_must_be_the_papers_own_words() -> None:
    spaced = cite_lines(LIMB_1.replace(" ", "\n  "), 5, 5)
    changed = cite_lines(LIMB_1.replace("be extended", "was extended"), 5, 5)
    joined = cite_lines(f"{LIMB_1} {CLOSURE}", 5, 8)
    assert cited(FERRY, [spaced], "quotes verbatim") == 1
    assert cited(FERRY, [changed], "quotes verbatim") == 0
    assert cited(FERRY, [joined], "quotes verbatim") == 0
    assert cited(FERRY, [spaced, changed], "quotes verbatim") == 1 / 2


def test_a_quote_that_runs_over_a_page_is_verbatim() -> None:
    over = cite_page("Home care 20.5 23.1 2.6 The forecast overspend", pages(2, 3))
    assert cited(CARE, [over], "quotes verbatim") == 1
    assert cited(CARE, [over], "place right") == 1


@pytest.mark.parametrize(
    ("citation", "right"),
    [
        (cite_lines(LIMB_1, 5, 5), 1),
        (cite_lines(LIMB_1, 4, 6), 1),
        (cite_lines(LIMB_1, 6, 6), 0),
        (cite_page(CARE_ROW, pages(2)), 1),
        (cite_page(CARE_ROW, pages(3)), 0),
        (cite_page(CARE_ROW, pages(1, 3)), 1),
        (cite_page(CARE_ROW, pages(9)), 0),
        (cite_page(CARE_ROW, UNKNOWN_PAGE), None),
    ],
)
def test_a_place_is_right_where_the_quote_really_stands_there(
    citation: Citation, right: float | None
) -> None:
    assert cited(FERRY, [citation], "place right") == right


def test_a_wide_range_of_pages_shows_in_the_pages_spanned() -> None:
    spans = [cite_page(CARE_ROW, pages(2)), cite_page(CARE_ROW, pages(1, 3))]
    assert cited(CARE, spans, "pages spanned") == 2
    open_ended = cite_page(CARE_ROW, PageSpan(PageKind.EXACT, 2, None))
    assert cited(CARE, [open_ended], "pages spanned") == 1


def test_a_word_file_has_no_place_to_check() -> None:
    notice = paper("c" * 16, "notice.docx", "docx", None)
    held = HeldPapers(Store({notice: ("The ferry will run.",)}))
    citation = replace(cite_lines("The ferry will run", 1, 1), paper=notice, lines=None)
    assert held.is_verbatim(citation)
    assert held.is_in_place(citation) is None


def test_key_facts_are_shared_out_and_all_of_them_make_one_answer_whole() -> None:
    part = answered(Standing.DECIDED, [cite_lines(LIMB_1, 5, 5)])
    assert value(FERRY, part, "key facts") == pytest.approx(2 / 3)
    assert value(FERRY, part, "all facts") == 0
    assert value(FERRY, right_answers()[FERRY.question], "all facts") == 1


def test_any_defensible_standing_is_right() -> None:
    question = replace(FERRY, standing_alt=(Standing.NOTED,))
    for standing, right in ((Standing.DECIDED, 1), (Standing.NOTED, 1), (Standing.PROPOSED, 0)):
        assert value(question, answered(standing, []), "standing right") == right
    assert value(question, declined(), "standing right") is None
    assert value(RENT, answered(Standing.NOTED, []), "standing right") is None


@pytest.mark.parametrize(
    ("question", "standing", "proposal", "other"),
    [
        (LIBRARY, Standing.DECIDED, 1, None),
        (LIBRARY, Standing.PROPOSED, 0, None),
        (replace(LIBRARY, standing_alt=(Standing.DECIDED,)), Standing.DECIDED, None, None),
        (CARE, Standing.DECIDED, None, 1),
        (RENT, Standing.DECIDED, None, 1),
        (FERRY, Standing.DECIDED, None, None),
    ],
)
def test_what_was_not_decided_may_not_be_reported_as_decided(
    question: GoldQuestion, standing: Standing, proposal: float | None, other: float | None
) -> None:
    answer = answered(standing, [])
    assert value(question, answer, "proposal as decision") == proposal
    assert value(question, answer, "other as decision") == other


@pytest.mark.parametrize(
    ("question", "answer", "precision", "recall", "refused", "exempt"),
    [
        (FERRY, declined(), 0, None, 1, None),
        (FERRY, answered(Standing.DECIDED, []), None, None, 0, None),
        (RENT, declined(), 1, 1, None, None),
        (RENT, answered(Standing.NOTED, []), None, 0, None, None),
        (PRIVATE, declined(AnswerStatus.EXEMPT), 1, 1, None, 1),
        (PRIVATE, declined(), 1, 1, None, 0),
    ],
)
def test_declining_is_right_where_the_papers_have_no_answer(
    question: GoldQuestion,
    answer: Answer,
    precision: float | None,
    recall: float | None,
    refused: float | None,
    exempt: float | None,
) -> None:
    shares = score(question, answer).shares
    measured = (
        shares["decline precision"].value,
        shares["decline recall"].value,
        shares["false refusals"].value,
        shares["exempt recognised"].value,
    )
    assert measured == (precision, recall, refused, exempt)


def test_words_and_citations_are_counted_for_answers_only() -> None:
    answer = answered(Standing.DECIDED, [cite_lines(LIMB_1, 5, 5)], text="Ten pounds a week [1]")
    assert value(FERRY, answer, "answer words") == 4
    assert value(FERRY, answer, "citations") == 1
    assert value(FERRY, declined(), "answer words") is None


def test_papers_are_fetched_once() -> None:
    class Counting(Store):
        fetched = 0

        def page(self, paper_id: str, number: int):  # type: ignore[no-untyped-def]
            Counting.fetched += 1
            return super().page(paper_id, number)

    held = HeldPapers(Counting({BUDGET: BUDGET_PAGES}))
    for _ in range(3):
        assert held.is_verbatim(cite_page(CARE_ROW, pages(2)))
        assert held.is_in_place(cite_page(CARE_ROW, pages(2)))
    assert Counting.fetched == 3


def test_the_first_line_answers_with_a_fact_or_the_span_in_25_words() -> None:
    def says(text: str, question: GoldQuestion = FERRY) -> float | None:
        answer = answered(Standing.DECIDED, [cite_lines(LIMB_1, 5, 5)])
        return value(question, replace(answer, line=text), "first line answers")

    assert says("Decided: £250,000 for the ferry, at a cost.") == 1
    assert says("Cabinet decided on the ferry.") == 0
    assert says("Cabinet decided so.", replace(FERRY, answer_span="Cabinet decided")) == 1
    assert says(f"A cost of £250,000 {'and so on ' * 9}") == 0
    declined_one = replace(declined(), line="Not found.")
    assert value(FERRY, declined_one, "first line answers") is None


def test_an_answer_without_a_line_is_read_from_its_first_words() -> None:
    citations = [cite_lines(LIMB_1, 5, 5)]
    text = "As at July.\n\nIt cost £250,000.\n\n> More"
    answer = replace(answered(Standing.DECIDED, citations, text=text), opening="As at July.\n\n")
    assert first_line(answer) == "It cost £250,000."
    assert first_line(replace(answer, line="Checked.")) == "Checked."


def test_quotes_that_end_in_mid_sentence_are_counted() -> None:
    quotes = [cite_lines(LIMB_1, 5, 5), cite_lines("be authorised to", 6, 6, number=2)]
    assert score(FERRY, answered(Standing.DECIDED, quotes)).shares["quotes cut"] == Share(1, 2)
