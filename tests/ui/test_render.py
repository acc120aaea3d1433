import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.answers import AnswerStatus
from qa.papers import UNKNOWN_PAGE, Coverage, PageKind, PageSpan, Standing
from qa.writing.labels import (
    STANDING_LABELS,
    format_coverage,
    format_page,
    format_place,
    standing_label,
)
from tests.fakes import FakeAnswerer, fake_library
from ui.render import matter_of, render_terminal


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def test_the_terminal_shows_standing_answer_sources_and_what_was_searched(
    answerer: FakeAnswerer,
) -> None:
    assert render_terminal(answerer.ask("compare")) == (
        "DECIDED\n"
        "\n"
        "One was decided, one is asked for:\n"
        "\n"
        "> the lease of the Old Mill be renewed for five years from 1 June 2024, at a rent of "
        "£12,500 a year [1]\n"
        "\n"
        "> Cabinet is asked to agree that the market may open on the first Sunday of each month, "
        "beginning on 5 May 2024. [2]\n"
        "\n"
        "Sources\n"
        "[1] cabinet-2024-03-14-minutes.pdf, page 2, minute 52\n"
        "    Decided\n"
        "    Ashcombe Borough Council, Cabinet, 14 March 2024\n"
        "    52. LEASE OF THE OLD MILL\n"
        "[2] market-report.txt, lines 5 to 6\n"
        "    Recommended – not yet decided\n"
        "    Ashcombe Borough Council, Cabinet, 11 April 2024\n"
        "    1. Recommendation\n"
        "\n"
        "Looked through 2 papers, of 14 March 2024 to 11 April 2024."
    )


def test_an_answer_without_sources_has_no_list_of_them(answerer: FakeAnswerer) -> None:
    shown = render_terminal(answerer.ask("Who?"))
    assert shown.startswith("NOTHING FOUND\n\n")
    assert "Sources" not in shown
    # The answer itself tells what was looked through where nothing was found.
    assert shown.count("papers") == 1


def test_bold_words_lose_their_asterisks_in_a_terminal(answerer: FakeAnswerer) -> None:
    answer = replace(answerer.ask("Who?"), answer="**Decided** by Cabinet.\n\n> a ** b * c [1]")
    assert "\n\nDecided by Cabinet.\n\n> a ** b * c [1]" in render_terminal(answer)


def test_a_paper_cannot_move_the_cursor_of_a_terminal(answerer: FakeAnswerer) -> None:
    answer = answerer.ask("The Old Mill?")
    citation = answer.citations[0]
    hostile = "\x1b[2J\x1b]0;taken\x07\x9b31m\rmarket\x08"
    paper = replace(citation.paper, file=hostile, body=hostile)
    answer = replace(
        answer,
        answer=hostile,
        citations=(replace(citation, paper=paper, heading=(hostile,), minute=hostile),),
    )
    shown = render_terminal(answer)
    assert "market" in shown
    assert not set(shown) & set("\x1b\x07\x9b\r\x08")


def test_every_standing_has_a_label_of_its_own() -> None:
    assert set(STANDING_LABELS) == set(Standing)
    assert len(set(STANDING_LABELS.values())) == len(Standing)


def test_a_recommendation_is_never_labelled_as_a_decision() -> None:
    for standing in (Standing.RECOMMENDED, Standing.PROPOSED, Standing.DEFERRED):
        label = STANDING_LABELS[standing]
        assert label != STANDING_LABELS[Standing.DECIDED]
        assert "decided" not in label.lower().replace("not yet decided", "")


@pytest.mark.parametrize(
    ("status", "standing", "label"),
    [
        (AnswerStatus.ANSWERED, Standing.PROPOSED, "Proposed only"),
        (AnswerStatus.NOT_FOUND, None, "Nothing found"),
        (AnswerStatus.NOT_FOUND, Standing.PROPOSED, "Nothing found"),
        (AnswerStatus.EXEMPT, None, "Not published"),
    ],
)
def test_the_badge_follows_the_status_first(
    answerer: FakeAnswerer, status: AnswerStatus, standing: Standing | None, label: str
) -> None:
    answer = replace(answerer.ask("The Old Mill?"), status=status, standing=standing)
    assert standing_label(answer) == label


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (PageSpan(PageKind.EXACT, 43, 43, "43", "pdf page"), "page 43"),
        (PageSpan(PageKind.EXACT, 43, 43, "41", "pdf page"), "page 43 (printed 41)"),
        (PageSpan(PageKind.EXACT, 43, 43, None, "pdf page"), "page 43"),
        (PageSpan(PageKind.RANGE, 3, 5, None, "agenda index"), "pages 3 to 5"),
        (PageSpan(PageKind.EXACT, 3, 4, "3", "pdf page"), "pages 3 to 4"),
        (UNKNOWN_PAGE, "page not known"),
    ],
)
def test_a_page_is_told_as_surely_as_it_is_known(page: PageSpan, words: str) -> None:
    assert format_page(page) == words


def test_a_place_without_page_is_told_by_its_lines(answerer: FakeAnswerer) -> None:
    citation = answerer.market(1)
    assert format_place(citation) == "lines 5 to 6"
    assert format_place(replace(citation, lines=(5, 5), minute="7")) == "line 5, minute 7"
    assert format_place(replace(citation, lines=None)) == "page not known"


@pytest.mark.parametrize(
    ("searched", "words"),
    [
        (Coverage(0, None, None), "0 papers"),
        (Coverage(1, date(2024, 3, 1), date(2024, 3, 1)), "1 paper, of 1 March 2024"),
        (
            Coverage(1234, date(2016, 9, 14), date(2025, 1, 30)),
            "1,234 papers, of 14 September 2016 to 30 January 2025",
        ),
    ],
)
def test_what_was_searched_is_told_in_words(searched: Coverage, words: str) -> None:
    assert format_coverage(searched) == words


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("ui.render", {"gradio", "fastapi", "torch", "markdown_it", "chromadb"}),
        ("qa.api.app", {"gradio", "torch", "chromadb", "pypdfium2", "PIL"}),
        ("qa.page_images.worker", {"gradio", "fastapi", "torch", "chromadb", "pydantic"}),
    ],
)
def test_a_module_loads_nothing_that_it_does_not_need(module: str, heavy: set[str]) -> None:
    code = f"import sys, {module}; print(*({heavy!r} & set(sys.modules)))"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr


def test_the_matter_of_an_answer_is_what_the_titles_of_its_items_share(
    answerer: FakeAnswerer,
) -> None:
    answer = answerer.ask("The Old Mill?")
    [first] = answer.citations
    later = replace(first, minute="7", heading=("7. OLD MILL - NEW TENANT", "Resolution"))
    assert matter_of(answer) == "LEASE OF THE OLD MILL"
    assert matter_of(replace(answer, citations=(first, later))) == "OLD MILL"
    other = replace(first, minute="8", heading=("8. LAMPS",))
    assert matter_of(replace(answer, citations=(first, other))) == "LEASE OF THE OLD MILL"


def test_a_list_of_many_items_is_on_no_one_matter(answerer: FakeAnswerer) -> None:
    answer = answerer.ask("The Old Mill?")
    [first] = answer.citations
    many = tuple(replace(first, minute=None, heading=(f"MATTER {n}",)) for n in range(5))
    assert matter_of(replace(answer, citations=many)) is None
    assert matter_of(replace(answer, citations=())) is None
