from __future__ import annotations

import pytest

from eval.faults import kills


def test_killed_ingests_lose_and_double_nothing_and_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kills, "PAPERS", 30)
    told: list[str] = []
    measured = kills.measure_kills(2, seed=3, step=told.append)
    assert measured.kills == 2
    assert "2 of 2 kills" in told
    assert (measured.lost, measured.doubled) == (0, 0)
    assert measured.unreadable == measured.wrong == []
