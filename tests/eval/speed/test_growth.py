"""Libraries of several sizes: each is made of the one before, asked, and changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from qa.bootstrap import open_library
from tests.conftest import Samples
from tests.eval.sample_run import GOLD


def test_each_size_is_asked_and_changed_and_left_as_it_was(
    samples: Samples, tmp_path: Path
) -> None:
    held = samples.answerer.library.passage_count()
    sizes = [held + 60, held + 120]
    command = ["growth", "--gold", str(GOLD), "--library", str(samples.folder), "--json"]
    options = ["--questions", "3", "--keep", str(tmp_path)]
    named = [part for size in sizes for part in ("--size", str(size))]
    ended = CliRunner().invoke(app, [*command, *options, *named])
    assert ended.exit_code == 0, ended.output
    measured = json.loads(ended.stdout)["sizes"]
    assert [size["passages"] for size in measured] == sizes
    for size in measured:
        assert {"no filter", "the commonest body"} <= size["asking"].keys()
        for asking in size["asking"].values():
            assert 0 < asking["p50_ms"] <= asking["p95_ms"]
            assert 0 < asking["cpu_p50_ms"] <= asking["cpu_p95_ms"]
        assert size["found_share"] == pytest.approx(1, abs=0.05)
        assert size["resident_mib"] > 50 and size["open_seconds"] > 0
        assert all(seconds > 0 for seconds in size["changed"].values())
        assert size["plain"] is None
    library = open_library(tmp_path / f"of-{sizes[-1]}")
    assert library.passage_count() == library.vectors.count() == sizes[-1]
    library.close()
