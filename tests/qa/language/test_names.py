"""Persons as council papers print them; the people here are invented."""

from __future__ import annotations

import re

from qa.language.names import title_words, titles


def test_titles_are_listed_with_what_a_use_asks_for() -> None:
    assert re.fullmatch(titles(plural=True), "cllrs")
    assert not re.fullmatch(titles(), "cllrs")
    assert re.fullmatch(titles(capitals=True), "Mrs")
    assert not re.fullmatch(titles(without=("sir",)), "sir")


def test_titles_as_words_have_their_plurals() -> None:
    assert {"cllr", "cllrs", "councillors", "mr"} <= set(title_words())
    assert "miss" not in title_words(without=("miss",))
