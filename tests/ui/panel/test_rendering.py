"""What a person is given of a cited paper: its places, its text, and why something is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.answers import Citation
from qa.errors import LibraryError, PaperNotFoundError
from qa.papers import FileFormat, NoFile, PageKind, PageSpan, Passage
from tests.fakes import DECIDED_QUOTE, MINUTES_PAGES, FakeAnswerer, FakeLibrary, fake_library
from ui.panel.file import PaperFile
from ui.panel.rendering import (
    CLOSED,
    NO_SUCH_PAGE,
    PAPER_GONE,
    render_again,
    render_gone,
    render_no_page,
    show_page,
)
from ui.panel.views import NO_PICTURE, NOT_PUBLISHED, PORTION
from ui.panel.wanted import Wanted

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&amp;{{ paper.id }}"
OURS = {
    "section", "header", "h2", "h3", "span", "button", "p", "strong", "div", "nav", "form",
    "label", "input", "a", "figure", "img", "figcaption", "ol", "li", "mark",
}  # fmt: skip


class Parsed(HTMLParser):
    """The elements, attributes and text that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


@pytest.fixture
def library(answerer: FakeAnswerer) -> FakeLibrary:
    return answerer.library


def show(library: FakeLibrary, citation: Citation, **place: object) -> str:
    wanted = Wanted("k-1", citation.number, **place)  # type: ignore[arg-type]
    return show_page(library, citation, wanted)  # type: ignore[arg-type]


def place(html: str) -> str:
    """The line in the head that says what is shown."""
    found = re.search(r'<p class="tc-place.*?</p>', html, re.DOTALL)
    assert found
    return " ".join(Parsed(found[0]).text.split())


def marks(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_the_cited_page_has_its_standing_its_place_and_its_quote(answerer: FakeAnswerer) -> None:
    html = show(answerer.library, answerer.mill(1))
    assert place(html) == "Decided page 2, minute 52 › 52. LEASE OF THE OLD MILL"
    assert "quote=the+lease+of+the+Old+Mill" in html and 'class="tc-at"' in html
    assert marks(html) == [DECIDED_QUOTE]
    assert f"The quote, from page 2: {DECIDED_QUOTE}" in html
    assert "Back to the quote" not in html


def test_a_turned_page_tells_where_the_quote_is_and_carries_no_standing(
    answerer: FakeAnswerer,
) -> None:
    html = show(answerer.library, answerer.mill(1), page=1)
    assert place(html) == "Page 1 of 2; the quote is on page 2."
    assert "tc-badge" not in html and "minute 52" not in html
    assert "Back to the quote" in html
    assert "quote=" not in html and marks(html) == [] and "cannot be marked" not in html
    assert MINUTES_PAGES[0].split("\n")[0] in Parsed(html).text


def test_a_quote_over_two_pages_is_cited_on_both(answerer: FakeAnswerer) -> None:
    citation = replace(answerer.mill(1), page=PageSpan(PageKind.RANGE, 1, 2, "1", "pdf page"))
    for page in (1, 2):
        assert place(show(answerer.library, citation, page=page)).startswith("Decided pages 1 to 2")


def test_words_found_are_marked_in_the_picture_and_in_the_text(answerer: FakeAnswerer) -> None:
    html = show(answerer.library, answerer.mill(1), page=2, find="head of property", nth=1)
    assert "find=head+of+property" in html and "quote=" not in html
    assert marks(html) == ["Head of Property"]
    assert place(html).startswith("Decided") and "Back to the quote" in html


def test_of_many_matches_the_wanted_one_is_to_be_in_sight(answerer: FakeAnswerer) -> None:
    tops = [
        float(found[1])
        for nth in (1, 7, 18)
        if (found := re.search(
            r'tc-at" style="left: [\d.]+%; top: ([\d.]+)%',
            show(answerer.library, answerer.mill(1), page=2, find="other business", nth=nth),
        ))
    ]  # fmt: skip
    assert len(tops) == 3 and tops == sorted(set(tops))


def test_words_that_are_not_on_the_page_are_said_not_to_be(answerer: FakeAnswerer) -> None:
    assert "cannot be marked" in show(answerer.library, answerer.mill(1), page=1, find="zebra")


def test_a_withheld_page_shows_neither_picture_nor_text(answerer: FakeAnswerer) -> None:
    library = answerer.library
    library.withheld[answerer.mill(1).paper.id] = frozenset({1})
    html = show(library, answerer.mill(1), page=1)
    assert NOT_PUBLISHED in html and "<img" not in html
    assert "Town Hall" not in html
    assert 'data-page="2"' in html  # one can turn on


def test_where_no_copy_is_kept_the_text_is_shown_and_nothing_to_download(
    answerer: FakeAnswerer,
) -> None:
    citation = answerer.mill(1)
    answerer.library.sources[citation.paper.id] = Path("gone.pdf")
    html = show(answerer.library, citation)
    assert NO_PICTURE in html and "<img" not in html and marks(html) == [DECIDED_QUOTE]
    assert 'class="tc-text">' in html and "download=" not in html
    assert "gone or damaged" in html


def test_a_pdf_can_be_downloaded_under_its_own_name(answerer: FakeAnswerer) -> None:
    citation = answerer.mill(1)
    filed = replace(citation, paper=replace(citation.paper, file="2024/March/minutes.pdf"))
    html = show(answerer.library, filed)
    assert f'href="papers/{citation.paper.id}" download="minutes.pdf"' in html
    assert "There is no file to download" not in html


@pytest.mark.parametrize("why", list(NoFile))
def test_for_every_reason_there_is_a_sentence(answerer: FakeAnswerer, why: NoFile) -> None:
    file = PaperFile.of(answerer.mill(1), why)
    assert file.download is None
    assert file.why_not and file.why_not.startswith("There is no file to download")


def long_paper(answerer: FakeAnswerer, cited: tuple[int, int] | None, last: int = 1000) -> Citation:
    """Return a citation of a text of 1,000 lines, with a heading in each tenth."""
    citation, library = answerer.market(1), answerer.library
    lines = [
        f"what line {number} says" if number % 10 else f"{number // 10}. Heading"
        for number in range(1, last + 1)
    ]
    library.texts[citation.paper.id] = ("\n".join(lines),)
    quote = f"what line {(cited or (512, 0))[0]} says"
    return replace(citation, quote=quote, lines=cited)


def shown(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'tc-number">(\d+)<', html)]


def test_a_long_text_is_shown_in_portions_round_the_quote(answerer: FakeAnswerer) -> None:
    html = show(answerer.library, long_paper(answerer, (512, 512)))
    assert shown(html) == list(range(412, 412 + PORTION))
    assert marks(html) == ["what line 512 says"]
    assert place(html).startswith("Recommended – not yet decided line 512")
    assert 'data-line="112"' in html and 'data-line="712"' in html


def test_another_portion_tells_where_the_quote_is(answerer: FakeAnswerer) -> None:
    html = show(answerer.library, long_paper(answerer, (512, 513)), line=712)
    assert shown(html) == list(range(712, 1001))
    assert place(html) == "Lines 712 to 1000 of 1,000; the quote is in lines 512 to 513."
    assert "tc-badge" not in html and "Back to the quote" in html
    first = show(answerer.library, long_paper(answerer, (512, 512)), line=1)
    assert shown(first)[0] == 1 and "Earlier lines" not in first
    last = show(answerer.library, long_paper(answerer, (512, 512)), line=9_999_999)
    assert shown(last) == [1000]


def test_a_short_text_is_shown_whole(answerer: FakeAnswerer) -> None:
    html = show(answerer.library, long_paper(answerer, (7, 7), last=PORTION))
    assert shown(html) == list(range(1, PORTION + 1))
    assert "Later" not in html and "Earlier" not in html


def test_a_paper_without_pages_and_lines_tells_the_line_where_the_quote_stands(
    answerer: FakeAnswerer,
) -> None:
    html = show(answerer.library, long_paper(answerer, None))
    assert "line 512" in place(html) and "page not known" not in place(html)


def test_the_portion_with_the_words_found_is_shown(answerer: FakeAnswerer) -> None:
    citation = long_paper(answerer, (12, 12))
    html = show(answerer.library, citation, find="line 9", nth=11)
    assert shown(html) == list(range(701, 1001)) and len(marks(html)) == 90
    assert '<li class="tc-here"><span class="tc-number">901</span>' in html
    assert place(html) == "Lines 701 to 1000 of 1,000; the quote is in line 12."


def test_headings_of_the_paper_are_headings(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    citation = long_paper(answerer, (12, 12), last=30)
    of_paper = answerer.library.passages_of("cabinet-2024-03-14-minutes.pdf")

    def passages(_: str) -> list[Passage]:
        return [replace(of_paper[0], heading=("2 HEADING",))]

    monkeypatch.setattr(answerer.library, "passages_of", passages)
    html = show(answerer.library, citation)
    assert re.findall(r'<h3 class="tc-line">(.*?)</h3>', html) == ["2. Heading"]


def test_a_withheld_text_is_not_shown(answerer: FakeAnswerer) -> None:
    citation = answerer.market(1)
    answerer.library.withheld[citation.paper.id] = frozenset({1})
    html = show(answerer.library, citation)
    assert NOT_PUBLISHED in html and "traders" not in html and shown(html) == []


def test_what_is_not_there_is_told_in_plain_words(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, citation = answerer.library, answerer.mill(1)
    assert NO_SUCH_PAGE in show(library, citation, page=3)

    def fail(*_: object) -> None:
        raise LibraryError("secret path")

    with monkeypatch.context() as closed:
        closed.setattr(library, "page", fail)
        assert CLOSED in show(library, citation)
        assert "secret" not in show(library, citation)

    def gone(*_: object) -> None:
        raise PaperNotFoundError("x")

    monkeypatch.setattr(library, "page", gone)
    monkeypatch.setattr(library, "page_count", lambda _: 0)
    html = show(library, citation)
    assert PAPER_GONE in html and "Back to the answer" in html and 'tabindex="-1"' in html


def test_no_text_of_a_paper_or_a_reader_becomes_markup(answerer: FakeAnswerer) -> None:
    citation, library = answerer.mill(1), answerer.library
    paper = replace(
        citation.paper, title=HOSTILE, file=HOSTILE, body=HOSTILE, council=HOSTILE,
        notices=(HOSTILE,),
    )  # fmt: skip
    cited = replace(citation, paper=paper, quote=HOSTILE, heading=(HOSTILE,), minute=HOSTILE)
    library.texts[paper.id] = (f"a {HOSTILE} b", f"c {HOSTILE} d")
    text = replace(cited, paper=replace(paper, format=FileFormat.HTML), lines=(1, 1))
    pages = [
        show(library, cited),
        show(library, cited, page=1),
        show(library, cited, find=HOSTILE),
        show(library, text),
        render_gone(HOSTILE),
        render_no_page(HOSTILE),
        render_again(HOSTILE, 1),
    ]
    for html in pages:
        found = Parsed(html)
        assert found.tags <= OURS
        assert not any(name.startswith("on") for name in found.attributes)
        assert "&lt;script&gt;" in html
    assert marks(pages[3])


def test_each_reply_differs_so_that_the_browser_sees_it_come(answerer: FakeAnswerer) -> None:
    assert show(answerer.library, answerer.mill(1)) != show(answerer.library, answerer.mill(1))
