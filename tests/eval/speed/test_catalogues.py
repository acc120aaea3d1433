"""Both databases are asked the same, and their answers compared."""

from __future__ import annotations

from eval.reports.measurements import catalogue_blocks
from eval.speed.catalogues import POSTGRESQL, SQLITE, compare_catalogues
from tests.conftest import Samples
from tests.postgresql import PostgresServer

QUESTIONS = ("What was decided about car park charges?", "Who proposed the budget?")


def test_both_catalogues_give_the_same_answers(
    samples: Samples, postgresql: PostgresServer
) -> None:
    measured = compare_catalogues(
        QUESTIONS, samples.folder, postgresql.create(), stored=2, repeats=1, step=lambda _: None
    )
    assert (measured.papers, measured.questions, measured.different) == (14, 2, [])
    assert set(measured.sides) == {SQLITE, POSTGRESQL}
    assert all(
        len(side.asking_ms) == 2 and side.storing_seconds and side.papers_ms
        for side in measured.sides.values()
    )
    assert catalogue_blocks(measured)
