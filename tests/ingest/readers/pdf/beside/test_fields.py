"""What is filled in, chosen or ticked in a form is seen, with what it answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen import canvas

from ingest.document import SeenAt
from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.beside.marked import MARKING, note, of_kind, opened, saved, seen_in

Draw = Callable[[canvas.Canvas], None]


def form_with(path: Path, draw: Draw) -> Path:
    return saved(opened(draw), path)


def test_a_filled_in_field_is_seen_with_its_printed_label_and_its_name(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(72, 604, "Publication status:")
        page.acroForm.textfield(
            name="Text12", value=f"Exempt, {MARKING}", x=200, y=598, width=300, height=18
        )

    found = seen_in(form_with(tmp_path / "a.pdf", draw), SeenAt.FIELD)
    assert found[0] == (f"Publication status: Exempt, {MARKING}", 1)
    assert (f"Text12: Exempt, {MARKING}", 1) in found


def test_an_empty_field_says_nothing(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(72, 604, "Publication status:")
        page.acroForm.textfield(name="Text12", x=200, y=598, width=300, height=18)

    assert seen_in(form_with(tmp_path / "a.pdf", draw), SeenAt.FIELD) == []


def test_the_entry_chosen_from_a_list_is_seen_and_no_other(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(72, 604, "Status:")
        page.acroForm.choice(
            name="status", value="Exempt", options=["Open", "Exempt", "Draft"],
            x=200, y=598, width=120, height=18,
        )  # fmt: skip

    document = read_pdf(form_with(tmp_path / "a.pdf", draw))
    assert of_kind(document, SeenAt.CHOICE) == [("Status: Exempt", 1)]
    assert not any("Draft" in one.words for one in document.seen)


def ticked_box(path: Path, *, exempt: bool, labels_after: bool) -> Path:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(72, 604, "Is this report exempt?")
        for x, label, checked in ((220, "Yes", exempt), (300, "No", not exempt)):
            page.acroForm.checkbox(name=f"box{x}", checked=checked, x=x, y=600, size=14)
            page.drawString(x + (20 if labels_after else -22), 604, label)

    return form_with(path, draw)


@pytest.mark.parametrize("labels_after", [True, False])
@pytest.mark.parametrize(("exempt", "answer"), [(True, "Yes"), (False, "No")])
def test_a_ticked_box_is_seen_with_its_label_and_the_question(
    exempt: bool, answer: str, labels_after: bool, tmp_path: Path
) -> None:
    path = ticked_box(tmp_path / "a.pdf", exempt=exempt, labels_after=labels_after)
    found = [words for words, _ in seen_in(path, SeenAt.CHOICE)]
    assert found[0] == f"Is this report exempt?: {answer}"
    assert all(words.startswith("box") for words in found[1:])


def test_a_field_that_the_form_does_not_list_is_seen_all_the_same(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Widget", FT=Name.Tx, T="status", V=MARKING)
    assert (f"status: {MARKING}", 1) in seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.FIELD)


def test_a_value_that_a_field_has_from_its_parent_is_seen(tmp_path: Path) -> None:
    pdf = opened()
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("status"), V=String(MARKING)))
    parent.Kids = Array([note(pdf, "Widget", Parent=parent)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))
    assert (f"status: {MARKING}", 1) in seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.FIELD)


def test_a_password_is_not_read(tmp_path: Path) -> None:
    pdf = opened()
    field = note(pdf, "Widget", FT=Name.Tx, T="code", V="hunter2", Ff=1 << 13)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    assert not any("hunter2" in one.words for one in document.seen)
