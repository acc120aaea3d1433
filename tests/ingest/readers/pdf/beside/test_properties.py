"""What a PDF says of itself is seen: properties, description, layers, bookmarks, form data."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream, String

from ingest.document import SeenAt
from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.beside.marked import MARKING, of_kind, opened, saved, seen_in


def test_every_property_is_seen_with_its_name(tmp_path: Path) -> None:
    pdf = opened()
    del pdf.docinfo
    pdf.docinfo["/Title"] = "Sale of the depot"
    pdf.docinfo["/Publication status"] = "Exempt"
    pdf.docinfo["/Keywords"] = "depot, private"
    pdf.docinfo["/Producer"] = "A program"
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    assert of_kind(document, SeenAt.TITLE) == [("Sale of the depot", None)]
    found = [words for words, _ in of_kind(document, SeenAt.PROPERTY)]
    assert {"Publication status: Exempt", "Keywords: depot, private"} <= set(found)
    assert not any("program" in words for words in found)


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:own="urn:oldport" own:status="Exempt">
 <dc:subject><rdf:Bag><rdf:li>depot</rdf:li>
 <rdf:li>Not for publication</rdf:li></rdf:Bag></dc:subject>
 <own:reason>Paragraph 3</own:reason></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_the_description_is_seen_entry_by_entry(tmp_path: Path) -> None:
    pdf = opened()
    pdf.Root.Metadata = Stream(pdf, XMP.encode())
    found = [words for words, _ in seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.PROPERTY)]
    assert "status: Exempt" in found
    assert "subject: Not for publication" in found
    assert "reason: Paragraph 3" in found


def test_a_description_that_would_grow_without_bound_is_not_expanded(tmp_path: Path) -> None:
    pdf = opened()
    bomb = "<!DOCTYPE x [<!ENTITY a 'lol'>" + "".join(
        f"<!ENTITY {new} '{('&' + old + ';') * 10}'>"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    pdf.Root.Metadata = Stream(pdf, f"{bomb}]><x>&i;</x>".encode())
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    assert len(document.lines) == 1


def test_names_of_layers_are_seen(tmp_path: Path) -> None:
    pdf = opened()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Exempt stamp")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.LAYER) == [("Exempt stamp", None)]


def test_bookmarks_are_seen_with_the_page_to_which_they_lead(tmp_path: Path) -> None:
    pdf = opened(pages=2)
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Report", 0))
        outline.root.append(OutlineItem("Private annex", 1))
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.BOOKMARK)
    assert found == [("Report", 1), ("Private annex", 2)]


def test_a_page_label_with_words_is_seen_and_a_number_is_not(tmp_path: Path) -> None:
    pdf = opened(pages=2)
    ranges = [0, Dictionary(S=Name.D), 1, Dictionary(P=String("Exempt "), S=Name.D)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.PAGE_LABEL)
    assert found == [("Exempt 1", 2)]


def test_what_is_filled_into_an_xml_form_is_seen(tmp_path: Path) -> None:
    pdf = opened()
    data = b"<xfa:datasets xmlns:xfa='u'><status>Exempt, paragraph 3</status></xfa:datasets>"
    parts = Array([String("datasets"), pdf.make_indirect(Stream(pdf, data))])
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=parts)
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.FIELD)
    assert ("status: Exempt, paragraph 3", None) in found


@pytest.mark.parametrize("revision", [4, 6])
def test_the_properties_of_a_locked_file_that_anyone_may_open_are_seen(
    revision: int, tmp_path: Path
) -> None:
    pdf = opened()
    pdf.docinfo["/Status"] = MARKING
    path = tmp_path / "a.pdf"
    pdf.save(path, encryption=pikepdf.Encryption(owner="keeper", user="", R=revision))
    document = read_pdf(path)
    assert (f"Status: {MARKING}", None) in of_kind(document, SeenAt.PROPERTY)
    assert not document.unseen


def test_the_properties_of_a_damaged_file_that_can_be_read_are_seen(tmp_path: Path) -> None:
    data = io.BytesIO()
    pdf = opened()
    pdf.docinfo["/Status"] = MARKING
    pdf.save(data)
    path = tmp_path / "a.pdf"
    path.write_bytes(data.getvalue().replace(b"startxref\n", b"startxref\n9"))
    document = read_pdf(path)
    assert document.lines
    assert (f"Status: {MARKING}", None) in of_kind(document, SeenAt.PROPERTY)
