"""Terms compared in arrays: the same shares as set by set, and safe from several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from qa.features import Features
from qa.language.synonyms import met_otherwise
from qa.language.terms import analyse, content_terms, term_set
from qa.library import Library
from qa.papers import Paper, Passage, UnitKind
from qa.questions.question import read_question
from qa.retrieval.features import Asked, IndexScores, features_of
from qa.retrieval.views import Views
from tests.conftest import Samples

QUESTIONS = (
    "What did Cabinet resolve on the lease of Merton House in January 2024?",
    "how much do car park permits cost",
    "Which councillor seconded the amendment on the library opening hours?",
    "What is the Band D council tax for 2024/25?",
    "who runs the tip, and when does the new refuse contract start?",
    "xylophone zyzzyva",
)


def share(asked: Asked, found: frozenset[str]) -> float:
    total = sum(asked.weighed.values())
    held = sum(weight for term, weight in asked.weighed.items() if term in found)
    return held / total if total else 0.0


def term_by_term(asked: Asked, passage: Passage, paper: Paper) -> dict[str, float]:
    """Work the shares of a passage out from sets of its terms, a set at a time."""
    others = asked.question.others
    columns = " ".join(unit.text for unit in passage.units if unit.kind == UnitKind.HEADER)
    heading = term_set(" ".join([*passage.heading, *passage.references]))
    units = [
        term_set(
            " ".join(
                [
                    unit.text,
                    *(unit.row.labels if unit.row else ()),
                    columns if unit.kind == UnitKind.ROW else "",
                ]
            )
        )
        for unit in passage.units
    ]
    text = frozenset[str]().union(*units)
    known = text | heading
    everywhere = known | term_set(Library.title_words(paper)) | met_otherwise(others, known)
    runs = [
        [term for unit in passage.units for term in content_terms(unit.text)],
        *map(content_terms, passage.heading),
    ]
    neighbours = {pair for run in runs for pair in pairwise(run)}
    wanted = list(pairwise(asked.question.terms))
    names = [terms[0] for terms in map(analyse, asked.question.names) if terms]
    headed = [unit | heading for unit in units]
    return {
        "coverage": share(asked, everywhere),
        "unit": max(share(asked, unit | met_otherwise(others, unit)) for unit in headed),
        "heading": share(asked, heading),
        "phrases": sum(pair in neighbours for pair in wanted) / max(1, len(wanted)),
        "names": sum(name in everywhere for name in names) / max(1, len(names)),
    }


def shares_of(found: Features) -> dict[str, float]:
    return {
        name: getattr(found, name) for name in ("coverage", "unit", "heading", "phrases", "names")
    }


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_a_passage_has_of_a_question_is_as_it_is_term_by_term(
    samples: Samples, text: str
) -> None:
    searcher = samples.answerer.searcher
    question = read_question(text)
    asked = searcher.asked(question)
    candidates, found = searcher.candidates(question)
    assert len(candidates) > 20
    for (passage, paper), features in zip(candidates, found, strict=True):
        assert shares_of(features) == pytest.approx(term_by_term(asked, passage, paper))


def test_a_row_counts_where_the_question_names_it_wholly(samples: Samples) -> None:
    searcher = samples.answerer.searcher
    passages = samples.answerer.library.papers()
    rows = [
        (passage, paper)
        for paper in passages
        for passage in samples.answerer.library.passages_of(paper.id)
        if any(unit.kind == UnitKind.ROW for unit in passage.units)
    ]
    passage, paper = rows[0]
    name = next(
        cell
        for unit in passage.units
        if unit.kind == UnitKind.ROW
        for cell in unit.text.split("\t")[:1]
        if content_terms(cell)
    )
    scores = [IndexScores(0.0, 0.0, 0.0)]
    whole = searcher.asked(read_question(f"{name} price"))
    other = searcher.asked(read_question("xylophone price"))
    [named] = features_of(whole, [(passage, paper)], Views(), scores)
    [unnamed] = features_of(other, [(passage, paper)], Views(), scores)
    assert named.row > 0 == unnamed.row


def test_the_same_views_are_made_by_several_threads_at_once(samples: Samples) -> None:
    searcher = samples.answerer.searcher
    question = read_question(QUESTIONS[0])
    asked = searcher.asked(question)
    candidates, found = searcher.candidates(question)
    scores = [IndexScores(one.vectors, one.words, one.cosine) for one in found]
    for _ in range(5):
        views = Views()
        with ThreadPoolExecutor(8) as threads:
            work = [threads.submit(features_of, asked, candidates, views, scores) for _ in range(8)]
            assert all(one.result() == found for one in work)


def test_a_number_that_was_given_after_the_question_was_read_is_no_term_of_it(
    samples: Samples,
) -> None:
    searcher = samples.answerer.searcher
    candidates, _ = searcher.candidates(read_question(QUESTIONS[0]))
    views = Views()
    views.of(candidates[:1])
    columns = views.columns(["merton", "xylophone"])
    later = views.of(candidates)
    held = columns.held(later[-1].units)
    assert held.shape == (len(candidates[-1][0].units), 2)
    assert not held[:, 1].any()
