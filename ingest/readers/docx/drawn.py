"""Words in the drawings of a Word document: diagrams (SmartArt), charts, shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml

Element = Any
"""An lxml element; lxml has no types."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
BLIP = f"{A}blip"
HALF_PAGE = 0.5 * 7_560_000 * 10_692_000
"""Half of a page of A4, in square EMU."""
ROWS = ("cat", "tx", "title")


@dataclass(slots=True)
class Drawn:
    """What the drawings of a document hold that is not read, as its drawings come by."""

    charts: int = 0
    pictures: int = 0
    """Pictures as large as half a page, of which the words are not read."""

    def words(self, paragraph: Element, holder: Any) -> Iterator[str]:
        """Yield the lines of the drawings in a paragraph. `holder` is the part that has it."""
        for element in paragraph.iter(DIAGRAM, CHART, NEW_CHART, f"{A}p", EXTENT):
            if element.tag == DIAGRAM:
                yield from _of_part(holder, element.get(f"{R}dm"))
            elif element.tag == EXTENT:
                self._measure(element)
            elif element.tag == f"{A}p":
                yield _line(element)
            else:
                self.charts += 1
                yield from _of_part(holder, element.get(f"{R}id"))

    def _measure(self, extent: Element) -> None:
        try:
            size = int(extent.get("cx", "0")) * int(extent.get("cy", "0"))
        except ValueError:
            return
        if size >= HALF_PAGE and next(extent.getparent().iter(BLIP), None) is not None:
            self.pictures += 1


def _of_part(holder: Any, key: str | None) -> Iterator[str]:
    relation = holder.rels.get(key)
    if relation is None or relation.is_external:
        return
    try:
        top = parse_xml(relation.target_part.blob)
    except (SyntaxError, ValueError):
        return
    for paragraph in top.iter(f"{A}p"):
        yield _line(paragraph)


def _line(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{A}t"))
