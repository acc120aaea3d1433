"""What a Word document says of itself outside its text: heads and foots, properties, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml

from ingest.readers.docx_styles import NOT_SHOWN, w
from ingest.sensitivity import label_marks

WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
"""In which Word writes a watermark."""
NAME_END = re.compile(r"\s*[|:;]\s*|\s+[-–—]\s+")
"""Where a running head goes on from a council's name: "Oldport Council: the budget"."""
LONGEST_NAME = 14
MOST_NAMES = 60
TEXTS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("ptab"): "\t"}


def title_of(document: Any) -> str | None:
    """Return the title among a document's properties."""
    return (document.core_properties.title or None) if _has_properties(document) else None


def marks_of(document: Any) -> tuple[str, ...]:
    """Return all by which a document may be marked exempt outside its text."""
    return (*_properties(document), *_labels(document), *_running_heads(document))


def publishers_of(document: Any) -> tuple[str, ...]:
    """Return the lines outside the text in which a council may be named: heads, feet, title."""
    said = [*_running_heads(document), title_of(document) or ""]
    parts = [part for line in said for part in NAME_END.split(" ".join(line.split()))]
    short = [part for part in parts if 1 < len(part.split()) <= LONGEST_NAME]
    return tuple(dict.fromkeys(short))[:MOST_NAMES]


def run_text(run: Any) -> str:
    """Return the text of a run as it is shown."""
    parts = []
    for child in run:
        if child.tag == w("t"):
            parts.append(child.text or "")
        elif child.tag == w("br") and child.get(w("type")) in NOT_SHOWN:
            continue
        elif child.tag in TEXTS:
            parts.append(TEXTS[child.tag])
    return "".join(parts)


def _running_heads(document: Any) -> Iterator[str]:
    """Yield what heads and foots the pages, watermarks with it: there papers are marked exempt."""
    for top in _parts(document.part, ("/header", "/footer")):
        for paragraph in top.iter(w("p")):
            yield from "".join(map(run_text, paragraph.iter(w("r")))).split("\t")
        for shape in top.iter(WORD_ART):
            yield shape.get("string", "")


def _properties(document: Any) -> tuple[str, ...]:
    if not _has_properties(document):
        return ()
    said = document.core_properties
    return tuple(filter(None, (said.subject, said.category, said.keywords, said.content_status)))


def _has_properties(document: Any) -> bool:
    """Whether the package has properties: python-docx makes them up, title and all, if not."""
    relations = document.part.package.rels.values()
    return any(relation.reltype.endswith("/core-properties") for relation in relations)


def _labels(document: Any) -> Iterator[str]:
    """Yield what the sensitivity labels say that programs keep among the custom properties."""
    for top in _parts(document.part.package, ("/custom-properties",)):
        held = ((entry.get("name", ""), "".join(entry.itertext())) for entry in top)
        yield from label_marks(list(held))


def _parts(holder: Any, kinds: tuple[str, ...]) -> Iterator[Any]:
    """Yield the XML of the parts of some kinds that belong to a package or part of it."""
    for relation in holder.rels.values():
        if relation.is_external or not relation.reltype.endswith(kinds):
            continue
        try:
            yield parse_xml(relation.target_part.blob)
        except (SyntaxError, ValueError):
            continue
