from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.processes import BenchmarkError
from eval.reports.plots import sweep_plot
from eval.reports.rankings import sweep_blocks, sweep_json
from eval.tuning.fitting import MEASURED, Plan, Pool, Variant, Weighing
from eval.tuning.sweep import Cell, Sweep, check_choices, choose, content_digest, grid, recut, sweep
from ingest.pipeline import ingest
from qa.backends.sentence_transformers import SentenceTransformersEmbedder
from qa.bootstrap import open_library
from qa.errors import SettingsError
from tests.eval.printed import printed
from tests.eval.tuning.test_fitting import pools

PLAN = Plan(folds=3, seeds=2)
QUESTIONS = [pool.question for pool in pools()]
CELLS = grid([None], [30, 60], [Weighing.SHIPPED, Weighing.BY_HAND])


class Finder:
    """Gives the same candidates for every setting, and notes for which it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int | None, int]] = []

    def __call__(self, words: int | None, pool: int) -> Sequence[Pool]:
        self.asked.append((words, pool))
        return pools()


def run(folder: Path, finder: Finder, made_from: str = "gold") -> Sweep:
    return sweep(CELLS, finder, QUESTIONS, folder, made_from, plan=PLAN, by="hit@1")


def test_a_grid_has_every_combination() -> None:
    assert len(grid([80, 120], [30, 60], [Weighing.SHIPPED, Weighing.SUMMED])) == 8
    assert Cell(80, 30, Weighing.BY_HAND).file == "words-80_pool-30_by-hand.json"
    assert Cell(None, 30, Weighing.BY_HAND).name == "pool 30, by hand"


def test_a_sweep_that_was_cut_off_goes_on_where_it_was(tmp_path: Path) -> None:
    finder = Finder()
    first = run(tmp_path, finder)
    assert finder.asked == [(None, 30), (None, 60)]
    assert run(tmp_path, finder) == first
    assert len(finder.asked) == 2
    (tmp_path / CELLS[3].file).write_text('{"mark": "cut o')
    assert run(tmp_path, finder) == first
    assert finder.asked[2:] == [(None, 60)]


def test_cells_of_other_gold_or_papers_are_scored_anew(tmp_path: Path) -> None:
    finder = Finder()
    run(tmp_path, finder)
    run(tmp_path, finder, made_from="other gold")
    assert len(finder.asked) == 4


def test_a_cell_is_kept_with_its_setting_and_its_scores(tmp_path: Path) -> None:
    swept = run(tmp_path, Finder())
    kept = json.loads((tmp_path / CELLS[0].file).read_text())
    assert kept["cell"] == {"words": None, "pool": 30, "weights": "shipped"}
    assert set(kept["scores"]) == {question.id for question in QUESTIONS}
    assert [kept["scores"][q.id] for q in QUESTIONS] == swept.variants[0].scores


def variant(name: str, values: Sequence[float]) -> Variant:
    return Variant(name, [dict.fromkeys(MEASURED, value) for value in values])


def test_the_choice_has_not_seen_the_question() -> None:
    # Each cell is right on the one question where the other folds favour the other cell.
    questions = QUESTIONS[:3]
    lucky = [variant(f"right on {n}", [float(i == n) for i in range(3)]) for n in range(3)]
    chosen, picks = choose(lucky, questions, Plan(folds=3, seeds=1), "hit@1")
    assert chosen.mean("hit@1") == 0
    assert sum(picks.values()) == 3
    assert max(v.mean("hit@1") or 0 for v in lucky) == pytest.approx(1 / 3)


def test_a_setting_that_is_better_everywhere_is_chosen_every_time() -> None:
    cells = [variant("worse", [0.0] * 12), variant("better", [1.0] * 12)]
    chosen, picks = choose(cells, QUESTIONS, PLAN, "quote@300")
    assert picks == {"worse": 0, "better": 6}
    assert chosen.mean("quote@300") == 1


def test_of_equal_settings_the_first_is_chosen() -> None:
    cells = [variant("first", [1.0, 0.0] * 6), variant("second", [1.0, 0.0] * 6)]
    assert choose(cells, QUESTIONS, PLAN, "hit@1")[1] == {"first": 6, "second": 0}


def test_the_plot_is_an_svg_of_every_cell_and_the_object_has_the_figures(tmp_path: Path) -> None:
    swept = run(tmp_path, Finder())
    root = ElementTree.fromstring(sweep_plot(swept))
    circles = [one for one in root.iter() if one.tag.endswith("circle")]
    assert len(circles) == len(CELLS) + 1
    width = float(root.attrib["viewBox"].split()[2])
    assert all(0 < float(one.attrib["cx"]) < width for one in circles)
    shown = sweep_json(swept)
    assert shown["questions"] == 12
    lines = printed(sweep_blocks(swept)).splitlines()
    assert lines[0] == "12 questions"
    assert [line.split("  ")[0] for line in lines[2:]] == [
        v.name for v in (*swept.variants, swept.chosen)
    ]
    assert shown["cells"][1]["weights"] == "by hand"
    assert shown["cells"][1]["hit@1"]["value"] == swept.variants[1].mean("hit@1")


def test_a_weighing_or_measure_that_there_is_not_is_told() -> None:
    check_choices(["shipped", "fitted"], "hit@1")
    with pytest.raises(SettingsError, match="no weights 'best'; there are shipped"):
        check_choices(["best"], "hit@1")
    with pytest.raises(SettingsError, match="cannot choose by 'beauty'"):
        check_choices(["shipped"], "beauty")


def test_papers_are_cut_anew_once_and_only_from_the_papers(
    tmp_path: Path, embedder: SentenceTransformersEmbedder
) -> None:
    folder = tmp_path / "papers" / "2024"
    folder.mkdir(parents=True)
    sentence = "The committee heard that the ferry carried more passengers than last year. "
    (folder / "ferry.txt").write_text("Report on the ferry\n\n" + (sentence * 12 + "\n\n") * 4)
    library = open_library(tmp_path / "library", create=True)
    ingest([tmp_path / "papers"], library, embedder)
    usual = library.passages_of(library.papers()[0].id)
    library.close()
    shorter = recut(tmp_path / "library", 40, tmp_path / "cut")
    held = open_library(shorter)
    (paper,) = held.papers()
    assert paper.file == "2024/ferry.txt"
    cut = held.passages_of(paper.id)
    assert len(cut) > len(usual)
    assert max(len(passage.text.split()) for passage in cut) <= 55
    assert content_digest([held]) != content_digest([open_library(tmp_path / "library")])
    (folder / "ferry.txt").unlink()
    assert recut(tmp_path / "library", 40, tmp_path / "cut") == shorter
    with pytest.raises(BenchmarkError, match=r"ferry\.txt is not there any more"):
        recut(tmp_path / "library", 60, tmp_path / "cut")
