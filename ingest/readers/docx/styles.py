"""Find how text looks in a Word document: size, weight and place in a list, with its styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.letters import is_symbol_font

USUAL_SIZE = 10.0
"""Points where the document sets none (ECMA-376, 17.3.2.38)."""
AUTO = "auto"
NO_HIGHLIGHT = "none"
ListPlace = tuple[str, int]
"""A list's number in the document and the level in it, from 0."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or a run sets."""

    size: float = USUAL_SIZE
    bold: bool = False
    hidden: bool = False
    struck: bool = False
    """Whether a line is drawn through it."""
    raised: bool = False
    """Whether it stands above the line, as the mark of a note does."""
    capitals: bool = False
    """Whether it is shown in capitals, whatever letters it is written in."""
    symbols: str = ""
    """The font, where it shows signs in place of letters."""
    heading: bool = False
    caption: bool = False
    """Whether it is what a table is called, which heads no text below the table."""
    list_place: ListPlace | None = None
    colour: str = AUTO
    highlight: str = NO_HIGHLIGHT
    fill: str = AUTO
    """The colour behind the letters, other than a highlight's."""

    @property
    def blackened(self) -> bool:
        """Whether the letters are black on black, as redactions are made that leave the words.

        Word may show letters of no colour of their own white on a dark fill, never so those
        that a black highlight was drawn over.
        """
        if self.highlight == "black":
            return self.colour == AUTO or _is_black(self.colour)
        return self.highlight == NO_HIGHLIGHT and _is_black(self.fill) and _is_black(self.colour)


BLACK = 0x30
"""Of 255: colours with less light than this look black."""


def _is_black(colour: str) -> bool:
    try:
        return len(colour) == 6 and all(part < BLACK for part in bytes.fromhex(colour))
    except ValueError:
        return False


MAX_DEPTH = 20
CAPTION_NAME = "caption"
HEADING_NAMES = ("heading ", "title")


class Styles:
    """The styles of a document, each resolved through those it is based on."""

    def __init__(self, document: Any):
        root = document.styles.element
        self._elements = {style.get(w("styleId")): style for style in root.iter(w("style"))}
        self._known: dict[str | None, Look] = {}
        self._default = self._applied(
            Look(), root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        )
        self._usual = next(
            (
                style.get(w("styleId"))
                for style in root.iter(w("style"))
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            None,
        )

    def of_paragraph(self, paragraph: Any) -> Look:
        """Return the look that a paragraph gives to its runs, and its place in a list."""
        properties = paragraph.find(w("pPr"))
        if properties is None:
            return self._style(self._usual)
        look = self._style(value_of(properties.find(w("pStyle"))) or self._usual)
        return _with_list(look, properties)

    def of_run(self, run: Any, base: Look) -> Look:
        """Return the look of a run in a paragraph of the look given."""
        properties = run.find(w("rPr"))
        if properties is None:
            return base
        style = self._elements.get(value_of(properties.find(w("rStyle"))))
        if style is not None:
            base = self._applied(base, style.find(w("rPr")))
        return self._applied(base, properties)

    def _style(self, name: str | None, depth: int = 0) -> Look:
        if name in self._known:
            return self._known[name]
        style = self._elements.get(name)
        if style is None or depth > MAX_DEPTH:  # styles may be based on one another in a ring
            return self._default
        based_on = value_of(style.find(w("basedOn")))
        look = self._style(based_on, depth + 1) if based_on else self._default
        look = self._applied(look, style.find(w("rPr")))
        properties = style.find(w("pPr"))
        if properties is not None:
            look = _with_list(look, properties)
        title = (value_of(style.find(w("name"))) or "").lower()
        if title == CAPTION_NAME:
            look = replace(look, caption=True)
        if title.startswith(HEADING_NAMES):
            look = replace(look, heading=True, bold=True)
        self._known[name] = look
        return look

    def _applied(self, look: Look, properties: Any) -> Look:
        if properties is None:
            return look
        given = {child.tag: child for child in properties}
        if not given.keys() & LOOKS:
            return look
        size = value_of(given.get(w("sz")))
        struck = _toggled(given.get(w("strike")), look.struck)
        return replace(
            look,
            size=int(size) / 2 if size and size.isdigit() and len(size) < 5 else look.size,
            bold=_toggled(given.get(w("b")), look.bold),
            hidden=_toggled(given.get(w("vanish")), look.hidden),
            struck=_toggled(given.get(w("dstrike")), struck),
            raised=_raised(given, look.raised),
            capitals=_toggled(given.get(w("caps")), look.capitals),
            symbols=_symbol_font(given.get(w("rFonts")), look.symbols),
            colour=value_of(given.get(w("color"))) or look.colour,
            highlight=value_of(given.get(w("highlight"))) or look.highlight,
            fill=_fill(given.get(w("shd"))) or look.fill,
        )


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def w(name: str) -> str:
    """Return a name in Word's namespace."""
    return WORD + name


LOOKS = frozenset(
    w(name)
    for name in (
        *("sz", "b", "vanish", "strike", "dstrike", "vertAlign", "position"),
        *("caps", "rFonts", "color", "highlight", "shd"),
    )
)


def value_of(element: Any) -> str | None:
    """Return the `val` of an element; None where there is no element."""
    return None if element is None else element.get(w("val"))


def _with_list(look: Look, properties: Any) -> Look:
    numbering = properties.find(w("numPr"))
    if numbering is None:
        return look
    known_list, known_level = look.list_place or (None, 0)
    number = value_of(numbering.find(w("numId"))) or known_list
    level = value_of(numbering.find(w("ilvl")))
    if not number or number == "0":
        return replace(look, list_place=None)
    place = (number, int(level) if level and level.isdigit() and len(level) < 3 else known_level)
    return replace(look, list_place=place)


OFF = frozenset({"0", "false", "off", "none"})


def _toggled(element: Any, before: bool) -> bool:
    if element is None:
        return before
    return element.get(w("val"), "1").lower() not in OFF


RAISED_BY = 4
"""Half points from which letters that are set higher by hand stand raised."""


def _raised(given: dict[Any, Any], before: bool) -> bool:
    if (place := value_of(given.get(w("vertAlign")))) is not None:
        return place == "superscript"
    higher = value_of(given.get(w("position")))
    if higher is not None and re.fullmatch(r"-?\d{1,4}", higher):
        return int(higher) >= RAISED_BY
    return before


def _symbol_font(fonts: Any, before: str) -> str:
    if fonts is None:
        return before
    name = fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or fonts.get(w("cs"))
    if name is None:
        return before
    return name if is_symbol_font(name) else ""


def _fill(shading: Any) -> str | None:
    return None if shading is None else shading.get(w("fill"))


NOT_SHOWN = frozenset({"page", "column"})
"""Breaks that part pages and columns, not lines."""
