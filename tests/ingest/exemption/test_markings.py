"""How papers are marked in practice, and what only looks like a marking. All invented."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen import canvas

from ingest.exemption.names import is_marked_name
from ingest.exemption.phrases import read_label
from ingest.sandbox.isolation import understand_paper
from ingest.sandbox.wire import UnderstoodFile
from ingest.understand import Understood
from tests.ingest.exemption.test_restriction import AGENDA, PUBLIC, SECRET, everything, report
from tests.ingest.written import pdf_paper, read, read_text

DIGEST = "7" * 64
TREES = "Forty trees were planted in the spring."


def cover(subject: str, body: str, field: str = "Key Decision: No") -> str:
    return f"""
    Report to: Cabinet
    Date of Meeting: 12 March 2019
    Subject: {subject}
    Report of: Head of Property
    {field}

    # 1. Background

    {body}
    """


FRONT = "# AGENDA\n\n# Cabinet\n\nTuesday 12 March 2019\n\n5. Offers for a site (exempt)"


def file_at(path: Path, name: str) -> UnderstoodFile:
    return understand_paper(path, name=name, digest=DIGEST)


def of_file(path: Path, name: str = "paper") -> Understood:
    understood = file_at(path, name).understood
    assert understood is not None
    return understood


@pytest.mark.parametrize(
    "marking",
    [
        "N O T   F O R   P U B L I C A T I O N",
        "NOT-FOR-PUBLICATION",
        "NOT FOR\n\nPUBLICATION",
        "N\u200bOT FOR PUBLI\u00adCATION",
        "\uff25\uff38\uff25\uff2d\uff30\uff34 \uff32\uff25\uff30\uff2f\uff32\uff34",
        "**CONFIDENTIAL**",
        "CONFIDENTIAL - PART B",
        "PINK PAPER",
        "OFFICIAL-SENSITIVE",
        "COMMERCIAL IN CONFIDENCE",
        "Confidential - not for circulation",
        "PRIVATE - by virtue of Paragraphs 6 and 9 of Part 1 of Schedule 7A",
        "NID I'W GYHOEDDI yn rhinwedd paragraff 14 o Ran 4 o Atodlen 12A",
        "CYFRINACHOL",
        "RESTRICTED under section 42 of the Local Government Act (Northern Ireland) 2014",
        "The report and appendices are not for publication as they contain exempt information",
        "This report contains exempt information as defined in Paragraph 8 of Schedule 7A",
        "Private Minutes of the Meeting of Cabinet",
    ],
)
def test_however_a_marking_is_printed_the_paper_is_withheld(marking: str) -> None:
    paper = read_text(f"Sale of the Old Wharf\n\n{marking}\n\n1. Offers\n\n{SECRET}")
    assert paper.restricted


@pytest.mark.parametrize(
    "field",
    [
        "Exempt: Yes",
        "Is this report exempt? Yes",
        "Is the report Open or Exempt? Exempt - paragraph 3",
        "Public or Private: Private",
        "Part 1 or Part 2: Part 2",
        "Publicity: Not for publication",
        "Access to information: Exempt - paragraph 3",
        "Reason for exemption: paragraph 3, financial affairs",
        "Security classification: Official-Sensitive",
        "Exempt: Yes ☒ No ☐",
        "For publication: No",
    ],
)
def test_a_cover_that_asks_in_other_words_is_understood(field: str) -> None:
    assert read(pdf_paper(cover("Sale of the Old Wharf", SECRET, field)), "a.pdf").restricted


@pytest.mark.parametrize(
    "words",
    [
        "This report is exempt from call-in.",
        "This report is not exempt.",
        "Status: Closed",
        "Public or Private: Public",
        "Reason for exemption: only one supplier",
        "Part B: Private Sector Housing",
        "Not for publication: Appendix B only, by virtue of paragraph 3 of Schedule 12A",
        "Exempt\n\nNo (Appendix 2 is exempt by virtue of paragraph 3 of Schedule 12A)",
        "This report was previously exempt and is now published.",
        "Exempt: Yes ☐ No ☒",
        "PUBLIC DOCUMENT - contains no exempt information",
    ],
)
def test_what_only_looks_like_a_marking_withholds_nothing(words: str) -> None:
    for paper in (
        read_text(f"Repair of the Footbridge\n\n{words}\n\n1. Background\n\n{PUBLIC}"),
        read(pdf_paper(f"# Repair of the Footbridge\n\n{words}\n\n{PUBLIC}"), "a.pdf"),
    ):
        assert PUBLIC in everything(paper)


@pytest.mark.parametrize("page", ["NOT FOR PUBLICATION\n\n{}", "{}\n\nNOT FOR PUBLICATION"])
def test_a_marking_at_the_head_or_foot_withholds_its_pages(page: str) -> None:
    pack = read(
        pdf_paper(
            FRONT,
            cover("Repair of the Footbridge", PUBLIC),
            page.format(cover("Sale of the Old Wharf", SECRET)),
            page.format(" ".join(["More on what the Marlow Trust would pay."] * 25)),
            cover("Street Trees", TREES),
        ),
        "pack.pdf",
    )
    text = everything(pack)
    assert PUBLIC in text
    assert TREES in text
    assert "Marlow" not in text
    assert "Wharf" not in text
    assert [p.withheld for p in pack.pages] == [False, False, True, True, False]


def test_behind_the_divider_of_a_packs_private_part_all_is_withheld() -> None:
    pack = read(
        pdf_paper(
            FRONT,
            cover("Repair of the Footbridge", PUBLIC),
            "# PART 2\n\n# EXEMPT ITEMS",
            cover("Sale of the Old Wharf", SECRET),
            cover("Sale of the New Wharf", SECRET),
            cover("Street Trees", TREES, "Exempt: No"),
        ),
        "pack.pdf",
    )
    text = everything(pack)
    assert PUBLIC in text
    assert TREES in text
    assert "Marlow" not in text
    assert "Wharf" not in text


def test_the_list_of_private_items_in_an_agenda_withholds_nothing() -> None:
    agenda = read(
        pdf_paper(
            "# AGENDA\n\n# Cabinet\n\nTuesday 12 March 2019\n\n1. Apologies",
            "# PART 2 - EXEMPT ITEMS\n\n3. Offers for a site\n\nNot for publication by virtue "
            "of paragraph 3",
        ),
        "agenda.pdf",
    )
    assert not agenda.restricted
    assert "Offers for a site" in everything(agenda)


@pytest.mark.parametrize(
    "title",
    [
        "Exempt Appendix 2 - Financial Appraisal",
        "Appendix 3 - Tender evaluation - EXEMPT",
        "Confidential Annex A: Tender prices",
        "APPENDIX C (EXEMPT)",
    ],
)
def test_an_appendix_marked_in_its_title_is_withheld(title: str) -> None:
    pack = read(
        pdf_paper(cover("Repair of the Footbridge", PUBLIC), f"# {title}\n\n{SECRET}"), "a.pdf"
    )
    assert PUBLIC in everything(pack)
    assert "Marlow" not in everything(pack)


def test_a_title_page_before_an_exempt_report_is_withheld_with_it() -> None:
    title = "# Brackwater Council\n\n# Sale of the Old Wharf"
    paper = read(pdf_paper(title, f"# NOT FOR PUBLICATION\n\nParagraph 3\n\n{SECRET}"), "a.pdf")
    assert paper.restricted


def test_a_minute_that_says_it_is_exempt_is_withheld() -> None:
    minutes = read_text(
        "MINUTES OF THE MEETING OF CABINET\n\nheld on Tuesday 12 March 2019\n\nPRESENT: "
        f"Councillor Ash (Chair)\n\n42. FOOTBRIDGE\n\n{PUBLIC}\n\nRESOLVED: That it be noted.\n\n"
        "43. SITE OFFERS\n\nThis minute is exempt by virtue of paragraph 3 of Schedule 12A\n\n"
        f"{SECRET}\n\nRESOLVED: That the offer be accepted."
    )
    assert PUBLIC in everything(minutes)
    assert "Marlow" not in everything(minutes)


def test_an_exempt_report_in_a_text_pack_needs_no_capitals_behind_a_divider() -> None:
    pack = read_text(
        AGENDA
        + report("Repair of the Footbridge", "No", PUBLIC)
        + "\nPART 2 - EXEMPT\n\n"
        + report("Sale of the Old Wharf", "", SECRET)
        + report("Sale of the New Wharf", "", SECRET)
    )
    assert PUBLIC in everything(pack)
    assert "Marlow" not in everything(pack)


# --- marked outside the text -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "exempt/sale.pdf",
        "Part 2 - Private/sale.pdf",
        "Item 9 - Sale of depot - EXEMPT.pdf",
        "24-00109_-_Exempt_Appendix_B_Tenders.pdf",
        "Confidential minutes 12 March.pdf",
        "Appendix 2 (restricted).pdf",
        "Exempt papers.zip/offers.txt",
    ],
)
def test_a_name_that_says_exempt_withholds_the_paper(name: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(f"Offers\n\n{SECRET}", "utf-8")
    assert is_marked_name(name)
    assert of_file(path, name).restricted


@pytest.mark.parametrize(
    "name",
    [
        "Supported Exempt Accommodation Strategy.pdf",
        "Confidential Reporting Policy.pdf",
        "Sale of depot - public version (exempt information redacted).pdf",
        "Restricted Parking Zones.pdf",
        "private sector housing/Strategy.pdf",
        "Non-exempt report.pdf",
        "Exclusion of press and public - exempt items.pdf",
        "Local Plan Part 2.pdf",
    ],
)
def test_a_name_that_only_has_such_words_withholds_nothing(name: str) -> None:
    assert not is_marked_name(name)


@pytest.mark.parametrize("place", ["header", "footer", "category"])
def test_a_word_document_marked_outside_its_text_is_withheld(place: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SECRET)
    if place == "category":
        document.core_properties.category = "Exempt"
    else:
        getattr(document.sections[0], place).paragraphs[0].text = "NOT FOR PUBLICATION"
    document.save(str(tmp_path / "a.docx"))
    assert of_file(tmp_path / "a.docx").restricted


def test_a_bookmark_that_names_an_exempt_appendix_withholds_its_page(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    page = canvas.Canvas(drawn)
    for number, (bookmark, words) in enumerate([("Report", PUBLIC), ("Exempt Appendix B", SECRET)]):
        page.bookmarkPage(str(number))
        page.addOutlineEntry(bookmark, str(number))
        page.drawString(50, 700, words)
        page.showPage()
    page.save()
    (tmp_path / "a.pdf").write_bytes(drawn.getvalue())
    paper = of_file(tmp_path / "a.pdf")
    assert PUBLIC in everything(paper)
    assert "Marlow" not in everything(paper)


def test_a_banner_of_a_web_page_withholds_it(tmp_path: Path) -> None:
    page = f"<body><header>NOT FOR PUBLICATION</header><main><p>{SECRET}</p></main></body>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert of_file(tmp_path / "a.html").restricted


def test_a_message_sent_as_confidential_is_withheld_with_what_is_attached(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Sale of the depot"
    message["Sensitivity"] = "Company-Confidential"
    message.set_content(SECRET)
    message.add_attachment(SECRET.encode(), "text", "plain", filename="Marlow.txt")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    file = file_at(tmp_path / "a.eml", "a.eml")
    assert file.understood is not None and file.understood.restricted
    assert file.members is None


def test_a_marking_takes_no_time_to_tell() -> None:
    assert not read_label("in private and exempt information " * 10 + "hedgehogs")
