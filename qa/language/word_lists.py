"""Read the word lists that are kept as data: `qa/language/data/*.toml`.

Each file's header says what it holds, where it comes from and how to add an entry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import cast

WordList = tuple[str, ...]


def read_lists(name: str) -> Mapping[str, WordList]:
    """Return a file's lists of words by their keys; those under its headings too, all in order.

    Raises ValueError, naming file and key, where a value is no list of words or a key stands
    under two headings.
    """
    found: dict[str, WordList] = {}
    for key, value in _read(name).items():
        for inner, words in value.items() if isinstance(value, dict) else ((key, value),):
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise ValueError(f"{name}: {inner} is no list of words")
            if inner in found:
                raise ValueError(f"{name}: {inner} is listed twice")
            found[inner] = tuple(words)
    return found


def read_pairs(name: str, heading: str) -> Mapping[str, str]:
    """Return the pairs of words under a heading of a file.

    Raises ValueError, naming file and heading, where there is no such heading or a value is no
    word.
    """
    pairs = _read(name).get(heading)
    if not isinstance(pairs, dict) or not all(isinstance(word, str) for word in pairs.values()):
        raise ValueError(f"{name}: {heading} holds no pairs of words")
    return cast(Mapping[str, str], pairs)


def _read(name: str) -> dict[str, object]:
    text = resources.files("qa.language").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)
