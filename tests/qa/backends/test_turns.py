"""Who may use something at once: many who ask, or one alone."""

from __future__ import annotations

import threading

from qa.backends.turns import Turns

SECONDS = 10


def test_many_ask_side_by_side_and_one_is_alone() -> None:
    turns, together, log = Turns(), threading.Barrier(3), []

    def ask() -> None:
        with turns.together():
            together.wait(SECONDS)  # which ends only if all three are within
            log.append("asked")

    def change() -> None:
        with turns.alone(), turns.alone(), turns.together():
            log.append("changed")

    with turns.alone():
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert log == []
    for thread in threads:
        thread.join(SECONDS)
    changing = threading.Thread(target=change)
    with turns.together():
        changing.start()
        assert log == ["asked"] * 3
    changing.join(SECONDS)
    assert log == [*["asked"] * 3, "changed"]
