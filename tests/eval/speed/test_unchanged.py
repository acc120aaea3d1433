"""An ingest that finds nothing new is timed as a whole command."""

from __future__ import annotations

from eval.speed.unchanged import measure_unchanged


def test_papers_are_taken_in_once_and_given_again() -> None:
    said: list[str] = []
    measured = measure_unchanged(5, repeats=2, step=said.append)
    assert measured.files == 5
    assert said == ["taking in 5 papers", "the same again, 1 of 2", "the same again, 2 of 2"]
    # No model is loaded where nothing is new.
    assert 0 < measured.seconds.low <= measured.seconds.middle <= measured.seconds.high
