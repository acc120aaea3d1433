"""Set the words and the tables of a sample PDF."""

from __future__ import annotations

import re
from typing import Any

from markup import Block
from pdf_page import MARGIN, Marks, placed
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table

FIGURE = re.compile(r"\(?[-+£]?[\d,.]+%?\)?|[-–+]|£000s?|£|%|n/a")
HEADINGS = {"section", "item", "unnumbered item", "heading", "caption"}
Styles = dict[str, Any]


def set_paragraph(
    block: Block, styles: Styles, known: Marks, *, bold_limbs: bool
) -> list[Flowable]:
    """Set anything that is words in one style."""
    kind = paragraph_style(block, bold_limbs=bold_limbs)
    label = "•" if kind == "bullet" else block.label
    words = Paragraph(inline(placed(block.text, known)), styles[kind], bulletText=label or None)
    if kind in HEADINGS:
        return [CondPageBreak(100 if "item" in kind else 64), words]
    return [words]


def paragraph_style(block: Block, *, bold_limbs: bool) -> str:
    """Name the style of a block."""
    if block.kind == "item" and not block.label:
        return "unnumbered item"
    if block.kind != "limb":
        return block.kind
    if block.label.strip("()").isalpha():
        return "sub limb"
    return "bold limb" if bold_limbs else "limb"


def set_table(block: Block, styles: Styles, known: Marks) -> Table:
    """Set a table: `ruled` or `plain`, then the columns' widths in hundredths of the measure."""
    look, *widths = block.text.split()
    measure = (landscape(A4) if look.startswith("wide") else A4)[0] - 2 * MARGIN
    columns = [measure * float(width) / 100 for width in widths]
    headed = not look.endswith("bare")
    figures = [bool(FIGURE.fullmatch(cell)) for cell in block.rows[1]]
    cells = [[_cell(placed(cell, known), styles, bold=False) for cell in row] for row in block.rows]
    if headed:
        pairs = zip(block.rows[0], figures, strict=True)
        cells[0] = [_cell(cell, styles, bold=True, figure=figure) for cell, figure in pairs]
    rules: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if "ruled" in look:
        rules.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    if "ruled" in look and headed:
        rules.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e4e4e4")))
    return Table(cells, colWidths=columns, style=rules, repeatRows=int(headed), hAlign="LEFT")


def _cell(text: str, styles: Styles, *, bold: bool, figure: bool = False) -> Paragraph:
    plain = text.strip("*")
    look = "figure" if figure or FIGURE.fullmatch(plain) else "cell"
    bold = bold or (text.startswith("**") and text.endswith("**") and len(text) > 4)
    return Paragraph(inline(plain if bold else text), styles[f"bold {look}" if bold else look])


def inline(text: str) -> str:
    """Turn `**bold**` and `*italic*` into the tags that reportlab knows."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text, flags=re.S)
    text = re.sub(r"(?<![\w*])\*(?!\s)([^*]+?)\*(?!\w)", r"<i>\1</i>", text)
    return text.replace("\n", "<br/>")
