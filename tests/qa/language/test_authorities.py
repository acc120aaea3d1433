"""Other authorities are known by name, and told from words and from our own council."""

from __future__ import annotations

import pytest

from qa.language.councils import authorities_named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("what is wandsworth charging", ("Wandsworth",)),
        ("Compare Surrey's rise with Medway's", ("Surrey", "Medway")),
        ("the lease of Merton House", ()),
        ("how is reading taught", ()),
        ("What does Reading charge?", ("Reading",)),
        ("Newcastle upon Tyne and North Tyneside", ("Newcastle upon Tyne", "North Tyneside")),
    ],
)
def test_other_authorities_are_known_by_name(text: str, named: tuple[str, ...]) -> None:
    assert authorities_named(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Folkestone & Hythe", ("Folkestone and Hythe",)),
        ("St. Helen's and Stoke on Trent", ("St Helens", "Stoke-on-Trent")),
        ("what Tunbridge\nWells pays", ("Tunbridge Wells",)),
        ("Where may we bury ashes, and is a swale dug?", ()),
        ("Reading rooms: when are they open?", ()),
        ("Is a new forest planted in Derby Road or York Place?", ()),
    ],
)
def test_a_name_is_known_in_every_spelling_and_told_from_a_word(
    text: str, named: tuple[str, ...]
) -> None:
    assert authorities_named(text) == named
