"""Read web pages of meetings: what a visitor reads of the main part, a line a block."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.document import PageSays, SourceDocument
from ingest.marking_words import MARKING_WORD
from ingest.readers.html_page import PageReader
from ingest.readers.html_says import is_item_page, item_of_page, page_says, title_of
from ingest.readers.rows import Written, item_numbers_of, number_lines, roles_of
from ingest.readers.text import decode
from qa.errors import ReadError
from qa.papers import FileFormat

MAX_BYTES = 20_000_000
MAX_DEPTH = 5_000
"""Open elements at one time; the parser's time grows with their square. Browsers stop at 512."""
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{3,20})", re.I)
CHARSET_WITHIN = 2_048
SINGLE_BYTE = re.compile(r"iso-?8859-\d+|latin-?1|windows-?125\d|cp-?125\d")
LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii"})
"""Browsers read these as Windows-1252 (WHATWG Encoding Standard)."""
TAG = re.compile(rb"<(/?)([a-z][a-z0-9]*)[^<>]{0,2000}>", re.I)
SELF_CLOSING = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p tr td th thead tbody tfoot option optgroup dt dd".split()
)
"""Elements that hold nothing, or that end by themselves where the next begins."""
MAIN_PARTS = ("main", "[role=main]", "#modgov", ".mgContent", "#main-content", "#content")
ENOUGH_LETTERS = 200


def read_html(path: Path) -> SourceDocument:
    """Read a web page. Raises ReadError where it is too large, too deep or not to be parsed."""
    if path.stat().st_size > MAX_BYTES:
        raise ReadError(f"the web page has over {MAX_BYTES / 1e6:.0f} MB; save it as PDF")
    data = path.read_bytes()
    text, unread = _decode(data)
    page = read_page(text)
    notices = [f"{unread:,} of its characters could not be read"] if unread else []
    if not page.lines:
        notices.append("the page holds no text that can be read")
    return SourceDocument(
        FileFormat.HTML,
        number_lines(page.lines),
        title=page.title,
        notices=tuple(notices),
        marks=tuple(_banners(text)) if MARKING_WORD.search(text) else (),
        roles=roles_of(page.lines),
        item_numbers=item_numbers_of(page.lines),
        says=page.says,
    )


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as it is shown: the lines of its main part, and what it says beside them."""

    title: str | None
    lines: list[Written]
    says: PageSays


def _banners(text: str) -> Iterator[str]:
    """Yield what stands above and below a page's main part, where a paper may be marked exempt."""
    for banner in LexborHTMLParser(text).css("header, footer, aside, [role=banner]"):
        yield from filter(None, map(str.strip, banner.text(separator="\n").split("\n")))


def read_page(text: str) -> WebPage:
    """Return what a page shows in its main part, and says. Raises ReadError if it is too deep."""
    if _too_deep(text.encode("utf-8", "replace")):
        raise ReadError(f"its elements lie more than {MAX_DEPTH:,} deep; save the page as PDF")
    page = LexborHTMLParser(text)
    reader = PageReader.of_item(item_of_page(page)) if is_item_page(page) else PageReader()
    if (part := _main_part(page)) is not None:
        reader.read(part)
    return WebPage(title_of(page), reader.lines, page_says(page, reader.lines))


def _decode(data: bytes) -> tuple[str, int]:
    """Decode by the mark, the page's own word where it names a single-byte set, or the bytes."""
    declared = CHARSET.search(data, 0, CHARSET_WITHIN)
    name = declared[1].decode("ascii").lower() if declared else ""
    if SINGLE_BYTE.fullmatch(name) and name not in LATIN_1 and not data.startswith(b"\xef\xbb\xbf"):
        try:
            text = data.decode(codecs.lookup(name).name, "replace")
        except LookupError:
            return decode(data)
        return text, text.count("\ufffd")
    return decode(data)


def _too_deep(data: bytes) -> bool:
    depth = 0
    for tag in TAG.finditer(data):
        if tag[2].lower() in SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False


def _main_part(page: LexborHTMLParser) -> LexborNode | None:
    for selector in MAIN_PARTS:
        part = page.css_first(selector)
        if part is not None and sum(map(str.isalpha, part.text())) >= ENOUGH_LETTERS:
            return part
    return page.body
