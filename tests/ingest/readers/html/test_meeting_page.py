"""A meeting's web page as a committee system publishes it, read to the end: items and decisions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from ingest.sandbox.isolation import read_paper
from ingest.understand import Understood
from qa.papers import PaperKind, Standing
from tests.ingest.written import item, read, standing_of

PAGE = Path(__file__).with_name("moderngov_meeting.html")


@pytest.fixture(scope="module")
def page() -> Understood:
    return read(read_paper(PAGE), PAGE.name)


def test_the_page_is_the_minutes_of_its_meeting(page: Understood) -> None:
    paper = page.paper
    assert (paper.kind, paper.body, paper.meeting_date) == (
        PaperKind.MINUTES,
        "Cabinet",
        date(2025, 3, 13),
    )
    assert paper.title == "Minutes of Cabinet, 13 March 2025"
    assert paper.venue == "Committee Room 2, Brackwater Town Hall"


def test_every_item_is_a_minute_with_its_number_and_title(page: Understood) -> None:
    assert [(found.number, found.title) for found in page.items] == [
        ("61", "Apologies for absence"),
        ("62", "Minutes of the last meeting"),
        ("63", "Quay Street ferry: renewal of the landing stage"),
        ("64", "Allotment rents 2025/26"),
        ("65", "Exclusion of the press and public"),
        ("66", "Sale of land at Cooper's Wharf"),
    ]
    assert {found.kind for found in page.items} == {"minute"}


def test_a_resolution_set_as_a_table_keeps_its_limbs(page: Understood) -> None:
    ferry = item(page, "63")
    assert [limb.number for limb in ferry.limbs] == ["(1)", "(2)", "(3)"]
    assert "greenheart timber at a cost of up to £412,000;" in ferry.limbs[0].text
    assert ferry.missing_limbs == ()
    assert ferry.references == ("BWC/25/017",)
    assert ferry.moved_by == "Councillor Tobin Marsh"
    assert ferry.seconded_by == "Councillor Maud Ellery"
    (vote,) = ferry.votes
    assert (vote.votes_for, vote.against, vote.abstain, vote.result) == (6, 1, 0, "carried")
    assert vote.names_for == ("Ellery", "Gannet", "Marsh", "Orchard", "Penrose", "Quill")
    assert vote.names_against == ("Councillor Thorne",)
    assert vote.on is not None
    assert vote.on.startswith("RESOLVED that (1) the landing stage be renewed")
    assert vote.on.endswith("a report on the fares be brought to the meeting in June.")


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("the landing stage be renewed in greenheart timber", Standing.DECIDED),
        ("a report on the fares be brought", Standing.DECIDED),
        ("asked whether the ferry would run during the works", Standing.DISCUSSED),
        ("the rents be left as they are", Standing.DECIDED),
        ("confirmed and signed as a correct record", Standing.DECIDED),
        ("the recommendations in the report be approved", Standing.DECIDED),
    ],
)
def test_each_part_has_its_standing(page: Understood, words: str, standing: Standing) -> None:
    assert standing_of(page, words) is standing


def test_what_was_taken_in_private_is_marked(page: Understood) -> None:
    assert [found.number for found in page.items if found.private] == ["66"]


def test_the_furniture_of_the_site_is_no_part_of_the_paper(page: Understood) -> None:
    text = page.pages[0].text
    for furniture in ("cookies", "Accessibility", "Home", "Search", "dataLayer", "frontsheet"):
        assert furniture not in text


def test_before_the_meeting_the_page_is_an_agenda(tmp_path: Path) -> None:
    minutes = r'<p class="mgSubItemTitleTxt">(?:Minutes|Decision):</p>\s*<div.*?(?=</td>)'
    text = re.sub(minutes, "", PAGE.read_text("utf-8"), flags=re.S)
    path = tmp_path / "page.html"
    path.write_text(text.replace("Agenda and minutes", "Agenda"), "utf-8")
    agenda = read(read_paper(path), path.name)
    assert agenda.paper.kind is PaperKind.AGENDA
    assert agenda.paper.meeting_date == date(2025, 3, 13)
    assert not any(p.standing is Standing.DECIDED for p in agenda.passages)
    assert "63. Quay Street ferry" in agenda.pages[0].text
