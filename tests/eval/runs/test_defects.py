"""Defects put in on purpose: each must show in the measure that is there to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.gold.evidence import HeldPapers
from eval.measures import F1, MEASURES, Theme
from eval.runs.runner import run_gold
from eval.runs.summary import Group, summarise
from qa.answers import Answer, AnswerStatus, Citation
from qa.papers import Standing
from tests.eval.scripted import (
    CARE,
    FERRY,
    LIBRARY,
    NEXT_ROW,
    QUESTIONS,
    RENT,
    ScriptedAsker,
    Store,
    declined,
    pages,
    right_answers,
)

Defect = Callable[[dict[str, Answer]], None]


def measured(defect: Defect | None = None) -> Group:
    script = right_answers()
    if defect:
        defect(script)
    held = HeldPapers(Store())
    return summarise(run_gold(QUESTIONS, ScriptedAsker(script), held), held).overall


def recited(
    script: dict[str, Answer], question: str, change: Callable[[Citation], Citation]
) -> None:
    answer = script[question]
    citations = tuple(change(citation) for citation in answer.citations)
    quotes = "\n\n".join(f"> {citation.quote} [{citation.number}]" for citation in citations)
    script[question] = replace(answer, citations=citations, answer=quotes)


def page_off_by_one(script: dict[str, Answer]) -> None:
    recited(script, CARE.question, lambda citation: replace(citation, page=pages(3)))


def lines_off_by_one(script: dict[str, Answer]) -> None:
    recited(
        script,
        FERRY.question,
        lambda c: replace(c, lines=(c.lines[0] + 1, c.lines[1] + 1) if c.lines else None),
    )


def neighbouring_row(script: dict[str, Answer]) -> None:
    recited(script, CARE.question, lambda citation: replace(citation, quote=NEXT_ROW))


def word_changed_in_a_quote(script: dict[str, Answer]) -> None:
    recited(
        script,
        FERRY.question,
        lambda citation: replace(citation, quote=citation.quote.replace("be extended", "be kept")),
    )


def proposal_called_a_decision(script: dict[str, Answer]) -> None:
    script[LIBRARY.question] = replace(script[LIBRARY.question], standing=Standing.DECIDED)


def background_called_a_decision(script: dict[str, Answer]) -> None:
    script[CARE.question] = replace(script[CARE.question], standing=Standing.DECIDED)


def forced_refusal(script: dict[str, Answer]) -> None:
    script[FERRY.question] = declined()


def forced_answer(script: dict[str, Answer]) -> None:
    script[RENT.question] = script[FERRY.question]


def cut_answer(script: dict[str, Answer]) -> None:
    answer = script[FERRY.question]
    script[FERRY.question] = replace(answer, citations=answer.citations[:1], answer="See [1]")


def figure_wrong_by_a_digit(script: dict[str, Answer]) -> None:
    recited(
        script,
        FERRY.question,
        lambda citation: replace(citation, quote=citation.quote.replace("£250,000", "£260,000")),
    )


def padding_cited(script: dict[str, Answer]) -> None:
    answer = script[FERRY.question]
    padding = script[LIBRARY.question].citations
    script[FERRY.question] = replace(answer, citations=answer.citations + padding)


def hits_upside_down(script: dict[str, Answer]) -> None:
    answer = script[FERRY.question]
    script[FERRY.question] = replace(answer, hits=answer.hits[::-1])


def hits_lost(script: dict[str, Answer]) -> None:
    script[FERRY.question] = replace(script[FERRY.question], hits=())


def exempt_taken_for_missing(script: dict[str, Answer]) -> None:
    for question, answer in script.items():
        if answer.status is AnswerStatus.EXEMPT:
            script[question] = replace(answer, status=AnswerStatus.NOT_FOUND)


@pytest.mark.parametrize(
    ("defect", "measures"),
    [
        (page_off_by_one, {"place right", "citation precision", "citation recall"}),
        (lines_off_by_one, {"place right", "citation precision", "citation recall"}),
        (neighbouring_row, {"key facts", "all facts", "evidence quoted"}),
        (word_changed_in_a_quote, {"quotes verbatim", "place right", "evidence quoted"}),
        (proposal_called_a_decision, {"proposal as decision", "standing right", "key facts"}),
        (background_called_a_decision, {"other as decision", "standing right"}),
        (forced_refusal, {"false refusals", "decline precision", F1.name, "citation recall"}),
        (forced_answer, {"decline recall", F1.name, "key facts"}),
        (cut_answer, {"key facts", "all facts", "citation recall", "evidence quoted"}),
        (figure_wrong_by_a_digit, {"key facts", "quotes verbatim"}),
        (padding_cited, {"citation precision"}),
        (hits_upside_down, {"hit@1", "mrr@10"}),
        (hits_lost, {"hit@10", "recall@10", "quote@1000"}),
        (exempt_taken_for_missing, {"exempt recognised"}),
    ],
)
def test_a_defect_shows(defect: Defect, measures: set[str]) -> None:
    sound, spoilt = measured().values, measured(defect).values
    moved = {name for name, value in spoilt.items() if value.value != sound[name].value}
    assert measures <= moved


def test_a_defect_in_one_thing_leaves_the_other_measures_alone() -> None:
    sound, spoilt = measured().values, measured(page_off_by_one).values
    moved = {name for name, value in spoilt.items() if value.value != sound[name].value}
    assert moved == {"place right", "citation precision", "citation recall"}


def test_the_sound_run_scores_what_it_should() -> None:
    values = measured().values
    # The hits are scripted, so none is among the passages judged from the store.
    perfect = {m.name for m in MEASURES if m.theme is not Theme.JUDGED} - {
        *("hit@1", "mrr@10", "proposal as decision", "other as decision", "false refusals"),
        *("answer words", "citations", "several quotes", "quotes cut", "withheld told"),
        *("nearest only", "nearest told", "first line answers"),
    }
    assert {name: values[name].value for name in perfect} == dict.fromkeys(perfect, 1)
    # Of three answerable questions, one has its evidence at rank 2.
    assert values["hit@1"].value == pytest.approx(2 / 3)
    assert values["mrr@10"].value == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert values["proposal as decision"].part == values["other as decision"].part == 0
    assert values["false refusals"].value == 0
    assert values["citations"].value == pytest.approx(4 / 3)
    assert values["several quotes"].value == pytest.approx(1 / 3)
    assert values["quotes cut"].part == 0
    # The answer on the ferry begins with its first limb, and with the second fact in it.
    assert values["first line answers"].value == 1
    assert values[F1.name].value == 1
