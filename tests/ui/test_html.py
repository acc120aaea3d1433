from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.answers import FOLD, Answer
from qa.papers import Coverage
from tests.fakes import DECIDED_QUOTE, FakeAnswerer, fake_library
from ui.conversation import Exchange
from ui.html import (
    render_answer,
    render_footer,
    render_header,
    render_problem,
    render_welcome,
)
from ui.records.lines import Link

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&amp;{{ paper.id }}"


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def shown(answer: Answer) -> str:
    return render_answer(Exchange("k-1", answer.question, answer), "t-1")


class Parsed(HTMLParser):
    """The elements and attributes that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: dict[str, str] = {}
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.values.update({name: value or "" for name, value in attrs})
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def tags(html: str) -> set[str]:
    return Parsed(html).tags


OURS = {
    "article", "caption", "details", "h2", "h3", "span", "div", "p", "strong", "em", "blockquote",
    "button", "ol", "ul",
    "li", "br", "section", "a", "summary", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip


def test_a_marker_becomes_a_button_that_names_the_source_and_its_page(
    answerer: FakeAnswerer,
) -> None:
    html = shown(answerer.ask("The Old Mill?"))
    label = "Source 1: open page 2 of Cabinet minutes, 14 March 2024"
    body = html[: html.index("<h3>Sources")]
    assert body.count("<button") == 1
    assert f'data-exchange="k-1" data-number="1" aria-label="{label}">1</button>' in body


def test_a_marker_without_a_citation_stays_text(answerer: FakeAnswerer) -> None:
    answer = replace(answerer.ask("The Old Mill?"), answer="See [1], [2] and [2024].")
    html = shown(answer)
    assert "[2] and [2024]" in html
    assert "See <button" in html


def test_a_quote_stands_in_the_sources_only_where_the_answer_does_not_show_it(
    answerer: FakeAnswerer,
) -> None:
    answer = answerer.ask("The Old Mill?")
    assert shown(answer).count(DECIDED_QUOTE) == 1
    without = shown(replace(answer, answer="It was renewed [1]."))
    assert f"<p>{DECIDED_QUOTE}</p>" in without


def test_no_text_of_a_paper_or_a_reader_becomes_markup(answerer: FakeAnswerer) -> None:
    answer = answerer.ask("The Old Mill?")
    citation = answer.citations[0]
    paper = replace(citation.paper, title=HOSTILE, file=HOSTILE, body=HOSTILE, council=HOSTILE)
    citation = replace(citation, paper=paper, quote=HOSTILE, heading=(HOSTILE,), minute=HOSTILE)
    answer = replace(answer, question=HOSTILE, answer=f"{HOSTILE} [1]", citations=(citation,))
    pages = (
        shown(answer),
        render_answer(Exchange("k-1", HOSTILE, problem=HOSTILE), "t-1"),
        render_welcome([HOSTILE], holds_papers=True),
    )
    for html in pages:
        assert tags(html) <= OURS
        assert not any(name.startswith("on") for name in Parsed(html).attributes)
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "text",
    [
        "[click](https://elsewhere.example/)",
        "![look](https://elsewhere.example/a.png)",
        "<https://elsewhere.example/>",
        "https://elsewhere.example/",
        "[1]: https://elsewhere.example/\n\n[1]",
        "<a href='javascript:alert(1)'>x</a>",
        "```html\n<b>x</b>\n```",
    ],
)
def test_markdown_in_a_paper_cannot_link_load_or_run(answerer: FakeAnswerer, text: str) -> None:
    html = shown(replace(answerer.ask("The Old Mill?"), answer=text))
    assert tags(html) <= OURS - {"img"}
    # To all of the meeting, and to all on the matter.
    assert all(link.startswith(("meetings?paper=", "matters?q=")) for link in Parsed(html).links)
    assert not any("elsewhere" in link for link in Parsed(html).links)


def test_an_answer_leads_to_its_meeting_and_its_matter(answerer: FakeAnswerer) -> None:
    links = Parsed(shown(answerer.ask("The Old Mill?"))).links
    paper = answerer.mill(1).paper.id
    assert links == [f"meetings?paper={paper}", "matters?q=LEASE+OF+THE+OLD+MILL"]
    assert Parsed(shown(answerer.ask("nothing"))).links == []


def test_the_welcome_names_the_council_and_links_the_latest_meetings() -> None:
    meetings = [Link("Cabinet, 14 March 2024", "meetings/0123456789abcdef")]
    html = render_welcome([], holds_papers=True, council="Ashcombe", meetings=meetings)
    assert "Ask what Ashcombe decided" in html
    assert Parsed(html).links == ["meetings/0123456789abcdef"]


def test_the_head_and_the_foot_lead_to_the_pages_and_say_what_is_held() -> None:
    held = Coverage(14, date(2023, 7, 13), date(2025, 6, 19))
    head, foot = render_header(held, "Ashcombe"), render_footer(held, "clerk@ashcombe.example")
    assert Parsed(head).links == ["#tc-ask", "papers", "./", "meetings", "papers", "help"]
    assert "What is held: 14 papers, of 13 July 2023 to 19 June 2025" in foot
    assert "mailto:clerk@ashcombe.example?subject=Townclerk" in Parsed(foot).links
    assert "mailto" not in render_footer(held)


def test_an_answer_keeps_its_quotes_lists_and_emphasis(answerer: FakeAnswerer) -> None:
    text = "**Cabinet** decided:\n\n> (1) one\n> (2) two\n\n- a\n- b"
    html = shown(replace(answerer.ask("The Old Mill?"), answer=text))
    assert "<strong>Cabinet</strong>" in html
    assert "(1) one<br>" in html
    assert "<blockquote>" in html
    assert "<li>a</li>" in html


@pytest.mark.parametrize("mark", [".", ")"])
def test_the_numbers_in_a_quote_stay_as_the_paper_has_them(
    answerer: FakeAnswerer, mark: str
) -> None:
    lines = [f"7{mark} RESOLVED that Cabinet:", f"1{mark} Agree the bid;", f"3{mark} Note the rest"]
    quoted = "> " + "  \n> ".join(lines)
    html = shown(replace(answerer.ask("The Old Mill?"), answer=f"{quoted} [1]"))
    assert all(line in html for line in lines)
    assert "<ol>" not in html.split("<h3>")[0]


def test_the_badge_carries_words_and_not_colour_alone(answerer: FakeAnswerer) -> None:
    assert '<strong class="tc-badge tc-decided">Decided</strong>' in shown(
        answerer.ask("The Old Mill?")
    )
    assert '<strong class="tc-badge tc-not_found">Nothing found</strong>' in shown(
        answerer.ask("Who?")
    )
    assert '<strong class="tc-badge tc-exempt">Not published</strong>' in shown(
        answerer.ask("The private part?")
    )


def test_an_empty_library_says_how_to_fill_it() -> None:
    assert "townclerk ingest" in render_welcome([], holds_papers=False)
    assert "Answers come from" not in render_header(None)


def test_a_message_is_shown_as_text() -> None:
    html = render_problem(HOSTILE)
    assert tags(html) <= OURS
    assert HOSTILE in Parsed(html).text


def test_a_question_is_the_same_on_its_button_and_in_what_the_button_sends() -> None:
    html = render_welcome([HOSTILE], holds_papers=True)
    assert Parsed(html).values["data-question"] == HOSTILE
    assert HOSTILE in Parsed(html).text


def test_a_sentence_that_is_being_written_is_shown_as_text() -> None:
    html = render_answer(Exchange("k-1", "why?", written=(HOSTILE, "**Then** [1].")), "t-1")
    assert tags(html) <= OURS
    assert "<strong>Then</strong> [1]." in html


def test_what_is_folded_can_be_opened_and_its_sources_too(answerer: FakeAnswerer) -> None:
    answer = answerer.ask("compare")
    opened, folded = answer.answer.rsplit("\n\n", 1)
    html = shown(replace(answer, answer=f"{opened}\n\n{FOLD}\n\n{folded}"))
    before, after = html.split("<summary>More</summary>")
    assert "Old Mill" in before and "first Sunday of each month" not in before
    assert "first Sunday of each month" in after.split("</details>")[0]
    assert "<button" in after.split("</details>")[0]
