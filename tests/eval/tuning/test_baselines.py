from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.gold.evidence import Place, Retrieved, needs_of
from eval.processes import BenchmarkError, run_worker
from eval.runs.summary import holder, score_rankings
from eval.tuning import baselines
from eval.tuning.baselines import PACKAGES, SYSTEMS, check_packages, compare_baselines, papers_in
from eval.workers.messages import (
    Found,
    FoundBy,
    LlamaIndexTask,
    LlamaIndexWork,
    Retriever,
)
from qa.papers import Standing
from tests.eval.scripted import evidence, gold

HAS_PACKAGES = find_spec("bm25s") is not None and find_spec("llama_index.embeddings") is not None
needs_packages = pytest.mark.skipif(
    not HAS_PACKAGES, reason="the packages of the bench extra are not installed"
)
FILLER = "The committee received the usual quarterly statement and thanked the officers. " * 6
TOPICS = ("ferry timetable", "library roof", "market stalls", "cemetery paths", "harbour lights")


def write_minutes(path: Path) -> Path:
    lines = [f"{number}. Of the {topic}: {FILLER}\n" for number, topic in enumerate(TOPICS, 1)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_rankings_survive_the_journey_between_processes() -> None:
    rankings = {
        "q": (
            Retrieved("a", 0.5, Place(("m.txt", "n.txt"), lines=(3, 4)), "text"),
            Retrieved("b", 0.25, Place(("m.pdf",), pages=(2, 2)), "more"),
            Retrieved("c", 0.1, Place(("m.docx",), words="words"), "words"),
        )
    }
    found = Found(times_ms=(1.5,), rankings=rankings)
    assert Found.model_validate_json(found.model_dump_json()) == found


def test_rankings_are_scored_by_the_measures_that_score_answers() -> None:
    question = gold("q", Standing.DECIDED, [evidence("m.txt", "the quay be mended", (4, 4))])
    other = Retrieved("a", 1, Place(("m.txt",), lines=(1, 2)), "other words")
    right = Retrieved("b", 0.5, Place(("m.txt",), lines=(3, 5)), "the quay be mended")
    values = score_rankings([question], {"q": [other, right]}, holder(["papers/m.txt"]))
    assert values["hit@1"].value == 0
    assert values["hit@5"].value == 1
    assert values["mrr@10"].value == 1 / 2
    assert values["quote@300"].value == 1


def test_papers_are_told_by_name_whatever_their_folder() -> None:
    holds = holder(["a/b/m.txt"])
    assert holds("m.txt")
    assert not holds("n.txt")
    outside = evidence("n.txt", "words", (1, 1), alt=True, out_of_split=True)
    question = gold("q", Standing.DECIDED, [evidence("m.txt", "w", (1, 1)), outside])
    assert len(needs_of(question, holds)[0]) == 1


def test_papers_are_looked_for_in_folders_and_each_is_taken_once(tmp_path: Path) -> None:
    folder = tmp_path / "cabinet"
    folder.mkdir()
    for name in ("b.pdf", "a.TXT", "c.docx"):
        (folder / name).touch()
    assert papers_in([tmp_path, folder / "b.pdf"]) == [folder / "a.TXT", folder / "b.pdf"]
    with pytest.raises(BenchmarkError, match=r"no papers \(\.pdf\) in"):
        papers_in([folder / "a.TXT"], (".pdf",))


def test_absent_packages_are_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "PACKAGES", {"no_such.module": "no-such-package"})
    with pytest.raises(BenchmarkError, match=r"need no-such-package; .*townclerk\[bench\]"):
        check_packages()


@needs_packages
def test_every_package_of_the_extra_is_found() -> None:
    check_packages()
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8")
    assert all(f'"{package}>=' in project for package in PACKAGES.values())


@needs_packages
def test_llama_index_finds_the_passage_and_its_lines_are_right(tmp_path: Path) -> None:
    minutes = write_minutes(tmp_path / "minutes.txt")
    task = LlamaIndexTask(
        work=LlamaIndexWork.RANK,
        papers=(minutes,),
        questions={"q": "What of the library roof?"},
        chunk=128,
        retrievers=tuple(Retriever),
        store=tmp_path / "store",
        depth=3,
        warm_up="Anything?",
    )
    _, ranked = run_worker("eval.workers.llama_index", task, FoundBy)
    lines = minutes.read_text(encoding="utf-8").split("\n")
    assert set(ranked.found) == set(Retriever)
    for system, by_system in ranked.found.items():
        ranking = by_system.rankings["q"]
        assert "library roof" in ranking[0].text, system
        assert len(ranking) == 3
        assert len(by_system.times_ms) == 1
        for found in ranking:
            assert found.place.lines is not None
            first, last = found.place.lines
            assert found.text in "\n".join(lines[first - 1 : last])


@needs_packages
def test_every_baseline_is_scored_on_text_and_pdf_alike(tmp_path: Path) -> None:
    minutes = write_minutes(tmp_path / "minutes.txt")
    sample = Path(__file__).parents[3] / "samples" / "papers" / "council-2024-02-29-minutes.pdf"
    text = gold("roof", Standing.DECIDED, [evidence("minutes.txt", "Of the library roof", (3, 3))])
    pdf = gold("pdf", Standing.DECIDED, [evidence(sample.name, "no such quote", 1)])
    findings = compare_baselines([text, pdf], [minutes, sample])
    assert [finding.system for finding in findings] == [name for name, _, _ in SYSTEMS]
    for finding in findings:
        # Fewer chunks than hits: each of the two papers' places is among them.
        assert finding.values["hit@10"].value == 1, finding.system
        assert finding.values["quote@1000"].value == 1 / 2, finding.system
        assert finding.values["hit@10"].questions == 2
        assert finding.p50_ms is not None
