"""Asking in a crowd: what the crowd is made of, that it is held whole, and what is measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from eval.processes import BenchmarkError
from eval.speed.crowd import COUNCIL, SAMPLES, CrowdWords, read_words, store_crowd
from eval.speed.scale import make_libraries
from qa.bootstrap import open_library
from tests.conftest import Samples
from tests.eval.sample_run import GOLD
from tests.fakes import FakeEmbedder


def test_the_same_seed_writes_the_same_words_and_another_seed_others() -> None:
    first, again, other = (read_words(None, ["turbary"] * 9, seed) for seed in (1, 1, 2))
    topic = first.topic()
    assert topic == again.topic() != other.topic()
    assert first.paragraphs(topic, 80) == again.paragraphs(topic, 80)
    assert topic.scheme.startswith(topic.names[0])
    assert len(topic.short) == len(topic.scheme.split())


def test_no_sentence_of_some_length_is_left_as_it_was() -> None:
    words = read_words(None, [], 1)
    topic = words.topic()
    written = [line for _ in range(40) for line in words.paragraphs(topic, 120)]
    samples = " ".join(path.read_text("utf-8") for path in SAMPLES.glob("*.txt"))
    long = [line for line in written if len(line.split()) > 20]
    assert len(long) > 20
    assert not [line for line in long if line in samples]


def test_too_little_to_write_in_the_manner_of_is_told() -> None:
    with pytest.raises(BenchmarkError, match=r"0 sentences are too few.*--words-from"):
        CrowdWords(["Short."], [], 1)


def test_a_crowd_is_held_like_any_papers(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library", create=True)
    told: list[tuple[int, int]] = []
    store_crowd(
        library,
        FakeEmbedder(),
        read_words(None, [], 3),
        passages=1_250,
        seed=3,
        stored=lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told) and told[-1] == (1_250, 1_250)
    assert library.passage_count() == library.vectors.count() == library.words.count() == 1_250
    assert {paper.council for paper in library.papers()} == {COUNCIL}
    paper = library.papers()[0]
    passages = library.passages_of(paper.id)
    lines = library.lines(paper.id)
    for passage in passages:
        assert passage.text == "\n".join(lines[passage.lines[0] - 1 : passage.lines[1]])
    assert {item.title for item in library.items(paper.id)} == {p.item_title for p in passages}
    assert library.source(paper.id).read_text("utf-8") == "\n".join(lines)
    vectors = np.stack([v for _, v in library.passages([p.id for p in passages]).values()])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2)
    with library.writing():
        assert library.repair() == []
    library.close()


def test_without_papers_or_a_library_it_is_said_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="name papers to ingest, or a library"):
        make_libraries([], tmp_path, passages=10)


def test_asking_is_timed_by_stage_alone_and_in_the_crowd(samples: Samples, tmp_path: Path) -> None:
    keep = tmp_path / "keep"
    command = ["scale", "--gold", str(GOLD), "--library", str(samples.folder), "--json"]
    options = ["--passages", "120", "--repeats", "1", "--keep", str(keep)]
    ended = CliRunner().invoke(app, [*command, *options])
    assert ended.exit_code == 0, ended.output
    measured = json.loads(ended.stdout)
    alone, crowded = measured["alone"], measured["crowded"]
    assert crowded["passages"] == alone["passages"] + 120
    assert crowded["papers"] > alone["papers"]
    for side in (alone, crowded):
        assert 0 < side["p50_ms"]["middle"] <= side["p95_ms"]["middle"]
        assert sum(stage["share"] for stage in side["stages"].values()) == pytest.approx(1)
        for stage in ("embedding the question", "vector search", "word search"):
            assert side["stages"][stage]["p50_ms"]["middle"] > 0
    assert alone["values"]["hit@1"]["value"] > 0.5
    assert sorted(path.name for path in keep.iterdir()) == ["alone", "crowded-120"]
