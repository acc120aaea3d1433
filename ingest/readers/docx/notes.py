"""The footnotes and endnotes of a Word document, each with the mark by which it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import parse_xml

from ingest.readers.docx.styles import value_of, w
from ingest.readers.letters import note_mark
from ingest.readers.rows import letters, roman

Element = Any
"""An lxml element; lxml has no types."""
CALLS = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
USUAL_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}
"""How Word numbers notes that say nothing of it (ECMA-376, 17.11.17)."""
SIGNS = ("*", "\u2020", "\u2021", "\u00a7")
"""With which Word marks notes of the form "chicago"; then each is doubled."""


@dataclass(slots=True)
class Notes:
    """The notes of a document, which are numbered as they are called."""

    _texts: dict[tuple[str, str], Element] = field(default_factory=dict)
    _forms: dict[str, str] = field(default_factory=lambda: dict(USUAL_FORMS))
    _called: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Notes:
        """Find the notes of a document. Parts that cannot be parsed have none."""
        notes = cls()
        for relation in document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if relation.is_external or kind not in ("footnotes", "endnotes", "settings"):
                continue
            try:
                top = parse_xml(relation.target_part.blob)
            except (SyntaxError, ValueError):
                continue
            if kind == "settings":
                notes._forms |= _forms(top)
                continue
            name = kind.removesuffix("s")
            for entry in top.iter(w(name)):
                if entry.get(w("type"), "normal") == "normal":
                    notes._texts[name, entry.get(w("id"), "")] = entry
        return notes

    def call(self, reference: Element) -> tuple[str, Element | None]:
        """Return the mark of the note that is called here, and the element with its text.

        The mark is empty where the text of the paragraph has a mark of its own for it.
        """
        kind = CALLS[reference.tag]
        text = self._texts.get((kind, reference.get(w("id"), "")))
        own = reference.get(w("customMarkFollows"), "0").lower() in ("1", "true", "on")
        if text is None or own:
            return "", text
        self._called[kind] = self._called.get(kind, 0) + 1
        return _in_form(self._called[kind], self._forms[kind]), text


def raised_line(mark: str, text: str) -> str:
    """Return a note as a line of its own: its mark, and its words."""
    words = " ".join(text.split())
    return f"{note_mark(mark)} {words}".strip()


def _forms(settings: Element) -> dict[str, str]:
    named = {"footnote": w("footnotePr"), "endnote": w("endnotePr")}
    found = {kind: value_of(settings.find(f"{tag}/{w('numFmt')}")) for kind, tag in named.items()}
    return {kind: form for kind, form in found.items() if form}


def _in_form(count: int, form: str) -> str:
    if form == "chicago":
        return SIGNS[(count - 1) % len(SIGNS)] * ((count - 1) // len(SIGNS) + 1)
    written: dict[str, Callable[[int], str]] = {"Letter": letters, "Roman": roman}
    return written.get(form[5:], str)(count)
