from __future__ import annotations

from importlib import resources

import pytest

from qa.language import word_lists
from qa.language.word_lists import read_lists, read_pairs

FILES = sorted(file.name for file in resources.files("qa.language").joinpath("data").iterdir())


def read(monkeypatch: pytest.MonkeyPatch, found: dict[str, object]) -> None:
    monkeypatch.setattr(word_lists, "_read", lambda name: found)


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_what_it_holds_where_it_comes_from_and_how_to_add_an_entry(
    name: str,
) -> None:
    text = resources.files("qa.language").joinpath("data", name).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "# Source: " in text and "# To add an entry: " in text


def test_lists_under_headings_are_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch, {"one": ["a"], "Heading": {"two": ["b", "c"]}})
    assert list(read_lists("any.toml").items()) == [("one", ("a",)), ("two", ("b", "c"))]


@pytest.mark.parametrize(
    "found", [{"one": "a"}, {"one": [1]}, {"First": {"one": ["a"]}, "Second": {"one": ["b"]}}]
)
def test_what_is_no_list_of_words_or_stands_twice_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, object]
) -> None:
    read(monkeypatch, found)
    with pytest.raises(ValueError, match=r"any\.toml: one"):
        read_lists("any.toml")


@pytest.mark.parametrize("found", [{}, {"short": ["a"]}, {"short": {"a": 1}}])
def test_what_holds_no_pairs_of_words_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, object]
) -> None:
    read(monkeypatch, found)
    with pytest.raises(ValueError, match=r"any\.toml: short"):
        read_pairs("any.toml", "short")
