"""Put into a Word document's body what its fields and controls show, where the text has it not.

Word draws the box of a form and the entry chosen from an old list; the file only has their state. A
control that still asks for its words ("Click here to enter text") has none.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement

from ingest.readers.docx.choices import W14, is_on, shown_by_form
from ingest.readers.docx.styles import w
from ingest.readers.letters import EMPTY, TICKED

Element = Any
"""An lxml element; lxml has no types."""
WORDS = (w("t"), w("sym"), w("br"), w("tab"))


def show_controls(top: Element) -> None:
    """Write into the elements what boxes and lists show. What only asks for words is taken out."""
    for settings in list(top.iter(w("sdtPr"))):
        content = settings.getparent().find(w("sdtContent"))
        if content is None:
            continue
        if (box := settings.find(f"{W14}checkbox")) is not None:
            ticked = is_on(box.find(f"{W14}checked"), f"{W14}val")
            _write_in(content, TICKED if ticked else EMPTY)
        elif settings.find(w("showingPlcHdr")) is not None:
            for part in list(content.iter(*WORDS)):
                part.getparent().remove(part)
    for data in list(top.iter(w("ffData"))):
        begin = data.getparent()
        shown = shown_by_form(data)
        if shown and begin.getparent() is not None and not _has_result(begin.getparent()):
            begin.addnext(_text(shown))


def _has_result(run: Element) -> bool:
    """Whether the file has words for what a field shows, between its beginning and its end."""
    for one in run.itersiblings():
        mark = one.find(w("fldChar"))
        if mark is not None and mark.get(w("fldCharType")) == "end":
            return False
        if any((words.text or "").strip() for words in one.iter(w("t"))):
            return True
    return False


def _write_in(content: Element, sign: str) -> None:
    """Put a sign in place of the words of a control."""
    words = list(content.iter(*WORDS))
    for part in words[1:]:
        part.getparent().remove(part)
    if words:
        words[0].getparent().replace(words[0], _text(sign))


def _text(words: str) -> Element:
    element = OxmlElement("w:t")
    element.text = words
    return element
