"""The later figure is quoted first, and the earlier one, or that of another issue, is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.answers import Answer
from qa.library import Library
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder

REPORT = (
    "Harrowmere Town Council\n\nReport to: Amenities Committee\n\nDate: 4 February 2026\n\n"
    "Subject: Repairs to the pavilion\n\n1. Background\n\n"
    "1.1 The pavilion was built in 1931 and its roof leaks in three places.\n\n"
    "1.2 The pavilion roof would cost {cost} to repair, of which the sports club gives a "
    "tenth.\n\n"
    "1.3 The work would take nine weeks, and the changing rooms would be shut from June.\n\n"
    "1.4 The surveyor has looked at the walls too and found them sound.\n\n"
    "2. Recommendation\n\n2.1 That the pavilion roof be repaired.\n"
)
QUESTION = "How much would it cost to repair the pavilion roof?"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def asked_of(library: Library, folder: Path, papers: dict[str, str]) -> Answer:
    folder.mkdir()
    for name, text in papers.items():
        (folder / name).write_text(text, "utf-8")
    ingest([folder], library, FakeEmbedder())
    return Answerer(library, HybridSearcher(library, FakeEmbedder())).ask(QUESTION)


def test_the_later_figure_is_quoted_and_the_earlier_one_said(
    library: Library, tmp_path: Path
) -> None:
    papers = {
        "pavilion.txt": REPORT.format(cost="£341,000"),
        "pavilion (revised).txt": REPORT.format(cost="£431,000"),
    }
    answer = asked_of(library, tmp_path / "papers", papers)
    assert answer.citations[0].paper.file == "pavilion (revised).txt"
    assert "£431,000" in answer.citations[0].quote
    assert answer.answer.index("£431,000") < answer.answer.index("£341,000")
    assert "The earlier version, `pavilion.txt`, had here: “1.2 The pavilion roof" in answer.answer


def test_an_issue_without_a_date_is_told_in_the_same_way(library: Library, tmp_path: Path) -> None:
    undated = REPORT.replace("Date: 4 February 2026\n\n", "")
    papers = {
        "pavilion v1.txt": undated.format(cost="£341,000"),
        "pavilion v2.txt": undated.format(cost="£431,000"),
    }
    answer = asked_of(library, tmp_path / "papers", papers)
    assert answer.answer.index("£431,000") < answer.answer.index("£341,000")
    assert "The earlier version, `pavilion v1.txt`" in answer.answer


def test_where_nothing_tells_which_is_the_later_both_are_said(
    library: Library, tmp_path: Path
) -> None:
    papers = {
        "pavilion a.txt": REPORT.format(cost="£341,000"),
        "pavilion b.txt": REPORT.format(cost="£431,000"),
    }
    answer = asked_of(library, tmp_path / "papers", papers)
    assert "£341,000" in answer.answer
    assert "£431,000" in answer.answer
    assert "earlier" not in answer.answer


def test_a_late_sheet_comes_before_the_report_that_it_changes(
    library: Library, tmp_path: Path
) -> None:
    sheet = (
        "Harrowmere Town Council\n\nAmenities Committee\n\n4 February 2026\n\nLate changes\n\n"
        "Repairs to the pavilion\n\nParagraph 1.2: the cost to repair the pavilion roof is "
        "£431,000, as the lowest tender was withdrawn.\n"
    )
    papers = {"pavilion.txt": REPORT.format(cost="£341,000"), "late changes.txt": sheet}
    answer = asked_of(library, tmp_path / "papers", papers)
    assert answer.citations[0].paper.file == "late changes.txt"
    assert answer.answer.index("£431,000") < answer.answer.index("£341,000")


def test_a_version_that_says_the_same_is_not_told(library: Library, tmp_path: Path) -> None:
    text = REPORT.format(cost="£341,000")
    papers = {
        "pavilion.txt": text,
        "pavilion (revised).txt": text.replace("nine weeks, and", "nine weeks and"),
    }
    answer = asked_of(library, tmp_path / "papers", papers)
    assert "earlier version" not in answer.answer


MAIL = """From: Ina Teale <i@harrowmere.example>
To: Clerk <clerk@harrowmere.example>
Subject: RE: Repair of the pavilion roof
Date: Wed, 11 Feb 2026 16:20:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Harrowmere Town Council. The repair of the pavilion roof would cost £431,000 after all.

-----Original Message-----
From: Ina Teale
Sent: 4 February 2026 09:12
Subject: Repair of the pavilion roof

> The repair of the pavilion roof would cost no more than £341,000, as I said.
"""


def test_a_message_is_quoted_before_the_older_one_below_it(
    library: Library, tmp_path: Path
) -> None:
    answer = asked_of(library, tmp_path / "papers", {"roof.eml": MAIL})
    newer, older = library.paper("roof.eml"), library.paper("roof.eml/older message 1")
    assert (str(newer.meeting_date), str(older.meeting_date)) == ("2026-02-11", "2026-02-04")
    assert older.superseded_by == newer.id
    assert answer.citations[0].paper.id == newer.id
    assert answer.answer.index("£431,000") < answer.answer.index("£341,000")
    assert "lder message" in answer.answer
