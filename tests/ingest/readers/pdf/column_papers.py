"""Invented pages in columns, in two languages, and with a table set sideways."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.ingest.readers.pdf.drawing import drawn, kept

WIDTH, HEIGHT = 595, 842

# Columns


LEFT = (
    "The town's budget for parks rises",
    "by three per cent next year, and",
    "the bowling green at Hill Top will",
    "be laid anew at a cost of £31,000.",
    "The work starts in September and",
    "should end before the spring.",
    "The café stays shut meanwhile.",
)
MIDDLE = (
    "The library in Foundry Street",
    "opens on Sundays from May for a",
    "trial of six months. Staff costs",
    "of £8,750 are met from reserves",
    "held for community work. Results",
    "come to the committee in the",
    "autumn for a final choice.",
)
RIGHT = (
    "Bins will be emptied every two",
    "weeks in all wards. The change",
    "saves £64,000 a year and begins",
    "with the new contract in July.",
    "Residents get a calendar by post",
    "and may ask for a larger bin if",
    "six or more live together.",
)


def newsletter(folder: Path) -> Path:
    """Three columns drawn line by line across the page, a title above and a line below."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(50, 780, "News from Harrowmere Town Council, summer issue")
        canvas.setFont("Helvetica", 10)
        for row, lines in enumerate(zip(LEFT, MIDDLE, RIGHT, strict=True)):
            for column, words in enumerate(lines):
                canvas.drawString(50 + 170 * column, 740 - 13 * row, words)
        canvas.drawString(50, 620, "Published by the Clerk, Town Hall, Foundry Street, Harrowmere.")

    return kept(drawn(draw), folder, "newsletter")


WELSH = (
    "PENDERFYNWYD cymeradwyo’r grant",
    "o £2,900 i’r neuadd bentref ar",
    "gyfer to newydd, yn amodol ar",
    "dderbyn tri dyfynbris.",
    "Diolchodd y Cadeirydd i’r clerc",
    "am yr adroddiad.",
)
ENGLISH = (
    "RESOLVED to approve the grant",
    "of £2,900 to the village hall",
    "for a new roof, subject to three",
    "quotations being received.",
    "The Chair thanked the clerk",
    "for the report.",
)


def two_languages(folder: Path) -> Path:
    """Welsh on the left, English on the right, drawn line by line; on a page that is turned."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(60, 540, "COFNODION")
        canvas.drawString(440, 540, "MINUTES")
        canvas.setFont("Helvetica", 11)
        for row, (cymraeg, english) in enumerate(zip(WELSH, ENGLISH, strict=True)):
            canvas.drawString(60, 510 - 15 * row, cymraeg)
            canvas.drawString(440, 510 - 15 * row, english)

    return kept(drawn(draw), folder, "languages")


def sideways_table(folder: Path) -> Path:
    """A ruled table that runs up the page, turned to the right, under an upright head."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 800, "Harrowmere Town Council: fees and charges from April")
        canvas.drawString(280, 40, "Page 7")
        canvas.saveState()
        canvas.translate(100, 720)
        canvas.rotate(-90)
        rows = (
            ("Service", "2024/25 £", "2025/26 £"),
            ("Hall, morning", "34.00", "36.50"),
            ("Hall, evening", "51.00", "54.75"),
            ("Bowling green, one hour", "6.20", "6.80"),
            ("Burial plot", "710.00", "745.00"),
        )
        canvas.grid([0, 220, 340, 460], [360 - 24 * i for i in range(len(rows) + 1)])
        for row, cells in enumerate(rows):
            canvas.setFont("Helvetica-Bold" if row == 0 else "Helvetica", 10)
            for left, cell in zip((6, 230, 350), cells, strict=True):
                canvas.drawString(left, 360 - 24 * row - 16, cell)
        canvas.restoreState()

    return kept(drawn(draw), folder, "sideways")
