"""Meetings and matters on the command line. All is invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from qa.errors import PaperNotFoundError
from qa.library import Library
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of
from tests.qa.record.conftest import PAPERS
from ui.commands.records import show_matter, show_meeting, show_meetings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    answerer = answerer_of(tmp_path_factory.mktemp("records"), FakeEmbedder(), PAPERS)
    yield answerer.library
    answerer.library.close()


def test_meetings_are_a_line_each_and_one_shows_its_decisions(library: Library) -> None:
    lines = list(show_meetings(library, "cabinet", date(2024, 4, 1), None, as_json=False))
    assert [line.split()[1] for line in lines] == ["2024-04-11", "2024-06-13"]
    shown = "\n".join(show_meeting(library, lines[0].split()[0], as_json=False))
    assert "Decided: 61 PIER RAILINGS, " in shown and "at a cost of £900" in shown
    listed = json.loads("".join(show_meetings(library, None, None, None, as_json=True)))
    assert len(listed) == 4
    detail = json.loads("".join(show_meeting(library, listed[0]["id"], as_json=True)))
    assert [d["item_number"] for d in detail["decisions"]] == ["52", "53", "54"]
    with pytest.raises(PaperNotFoundError, match="townclerk meetings lists them"):
        list(show_meeting(library, "none", as_json=False))


def test_a_matter_is_shown_step_by_step(library: Library) -> None:
    lines = list(show_matter(library, "pier railings", as_json=False))
    assert lines[0] == "3 steps, from 14 March 2024 to 13 June 2024: Ashcombe Borough Council."
    stages = [line for line in lines[1:] if not line.startswith((" ", "note"))]
    assert stages[:2] == ["14 March 2024: Put off", "11 April 2024: Decision"]
    assert stages[-1].startswith("13 June 2024: ")
    assert list(show_matter(library, "zebra crossing", as_json=False)) == [
        "Nothing was found on this matter."
    ]
    course = json.loads("".join(show_matter(library, "pier railings", as_json=True)))
    assert len(course["steps"]) == 3 and len(course["stages"]) == len(stages)
