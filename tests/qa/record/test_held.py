"""Which papers are held, of a time. All is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qa.papers import FileFormat, Paper, PaperKind
from qa.questions.question import read_question
from qa.questions.record import read_record
from qa.record.held import kinds_named, papers_held
from qa.record.register import Meeting

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


def test_a_day_or_a_year_in_a_files_name_dates_a_paper_that_bears_none() -> None:
    policy = replace(LOOSE, id="d", file="policy_2024-10-07.pdf")
    accounts = replace(LOOSE, id="e", file="accounts-2023-24.pdf")
    older = replace(LOOSE, id="f", file="accounts-2021-22.pdf")
    asked = read_record("which papers of 2024 are held")
    listing = papers_held([policy, accounts, older], asked.covers, "Cabinet", years=asked.years)
    assert listing is not None
    assert {entry.paper.id for entry in listing.entries} == {"d", "e"}
    assert any("accounts-2021-22.pdf" in lack for lack in listing.lacks)


def test_only_the_kind_that_is_asked_for_is_listed() -> None:
    asked = read_record("which agendas of 2024 are held")
    kinds = kinds_named(read_question("which agendas of 2024 are held").facets.all_terms)
    listing = papers_held([MINUTES, AGENDA], asked.covers, "Cabinet", kinds=kinds)
    assert listing is not None and [entry.paper.id for entry in listing.entries] == ["b"]
    every = read_question("which papers, minutes or agendas, are held").facets.all_terms
    assert kinds_named(every) == frozenset()


def test_meetings_without_minutes_are_named() -> None:
    june = Meeting("Ashcombe Council", "Cabinet", date(2024, 6, 1), (AGENDA,))
    march = Meeting("Ashcombe Council", "Cabinet", date(2024, 3, 14), (MINUTES,))
    asked = read_record("which papers of 2024 are held")
    listing = papers_held([MINUTES, AGENDA], asked.covers, "Cabinet", [march, june])
    assert listing is not None
    assert listing.lacks == (
        "No minutes that bear the day are held of Cabinet, Ashcombe Council, 1 June 2024.",
    )
