"""A sensitivity label kept beside the text withholds a paper as the same words on a sheet do."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfgen import canvas

from ingest.commands import run_check
from ingest.exemption.names import PREFIX, label_marks, withholding_label
from ingest.sandbox.isolation import understand_paper
from ingest.understand import Understood
from qa.settings import Settings
from tests.ingest.exemption.test_restriction import PUBLIC, SECRET, everything

LABEL = "MSIP_Label_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


def word_document(path: Path, words: str, properties: Mapping[str, str]) -> Path:
    document = docx.Document()
    document.add_paragraph(words)
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" '
        f'name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    xml = f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VALUES}">{entries}</Properties>'
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = Part(PackURI("/docProps/custom.xml"), kind, xml.encode(), package)
    package.relate_to(part, RELATION)
    document.save(str(path))
    return path


def pdf_writer(words: str) -> PdfWriter:
    drawn = io.BytesIO()
    page = canvas.Canvas(drawn)
    page.drawString(60, 700, words)
    page.showPage()
    page.save()
    return PdfWriter(PdfReader(io.BytesIO(drawn.getvalue())))


def pdf_with(path: Path, words: str, properties: Mapping[str, str]) -> Path:
    writer = pdf_writer(words)
    writer.add_metadata({f"/{name}": value for name, value in properties.items()})
    writer.write(path)
    return path


def pdf_described(path: Path, words: str, xml: str) -> Path:
    writer = pdf_writer(words)
    described = DecodedStreamObject()
    described.set_data(
        b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        + xml.encode()
        + b"</rdf:RDF></x:xmpmeta>"
    )
    described[NameObject("/Type")] = NameObject("/Metadata")
    described[NameObject("/Subtype")] = NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(described)
    writer.write(path)
    return path


def packed_pdf(path: Path, name: str, value: str) -> Path:
    """A PDF whose properties are packed with other objects, as PDF 1.5 allows."""
    shown = b"BT /F1 12 Tf 60 700 Td (" + SECRET.replace("£", "GBP ").encode() + b") Tj ET"
    info = f"<< /{name} ({value}) >>".encode()
    header = b"6 0 "
    packed = zlib.compress(header + info)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        5: b"<< /Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(header), len(packed), packed),
    }
    data = b"%PDF-1.5\n"
    rows = [(0, 0, 65535)]
    for number, content in objects.items():
        rows.append((1, len(data), 0))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows += [(2, 5, 0), (1, len(data), 0)]
    table = b"".join(
        kind.to_bytes(1) + where.to_bytes(4) + last.to_bytes(2) for kind, where, last in rows
    )
    start = len(data)
    data += (
        b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 4 2] /Root 1 0 R /Info 6 0 R /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, start)
    )
    path.write_bytes(data)
    return path


def of_file(path: Path) -> Understood:
    understood = understand_paper(path, name="Depot", digest="7" * 64).understood
    assert understood is not None
    return understood


@pytest.mark.parametrize(
    "name",
    [
        "Confidential",
        "Highly Confidential",
        "Confidential - All Employees",
        "RESTRICTED",
        "Exempt (Part 2)",
        "Not for publication",
        "OFFICIAL-SENSITIVE",
        "Official Sensitive [Commercial]",
        "Sensitive - Personal",
        "Commercial in confidence",
        "PROTECT - STAFF",
        "Cyfrinachol",
    ],
)
def test_a_word_document_whose_label_says_so_is_withheld(name: str, tmp_path: Path) -> None:
    paper = of_file(word_document(tmp_path / "a.docx", SECRET, {f"{LABEL}_Name": name}))
    assert paper.restricted
    assert "Marlow" not in everything(paper)


@pytest.mark.parametrize(
    "name",
    [
        "OFFICIAL",
        "Public",
        "Unrestricted",
        "General",
        "Internal",
        "Non-confidential",
        "Not Protectively Marked",
        "Anyone (unrestricted)",
        "defa4170-0d19-0005-0004-bc88714345d2",
    ],
)
def test_a_word_document_with_an_open_label_is_read(name: str, tmp_path: Path) -> None:
    paper = of_file(word_document(tmp_path / "a.docx", PUBLIC, {f"{LABEL}_Name": name}))
    assert not paper.restricted
    assert PUBLIC in everything(paper)


@pytest.mark.parametrize(
    "properties",
    [
        {"ClassificationContentMarkingFooterText": "OFFICIAL-SENSITIVE"},
        {"ClassificationWatermarkText": "CONFIDENTIAL"},
        {"bjDocumentSecurityLabel": "OFFICIAL-SENSITIVE"},
        {"TitusClassification": "Confidential"},
        {"Protective Marking": "Restricted"},
    ],
)
def test_labels_of_other_kinds_are_known(properties: dict[str, str], tmp_path: Path) -> None:
    assert of_file(word_document(tmp_path / "a.docx", SECRET, properties)).restricted


def test_a_label_that_was_taken_off_withholds_nothing(tmp_path: Path) -> None:
    properties = {f"{LABEL}_Enabled": "false", f"{LABEL}_Name": "Confidential"}
    assert not of_file(word_document(tmp_path / "a.docx", PUBLIC, properties)).restricted
    assert not of_file(pdf_with(tmp_path / "a.pdf", PUBLIC, properties)).restricted


def test_other_properties_that_name_what_is_confidential_withhold_nothing(tmp_path: Path) -> None:
    properties = {"Project": "Confidential waste collection", "Status of classification": "Private"}
    assert not of_file(word_document(tmp_path / "a.docx", PUBLIC, properties)).restricted


@pytest.mark.parametrize(
    "words", ["Sensitivity: Confidential", "Classification: OFFICIAL-SENSITIVE"]
)
def test_a_marker_that_a_label_puts_in_the_header_is_known(words: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SECRET)
    box = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    document.sections[0].header._element.append(parse_xml(box))
    document.save(str(tmp_path / "a.docx"))
    assert of_file(tmp_path / "a.docx").restricted


# --- PDF -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "withheld"), [("Confidential", True), ("OFFICIAL", False)])
def test_the_label_among_a_pdfs_properties_counts(
    name: str, withheld: bool, tmp_path: Path
) -> None:
    properties = {f"{LABEL}_Name": name, f"{LABEL}_Enabled": "true"}
    paper = of_file(pdf_with(tmp_path / "a.pdf", SECRET, properties))
    assert paper.restricted is withheld
    assert ("Marlow" in everything(paper)) is not withheld


def test_what_a_label_prints_at_the_foot_of_a_pdfs_pages_counts(tmp_path: Path) -> None:
    properties = {"ClassificationContentMarkingFooterText": "OFFICIAL-SENSITIVE"}
    assert of_file(pdf_with(tmp_path / "a.pdf", SECRET, properties)).restricted


@pytest.mark.parametrize(("name", "withheld"), [("OFFICIAL-SENSITIVE", True), ("General", False)])
def test_the_label_among_packed_properties_counts(
    name: str, withheld: bool, tmp_path: Path
) -> None:
    paper = of_file(packed_pdf(tmp_path / "a.pdf", f"{LABEL}_Name", name))
    assert paper.restricted is withheld
    assert ("Marlow" in everything(paper)) is not withheld


@pytest.mark.parametrize(
    "xml",
    [
        f"<rdf:Description><pdfx:{LABEL}_Name>{{}}</pdfx:{LABEL}_Name></rdf:Description>",
        f'<rdf:Description pdfx:{LABEL}_Name="{{}}"/>',
        "<pdfx:ClassificationContentMarkingHeaderText>{}"
        "</pdfx:ClassificationContentMarkingHeaderText>",
    ],
)
def test_the_label_in_a_pdfs_description_counts(xml: str, tmp_path: Path) -> None:
    secret = pdf_described(tmp_path / "a.pdf", SECRET, xml.format("Official &#45; Sensitive"))
    assert of_file(secret).restricted
    public = pdf_described(tmp_path / "b.pdf", PUBLIC, xml.format("Public"))
    assert PUBLIC in everything(of_file(public))


# --- e-mail ----------------------------------------------------------------------------------


def message_with(path: Path, words: str, *headers: str) -> Path:
    lines = ["Subject: The depot", *headers, "Content-Type: text/plain; charset=utf-8", "", words]
    path.write_bytes("\r\n".join(lines).encode())
    return path


LABELLED = (
    f"msip_labels: {LABEL}_Enabled=True;{LABEL}_SiteId=4a;{LABEL}_SetDate=2024-03-14T09:00Z;\r\n"
    f" {LABEL}_Name={{}};{LABEL}_ContentBits=3;{LABEL}_Method=Privileged"
)


@pytest.mark.parametrize(
    "header",
    [
        LABELLED.format("Confidential"),
        LABELLED.format("OFFICIAL-SENSITIVE"),
        LABELLED.format("Highly\r\n Confidential"),
        LABELLED.format("=?utf-8?B?Q29uZmlkZW50aWFs?="),
        "X-Protective-Marking: OFFICIAL-SENSITIVE",
        "Classification: Confidential\r\nClassification: OFFICIAL",
    ],
)
def test_a_message_whose_label_says_so_is_withheld(header: str, tmp_path: Path) -> None:
    paper = of_file(message_with(tmp_path / "a.eml", SECRET, header))
    assert paper.restricted
    assert "Marlow" not in everything(paper)


@pytest.mark.parametrize(
    "header",
    [
        LABELLED.format("General"),
        LABELLED.format("OFFICIAL"),
        LABELLED.format("Confidential").replace("Enabled=True", "Enabled=False"),
        "X-Protective-Marking: OFFICIAL",
        "Thread-Topic: Confidential waste",
    ],
)
def test_a_message_with_an_open_label_is_read(header: str, tmp_path: Path) -> None:
    paper = of_file(message_with(tmp_path / "a.eml", PUBLIC, header))
    assert not paper.restricted
    assert PUBLIC in everything(paper)


# --- what the administrator is told ------------------------------------------------------------


def test_the_administrator_is_told_which_label_withholds_and_how_to_let_the_paper_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = word_document(tmp_path / "a.docx", SECRET, {f"{LABEL}_Name": "OFFICIAL-SENSITIVE"})
    assert run_check(Settings(library=tmp_path / "library"), path) == 0
    told = capsys.readouterr().out
    assert told.startswith("withheld")
    assert 'label says "OFFICIAL-SENSITIVE"' in told
    assert "if the paper is public, change the label" in told
    assert "Marlow" not in told


def test_only_what_is_kept_as_a_label_is_taken_for_one() -> None:
    marks = label_marks([("Title", "Confidential"), (f"{LABEL}_SiteId", "Confidential")])
    assert not list(marks)
    assert withholding_label(["Confidential reporting policy"]) is None
    assert withholding_label([f"{PREFIX}Confidential"]) == "Confidential"
