"""The type of the sample papers: one set of paragraph styles per typeface."""

from __future__ import annotations

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

FACES = {"helvetica": ("Helvetica", 11.0), "times": ("Times", 12.0)}
BOLD = {"Helvetica": "Helvetica-Bold", "Times": "Times-Bold"}
ROMAN = {"Helvetica": "Helvetica", "Times": "Times-Roman"}
ITALIC = {"Helvetica": "Helvetica-Oblique", "Times": "Times-Italic"}


def paragraph_styles(face: str) -> dict[str, ParagraphStyle]:
    """Return a style for each kind of block, in `helvetica` or `times`."""
    family, size = FACES[face]
    roman, bold = ROMAN[family], BOLD[family]

    def style(name: str, font: str = roman, **more: object) -> ParagraphStyle:
        values = {"fontSize": size, "leading": size * 1.22, "spaceAfter": size * 0.8} | more
        return ParagraphStyle(
            name, fontName=font, bulletFontName=font, bulletFontSize=size, **values
        )

    return {
        "paragraph": style("paragraph"),
        "title": style("title", bold, fontSize=size + 2.5, leading=size + 6, alignment=TA_CENTER),
        "section": style("section", bold, fontSize=size + 2, leading=size + 5, spaceBefore=8),
        "item": style("item", bold, spaceBefore=9, leftIndent=40),
        "unnumbered item": style("unnumbered item", bold, spaceBefore=9),
        "heading": style("heading", bold, spaceBefore=4),
        "caption": style("caption", ITALIC[family], fontSize=size - 1, spaceAfter=3),
        "limb": style("limb", leftIndent=34, bulletIndent=6),
        "bold limb": style("bold limb", bold, leftIndent=34, bulletIndent=6),
        "sub limb": style("sub limb", leftIndent=58, bulletIndent=34),
        "numbered": style("numbered", leftIndent=34),
        "bullet": style("bullet", leftIndent=52, bulletIndent=38, spaceAfter=size * 0.35),
        "indent": style("indent", leftIndent=34),
        "right": style("right", alignment=TA_RIGHT),
        "small": style("small", fontSize=7, leading=8.5, textColor="#555555", spaceBefore=16),
        "cell": style("cell", fontSize=size - 1, leading=size + 1, spaceAfter=0),
        "bold cell": style("bold cell", bold, fontSize=size - 1, leading=size + 1, spaceAfter=0),
        "figure": style(
            "figure", fontSize=size - 1, leading=size + 1, spaceAfter=0, alignment=TA_RIGHT
        ),
        "bold figure": style(
            "bold figure",
            bold,
            fontSize=size - 1,
            leading=size + 1,
            spaceAfter=0,
            alignment=TA_RIGHT,
        ),
    }
