import pytest

from qa.language.alignment import find_quote, find_words

PAGE = (
    "Cabinet, 14 March 2024\n"
    "RESOLVED that the lease of the Old Mill be re\ufffenewed for ﬁve years, at a rent of\n"
    "£12,500 a year (the “new rent”), and that the Head of Property be authorised to com-\n"
    "plete it.\n"
    "Page 4"
)


def found(text: str, quote: str) -> list[str]:
    return [text[start:end] for start, end in find_quote(text, quote)]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("the lease of the Old Mill", "the lease of the Old Mill"),
        ("THE  LEASE\nof the Old Mill", "the lease of the Old Mill"),
        ("be renewed for five years", "be re\ufffenewed for ﬁve years"),
        ("a rent of £12,500 a year", "a rent of\n£12,500 a year"),
        ('(the "new rent")', "(the “new rent”)"),
        ("£12,500", "£12,500"),
        ("authorised to complete it.", "authorised to com-\nplete it."),
    ],
)
def test_a_quote_is_found_whatever_white_space_hyphens_and_marks_lie_between(
    quote: str, expected: str
) -> None:
    assert found(PAGE, quote) == [expected]


@pytest.mark.parametrize("quote", ["the Head of Finance", "", " \n", "…", "Old Mill Lane"])
def test_words_that_are_not_here_are_found_nowhere(quote: str) -> None:
    assert found(PAGE, quote) == []


def test_whole_words_come_before_the_same_letters_inside_another() -> None:
    assert find_quote("It was disagreed, then agreed.", "agreed") == [(23, 29)]


def test_a_quote_that_runs_over_the_page_gives_the_part_that_is_here() -> None:
    over = "the Head of Property be authorised to complete it. The Mayor then thanked the officers."
    assert found(PAGE, over) == ["the Head of Property be authorised to com-\nplete it"]
    before = "The Leader moved, and it was RESOLVED that the lease of the Old Mill be renewed"
    assert found(PAGE, before) == ["RESOLVED that the lease of the Old Mill be re\ufffenewed"]


def test_a_quote_cut_in_two_by_a_page_header_gives_both_parts() -> None:
    text = (
        "that the lease of the Old Mill be renewed\nCABINET - 14TH MARCH 2024\n"
        "for five years at the rent of last year"
    )
    quote = "that the lease of the Old Mill be renewed for five years at the rent of last year"
    assert found(text, quote) == [
        "that the lease of the Old Mill be renewed",
        "for five years at the rent of last year",
    ]


def test_a_few_common_words_alone_are_not_taken_for_part_of_a_quote() -> None:
    assert found(PAGE, "The Head of Property reported on something else entirely") == []


@pytest.mark.parametrize("sign", ["℃", "№", "™", "🄐"])
def test_a_sign_that_stands_for_letters_is_looked_for_as_those(sign: str) -> None:
    text = "It is 20 (C) and (No) or (TM), and (A) too."
    for spans in (find_words(text, sign), find_quote(text, sign), find_words(text, sign * 2)):
        assert all(start < end for start, end in spans)
    assert find_words(text, sign)


def test_marks_at_the_ends_of_what_is_looked_for_are_found_with_it() -> None:
    text = "See (the mill): ready."
    assert [text[start:end] for start, end in find_words(text, "(the mill)")] == ["(the mill)"]
    assert [text[start:end] for start, end in find_words(text, "the mill")] == ["the mill"]
