"""Amendment papers filed before a meeting are read as papers, each amendment with all it says."""

from __future__ import annotations

import pytest

from qa.papers import ItemKind, MotionKind, PaperKind, Standing
from tests.ingest.written import pdf_paper, read, read_text

FORM = """
QUILLSHIRE COUNTY COUNCIL – 13 FEBRUARY 2031

AMENDMENT FORM

Item 6 – Capital Programme and Revenue Budget 2031-32

Amendment number: 2

Proposer: Mrs Petra Lindqvist

Seconder: Mr Tom Hale

Proposed Purpose:

To keep the mobile library running in rural districts for a further year.

Paragraph / page of the report to be changed:

Appendix E, line 42, page 118

Proposed amendment(s):

That £210,000 be added to the libraries budget in 2031-32 and the saving at line 42 go.

Financial impact:

One-off cost of £210,000. Reserves fall by the same sum.
"""
LETTER = """
Ashmere Borough Council
Council meeting – Wednesday 12 March 2031

Amendment to Motion 9(a)

Proposed by: Councillor Jane Pickering
Seconded by: Councillor Omar Said

Amend paragraph 2 to read:
"Council asks the Cabinet for a costed plan for 20mph zones around every school."

Delete paragraph 4.

Reason: to make sure that costs are known before the scheme is agreed.
"""
INLINE = """
Notice of Amendment

Meeting of Brackenford Town Council on 9 May 2031

Motion 3 – Rivers

Amendment to be moved by Councillor Jean Marsh and seconded by Councillor Lee Moor:

After "rivers", insert "and their tidal reaches".
"""
TABLE = """
FENWICK DISTRICT COUNCIL
Proposed amendment to the budget – Council, 4 March 2031
Name of proposer:\tCllr A. Rook
Name of seconder:\tCllr B. Swift
Text of amendment:\tThat £5,000 be added to the play areas fund.
Purpose:\tTwo play areas are closed.
"""


@pytest.mark.parametrize(
    ("text", "mover", "seconder", "words"),
    [
        (FORM, "Mrs Petra Lindqvist", "Mr Tom Hale", "That £210,000 be added to the libraries"),
        (LETTER, "Councillor Jane Pickering", "Councillor Omar Said", "Amend paragraph 2 to read:"),
        (INLINE, "Councillor Jean Marsh", "Councillor Lee Moor", 'After "rivers", insert'),
        (TABLE, "Cllr A. Rook", "Cllr B. Swift", "That £5,000 be added to the play areas fund."),
    ],
    ids=["form", "letter", "inline", "table"],
)
def test_a_filed_amendment_is_a_paper_with_its_mover_seconder_and_words(
    text: str, mover: str, seconder: str, words: str
) -> None:
    paper = read_text(text)
    assert paper.paper.kind is PaperKind.AMENDMENT
    (item,) = paper.items
    assert (item.kind, item.standing) == (ItemKind.PROPOSAL, Standing.PROPOSED)
    (motion,) = item.motions
    assert (motion.kind, motion.moved_by, motion.seconded_by) == (
        MotionKind.AMENDMENT,
        mover,
        seconder,
    )
    assert motion.text.startswith(words)
    assert motion.outcome is None
    assert not item.decisions


def test_the_words_end_before_the_reason_and_hold_all_limbs() -> None:
    (item,) = read_text(LETTER).items
    assert item.motions[0].text.endswith("Delete paragraph 4.")


def test_the_title_tells_the_matter_and_the_number_is_kept() -> None:
    (item,) = read_text(FORM).items
    assert (item.number, item.motions[0].number) == ("2", "2")
    assert "Capital Programme" in item.title


def test_nothing_is_cut_after_a_label() -> None:
    for text in (FORM, LETTER, INLINE, TABLE):
        for passage in read_text(text).passages:
            assert not passage.text.rstrip().endswith(":")
            assert passage.standing is Standing.PROPOSED


def test_a_form_in_a_pdf_is_read_alike() -> None:
    (item,) = read(pdf_paper(FORM.strip())).items
    assert item.motions[0].moved_by == "Mrs Petra Lindqvist"
    assert "£210,000" in item.motions[0].text


def test_each_of_several_amendments_of_one_paper_is_an_item() -> None:
    text = """
Town of Brackenford
Full Council, 4 March 2031
Budget amendments

Amendment 1
Moved by: Cllr Ann Ash
Seconded by: Cllr Ben Birch
Text: That £5,000 be added to the play areas fund.
Reason: Two play areas are closed.

Amendment 2
Moved by: Cllr Cy Cedar
Seconded by: Cllr Di Dow
Text: That the precept be raised by 2 per cent and not 4.
"""
    paper = read_text(text)
    assert paper.paper.title == "Budget amendments"
    assert [(i.number, i.moved_by, i.seconded_by) for i in paper.items] == [
        ("1", "Cllr Ann Ash", "Cllr Ben Birch"),
        ("2", "Cllr Cy Cedar", "Cllr Di Dow"),
    ]
    assert paper.items[1].motions[0].text.startswith("That the precept")


@pytest.mark.parametrize(
    "text",
    [
        # minutes of what became of one
        "FENWICK DISTRICT COUNCIL\n\nMinutes of the Council held on 4 March 2031\n\nAmendment\n\n"
        "Proposed by: Cllr A. Rook\nSeconded by: Cllr B. Swift\n\nThe amendment was lost.\n",
        # a report that speaks of amendments
        "Report of the Head of Planning\n\nProposed amendments to the Local Plan\n\n"
        "1. Purpose of report\n\nThis report sets out amendments to the plan.\n",
    ],
    ids=["minutes", "report"],
)
def test_what_gives_no_notice_of_an_amendment_is_no_amendment_paper(text: str) -> None:
    assert read_text(text).paper.kind is not PaperKind.AMENDMENT
