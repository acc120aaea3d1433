"""What stands round the text of a sample PDF's pages, and where its parts begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageTemplate
from styles import BOLD, FACES, ROMAN

MARGIN = 70.0
PAGES = re.compile(r"\{\{pages:(\w+)\}\}")
Marks = dict[str, int]
"""The printed page on which each bound-in part begins; `end` is the page after the last."""


@dataclass(slots=True)
class Furniture:
    """What stands round the text of a page: it changes from part to part of a pack."""

    header: str
    footer: str
    unnumbered: int
    corner: str = ""
    """`Agenda Item 5`, on the first page of a part only."""


class Turn(Flowable):  # type: ignore[misc]
    """Takes no room; changes the furniture of the pages that follow, or marks the page."""

    def __init__(self, kind: str, value: str, furniture: Furniture, marks: Marks) -> None:
        super().__init__()
        self.kind, self.value, self.furniture, self.marks = kind, value, furniture, marks

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the change."""
        if self.kind == "mark":
            self.marks[self.value] = self.canv.getPageNumber() - self.furniture.unnumbered
        else:
            setattr(self.furniture, self.kind, self.value)


def page_templates(furniture: Furniture, face: str) -> list[PageTemplate]:
    """Return an upright page and a sideways one that show the furniture as it then is."""
    family = FACES[face][0]

    def head(canvas: Canvas, paper: Any) -> None:
        width, height = canvas._pagesize
        canvas.setFont(BOLD[family], 9)
        if furniture.corner:
            canvas.drawRightString(width - 30, height - 30, furniture.corner)
            furniture.corner = ""
        elif furniture.header and canvas.getPageNumber() > furniture.unnumbered + 1:
            canvas.drawCentredString(width / 2, height - 36, furniture.header)

    def foot(canvas: Canvas, paper: Any) -> None:
        number = canvas.getPageNumber() - furniture.unnumbered
        if number < 1 or furniture.footer == "none":
            return
        canvas.setFont(ROMAN[family], 9)
        shown = furniture.footer.replace("{n}", str(number))
        canvas.drawCentredString(canvas._pagesize[0] / 2, 32, shown)

    made = []
    for name, (width, height) in {"portrait": A4, "landscape": landscape(A4)}.items():
        frame = Frame(MARGIN, 56, width - 2 * MARGIN, height - 112, 0, 0, 0, 0)
        made.append(PageTemplate(name, [frame], head, foot, pagesize=(width, height)))
    return made


def placed(text: str, marks: Marks) -> str:
    """Fill in `{{pages:NAME}}`."""
    return PAGES.sub(lambda found: page_range(found.group(1), marks), text)


def page_range(name: str, marks: Marks) -> str:
    """Show where a bound-in part stands, as an agenda does: `(Pages 5 - 18)`."""
    first = marks.get(name, 0)
    last = min((page for page in marks.values() if page > first), default=first + 1) - 1
    return f"(Pages {first} - {last})" if last > first else f"(Page {first})"
