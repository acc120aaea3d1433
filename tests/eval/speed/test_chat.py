"""The chat measured in Chromium, on the real server with the sample papers."""

from __future__ import annotations

import os

import pytest

from eval.processes import BenchmarkError
from eval.reports.measurements import chat_blocks
from eval.reports.printer import Table
from eval.speed.chat import find_chromium, measure_chat
from eval.speed.load import sides_of
from tests.conftest import Samples

QUESTIONS = ["What did Cabinet decide on Merton House?", "Who moved the libraries amendment?"]


def test_readers_in_chromium_are_timed_and_their_bytes_counted(samples: Samples) -> None:
    try:
        find_chromium()
    except BenchmarkError as error:
        pytest.skip(str(error))
    (side,) = sides_of([1], None)
    one = measure_chat(side, QUESTIONS, samples.folder, readers=2, count=2)
    assert one.failed == 0
    assert 0 < one.seen_p50_ms <= one.answer_p50_ms <= one.answer_p95_ms
    assert 1000 < one.first_bytes < 40_000
    assert 1000 < one.last_bytes < 40_000
    (table,) = (block for block in chat_blocks([one]) if isinstance(block, Table))
    assert len(table.rows) == 8


def test_too_few_questions_and_no_browser_are_said(
    samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    (side,) = sides_of([1], None)
    with pytest.raises(BenchmarkError, match="too few"):
        measure_chat(side, QUESTIONS, samples.folder, readers=1, count=3)
    monkeypatch.delenv("TOWNCLERK_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(BenchmarkError, match="TOWNCLERK_CHROMIUM"):
        find_chromium()
