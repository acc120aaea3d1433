"""Files of an invented council, odd but ordinary, each with what a person sees in it.

They were written before the readers were made to read them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
KIND = "application/vnd.openxmlformats-officedocument."
HEAD = "HARROWMERE TOWN COUNCIL"


@dataclass(frozen=True)
class OddFile:
    """A file, and what must and must not be read in it."""

    name: str
    write: Callable[[Path], None]
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    day: str | None = None
    body: str | None = None
    council: str | None = None
    notices: tuple[str, ...] = ()
    """Words that stand in some notice."""


def written(text: str) -> Callable[[Path], None]:
    """Return what writes a text."""
    return lambda path: void(path.write_bytes(text.encode()))


def void(_: object) -> None: ...


def run(text: str, looks: str = "") -> str:
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, looks: str = "") -> str:
    return f"<w:p><w:pPr>{looks}</w:pPr>{''.join(inner)}</w:p>"


def raised(text: str) -> str:
    return run(text, '<w:vertAlign w:val="superscript"/>')


def lowered(text: str) -> str:
    return run(text, '<w:vertAlign w:val="subscript"/>')


def opening(body: str = "AMENITIES COMMITTEE", day: str = "4 February 2026") -> list[str]:
    return [
        paragraph(run(HEAD, "<w:b/>")),
        paragraph(run(f"Minutes of the meeting of the {body} held in the Guildhall on {day}.")),
    ]


Prepare = Callable[[Any], None]


def word(blocks: list[str], prepare: Prepare = lambda document: None) -> Callable[[Path], None]:
    """Return what writes a Word file with these blocks, once `prepare` has seen to the package."""

    def write(path: Path) -> None:
        document = docx.Document()
        prepare(document)
        body = parse_xml(f"<w:body {NAMES}>{''.join(blocks)}</w:body>")
        for block in list(body):
            document.element.body.insert(-1, block)
        document.save(str(path))

    return write


def attach(document: Any, relation: str, data: str | bytes, kind: str, name: str, key: str) -> Part:
    data = data.encode() if isinstance(data, str) else data
    part = Part(PackURI(f"/word/{name}"), kind, data, document.part.package)
    document.part.rels.add_relationship(f"{OFFICE}/{relation}", part, key)
    return part


# Struck words, by run, by style, by tracked change


def struck_styles(document: Any) -> None:
    for kind, name in (("character", "Gone"), ("paragraph", "GoneParagraph")):
        document.styles.element.append(
            parse_xml(
                f'<w:style {NAMES} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>'
                "<w:rPr><w:strike/></w:rPr></w:style>"
            )
        )


STRUCK = OddFile(
    "struck.docx",
    word(
        [
            *opening(),
            paragraph(run("41. ALLOTMENT RENTS", "<w:b/>")),
            paragraph(
                run("RESOLVED – That the rent of a full plot be "),
                run("£58", '<w:rStyle w:val="Gone"/>'),
                run("£52"),
                run(" a year from 1 April 2026"),
                run(" and £64 from 2027", "<w:dstrike/>"),
                run("."),
            ),
            paragraph(
                run("That the gates be locked at dusk."),
                run(" The lower gate stays open.", '<w:strike w:val="0"/>'),
                looks='<w:pStyle w:val="GoneParagraph"/>',
            ),
            paragraph(
                run("The water charge is "),
                "<w:del><w:r><w:delText>£9</w:delText></w:r></w:del>",
                f"<w:ins>{run('£11')}</w:ins>",
                run(" a plot"),
                looks="<w:rPr><w:del/></w:rPr>",
            ),
            paragraph(run(" and falls due in June.")),
        ],
        struck_styles,
    ),
    has=(
        "the rent of a full plot be £52 a year from 1 April 2026.",
        "The lower gate stays open.",
        "The water charge is £11 a plot and falls due in June.",
    ),
    lacks=("£58", "£64", "£9", "locked at dusk"),
    notices=("struck",),
)

# Raised marks

RAISED = OddFile(
    "raised.docx",
    word(
        [
            *opening(),
            paragraph(run("42. SPLASH PAD", "<w:b/>")),
            paragraph(
                run("RESOLVED – That a splash pad of 1,850 m"),
                raised("2"),
                run(" be laid for £64,250"),
                raised("5"),
                run(", to open on the 21"),
                raised("st"),
                run(" of May, saving 12 t of CO"),
                lowered("2"),
                run(" a year"),
                raised("6,7"),
                run("."),
            ),
            paragraph(raised("5"), run(" Net of the lottery grant.")),
        ]
    ),
    has=(
        "1,850 m² be laid",
        "£64,250 ⁵",
        "21st of May",
        "CO2 a year",
        "⁵ Net of the lottery grant.",
    ),
    lacks=("£64,2505", "£64,250⁵", "year6"),
)

# Notes


def notes(document: Any) -> None:
    for top, texts in (
        ("footnotes", {2: "At a price of £73,900.", 3: "Including £410 for lamps."}),
        ("endnotes", {2: "Councillor Teale left before this item."}),
    ):
        one = top.removesuffix("s")
        held = "".join(
            f'<w:{one} w:id="{n}"><w:p>{run(text)}</w:p></w:{one}>' for n, text in texts.items()
        )
        rule = (
            f'<w:{one} w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:{one}>'
        )
        attach(
            document,
            top,
            f"<w:{top} {NAMES}>{rule}{held}</w:{top}>",
            f"{KIND}wordprocessingml.{top}+xml",
            f"{top}.xml",
            f"rId{top}",
        )


def note(number: int, kind: str = "footnote") -> str:
    return (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:{kind}Reference w:id="{number}"/></w:r>'
    )


def cell(*inner: str, looks: str = "") -> str:
    return f"<w:tc><w:tcPr>{looks}</w:tcPr><w:p>{''.join(inner)}</w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


NOTES = OddFile(
    "notes.docx",
    word(
        [
            *opening(),
            paragraph(run("43. BANDSTAND", "<w:b/>")),
            paragraph(
                run("RESOLVED – That the bandstand be mended by Orrin and Sons"), note(2), run(".")
            ),
            paragraph(run("The spending would be:")),
            "<w:tbl>"
            + row(cell(run("Part")), cell(run("2026/27")))
            + row(cell(run("Roof")), cell(run("£5,120"), note(3)))
            + "</w:tbl>",
            paragraph(run("The vote was unanimous."), note(2, "endnote")),
        ],
        notes,
    ),
    has=(
        "Orrin and Sons ¹.",
        "¹ At a price of £73,900.",
        "Roof\t£5,120 ²",
        "² Including £410 for lamps.",
        "ⁱ Councillor Teale left before this item.",
    ),
    lacks=("5,1202", "Sons1"),
)

# The page's own head


def first_head(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Page head of the others"
    head = section.first_page_header.paragraphs[0]
    head.text = "HARROWMERE TOWN COUNCIL\nFINANCE AND GENERAL PURPOSES COMMITTEE\n18 March 2026"


PAGE_HEAD = OddFile(
    "head.docx",
    word(
        [
            paragraph(run("MINUTES", "<w:b/>")),
            paragraph(run("12. PRECEPT", "<w:b/>")),
            paragraph(run("RESOLVED – That the precept be £412,600.")),
        ],
        first_head,
    ),
    has=("the precept be £412,600",),
    lacks=("Page head of the others",),
    day="2026-03-18",
    body="Finance and General Purposes Committee",
    council="Harrowmere Town Council",
)

# Forms


def new_box(ticked: bool) -> str:
    sign = "☒" if ticked else "☐"
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
        f"</w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>"
    )


def old_field(data: str, code: str, result: str = "") -> str:
    end = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>{end}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def old_box(ticked: bool) -> str:
    state = '<w:checked w:val="1"/>' if ticked else '<w:default w:val="0"/>'
    return old_field(f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox>", "FORMCHECKBOX")


def symbol(code: str) -> str:
    return f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'


ENTRIES = "".join(f'<w:listEntry w:val="{v}"/>' for v in ("Approved", "Refused", "Deferred"))
PLACEHOLDER = (
    "<w:sdt><w:sdtPr><w:text/><w:showingPlcHdr/></w:sdtPr>"
    f"<w:sdtContent>{run('Click here to enter text.')}</w:sdtContent></w:sdt>"
)
FORM = OddFile(
    "form.docx",
    word(
        [
            paragraph(run(HEAD, "<w:b/>")),
            paragraph(run("RECORD OF OFFICER DECISION", "<w:b/>")),
            paragraph(run("Date of decision: 9 January 2026")),
            "<w:tbl>"
            + row(
                cell(run("Key decision?")),
                cell(new_box(False), run(" Yes "), new_box(True), run(" No")),
            )
            + row(
                cell(run("Urgent?")), cell(symbol("F06F"), run(" Yes "), symbol("F0FE"), run(" No"))
            )
            + row(
                cell(run("Outcome")),
                cell(
                    old_field(
                        f"<w:ddList><w:result w:val='1'/>{ENTRIES}</w:ddList>", "FORMDROPDOWN"
                    )
                ),
            )
            + row(cell(run("Cost")), cell(old_field("<w:textInput/>", "FORMTEXT", run("£7,345"))))
            + row(cell(run("Contractor")), cell(PLACEHOLDER))
            + "</w:tbl>",
            paragraph(run("Open to call-in:  Yes "), old_box(False), run("  No "), old_box(True)),
        ]
    ),
    has=(
        "☐ (not ticked) Yes ☒ (ticked) No",
        "Outcome\tRefused",
        "Cost\t£7,345",
        "Yes ☐ (not ticked)  No ☒ (ticked)",
    ),
    lacks=("Click here", "Approved", "Deferred", "\uf06f"),
)

# Parts put in from other files


def _inner() -> bytes:
    document = docx.Document()
    document.add_paragraph("52. WAR MEMORIAL")
    document.add_paragraph("RESOLVED – That the memorial be cleaned for £2,480.")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


MHT = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>53. CEMETERY LODGE</p><p>RESOLVED that the lodge be let at =C2=A3615 a month.</p>\r\n--B--\r\n"
)


def put_in(document: Any) -> None:
    attach(
        document,
        "aFChunk",
        _inner(),
        f"{KIND}wordprocessingml.document.main+xml",
        "in1.docx",
        "rIdIn1",
    )
    attach(document, "aFChunk", MHT, "message/rfc822", "in2.mht", "rIdIn2")
    attach(
        document,
        "aFChunk",
        b"{\\rtf1 54. GATES\\par They were shut.}",
        "application/rtf",
        "in3.rtf",
        "rIdIn3",
    )


PUT_IN = OddFile(
    "put in.docx",
    word(
        [
            *opening(),
            '<w:altChunk r:id="rIdIn1"/>',
            '<w:altChunk r:id="rIdIn2"/>',
            paragraph(run("The Chairman thanked the band at 9 pm.")),
            '<w:altChunk r:id="rIdIn3"/>',
        ],
        put_in,
    ),
    has=(
        "RESOLVED – That the memorial be cleaned for £2,480.\n53. CEMETERY LODGE",
        "let at £615 a month.\nThe Chairman thanked",
        "9 pm.\n54. GATES\nThey were shut.",
    ),
)

# Drawings


def drawings(document: Any) -> None:
    attach(
        document,
        "diagramData",
        f"<dgm:dataModel {NAMES}><dgm:ptLst>"
        + "".join(
            f"<dgm:pt><dgm:t><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>"
            for words in ("Town Clerk: Isla Brandreth", "Deputy: Owen Pask")
        )
        + "</dgm:ptLst></dgm:dataModel>",
        f"{KIND}drawingml.diagramData+xml",
        "diagrams/data1.xml",
        "rIdArt",
    )
    attach(
        document,
        "chart",
        f"<c:chartSpace {NAMES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Burials by year</a:t>"
        "</a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>",
        f"{KIND}drawingml.chart+xml",
        "charts/chart1.xml",
        "rIdChart",
    )


def drawing(uri: str, inner: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{inner}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


DRAWN = OddFile(
    "drawn.docx",
    word(
        [
            *opening(),
            paragraph(run("The staff are shown here.")),
            paragraph(drawing("diagram", '<dgm:relIds r:dm="rIdArt"/>')),
            paragraph(drawing("chart", '<c:chart r:id="rIdChart"/>')),
            paragraph(run("The meeting closed.")),
        ],
        drawings,
    ),
    has=(
        "shown here.\nTown Clerk: Isla Brandreth\nDeputy: Owen Pask\nBurials by year\nThe meeting",
    ),
    notices=("chart",),
)

# Web pages

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Minutes</title><style>
.gone {{ text-decoration: line-through; }} .unseen {{ display: none }}
@media print {{ .agenda {{ display: none }} }}
</style></head><body><main><h1>{HEAD}</h1>
<p>Minutes of the meeting of the AMENITIES COMMITTEE held at the Guildhall on 4 February 2026.</p>
<h2>44. CAR&shy;AVAN SITE</h2>
<p class="agenda">RESOLVED &ndash; That the pitch fee be <s>&pound;23</s> <span class="gone">&pound;24</span>
&pound;19&#8203;.50<sup>2</sup> a night<span style="text-decoration:line-through"> and £31 in August</span>.</p>
<p class="unseen">Draft of 1 January</p><p><sup>2</sup> Dogs free.</p>
<p>An area of 400 m<sup>2</sup> was agreed on the 2<sup>nd</sup> visit.</p>
<p>Key decision? <input type="checkbox"> Yes <input type="checkbox" checked> No</p>
</main></body></html>"""
WEB = OddFile(
    "page.html",
    written(PAGE),
    has=(
        "44. CARAVAN SITE",
        "the pitch fee be £19.50 ² a night.",
        "² Dogs free.",
        "400 m² was agreed on the 2nd visit",
        "☐ (not ticked) Yes ☒ (ticked) No",
    ),
    lacks=("£23", "£24", "£31", "Draft of 1 January"),
)
WORD_PAGE = (
    '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"></head>'
    f"<body lang=EN-GB><div class=WordSection1><p class=MsoNormal><b>{HEAD}</b></p>"
    "<p class=MsoNormal>Minutes of the meeting of the AMENITIES COMMITTEE held on 4 February 2026</p>"
    "<p class=MsoNormal>45. FAIR</p><p class=MsoNormal>RESOLVED – That the fair pay £880<a "
    'style="mso-footnote-id:ftn1" href="#_ftn1"><span class=MsoFootnoteReference><span '
    "style='vertical-align:super'>[1]</span></span></a><span style='mso-hide:all'> (unseen)</span>."
    "</p><p class=MsoFootnoteText><a href='#_ftnref1'><span class=MsoFootnoteReference>[1]</span>"
    "</a> For four days.</p></div></body></html>"
)
SAVED = OddFile(
    "saved by word.htm",
    lambda path: path.write_bytes(WORD_PAGE.encode("cp1252")) and None,
    has=("the fair pay £880 [1].", "[1] For four days."),
    lacks=("unseen", "£880[1]"),
)

# Text and Markdown

TAGGED = OddFile(
    "tagged.txt",
    lambda path: (
        path.write_text(
            f"{HEAD}<br />Minutes of the AMENITIES COMMITTEE held on 4 February 2026<br /><br />"
            "46. BOATING LAKE<br />RESOLVED &ndash; That the lake be dredged for &pound;31,275 "
            "<s>&pound;30,000</s> by R&amp;D Marine.&nbsp;<br>The vote was 7&ndash;2.<br/>",
            "utf-8",
        )
        and None
    ),
    has=(
        f"{HEAD}\nMinutes of the AMENITIES",
        "46. BOATING LAKE\nRESOLVED – That the lake be dredged for £31,275",
        "by R&D Marine.\nThe vote was 7–2.",
    ),
    lacks=("<br", "&pound;", "30,000"),
)
MARKDOWN = OddFile(
    "exported.md",
    lambda path: (
        path.write_text(
            "---\ntitle: Minutes\n---\n\n<!-- -->\n\n"
            f"**{HEAD}**\n\n[AMENITIES COMMITTEE]{{.underline}} 4 February 2026\n\n"
            "47\\. PUTTING GREEN\\\nRESOLVED \\-- That the fee be ~~£3~~ £4^1^ a round, over 900 m^2^,\n"
            "from the 1^st^ of May.[^2]\n\n1.  first\n\n<!-- -->\n\n2.  second\n\n"
            "[^2]: Under 12s free.\n\n<table>\n<tr><th>Year</th><th>Rounds</th></tr>\n"
            "<tr><td>2025</td><td>1,204</td></tr>\n</table>\n\nThe meeting closed.\n",
            "utf-8",
        )
        and None
    ),
    has=(
        "47. PUTTING GREEN\nRESOLVED -- That the fee be £4 ¹ a round, over 900 m²,",
        "from the 1st of May. ²",
        "² Under 12s free.",
        "AMENITIES COMMITTEE 4 February 2026",
        "Year\tRounds\n2025\t1,204",
    ),
    lacks=("<!--", "£3", "\\", "<td>", "{.underline}"),
)
WIDE = OddFile(
    "wide.txt",
    lambda path: (
        path.write_bytes(
            (
                f"{HEAD}\r\nMinutes of the AMENITIES COMMITTEE held on 4 February 2026\r\r"
                "48. PIER\rRESOLVED â€“ That the pier toll be Ã‚Â£2.40 (the councilâ€™s share "
                "60p).\x0c49. TOWN CRIER\r\nRESOLVED – That a cri\u00ader be ap\u200bpointed at £75 a cry.\r\n"
            ).encode("utf-16-le")
        )
        and None
    ),
    has=(
        "48. PIER\nRESOLVED – That the pier toll be £2.40 (the council’s share 60p).\n49. TOWN CRIER",
        "That a crier be appointed at £75",
    ),
    lacks=("Â", "â€", "\r", "\x0c"),
)

ODD_FILES = (
    *(STRUCK, RAISED, NOTES, PAGE_HEAD, FORM, PUT_IN, DRAWN),
    *(WEB, SAVED, TAGGED, MARKDOWN, WIDE),
)
