"""Under which name each file is held, so that no two papers share one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from ingest.folder import FoundFile
from ingest.members import showable

WITHIN = "!/"
"""In a member's origin, between the path of its archive or message and its name therein."""


def name_apart(files: Sequence[FoundFile], origins: Mapping[str, str]) -> list[FoundFile]:
    """Name each file as it is held, or else so that no other paper has its name.

    Two folders may each have a `minutes.pdf`: the second to come in is shown with its folder's
    name before it. A name whose file is no longer where it was is free: the papers have moved.
    """
    origins = {**origins, **_containers(origins)}
    held = {path: name for name, path in origins.items()}
    taken: set[str] = set()
    named = []
    for found in files:
        path = os.path.abspath(found.path)  # noqa: PTH100 - a link is a place of its own
        name = held.get(path) or next(
            name
            for name in _longer_names(found, path)
            if name not in taken and not (name in origins and os.path.lexists(origins[name]))
        )
        taken.add(name)
        named.append(replace(found, name=name))
    return named


def member_of(container: FoundFile, name: str, path: Path) -> FoundFile:
    """Name what lies within an archive or message, and lies unpacked at a path."""
    origin = container.origin or Path(os.path.abspath(container.path))  # noqa: PTH100
    within = WITHIN if container.origin is None else "/"
    return FoundFile(path, f"{container.name}/{name}", Path(f"{origin}{within}{name}"))


def _containers(origins: Mapping[str, str]) -> dict[str, str]:
    """Return {name: path} of the archives and messages that hold papers."""
    found = {}
    for name, origin in origins.items():
        path, within, member = origin.partition(WITHIN)
        if within and name.endswith(f"/{member}"):
            found[name.removesuffix(f"/{member}")] = path
    return found


def _longer_names(found: FoundFile, path: str) -> Iterator[str]:
    """Yield the file's name, then with one more folder before it each time, then numbered."""
    parts = Path(path).parts[1:]
    yield found.name
    for length in range(found.name.count("/") + 2, len(parts) + 1):
        yield showable("/".join(parts[-length:]))
    yield from (f"{found.name} ({number})" for number in count(2))
