from __future__ import annotations

import pytest

from eval.wording import first_words, plain, squeezed, stands_in, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The  **Leader’s**\n“View”", 'the leader\'s "view"'),
        ("### 12. Ferry_Service", "12. ferryservice"),
        ("| Stow | 61.5 |\t72.9", "stow 61.5 72.9"),
        ("2017–20 and −£5", "2017-20 and -£5"),
        ("on 13\nth February", "on 13th february"),
        ("Flat 12 St Mary's", "flat 12 st mary's"),
        ("co\u00adoperate\u00a0now", "cooperate now"),
        ("ﬁnal", "final"),
    ],
)
def test_only_the_words_are_left(text: str, words: str) -> None:
    assert plain(text) == words


def test_first_words_run_on_from_text_to_text() -> None:
    assert first_words(["One two", "Three  four"], 3) == "one two three"


def test_white_space_alone_is_squeezed_out() -> None:
    assert squeezed("£5 m*\n“No”") == "£5m*“No”"


def test_a_quote_of_marks_is_no_pattern() -> None:
    assert stands_in("(a) 4.5%", "see (a) 4.5% of it")
    assert not stands_in("(a) 4.5%", "see (a) 495% of it")


def test_words_are_counted_without_marks_and_citation_numbers() -> None:
    assert word_count("> **Decided** – the ferry's cost: £1,250.50 [1]") == 5
