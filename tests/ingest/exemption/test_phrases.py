"""Every marking withholds the paper in each of ten containers; public heads withhold nothing.

All is invented, but for the markings of `../shared/cases/markings.tsv`.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from ingest.exemption.marks import CERTAIN
from ingest.exemption.phrases import read_label
from ingest.exemption.statements import read_statements
from ingest.sandbox.wire import make_sound
from ingest.understand import Understood, understand
from tests.ingest.exemption.containers import CONTAINERS, SECRET

SHARED = Path(
    os.environ.get("TOWNCLERK_SHARED", Path(__file__).resolve().parents[3].parent / "shared")
)
CASES = SHARED / "cases" / "markings.tsv"
OWN = """
N O T   F O R   P U B L I C A T I O N
NFP: Sch. 12A, para 3
DO NOT PUBLISH OR SHARE
Not to be disclosed to third parties
Not available to the public
Withheld from publication under Schedule 7A
Unsuitable for publication
*** EXEMPT ***
EXEMPT 14 MAR 2025
EXEMPT REPORT NO. CAB/24/31
Exempt - contains details of tenders received
Report of the Director (Exempt)
Confidential report of the Chief Executive
Confidential as it relates to staffing at the depot
Confidential: Atodlen 12A, paragraff 14
CON-FI-DEN-TIAL
C0NFIDENTIAL
Legal advice – privileged and confidential
Section 40 FOIA – personal data – not for disclosure
Status: EXEMPT
Reason for privacy: Schedule 12A paragraph 3
Key decision: Yes. Exempt: Yes
This report should be treated as confidential
The contents of this paper must not be disclosed
In view of the talks with the owner this report is not for publication
The following report is to be considered in private
Press and public will be asked to leave before this item is considered
Agenda item 9 (Part II)
White paper/Pink paper: Pink
OFFICIAL – SENSITIVE: COMMERCIAL
Restricted under section 42 of the Local Government Act (NI) 2014
Ni ddylid cyhoeddi'r adroddiad hwn
Nid yw'r adroddiad hwn i'w gyhoeddi
Mae'r eitem hon yn gyfrinachol
Cyfrinachol – at ddefnydd aelodau yn unig
""".strip().split("\n")
PUBLIC = """
Exempt information is described in Schedule 12A
Exempt: No, but Appendix B is exempt
This is a public report with a confidential appendix
Public report (Appendix A is not for publication)
Appendices: Appendix A (map), Appendix B (exempt)
Is the report exempt? No
Does this report contain exempt or confidential information? No
This report was considered in private in May and is now published
Redacted version for publication
Reports marked exempt are printed on pink paper
The report is exempt from the forward plan
The minutes of the private session of 4 May were agreed
Notice of intention to hold a meeting in private
The press and public may be excluded for item 9
Access to Information Procedure Rules
Politically restricted posts
Exempt Accommodation: Supported Housing Oversight
Restricted Byways Order 2025
VAT: exempt supplies and partial exemption
Private Hire Licensing Policy
Local Plan Part 2
Part 1 (Public)
Security classification: OFFICIAL
Not for profit housing
Do not leave children unattended
This document is not available in other languages
Copyright: not to be reproduced without permission
Gwybodaeth eithriedig: Dim
Nid yw'r adroddiad hwn yn eithriedig
""".strip().split("\n")


def of_cases() -> list[str]:
    with CASES.open(encoding="utf-8") as lines:
        return [row["marking"] for row in csv.DictReader(lines, delimiter="\t")]


def taken(words: str, container: str, folder: Path) -> Understood:
    document = make_sound(CONTAINERS[container](words, folder / "paper"))
    return understand(document, name="paper", digest="7" * 64)


@pytest.mark.parametrize("container", CONTAINERS)
def test_each_marking_withholds_the_paper_however_it_is_held(
    container: str, tmp_path: Path
) -> None:
    let_in = [words for words in OWN if not taken(words, container, tmp_path).restricted]
    assert not let_in


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
@pytest.mark.parametrize("container", CONTAINERS)
def test_the_markings_that_once_got_in_withhold_the_paper(container: str, tmp_path: Path) -> None:
    let_in = [words for words in of_cases() if not taken(words, container, tmp_path).restricted]
    assert not let_in


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_paper_that_only_speaks_of_such_things_is_read_whole(
    container: str, tmp_path: Path
) -> None:
    for words in PUBLIC:
        paper = taken(words, container, tmp_path)
        assert not paper.withheld, words
        assert any(SECRET in page.text for page in paper.pages), words


def test_what_decided_is_told_without_what_is_withheld(tmp_path: Path) -> None:
    for container in CONTAINERS:
        (told,) = taken("Confidential because of talks with Fluxbury", container, tmp_path).withheld
        assert "onfidential" in told.words
        assert SECRET not in told.words


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("Closed session", 1),
        ("Closed session - not open to the press", 3),
        ("Pink paper, closed session", CERTAIN),
        ("exempt housing", 0),
        ("exempt from call-in", 0),
        ("not exempt", 0),
        ("no longer exempt", 0),
    ],
)
def test_signs_add_up_and_are_taken_back(words: str, strength: int) -> None:
    assert read_label(words).strength == strength


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("For these reasons this report is exempt.", True),
        ("This report was exempt.", False),
        ("This report may be exempt.", False),
        ("Members asked whether this report is exempt.", False),
        ("Appendix 2 to this report is exempt.", False),
        ("This report contains exempt information in Appendix 2.", False),
        ("This report and its appendices are exempt.", True),
        ("This report sets out how exempt housing is managed.", False),
    ],
)
def test_a_statement_is_about_this_paper_and_in_the_present(sentence: str, marks: bool) -> None:
    assert (read_statements(sentence).strength >= CERTAIN) is marks
