"""Markings at other places than a paper's head; public papers that only speak of such things.

All invented.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.sandbox.wire import make_sound
from ingest.understand import understand
from tests.ingest.exemption.containers import CONTAINERS, PLACES
from tests.ingest.exemption.test_restriction import PUBLIC, everything
from tests.ingest.written import pdf_paper, read, read_text, text_paper

MARKINGS = """
Without prejudice
Legal advice to the Cabinet
Leader's eyes only
Not beyond the committee
Members of the Planning Committee only
Public access: No
Open: N
Publish? no
Open/Closed: Closed
Publicly available? N
Papur cyfrinachol – nid i'w ryddhau
Dogfen freintiedig – peidiwch â'i rhannu
Nid ar gyfer y cyhoedd
AGENDA PART II
O-S COMMERCIAL
Publication would breach paragraph 3
Exempt
Confidential
Pink paper
For the chair and leader only
No disclosure before the sale
Private and confidential, Eastmere
Confidential to the working group
""".strip().split("\n")
PAPERS = {
    "section under a title": f"# VAT: exempt supplies\n\nExempt\n\nBurial plots.\n\n{PUBLIC}",
    "section under prose": "Houses in multiple occupation\n\nA house needs a licence where five "
    f"people or more live in it.\n\nExempt\n\nHalls of residence need none.\n\n{PUBLIC}",
    "fields": "This report is public\nNot for publication: not applicable\nExempt: N/A\n\n"
    f"Footbridge\n\n{PUBLIC}",
    "both answers": f"Register\n\nItem\tOpen or exempt\tOfficer\nDepot\tExempt\tMr Ash\n\n{PUBLIC}",
    "class of papers": "Documents not for publication\nare listed in the second part of the "
    f"register.\n\n{PUBLIC}",
    "class of data": f"Personal data is sensitive.\n\n{PUBLIC}",
    "notice": "Borough of Eastmere\n\nPublic notice\n\nThe executive intends to consider the "
    "following report in private:\n\nDepot\n\nNot for publication by virtue of paragraph 3 of "
    f"Schedule 12A\n\n{PUBLIC}",
    "classes": "Information policy\n\nOFFICIAL\n\nMost papers.\n\nOFFICIAL-SENSITIVE\n\nSome."
    f"\n\nSECRET\n\nNone of ours.\n\n{PUBLIC}",
    "other answers": "Public consultation: No\n\nDisclosure of interests: None\n\nFor members' "
    f"information only\n\n{PUBLIC}",
}


@pytest.mark.parametrize("place", [*PLACES, "text_single", "word_cell", "pdf_line"])
def test_a_marking_says_as_much_at_the_foot_in_a_note_or_as_a_property(
    place: str, tmp_path: Path
) -> None:
    written = {**CONTAINERS, **PLACES}[place]
    for words in MARKINGS:
        document = make_sound(written(words, tmp_path / "paper"))
        assert understand(document, name="paper", digest="7" * 64).restricted, words


@pytest.mark.parametrize("kind", PAPERS)
def test_what_speaks_of_others_withholds_nothing(kind: str) -> None:
    for document in (text_paper(PAPERS[kind]), pdf_paper(PAPERS[kind])):
        paper = read(document, "paper")
        assert not paper.withheld
        assert PUBLIC in everything(paper)


def test_a_marking_over_three_lines_is_one() -> None:
    assert read_text(f"Not\nfor\npublication\n\nDepot\n\n{PUBLIC}").restricted


def test_a_paper_of_which_not_all_could_be_looked_at_is_withheld_in_doubt() -> None:
    paper = read(replace(text_paper(f"Footbridge\n\n{PUBLIC}"), unseen=True))
    assert paper.restricted
    assert not paper.withheld[0].certain
    assert "can be looked at" in paper.withheld[0].words
