"""The whole of answering over the sample papers, with the real model."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer, _is_of_decision
from qa.answers import AnswerStatus, unfolded
from qa.errors import IndexMismatchError, QuestionError
from qa.library import Library
from qa.papers import UNKNOWN_PAGE, Passage, Standing, Unit
from qa.protocols import Embedder
from qa.questions.question import read_question
from qa.retrieval.search import HybridSearcher
from tests.conftest import Samples
from tests.fakes import FakeEmbedder, minutes_text


def test_a_resolution_is_quoted_limb_by_limb_and_then_what_varied_it(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Merton House?")
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.standing is Standing.DECIDED
    quoted = "\n".join(citation.quote for citation in answer.citations)
    for limb in ("(1) the Council's option", "(2) Merton House be vacated", "(5) the Head of"):
        assert limb in quoted
    assert quoted.index("31 March 2025 be exercised") < quoted.index("becomes 30 June 2025")
    shown = unfolded(answer.answer)
    opened = {c.minute for c in answer.citations if f"[{c.number}]" in shown}
    assert opened == {"57", "27"}


@pytest.mark.parametrize(
    "question",
    [
        "How many dragons live in the castle of Eldoria?",
        "What is the recipe for apple pie?",
        "Who won the football match on Saturday?",
    ],
)
def test_what_the_papers_do_not_hold_is_declined_with_what_was_looked_through(
    question: str, samples: Samples
) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is AnswerStatus.NOT_FOUND
    assert answer.standing is None and answer.citations == ()
    assert "Looked through 14 papers, of meetings from 13 July 2023 to 19 June 2025" in (
        answer.answer
    )


def test_an_empty_library_answers_nothing(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", create=True)
    answer = Answerer(library, HybridSearcher(library, FakeEmbedder())).ask("What was decided?")
    assert answer.status is AnswerStatus.NOT_FOUND
    assert answer.hits == () and answer.searched.papers == 0
    library.close()


@pytest.mark.parametrize("hits", [1, 5, 30])
def test_as_many_hits_come_with_an_answer_as_were_asked_for(hits: int, samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Merton House?", hits=hits)
    assert len(answer.hits) == hits
    assert answer.citations == samples.answerer.ask(answer.question).citations


def test_the_times_are_told_and_add_up(samples: Samples) -> None:
    times = samples.answerer.ask("What of the library hours?").timings_ms
    assert set(times) == {"search", "compose", "total"}
    assert times["total"] == pytest.approx(times["search"] + times["compose"])
    assert min(times.values()) >= 0


def test_the_same_question_has_the_same_answer(samples: Samples) -> None:
    first, second = (samples.answerer.ask("Why were the car park charges raised?") for _ in "12")
    assert first.answer == second.answer and first.citations == second.citations


@pytest.mark.parametrize("question", ["", "?", "a" * 2_001])
def test_an_unusable_question_is_refused(question: str, samples: Samples) -> None:
    with pytest.raises(QuestionError):
        samples.answerer.ask(question)


def test_an_answerer_sees_papers_that_come_in_and_papers_that_go(
    tmp_path: Path, embedder: Embedder
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "mill.txt").write_text(minutes_text("the Old Mill", "the lease be renewed"))
    library = Library.open(tmp_path / "library", create=True)
    ingest([papers], library, embedder)
    answerer = Answerer(library, HybridSearcher(library, embedder))
    question = "What did Cabinet decide on the Tolbooth Bridge?"
    writer = Library.open(tmp_path / "library")
    try:
        (papers / "bridge.txt").write_text(
            minutes_text("the Tolbooth Bridge", "the bridge be closed to lorries")
        )
        ingest([papers], writer, embedder)
        answer = answerer.ask(question)
        assert answer.standing is Standing.DECIDED
        assert "closed to lorries" in answer.citations[0].quote
        (papers / "bridge.txt").unlink()
        ingest([papers], writer, embedder, prune=True)
        answer = answerer.ask(question)
        assert answer.searched.papers == 1
        assert not any("lorries" in citation.quote for citation in answer.citations)
        assert not any("lorries" in hit.passage.text for hit in answer.hits)
    finally:
        writer.close()
        library.close()


def test_an_answerer_whose_library_got_another_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(minutes_text("the Old Mill", "the lease be renewed"))
    library = Library.open(tmp_path / "library", create=True)
    ingest([tmp_path / "mill.txt"], library, FakeEmbedder())
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    writer = Library.open(tmp_path / "library")
    ingest([tmp_path / "mill.txt"], writer, FakeEmbedder("other-8", 8), rebuild=True)
    with pytest.raises(IndexMismatchError, match="start Townclerk again"):
        answerer.ask("What of the mill?")
    writer.close()
    library.close()


@pytest.mark.parametrize(
    ("standing", "heading", "text", "tells"),
    [
        (Standing.DECIDED, "52. WASTE AND RECYCLING", "RESOLVED that it be begun.", True),
        (Standing.DECIDED, "53. BRIDGES", "RESOLVED that waste and recycling be noted.", False),
        (
            Standing.BACKGROUND,
            "Background",
            "The Council in May approved a Waste and Recycling option.",
            True,
        ),
        (Standing.BACKGROUND, "Background", "Waste and recycling cost more in May.", False),
    ],
)
def test_a_decision_on_a_proposals_chapter_is_headed_by_it_or_told_as_taken(
    standing: Standing, heading: str, text: str, tells: bool, samples: Samples
) -> None:
    chapter = samples.answerer.searcher.asked(read_question("Waste and recycling"))
    passage = Passage(
        "p1-0", "p1", 0, (Unit(text, (1, 1)),), (heading,), standing, UNKNOWN_PAGE, (1, 1)
    )
    assert _is_of_decision(passage, chapter) is tells


def test_no_question_stays_in_memory_once_it_is_answered(samples: Samples) -> None:
    unheard_of = "".join(["quin", "cunx", " Merton", " House"])  # not as one in this code
    first = f"What did Cabinet decide on {unheard_of}?"
    samples.answerer.ask(f"who seconded the {unheard_of}?", previous=[first])
    del first
    gc.collect()
    holding = [
        str(type(one))
        for one in gc.get_objects()
        if any(
            type(part) is str and len(part) > 25 and unheard_of in part
            for part in gc.get_referents(one)
        )
    ]
    assert holding == []
