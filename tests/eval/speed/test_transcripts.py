from __future__ import annotations

import random

import pytest

from eval.speed.reading import edits_anywhere, paragraphs, score_transcript

TRANSCRIPTION = """# BY-LAW NO. {{filled:12}}

**The harbour master** shall keep a book of all vessels.

> Boats under [five tons](http://x.example) pay nothing {{page:1}}
- A boat of five tons or more pays a shilling.

{{signature}}
Clerk

## Document Notes

A note that stands on no page at all.
"""


def by_table(wanted: str, found: str) -> int:
    """Count edits by the textbook's table, from wherever in `found` they are fewest."""
    row = [0] * (len(found) + 1)
    for number, letter in enumerate(wanted, 1):
        below = [number]
        for place, other in enumerate(found, 1):
            below.append(
                min(row[place] + 1, below[-1] + 1, row[place - 1] + (letter != other)),
            )
        row = below
    return min(row)


def test_edits_are_those_of_the_textbook() -> None:
    assert edits_anywhere("kitten", "the sitten chairs") == 1
    assert edits_anywhere("", "abc") == 0


def test_edits_counted_in_bits_agree_with_the_table() -> None:
    chance = random.Random(5)
    for _ in range(500):
        wanted = "".join(chance.choice("abc") for _ in range(chance.randrange(9)))
        found = "".join(chance.choice("abc") for _ in range(chance.randrange(14)))
        assert edits_anywhere(wanted, found) == by_table(wanted, found)


def test_the_whole_text_is_compared_in_its_own_order() -> None:
    score = score_transcript("The sitting chairs of the hall", "The kitten chairs of the hall")
    assert (score.whole_edits, score.whole_letters) == (3, 30)


def test_marks_notes_and_markdown_are_no_part_of_a_transcription() -> None:
    assert list(paragraphs(TRANSCRIPTION)) == [
        "The harbour master shall keep a book of all vessels.",
        "Boats under five tons pay nothing",
        "A boat of five tons or more pays a shilling.",
    ]


def test_paragraphs_are_found_in_whatever_order_and_those_absent_are_counted_apart() -> None:
    read = (
        "STAMP 1903\nBoats under five tons pay nothing\n"
        "The harbor master shall keep a\nbook of ali vessels."
    )
    score = score_transcript(TRANSCRIPTION, read)
    # "harbour" lost its u and "all" its last l; the shilling is not on the page.
    assert (score.paragraphs, score.found, score.edits) == (3, 2, 2)
    assert score.letters == 52 + 33
    assert score.error_rate == pytest.approx(2 / 85)


def test_an_empty_page_has_no_error_rate() -> None:
    assert score_transcript("A paragraph long enough to look for.", "").error_rate is None
