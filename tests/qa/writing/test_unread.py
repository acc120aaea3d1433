"""An answer that finds nothing names the papers that were not read in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.library import Library
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def write_struck(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Harrowmere Town Council: report on the lifeboat slipway")
    kept = document.add_paragraph("The slipway is to be measured. ")
    kept.add_run("Its owner is the harbour trust.").font.strike = True
    document.save(str(path))


def test_a_paper_that_was_not_read_in_full_is_named_where_nothing_is_found(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "mill.txt").write_text(minutes_text("the Old Mill", "the Old Mill be let"), "utf-8")
    write_struck(folder / "lifeboat slipway.docx")
    ingest([folder], library, FakeEmbedder())
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    answer = answerer.ask("What did the lifeboat slipway cost?")
    assert answer.status is not AnswerStatus.ANSWERED
    assert "It may be in what was not read: `lifeboat slipway.docx` (it holds" in answer.answer
    other = answerer.ask("Who is the headteacher of Quillford Academy?")
    assert other.status is not AnswerStatus.ANSWERED
    assert "slipway" not in other.answer.split("It may be in what was not read")[0]
