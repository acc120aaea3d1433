"""Questions as at a day, over the sample papers: what came later is neither cited nor told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.backends.sentence_transformers import SentenceTransformersEmbedder
from qa.bootstrap import open_library
from qa.protocols import Filter
from qa.retrieval.search import HybridSearcher
from tests.conftest import Samples
from tests.fakes import minutes_text

MERTON = "What did Cabinet decide on Merton House?"
SPRING = date(2024, 3, 1)


def test_what_was_varied_later_is_told_as_it_stood(samples: Samples) -> None:
    now = samples.answerer.ask(MERTON)
    then = samples.answerer.ask(MERTON, as_at=SPRING)
    assert {"57", "27"} <= {cited.minute for cited in now.citations}
    assert "57" in {cited.minute for cited in then.citations}
    assert "27" not in {cited.minute for cited in then.citations}
    assert "30 June 2025" not in then.answer


def test_the_answer_says_as_at_which_day_and_how_many_papers_were_left_out(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask(MERTON, as_at=SPRING)
    library = samples.answerer.library
    later = [p for p in library.papers() if p.meeting_date and p.meeting_date > SPRING]
    assert answer.answer.startswith(
        f"As at 1 March 2024: {len(later)} papers of later meetings were not searched.\n\n"
    )
    assert answer.searched.papers == len(library.papers()) - len(later)
    assert answer.searched.last == date(2024, 2, 29)


@pytest.mark.parametrize("day", ["2023-07-13", "2024-02-29", "2024-09-11", "2025-06-19"])
def test_no_hit_is_of_a_later_meeting(day: str, samples: Samples) -> None:
    for question in (MERTON, "libraries", "What happened about the leisure contract?"):
        answer = samples.answerer.ask(question, as_at=date.fromisoformat(day), hits=30)
        dates = [hit.paper.meeting_date for hit in answer.hits]
        assert dates and all(found is None or found.isoformat() <= day for found in dates)


def test_a_matter_that_only_later_papers_hold_is_declined_without_naming_them(
    samples: Samples,
) -> None:
    answer = samples.answerer.ask(
        "How much would the Ellerdyke Beck flood scheme cost?", as_at=date(2023, 7, 31)
    )
    assert answer.status is not AnswerStatus.ANSWERED
    assert "2024" not in answer.answer and "Outline Business Case" not in answer.answer


def test_as_many_hits_come_as_there_are_however_many_later_ones_lie_nearer(
    samples: Samples,
) -> None:
    library = samples.answerer.library
    first = min(p.meeting_date for p in library.papers() if p.meeting_date)
    view = library.only(Filter(until=first))
    shown = {p.id for p in view.papers()}
    held = sum(len(library.passages_of(paper_id)) for paper_id in shown)
    vector = library.passages([library.passages_of(p.id)[0].id for p in library.papers()])
    for _, any_vector in vector.values():
        near = view.nearest(any_vector, held)
        assert len(near) == held
        assert set(view.passages([i for i, _ in near])) == {i for i, _ in near}
    worded = view.search_words({"cabinet": 1.0, "council": 1.0}, 5)
    assert len(worded) == 5 and set(view.passages([i for i, _ in worded])) == {i for i, _ in worded}


def test_a_paper_without_a_date_stays_in_and_is_said_to_bear_none(
    tmp_path: Path, embedder: SentenceTransformersEmbedder
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    held = minutes_text("the ferry stage", "the ferry stage at Quayside be mended")
    (papers / "dated.txt").write_text(held, encoding="utf-8")
    note = "A note on the ferry stage\n\nThe ferry stage at Canal Basin needs new piles.\n"
    (papers / "undated.txt").write_text(note, encoding="utf-8")
    library = open_library(tmp_path / "library", create=True)
    ingest([papers], library, embedder)
    answerer = Answerer(library, HybridSearcher(library, embedder))
    answer = answerer.ask("ferry stage at Canal Basin", as_at=date(2020, 1, 1))
    assert [cited.paper.file for cited in answer.citations] == ["undated.txt"]
    assert "The paper quoted in [1] bears no date and may be later." in answer.answer
    assert "1 paper of a later meeting was not searched" in answer.answer
    library.close()


def test_a_follow_up_is_answered_as_at_the_day_too(samples: Samples) -> None:
    answer = samples.answerer.ask("who seconded?", previous=[MERTON], as_at=SPRING)
    assert answer.understood_as == (
        "Who seconded, about OFFICE ACCOMMODATION - LEASE OF MERTON HOUSE (Cabinet)?"
    )
    assert f"Understood as: {answer.understood_as}" in answer.answer
    assert all((cited.paper.meeting_date or SPRING) <= SPRING for cited in answer.citations)


def test_a_view_leaves_the_library_as_it_was(samples: Samples) -> None:
    before = samples.answerer.ask(MERTON)
    samples.answerer.ask(MERTON, as_at=date(2023, 1, 1))
    after = samples.answerer.ask(MERTON)
    assert (before.answer, before.citations) == (after.answer, after.citations)
