from __future__ import annotations

from dataclasses import replace

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion, worded
from eval.reports.answers import run_blocks, run_json
from eval.runs.runner import run_gold
from eval.runs.summary import Summary, summarise
from qa.answers import AnswerStatus
from qa.papers import Standing
from tests.eval.printed import printed
from tests.eval.scripted import (
    CLOSURE,
    FERRY,
    LIBRARY,
    RENT,
    ScriptedAsker,
    Store,
    answered,
    cite_lines,
    declined,
    minute_hit,
    right_answers,
)

FERRY_TWICE = replace(FERRY, variants=("And the ferry?",), body="Cabinet")
RENT_THRICE = replace(RENT, variants=("The rent?", "How dear is it?"), body="Council")


def asked(*questions: GoldQuestion) -> Summary:
    """The ferry is answered once and declined once; the rent is declined, nearest and answered."""
    held = HeldPapers(Store())
    script = right_answers() | {
        "And the ferry?": replace(declined(hits=[minute_hit(1, 4, 6)]), chance=0.2),
        "The rent?": declined(AnswerStatus.NEAREST, citations=[cite_lines(CLOSURE, 8, 8)]),
        "How dear is it?": replace(
            answered(Standing.PROPOSED, [cite_lines(CLOSURE, 8, 8)]), chance=0.9
        ),
    }
    return summarise(run_gold(worded(questions), ScriptedAsker(script), held), held)


def test_each_measure_is_over_all_wordings_and_in_the_worst() -> None:
    overall = asked(FERRY_TWICE, LIBRARY).overall
    assert (overall.questions, overall.asked, overall.declined) == (2, 3, 1)
    # The ferry once 3 of 3 facts and once none, the library all.
    assert overall.values["key facts"].value == 2 / 3
    assert overall.worst["key facts"].value == 1 / 2
    assert overall.values["false refusals"].value == 1 / 3
    assert overall.worst["false refusals"].value == 1 / 2
    assert "answer words" not in overall.worst


def test_the_wordings_of_a_question_stay_together_in_an_interval() -> None:
    value = asked(FERRY_TWICE, LIBRARY).overall.values["false refusals"]
    # Drawn again are two questions of two and of one wording: 0, 1/2, or 1/3, and never 1.
    assert value.interval == (0, 1 / 2)
    assert value.questions == 2


def test_a_question_is_treated_alike_if_all_its_wordings_are() -> None:
    overall = asked(FERRY_TWICE, replace(LIBRARY, variants=(LIBRARY.question,))).overall
    found = {name: value.value for name, value in overall.alike.items()}
    assert found == {
        "same status": 1 / 2,
        "same standing": 1 / 2,
        "same paper found": 1,
        "same paper quoted": 1 / 2,
        "alike": 1 / 2,
    }
    assert asked(FERRY, LIBRARY).overall.alike["alike"].questions == 0


def test_outcomes_are_three_and_a_question_without_an_answer_is_right_with_two() -> None:
    overall = asked(RENT_THRICE).overall
    counts = {status: lacking for status, (_, lacking) in overall.statuses.items() if lacking}
    assert counts == {"answered": 1, "nearest": 1, "not_found": 1}
    assert overall.values["right outcome"].value == 2 / 3
    assert overall.values["decline recall"].value == 2 / 3
    assert overall.values["nearest told"].value == 1 / 3


def test_the_nearest_alone_is_a_false_refusal_and_states_no_fact() -> None:
    held = HeldPapers(Store())
    right = right_answers()[LIBRARY.question]
    script = {LIBRARY.question: replace(right, status=AnswerStatus.NEAREST)}
    values = summarise(run_gold([LIBRARY], ScriptedAsker(script), held), held).overall.values
    assert values["false refusals"].value == values["nearest only"].value == 1
    assert values["key facts"].value == values["right outcome"].value == 0


def test_bodies_and_papers_are_summed_up_apart_and_reliability_is_of_the_chance() -> None:
    summary = asked(FERRY_TWICE, RENT_THRICE)
    assert [(group.name, group.asked) for group in summary.bodies] == [
        ("Cabinet", 2),
        ("Council", 3),
    ]
    assert [group.name for group in summary.files] == ["ferry-minutes.txt"]
    assert summary.calibration is not None
    assert (summary.calibration.questions, summary.calibration.auc) == (2, 0)


def test_the_tables_show_the_worst_wording_the_outcomes_and_the_words() -> None:
    summary = asked(FERRY_TWICE, RENT_THRICE)
    text = printed(run_blocks(summary, by_file=True))
    rows = {line.split("  ")[0]: line.split() for line in text.splitlines()}
    assert text.startswith("2 questions in 5 wordings, 2 answerable, 3 declined")
    assert rows["hit@1"][1:] == ["1.000", "1", "1.000"]
    assert rows["nearest"] == ["nearest", "0", "1"]
    assert "Words an answer: median " in text
    assert "ferry-minutes.txt" in rows
    assert run_json(summary)["overall"]["outcomes"]["nearest"] == [0, 1]
