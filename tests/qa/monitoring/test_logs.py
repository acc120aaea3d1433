from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.monitoring.logs import JsonLines, TextLines, request_id

SECRET = "what will the Harbour Master be paid"


@pytest.fixture
def failure() -> logging.LogRecord:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise ValueError(f"no answer to {SECRET!r}") from cause
    except ValueError:
        return logging.getLogger("qa.test").makeRecord(
            *("qa.test", logging.ERROR, __file__, 1, "a question failed", (), sys.exc_info())
        )


@pytest.fixture
def asked() -> Iterator[str]:
    token = request_id.set("5f0c9a")
    yield "5f0c9a"
    request_id.reset(token)


def test_a_line_has_time_level_request_and_logger(failure: logging.LogRecord, asked: str) -> None:
    line = TextLines().format(failure).splitlines()[0]
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z ERROR {asked} qa\.test: a question failed",
        line,
    )


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_an_exception_is_logged_by_kind_and_place_and_not_by_its_words(
    failure: logging.LogRecord, form: type[TextLines]
) -> None:
    logging.Formatter().format(failure)  # another formatter keeps the words in the record
    text = form().format(failure)
    assert "ValueError" in text and "KeyError" in text and Path(__file__).name in text
    assert SECRET not in text


def test_json_lines_are_json_with_the_fields_given(failure: logging.LogRecord, asked: str) -> None:
    failure.fields = {"status": 503}
    line = json.loads(JsonLines().format(failure))
    assert line["level"] == "error" and line["request_id"] == asked and line["status"] == 503


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_a_message_cannot_forge_another_line(form: type[TextLines]) -> None:
    record = logging.LogRecord("qa", logging.INFO, "", 1, "GET /a\n2026-01-01 forged", (), None)
    lines = form().format(record).split("\n")
    assert not any(line.startswith("2026-01-01") for line in lines)


def test_a_process_logs_to_standard_error_and_no_request_line_of_the_server() -> None:
    code = (
        "import logging; from qa.monitoring.logs import set_up_logs; set_up_logs('info', 'json');"
        "logging.getLogger('uvicorn.access').info('GET /?quote=secret');"
        "logging.getLogger('httpx').info('GET http://model'); logging.getLogger('qa').info('ours')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert [json.loads(line)["message"] for line in done.stderr.splitlines()] == ["ours"]
