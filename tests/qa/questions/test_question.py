from datetime import date

import pytest

from qa.errors import QuestionError
from qa.language.dates import Period, read_periods
from qa.questions.question import LONGEST, Kind, read_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What did Cabinet decide on the Old Mill?", Kind.DECISION),
        ("Was the lease approved?", Kind.DECISION),
        ("How much was released from the reserve?", Kind.FIGURE),
        ("What is the forecast variance?", Kind.FIGURE),
        ("Who is the contractor?", Kind.WHO),
        ("Which firm won the tender?", Kind.WHO),
        ("When does the trial begin?", Kind.WHEN),
        ("By when must the building be empty?", Kind.WHEN),
        ("Why was the branch closed?", Kind.REASON),
        ("What were the grounds for closure?", Kind.REASON),
        ("Who moved and seconded the amendment?", Kind.VOTE),
        ("How did Councillor Arkle vote?", Kind.VOTE),
        ("List the options.", Kind.LIST),
        ("Is the bridge open?", Kind.YES_NO),
        ("Merton House", Kind.OTHER),
    ],
)
def test_what_kind_of_answer_a_question_wants(text: str, kind: Kind) -> None:
    assert kind in read_question(text).kinds
    assert kind in read_question(text.upper()).kinds


def test_a_question_may_want_several_things() -> None:
    kinds = read_question("Who moved it, and how much will it cost?").kinds
    assert {Kind.VOTE, Kind.WHO, Kind.FIGURE} <= set(kinds)
    assert read_question("Who moved it?").kinds[0] is Kind.VOTE


def day(year: int, month: int, number: int) -> Period:
    return Period(date(year, month, number), date(year, month, number))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("on 25 May 2017", day(2017, 5, 25)),
        ("on 25th May, 2017", day(2017, 5, 25)),
        ("on the 1st of June 2024", day(2024, 6, 1)),
        ("on 3 Sept 2018", day(2018, 9, 3)),
        ("on 5 jan 24", day(2024, 1, 5)),
        ("on 25/05/2017", day(2017, 5, 25)),
        ("on 6.12.18", day(2018, 12, 6)),
        ("on 06-12-2018", day(2018, 12, 6)),
        ("in May 2017", Period(date(2017, 5, 1), date(2017, 5, 31))),
        ("in Dec. 2018", Period(date(2018, 12, 1), date(2018, 12, 31))),
        ("in February 2024", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("on 31 February 2024", Period(date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_a_day_and_a_month_are_read_as_the_british_write_them(text: str, period: Period) -> None:
    assert read_periods(f"What was decided {text}?") == (period,)


def test_the_day_comes_before_the_month() -> None:
    assert read_periods("03/04/2024") == (day(2024, 4, 3),)


def test_two_days_are_two_periods() -> None:
    assert read_periods("between 18 January 2024 and 12 September 2024") == (
        day(2024, 1, 18),
        day(2024, 9, 12),
    )


@pytest.mark.parametrize(
    "text",
    ["", "may the market open", "on 25 May", "99/99/2024", "24/00108", "minute 57", "45/13/24"],
)
def test_what_is_no_whole_date_is_no_period(text: str) -> None:
    assert read_periods(text) == ()


def test_a_period_covers_its_first_and_last_day_and_no_unknown_one() -> None:
    may = Period(date(2017, 5, 1), date(2017, 5, 31))
    assert may.covers(date(2017, 5, 1)) and may.covers(date(2017, 5, 31))
    assert not may.covers(date(2017, 6, 1)) and not may.covers(date(2017, 4, 30))
    assert not may.covers(None)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("What does report CS17036 say?", "CS17036"),
        ("What of cs 17036?", "CS17036"),
        ("decision 24/00108", "24/00108"),
        ("Why FD123/56?", "FD123/56"),
    ],
)
def test_references_are_read(text: str, reference: str) -> None:
    assert reference in read_question(text).references


@pytest.mark.parametrize(
    ("text", "minute"),
    [("minute 57", "57"), ("Minute No. 57 of", "57"), ("minute number 61/21", "61/21")],
)
def test_minute_numbers_are_read(text: str, minute: str) -> None:
    assert read_question(f"What does {text} say?").minutes == (minute,)


def test_names_are_read() -> None:
    read = read_question("What did Cabinet say of Merton House and Councillor Arkle's motion?")
    assert {"merton", "house", "arkle"} <= set(read.names)
    assert "what" not in read.names
    assert read_question("WHAT OF MERTON HOUSE?").names == ()


@pytest.mark.parametrize("text", ["", " ", "\t\n", "?", "…!?", "\x00", "🏛️", "\u200b"])
def test_a_question_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty; ask in a sentence"):
        read_question(text)


def test_a_question_has_at_most_2000_characters() -> None:
    assert read_question("a" * LONGEST).text == "a" * LONGEST
    with pytest.raises(QuestionError, match=r"2,001 characters; ask in at most 2,000"):
        read_question("a" * (LONGEST + 1))
    assert read_question("a b" + " " * 20_000).text == "a b"


def test_white_space_and_nulls_are_no_part_of_the_question() -> None:
    assert read_question("  What\x00was \n decided?\t").text == "What was decided?"


def test_the_number_of_a_minute_is_no_day() -> None:
    asked = read_question("Minute 28 of September 2024")
    assert asked.minutes == ("28",)
    assert [(p.first.day, p.last.day) for p in asked.periods] == [(1, 30)]


def test_minutes_of_a_day_are_no_minute_of_that_number() -> None:
    asked = read_question("Cabinet minutes 20 March 2025")
    assert asked.minutes == ()
    assert [p.first.isoformat() for p in asked.periods] == ["2025-03-20"]


def test_a_month_with_its_year_is_no_reference() -> None:
    assert read_question("Who sat in June 2024 and July 2023 on CAB/24/41?").references == (
        "CAB/24/41",
    )
