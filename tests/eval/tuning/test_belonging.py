"""Fitting what tells whether a message belongs to what was quoted."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from eval.gold.other_kinds import load_conversations
from eval.gold.questions import load_gold
from eval.tuning.belonging import (
    Example,
    chances_out_of_fold,
    examples_alone,
    examples_of_talk,
    fit,
    told,
    written,
)
from qa.following.belonging import Signs
from tests.conftest import Samples

NONE = Signs(*(0.0 for _ in fields(Signs)))


def invented(count: int) -> list[Example]:
    """Return remarks that belong and full questions that do not, each of a group of its own."""
    found = []
    for number in range(count):
        talk = number % 2 == 0
        signs = replace(NONE, points_back=1.0, short=0.5) if talk else replace(NONE, own=1.0)
        found.append(Example(f"g{number}", signs, talk, talk))
    return found


def test_what_belongs_is_told_from_what_does_not_out_of_fold() -> None:
    examples = invented(80)
    assert told(examples, chances_out_of_fold(examples)).splitlines() == [
        "turns that belong, taken so: 40 of 40",
        "turns of another matter, wrongly taken so: 0 of 0",
        "questions that stand alone, wrongly taken so: 0 of 40",
    ]


def test_a_group_has_no_part_in_the_fit_that_judges_it() -> None:
    examples = invented(80)
    odd = Example("odd", replace(NONE, named=1.0), belongs=True, talk=True)
    alone = chances_out_of_fold([*examples, odd])[-1]
    seen = fit([*examples, *[odd] * 20]).predict_proba([[*vars_of(odd.signs)]])[0, 1]
    assert alone < seen


def vars_of(signs: Signs) -> list[float]:
    """Return the signs in their order."""
    return [getattr(signs, field.name) for field in fields(Signs)]


def test_the_weights_say_what_they_were_made_from(tmp_path: Path) -> None:
    source = tmp_path / "talks.jsonl"
    source.write_text("{}", encoding="utf-8")
    examples = invented(20)
    made = json.loads(written(fit(examples), examples, [source]))
    assert set(made["weights"]) == {field.name for field in fields(Signs)} | {"bias"}
    assert (made["made"]["examples"], made["made"]["belonging"]) == (20, 10)
    assert len(made["made"]["sources"]["talks.jsonl"]) == 64


def _turn(number: int, question: str, kind: str, inherits: list[int]) -> dict[str, object]:
    return {
        "id": f"t-{number}",
        "turn": number,
        "question": question,
        "standalone": question,
        "answerable": True,
        "answer": "Yes.",
        "key_facts": ["yes"],
        "must_not": [],
        "evidence": [],
        "standing": None,
        "kind": kind,
        "inherits": inherits,
        "carries": ["matter"] if inherits else [],
    }


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Return a file of one conversation over the samples."""
    turns = [
        _turn(1, "What did Cabinet decide on the lease of Merton House?", "opening", []),
        _turn(2, "and how many staff work there?", "follow-up", [1]),
        _turn(3, "How many people signed the Pell Lane allotments petition?", "topic-switch", [1]),
    ]
    talk = {"id": "t", "persona": "officer", "bodies": ["samples"], "turns": turns}
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps(talk) + "\n", encoding="utf-8")
    return path


def test_a_turn_belongs_to_what_it_leans_on_and_another_matter_to_nothing(
    talks: Path, samples: Samples
) -> None:
    found = list(examples_of_talk(load_conversations([talks]), [samples.answerer]))
    assert [one.belongs for one in found] == [True, *(one.belongs for one in found[1:])]
    assert found[1:] and not any(one.belongs for one in found[1:])


def test_a_gold_question_stands_alone_in_each_wording(samples: Samples, tmp_path: Path) -> None:
    files = sorted(paper.file for paper in samples.answerer.library.papers())
    asked = ["What is said of the canal bridge repairs?", "Who chairs the harbour working group?"]
    gold = tmp_path / "gold.jsonl"
    with gold.open("w", encoding="utf-8") as out:
        for number, question in enumerate(asked):
            evidence = {"doc": files[number], "quote": "words", "page": 1}
            if files[number].endswith(".txt"):
                evidence = {"doc": files[number], "quote": "words", "lines": [1, 1]}
            line = {
                "id": f"q{number}",
                "question": question,
                "category": "fact",
                "answerable": True,
                "answer": "It is.",
                "key_facts": ["it is"],
                "evidence": [evidence],
                "standing": "decided",
                "variants": [question.replace("What", "what")],
            }
            out.write(json.dumps(line) + "\n")
    found = list(examples_alone(load_gold([gold]), samples.answerer, 5))
    assert {one.group for one in found} == {"q0", "q1"} and len(found) == 4
    assert not any(one.belongs or one.talk for one in found)
