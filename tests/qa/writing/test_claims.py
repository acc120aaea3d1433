"""What a model writes is checked: no lie of the list reaches the reader, most truths do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.writing.bearing import _tied_alike
from qa.writing.claims import SentenceSplitter, check_sentence
from qa.writing.evidence import Anchor, Direction, Token
from tests.qa.writing.written_claims import LIES, QUOTES, TRUE

LOST = frozenset({"Merton House is to be vacated by 31 March 2025 [1]."})
"""True, but dropped: the paper parts the date from the deed by a list. The quote stays."""


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_is_dropped(lie: str) -> None:
    assert check_sentence(lie, QUOTES) is not None


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_stays(sentence: str) -> None:
    assert (check_sentence(sentence, QUOTES) is not None) == (sentence in LOST)


@pytest.mark.parametrize(
    ("claimed", "printed", "borne_out"),
    [
        (Direction.TO, Direction.TO, True),
        (Direction.NONE, Direction.TO, True),  # "£5m" of "to £5m"
        (Direction.TO, Direction.FROM, False),
        (Direction.TO, Direction.NONE, False),  # a word that the paper has not
    ],
)
def test_a_from_or_to_may_be_left_out_but_not_turned_or_put_in(
    claimed: Direction, printed: Direction, borne_out: bool
) -> None:
    figure = Token("£5m", "5m", Anchor.FIGURE, claimed)
    assert _tied_alike(figure, replace(figure, direction=printed)) is borne_out


def test_there_are_forty_lies_and_twenty_truths_at_least() -> None:
    assert len(LIES) >= 40 and len(TRUE) >= 20 and len(LOST) <= len(TRUE) // 20


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_that_cites_another_quote_is_dropped(sentence: str) -> None:
    own = next(number for number in range(1, 10) if f"[{number}]" in sentence)
    for other in range(1, 10):
        if other != own:
            assert check_sentence(sentence.replace(f"[{own}]", f"[{other}]"), QUOTES) is not None


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_with_one_more_citation_than_bears_it_out_is_dropped(
    sentence: str,
) -> None:
    extra = "[9]" if "[9]" not in sentence else "[5]"
    assert check_sentence(sentence.replace("].", f"]{extra}."), QUOTES) is not None


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_with_any_digit_changed_is_dropped(sentence: str) -> None:
    text, marker = sentence.rsplit("[", 1)
    for place, char in enumerate(text):
        if char.isdigit():
            wrong = text[:place] + str((int(char) + 1) % 10) + text[place + 1 :]
            assert check_sentence(f"{wrong}[{marker}", QUOTES) is not None


def test_sentences_come_whole_however_they_are_cut() -> None:
    text = "Mr. Ames moved it [1]. It cost £1.2m. [2] [3]\n- See Minute No. 57 [1, 2].\nDone"
    at_once = SentenceSplitter()
    whole = [*at_once.add(text), *at_once.close()]
    assert whole == [
        "Mr. Ames moved it [1].",
        "It cost £1.2m [2] [3].",
        "See Minute No. 57 [1][2].",
        "Done",
    ]
    for size in (1, 2, 3, 7, 20):
        parts = SentenceSplitter()
        found = [
            sentence
            for start in range(0, len(text), size)
            for sentence in parts.add(text[start : start + size])
        ]
        assert [*found, *parts.close()] == whole
