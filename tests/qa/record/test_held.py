"""Which papers are held, of a time. All is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qa.papers import FileFormat, Paper, PaperKind
from qa.questions.record import read_record
from qa.record.held import papers_held

MINUTES = Paper(
    "a",
    "march.pdf",
    "Minutes",
    PaperKind.MINUTES,
    FileFormat.PDF,
    "a",
    meeting_date=date(2024, 3, 14),
)
AGENDA = replace(MINUTES, id="b", file="june.pdf", title="Agenda", kind=PaperKind.AGENDA)
LOOSE = replace(MINUTES, id="c", file="accounts.pdf", title="Accounts", meeting_date=None)


def test_papers_of_the_time_are_listed_by_kind_and_undated_ones_are_named() -> None:
    asked = read_record("which papers of 2024 are held")
    listing = papers_held([MINUTES, AGENDA, LOOSE], asked.covers, "Cabinet")
    assert listing is not None and listing.line == "2 papers of Cabinet held."
    assert [group.title for group in listing.groups] == ["Minutes", "Agenda"]
    assert listing.lacks == ("1 paper held bear no date, and may be of that time: accounts.pdf.",)
    assert papers_held([MINUTES], read_record("papers of 2019").covers, "Cabinet") is None
