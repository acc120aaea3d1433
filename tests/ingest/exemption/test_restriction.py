"""What is exempt is withheld entirely; what only mentions exemption is not. All invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sandbox.isolation import understand_paper
from ingest.understand import Understood
from tests.ingest.written import all_text, digest_of, pdf_paper, read, read_text, text_paper

DIGEST = "7" * 64

SECRET = "The highest offer was £4.2m from the Marlow Trust."
PUBLIC = "The footbridge was closed for the whole of the winter."


def everything(paper: Understood) -> str:
    pages = "\n".join(page.text for page in paper.pages)
    titles = " ".join(f"{i.title} {i.limbs} {i.references}" for i in paper.items)
    headings = " ".join(" ".join(p.heading) for p in paper.passages)
    return f"{all_text([paper])}\n{pages}\n{titles}\n{headings}\n{paper.paper}"


def report(
    subject: str, exempt: str, body: str, label: str = "Exempt / Confidential Report:"
) -> str:
    return f"""
Report to:\tCabinet\tDate of Meeting:\t12 March 2019
Subject:\t{subject}\tWards Affected:\tAll
Report of:\tHead of Property\tKey Decision:\tYes
{label}\t{exempt}

Purpose

To report on the matter.

Recommendation

That the Cabinet note the report.

1. Background

{body}
"""


@pytest.mark.parametrize(
    "sheet",
    [
        "NOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A",
        "RESTRICTED",
        "EXEMPT REPORT",
        "Strictly private and confidential",
        "This report is exempt under paragraph 3 of Schedule 12A to the Act.",
        "Part 2 - Exempt",
        "Exempt under paragraph 6 of Schedule 7A to the Local Government (Scotland) Act 1973",
        "Exempt information: Yes - paragraph 3",
    ],
)
def test_a_paper_marked_exempt_at_its_front_gives_nothing(sheet: str) -> None:
    paper = read_text(f"Sale of the Old Wharf\n\n{sheet}\n\n1. Offers\n\n{SECRET}")
    assert paper.restricted
    assert (paper.items, paper.passages, paper.pages) == ((), (), ())
    assert "Wharf" not in everything(paper)


@pytest.mark.parametrize("value", ["Yes", "Exempt - paragraph 3", "Restricted", "Part 2"])
def test_a_report_whose_cover_says_exempt_is_withheld(value: str) -> None:
    assert read_text(report("Sale of the Old Wharf", value, SECRET)).restricted


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Exempt / Confidential Report:", "No"),
        ("Exempt information:", "None"),
        ("Exempt Information:", "No exempt items"),
        ("Confidential status:", "This is a public report"),
        ("Classification:", "Unrestricted"),
        ("Exempt / Confidential:", "Yes - Appendix B only"),
        ("Exempt / Confidential:", "Yes / No"),
    ],
)
def test_a_public_report_that_fills_in_the_exempt_field_is_read(label: str, value: str) -> None:
    paper = read_text(report("Repair of the Footbridge", value, PUBLIC, label))
    assert not paper.restricted
    assert PUBLIC in all_text([paper])


@pytest.mark.parametrize(
    "words",
    [
        "At the time of preparing the agenda there were no exempt items.",
        "Exempt information: None",
        "For publication [Do not include information which is exempt from publication].",
        "Appendix 2 to this report is exempt under Schedule 12A.",
        "The press and public may be excluded under Schedule 12A.",
    ],
)
def test_a_paper_that_only_mentions_exemption_is_read(words: str) -> None:
    paper = read_text(f"Repair of the Footbridge\n\n{words}\n\n1. Background\n\n{PUBLIC}")
    assert not paper.restricted
    assert PUBLIC in all_text([paper])


AGENDA = """
AGENDA

MEETING: Cabinet

DATE: Tuesday 12 March 2019

4. Repair of the Footbridge

5. Exclusion of the press and public

The press and public may be excluded for item 6, which is exempt under Schedule 12A.

6. Offers for a site
"""


def test_an_exempt_report_bound_in_a_public_pack_is_withheld_and_the_rest_is_read() -> None:
    pack = read_text(
        AGENDA
        + report("Repair of the Footbridge", "No", PUBLIC)
        + report("Sale of the Old Wharf", "Yes", SECRET)
        + report("Street Trees", "No", "Forty trees were planted in the spring.")
    )
    text = everything(pack)
    assert not pack.restricted
    assert PUBLIC in text
    assert "Forty trees" in text
    assert "Marlow" not in text
    assert "Wharf" not in text
    assert "Exclusion of the press" in text


def test_an_exempt_sheet_at_the_top_of_a_page_withholds_to_the_next_report() -> None:
    cover = """
    Report to: Cabinet
    Date of Meeting: 12 March 2019
    Subject: {}
    Report of: Head of Property
    Key Decision: No

    # 1. Background

    {}
    """
    pack = read(
        pdf_paper(
            "# AGENDA\n\n# Cabinet\n\nTuesday 12 March 2019\n\n6. Offers for a site (exempt)",
            cover.format("Repair of the Footbridge", PUBLIC),
            f"# NOT FOR PUBLICATION\n\nSchedule 12A, paragraph 3\n\n{SECRET}",
            "A second page on the offers, by the Marlow Trust.",
            cover.format("Street Trees", "Forty trees were planted in the spring."),
        ),
        "pack.pdf",
    )
    text = everything(pack)
    assert PUBLIC in text
    assert "Forty trees" in text
    assert "Offers for a site" in text
    assert "Marlow" not in text
    assert [bool(page.text) for page in pack.pages] == [True, True, False, False, True]
    assert [page.withheld for page in pack.pages] == [False, False, True, True, False]


def test_an_exempt_appendix_after_a_public_report_is_withheld() -> None:
    pack = read(
        pdf_paper(
            f"# Repair of the Footbridge\n\n# 1. Background\n\n{PUBLIC}\n\nExempt appendix: B",
            f"# Exempt Appendix B\n\n# Tenders\n\n{SECRET}",
        ),
        "report.pdf",
    )
    assert not pack.restricted
    assert PUBLIC in everything(pack)
    assert "Marlow" not in everything(pack)


def test_the_sheet_in_place_of_an_exempt_report_begins_what_is_withheld() -> None:
    pack = read_text(
        AGENDA
        + report("Repair of the Footbridge", "No", PUBLIC)
        + "\nDocument is Restricted\n\n"
        + SECRET
    )
    assert PUBLIC in everything(pack)
    assert "Marlow" not in everything(pack)


def test_a_report_below_a_restricted_sheet_is_withheld_though_its_cover_is_silent() -> None:
    cover = report("Sale of the Old Wharf", "", SECRET).replace("Exempt / Confidential Report:", "")
    pack = read_text(
        AGENDA
        + report("Repair of the Footbridge", "No", PUBLIC)
        + "\nNOT FOR PUBLICATION\n\nItem 6\n\nCabinet\n\n12 March 2019\n\nOffers\n"
        + cover
    )
    assert PUBLIC in everything(pack)
    assert "Marlow" not in everything(pack)


def test_what_the_administrator_admits_is_let_in_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "wharf.txt"
    path.write_text(f"Sale of the Old Wharf\n\nNOT FOR PUBLICATION\n\n{SECRET}", "utf-8")

    def taken(name: str, admitted: str) -> Understood:
        file = understand_paper(path, name=name, digest=DIGEST, admitted=frozenset([admitted]))
        assert file.understood is not None
        return file.understood

    (withheld,) = taken("wharf.txt", "other-all").withheld
    assert (withheld.words, withheld.whole) == ("NOT FOR PUBLICATION", True)
    let_in = taken("wharf.txt", withheld.key(DIGEST))
    assert SECRET in everything(let_in)
    assert not let_in.withheld
    assert taken("exempt/wharf.txt", "other-all").restricted
    assert not taken("exempt/wharf.txt", withheld.key(DIGEST)).restricted


def test_a_part_of_a_pack_is_admitted_by_itself() -> None:
    pack = text_paper(
        AGENDA
        + report("Repair of the Footbridge", "No", PUBLIC)
        + report("Sale of the Old Wharf", "Yes", SECRET)
    )
    (withheld,) = read(pack).withheld
    assert not withheld.whole
    let_in = read(pack, admitted=frozenset([withheld.key(digest_of(pack))]))
    assert SECRET in everything(let_in)
    assert not let_in.withheld
