"""What the word index tells of passages, beside which fit best. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.language.terms import content_terms, term_set
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

PIER = """52. PIER RAILINGS

RESOLVED: That the pier railings be painted green, blue, yellow, orange, purple, silver, golden,
brown, white, black, crimson, scarlet, violet, indigo, amber, ivory, copper, bronze, ruby, coral,
emerald and turquoise at a cost of £1.5m.
"""
LAMPS = "53. LAMPS\n\nRESOLVED: That the lamps of the pier be painted black.\n"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder: Path = tmp_path_factory.mktemp("words")
    papers = {"pier.txt": minutes(PIER), "lamps.txt": minutes(LAMPS, day="11 April 2024")}
    answerer = answerer_of(folder, FakeEmbedder(), papers)
    yield answerer
    answerer.library.close()


def test_a_text_has_all_its_terms_however_many_are_asked_for(answerer: Answerer) -> None:
    library = answerer.library
    terms = frozenset(content_terms(PIER)) | {"zebra", "1500000"}
    assert len(terms) > 24  # more than one score can tell
    passages = [p for paper in library.papers() for p in library.passages_of(paper.id)]
    wanted = {p.id: terms & term_set(p.text) for p in passages}
    found = library.terms_in([paper.id for paper in library.papers()], terms)
    assert found == {id_: has for id_, has in wanted.items() if has}
    assert any("1500000" in has for has in found.values())


def test_a_term_of_a_title_alone_and_another_paper_are_not_told(answerer: Answerer) -> None:
    library = answerer.library
    pier, lamps = library.paper("pier.txt"), library.paper("lamps.txt")
    assert not library.terms_in([lamps.id], ["green"])
    by_title = {id_ for id_, _ in library.search_words({"ashcomb": 1.0}, 100)}
    assert set(library.terms_in([pier.id, lamps.id], ["ashcomb"])) < by_title
    assert set(library.terms_in([lamps.id], ["pier"]).values()) == {frozenset({"pier"})}
    assert {id_.rpartition("-")[0] for id_ in library.terms_in([pier.id], ["pier"])} == {pier.id}
    assert not library.terms_in([], ["pier"]) and not library.terms_in([pier.id], [])
