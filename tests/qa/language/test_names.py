"""Persons as council papers print them; the people here are invented."""

from __future__ import annotations

import re

import pytest

from qa.language.names import PERSON_NAMED, title_words, titles


def test_titles_are_listed_with_what_a_use_asks_for() -> None:
    assert re.fullmatch(titles(plural=True), "cllrs")
    assert not re.fullmatch(titles(), "cllrs")
    assert re.fullmatch(titles(capitals=True), "Mrs")
    assert not re.fullmatch(titles(without=("sir",)), "sir")


def test_titles_as_words_have_their_plurals() -> None:
    assert {"cllr", "cllrs", "councillors", "mr"} <= set(title_words())
    assert "miss" not in title_words(without=("miss",))


@pytest.mark.parametrize(
    "name",
    ["Councillor A. B. Quillfeather", "Cllr O’Wexby", "Mr van der Thorne", "the Deputy Mayor"],
)
def test_a_person_is_known_as_minutes_print_the_name(name: str) -> None:
    match = re.match(PERSON_NAMED, f"{name} spoke")
    assert match and match[0] == name


def test_a_name_without_a_title_is_not_known() -> None:
    assert re.match(PERSON_NAMED, "Quillfeather spoke") is None
