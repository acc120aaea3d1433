"""What a page that nothing read leaves unknown: a decision does not run on over it. Real PDFs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf.reader import read_pdf
from ingest.understand import Understood, understand
from qa.papers import Passage, Standing
from tests.ingest.readers.ocr.scanned import MINUTES, joined, printed_pdf, scanned_pdf

OPEN_MINUTES = (
    *MINUTES[:-1],
    "The officer told the members of the silt in the quay, which the harbour",
    "trust had surveyed in the spring, and of the boats that lie aground there",
    "at low water. Members asked who would pay, and were told that the trust",
    "and the Council would share the cost.",
    "",
    "RESOLVED that:",
    "",
    "(1) the north quay be dredged at a cost of 41,500 pounds;",
)
BEYOND = (
    "(4) the harbour office be sold to the highest bidder.",
    "",
    "RESOLVED that the slipway be closed.",
    "",
    "33. MARKET",
    "",
    "RESOLVED that the market be held on Sundays.",
)
REPORT = (
    "BRACKWATER BOROUGH COUNCIL",
    "",
    "Report to: Cabinet",
    "Date of meeting: 7 March 2024",
    "Subject: Dredging of the north quay",
    "Report of: Director of Harbours",
    "",
    "1. Recommendations",
    "",
    "That Cabinet is asked to:",
    "",
    "1.1 approve the dredging of the north quay;",
)
BEYOND_REPORT = (
    "3.4 The silt is two metres deep in the inner basin of the quay.",
    "",
    "3.5 Boats of the harbour trust lie there in winter.",
)


def read(path: Path, pages: bytes, *left_out: int) -> Understood:
    path.write_bytes(pages)
    skip = dict.fromkeys(left_out, "the reader broke down there")
    return understand(read_pdf(path, skip=skip), name=path.name, digest="ab" * 32)


@pytest.fixture(params=["scanned", "killed its reader"])
def minutes(request: pytest.FixtureRequest, tmp_path: Path) -> Understood:
    if request.param == "scanned":
        middle = scanned_pdf(["32. HARBOUR OFFICE"])
        pages = joined(printed_pdf(OPEN_MINUTES), middle, printed_pdf(BEYOND))
        return read(tmp_path / "minutes.pdf", pages)
    pages = printed_pdf(OPEN_MINUTES, ["32. HARBOUR OFFICE"], BEYOND)
    return read(tmp_path / "minutes.pdf", pages, 2)


def passage_with(paper: Understood, words: str) -> Passage:
    (found,) = (passage for passage in paper.passages if words in passage.text)
    return found


def test_what_follows_an_unread_page_is_no_part_of_the_decision_before_it(
    minutes: Understood,
) -> None:
    decided = passage_with(minutes, "north quay be dredged")
    assert (decided.standing, decided.item_number) == (Standing.DECIDED, "31")
    assert decided.page.last == 1
    after = passage_with(minutes, "harbour office be sold")
    assert (after.standing, after.item_number) == (Standing.DISCUSSED, None)
    assert after.page.first == 3
    (item,) = (item for item in minutes.items if item.number == "31")
    assert [limb.number for limb in item.limbs] == ["(1)"]


def test_a_resolution_in_its_own_words_is_one_but_nobody_knows_of_which_minute(
    minutes: Understood,
) -> None:
    slipway = passage_with(minutes, "slipway be closed")
    assert (slipway.standing, slipway.item_number) == (Standing.DECIDED, None)
    assert not any("DREDGING" in heading for heading in slipway.heading)


def test_the_next_minute_is_read_as_ever(minutes: Understood) -> None:
    market = passage_with(minutes, "held on Sundays")
    assert (market.standing, market.item_number) == (Standing.DECIDED, "33")


def test_without_an_unread_page_the_decision_runs_on(tmp_path: Path) -> None:
    whole = read(tmp_path / "minutes.pdf", printed_pdf(OPEN_MINUTES, BEYOND))
    sold = passage_with(whole, "harbour office be sold")
    assert (sold.standing, sold.item_number) == (Standing.DECIDED, "31")


def test_what_follows_an_unread_page_is_not_asked_for_by_the_report(tmp_path: Path) -> None:
    pages = printed_pdf(REPORT, ["2. Background"], BEYOND_REPORT)
    path = tmp_path / "report.pdf"
    paper = read(path, pages, 2)
    assert passage_with(paper, "approve the dredging").standing is Standing.RECOMMENDED
    assert passage_with(paper, "two metres deep").standing is Standing.BACKGROUND
    whole = read(path, printed_pdf(REPORT, BEYOND_REPORT))
    assert passage_with(whole, "two metres deep").standing is Standing.RECOMMENDED
