from qa.papers import PaperPage
from ui.panel.marking import MarkedLine, mark_quote, mark_words, marked_lines

TEXT = "\n".join(f"line {number} of the paper" for number in range(1, 41))
PAGE = PaperPage(1, TEXT)


def numbers(lines: list[MarkedLine]) -> list[int]:
    return [line.number for line in lines]


def marked(lines: list[MarkedLine]) -> dict[int, str]:
    return {
        line.number: "|".join(text for text, is_marked in line.parts if is_marked)
        for line in lines
        if any(is_marked for _, is_marked in line.parts)
    }


def here(lines: list[MarkedLine]) -> list[int]:
    return [line.number for line in lines if line.here]


def test_all_lines_are_there_and_the_cited_words_are_marked() -> None:
    lines = mark_quote(PAGE, "line 20 of the paper line 21", (20, 21))
    assert numbers(lines) == list(range(1, 41))
    assert marked(lines) == {20: "line 20 of the paper", 21: "line 21"}
    assert lines[20].text == "line 21 of the paper"
    assert here(lines) == [20]
    assert marked_lines(lines) == (20, 21)


def test_words_are_marked_where_they_are_cited_and_nowhere_else() -> None:
    page = PaperPage(1, "It was agreed.\nIt was agreed.\nIt was agreed.")
    assert marked(mark_quote(page, "It was agreed.", (2, 2))) == {2: "It was agreed."}


def test_lines_count_through_the_paper() -> None:
    page = PaperPage(2, "one\ntwo\nthree", first_line=100)
    lines = mark_quote(page, "two", (101, 101))
    assert numbers(lines) == [100, 101, 102] and here(lines) == [101]


def test_without_cited_lines_the_quote_is_looked_for() -> None:
    lines = mark_quote(PAGE, "line 30 of the paper\nline 31 of the paper")
    assert marked(lines) == {30: "line 30 of the paper", 31: "line 31 of the paper"}


def test_lines_that_are_not_in_the_paper_mark_nothing() -> None:
    lines = mark_quote(PAGE, "line 3 of", (90, 95))
    assert marked(lines) == {} and here(lines) == [] and marked_lines(lines) is None


def test_words_are_marked_each_time_and_one_is_to_be_in_sight() -> None:
    page = PaperPage(1, "a lease, a lease\nno\nthe lease-\nhold; leases")
    assert marked(mark_words(page, "lease", 1)) == {1: "lease|lease", 3: "lease", 4: "lease"}
    assert here(mark_words(page, "lease", 3)) == [3]
    assert here(mark_words(page, "lease", 99)) == [4]
    assert marked(mark_words(page, "leasehold", 1)) == {3: "lease-", 4: "hold"}
    assert here(mark_words(page, "rent", 1)) == []


def test_many_marks_in_a_long_paper_are_cut_in_time() -> None:
    page = PaperPage(1, "\n".join(["the vote and the count of the vote"] * 20_000))
    lines = mark_words(page, "the", 59_999)
    assert len(marked(lines)) == 20_000 and here(lines) == [20_000]
