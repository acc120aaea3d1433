from qa.pages import PaperPage
from ui.excerpt import ExcerptLine, excerpt

TEXT = "\n".join(f"line {number} of the paper" for number in range(1, 41))
PAGE = PaperPage(1, TEXT)


def numbers(lines: list[ExcerptLine]) -> list[int]:
    return [line.number for line in lines]


def marked(lines: list[ExcerptLine]) -> dict[int, str]:
    return {
        line.number: "".join(text for text, is_quote in line.parts if is_quote)
        for line in lines
        if any(is_quote for _, is_quote in line.parts)
    }


def test_the_cited_lines_come_with_their_surroundings() -> None:
    lines = excerpt(PAGE, "line 20 of the paper line 21", (20, 21), context=3)
    assert numbers(lines) == list(range(17, 25))
    assert marked(lines) == {20: "line 20 of the paper", 21: "line 21"}
    whole = "".join(text for text, _ in lines[4].parts)
    assert whole == "line 21 of the paper"


def test_words_are_marked_where_they_are_cited_and_nowhere_else() -> None:
    page = PaperPage(1, "It was agreed.\nIt was agreed.\nIt was agreed.")
    assert marked(excerpt(page, "It was agreed.", (2, 2))) == {2: "It was agreed."}


def test_the_edges_of_the_paper_are_the_edges_of_the_excerpt() -> None:
    assert numbers(excerpt(PAGE, "line 1 of", (1, 1), context=2)) == [1, 2, 3]
    assert numbers(excerpt(PAGE, "line 40 of", (40, 40), context=2)) == [38, 39, 40]
    assert numbers(excerpt(PAGE, "x", (90, 95), context=1)) == [39, 40]


def test_lines_count_through_the_paper() -> None:
    page = PaperPage(2, "one\ntwo\nthree", first_line=100)
    assert numbers(excerpt(page, "two", (101, 101), context=0)) == [101]


def test_without_cited_lines_the_quote_is_looked_for() -> None:
    lines = excerpt(PAGE, "line 30 of the paper\nline 31 of the paper", None, context=1)
    assert numbers(lines) == [29, 30, 31, 32]
    assert marked(lines) == {30: "line 30 of the paper", 31: "line 31 of the paper"}


def test_a_quote_that_stands_nowhere_shows_the_first_lines_unmarked() -> None:
    lines = excerpt(PAGE, "nothing of the kind", None, context=2)
    assert numbers(lines) == [1, 2, 3]
    assert marked(lines) == {}
