"""Persons are known by title, by office, and where the grammar asks for one by name or initials."""

from __future__ import annotations

import re

import pytest

from ingest.records.people import NAMED, names_in, read_initials, resolve


@pytest.mark.parametrize(
    "name",
    ["Councillor A. B. Quillfeather", "Cllr O’Wexby", "Mr van der Thorne", "the Deputy Mayor",
     "Cyng. D. Tomos", "County Councillor Sir J Ap Rhys", "Ald. Mrs P Sedge-Holm",
     "the Cabinet Member for Roads and Waste"],
)  # fmt: skip
def test_a_person_is_known_as_minutes_print_the_name(name: str) -> None:
    match = re.match(NAMED, f"{name} spoke")
    assert match
    assert match[0] == name


def test_a_name_without_a_title_is_not_known() -> None:
    assert re.match(NAMED, "Quillfeather spoke") is None


def test_a_name_ends_before_the_words_of_the_sentence() -> None:
    match = re.match(NAMED, "Cllr C J Edge MOVED an AMENDMENT")
    assert match
    assert match[0] == "Cllr C J Edge"


def test_initials_stand_for_the_name_beside_them_and_for_nobody_where_two_have_them() -> None:
    known = read_initials(
        ["Present: Ruth Wardlaw (RW), Hector Pringle HP", "Tom Kerr (TK), Tess Kyle TK, Ann (SBC)"]
    )
    assert known == {"RW": "Ruth Wardlaw", "HP": "Hector Pringle"}
    assert resolve("RW", known) == "RW (Ruth Wardlaw)"
    assert resolve("TK", known) == "TK"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Councillors Ash, Mrs B Beech and Cedar", ("Ash", "Mrs B Beech", "Cedar")),
        ("the Provost; Bailie Munro; and Councillor Gow",
         ("the Provost", "Bailie Munro", "Councillor Gow")),
        ("Cllrs Ash, Beech and others", ("Ash", "Beech")),
        ("Mr A Ash, Mr D\nBeech", ("Mr A Ash", "Mr D Beech")),
        ("The Council then went on to the next item, and the Chair spoke", ()),
    ],
)  # fmt: skip
def test_a_list_of_names_is_read_and_a_sentence_is_none(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names
