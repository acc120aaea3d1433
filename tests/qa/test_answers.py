import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from qa.answers import AnswerStatus, QuotedTable, inert, to_json
from qa.papers import PageKind, PaperKind, Standing
from tests.fakes import FakeAnswerer, fake_library

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "qa" / "answer.schema.json").read_text("utf-8")
)
CHECK = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("The Old Mill?", "answered"),
        ("The market?", "answered"),
        ("Anything else?", "not_found"),
        ("The private part?", "exempt"),
    ],
)
@pytest.mark.parametrize("hits", [0, 5])
def test_an_answer_of_every_status_follows_the_schema(
    answerer: FakeAnswerer, question: str, status: str, hits: int
) -> None:
    shown = to_json(answerer.ask(question, hits=hits), hits)
    assert shown["status"] == status
    assert ("hits" in shown) == bool(hits)
    CHECK.validate(shown)


def test_the_line_s_quotes_a_later_change_and_tables_are_there_only_where_known(
    answerer: FakeAnswerer,
) -> None:
    answer = answerer.ask("The Old Mill?")
    plain = to_json(answer)
    assert not {"line_of", "later"} & set(plain) and "tables" not in plain["citations"][0]
    table = QuotedTable(("Band", "2024/25 £"), (("E", "2,129.55"),), "Council tax", "£")
    quoted = replace(answer.citations[0], parts=("As below:", table))
    told = replace(
        answer,
        citations=(quoted,),
        line="Decided: it be renewed",
        line_of=(1,),
        later="Cabinet, 12 September 2024, minute 27",
    )
    shown = to_json(told)
    CHECK.validate(json.loads(json.dumps(shown)))
    assert (shown["line_of"], shown["later"]) == ([1], "Cabinet, 12 September 2024, minute 27")
    assert json.loads(json.dumps(shown["citations"][0]["tables"])) == [
        {
            "columns": ["Band", "2024/25 £"],
            "rows": [["E", "2,129.55"]],
            "caption": "Council tax",
            "unit": "£",
            "group": None,
        }
    ]
    assert "line_of" not in to_json(replace(told, line=None))


def test_below_a_sub_path_the_address_of_a_paper_begins_with_it(answerer: FakeAnswerer) -> None:
    shown = to_json(answerer.ask("The Old Mill?"), root="/council/townclerk")
    assert shown["citations"][0]["url"].startswith("/council/townclerk/papers/")
    CHECK.validate(shown)
    for wrong in ("//elsewhere.example/papers/a", "https://elsewhere.example/papers/a", "/a"):
        shown["citations"][0]["url"] = wrong
        assert not CHECK.is_valid(shown)


def test_the_schema_lists_the_vocabulary_and_no_other_words() -> None:
    definitions = SCHEMA["$defs"]
    assert set(definitions["status"]["enum"]) == set(AnswerStatus)
    assert set(definitions["standing"]["enum"]) == set(Standing)
    top = set(SCHEMA["properties"]["standing"]["enum"])
    assert top == {*Standing, None} - {Standing.EXEMPT}
    assert set(definitions["page"]["properties"]["kind"]["enum"]) == set(PageKind)
    assert set(definitions["paper"]["properties"]["kind"]["enum"]) == set(PaperKind)


def _set(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(shown: Any) -> None:
        for step in path[:-1]:
            shown = shown[step]
        shown[path[-1]] = to

    return change


def _drop(*path: Any) -> Callable[[Any], None]:
    def change(shown: Any) -> None:
        for step in path[:-1]:
            shown = shown[step]
        del shown[path[-1]]

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("extra", to=1),
        _set("citations", 0, "extra", to=1),
        _set("citations", 0, "paper", "extra", to=1),
        _set("citations", 0, "page", "extra", to=1),
        _set("hits", 0, "extra", to=1),
        _set("searched", "extra", to=1),
        _drop("standing"),
        _drop("citations", 0, "minute"),
        _drop("searched", "from"),
        _drop("timings_ms", "total"),
        _set("status", to="maybe"),
        _set("standing", to="approved"),
        _set("standing", to="exempt"),
        _set("standing", to=None),
        _set("citations", to=[]),
        _set("citations", 0, "quote", to=""),
        _set("citations", 0, "lines", to=[5]),
        _set("citations", 0, "lines", to=[0, 5]),
        _set("citations", 0, "page", "first", to=0),
        _set("citations", 0, "page", "first", to=None),
        _set("citations", 0, "page", "kind", to="unknown"),
        _set("citations", 0, "paper", "meeting_date", to="14 March 2024"),
        _set("citations", 0, "url", to="https://elsewhere.example/"),
        _set("timings_ms", "search", to="8 ms"),
        _set("hits", 0, "rank", to=0),
    ],
)
def test_the_schema_rejects_a_deviation(
    answerer: FakeAnswerer, change: Callable[[Any], None]
) -> None:
    shown = to_json(answerer.ask("The Old Mill?", hits=1), 1)
    CHECK.validate(shown)
    change(shown)
    assert not CHECK.is_valid(shown)


MARKUP = (
    "<script>alert(1)</script>",
    "<img src=http://evil.example/x onerror=alert(1)>",
    "<!-- hidden --> seen",
    "&lt;b&gt; &amp; &#106; AT&T",
    "[press](http://evil.example/)",
    "[1](javascript:alert(1))",
    "\\[press](http://evil.example/)",
    "\\\\[press](http://evil.example/)",
    "![seen](http://evil.example/x.png)",
    "\\![seen](http://evil.example/x.png)",
    "![1](http://evil.example/x.png)",
    "[1]: http://evil.example/",
    "[1][a]\n\n[a]: http://evil.example/",
    "[press][1]\n\n[1]: http://evil.example/",
    "<http://evil.example/>",
    "`code` and ``more``",
    "```\nhidden",
    "~~~\nhidden",
    "# A heading",
    "### Another",
    "[redacted] [12] [a, b]",
    "C:\\papers\\[draft]",
    "<svg/onload=alert(1)>",
    "a < b and b > a",
)


@pytest.mark.parametrize("words", MARKUP)
@pytest.mark.parametrize("frame", ["{}", "> {} [1]", "**Decided** by Cabinet.\n\n> {} [1]\n\nEnd."])
def test_markup_in_a_papers_words_is_shown_and_does_nothing(words: str, frame: str) -> None:
    text = frame.replace("{}", words.replace("\n", "\n> " if frame.startswith(">") else "\n"))
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(inert(text))
    parts = re.findall(r"<(/?\w+)", html)
    assert set(parts) <= {"p", "/p", "blockquote", "/blockquote", "strong", "/strong"}
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    for line in words.split("\n"):
        assert " ".join(line.split()) in " ".join(shown.split())


def test_what_an_answer_itself_marks_stays() -> None:
    text = "**Decided** by *Cabinet* [1], [23].\n\n> (1) a_b at 5% & £12  \n> 2. more [1]\n\n- x"
    assert inert(text) == text


def test_the_answer_is_made_inert_and_its_quotes_are_verbatim(answerer: FakeAnswerer) -> None:
    asked = answerer.ask("The Old Mill?")
    quote = "<b>five</b> years [see](http://evil.example/)"
    citation = replace(asked.citations[0], quote=quote)
    shown = to_json(replace(asked, answer=f"> {quote} [1]", citations=(citation,)))
    assert shown["answer"] == "> &lt;b>five&lt;/b> years \\[see](http://evil.example/) [1]"
    assert shown["citations"][0]["quote"] == quote
    CHECK.validate(shown)
