from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold.evidence import HeldPapers, needs_of
from eval.gold.questions import GoldQuestion
from eval.ranking.measures import (
    ALSO,
    ANSWERS,
    MeasureError,
    in_order,
    judge_passages,
    measure_ranked,
)
from eval.ranking.trec import QRELS, RUN, read_qrels, read_run, write_trec
from eval.runs.records import write_run_files
from eval.runs.scoring import score_answer
from qa.papers import Passage
from tests.eval.scripted import (
    BUDGET,
    CARE,
    FERRY,
    MINUTES,
    QUESTIONS,
    ScriptedAsker,
    Store,
    evidence,
    gold,
    hit,
    page_hit,
    right_answers,
)

HELD = HeldPapers(Store())
"""Line n of the minutes and page n of the budget are passages of their own."""


def judged(question: GoldQuestion) -> dict[str, int]:
    return judge_passages(needs_of(question, HELD.holds), HELD)


def line(number: int) -> str:
    return f"{MINUTES.id}-{number}"


def page(number: int) -> str:
    return f"{BUDGET.id}-{number}"


def test_the_passages_that_carry_the_evidence_answer() -> None:
    assert judged(FERRY) == {line(5): ANSWERS, line(6): ANSWERS}
    assert judged(CARE) == {page(2): ANSWERS}


def test_on_a_page_the_passages_with_the_quote_alone_are_relevant() -> None:
    class TwoToAPage(Store):
        def passages_of(self, paper_id: str) -> list[Passage]:
            return [page_hit(rank, 2).passage if rank < 3 else other for rank in (1, 2, 3)]

    other = hit(3, BUDGET, "Home care rose.", page=2).passage
    held = HeldPapers(TwoToAPage())
    needs = needs_of(CARE, held.holds)
    assert judge_passages(needs, held) == {page(1): ANSWERS, page(2): ANSWERS}


def test_a_passage_that_shares_a_line_is_graded_below_the_one_with_the_quote() -> None:
    both = gold("q", FERRY.standing, [evidence("ferry-minutes.txt", "be extended", (4, 6))])
    assert judged(both) == {line(4): ALSO, line(5): ANSWERS, line(6): ALSO}


def test_a_quote_that_no_passage_holds_whole_is_carried_by_the_one_with_most_of_it() -> None:
    split = gold(
        "q",
        FERRY.standing,
        [evidence("ferry-minutes.txt", "of £250,000; and (2) the Head of Transport be", (5, 6))],
    )
    assert judged(split) == {line(5): ALSO, line(6): ANSWERS}


def test_an_alternative_is_graded_below_and_a_near_miss_not_at_all() -> None:
    question = gold(
        "q",
        FERRY.standing,
        [
            evidence("ferry-minutes.txt", "the ferry service be extended", (5, 5)),
            evidence("ferry-minutes.txt", "FERRY SERVICE", (2, 2), alt=True),
            evidence("ferry-minutes.txt", "presented the report", (3, 3), near_miss=True),
        ],
    )
    assert judged(question) == {line(5): ANSWERS, line(2): ALSO}


def test_evidence_that_no_passage_covers_is_judged_so_that_it_is_missed() -> None:
    lost = gold(
        "q",
        FERRY.standing,
        [evidence("gone.pdf", "a quote", 7), evidence("ferry-minutes.txt", "extended", (5, 5))],
    )
    grades = judged(lost)
    assert grades == {"not-held:gone.pdf#7": ANSWERS, line(5): ANSWERS}
    assert measure_ranked(["R@10"], {"q": grades}, {"q": [line(5)]}) == {"R@10": {"q": 0.5}}


def test_success_and_reciprocal_rank_are_what_the_places_say() -> None:
    answers = right_answers()
    compared = 0
    for question in QUESTIONS:
        hits = [page_hit(1, 1), page_hit(2, 2)] if question is CARE else []
        answer = replace(answers[question.question], hits=tuple(hits))
        shares = score_answer(question, answer, HELD).shares
        for ours, theirs in (
            ("hit@1", "success@1"),
            ("hit@5", "success@5"),
            ("hit@10", "success@10"),
            ("mrr@10", "rr@10"),
        ):
            assert shares[ours].value == shares[theirs].value
            compared += shares[ours].value is not None
    assert compared == 12
    found = score_answer(
        CARE, replace(answers[CARE.question], hits=(page_hit(1, 1), page_hit(2, 2))), HELD
    )
    assert found.shares["rr@10"].value == 0.5
    assert found.shares["passage recall@5"].value == 1


def test_a_run_is_written_and_read_back_as_it_was(tmp_path: Path) -> None:
    from eval.runs.runner import run_gold

    records = run_gold(QUESTIONS, ScriptedAsker(right_answers()), HELD)
    write_run_files(tmp_path, records, HELD)
    qrels, run = read_qrels(tmp_path / QRELS), read_run(tmp_path / RUN)
    assert qrels == {q.id: judged(q) for q in QUESTIONS if q.answerable}
    for record in records:
        ranked = [hit.passage.id for hit in record.answer.hits]
        assert in_order(run.get(record.question.id, {})) == ranked
    first = (tmp_path / RUN).read_text().splitlines()[0].split()
    assert first == ["ferry", "Q0", line(1), "1", "1", "townclerk"]
    assert (tmp_path / QRELS).read_text().splitlines()[0] == f"ferry 0 {line(5)} 2"


def test_level_scores_keep_their_order_in_the_file(tmp_path: Path) -> None:
    write_trec(tmp_path, {"q": [("a", 0.1), ("b", 0.1), ("c", 0.1)]}, {"q": {"a": 1}})
    assert in_order(read_run(tmp_path / RUN)["q"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("q Q0 a 1 0.5\n", ":1: 5 columns where there must be 6"),
        ("q Q0 a 1 0.5 t\nq Q0 a 2 0.4 t\n", ":2: a is ranked twice for q"),
        ("q Q0 a 1 high t\n", ":1: 'high' is no number"),
        ("q Q0 a 1 nan t\n", ":1: 'nan' is no finite number"),
    ],
)
def test_a_slip_in_a_run_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "run").write_text(text)
    with pytest.raises(MeasureError, match=told):
        read_run(tmp_path / "run")


def test_qrels_of_beir_and_of_trec_are_read_and_their_slips_told(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("query-id\tcorpus-id\tscore\n1\t31715818\t1\n")
    assert read_qrels(path) == {"1": {"31715818": 1}}
    path.write_text("1 0 a -2\n1 0 b 1\n\n")
    assert read_qrels(path) == {"1": {"a": 0, "b": 1}}
    for text, told in (("1 0 a 0.5\n", "whole number"), ("1 0 a 1\n1 0 a 0\n", "judged twice")):
        path.write_text(text)
        with pytest.raises(MeasureError, match=told):
            read_qrels(path)
    with pytest.raises(MeasureError, match="cannot be read"):
        read_qrels(tmp_path / "absent")
    with pytest.raises(MeasureError, match="white space"):
        write_trec(tmp_path, {"two words": [("a", 1.0)]}, {})
