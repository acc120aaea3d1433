"""Files that try to hang, crash, outgrow or mislead a reader, made by code."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from docx import Document
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def small_pdf(pages: int = 2, text: str = "The committee met in the old hall.") -> bytes:
    """Return an ordinary PDF with a line of text on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number in range(1, pages + 1):
        canvas.drawString(72, 760, f"{text} Page {number} of the record.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """Return a PDF of the objects given, with a sound cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        kind = b"n" if number in places else b"f"
        out += b"%010d 00000 %s \n" % (places.get(number, 0), kind)
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        start,
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a PDF stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


def page_tree(kids: bytes, count: int) -> bytes:
    """Return the root of a page tree."""
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)


def page(content: int, box: bytes = b"0 0 595 842", more: bytes = b"") -> bytes:
    """Return a page whose content is the object given."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R "
        b"/Resources << /Font << /F1 90 0 R >> >> %s >>" % (box, content, more)
    )


TEXT = b"BT /F1 12 Tf 72 700 Td (Words that any reader can make out on this page of ours.) Tj ET"


def flate_bomb_pdf(layers: int = 2, size: int = 1_500_000_000) -> bytes:
    """Return a small PDF whose second page inflates to more than any machine's share."""
    maker = zlib.compressobj(9)
    block = b" " * 10_000_000
    first, again = (maker.compress(block) + maker.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + again * (size // len(block) - 1) + maker.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * layers)
    return raw_pdf(
        {
            1: CATALOGUE,
            2: page_tree(b"3 0 R 5 0 R 3 0 R", 3),
            3: page(4),
            4: stream(TEXT),
            5: page(6),
            6: stream(packed, filters),
            90: FONT,
        }
    )


def looping_xref_pdf() -> bytes:
    """Return a PDF whose cross-reference table names itself as its predecessor."""
    sound = raw_pdf({1: CATALOGUE, 2: page_tree(b"3 0 R", 1), 3: page(4), 4: stream(TEXT)})
    start = sound.index(b"xref\n")
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def looping_tree_pdf() -> bytes:
    """Return a PDF whose page tree holds itself."""
    return raw_pdf({1: CATALOGUE, 2: page_tree(b"2 0 R 3 0 R", 2), 3: page_tree(b"2 0 R", 5)})


def fan_out_pdf(levels: int = 40) -> bytes:
    """Return a PDF whose page tree doubles at each level: a trillion pages in 4 KB."""
    objects = {1: CATALOGUE}
    for level in range(2, levels + 2):
        below = b"%d 0 R " % (level + 1)
        objects[level] = page_tree(below * 2, 2 ** min(30, levels + 2 - level))
    objects[levels + 2] = page(levels + 3)
    objects[levels + 3] = stream(TEXT)
    return raw_pdf(objects)


def deep_tree_pdf(depth: int = 20_000) -> bytes:
    """Return a PDF with one page at the end of a very long chain."""
    objects = {1: CATALOGUE}
    for level in range(2, depth):
        objects[level] = page_tree(b"%d 0 R" % (level + 1), 1)
    objects[depth] = page(depth + 1)
    objects[depth + 1] = stream(TEXT)
    return raw_pdf(objects)


def looping_form_pdf() -> bytes:
    """Return a PDF whose drawing draws itself."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    holder = b"/Resources << /XObject << /X 5 0 R >> >>"
    return raw_pdf(
        {
            1: CATALOGUE,
            2: page_tree(b"3 0 R", 1),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R %s >>" % holder,
            4: stream(b"/X Do"),
            5: stream(b"/X Do /X Do", form),
        }
    )


def huge_page_pdf() -> bytes:
    """Return a PDF with a page larger than a continent."""
    box = b"0 0 99999999999 99999999999"
    return raw_pdf(
        {1: CATALOGUE, 2: page_tree(b"3 0 R", 1), 3: page(4, box), 4: stream(TEXT), 90: FONT}
    )


def many_pages_pdf(pages: int = 10_000) -> bytes:
    """Return a PDF of very many pages that are one and the same."""
    kids = b"3 0 R " * pages
    return raw_pdf({1: CATALOGUE, 2: page_tree(kids, pages), 3: page(4), 4: stream(TEXT), 90: FONT})


def deep_arrays_pdf(depth: int = 200_000) -> bytes:
    """Return a PDF with an array in an array, and so on."""
    return raw_pdf(
        {1: CATALOGUE, 2: page_tree(b"3 0 R", 1), 3: page(4, more=b"/A " + b"[" * depth)}
    )


def locked_pdf(user: str = "secret", owner: str = "owner") -> bytes:
    """Return a PDF that asks for a password to be opened (or, with no user's, to be changed)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(small_pdf())))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def scripted_pdf(marker: Path) -> bytes:
    """Return a PDF that on opening would run a script, start a program and save a file."""
    script = b"(this.exportDataObject({cName: 'a.exe', cDIPath: '%s'}))" % bytes(marker)
    launch = b"<< /S /Launch /F (/bin/touch) /P (%s) >>" % bytes(marker)
    names = b"/Names << /EmbeddedFiles << /Names [(a.exe) 7 0 R] >> >>"
    action = b"/OpenAction << /S /JavaScript /JS %s /Next %s >>" % (script, launch)
    return raw_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s %s >>" % (action, names),
            2: page_tree(b"3 0 R", 1),
            3: page(4, more=b"/AA << /O %s >>" % launch),
            4: stream(TEXT),
            7: b"<< /Type /Filespec /F (a.exe) /EF << /F 8 0 R >> >>",
            8: stream(b"MZ" + b"\0" * 64, b"/Type /EmbeddedFile"),
            90: FONT,
        }
    )


def fuzzed(data: bytes, seed: int, share: float = 0.01) -> bytes:
    """Return the bytes with some of them changed, the same ones for the same seed."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(int(len(changed) * share)):
        changed[chance.randrange(16, len(changed) - 16)] = chance.randrange(256)
    return bytes(changed)


def small_docx(change: Callable[[str], str] | None = None) -> bytes:
    """Return an ordinary DOCX, its main part changed as asked."""
    document = Document()
    document.add_paragraph("The committee met in the old hall.")
    buffer = io.BytesIO()
    document.save(buffer)
    if change is None:
        return buffer.getvalue()
    with zipfile.ZipFile(buffer) as sound:
        parts = {entry.filename: sound.read(entry) for entry in sound.infolist()}
    main = parts["word/document.xml"].decode("utf-8")
    parts["word/document.xml"] = change(main).encode("utf-8")
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx_bomb(size: int = 600_000_000) -> bytes:
    """Return a DOCX with a picture that unpacks to far more than it takes."""
    buffer = io.BytesIO(small_docx())
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/image1.emf", "w", force_zip64=True) as part,
    ):
        block = b"\0" * 20_000_000
        for _ in range(size // len(block)):
            part.write(block)
    return buffer.getvalue()


def docx_of_many_parts(parts: int = 6_000) -> bytes:
    """Return a DOCX with more parts than any document has."""
    many = {f"word/media/{number}.bin": b"" for number in range(parts)}
    return zipped({"word/document.xml": b"<w:document/>", **many})


def nested_docx_bomb() -> bytes:
    """Return a DOCX that holds archives in archives; the outermost alone is small."""
    inner = zipped({"zeros": b"\0" * 50_000_000})
    for depth in range(4):
        inner = zipped({f"{depth}-{copy}.zip": inner for copy in range(10)})
    buffer = io.BytesIO(small_docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/embeddings/package.zip", inner)
    return buffer.getvalue()


def docx_with_entity(declaration: str, used: str) -> bytes:
    """Return a DOCX whose main part declares entities and uses one."""

    def change(main: str) -> str:
        head, _, rest = main.partition("?>")
        rest = rest.replace("The committee met", f"The committee met {used}")
        return f"{head}?><!DOCTYPE w:document [{declaration}]>{rest}"

    return small_docx(change)


def billion_laughs_docx() -> bytes:
    """Return a DOCX whose entities would grow a thousand million times."""
    lines = ['<!ENTITY e0 "ha">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    return docx_with_entity("".join(lines), "&e9;")


def looping_styles_docx() -> bytes:
    """Return a DOCX two of whose styles are each based on the other."""
    with zipfile.ZipFile(io.BytesIO(small_docx())) as sound:
        parts = {entry.filename: sound.read(entry) for entry in sound.infolist()}
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
        f'<w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("Ring1", "Ring2"), ("Ring2", "Ring1"))
    ).encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b"</w:styles>", ring + b"</w:styles>"
    )
    main = parts["word/document.xml"].replace(
        b"<w:p>", b'<w:p><w:pPr><w:pStyle w:val="Ring1"/></w:pPr>', 1
    )
    parts["word/document.xml"] = main
    return zipped(parts)


def looping_outline_pdf() -> bytes:
    """Return a PDF whose bookmarks follow one another in a ring."""
    mark = b"<< /Title (Item) /Parent 5 0 R /Next %d 0 R /Prev %d 0 R /First 6 0 R /Dest [3 0 R] >>"
    return raw_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
            2: page_tree(b"3 0 R", 1),
            3: page(4),
            4: stream(TEXT),
            5: b"<< /Type /Outlines /First 6 0 R /Last 7 0 R /Count 99 >>",
            6: mark % (7, 7),
            7: mark % (6, 6),
            90: FONT,
        }
    )
