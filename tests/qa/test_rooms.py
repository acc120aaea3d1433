"""The map of the package leads to rooms that are there."""

from __future__ import annotations

import re
from pathlib import Path

import qa

ROOMS = {path.stem for path in Path(qa.__path__[0]).iterdir() if path.suffix in ("", ".py")}


def test_every_room_on_the_map_of_the_package_is_there() -> None:
    named = set(re.findall(r"`(\w+)`", qa.__doc__ or ""))
    assert named and named <= ROOMS
