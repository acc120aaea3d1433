"""Letters without a name are never kept; fonts whose codes make words are taken at their word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, Stream

from ingest.document import SourceDocument
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.pdf.sight.unnamed import is_in_code
from tests.ingest.readers.pdf.drawing import drawn, kept, prose
from tests.ingest.readers.pdf.person_papers import void

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")


def with_map(tmp_path: Path, words: bytes, *pairs: tuple[str, str]) -> SourceDocument:
    """A page with a line in a font that maps some of its letters elsewhere."""
    pdf = drawn(lambda canvas: void(prose(canvas)))
    page = pdf.pages[0]
    mapped = "\n".join(f"<{ord(letter):02x}> <{code}>" for letter, code in pairs)
    table = f"begincmap\n{len(pairs)} beginbfchar\n{mapped}\nendbfchar\nendcmap".encode()
    page.Resources.Font.F9 = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            ToUnicode=pdf.make_indirect(Stream(pdf, table)),
        )
    )
    page.contents_add(b"BT /F9 11 Tf 72 600 Td (%s) Tj ET" % words, prepend=False)
    return read_pdf(kept(pdf, tmp_path, "a"))


def test_a_letter_of_a_word_that_has_no_name_is_shown_as_unknown_and_told(tmp_path: Path) -> None:
    document = with_map(tmp_path, b"The of#cer spoke.", ("#", "001f"))
    assert document.lines[-1].text == "The of�cer spoke."
    assert any("does not say which letters" in notice for notice in document.notices)


@pytest.mark.parametrize("code", ["f0b7", "e123", "0001"])
def test_a_sign_by_itself_is_a_bullet(code: str, tmp_path: Path) -> None:
    document = with_map(tmp_path, b"# The first of two things.", ("#", code))
    assert document.lines[-1].text == "• The first of two things."
    assert document.notices == ()


def test_no_control_character_is_ever_among_the_lines(tmp_path: Path) -> None:
    pairs = [(letter, f"{number:04x}") for number, letter in enumerate("abcdefgh", start=1)]
    document = with_map(tmp_path, b"abcd efgh badge head cafe; Zz", *pairs)
    assert not any(CONTROL.search(line.text) for line in document.lines)
    assert any("does not say which letters" in notice for notice in document.notices)


ENGLISH = (
    "The Committee considered the report and asked how the money would be spent in the second year "
    "of the plan. The Director said that a list of streets would come to the next meeting. "
) * 2
WELSH = (
    "Penderfynwyd cymeradwyo'r grant i'r neuadd bentref ar gyfer to newydd, yn amodol ar dderbyn "
    "tri dyfynbris. Diolchodd y Cadeirydd i'r clerc am yr adroddiad a'r gwaith yn y flwyddyn. "
) * 2
POLISH = (
    "Rada przyjęła sprawozdanie i zapytała, w jaki sposób zostaną wydane pieniądze w drugim roku "
    "planu. Dyrektor powiedział, że lista ulic zostanie przedstawiona na następnym posiedzeniu. "
) * 2


@pytest.mark.parametrize("text", [ENGLISH, WELSH, POLISH, "12,345 67,890 " * 60, "SE1 4XX " * 60])
def test_languages_and_figures_are_in_no_code(text: str) -> None:
    assert not is_in_code(text)


def test_a_shifted_code_is_told_from_a_language() -> None:
    shifted = "".join(chr(ord(char) - 29) if char.isalpha() else " " for char in ENGLISH * 3)
    assert is_in_code(shifted)
