"""Reports whose sections bear letters, or that only their recommendations tell for reports."""

from __future__ import annotations

from qa.papers import PaperKind, Standing
from tests.ingest.written import pdf_paper, read, standing_of

LETTERED = """
# DUNMARSH COUNCIL

# ROADS AND HARBOUR COMMITTEE – 4 MARCH 2031

# PONTOON: AWARD OF CONTRACT

{by}

PURPOSE. To report the tenders for a new pontoon. Ward affected: Quay. Report no. RH/31/07.

# A. RECOMMENDATIONS

The Committee is recommended to:

(a) agree to the award of the contract for the pontoon; and

(b) note that the quay will be shut in June.

# B. BACKGROUND

B.1 The pontoon of 1974 was condemned by the divers in 2029 and has been shut to boats since then.

# C. THE TENDERS

C.1 Four firms were asked to tender for the work and three of them did so by the closing date.
"""


def test_a_report_by_an_officer_is_a_report_with_its_own_number() -> None:
    report = read(pdf_paper(LETTERED.format(by="Report by the Head of Roads and Harbours")))
    assert report.paper.kind is PaperKind.REPORT
    assert report.items[0].references == ("RH/31/07",)
    assert [limb.number for limb in report.items[0].limbs] == ["(a)", "(b)"]


def test_a_lettered_heading_ends_the_recommendations() -> None:
    report = read(pdf_paper(LETTERED.format(by="Report by the Head of Roads and Harbours")))
    assert standing_of(report, "agree to the award") is Standing.RECOMMENDED
    assert standing_of(report, "was condemned by the divers") is Standing.BACKGROUND
    tenders = next(p for p in report.passages if "Four firms" in p.text)
    assert tenders.heading[-1] in ("C. THE TENDERS", "PONTOON: AWARD OF CONTRACT")
    assert "C. THE TENDERS" in tenders.text


def test_a_limb_right_above_a_lettered_heading_is_kept() -> None:
    minutes = LETTERED.replace("# B. BACKGROUND", "(c) approve the lease.\n\n# B. BACKGROUND")
    report = read(pdf_paper(minutes.format(by="Report by the Head of Roads and Harbours")))
    assert [limb.number for limb in report.items[0].limbs] == ["(a)", "(b)", "(c)"]


def test_what_asks_a_committee_under_recommendations_is_a_report_whoever_wrote_it() -> None:
    report = read(pdf_paper(LETTERED.format(by="From the Harbour Office")))
    assert report.paper.kind is PaperKind.REPORT
    assert item_kinds(LETTERED.replace("# A. RECOMMENDATIONS", "# A. MATTERS")) == set()


def item_kinds(text: str) -> set[str]:
    without = text.replace("The Committee is recommended to:", "These may follow:")
    paper = read(pdf_paper(without.format(by="From the Harbour Office")))
    return {found.kind for found in paper.items}
