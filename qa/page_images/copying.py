"""The copy of a PDF that the library keeps and hands out: what its pages show, and nothing else.

A PDF may hold much beside its pages: attached files, scripts, actions, layers that are switched
off, properties, bookmarks, and whatever earlier versions of it held. So the copy is written from
lists of what may be in it, not of what may not: pages, what they draw, links within the paper and
to the web, bookmarks. Three kinds of pages are made anew:

- a page that may not be shown becomes a blank one of the same size, so that page numbers stay true;
- a page that holds what cannot be seen on it becomes a picture (`drawing`);
- notes, stamps and filled-in fields of any other page become part of what it draws.

What the pages left out used and the others do not is not in the copy. Runs in the child process of
`worker` alone, since a PDF may be hostile. Frames are (left, bottom, right, top) in points.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageChops

from qa.page_images import drawing
from qa.page_images.appearances import draw_missing
from qa.page_images.resources import Resources, has_hidden_layers, names_in
from qa.papers import Frame

MAX_BYTES = 150_000_000
"""Of a copy: what a browser still opens."""
MAX_LINKS = 200_000
MAX_BOOKMARKS = 20_000
MAX_TITLE = 300
"""Letters of a bookmark."""
MAX_DEPTH = 30
"""Of bookmarks within one another."""
_DAMAGED = (AttributeError, KeyError, IndexError, TypeError, ValueError, RuntimeError)
"""What a hostile file may raise where a note is not as it should be."""
_NOT_OUR_PDF = "this PDF cannot be written anew"


def copy_pdf(pdf: str, blank: Mapping[int, str], hidden: Mapping[int, Sequence[Frame]]) -> bytes:
    """Return the copy of a PDF that may be kept and handed out.

    `blank` says which pages, from 1, become blank ones, and the words on each. `hidden` says on
    which pages something cannot be seen, and where: they become pictures, as those do that have
    redaction marks, or layers that are switched off.

    Raises:
        ValueError: no copy can be made, or it would be larger than 150 MB.
    """
    try:
        with pikepdf.open(pdf) as source:
            return _Copy(source, pdf, blank, hidden).written()
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError) as error:
        raise ValueError(_NOT_OUR_PDF) from error
    except (AttributeError, KeyError, IndexError, TypeError, NotImplementedError) as error:
        # What a hostile file has in place of the object that belongs there.
        raise ValueError(_NOT_OUR_PDF) from error


@dataclass(slots=True)
class _Copy:
    """A PDF that is turned into its copy, in place."""

    pdf: pikepdf.Pdf
    path: str
    blank: Mapping[int, str]
    hidden: Mapping[int, Sequence[Frame]]
    pages: list[Any] = field(default_factory=list)
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    """The index of each page, by its object's number."""
    shown: Resources = field(default_factory=Resources)
    size: int = 0
    """Bytes of the pictures so far."""
    drawn_anew: bool = False
    """Whether notes or fields were drawn that the file does not draw."""

    def written(self) -> bytes:
        """Turn the PDF into its copy, and return that."""
        self.pages = [page.obj for page in self.pdf.pages]
        self.places = {page.objgen: index for index, page in enumerate(self.pages)}
        _hand_down(self.pages)
        with suppress(*_DAMAGED):
            self.drawn_anew = draw_missing(self.pdf)
        self._make_anew()
        bookmarks = list(self._bookmarks())
        links = {index: list(self._links(page)) for index, page in self._kept()}
        self._flatten()
        for index, page in self._kept():
            self._keep_shown(page)
            if links[index]:
                page.Annots = self.pdf.make_indirect(Array(links[index]))
        self._forget_all_else()
        self._add_bookmarks(bookmarks)
        target = io.BytesIO()
        self.pdf.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=False,
            deterministic_id=True,
            fix_metadata_version=False,
        )
        if target.tell() > MAX_BYTES:
            raise ValueError("too large")
        self._check(target.getvalue())
        return target.getvalue()

    def _check(self, copy: bytes) -> None:
        """Raise ValueError where the copy has other pages, or the pages in another order.

        A damaged PDF may be repaired in one way here and in another by the reader, which says which
        pages may not be shown.
        """
        before, after = pdfium.PdfDocument(self.path), pdfium.PdfDocument(copy)
        try:
            if len(before) != len(after) or len(before) != len(self.pages):
                raise ValueError("other pages")
            if not self.blank and not self.hidden:
                return
            for index in range(len(before)):
                if self._is_kept(index):
                    same = _are_alike(before[index], after[index])
                else:
                    words = self.blank.get(index + 1)
                    same = words is None or _words(after[index]) == Counter(words.split())
                if not same:
                    raise ValueError("another order of pages")
        finally:
            before.close()
            after.close()

    def _kept(self) -> Iterator[tuple[int, Any]]:
        """Yield the pages that stay as they are, with their indexes."""
        for index, page in enumerate(self.pages):
            if self._is_kept(index):
                yield index, page

    def _is_kept(self, index: int) -> bool:
        return index + 1 not in self.blank and index + 1 not in self.hidden

    # Pages that are made anew

    def _make_anew(self) -> None:
        """Make blank pages and pictures."""
        layered = has_hidden_layers(self.pdf)
        pictured = dict(self.hidden)
        for index, page in self._kept():
            if _is_marked(page) or (layered and _is_layered(page)):
                pictured[index + 1] = ()
        self.hidden = {
            number: frames
            for number, frames in pictured.items()
            if number not in self.blank and 1 <= number <= len(self.pages)
        }
        if self.hidden:
            drawn = pdfium.PdfDocument(self._as_drawn())
            try:
                drawn.init_forms()
                for number in sorted(self.hidden):
                    self._picture(drawn, number)
            finally:
                drawn.close()
        for number, words in self.blank.items():
            if 1 <= number <= len(self.pages):
                self._blank(self.pages[number - 1], words)

    def _as_drawn(self) -> str | bytes:
        """Return the PDF with the notes and fields that the file itself does not draw."""
        if not self.drawn_anew:
            return self.path
        target = io.BytesIO()
        self.pdf.save(target)
        return target.getvalue()

    def _picture(self, drawn: pdfium.PdfDocument, number: int) -> None:
        """Replace a page by a picture of it."""
        page = drawn[number - 1]
        picture = drawing.picture_page(page, self.hidden[number])
        width, height = page.get_size()
        self.size += len(picture.jpeg)
        if self.size > MAX_BYTES:
            raise ValueError("too large")
        image = Stream(self.pdf, picture.jpeg)
        image.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q\n".encode("ascii")
        content += _invisible(picture, width / picture.width)
        resources = Dictionary(
            XObject=Dictionary({"/Page": self.pdf.make_indirect(image)}),
            Font=Dictionary(F=_type_face()),
        )
        self._replace(self.pages[number - 1], width, height, content, resources)

    def _blank(self, page: Any, words: str) -> None:
        """Replace a page by an empty one of the same size with a few words in the middle."""
        width, height = _size_shown(page)
        size = max(4.0, min(24.0, width / 20))
        left = max(0.0, (width - size * len(words) / 2) / 2)
        shown = words.encode("ascii", "replace").replace(b"\\", b"").translate(None, b"()")
        content = b"BT /F %.2f Tf %.2f %.2f Td (%s) Tj ET" % (size, left, height / 2, shown)
        resources = Dictionary(Font=Dictionary(F=_type_face()))
        self._replace(page, width, height, content, resources)

    def _replace(
        self, page: Any, width: float, height: float, content: bytes, resources: Dictionary
    ) -> None:
        """Give a page another content and nothing of what it had."""
        for key in list(page.keys()):
            if key not in ("/Type", "/Parent"):
                del page[key]
        page.MediaBox = Array([0, 0, round(width, 3), round(height, 3)])
        page.Resources = resources
        page.Contents = self.pdf.make_stream(content)

    # What is drawn over a page

    def _links(self, page: Any) -> Iterator[Dictionary]:
        """Yield the links of a page that lead to the web or to a page of the paper, made anew."""
        for note in _items(page.get(Name.Annots))[:MAX_LINKS]:
            if not isinstance(note, Dictionary) or note.get(Name.Subtype) != Name.Link:
                continue
            rect = [float(edge) for edge in _items(note.get(Name.Rect)) if _is_number(edge)]
            action = note.get(Name.A)
            link = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0])
            )
            address = _web_address(action)
            if len(rect) != 4:
                continue
            if address is not None:
                link.A = Dictionary(S=Name.URI, URI=String(address))
                yield link
            elif (index := self._target(note)) is not None and index + 1 not in self.blank:
                link.Dest = Array([self.pages[index], Name.Fit])
                yield link

    def _flatten(self) -> None:
        """Make notes, stamps and fields part of what their pages draw, as far as they show."""
        some = False
        for index, page in enumerate(self.pages):
            notes = [
                note
                for note in _items(page.get(Name.Annots))
                if isinstance(note, Dictionary)
                and note.get(Name.Subtype) not in (Name.Link, Name.Popup, Name.FileAttachment)
            ]
            if Name.Annots in page:
                del page[Name.Annots]
            if notes and self._is_kept(index):
                page.Annots = self.pdf.make_indirect(Array(notes))
                some = True
        if not some:
            return
        with suppress(Exception):  # then they are left out
            self.pdf.flatten_annotations("screen")
        for page in self.pages:
            if Name.Annots in page:
                del page[Name.Annots]

    # What a page draws

    def _keep_shown(self, page: Any) -> None:
        """Leave to a page what it draws."""
        for key in list(page.keys()):
            if key not in _PAGE_KEYS:
                del page[key]
        names = names_in(_contents(page))
        page.Resources = self.shown.named(page.get(Name.Resources), names)

    def _forget_all_else(self) -> None:
        """Leave to the document its pages."""
        root = self.pdf.Root
        for key in list(root.keys()):
            if key not in _ROOT_KEYS:
                del root[key]
        root.Pages = self.pdf.make_indirect(
            Dictionary(Type=Name.Pages, Count=len(self.pages), Kids=Array(self.pages))
        )
        for page in self.pages:
            page.Parent = root.Pages
        for key in list(self.pdf.trailer.keys()):
            if key not in ("/Root", "/Size", "/ID", "/Prev"):
                with suppress(KeyError, ValueError):
                    del self.pdf.trailer[key]

    # Bookmarks

    def _bookmarks(self) -> Iterator[tuple[int, str, int]]:
        """Yield the bookmarks of the pages kept: how deep each lies, its title, its page's index.

        Those of other pages may name what is not seen there.
        """
        outlines = self.pdf.Root.get(Name.Outlines)
        if not isinstance(outlines, Dictionary):
            return
        seen: set[tuple[int, int]] = set()
        waiting = [(0, outlines.get(Name.First))]
        while waiting and len(seen) < MAX_BOOKMARKS:
            depth, entry = waiting.pop()
            if not isinstance(entry, Dictionary) or entry.objgen in seen:
                continue
            seen.add(entry.objgen)
            waiting.append((depth, entry.get(Name.Next)))
            title, index = entry.get(Name.Title), self._target(entry)
            if isinstance(title, String) and index is not None and self._is_kept(index):
                yield depth, str(title)[:MAX_TITLE], index
                depth += 1
            # Else its own bookmarks take its place.
            if depth < MAX_DEPTH:
                waiting.append((depth, entry.get(Name.First)))

    def _add_bookmarks(self, bookmarks: Sequence[tuple[int, str, int]]) -> None:
        if not bookmarks:
            return
        with self.pdf.open_outline() as outline:
            levels: list[Any] = [outline.root]
            for depth, title, index in bookmarks:
                item = pikepdf.OutlineItem(title, index)
                del levels[depth + 1 :]
                levels[-1].append(item)
                levels.append(item.children)

    def _target(self, holder: Any) -> int | None:
        """Return the index of the page to which a link or bookmark leads; None if to none."""
        where, action = holder.get(Name.Dest), holder.get(Name.A)
        if where is None and isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
            where = action.get(Name.D)
        if isinstance(where, String | Name):
            where = self._named(where)
        if isinstance(where, Dictionary):
            where = where.get(Name.D)
        page = next(iter(_items(where)), None)
        return self.places.get(page.objgen) if isinstance(page, Dictionary) else None

    def _named(self, name: Any) -> Any:
        root = self.pdf.Root
        if isinstance(name, Name):
            held = root.get(Name.Dests)
            return held.get(str(name)) if isinstance(held, Dictionary) else None
        names = root.get(Name.Names)
        held = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        with suppress(Exception):  # of many kinds, where the tree is damaged
            return pikepdf.NameTree(held).get(str(name)) if held is not None else None
        return None


def _type_face() -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


_LETTER = 0.5
"""The width of a letter of Helvetica on average, in heights of the type."""


def _invisible(picture: drawing.PagePicture, points: float) -> bytes:
    """Return what writes a picture's words where they are seen, for search and for marking.

    `points` is how many a pixel has.
    """
    written = [b"BT 3 Tr"]
    for word, (left, top, right, bottom) in picture.words:
        size = max(1.0, (bottom - top) * points)
        stretch = 100 * (right - left) * points / (size * _LETTER * len(word))
        # The foot of the type's box is about a fifth of its height below the line.
        foot = (picture.height - bottom) * points + size / 5
        letters = f"{word} ".encode("cp1252", "replace").hex().encode("ascii")
        written.append(
            b"/F %.2f Tf %.1f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj"
            % (size, min(max(stretch, 1.0), 1000.0), left * points, foot, letters)
        )
    return b"\n".join([*written, b"ET"]) if picture.words else b""


# What may be in a copy

_ROOT_KEYS = frozenset({"/Type", "/Pages", "/Lang", "/Version"})
_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"}
    | {"/Resources", "/Contents", "/Group"}
)
# What a PDF says of its pages

_COMPARING_SCALE = 0.2
"""Pixels a point at which pages without words are compared."""


def _are_alike(before: pdfium.PdfPage, after: pdfium.PdfPage) -> bool:
    """Whether two pages have the same words, or look the same if there are none.

    The second may have more: those of its notes and fields.
    """
    words = _words(before)
    if words:
        return words <= _words(after)
    one, other = (
        page.render(scale=_COMPARING_SCALE, may_draw_forms=False).to_pil().convert("L")
        for page in (before, after)
    )
    return one.size == other.size and not any(ImageChops.difference(one, other).histogram()[128:])


def _words(page: pdfium.PdfPage) -> Counter[str]:
    return Counter(page.get_textpage().get_text_range().split())


def _items(array: Any) -> list[Any]:
    return list(array) if isinstance(array, Array) else []


def _is_number(thing: Any) -> bool:
    with suppress(TypeError, ValueError):
        return abs(float(thing)) < 1e6
    return False


def _contents(page: Any) -> bytes:
    held = page.get(Name.Contents)
    parts = [held] if isinstance(held, Stream) else _items(held)
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))


_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


def _hand_down(pages: Sequence[Any]) -> None:
    """Give each page what it has from the nodes of the tree above it."""
    for page in pages:
        missing = [key for key in _INHERITED if key not in page]
        node, steps = page.get(Name.Parent), 0
        while missing and isinstance(node, Dictionary) and steps < MAX_DEPTH * 10:
            for key in [key for key in missing if key in node]:
                page[key] = node[key]
                missing.remove(key)
            node, steps = node.get(Name.Parent), steps + 1


_A4 = (595.0, 842.0)


def _size_shown(page: Any) -> tuple[float, float]:
    """Return width and height of a page as it is shown, in points."""
    for key in (Name.CropBox, Name.MediaBox):
        edges = [float(edge) for edge in _items(page.get(key)) if _is_number(edge)]
        if len(edges) == 4:
            width, height = abs(edges[2] - edges[0]), abs(edges[3] - edges[1])
            if width >= 1 and height >= 1:
                turned = _is_number(page.get(Name.Rotate)) and int(page.Rotate) % 180 == 90
                return (height, width) if turned else (width, height)
    return _A4


def _web_address(action: Any) -> str | None:
    """Return where an action leads on the web; None where it leads elsewhere, or does more."""
    if not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
        return None
    address = action.get(Name.URI)
    if not isinstance(address, String):
        return None
    words = str(address).strip()
    fit = words.lower().startswith(("http://", "https://", "mailto:"))
    return words if fit and words.isprintable() else None


def _is_marked(page: Any) -> bool:
    """Whether something on a page is marked to be taken out, and still there."""
    return any(
        isinstance(note, Dictionary) and note.get(Name.Subtype) == Name.Redact
        for note in _items(page.get(Name.Annots))
    )


def _is_layered(page: Any) -> bool:
    """Whether anything that a page draws is on a layer."""
    notes = (note for note in _items(page.get(Name.Annots)) if isinstance(note, Dictionary))
    if any(Name.OC in note for note in notes):
        return True
    waiting, seen = [page.get(Name.Resources)], set[tuple[int, int]]()
    while waiting:
        held = waiting.pop()
        if not isinstance(held, Dictionary):
            continue
        properties = held.get(Name.Properties)
        if isinstance(properties, Dictionary):
            for one in properties.values():
                if isinstance(one, Dictionary) and one.get(Name.Type) in (Name.OCG, Name.OCMD):
                    return True
        drawn = held.get(Name.XObject)
        for one in drawn.values() if isinstance(drawn, Dictionary) else ():
            if not isinstance(one, Stream) or one.objgen in seen:
                continue
            seen.add(one.objgen)
            if Name.OC in one:
                return True
            waiting.append(one.get(Name.Resources))
    return False
