import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qa.answers import AnswerStatus, to_json
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


def test_below_a_sub_path_the_address_of_a_paper_begins_with_it(answerer: FakeAnswerer) -> None:
    shown = to_json(answerer.ask("The Old Mill?"), root="/council/townclerk")
    assert shown["citations"][0]["url"].startswith("/council/townclerk/papers/")
    CHECK.validate(shown)
    for wrong in ("//elsewhere.example/papers/a", "https://elsewhere.example/papers/a", "/a"):
        shown["citations"][0]["url"] = wrong
        assert not CHECK.is_valid(shown)


def test_the_schema_lists_the_vocabulary_and_no_other_words() -> None:
    definitions = SCHEMA["$defs"]
    assert set(SCHEMA["properties"]["status"]["enum"]) == set(AnswerStatus)
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
