"""The gate that stands in every run of the tests: the sample papers against their baseline."""

from __future__ import annotations

from eval.reports.gate import hold_to, read_baseline
from eval.reports.page import markdown, report_data
from eval.runs.records import circumstances, settings_json
from qa.settings import Settings
from tests.conftest import Samples
from tests.eval.sample_run import SAMPLES, SECRET, Sound

AGAIN = """
If the change is meant, write a new baseline and say why in the commit:
  townclerk ingest samples/papers && townclerk eval run samples/gold.jsonl --out RUN
  townclerk eval baseline RUN --out samples/baseline.json
"""


def test_the_sample_papers_are_answered_no_worse_than_the_baseline(sound: Sound) -> None:
    gate = hold_to(sound.run, read_baseline(SAMPLES / "baseline.json"))
    worse = {name: (gate.changes[name].first, gate.changes[name].second) for name in gate.failed}
    assert gate.passed, f"worse than the baseline: {worse}{AGAIN}"


def test_a_run_says_what_it_was_made_with(sound: Sound, samples: Samples) -> None:
    made = circumstances(Settings(), samples.answerer, sound.questions)
    asked = [question for question in sound.questions if not question.wording_of]
    assert made.gold.questions == len(asked)
    assert made.gold.asked == len(sound.questions) == 3 * len(asked)
    assert made.library.papers == len(samples.answerer.library.papers())
    assert made.library.embedder == "all-MiniLM-L6-v2"
    assert made.versions["townclerk"]
    assert len(made.code) == len(made.library.passages_digest) == 16
    assert made.weights["words"] > 0
    again = circumstances(Settings(), samples.answerer, sound.questions[::-1])
    assert again.gold == made.gold
    fewer = circumstances(Settings(), samples.answerer, sound.questions[1:])
    assert fewer.gold.digest != made.gold.digest


def test_of_settings_a_secret_is_only_said_to_be_set() -> None:
    given = {"embedder": "m", "library": "/home/x", "port": 1, "api_key": "s3cret", "token": None}
    assert settings_json(given) == {"embedder": "m", "api_key": "set", "token": None}


def test_no_withheld_text_is_told_of_the_sample_papers(sound: Sound) -> None:
    told = [record.outcome.shares["withheld told"] for record in sound.run.records]
    assert {share.part for share in told} == {0}
    assert {share.whole for share in told} == {1}
    assert SECRET not in markdown(report_data(sound.run))
