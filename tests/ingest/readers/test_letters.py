"""Letters are shown as they were meant, and a raised mark stands apart from its figure."""

from __future__ import annotations

import pytest

from ingest.readers.letters import join_pieces, mend, name_boxes, symbols


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("the councilâ€™s pool at Â£45,300 â€“ agreed", "the council’s pool at £45,300 – agreed"),
        ("said â€œyesâ€. Then", "said “yes”. Then"),
        ("Ã‚Â£5 and £6", "£5 and £6"),
        ("TÅ· Hywel", "Tŷ Hywel"),
        ("a fee of \x9325\x94", "a fee of “25”"),
        ("ap\u00adproved at Sta\u200btion \u202aRoad\u202c", "approved at Station Road"),
        ("2025\u201126", "2025-26"),
    ],
)
def test_letters_saved_in_a_wrong_encoding_are_mended(written: str, meant: str) -> None:
    assert mend(written) == meant


@pytest.mark.parametrize(
    "text", ["Llŷn, tŷ a dŵr", "Café – £5", "Âme", "Ångström and Àird", "SÃO PAULO", "plain"]
)
def test_right_letters_are_left_as_they_are(text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize(
    ("before", "mark", "after", "shown"),
    [
        ("a cost of £187,450", "3", " in May", "a cost of £187,450 ³ in May"),
        ("a cost of £187,450", "3", "in May", "a cost of £187,450 ³ in May"),
        ("an area of 400 m", "2", " was laid", "an area of 400 m² was laid"),
        ("an area of 400m", "2", "", "an area of 400m²"),
        ("a fund of £5m", "2", " is held", "a fund of £5m ² is held"),
        ("on the 21", "st", " of May", "on the 21st of May"),
        ("on the 1", "ST", " of May", "on the 1ST of May"),
        ("by Orrin Ltd", "1,2", ".", "by Orrin Ltd ¹,²."),
        ("by Orrin Ltd.", "a", "", "by Orrin Ltd. ᵃ"),
        ("Orrin", "TM", " paint", "OrrinTM paint"),
        ("", "3", " Net of VAT", "³ Net of VAT"),
        ("rose to 12", "[4]", " in all", "rose to 12 [4] in all"),
    ],
)
def test_a_raised_mark_stands_apart_and_powers_and_ordinals_stay(
    before: str, mark: str, after: str, shown: str
) -> None:
    assert join_pieces([(before, False), (mark, True), (after, False)]) == shown


def test_a_mark_in_two_runs_is_one_mark() -> None:
    assert join_pieces([("£5", False), ("1", True), ("2", True), (" ", False)]) == "£5 ¹² "


def test_boxes_say_once_whether_they_are_ticked() -> None:
    once = name_boxes("☐ Yes ☒ No")
    assert once == "☐ (not ticked) Yes ☒ (ticked) No"
    assert name_boxes(once) == once


def test_letters_of_symbol_fonts_are_the_signs_that_they_show() -> None:
    assert symbols("þ o", "Wingdings") == "☑ ☐"
    assert symbols("\uf0b7", "Symbol") == "•"
