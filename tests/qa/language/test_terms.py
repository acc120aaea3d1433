import pytest

from qa.language.terms import analyse, content_terms, distinct, in_mixed_case, stem


@pytest.mark.parametrize(
    "written",
    ["£0.5m", "£500,000", "£500k", "£ 500,000", "£0.5 million", "£500 thousand", "£500,000.00"],
)
def test_an_amount_is_one_term_however_it_is_written(written: str) -> None:
    assert analyse(written) == ["500000"]
    assert analyse(f"A saving of {written}, in full.") == [
        "a",
        "save",
        "of",
        "500000",
        "in",
        "full",
    ]


@pytest.mark.parametrize(
    ("a", "b"), [("£1.2bn", "£1,200m"), ("£25K", "£25,000"), ("4.99%", "4.99"), ("1,234", "1234")]
)
def test_equal_numbers_are_equal_terms(a: str, b: str) -> None:
    assert analyse(a) == analyse(b)


@pytest.mark.parametrize(("a", "b"), [("£5m", "£5k"), ("£5m", "£5"), ("£1.5m", "£15m")])
def test_different_amounts_are_different_terms(a: str, b: str) -> None:
    assert analyse(a) != analyse(b)


def test_a_word_after_an_amount_is_not_its_scale() -> None:
    assert analyse("£500 made") == ["500", "made"]
    assert analyse("£500 budget") == ["500", stem("budget")]


def test_a_comma_after_a_year_is_no_part_of_it() -> None:
    assert analyse("in 2017, and 2018.") == ["in", "2017", "and", "2018"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("redundancies", "redundancy"),
        ("Libraries", "library's"),
        ("council’s", "council's"),
        ("closing", "closed"),
        ("RESOLVED", "resolve"),
    ],
)
def test_forms_of_a_word_meet_in_one_stem(a: str, b: str) -> None:
    assert analyse(a) == analyse(b) != []


def test_words_that_carry_no_matter_are_left_out_of_the_content() -> None:
    assert content_terms("What did the Cabinet decide about the Old Mill?") == [
        "cabinet",
        "decid",
        "old",
        "mill",
    ]
    assert content_terms("what is it of the") == []
    assert content_terms("Item 7 x") == ["item", "7"]


def test_terms_are_kept_once_in_order() -> None:
    assert distinct(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


@pytest.mark.parametrize("text", ["", "🏛️", "\x00\x1b", "£" * 50, "9" * 400, "£" + "9" * 400 + "m"])
def test_no_text_is_too_odd_for_the_analyser(text: str) -> None:
    assert all(isinstance(term, str) and term for term in analyse(text))


def test_a_title_in_capitals_is_told_in_mixed_case() -> None:
    assert in_mixed_case("REPAIRS  TO THE ROOF") == "Repairs to the Roof"
    assert in_mixed_case("THE ROOF") == "The Roof"
    assert in_mixed_case("THE ROOF", opens=False) == "the Roof"
    assert in_mixed_case("Lease of the Mill (24/01)") == "Lease of the Mill (24/01)"
