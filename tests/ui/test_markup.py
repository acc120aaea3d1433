from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.answers import Answer
from tests.fakes import DECIDED_QUOTE, FakeAnswerer, fake_library
from ui.conversation import KEPT, Conversation, Exchange
from ui.markup import conversation_html, header_html, welcome_html
from ui.panel import panel_html

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&amp;"


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def shown(answer: Answer) -> str:
    return conversation_html([Exchange(1, answer.question, answer)])


class Parsed(HTMLParser):
    """The elements and attributes that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def tags(html: str) -> set[str]:
    return Parsed(html).tags


OURS = {
    "article", "h2", "h3", "span", "div", "p", "strong", "em", "blockquote", "button", "ol", "ul",
    "li", "br", "section", "a", "nav", "figure", "figcaption", "img", "mark",
}  # fmt: skip


def test_a_marker_becomes_a_button_that_names_the_source_and_its_page(
    answerer: FakeAnswerer,
) -> None:
    html = shown(answerer.ask("The Old Mill?"))
    label = "Source 1: open page 2 of Cabinet minutes, 14 March 2024"
    body = html[: html.index("<h3>Sources")]
    assert body.count("<button") == 1
    assert f'data-exchange="1" data-number="1" aria-label="{label}">1</button>' in body


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
    assert f"<blockquote>{DECIDED_QUOTE}</blockquote>" in without


def test_no_text_of_a_paper_or_a_reader_becomes_markup(answerer: FakeAnswerer) -> None:
    answer = answerer.ask("The Old Mill?")
    citation = answer.citations[0]
    paper = replace(citation.paper, title=HOSTILE, file=HOSTILE, body=HOSTILE, council=HOSTILE)
    citation = replace(citation, paper=paper, quote=HOSTILE, heading=(HOSTILE,), minute=HOSTILE)
    answer = replace(answer, question=HOSTILE, answer=f"{HOSTILE} [1]", citations=(citation,))
    notices = replace(citation, paper=replace(paper, notices=(HOSTILE,)))
    pages = (
        shown(answer),
        conversation_html([Exchange(1, HOSTILE, problem=HOSTILE)]),
        welcome_html([HOSTILE], True),
        panel_html(answerer.library, 1, notices, None),  # type: ignore[arg-type]
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
    assert tags(html) <= OURS - {"a", "img"}


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
    assert '<strong class="tc-badge tc-not_found">Not in the papers held</strong>' in shown(
        answerer.ask("Who?")
    )
    assert '<strong class="tc-badge tc-exempt">Not published</strong>' in shown(
        answerer.ask("The private part?")
    )


def test_an_empty_library_says_how_to_fill_it() -> None:
    assert "townclerk ingest" in welcome_html([], False)
    assert "Answers come from" not in header_html(None)


def test_a_conversation_forgets_its_oldest_exchanges_and_keeps_the_numbers_of_the_rest(
    answerer: FakeAnswerer,
) -> None:
    talk = Conversation()
    for count in range(KEPT + 5):
        talk.add(f"question {count}")
    numbers = [exchange.number for exchange in talk.exchanges]
    assert numbers == list(range(6, KEPT + 6))
    answered = replace(talk.exchanges[0], answer=answerer.ask("The Old Mill?"))
    talk.replace(answered)
    assert talk.citation(6, 1).minute == "52"
    assert len(talk.waiting()) == KEPT - 1
    for exchange_number, number in ((6, 2), (7, 1), (1, 1), (99, 1)):
        with pytest.raises(KeyError):
            talk.citation(exchange_number, number)


def test_an_answer_to_a_question_no_longer_kept_is_dropped(answerer: FakeAnswerer) -> None:
    talk = Conversation()
    talk.add("first")
    first = talk.exchanges[0]
    for count in range(KEPT):
        talk.add(f"question {count}")
    talk.replace(replace(first, answer=answerer.ask("The Old Mill?")))
    assert all(exchange.waits for exchange in talk.exchanges)
