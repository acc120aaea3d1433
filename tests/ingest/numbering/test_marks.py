"""Numbers at the start of a line, in the forms that clerks and committee systems print."""

from __future__ import annotations

import pytest

from ingest.numbering.marks import read_mark, roman_value


@pytest.mark.parametrize(
    ("line", "printed", "rest"),
    [
        ("52 Apologies for absence", "52", "Apologies for absence"),
        ("2839. Reports:- the Clerk said", "2839", "Reports:- the Clerk said"),
        ("21.01.05 To receive apologies", "21.01.05", "To receive apologies"),
        ("142/20 Harbour plan", "142/20", "Harbour plan"),
        ("RC/19", "RC/19", ""),
        ("CB 23/12 Council tax", "CB 23/12", "Council tax"),
        ("C 11/069 Sealing of documents", "C 11/069", "Sealing of documents"),
        ("PL.13/21 Enforcement", "PL.13/21", "Enforcement"),
        ("article 19 Grants", "19", "Grants"),
        ("Agenda Item No. 5 Grants", "5", "Grants"),
        ("(iv) to note the report", "(iv)", "to note the report"),
        ("a) Cleansing", "a)", "Cleansing"),
        ("6A. Revised regulations", "6A", "Revised regulations"),
        ("4.OFFICERS' REPORTS", "4", "OFFICERS' REPORTS"),
        ("## 2.1 Bus shelter", "2.1", "Bus shelter"),
        ("**3\\. Report**", "3", "Report**"),
        ("* RC/20 Meeting", "RC/20", "Meeting"),
    ],
)
def test_a_mark_is_read_with_the_words_behind_it(line: str, printed: str, rest: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert (mark.printed, line[mark.end :].strip()) == (printed, rest)


@pytest.mark.parametrize(
    "line",
    [
        "4 March 2014",
        "12.03.2024",
        "7.30 pm in the hall",
        "12,450.10 was spent",
        "24/00127/FUL Mill Lane",
        "4.4.4.5iv) The common land",
        "e.g. the bench",
        "That the report be noted",
    ],
)
def test_a_day_a_time_a_sum_or_a_reference_is_no_mark(line: str) -> None:
    assert read_mark(line) is None


def test_the_part_that_counts_and_the_part_that_stays_are_told_apart() -> None:
    first, second = read_mark("142/20 Apologies"), read_mark("143/20 Minutes")
    assert first is not None
    assert second is not None
    pairs = [(a, b) for a in first.readings for b in second.readings if a.frame == b.frame]
    assert [(a.count, b.count) for a, b in pairs] == [(142, 143)]


def test_a_letter_may_be_a_roman_number() -> None:
    mark = read_mark("i) the first")
    assert mark is not None
    assert [reading.count for reading in mark.readings] == [9, 1]
    assert [roman_value(text) for text in ("iv", "ix", "xiv", "xl", "iiii")] == [4, 9, 14, 40, None]


def test_a_list_within_a_list_counts_apart() -> None:
    outer, inner = read_mark("1. Welcome"), read_mark("   1. Roads")
    assert outer is not None
    assert inner is not None
    assert outer.readings[0].frame != inner.readings[0].frame
