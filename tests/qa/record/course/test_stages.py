"""A matter in stages, and beside it what had been asked for. All but the last is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qa.language.terms import content_terms
from qa.library import Library
from qa.papers import Standing
from qa.questions.question import read_question
from qa.record.beside import Piece, pieces
from qa.record.course.stages import Stage, StageKind, stages_of
from qa.record.plan import matter_for
from tests.conftest import Samples
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

REPORT = """ASHCOMBE BOROUGH COUNCIL

Report to: Cabinet

Date: 14 March 2024

Subject: Harbour Wall

Recommendations

Cabinet is recommended to:

(1) mend the harbour wall at a cost of £40,000;

(2) ask the harbour users to pay half of it.

1. Background

1.1 The harbour had a hard winter.
"""
MARCH = """52. HARBOUR WALL

Moved by Councillor Stow and seconded by Councillor Reed:

RESOLVED: That

(1) the harbour wall be mended at a cost of £50,000; and

(2) the harbour users be asked to pay half of it.
"""
APRIL = """61. HARBOUR WALL - COST

RESOLVED: That Minute 52 (1) of the meeting of 14 March 2024 be varied, so that the cost of the
harbour wall is £60,000.

62. SEA WALL

RESOLVED: That the sea wall be left as it is.
"""
JUNE = """71. CHAIR'S REPORT

The Chair reported that the harbour wall was half mended.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    papers = {
        "cabinet-2024-03-14-harbour-wall-report.txt": REPORT,
        "cabinet-2024-03-14-minutes.txt": minutes(MARCH),
        "cabinet-2024-04-11-minutes.txt": minutes(APRIL, day="11 April 2024"),
        "cabinet-2024-06-13-minutes.txt": minutes(JUNE, day="13 June 2024"),
    }
    answerer = answerer_of(tmp_path_factory.mktemp("stages"), FakeEmbedder(), papers)
    yield answerer.library
    answerer.library.close()


def course(library: Library, matter: str) -> tuple[Stage, ...]:
    question = read_question(matter)
    listing = matter_for(question, library)
    assert listing is not None
    return stages_of(library, listing, frozenset(content_terms(question.text)))


def test_a_matter_goes_from_what_was_asked_for_to_what_came_of_it(library: Library) -> None:
    stages = course(library, "the harbour wall")
    told = [(stage.kind, stage.first.day) for stage in stages]
    assert (StageKind.RECOMMENDATION, date(2024, 3, 14)) == told[0]
    assert (StageKind.DECISION, date(2024, 3, 14)) in told
    assert (StageKind.VARIATION, date(2024, 4, 11)) in told
    assert told[-1][1] == date(2024, 6, 13)
    assert not any("sea wall" in entry.text for stage in stages for entry in stage.entries)


def test_a_decision_is_whole_with_who_moved_it_and_what_changed_it(library: Library) -> None:
    [decision] = [s for s in course(library, "harbour wall") if s.kind is StageKind.DECISION]
    assert ["£50,000" in decision.entries[0].text, "pay half" in decision.entries[-1].text] == [
        True,
        True,
    ]
    assert {motion.moved_by for motion in decision.motions} == {"Councillor Stow"}
    assert decision.change is not None and decision.change.limbs == ("1",)


def test_what_was_resolved_differs_from_what_was_asked_for_where_it_does(library: Library) -> None:
    [decision] = [s for s in course(library, "harbour wall") if s.kind is StageKind.DECISION]
    cost = next(one for one in decision.compared if "£50,000" in one.resolved.text)
    assert cost.differs and cost.paper.file.endswith("report.txt")
    assert any(p is Piece.LEFT_OUT and "£40,000" in text for p, text in cost.pieces)
    assert any(p is Piece.ADDED and "£50,000" in text for p, text in cost.pieces)


def test_the_same_words_have_one_piece() -> None:
    assert pieces("(1) the wall be mended;", "a) the wall be mended") == (
        (Piece.SAME, "the wall be mended"),
    )


def test_a_matter_of_the_samples_has_all_its_stages(samples: Samples) -> None:
    stages = course(samples.answerer.library, "Merton House")
    told = {(stage.kind, stage.first.day) for stage in stages}
    assert told >= {
        (StageKind.PROPOSAL, date(2023, 12, 7)),
        (StageKind.RECOMMENDATION, date(2024, 1, 18)),
        (StageKind.DECISION, date(2024, 1, 18)),
        (StageKind.VARIATION, date(2024, 9, 12)),
        (StageKind.PRIVATE, date(2024, 9, 12)),
        (StageKind.PROGRESS, date(2024, 11, 14)),
        (StageKind.PROGRESS, date(2025, 2, 4)),
    }
    [decision] = [stage for stage in stages if stage.kind is StageKind.DECISION]
    assert decision.change is not None and decision.change.limbs == ("2", "3")
    assert len(decision.entries) == 5
    [private] = [stage for stage in stages if stage.kind is StageKind.PRIVATE]
    assert private.standing is Standing.EXEMPT
