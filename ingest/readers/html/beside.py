"""What a web page holds beside the lines of its main part: furniture, forms, and what is hidden.

The page says of itself more than a visitor sees: its properties, comments, and words that are shown
only to some. All may mark a paper, so all is handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.document import SeenAt
from ingest.readers.html.shown import (
    BLOCKS,
    StyleSheet,
    classes_of,
    is_furniture,
    is_hidden,
    is_struck,
    main_part,
    style_sheet,
)
from ingest.readers.seen import SeenGatherer, flowing

PLACES = {
    "noscript": SeenAt.HIDDEN,
    "template": SeenAt.HIDDEN,
    "dialog": SeenAt.HIDDEN,
    "iframe": SeenAt.HIDDEN,
    "object": SeenAt.HIDDEN,
    "canvas": SeenAt.HIDDEN,
    "audio": SeenAt.HIDDEN,
    "video": SeenAt.HIDDEN,
    "map": SeenAt.HIDDEN,
    "svg": SeenAt.PICTURE,
    "nav": SeenAt.BANNER,
    "button": SeenAt.BANNER,
    "textarea": SeenAt.FIELD,
    "title": SeenAt.TITLE,
}
"""Where the words in an element stand that are no lines of the page."""
NO_WORDS = frozenset({"script", "style", "select", "datalist"})
MARK_UP = re.compile(r"<[^<>]*>")


def see_beside(text: str, seen: SeenGatherer) -> None:
    """Hand over what a page holds that is not among its lines."""
    page = LexborHTMLParser(text)
    root = page.root
    top = root.parent if root is not None else None
    if top is None:
        return
    main = main_part(page)
    walk = _Walk(page, main.mem_id if main is not None else 0, seen, style_sheet(page))
    walk.over(top)


@dataclass(slots=True)
class _Walk:
    """Goes over a page, however deep it is, and gathers words block by block."""

    page: LexborHTMLParser
    main: int
    """The number of the main part in memory."""
    seen: SeenGatherer
    sheet: StyleSheet
    _words: list[str] = field(default_factory=list)
    _where: SeenAt | None = None
    """Where the words gathered stand."""

    def over(self, top: LexborNode) -> None:
        """Go over all below an element."""
        waiting: list[tuple[LexborNode, SeenAt | None, bool]] = [(top, SeenAt.BANNER, False)]
        while waiting:
            node, where, done = waiting.pop()
            if node.tag == "-text":
                self._take(node.text_content or "", where)
                continue
            if node.tag == "-comment":
                self._end()
                words = MARK_UP.sub(" ", node.comment_content or "")
                self.seen.add(flowing(words), SeenAt.HIDDEN)
                continue
            if done or node.tag in BLOCKS or node.tag in PLACES or node.tag in ("br", "del"):
                self._end()
            if done:
                continue
            if node.is_element_node:
                where = self._enter(node, where)
                if node.tag in NO_WORDS:
                    continue
                waiting.append((node, where, True))
            waiting.extend((child, where, False) for child in reversed(list(_children(node))))
        self._end()

    def _enter(self, node: LexborNode, where: SeenAt | None) -> SeenAt | None:
        """Hand over what an element itself says; return where the words in it stand."""
        self._see_attributes(node)
        if "watermark" in " ".join(classes_of(node)):
            self.seen.add(" ".join(node.text().split()), SeenAt.WATERMARK)
        if node.tag == "template":  # the parser keeps its content apart
            self.seen.add(MARK_UP.sub("\n", node.html or ""), SeenAt.HIDDEN)
        if node.mem_id == self.main:
            return None
        if is_hidden(node, self.sheet) or where is SeenAt.HIDDEN:
            return SeenAt.HIDDEN
        if is_struck(node, self.sheet):
            return SeenAt.CHANGE
        if (place := PLACES.get(node.tag or "")) is not None:
            return place
        return SeenAt.BANNER if is_furniture(node) else where

    def _take(self, text: str, where: SeenAt | None) -> None:
        if where is not self._where:
            self._end()
            self._where = where
        if where is not None:
            self._words.append(text)

    def _end(self) -> None:
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words and self._where is not None:
            self.seen.add(words, self._where)

    def _see_attributes(self, node: LexborNode) -> None:
        attributes = node.attributes
        for key, where in ATTRIBUTES.items():
            self.seen.add(attributes.get(key), where)
        if node.tag == "meta":
            name = attributes.get("name") or attributes.get("property") or ""
            if name.lower() not in NOISE:
                self.seen.add_named(name, attributes.get("content"), SeenAt.PROPERTY)
        elif node.tag == "input":
            self._see_input(node)
        elif node.tag == "select":
            self._see_select(node)

    def _see_input(self, node: LexborNode) -> None:
        kind = (node.attributes.get("type") or "text").lower()
        value = node.attributes.get("value") or ""
        if kind in ("checkbox", "radio"):
            if "checked" in node.attributes:
                self.seen.add(self._label(node) or value, SeenAt.CHOICE)
        elif kind not in ("password", "submit", "button", "reset", "image", "file"):
            where = SeenAt.HIDDEN if kind == "hidden" else SeenAt.FIELD
            self.seen.add_named(self._label(node), value, where)

    def _see_select(self, node: LexborNode) -> None:
        options = node.css("option")
        chosen = [option for option in options if "selected" in option.attributes]
        for option in chosen or options[:1]:
            self.seen.add_named(self._label(node), " ".join(option.text().split()), SeenAt.CHOICE)

    def _label(self, node: LexborNode) -> str:
        """Return what a field is called: by its label, by the label round it, or by its name."""
        key = node.attributes.get("id") or ""
        if SAFE_ID.fullmatch(key):
            label = self.page.css_first(f'label[for="{key}"]')
            if label is not None:
                return _flat(label)
        parent = node.parent
        if parent is not None and parent.tag == "label":
            return _flat(parent)
        return node.attributes.get("aria-label") or node.attributes.get("name") or ""


SAFE_ID = re.compile(r"[\w:.-]{1,200}", re.A)
ATTRIBUTES = {
    "alt": SeenAt.PICTURE,
    "title": SeenAt.LINK,
    "aria-label": SeenAt.LINK,
    "aria-description": SeenAt.LINK,
    "summary": SeenAt.PICTURE,
    "label": SeenAt.FIELD,
}
"""Attributes that are shown or read out."""
NOISE = frozenset(
    {"viewport", "generator", "theme-color", "format-detection", "referrer", "robots"}
)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _flat(node: LexborNode) -> str:
    """Return the words of a label, without those of the fields in it."""
    own = [child.text_content or "" for child in _children(node) if child.tag == "-text"]
    words = " ".join("".join(own).split()) or " ".join(node.text().split())
    return words.rstrip(" :")
