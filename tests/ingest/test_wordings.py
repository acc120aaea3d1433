"""A text is matched without its marks. Every text here is invented."""

from __future__ import annotations

import pytest

from ingest.wordings import plain, plain_all


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  RESOLVED \u00a0that\tthe boat\n be dried ", "RESOLVED that the boat be dried"),
        ("## 3. **Ferry fares**", "3. Ferry fares"),
        ("the <u>whole</u> *fleet*", "the whole fleet"),
        ("fares_2024 at 2 * 3 #5", "fares_2024 at 2 * 3 #5"),
        ("#5 is no heading", "#5 is no heading"),
        ("**", ""),
    ],
)
def test_a_text_stands_on_one_line_without_its_marks(text: str, expected: str) -> None:
    assert plain(text) == expected
    assert plain_all([text, text]) == (expected, expected)
