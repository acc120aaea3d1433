"""`townclerk ask`, mostly as a process: questions, files of questions, conversations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from qa.library import Library
from tests.conftest import Samples
from tests.ui.command_line import PROJECT, assert_says, townclerk, townclerk_here

SCHEMA = json.loads((PROJECT / "qa" / "answer.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\u200b"])
def test_an_empty_question_is_refused_before_anything_is_loaded(
    question: str, tmp_path: Path
) -> None:
    assert_says(townclerk("ask", question, library=tmp_path), "the question is empty")


def test_a_question_of_20_000_characters_is_refused(tmp_path: Path) -> None:
    done = townclerk("ask", "library " * 2_500, library=tmp_path)
    assert_says(done, "ask in at most 2,000")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"What was decided?\n" + b"a" * 20_000 + b"\n", "line 2: the question has 20,000"),
        (b"What?\n\n?!\n", "line 3: the question is empty"),
        (b"\n \n", "holds no question"),
        (b"caf\xe9?\n", "is not UTF-8 text"),
    ],
    ids=["missing", "too long", "empty", "nothing", "latin-1"],
)
def test_a_file_of_questions_that_cannot_be_asked_is_refused_whole(
    content: bytes | None, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "questions.txt"
    if content is not None:
        file.write_bytes(content)
    assert_says(townclerk("ask", "--questions", str(file), library=tmp_path), reason)


def test_a_conversation_understands_each_question_after_those_before_it(samples: Samples) -> None:
    lines = "What did Cabinet decide on Merton House?\n\nwho seconded?\n?!\nnew\nwhy?\nend\nnever\n"
    done = townclerk_here("ask", "--interactive", "--json", library=samples.folder, typed=lines)
    assert done.returncode == 0
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert first["status"] == "answered"
    assert second["answer"].startswith(
        "Understood as: Who seconded, about OFFICE ACCOMMODATION - LEASE OF MERTON HOUSE (Cabinet)?"
    )
    assert third["question"] == "why?" and third["status"] == "not_found"
    assert third["answer"].startswith("Understood as: why (the matter is not named)?")
    assert "the question is empty" in done.stderr


def test_a_question_is_asked_as_at_a_day(samples: Samples) -> None:
    asked = ("ask", "What did Cabinet decide on Merton House?", "--as-at")
    done = townclerk_here(*asked, "2024-03-01", "--json", library=samples.folder)
    assert json.loads(done.stdout)["answer"].startswith("As at 1 March 2024: ")
    assert_says(townclerk(*asked, "next week", library=samples.folder), "'%Y-%m-%d'", 2)


def test_a_question_is_asked_of_some_papers(samples: Samples) -> None:
    asked = ("ask", "What did Cabinet decide on Merton House?")
    some = ("--body", "cabinet", "--kind", "Minutes", "--from", "2024-09-01", "--to", "2024-12-31")
    done = townclerk_here(*asked, *some, "--json", library=samples.folder)
    answer = json.loads(done.stdout)
    assert answer["answer"].startswith(
        "Asked only: cabinet; minutes; meetings from 1 September 2024 to 31 December 2024 (1 of "
    )
    assert {c["paper"]["file"] for c in answer["citations"]} == {"cabinet-2024-09-12-minutes.pdf"}
    assert_says(townclerk(*asked, "--kind", "news", library=samples.folder), "agenda, pack", 2)
    assert_says(townclerk(*asked, "--body", "Pigeons", library=samples.folder), "The bodies held")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ([("TOWNCLERK_LANGUAGE_MODEL", "small")], "go together"),
        ([("TOWNCLERK_LANGUAGE_MODEL_URL", "http://localhost:1")], "go together"),
        (
            [("TOWNCLERK_LANGUAGE_MODEL", "small"), ("TOWNCLERK_LANGUAGE_MODEL_URL", "localhost")],
            "give an address such as http://localhost:11434",
        ),
        ([("TOWNCLERK_LANGUAGE_MODEL_SECONDS", "0")], "language_model_seconds is wrong"),
    ],
)
def test_half_a_language_model_is_refused_with_what_to_do(
    settings: Sequence[tuple[str, str]], reason: str, samples: Samples
) -> None:
    done = townclerk("ask", "why?", library=samples.folder, settings=settings)
    assert_says(done, reason)


def test_a_question_and_a_file_of_questions_are_too_much_and_neither_is_too_little() -> None:
    for words in (["ask"], ["ask", "What was decided?", "--questions", "questions.txt"]):
        done = townclerk(*words)
        assert_says(done, "give one of: a question, --questions FILE, --interactive", 2)


def test_another_model_than_the_one_that_built_the_library_is_refused(samples: Samples) -> None:
    done = townclerk(
        "ask",
        "What was decided on Merton House?",
        library=samples.folder,
        settings=[("TOWNCLERK_EMBEDDER", "some-other-model")],
    )
    assert_says(done, "was built with all-MiniLM-L6-v2, not some-other-model")


def test_a_file_of_questions_gives_an_object_a_line_that_follows_the_schema(
    samples: Samples, tmp_path: Path
) -> None:
    questions = [
        "What did Cabinet decide on Merton House?",
        "WHAT DID CABINET DECIDE ON MERTON HOUSE?",
        "How many dragons live in the castle of Eldoria?",
        "'; DROP TABLE papers; -- <b>Merton</b> **House** 🏛️ \x1b[31m",
    ]
    file = tmp_path / "questions.txt"
    file.write_bytes(("\ufeff" + "\r\n\r\n".join(questions)).encode())
    done = townclerk(
        "ask", "--questions", str(file), "--json", "--hits", "3", library=samples.folder
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers][:3] == questions[:3]
    for answer in answers:
        jsonschema.validate(answer, SCHEMA)
        assert len(answer["hits"]) == 3
    assert [answer["status"] for answer in answers[:3]] == ["answered", "answered", "not_found"]
    assert answers[0]["citations"] == answers[1]["citations"]
    assert len(Library.open(samples.folder).papers()) == 14


def test_an_answer_in_words_goes_to_stdout_and_nothing_to_stderr(samples: Samples) -> None:
    done = townclerk(
        "ask",
        "What did Cabinet decide on Merton House? \udcff",
        library=samples.folder,
        settings=[("PYTHONIOENCODING", "ascii")],
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "be exercised" in done.stdout
    assert "cabinet-2024-01-18-minutes.pdf" in done.stdout
    assert "\\u2019" in done.stdout  # what the terminal cannot show is spelt out
