from __future__ import annotations

import pytest

from eval.gold.evidence import HeldPapers
from eval.gold.questions import load_gold, worded
from eval.reports.gate import read_baseline, write_baseline
from tests.conftest import Samples
from tests.eval.sample_run import GOLD, Sound, measured


@pytest.fixture(scope="session")
def sound(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Sound:
    questions = worded(load_gold([GOLD]))
    answers = {q.question: samples.answerer.ask(q.question) for q in questions}
    library = samples.answerer.library
    held = HeldPapers(library)
    run = measured(questions, answers, held)
    path = tmp_path_factory.mktemp("sound") / "baseline.json"
    write_baseline(run, path)
    return Sound(questions, answers, library, held, run, read_baseline(path))
