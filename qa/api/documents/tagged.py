"""A PDF that says what each part is: reportlab's pages with the structure that it does not write.

A screen reader needs to be told which text is a heading, a quote or a cell of a table, in which
order they are read and in which language. Each part is marked where it is drawn (`MarkedParagraph`)
and the tree of the parts is put into the file when it is saved (`TaggedCanvas`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from qa.writing.languages import ENGLISH


@dataclass(slots=True)
class Element:
    """A part of the document: a heading, a paragraph, a quote, a table, a row, a cell."""

    tag: str
    """By the names of PDF: `H1`, `P`, `BlockQuote`, `Table`, `TR`, `TH`, `TD`."""
    language: str = ENGLISH
    children: list[Element] = field(default_factory=list)
    drawn: list[tuple[str, int]] = field(default_factory=list)
    """Where it is drawn: the name of the page, and its number on that page."""

    def add(self, tag: str, language: str = ENGLISH) -> Element:
        """Return a new part within this one, the last so far."""
        self.children.append(Element(tag, language))
        return self.children[-1]


class MarkedParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph that notes where it is drawn, also where it goes on over a page's end."""

    element: Element | None = None

    def split(self, width: float, height: float) -> list[MarkedParagraph]:
        """Return the parts on this page and the next, both of the same element."""
        parts: list[MarkedParagraph] = super().split(width, height)
        for part in parts:
            part.element = self.element
        return parts

    def draw(self) -> None:
        """Draw the paragraph between two marks."""
        if self.element is None:
            super().draw()
            return
        self.canv.begin_part(self.element)
        super().draw()
        self.canv.end_part()


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Pages whose parts are marked; the parts are within `root`, which its subclasses set."""

    root: Element

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pages: dict[str, list[Element]] = {}
        add = self._doc.addPage

        def add_page(page: Any) -> None:
            name = self._doc.thisPageName()
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = list(self._pages).index(name) if name in self._pages else None
            page.Tabs = PDFName("S")
            add(page)

        self._doc.addPage = add_page

    def begin_part(self, element: Element) -> None:
        """Begin a part on this page."""
        page = self._doc.thisPageName()
        parts = self._pages.setdefault(page, [])
        element.drawn.append((page, len(parts)))
        self._code.append(f"/{element.tag} <</MCID {len(parts)}>> BDC")
        parts.append(element)

    def end_part(self) -> None:
        """End the part that was begun."""
        self._code.append("EMC")

    def begin_artifact(self) -> None:
        """Begin what is no part of the text, such as a page's number; `end_part` ends it."""
        self._code.append("/Artifact BMC")

    def save(self) -> None:
        """Write the tree of parts, then the file."""
        if self._code:
            self.showPage()
        document = self._doc
        root = PDFObjectReference("parts")
        top = self._write(type(self).root, root)
        numbers: list[Any] = []
        for at, elements in enumerate(self._pages.values()):
            numbers += [at, PDFArray([PDFObjectReference(_name(each)) for each in elements])]
        tree = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        document.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("StructTreeRoot"),
                    "K": top,
                    "ParentTree": tree,
                    "ParentTreeNextKey": len(self._pages),
                }
            ),
            "parts",
        )
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        document.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        super().save()

    def _write(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        own = PDFObjectReference(_name(element))
        within: list[Any] = [self._write(child, own) for child in element.children]
        within += [
            PDFDictionary({"Type": PDFName("MCR"), "Pg": PDFObjectReference(page), "MCID": number})
            for page, number in element.drawn
        ]
        told: dict[str, Any] = {
            "Type": PDFName("StructElem"),
            "S": PDFName(element.tag),
            "P": parent,
            "K": PDFArray(within),
        }
        if element.language != ENGLISH:
            told["Lang"] = PDFString(element.language)
        if element.tag == "TH":
            told["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Column")})
        self._doc.Reference(PDFDictionary(told), _name(element))
        return own


def _name(element: Element) -> str:
    return f"part{id(element)}"
