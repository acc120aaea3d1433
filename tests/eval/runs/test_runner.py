from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold.evidence import HeldPapers
from eval.measures import MEASURES
from eval.reports.answers import miss_blocks, misses_json, run_blocks, run_json
from eval.runs.records import RecordLine, read_records, record_line
from eval.runs.runner import WARM_UP, run_gold
from eval.runs.summary import DeclinedBy, Record, summarise, value_of
from qa.answers import AnswerStatus
from qa.papers import Standing
from tests.eval.printed import printed
from tests.eval.scripted import (
    FERRY,
    LIBRARY,
    PRIVATE,
    QUESTIONS,
    RENT,
    ScriptedAsker,
    Store,
    declined,
    evidence,
    gold,
    right_answers,
)

HELD = HeldPapers(Store())


def run(out: Path | None = None) -> list[Record]:
    script = right_answers()
    script[LIBRARY.question] = replace(script[LIBRARY.question], standing=Standing.DECIDED)
    return run_gold(QUESTIONS, ScriptedAsker(script), HELD, out=out)


def shown_of(records: list[Record]) -> str:
    return printed([*run_blocks(summarise(records, HELD)), *miss_blocks(records)])


def test_a_warm_up_question_goes_first_and_is_not_counted() -> None:
    asker, steps = ScriptedAsker(right_answers()), list[tuple[int, int]]()
    records = run_gold(
        QUESTIONS, asker, HELD, progress=lambda done, total: steps.append((done, total))
    )
    assert asker.asked == [WARM_UP, *(question.question for question in QUESTIONS)]
    assert [record.question.id for record in records] == [q.id for q in QUESTIONS]
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_every_record_is_written_as_a_line(tmp_path: Path) -> None:
    records = run(tmp_path / "new" / "run")
    lines = (tmp_path / "new" / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [RecordLine.model_validate_json(line) for line in lines] == [
        record_line(record) for record in records
    ]


def test_a_record_keeps_answer_scores_and_ranking(tmp_path: Path) -> None:
    record = record_line(run()[0]).model_dump(mode="json")
    assert record["id"] == "ferry"
    assert record["measures"]["hit@1"] == 1
    assert "decline recall" not in record["measures"]
    assert [fact["found"] for fact in record["facts"]] == [True, True, True]
    assert record["ranking"][0]["meets"] == [0, 1]
    assert record["ranking"][1]["meets"] == []
    assert len(record["answer"]["hits"]) == 2
    assert record["wall_ms"] >= 0


def test_an_asker_that_fails_leaves_the_records_so_far(tmp_path: Path) -> None:
    class Failing(ScriptedAsker):
        def ask(self, question: str, *, hits: int = 10):  # type: ignore[no-untyped-def]
            if question == RENT.question:
                raise RuntimeError("the model is gone")
            return super().ask(question, hits=hits)

    with pytest.raises(RuntimeError):
        run_gold(QUESTIONS, Failing(right_answers()), HELD, out=tmp_path)
    assert len((tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_categories_and_gold_files_are_summed_up_apart() -> None:
    summary = summarise(run(), HELD)
    groups = {group.name: group for group in summary.categories}
    assert [group.name for group in summary.categories] == [
        *("decision", "proposal", "table", "unanswerable", "exempt")
    ]
    assert groups["proposal"].values["proposal as decision"].part == 1
    assert groups["decision"].values["proposal as decision"].value is None
    assert (groups["exempt"].declined, groups["exempt"].answerable) == (1, 0)
    assert [group.name for group in summary.golds] == ["invented"]
    assert summary.overall.questions == 5
    assert summary.overall.answerable == 3


def test_each_value_says_over_how_many_questions_it_is() -> None:
    values = summarise(run(), HELD).overall.values
    assert values["hit@1"].questions == 3
    assert values["decline recall"].questions == 2
    assert values["citation recall"].questions == 4
    assert values["quotes verbatim"].whole == 5
    assert set(values) == {measure.name for measure in MEASURES}


def test_a_measure_of_no_question_has_no_value_and_no_interval() -> None:
    value = value_of(MEASURES[0], [])
    assert (value.value, value.interval, value.questions) == (None, None, 0)


def test_latency_is_given_by_stage() -> None:
    latency = summarise(run(), HELD).overall.latency
    assert latency["search"] == (2, 2)
    # Two answers take 1 ms and three take 3 ms in all.
    assert latency["total"] == (3, 3)
    assert latency["asking"][0] <= latency["asking"][1]


def test_papers_that_should_be_held_and_are_not_are_named() -> None:
    absent = gold("pier", Standing.DECIDED, [evidence("pier.pdf", "the pier", 1)])
    outside = gold(
        "quay", Standing.DECIDED, [evidence("quay.pdf", "the quay", 1, out_of_split=True)]
    )
    records = run_gold([absent, outside], ScriptedAsker({}), HELD)
    summary = summarise(records, HELD)
    assert summary.not_held == ("pier.pdf",)
    assert summary.overall.values["hit@1"].questions == 1
    assert "Not held, so counted as missed: pier.pdf" in shown_of(records)


def test_the_tables_show_values_intervals_and_what_is_undefined() -> None:
    text = shown_of(run())
    rows = {line.split("  ")[0]: line.split() for line in text.splitlines()}
    assert "5 questions, 3 answerable, 2 declined" in text
    assert rows["hit@1"][1:] == ["0.667", "0.000", "to", "1.000", "3"]
    assert rows["quotes verbatim"][2:] == ["5", "of", "5", "4"]
    assert rows["recommendations or proposals reported as decided"][-4:] == ["1", "of", "1", "1"]
    assert rows["declining: F1"][-5:] == ["1.000", "1.000", "to", "1.000", "2"]
    assert rows["unanswerable"][:3] == ["unanswerable", "1", "–"]
    assert "\x1b" not in text


def test_misses_say_what_was_expected_and_what_came_first() -> None:
    text = shown_of(run())
    miss = text[text.index("library  What of library?") :]
    assert "1 of 5 answers with a fault" in text
    assert "! standing decided, not proposed" in miss
    assert "! reported as decided" in miss
    assert "(ferry-minutes.txt lines 8 to 8)" in miss
    assert "answered, decided; papers/ferry-minutes.txt lines 8 to 8: It was proposed" in miss


def test_the_object_has_the_same_figures_and_null_for_what_is_undefined() -> None:
    records = run()
    shown = run_json(summarise(records, HELD))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["overall"]["measures"]["hit@1"] == {
        "value": 0.6667,
        "interval": [0.0, 1.0],
        "part": 2,
        "whole": 3,
        "questions": 3,
    }
    assert shown["categories"]["exempt"]["measures"]["hit@1"]["value"] is None
    assert shown["categories"]["decision"]["measures"]["hit@1"]["interval"] is None
    assert [miss["id"] for miss in misses_json(records)] == ["library"]


def test_an_answer_without_hits_can_be_shown_as_a_miss() -> None:
    records = run_gold([FERRY, PRIVATE], ScriptedAsker({}), HELD)
    misses = {miss["id"]: miss for miss in misses_json(records)}
    assert misses["ferry"]["first"] == "not_found; no hits"
    assert "declined, though the papers answer it" in misses["ferry"]["faults"]
    assert "exempt matter not recognised" in misses["private"]["faults"]
    assert declined().status is AnswerStatus.NOT_FOUND


def test_declined_questions_are_counted_by_the_check_that_declined_them(tmp_path: Path) -> None:
    script = right_answers()
    for question, check in ((FERRY, "votes"), (LIBRARY, "amount"), (RENT, "amount")):
        script[question.question] = replace(declined(), declined_by=check)
    records = run_gold(QUESTIONS, ScriptedAsker(script), HELD, out=tmp_path)
    summary = summarise(records, HELD)
    # The exempt matter is declined by no check.
    assert summary.declined_by == (DeclinedBy("amount", 2, 1), DeclinedBy("votes", 1, 1))
    kept = [record.outcome.declined_by for record in read_records(tmp_path)]
    assert kept == ["votes", "amount", None, "amount", None]
    shown = {line.split()[0]: line.split() for line in shown_of(records).splitlines() if line}
    assert shown["amount"] == ["amount", "2", "1"]
    misses = {miss["id"]: miss for miss in misses_json(records)}
    assert misses["ferry"]["first"] == "not_found (check: votes); no hits"
    assert misses["ferry"]["declined_by"] == "votes"


def test_a_run_that_kept_no_checks_is_still_read(tmp_path: Path) -> None:
    run(tmp_path)
    path = tmp_path / "records.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        del line["declined_by"]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert [kept.outcome.declined_by for kept in read_records(tmp_path)] == [None] * len(lines)
