"""Set a sample paper's text as a PDF, the way a council's own papers are set."""

from __future__ import annotations

from io import BytesIO

from markup import Block, Text
from pdf_page import Furniture, Marks, Turn, page_templates
from pdf_words import Styles, set_paragraph, set_table
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    Spacer,
)
from styles import paragraph_styles


def set_pdf(text: Text) -> bytes:
    """Return the paper as a PDF; the bytes depend on the text alone."""
    rl_config.invariant = 1
    stream, marks = _set(text, {})
    if any("{{pages:" in str(block) for block in text.blocks):
        # The agenda can name the pages only once everything behind it has been set.
        stream, _ = _set(text, marks)
    return stream


def _set(text: Text, known: Marks) -> tuple[bytes, Marks]:
    settings, marks = text.settings, Marks()
    furniture = Furniture(
        settings.get("header", ""),
        settings.get("footer", "{n}"),
        int(settings.get("unnumbered", "0")),
    )
    face = settings.get("face", "helvetica")
    bold_limbs = settings.get("limbs") == "bold"
    stream = BytesIO()
    paper = BaseDocTemplate(
        stream,
        pagesize=A4,
        title=settings["title"],
        author=settings.get("author", "Brackwater Borough Council (an invented council)"),
        subject="A sample paper of an invented council, written to try software on",
        creator="samples/build.py",
        pageCompression=0,
    )
    paper.addPageTemplates(page_templates(furniture, face))
    styles = paragraph_styles(face)
    story: list[Flowable] = []
    for block in text.blocks:
        turn = _turn(block, furniture, marks)
        story += turn or _words(block, styles, known, bold_limbs=bold_limbs)
    paper.build(story)
    marks["end"] = paper.page - furniture.unnumbered + 1
    return stream.getvalue(), marks


def _turn(block: Block, furniture: Furniture, marks: Marks) -> list[Flowable]:
    """Return what changes the page or what stands round it; nothing for words."""
    match block.kind:
        case "page":
            return [PageBreak()]
        case "portrait" | "landscape":
            return [NextPageTemplate(block.kind), PageBreak()]
        case "header" | "corner" | "mark":
            return [Turn(block.kind, block.text, furniture, marks)]
        case "rule":
            return [HRFlowable(width="100%", color=colors.black, thickness=0.8, spaceAfter=8)]
        case "space":
            return [Spacer(1, float(block.text or 12))]
        case _:
            return []


def _words(block: Block, styles: Styles, known: Marks, *, bold_limbs: bool) -> list[Flowable]:
    if block.kind == "table":
        return [set_table(block, styles, known), Spacer(1, 9)]
    return set_paragraph(block, styles, known, bold_limbs=bold_limbs)
