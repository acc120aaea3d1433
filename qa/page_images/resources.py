"""What the pages of a PDF draw with (fonts, pictures, drawings, patterns), written anew.

Each thing keeps only the entries that draw it. Of the entries of a list of resources only those
stay that are named by what uses the list: many PDFs have one list for all pages, with the pictures
of each in it, those of pages that may not be shown too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

MAX_DEPTH = 30
"""How deep drawings lie within one another; what lies deeper is left out."""

_STREAM_KEYS = frozenset({"/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms"})
_FORM_KEYS = _STREAM_KEYS | {"/BBox", "/Matrix", "/Resources", "/Group", "/FormType"}
_IMAGE_KEYS = (
    _STREAM_KEYS
    | {"/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask"}
    | {"/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"}
)
_PATTERN_KEYS = (
    _STREAM_KEYS
    | {"/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Resources"}
    | {"/Matrix", "/Shading", "/ExtGState"}
)
_NOT_IN_FONTS = frozenset({"/Metadata", "/PieceInfo", "/AF"})
_DATA = ("/ColorSpace", "/Shading")
"""Resources that are figures alone."""


@dataclass(slots=True)
class Resources:
    """Writes resources anew: what is drawn and named, each thing with the entries that draw it."""

    seen: set[tuple[int, int]] = field(default_factory=set)
    """Things that are clean, by their objects' numbers."""

    def named(self, held: Any, names: set[bytes], depth: int = 0) -> Dictionary:
        """Return resources with the entries named and no others."""
        clean = Dictionary()
        if not isinstance(held, Dictionary) or depth > MAX_DEPTH:
            return clean
        names = self._with_borrowers(held, names)
        for category, clean_one in (
            ("/Font", self._font),
            ("/XObject", self._xobject),
            ("/Pattern", self._pattern),
            ("/ExtGState", self._state),
            *((kind, self._data) for kind in _DATA),
            ("/Properties", self._property),
        ):
            entries = held.get(category)
            if not isinstance(entries, Dictionary):
                continue
            kept = Dictionary()
            for key in list(entries.keys()):
                if _name_of(key) not in names:
                    continue
                one = clean_one(entries[key], depth + 1)
                if one is not None:
                    kept[key] = one
            if len(kept.keys()):
                clean[category] = kept
        return clean

    def _with_borrowers(self, held: Any, names: set[bytes]) -> set[bytes]:
        """Return the names with those that are used by what has no resources of its own."""
        found, before = set(names), -1
        while before != len(found):
            before = len(found)
            for category in ("/XObject", "/Pattern", "/Font"):
                entries = held.get(category)
                for key in entries.keys() if isinstance(entries, Dictionary) else ():
                    one = entries[key]
                    if _name_of(key) not in found or not isinstance(one, Dictionary | Stream):
                        continue
                    if Name.Resources in one:
                        continue
                    letters = one.get(Name.CharProcs)
                    parts = list(letters.values()) if isinstance(letters, Dictionary) else [one]
                    for part in parts:
                        if isinstance(part, Stream) and part.get(Name.Subtype) != Name.Image:
                            found |= names_in(part.read_bytes())
        return found

    def _is_clean(self, thing: Any) -> bool:
        """Whether a thing was cleaned before; it is noted that it is now."""
        if not thing.is_indirect:
            return False
        if thing.objgen in self.seen:
            return True
        self.seen.add(thing.objgen)
        return False

    def _xobject(self, thing: Any, depth: int) -> Any:
        if not isinstance(thing, Stream):
            return None
        kind = thing.get(Name.Subtype)
        if kind == Name.Image:
            self._image(thing)
            return thing
        if kind != Name.Form:
            return None
        if not self._is_clean(thing):
            self._drawing(thing, _FORM_KEYS, depth)
        return thing

    def _image(self, thing: Any) -> None:
        if self._is_clean(thing):
            return
        _leave(thing, _IMAGE_KEYS)
        for key in (Name.SMask, Name.Mask):
            mask = thing.get(key)
            if isinstance(mask, Stream):
                self._image(mask)

    def _drawing(self, thing: Any, keys: Collection[str], depth: int) -> None:
        """Clean a stream that draws, with its own resources."""
        _leave(thing, keys)
        if Name.Resources in thing:
            names = names_in(thing.read_bytes())
            thing[Name.Resources] = self.named(thing[Name.Resources], names, depth)

    def _pattern(self, thing: Any, depth: int) -> Any:
        if not isinstance(thing, Dictionary | Stream):
            return None
        if isinstance(thing, Stream) and not self._is_clean(thing):
            self._drawing(thing, _PATTERN_KEYS, depth)
        return thing

    def _state(self, thing: Any, depth: int) -> Any:
        if not isinstance(thing, Dictionary):
            return None
        mask = thing.get(Name.SMask)
        form = mask.get(Name.G) if isinstance(mask, Dictionary) else None
        if isinstance(form, Stream) and not self._is_clean(form):
            self._drawing(form, _FORM_KEYS, depth)
        return thing

    def _font(self, thing: Any, depth: int) -> Any:
        if not isinstance(thing, Dictionary):
            return None
        if self._is_clean(thing):
            return thing
        for key in _NOT_IN_FONTS & set(thing.keys()):
            del thing[key]
        if Name.CharProcs in thing and Name.Resources in thing:
            letters = thing[Name.CharProcs]
            drawn = letters.values() if isinstance(letters, Dictionary) else ()
            read = (letter.read_bytes() for letter in drawn if isinstance(letter, Stream))
            names = names_in(b"\n".join(read))
            thing[Name.Resources] = self.named(thing[Name.Resources], names, depth)
        return thing

    def _data(self, thing: Any, depth: int) -> Any:
        return thing

    def _property(self, thing: Any, depth: int) -> Any:
        """A layer, or what a program notes of a part of the page: its name is kept, not itself."""
        return Dictionary()


def _leave(stream: Any, keys: Collection[str]) -> None:
    """Leave a stream only these of its entries."""
    for key in list(stream.keys()):
        if key not in keys:
            del stream[key]


_A_NAME = re.compile(rb"/([^\s\0/()<>\[\]{}%]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def names_in(content: bytes) -> set[bytes]:
    """Return every name that a content stream may use; one that only looks like a name counts."""
    return {_unescape(name) for name in _A_NAME.findall(content)}


def _name_of(key: str) -> bytes:
    return _unescape(key[1:].encode("utf-8", "surrogateescape"))


def _unescape(name: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name)


# Layers


def has_hidden_layers(pdf: Pdf) -> bool:
    """Whether some layers of a document may be switched off as it opens."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return False
    opened = layers.get(Name.D)
    if not isinstance(opened, Dictionary):
        return True
    if opened.get(Name.BaseState, Name.ON) != Name.ON or _items(opened.get(Name.OFF)):
        return True
    for layer in _items(layers.get(Name.OCGs)):
        usage = layer.get(Name.Usage) if isinstance(layer, Dictionary) else None
        view = usage.get(Name.View) if isinstance(usage, Dictionary) else None
        if isinstance(view, Dictionary) and view.get(Name.ViewState) != Name.ON:
            return True
    return False


def _items(array: Any) -> list[Any]:
    return list(array) if isinstance(array, Array) else []
