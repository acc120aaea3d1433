"""Rich Text is read as Word shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import SeenAt, SourceDocument
from ingest.readers.gate import check_file
from ingest.readers.rtf import read_rtf
from ingest.sandbox.isolation import understand_paper
from qa.errors import ReadError
from qa.papers import FileFormat


def read(path: Path, body: str) -> SourceDocument:
    path.write_text(
        f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\fonttbl{{\\f0 Arial;}}}}{body}}}", "cp1252"
    )
    assert check_file(path) == FileFormat.RTF
    return read_rtf(path)


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("\\pard One.\\par Two\\line three\\par", ["One.", "Two", "three"]),
        ("\\'a331,000 \\endash  \\u8217?s \\u-3913?\\~x", ["£31,000 – ’s \uf0b7 x"]),
        (
            "{\\b RESOLVED} that {\\strike £5 }£6 {\\v (hidden)}be paid\\par",
            ["RESOLVED that £6 be paid"],
        ),
        ("{\\listtext\\pard 12.\\tab}TITLE\\par", ["12. TITLE"]),
        ("Cost £64,250{\\super 5} for 40 m{\\super 2}.\\par", ["Cost £64,250 ⁵ for 40 m²."]),
        ("{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt the link}}\\par", ["the link"]),
        (
            "By Orrin{\\super\\chftn{\\footnote\\pard{\\super\\chftn} At £73,900.}}\\par Next\\par",
            ["By Orrin ¹", "¹ At £73,900.", "Next"],
        ),
        (
            "\\trowd\\intbl Roof\\cell £5\\cell\\row\\trowd\\intbl Wall\\cell £7\\cell\\row"
            "\\pard After\\par",
            ["Roof\t£5", "Wall\t£7", "After"],
        ),
        ("Caf\\u233e9 \\{x\\}\\par", ["Café9 {x}"]),
        ("{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt \\pard Boxed\\par}}\\par", ["Boxed"]),
    ],
)
def test_what_word_shows_is_read(body: str, lines: list[str], tmp_path: Path) -> None:
    assert texts(read(tmp_path / "a.rtf", body)) == lines


def test_what_stands_beside_the_text_is_seen(tmp_path: Path) -> None:
    body = (
        "{\\info{\\title Depot}}{\\header\\pard Oldport Council\\par}{\\footer Page foot}"
        "{\\strike gone}{\\v unseen}{\\*\\annotation A remark}Text\\par"
    )
    document = read(tmp_path / "a.rtf", body)
    seen = {(one.words, one.where) for one in document.seen}
    assert texts(document) == ["Text"]
    assert {
        ("Depot", SeenAt.PROPERTY),
        ("Oldport Council", SeenAt.RUNNING_HEAD),
        ("Page foot", SeenAt.RUNNING_FOOT),
        ("gone", SeenAt.CHANGE),
        ("unseen", SeenAt.HIDDEN),
        ("A remark", SeenAt.COMMENT),
    } <= seen
    assert any("struck out" in notice for notice in document.notices)


@pytest.mark.parametrize("place", ["", "{\\header %s\\par}", "{\\sp{\\sn gtextUNICODE}{\\sv %s}}"])
def test_a_marking_withholds_the_paper(place: str, tmp_path: Path) -> None:
    marking = "NOT FOR PUBLICATION"
    body = place.replace("%s", marking) if place else f"{marking}\\par"
    path = tmp_path / "a.rtf"
    read(path, f"{body} Sale of the yard for £7,654,321.\\par")
    understood = understand_paper(path, name="a.rtf", digest="0" * 64).understood
    assert understood is not None and understood.restricted


def test_damaged_and_deep_files_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 Words {\\b and \\'zz \\u99999999? more\\par")
    assert texts(read_rtf(path)) != []
    path.write_bytes(b"{\\rtf1 " + b"{" * 10_000)
    with pytest.raises(ReadError, match="deep"):
        read_rtf(path)
