"""Many clients ask the real server, beside an ingest of one more paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from eval.speed.load import memory_of, sides_of
from tests.conftest import Samples
from tests.eval.sample_run import GOLD
from tests.fakes import minutes_text


def test_clients_are_answered_without_an_error_beside_an_ingest(
    samples: Samples, tmp_path: Path
) -> None:
    paper = tmp_path / "mill.txt"
    paper.write_text(minutes_text("the Old Mill", "the lease be renewed"))
    words = ["load", str(GOLD), "--library", str(samples.folder), "--ingest", str(paper)]
    done = CliRunner().invoke(
        app, [*words, "--clients", "3", "--seconds", "2", "--workers", "1", "--json"]
    )
    assert done.exit_code == 0, done.output
    [one] = json.loads(done.stdout)["load"]
    assert one["errors"] == {}
    assert one["answered"] >= 3
    assert one["per_second"] > 0 and one["p50_ms"] <= one["p95_ms"] <= one["p99_ms"]
    assert one["idle"]["processes"] == 3  # the service, the nursery, a worker
    assert one["idle"]["pss"] < one["idle"]["rss"]
    assert "papers held then" in one["ingested"]


def test_a_number_of_workers_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(app, ["load", str(GOLD), "--workers", "two"])
    assert done.exit_code == 2


def test_the_baseline_goes_first(tmp_path: Path) -> None:
    names = [(side.name, side.options) for side in sides_of([1, 2], tmp_path)]
    assert names == [
        ("baseline", ()),
        ("1 workers", ("--workers", "1")),
        ("2 workers", ("--workers", "2")),
    ]


def test_memory_that_cannot_be_read_counts_as_none() -> None:
    assert memory_of(2**22 + 1).rss == 0


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWNCLERK_LIBRARY", raising=False)
