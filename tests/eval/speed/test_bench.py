from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.gold.questions import load_gold
from eval.processes import Finished
from eval.reports.measurements import benchmark_blocks, benchmark_json
from eval.speed import bench
from eval.speed.bench import Benchmark, Ingest, count_pages, run_benchmark
from eval.speed.reading import Spread
from tests.eval.printed import printed

SAMPLES = Path(__file__).parents[3] / "samples"
PAPER = SAMPLES / "papers" / "council-2024-02-29-minutes.pdf"


def benchmark() -> Benchmark:
    return Benchmark(
        papers=2,
        pages=40,
        ingests=(
            Ingest("townclerk", 40, (2.0, 1.0, 4.0), (300.0, 320.0, 310.0)),
            Ingest("llama-index", 40, (8.0, 10.0, 5.0), (500.0, 500.0, 500.0)),
        ),
        findings=(),
        limits={"pdfium alone, pages/s": 500.0},
        load=0.25,
        processors=2,
    )


def test_the_middle_of_the_repeats_is_given_with_its_spread() -> None:
    # 40 pages in 2, 1 and 4 seconds are 20, 40 and 10 a second.
    assert benchmark().ingests[0].pages_per_second == Spread(20, 10, 40)
    assert benchmark().ingests[1].pages_per_second == Spread(5, 4, 8)
    assert benchmark().times_as_fast == 4


def test_the_table_gives_rates_spread_and_memory() -> None:
    rows = [line.split() for line in printed(benchmark_blocks(benchmark())).splitlines()]
    assert ["townclerk", "20.0", "10.0", "40.0", "3", "320"] in rows
    assert ["llama-index", "5.0", "4.0", "8.0", "3", "500"] in rows
    assert ["4.00", "times", "as", "fast"] in rows
    assert ["pdfium", "alone,", "pages/s", "500.0"] in rows


def test_the_object_keeps_every_repeat() -> None:
    shown = benchmark_json(benchmark())
    assert shown["ingest"][0]["seconds"] == [2.0, 1.0, 4.0]
    assert json.loads(json.dumps(shown)) == shown


def test_the_two_sides_take_turns_and_change_who_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def side(papers: object, folder: Path) -> Finished:
        order.append(folder.name)
        return Finished(float(len(order)), 1.0, "")

    monkeypatch.setattr(bench, "ingest_papers", side)
    monkeypatch.setattr(bench, "ingest_with_llama_index", side)
    ours, theirs = bench.ingest_in_turn([PAPER], tmp_path, 3, lambda what: None)
    assert order == ["ours-0", "theirs-0", "theirs-1", "ours-1", "ours-2", "theirs-2"]
    assert [each.seconds for each in ours] == [1, 4, 5]
    assert [each.seconds for each in theirs] == [2, 3, 6]


def test_pages_are_those_of_the_pdf() -> None:
    import pypdf

    assert count_pages([PAPER, PAPER]) == 2 * len(pypdf.PdfReader(PAPER).pages)


@pytest.mark.skipif(
    find_spec("bm25s") is None, reason="the packages of the bench extra are not installed"
)
def test_a_whole_benchmark_runs_on_one_small_paper() -> None:
    questions = [
        question
        for question in load_gold([SAMPLES / "gold.jsonl"])
        if question.answerable and all(item.doc == PAPER.name for item in question.evidence)
    ][:2]
    assert questions
    steps: list[str] = []
    measured = run_benchmark([PAPER], questions, repeats=1, step=steps.append)
    assert [ingest.system for ingest in measured.ingests] == ["townclerk", "llama-index"]
    assert all(ingest.peak_mib[0] > 100 for ingest in measured.ingests)
    assert [finding.system.split()[0] for finding in measured.findings] == [
        *("townclerk", "llama-index")
    ]
    for finding in measured.findings:
        assert finding.values["hit@10"].questions == len(questions)
        assert finding.p95_ms is not None
    assert all(rate > 0 for rate in measured.limits.values())
    assert len(steps) == 4
