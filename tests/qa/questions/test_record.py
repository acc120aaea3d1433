"""What a question asks of the record, by its words and by what they leave over."""

from __future__ import annotations

from datetime import date

import pytest

from qa.questions.record import Word, is_person, name_in, read_record


@pytest.mark.parametrize(
    "text",
    [
        "What was decided at Ashcombe on 14 March 2024?",
        "ashcombe decisions 14/03/2024",
        "Please list all resolutions of Ashcombe Town Council's meeting of 14 March 2024.",
        "everything agreed, Ashcombe, 14 mar 2024",
    ],
)
def test_the_day_the_act_and_what_is_left_over_do_not_hang_on_the_wording(text: str) -> None:
    asked = read_record(text)
    assert asked.has(Word.DECIDED)
    assert asked.matter == {"ashcomb"}
    assert asked.covers(date(2024, 3, 14)) and not asked.covers(date(2024, 3, 15))


def test_a_day_without_a_year_fits_each_year() -> None:
    asked = read_record("decisions 10 jan")
    assert asked.covers(date(2017, 1, 10)) and asked.covers(date(2018, 1, 10))
    assert not asked.covers(date(2018, 1, 11))


def test_ends_of_a_time_are_one_period() -> None:
    spanned = read_record("decisions from January 2023 to March 2024")
    assert spanned.covers(date(2023, 9, 1)) and not spanned.covers(date(2024, 4, 1))
    since = read_record("every step since September 2023")
    assert since.covers(date(2030, 1, 1)) and not since.covers(date(2023, 8, 31))
    years = read_record("the precept each year from 2020/21 to 2022/23")
    assert years.years == (2020, 2022) and years.covers(date(1999, 1, 1))


def test_what_is_asked_for_from_a_meeting_opens_no_time() -> None:
    asked = read_record("a list of the resolutions from the Ashcombe meeting of 14 March 2024")
    assert asked.covers(date(2024, 3, 14)) and not asked.covers(date(2024, 4, 11))
    assert read_record("agreed since March 2024").goes_on
    assert not read_record("employed from 1 April 2024").goes_on


def test_a_stage_is_no_course_but_each_stage_is() -> None:
    assert not read_record("the stage 2 report on the pier").wants_course
    assert read_record("the pier, at each stage").wants_course
    assert read_record("trace the pier").wants_course


@pytest.mark.parametrize(
    ("asked", "printed", "same"),
    [
        ("ida stow", "Councillor Ida Stow", True),
        ("ida stow", "Cllr I. Stow", True),
        ("ida stow", "IS (Ida Stow)", True),
        ("stow", "Cllr. I. Stow", True),
        ("ida stow", "Miss Stow", False),
        ("ida stow", "Cllr B. Stow", False),
        ("ida stow", "Cllr Stow", False),
        ("ida", "Councillor Ida Stow", False),
        ("ida stow ferry", "Councillor Ida Stow", False),
    ],
)
def test_a_person_is_known_by_surname_and_first_name_or_initial(
    asked: str, printed: str, same: bool
) -> None:
    assert is_person(asked.split(), printed) is same


def test_a_month_without_its_year_begins_the_time_that_another_ends() -> None:
    spanned = read_record("the lamps from March to June 2024")
    assert spanned.covers(date(2024, 3, 1)) and not spanned.covers(date(2024, 7, 1))
    over_new_year = read_record("the lamps between November and February 2024")
    assert over_new_year.covers(date(2023, 11, 1)) and not over_new_year.covers(date(2023, 10, 31))


def test_from_before_other_words_opens_no_time() -> None:
    asked = read_record("How did the motion of 9 January 2025 differ from what was put first?")
    assert not asked.covers(date(2025, 1, 10))
    assert read_record("every step from 9 January 2025").covers(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("Follow the lamps through the papers in order", True),
        ("What became of the lamps? Give each step.", True),
        ("What became of the lamps?", False),
        ("Which order was made on the lamps?", False),
        ("In order to light the lamps, what was agreed?", False),
    ],
)
def test_a_course_wants_two_words_of_telling(text: str, course: bool) -> None:
    assert read_record(text).wants_course is course


def test_words_in_a_row_ask_and_name_no_matter() -> None:
    asked = read_record("What was put off on the lamps in March 2024?")
    assert asked.has(Word.DEFERRED) and asked.matter == {"lamp"}


def test_a_name_is_found_among_other_words() -> None:
    asked = frozenset({"ida", "stow", "ferri"})
    assert name_in(asked, "Cllr I. Stow") == {"ida", "stow"}
    assert name_in(asked, "Cllr Hale") == frozenset()
