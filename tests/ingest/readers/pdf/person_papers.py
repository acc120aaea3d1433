"""Papers of an invented council in which the file and what a person sees are not the same.

Each is drawn by code, with the words that must be read, in their order on one line each, and the
words that must not be among the lines.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.readers.pdf.column_papers import newsletter, sideways_table, two_languages
from tests.ingest.readers.pdf.drawing import HEIGHT, WIDTH, PersonPaper, drawn, kept, prose

# Forms and notes


def form_without_drawings(folder: Path) -> Path:
    """A form as a program fills it in: values, and the wish that the reader draws them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 790, "Harrowmere Town Council")
        canvas.setFont("Helvetica", 11)
        for top, label in (
            (750, "Decision taken by:"),
            (720, "Ward:"),
            (690, "What was decided:"),
            (600, "Is this a key decision?"),
            (570, "Call-in applies:"),
        ):
            canvas.drawString(72, top, label)
        canvas.drawString(240, 600, "Yes")
        canvas.drawString(310, 600, "No")
        canvas.drawString(72, 540, "This form goes to the Monitoring Officer.")
        form = canvas.acroForm
        form.textfield(name="who", x=200, y=744, width=300, height=18, borderWidth=0)
        form.choice(
            name="ward", x=200, y=714, width=200, height=18, value="Foundry",
            options=["Foundry", "Hill Top", "Mereside"], borderWidth=0,
        )  # fmt: skip
        form.textfield(
            name="what", x=200, y=630, width=300, height=72, fieldFlags="multiline", borderWidth=0
        )
        form.checkbox(name="yes", x=220, y=597, size=14, checked=False)
        form.checkbox(name="no", x=290, y=597, size=14, checked=True)
        form.textfield(name="call", x=200, y=564, width=300, height=18, borderWidth=0)

    pdf = drawn(draw)
    values = {
        "who": "Imogen Farrar, Head of Streets",
        "ward": "Mereside",
        "what": "To make the traffic order for Cooper Street and to spend £12,600 on signs, lines "
        "and posts before the end of the financial year, after the talks with the school.",
        "call": "No, the matter is urgent",
    }
    for note in pdf.pages[0].Annots:
        if (name := str(note.get("/T"))) in values:
            note.V = String(values[name])
            for key in ("/DV", "/AP"):
                if key in note:
                    del note[key]
    pdf.Root.AcroForm.NeedAppearances = True
    return kept(pdf, folder, "form")


def typed_notes(folder: Path) -> Path:
    """Figures that a clerk typed on the PDF: one with a drawing, one without; and a stamp."""

    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.drawString(72, 700, "The grant to the Mereside Choir is")
        canvas.drawString(340, 700, "for the year.")
        canvas.drawString(72, 670, "The grant to the Foundry Band is")
        canvas.drawString(340, 670, "for two years.")
        canvas.drawString(72, 640, "The Chair closed the meeting.")

    pdf = drawn(draw)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    def note(kind: str, left: float, foot: float, words: str, *, look: bool) -> None:
        made = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name(f"/{kind}"), F=4,
                Rect=Array([left, foot, left + 90, foot + 16]),
                Contents=String(words), DA=String("/Helv 11 Tf 0 g"),
            )
        )  # fmt: skip
        if look:
            stream = Stream(pdf, f"BT /F1 11 Tf 2 4 Td ({words}) Tj ET".encode("latin-1"))
            stream.Type, stream.Subtype = Name.XObject, Name.Form
            stream.BBox = Array([0, 0, 90, 16])
            stream.Resources = Dictionary(Font=Dictionary(F1=font))
            made.AP = Dictionary(N=pdf.make_indirect(stream))
        page = pdf.pages[0].obj
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(made)

    note("FreeText", 255, 697, "\x21 2,350".replace("\x21", "GBP"), look=True)
    note("FreeText", 250, 667, "GBP 4,175", look=False)
    note("Stamp", 400, 600, "AGREED 6 MAY", look=True)
    return kept(pdf, folder, "notes")


# What is struck, switched off, or off the page


def struck_words(folder: Path) -> Path:
    """Words struck by a thin box, by a line and by an annotation; others only underlined."""

    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.setFont("Helvetica", 11)

        def line(top: float, *parts: tuple[str, str]) -> None:
            left = 72.0
            for words, how in parts:
                canvas.drawString(left, top, words)
                wide = canvas.stringWidth(words, "Helvetica", 11)
                if how == "box":
                    canvas.rect(left, top + 2.9, wide, 0.6, stroke=0, fill=1)
                if how == "line":
                    canvas.setLineWidth(0.7)
                    canvas.line(left, top + 3.2, left + wide, top + 3.2)
                if how == "under":
                    canvas.rect(left, top - 1.6, wide, 0.6, stroke=0, fill=1)
                left += wide + canvas.stringWidth(" ", "Helvetica", 11)

        line(700, ("The fee for a pitch is", ""), ("£41.50", "box"), ("£44.00 a day", ""))
        line(680, ("RESOLVED that the mill", ""), ("be sold", "line"), ("be kept", ""))
        line(660, ("The deadline is", ""), ("30 June 2025", "under"), ("for all.", ""))
        line(640, ("The lease runs for", ""), ("ninety", ""), ("thirty years.", ""))
        canvas.setLineWidth(0.5)
        canvas.line(72, 634, 500, 634)

    pdf = drawn(draw)
    left, right = 72 + 92.6, 72 + 124
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.StrikeOut, F=4,
                    Rect=Array([left, 637, right, 651]),
                    QuadPoints=Array([left, 651, right, 651, left, 637, right, 637]),
                )
            )
        ]
    )  # fmt: skip
    return kept(pdf, folder, "struck")


def layers_and_edges(folder: Path) -> Path:
    """A layer switched off on the page, another within a drawing, one switched on; a slug line."""

    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, "RESOLVED to keep the baths open until 2030.")
        canvas.drawString(72, 860, "baths_minutes.indd 3 12/03/2024 14:33")
        canvas.drawString(640, 500, "a sum of £9,999")

    pdf = drawn(draw)
    off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Working draft")))
    on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Final")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([off, on]), D=Dictionary(Order=Array([off, on]), OFF=Array([off]))
    )
    page = pdf.pages[0]
    member = Dictionary(Type=Name.OCMD, OCGs=Array([off]))
    page.Resources.Properties = Dictionary(P0=off, P1=on, P2=pdf.make_indirect(member))
    font = next(iter(page.Resources.Font.keys()))
    words = "BT %s 11 Tf 72 %d Td (%s) Tj ET"
    within = Stream(pdf, (words % ("/F1", 640, "Demolish the baths at once.")).encode())
    within.Type, within.Subtype = Name.XObject, Name.Form
    within.BBox = Array([0, 0, WIDTH, HEIGHT])
    within.OC = off
    within.Resources = Dictionary(Font=Dictionary(F1=page.Resources.Font[font]))
    page.Resources.XObject = Dictionary(X0=pdf.make_indirect(within))
    parts = [
        "/OC /P0 BDC " + words % (font, 680, "RESOLVED to sell the baths for a pound.") + " EMC",
        "/OC /P1 BDC " + words % (font, 660, "The baths open at nine each day.") + " EMC",
        "/OC /P2 BDC " + words % (font, 700, "RESOLVED to lose the baths.") + " EMC",
        "/X0 Do",
    ]
    page.contents_add("\n".join(parts).encode(), prepend=False)
    return kept(pdf, folder, "layers")


# Raised type, and letters set apart


def raised_marks(folder: Path) -> Path:
    """Note marks behind sums and words, in prose and in a table; squares, ordinals, lowered."""

    def draw(canvas: Canvas) -> None:
        prose(canvas)

        def line(left: float, top: float, *parts: tuple[str, float]) -> None:
            text = canvas.beginText(left, top)
            for words, rise in parts:
                text.setFont("Helvetica", 7 if rise else 11)
                text.setRise(rise)
                text.textOut(words)
            canvas.drawText(text)

        line(72, 720, ("The repair will cost £48,500", 0), ("3", 4), (" in all.", 0))
        line(72, 700, ("The hall has 240 m", 0), ("2", 4), (" of floor and opened on the 21", 0),
             ("st", 4), (" of May.", 0))  # fmt: skip
        line(72, 680, ("A tonne of CO", 0), ("2", -2), (" costs £37", 0), ("12", 4), (" today.", 0))
        line(72, 660, ("Members noted the guidance", 0), ("4", 4), (" and the plan.", 0))
        canvas.setFont("Helvetica-Bold", 11)
        for left, head in ((72, "Scheme"), (300, "2024/25"), (400, "2025/26")):
            canvas.drawString(left, 620, head)
        for top, name, first, second in (
            (604, "Boiler", ("61,200", "1"), ("7,150", "")),
            (588, "Roof", ("18,400", ""), ("92,300", "2")),
            (572, "Windows", ("5,610", ""), ("6,020", "")),
        ):
            line(72, top, (name, 0))
            line(300, top, (first[0], 0), (first[1], 4))
            line(400, top, (second[0], 0), (second[1], 4))

    return kept(drawn(draw), folder, "raised")


def spaced_letters(folder: Path) -> Path:
    """Letters with spaces between them, typed and by the setting; bands A to E stay apart."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 790, "M I N U T E S   O F   T H E   C O U N C I L")
        prose(canvas, 750)
        text = canvas.beginText(72, 690)
        text.setFont("Helvetica", 11)
        text.setCharSpace(5)
        text.textOut("RESOLVED")
        text.setCharSpace(0)
        text.textOut(" that the pump on Mill Lane be mended.")
        canvas.drawText(text)
        canvas.drawString(72, 670, "A G R E E D to write to the county about the verge.")
        canvas.drawString(72, 650, "Bands A B C D E pay more; plan B is to wait.")

    return kept(drawn(draw), folder, "spaced")


# Furniture


def numbered_lines(folder: Path) -> Path:
    """The number of each fifth line at the right margin, and a pale level word behind the text."""
    words = (
        "The Licensing Panel met at ten in the Guildhall to hear the",
        "application of the Anchor Inn. The police did not object.",
        "Two neighbours spoke of noise in the yard after midnight.",
        "The owner offered to close the yard at eleven and to keep",
        "the windows shut when there is music.",
        "RESOLVED that the licence be granted until eleven on all",
        "days, with the two conditions that the owner had offered.",
        "The Panel thanked all who had come.",
        "It was noted that 12 complaints had been made since 2022,",
        "of which none had led to a notice. The Panel asked for a",
        "report in six months. The meeting ended at noon and the",
        "next will be held on 4 June.",
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 90)
        canvas.setFillColor(colors.Color(0.88, 0.88, 0.88))
        canvas.drawString(150, 640, "DRAFT")
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 11)
        for row, line in enumerate(words, start=1):
            canvas.drawString(110, 760 - 18 * row, line)
            if row % 5 == 0 or row == 1:
                canvas.drawRightString(530, 760 - 18 * row, str(row))

    return kept(drawn(draw), folder, "numbered")


# Type without letters, and what is within


def shifted_heading(folder: Path) -> Path:
    """A decision in type whose codes are no letters, between lines that can be read."""

    def draw(canvas: Canvas) -> None:
        prose(canvas)
        canvas.drawString(72, 640, "The meeting ended at nine.")

    pdf = drawn(draw)
    page = pdf.pages[0]
    base = next(iter(page.Resources.Font.keys()))
    face = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Calibri"), DW=600,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"),
                                 Supplement=0),
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Calibri"), Flags=4,
                FontBBox=Array([0, -200, 1000, 800]), ItalicAngle=0, Ascent=800, Descent=-200,
                CapHeight=700, StemV=80,
            )
        ),
    )  # fmt: skip
    page.Resources.Font.F9 = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Calibri"),
            Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(face)]),
        )
    )  # fmt: skip
    codes = "".join(f"{ord(char) - 29:04x}" for char in "RESOLVED to buy the meadow")
    page.contents_add(f"BT /F9 11 Tf 72 680 Td <{codes}> Tj ET".encode(), prepend=False)
    assert base != "/F9"
    return kept(pdf, folder, "shifted")


def with_plans_attached(folder: Path) -> Path:
    """A report with a drawing attached that is of a kind not read, and one named as exempt."""
    pdf = drawn(lambda canvas: void(prose(canvas)))
    for name in ("Site plan rev B.dwg", "EXEMPT valuation.dwg"):
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"AC1032 drawing", filename=name)
    return kept(pdf, folder, "attached")


def xfa_form(folder: Path) -> Path:
    """A form that only one reader can show; others see a page that asks to wait."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 760, "Please wait...")
        canvas.drawString(72, 730, "If this message is not eventually replaced by the proper")
        canvas.drawString(72, 714, "contents of the document, your reader cannot show it.")

    pdf = drawn(draw)
    template = Stream(
        pdf,
        b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template '
        b'xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="f"/></template>'
        b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><f>'
        b"<decision>To close the ford</decision></f></xfa:data></xfa:datasets></xdp:xdp>",
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_indirect(template))
    pdf.Root.NeedsRendering = True
    return kept(pdf, folder, "xfa")


def void(_: object) -> None:
    """Take what is not needed."""


PAPERS = (
    PersonPaper(
        "form",
        form_without_drawings,
        (
            "Decision taken by: Imogen Farrar, Head of Streets",
            "Ward: Mereside",
            "What was decided: To make the traffic order for Cooper Street and to spend £12,600 on "
            "signs, lines and posts before the end of the financial year, after the talks with the "
            "school.",
            "Call-in applies: No, the matter is urgent",
        ),
        ("Foundry", "Hill Top", "☒ Yes"),
        in_order=("Imogen", "Mereside", "£12,600", "key decision", "urgent", "Monitoring"),
    ),
    PersonPaper(
        "notes",
        typed_notes,
        (
            "The grant to the Mereside Choir is GBP 2,350 for the year.",
            "The grant to the Foundry Band is GBP 4,175 for two years.",
            "AGREED 6 MAY",
        ),
        in_order=("2,350", "4,175", "closed the meeting"),
    ),
    PersonPaper(
        "struck",
        struck_words,
        (
            "The fee for a pitch is £44.00 a day",
            "RESOLVED that the mill be kept",
            "The deadline is 30 June 2025 for all.",
            "The lease runs for thirty years.",
        ),
        ("£41.50", "be sold", "ninety"),
        "struck",
    ),
    PersonPaper(
        "layers",
        layers_and_edges,
        ("RESOLVED to keep the baths open until 2030.", "The baths open at nine each day."),
        ("a pound", "Demolish", "lose", "indd", "9,999"),
    ),
    PersonPaper(
        "raised",
        raised_marks,
        (
            "of floor and opened on the 21st of May.",
            "A tonne of CO2 costs £37",
            "Members noted the guidance",
            "Roof 18,400 92,300",
        ),
        ("£48,5003", "£3712", "guidance4", "61,2001", "92,3002", "m 2 ", "21 st"),
    ),
    PersonPaper(
        "spaced",
        spaced_letters,
        (
            "MINUTES OF THE COUNCIL",
            "RESOLVED that the pump on Mill Lane be mended.",
            "AGREED to write to the county about the verge.",
            "Bands A B C D E pay more; plan B is to wait.",
        ),
    ),
    PersonPaper(
        "newsletter",
        newsletter,
        (
            "the bowling green at Hill Top will be laid anew at a cost of £31,000.",
            "Staff costs of £8,750 are met from reserves held for community work.",
            "The change saves £64,000 a year and begins with the new contract in July.",
        ),
        in_order=("News from", "£31,000", "café", "library", "£8,750", "Bins", "£64,000", "Clerk"),
    ),
    PersonPaper(
        "languages",
        two_languages,
        (
            "PENDERFYNWYD cymeradwyo’r grant o £2,900 i’r neuadd bentref ar gyfer to newydd, yn "
            "amodol ar dderbyn tri dyfynbris.",
            "RESOLVED to approve the grant of £2,900 to the village hall for a new roof, subject "
            "to three quotations being received.",
        ),
    ),
    PersonPaper(
        "sideways",
        sideways_table,
        (
            "Harrowmere Town Council: fees and charges from April",
            "Service 2024/25 £ 2025/26 £",
            "Hall, evening 51.00 54.75",
            "Burial plot 710.00 745.00",
        ),
        in_order=("Harrowmere", "Burial plot"),
    ),
    PersonPaper(
        "numbered",
        numbered_lines,
        (
            "The owner offered to close the yard at eleven and to keep the windows shut when there "
            "is music.",
            "RESOLVED that the licence be granted until eleven on all days, with the two "
            "conditions that the owner had offered.",
            "The Panel asked for a report in six months.",
            "It was noted that 12 complaints had been made since 2022,",
        ),
        ("DRAFT", "heard the 1", "music. 5"),
    ),
    PersonPaper(
        "shifted",
        shifted_heading,
        ("a plan would come to the next meeting.", "The meeting ended at nine."),
        ("5(62/9('", "\x03"),
        "does not say which letters it shows",
    ),
    PersonPaper(
        "attached",
        with_plans_attached,
        ("a plan would come to the next meeting.",),
        notice="Site plan rev B.dwg",
    ),
    PersonPaper("xfa", xfa_form, (), notice="XFA"),
)
